package table

import (
	"slices"
	"strconv"
)

const (
	groups     = 64
	mostGroups = 1 << 20 // numbers in the triangles of all groups: 8 MB, some 20 as JSON
	fewGroups  = 8       // say nothing of how much moments vary
)

// feature is one number of z: a column, or whether it is of a level.
type feature struct {
	column int
	name   string
	level  string  // of a category in words
	number float64 // of one in numbers
	kind   int
}

// Kinds of features.
const (
	asNumber = iota
	asWord
	asLevel
)

// second is the reading of the moments.
type second struct {
	whole    bool // the reader holds the rows
	plan     Plan
	features []feature
	inputs   int
	used     []int // columns
	dims     []int
	z        []float64
	parts    []*gram
	held     *gram
	index    uint64
	kept     int
	out      int
	dropped  int
	expected int
	changed  *Error
}

// Begin takes a plan for what has been surveyed; then the same bytes are fed again. It may begin
// another one at any time.
func (r *Reader) Begin(p Plan) error {
	if r.survey == nil {
		return &Error{Code: NoFile, Key: "begin", File: r.name}
	}
	features, dims, err := r.features(p)
	if err != nil {
		err.File = r.name
		return err
	}
	s := &second{plan: p, features: features, dims: dims, expected: r.survey.Rows, whole: r.matrix != nil}
	for _, d := range dims {
		s.inputs += d
	}
	n := len(features)
	s.z = make([]float64, n)
	shift := make([]float64, n)
	for i, f := range features {
		if !slices.Contains(s.used, f.column) {
			s.used = append(s.used, f.column)
		}
		if c := r.survey.Columns[f.column]; f.kind == asNumber && c.Kind == "number" {
			shift[i] = c.Mean
		} else if f.kind == asNumber {
			shift[i] = c.Min
		}
	}
	if r.matrix == nil {
		parts := min(groups, mostGroups/(n*(n+1)/2), max(s.expected, 1))
		if parts < fewGroups {
			parts = 1
		}
		for range parts {
			s.parts = append(s.parts, newGram(shift))
		}
		s.held = newGram(shift)
	}
	r.second, r.bytes, r.rows, r.err = s, 0, 0, nil
	r.known, r.head, r.decoder = false, nil, decoder{}
	r.lines = lines{end: r.lines.end}
	switch {
	case r.held != nil:
		s.whole = true
		r.known, r.decoder.began = true, true
		r.passText(r.held)
		r.read(true)
	case r.array != nil && r.array.whole:
		s.whole = true
		r.array.rows(r)
	}
	return r.err
}

// features are the numbers of z that a plan asks for, and the sizes of its blocks.
func (r *Reader) features(p Plan) (list []feature, dims []int, err *Error) {
	s := r.survey
	if n := len(p.Modalities); n < 2 || n > MaxModalities {
		return nil, nil, outOfRange("modalities", n, 2, MaxModalities)
	}
	if !(p.HoldOut >= 0 && p.HoldOut <= MaxHoldOut) {
		return nil, nil, outOfRange("holdOut", p.HoldOut, 0, MaxHoldOut)
	}
	taken, names := map[int]bool{}, map[string]bool{}
	add := func(key string, columns []int) *Error {
		for _, j := range columns {
			if j < 0 || j >= len(s.Columns) {
				return outOfRange("columns", j, 0, float64(len(s.Columns)-1))
			}
			c := s.Columns[j]
			e := &Error{Key: key, Column: j + 1, Name: c.Name}
			if taken[j] {
				e.Code, e.Value = Mismatch, c.Name+" is in two places"
				return e
			}
			taken[j] = true
			hot := slices.Contains(p.OneHot, j)
			switch {
			case c.Kind == "empty":
				e.Code = EmptyColumn
				return e
			case c.Kind == "text":
				e.Code, e.Value, e.Row = TextColumn, r.surveys.columns[j].firstWord, r.surveys.columns[j].firstLine
				return e
			case c.Kind == "category", c.Kind == "constant" && len(c.Categories) > 0:
				for _, level := range c.levels() {
					list = append(list, feature{column: j, name: c.Name + "=" + level, level: level, kind: asWord})
				}
			case hot && c.Kind == "number" && len(c.Categories) > 0:
				for _, level := range c.levels() {
					v, _ := strconv.ParseFloat(level, 64)
					list = append(list, feature{column: j, name: c.Name + "=" + level, number: v, kind: asLevel})
				}
			default:
				list = append(list, feature{column: j, name: c.Name})
			}
		}
		return nil
	}
	for _, m := range p.Modalities {
		before := len(list)
		if m.Name == "" || names[m.Name] {
			return nil, nil, &Error{Code: Mismatch, Key: "modalities", Value: strconv.Quote(m.Name) + " is no name, or one that comes twice"}
		}
		names[m.Name] = true
		if err := add("modalities", m.Columns); err != nil {
			return nil, nil, err
		}
		if len(list) == before {
			return nil, nil, &Error{Code: Mismatch, Key: "modalities", Value: m.Name + " has no columns"}
		}
		dims = append(dims, len(list)-before)
	}
	inputs := len(list)
	if inputs > MaxInputs {
		return nil, nil, outOfRange("inputs", inputs, 2, MaxInputs)
	}
	if err := add("targets", p.Targets); err != nil {
		return nil, nil, err
	}
	if n := len(list) - inputs; n < 1 || n > MaxTargets {
		return nil, nil, outOfRange("targets", n, 1, MaxTargets)
	}
	return list, dims, nil
}

// levels are those of a category that get a number of their own: all of them, but of two the later one
// alone, for the other is its negative.
func (c Column) levels() []string {
	if len(c.Categories) == 2 {
		return c.Categories[1:]
	}
	return c.Categories
}

