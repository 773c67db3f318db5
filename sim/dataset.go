package sim

import (
	"math"
	"strconv"
	"unicode/utf8"

	"unimodal-bias-lab/sim/linalg"
)

// Limits of a data set.
const (
	FewestModalities = 2
	MaxDataInputs    = 512
	MaxTargets       = 16
	longestName      = 60    // bytes of the name of a modality
	mostGroups       = 1024  // of rows
	largestMoment    = 1e100 // far from any overflow of a sum of its squares
)

// DataSet is what there is to know of a person's data: second moments of inputs in two
// blocks or more and of their targets, with the names of everything. z = (x, y) is of n = D + d_y
// numbers; an upper triangle of E[z zᵀ] is written row by row, n (n + 1)/2 numbers.
type DataSet struct {
	Modalities []Modality `json:"modalities"` // FewestModalities … MaxModalities
	Inputs     []string   `json:"inputs"`     // D names, in the order of the modalities
	// Pictures are the numbers of rows of the pictures that the modalities are, 0 of one that is none;
	// nil: none is. Pixels go row by row from the top.
	Pictures []int     `json:"pictures,omitempty"`
	Targets  []string  `json:"targets"`           // d_y names, 1 … MaxTargets
	Upper    []float64 `json:"upper"`             // of E[z zᵀ]
	HeldOut  []float64 `json:"heldOut,omitempty"` // the same, of rows kept back
	Rows     int       `json:"rows,omitempty"`    // they were computed from; 0: unknown, as a matrix was given
	Held     int       `json:"held,omitempty"`    // rows kept back
	Dropped  int       `json:"dropped,omitempty"` // rows left out, for something was missing
	// Groups are the same triangles of equal parts of the rows, for resampling; none where
	// they would take too much.
	Groups  [][]float64 `json:"groups,omitempty"`
	Source  string      `json:"source,omitempty"` // file name
	Centred bool        `json:"centred,omitempty"`
}

// D returns the number of inputs.
func (d *DataSet) D() (inputs int) {
	for _, m := range d.Modalities {
		inputs += m.Dim
	}
	return inputs
}

// size is n.
func (d *DataSet) size() int { return d.D() + len(d.Targets) }

// Check returns the *[Error] of a set that is not whole or that no data have, or nil. Its key is
// "modalities", "inputs", "targets", "own" for the moments, "heldOut" or "groups".
func (d *DataSet) Check() error {
	if err := d.checkShape(); err != nil {
		return err
	}
	_, _, err := d.both()
	return err
}

// checkShape is Check but for the values of the moments together.
func (d *DataSet) checkShape() error {
	if n := len(d.Modalities); n < FewestModalities || n > MaxModalities {
		return outOfRange("modalities", n, FewestModalities, MaxModalities)
	}
	names := map[string]bool{}
	for _, m := range d.Modalities {
		switch {
		case m.Name == "" || len(m.Name) > longestName || !utf8.ValidString(m.Name) || names[m.Name]:
			return &Error{Code: Mismatch, Key: "modalities", Value: strconv.Quote(m.Name) + " is no name, or one that comes twice"}
		case m.Dim < 1 || m.Dim > MaxDataInputs:
			return outOfRange("inputs", m.Dim, 1, MaxDataInputs)
		}
		names[m.Name] = true
	}
	inputs, n := d.D(), d.size()
	switch {
	case inputs > MaxDataInputs:
		return outOfRange("inputs", inputs, FewestModalities, MaxDataInputs)
	case len(d.Targets) < 1 || len(d.Targets) > MaxTargets:
		return outOfRange("targets", len(d.Targets), 1, MaxTargets)
	case d.Pictures != nil && len(d.Pictures) != len(d.Modalities):
		return &Error{Code: Mismatch, Key: "pictures", Value: format("%v numbers of rows for %v modalities", len(d.Pictures), len(d.Modalities))}
	case len(d.Inputs) != inputs:
		return &Error{Code: Mismatch, Key: "inputs", Value: format("%v names for %v inputs", len(d.Inputs), inputs)}
	case d.Rows < 0 || d.Held < 0 || d.Dropped < 0:
		return outOfRange("rows", min(d.Rows, d.Held, d.Dropped), 0, math.MaxInt32)
	case len(d.Groups) > mostGroups:
		return outOfRange("groups", len(d.Groups), 0, mostGroups)
	}
	for m, rows := range d.Pictures {
		if rows < 0 || rows > 0 && d.Modalities[m].Dim%rows != 0 {
			return &Error{Code: Mismatch, Key: "pictures", Value: format("%v inputs of %v are no picture of %v rows", d.Modalities[m].Dim, d.Modalities[m].Name, rows)}
		}
	}
	if err := checkTriangle("own", d.Upper, n); err != nil {
		return err
	}
	if d.HeldOut != nil {
		if err := checkTriangle("heldOut", d.HeldOut, n); err != nil {
			return err
		}
	}
	for _, g := range d.Groups {
		if err := checkTriangle("groups", g, n); err != nil {
			return err
		}
	}
	return nil
}

