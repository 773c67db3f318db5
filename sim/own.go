package sim

import (
	"strconv"
	"strings"
)

// Data of one's own are second moments of inputs in a few blocks and of their
// targets, as a person has them: what ParseMoments reads, or a DataSet.

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
// tilde, the upper triangle row by row in the shortest decimals. It may have up to
// [MaxModalities] blocks, with names, and more than one target:
//
//	1_2~4_0.5_0_2_1_0.2_1_1_0.5_2
//	audio:1_video:1_C:2-3~…
//
// A name that [Keep] gave is read, too, in the program that keeps the data.
//
// Errors are of type *[Error], with the key "own" ("blocks", "inputs" where it is
// about a size), and name the value, its place and what is allowed.
func ParseMoments(text string) (canonical string, m *Moments, err error) {
	if name := strings.TrimSpace(text); Local(name) {
		k, err := ownSet(name)
		if err != nil {
			return "", nil, err
		}
		return name, k.train, nil
	}
	set, err := readOwn(text)
	if err != nil {
		return "", nil, err
	}
	if m, err = set.moments(); err != nil {
		return "", nil, err
	}
	return set.String(), m, nil
}

func readOwn(text string) (*DataSet, error) {
	if len(text) > longestOwn {
		return nil, outOfRange("own", strconv.Itoa(len(text))+" characters", 0, longestOwn)
	}
	if compact := strings.TrimSpace(text); strings.Contains(compact, "~") && !strings.ContainsAny(compact, " \t\n") {
		return readCompact(compact)
	}
	own, err := readMatrix(text)
	if err != nil {
		return nil, err
	}
	return own.set(), nil
}

// ownMoments are the numbers of a matrix that somebody pastes.
type ownMoments struct {
	blocks [2]int    // d_A, d_B
	upper  []float64 // upper triangle of E[z zᵀ], z = (x_A, x_B, y), row by row
}

// inputs is D.
func (o *ownMoments) inputs() int { return o.blocks[0] + o.blocks[1] }

func (o *ownMoments) set() *DataSet { return unnamed(o.blocks[:], 1, o.upper) }

func (o *ownMoments) joint() (matrix []float64, n int) { return o.set().joint(o.upper) }

func (o *ownMoments) moments() (*Moments, error) { return o.set().moments() }

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