// row adds a row, unless something that the plan uses is missing in it.
func (s *second) row(c *cells) {
	index := s.index
	s.index++
	for _, j := range s.used {
		if c.kinds[j] >= isMissing {
			s.dropped++
			return
		}
	}
	for i, f := range s.features {
		v, word := c.values[f.column], c.kinds[f.column] == isWord
		switch f.kind {
		case asWord:
			v = 0
			if word && string(c.text(f.column)) == f.level {
				v = 1
			}
		case asLevel:
			if v == f.number {
				v = 1
			} else {
				v = 0
			}
		default:
			if word && s.changed == nil {
				lo, hi := -LargestCell, LargestCell
				s.changed = &Error{Code: BadCell, Value: tidyWord(c.text(f.column)), Row: c.line, Column: f.column + 1, Name: f.name, Min: &lo, Max: &hi}
			}
		}
		s.z[i] = v
	}
	if s.plan.HoldOut > 0 && float64(mixed(mixed(s.plan.Seed)+index)>>11)*0x1p-53 < s.plan.HoldOut {
		s.out++
		s.held.add(s.z)
		return
	}
	s.parts[s.kept%len(s.parts)].add(s.z)
	s.kept++
}

// Finish returns the moments under the plan, the same bytes having been fed again.
func (r *Reader) Finish() (*DataSet, error) {
	s := r.second
	if s == nil {
		return nil, &Error{Code: NoFile, Key: "finish", File: r.name}
	}
	d := &DataSet{Source: r.name, Pictures: s.pictures()}
	for b, m := range s.plan.Modalities {
		d.Modalities = append(d.Modalities, Modality{m.Name, s.dims[b]})
	}
	for i, f := range s.features {
		if i < s.inputs {
			d.Inputs = append(d.Inputs, f.name)
		} else {
			d.Targets = append(d.Targets, f.name)
		}
	}
	if r.matrix != nil {
		return r.ofPlan(d)
	}
	if !s.whole {
		r.end()
	}
	if r.err == nil && (s.changed != nil || int(s.index) != s.expected) {
		if s.changed == nil {
			s.changed = &Error{Code: Changed, Value: int(s.index), Other: s.expected}
		}
		r.fail(s.changed)
	}
	if r.err != nil {
		return nil, r.err
	}
	if s.kept < 2 {
		least := 2.0
		return nil, &Error{Code: NoRows, Value: s.kept, Other: s.dropped, Min: &least, File: r.name}
	}
	n := len(s.features)
	all := newGram(s.parts[0].shift)
	for _, part := range s.parts {
		all.plus(part)
	}
	about := all.zero()
	if s.plan.Centre {
		about = all.mean()
	}
	d.Upper, d.Rows, d.Dropped, d.Centred = all.about(about), s.kept, s.dropped, s.plan.Centre
	tidyConstants(d.Upper, all)
	if s.out > 0 {
		d.HeldOut, d.Held = s.held.about(about), s.out
	}
	if len(s.parts) > 1 && s.parts[len(s.parts)-1].rows > 0 {
		for _, part := range s.parts {
			d.Groups = append(d.Groups, part.about(about))
		}
	}
	r.second = nil
	return d.ranked(square(d.Upper, n)), nil
}

// tidyConstants makes zero what is left of the variance of what does not vary, but for rounding: a
// part of 10⁻¹² of the mean square about a shift that is near the mean.
func tidyConstants(upper []float64, g *gram) {
	next, n := 0, g.n
	for i := range n {
		if row := upper[next : next+n-i]; row[0] > 0 && row[0] <= 1e-12*g.upper[i*n+i]/float64(g.rows) {
			clear(row)
			at := i
			for k := range i { // and its column
				upper[at] = 0
				at += n - k - 1
			}
		}
		next += n - i
	}
}

// ranked adds what the inputs' moments have no rank for.
func (d *DataSet) ranked(joint []float64) *DataSet {
	n, inputs := len(d.Inputs)+len(d.Targets), len(d.Inputs)
	sigma := make([]float64, 0, inputs*inputs)
	for i := range inputs {
		sigma = append(sigma, joint[i*n:i*n+inputs]...)
		if joint[i*n+i] == 0 {
			d.Constant = append(d.Constant, i)
		}
	}
	d.Collinear, d.Rank = dependent(sigma, inputs)
	return d
}

// ofPlan is the matrix in the order of the plan.
func (r *Reader) ofPlan(d *DataSet) (*DataSet, error) {
	m, n := r.matrix, len(r.second.features)
	part := &Matrix{N: n}
	for _, a := range r.second.features {
		for _, b := range r.second.features {
			at := a.column*m.N + b.column
			part.Values, part.Grains = append(part.Values, m.Values[at]), append(part.Grains, m.Grains[at])
		}
	}
	if !definite(part.Values, n) {
		nearest, least, rounding := part.Nearest()
		switch {
		case nearest != nil && (rounding || r.second.plan.Nearest || r.options.Nearest || least >= -1e-9):
			part.Values = nearest
		case least >= -1e-9:
		default:
			return nil, &Error{Code: Indefinite, Key: "own", Value: least, File: r.name, Nearest: nearest != nil}
		}
	}
	for i := range n {
		if v := part.Values[i*n+i]; v < 0 {
			return nil, &Error{Code: Negative, Key: "own", Value: v, Row: r.second.features[i].column + 1, Column: r.second.features[i].column + 1, File: r.name}
		}
		d.Upper = append(d.Upper, part.Values[i*n+i:(i+1)*n]...)
	}
	r.second = nil
	return d.ranked(part.Values), nil
}