// checkTriangle checks the numbers of an upper triangle, one by one.
func checkTriangle(key string, upper []float64, n int) error {
	if need := n * (n + 1) / 2; len(upper) != need {
		return &Error{Code: Incomplete, Key: key, Value: len(upper), Other: need}
	}
	next := 0
	for i := range n {
		for j := i; j < n; j++ {
			switch v := upper[next]; {
			case !(math.Abs(v) <= largestMoment):
				lo, hi := -largestMoment, largestMoment
				return &Error{Code: BadEntry, Key: key, Value: written(v), Row: i + 1, Column: j + 1, Min: &lo, Max: &hi}
			case i == j && v < 0:
				return &Error{Code: NegativeMean, Key: key, Value: v, Row: i + 1, Column: i + 1}
			}
			next++
		}
	}
	return nil
}

// Joint returns E[z zᵀ], n × n, row-major.
func (d *DataSet) Joint() (matrix []float64, n int) { return d.joint(d.Upper) }

// joint is E[z zᵀ], n × n, of an upper triangle.
func (d *DataSet) joint(upper []float64) (matrix []float64, n int) {
	n = d.size()
	matrix = make([]float64, n*n)
	next := 0
	for i := range n {
		for j := i; j < n; j++ {
			matrix[i*n+j], matrix[j*n+i] = upper[next], upper[next]
			next++
		}
	}
	return matrix, n
}

// both are the moments to train on, and those of rows kept back or nil.
func (d *DataSet) both() (train, held *Moments, err error) {
	if train, err = d.moments(); err != nil || d.HeldOut == nil {
		return train, nil, err
	}
	held, err = d.momentsOf("heldOut", d.HeldOut)
	return train, held, err
}

// moments checks that there are data with these moments.
func (d *DataSet) moments() (*Moments, error) { return d.momentsOf("own", d.Upper) }

func (d *DataSet) momentsOf(key string, upper []float64) (*Moments, error) {
	matrix, n := d.joint(upper)
	inputs, yy := d.D(), 0.0
	var sigma, yx []float64
	for i := range n {
		v := matrix[i*n+i]
		switch {
		case v < 0:
			return nil, &Error{Code: NegativeMean, Key: key, Value: v, Row: i + 1, Column: i + 1}
		case i < inputs:
			sigma = append(sigma, matrix[i*n:i*n+inputs]...)
		default:
			yx, yy = append(yx, matrix[i*n:i*n+inputs]...), yy+v
		}
	}
	if yy < smallestTarget && key == "own" {
		least := smallestTarget
		return nil, &Error{Code: NoTarget, Key: key, Value: yy, Min: &least}
	}
	modalities := make([]Modality, len(d.Modalities)) // symbols are letters, whatever a person calls them
	for i, own := range d.Modalities {
		modalities[i] = Modality{letter(i), own.Dim}
	}
	m, err := newMoments(modalities, n-inputs, sigma, yx, yy, shrinkage{}, inputs > MaxOwnInputs)
	if err == nil {
		return m, d.checkEach(key, m, matrix)
	}
	switch e := err.(*Error); {
	case e.Code == OutOfRange && e.Key == "yy":
		return nil, &Error{Code: Unexplainable, Key: key, Value: yy, Min: e.Min}
	case e.Code == NotPositive:
		return nil, &Error{Code: NotPositive, Key: key, Value: e.Value}
	}
	// The target correlates with what does not vary: then the whole is indefinite.
	values, _ := linalg.Eigen(matrix, n)
	return nil, &Error{Code: NotPositive, Key: key, Value: math.Min(values[0], 0)}
}

// checkEach finds a target, of several, that varies less than the inputs explain of it.
func (d *DataSet) checkEach(key string, m *Moments, matrix []float64) error {
	inputs, n := m.Inputs(), m.Inputs()+m.outputs
	for k := 0; m.outputs > 1 && k < m.outputs; k++ {
		explained := linalg.Dot(m.yx[k*inputs:(k+1)*inputs], m.minimum[k*inputs:(k+1)*inputs])
		if i := inputs + k; matrix[i*n+i] < explained-sameData*m.yy {
			return &Error{Code: Unexplainable, Key: key, Value: matrix[i*n+i], Min: &explained}
		}
	}
	return nil
}

// unnamed are data of which only sizes are known.
func unnamed(blocks []int, targets int, upper []float64) *DataSet {
	d := &DataSet{Upper: upper}
	for m, dim := range blocks {
		d.Modalities = append(d.Modalities, Modality{letter(m), dim})
	}
	d.NameAll(targets)
	return d
}

// letter is the name of a modality that has no other: A, B, C, …
func letter(m int) string { return string(rune('A' + m)) }

// NameAll gives inputs and targets the names that follow from those of the modalities.
func (d *DataSet) NameAll(targets int) {
	d.Inputs, d.Targets = nil, nil
	for _, m := range d.Modalities {
		d.Inputs = append(d.Inputs, numbered(m.Name, m.Dim)...)
	}
	d.Targets = numbered("y", targets)
}

// numbered are names of one thing, or of several.
func numbered(name string, count int) (names []string) {
	if count == 1 {
		return []string{name}
	}
	for i := range count {
		names = append(names, name+" "+strconv.Itoa(i+1))
	}
	return names
}
