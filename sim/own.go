package sim

import (
	"math"
	"strconv"
	"strings"

	"unimodal-bias-lab/sim/linalg"
)

// Data of one's own are second moments of two blocks of inputs and a scalar
// target, as a person has them: what ParseMoments reads.

// Limits of what is read. A matrix of MaxOwnInputs + 1 rows still fits into a
// link, and numbers within largestEntry are far from any overflow.
const (
	MaxOwnInputs   = 12
	longestOwn     = 1 << 14
	largestEntry   = 1e9
	smallestTarget = 1e-24
)

// ownExample is what a person finds: two inputs a modality, correlated within and
// between them, w = (0.3, 0.2) and (0.6, 0.5), without noise. A covaries more with
// the target, B explains more of it.
const ownExample = "2_2~3_1_0.4_0_1.34_2_0_0.2_0.8_1_0.3_0.87_1_0.72_1.444"

// ownBlocks are the block sizes of a text in its canonical form.
func ownBlocks(text string) []int {
	o, err := readCompact(text)
	if err != nil {
		return nil // which no network has
	}
	return o.blocks[:]
}

// ownMoments are the numbers of a person's data.
type ownMoments struct {
	blocks [2]int    // d_A, d_B
	upper  []float64 // upper triangle of E[z zᵀ], z = (x_A, x_B, y), row by row
}

// ParseMoments reads the joint second moments E[z zᵀ] of z = (x_A, x_B, y), a
// symmetric (D + 1) × (D + 1) matrix with the target last, and the block sizes
// d_A and d_B, D = d_A + d_B ≤ [MaxOwnInputs]. It takes two forms.
//
// A matrix as people paste it: rows in lines, or in one line parted by
// semicolons; numbers parted by blanks, tabs, commas or semicolons; with the
// brackets of NumPy or MATLAB; with decimal commas where tabs or semicolons part
// the numbers. The line before it names the sizes, which two inputs do not need:
//
//	blocks: 1, 2
//	4    0.5  0    2
//	0.5  1    0.2  1
//	0    0.2  1    0.5
//	2    1    0.5  2
//
// The canonical form, which ParseMoments returns and a link can hold: sizes, a
// tilde, the upper triangle row by row in the shortest decimals:
//
//	1_2~4_0.5_0_2_1_0.2_1_1_0.5_2
//
// Errors are of type *[Error], with the key "own" ("blocks", "inputs" where it is
// about a size), and name the value, its place and what is allowed.
func ParseMoments(text string) (canonical string, m *Moments, err error) {
	own, err := readOwn(text)
	if err != nil {
		return "", nil, err
	}
	if m, err = own.moments(); err != nil {
		return "", nil, err
	}
	return own.String(), m, nil
}

func readOwn(text string) (*ownMoments, error) {
	if len(text) > longestOwn {
		return nil, outOfRange("own", strconv.Itoa(len(text))+" characters", 0, longestOwn)
	}
	if compact := strings.TrimSpace(text); strings.Contains(compact, "~") && !strings.ContainsAny(compact, " \t\n") {
		return readCompact(compact)
	}
	return readMatrix(text)
}

// checkOwn returns the *[Error] of a text that is not the canonical form of
// moments that data can have, or nil.
func checkOwn(text string) error {
	o, err := readCompact(text)
	if err == nil {
		_, err = o.moments()
	}
	if err == nil && o.String() != text {
		err = &Error{Code: Mismatch, Key: "own", Value: "it is not written as " + o.String()}
	}
	return err
}

// String is the canonical form.
func (o *ownMoments) String() string {
	var b strings.Builder
	b.WriteString(strconv.Itoa(o.blocks[0]) + "_" + strconv.Itoa(o.blocks[1]))
	separator := byte('~')
	for _, v := range o.upper {
		b.WriteByte(separator)
		b.WriteString(strconv.FormatFloat(v, 'g', -1, 64))
		separator = '_'
	}
	return b.String()
}

// inputs is D.
func (o *ownMoments) inputs() int { return o.blocks[0] + o.blocks[1] }

// joint is E[z zᵀ], n × n with n = D + 1.
func (o *ownMoments) joint() (matrix []float64, n int) {
	n = o.inputs() + 1
	matrix = make([]float64, n*n)
	next := 0
	for i := range n {
		for j := i; j < n; j++ {
			matrix[i*n+j], matrix[j*n+i] = o.upper[next], o.upper[next]
			next++
		}
	}
	return matrix, n
}

// moments checks that there are data with these moments.
func (o *ownMoments) moments() (*Moments, error) {
	matrix, n := o.joint()
	d := n - 1
	yy := matrix[n*n-1]
	var sigma []float64
	for i := range d {
		if v := matrix[i*n+i]; v < 0 {
			return nil, &Error{Code: NegativeMean, Key: "own", Value: v, Row: i + 1, Column: i + 1}
		}
		sigma = append(sigma, matrix[i*n:i*n+d]...)
	}
	if yy < smallestTarget {
		least := smallestTarget
		return nil, &Error{Code: NoTarget, Key: "own", Value: yy, Min: &least}
	}
	m, err := NewMoments([]Modality{{"A", o.blocks[0]}, {"B", o.blocks[1]}}, 1, sigma, matrix[d*n:d*n+d:d*n+d], yy)
	if err == nil {
		return m, nil
	}
	switch e := err.(*Error); {
	case e.Code == OutOfRange && e.Key == "yy":
		return nil, &Error{Code: Unexplainable, Key: "own", Value: yy, Min: e.Min}
	case e.Code == NotPositive:
		return nil, &Error{Code: NotPositive, Key: "own", Value: e.Value}
	}
	// The target correlates with what does not vary: then the whole is indefinite.
	values, _ := linalg.Eigen(matrix, n)
	return nil, &Error{Code: NotPositive, Key: "own", Value: math.Min(values[0], 0)}
}

// Joint returns E[z zᵀ] of z = (x, y) for a scalar target, (D + 1) × (D + 1),
// row-major: what [ParseMoments] reads.
func (m *Moments) Joint() []float64 {
	d := m.Inputs()
	n := d + 1
	joint := make([]float64, n*n)
	for i := range d {
		copy(joint[i*n:], m.sigma[i*d:(i+1)*d])
		joint[i*n+d], joint[d*n+i] = m.yx[i], m.yx[i]
	}
	joint[n*n-1] = m.yy
	return joint
}
