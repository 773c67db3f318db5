package table

import (
	"math"

	"unimodal-bias-lab/sim/plainjson"
)

// JSON writes what this package returns, as encoding/json does.
func JSON(v any) []byte { return plainjson.Append(nil, v) }

// What follows writes what the tags of each type name.

func (p Progress) Fields(f *plainjson.Fields) {
	f.Add("rows", p.Rows)
	f.Add("bytes", p.Bytes)
}

func (Done) Fields(*plainjson.Fields) {}

func (m Modality) Fields(f *plainjson.Fields) {
	f.Add("name", m.Name)
	f.Add("dim", m.Dim)
}

func (b Block) Fields(f *plainjson.Fields) {
	f.Add("name", b.Name)
	f.Add("columns", b.Columns)
}

func (p Plan) Fields(f *plainjson.Fields) {
	f.Add("modalities", plainjson.List(p.Modalities))
	f.Add("targets", p.Targets)
	f.AddIf(len(p.OneHot) > 0, "oneHot", p.OneHot)
	f.Add("centre", p.Centre)
	f.Add("holdOut", p.HoldOut)
	f.Add("seed", p.Seed)
	f.AddIf(p.Nearest, "nearest", p.Nearest)
}

func (a *Asks) Fields(f *plainjson.Fields) {
	f.Add("what", a.What)
	f.Add("options", a.Options)
	f.Add("example", a.Example)
}

func (n Note) Fields(f *plainjson.Fields) {
	f.Add("code", n.Code)
	f.AddIf(n.Name != "", "name", n.Name)
	f.AddIf(n.Row != 0, "row", n.Row)
	f.AddIf(n.Value != nil, "value", n.Value)
	f.AddIf(n.Count != 0, "count", n.Count)
	if n.Column != nil {
		f.Add("column", *n.Column)
	}
}

func (c Column) Fields(f *plainjson.Fields) {
	f.Add("name", c.Name)
	f.Add("kind", c.Kind)
	f.AddIf(c.Missing != 0, "missing", c.Missing)
	f.AddIf(c.Distinct != 0, "distinct", c.Distinct)
	f.Add("min", c.Min)
	f.Add("max", c.Max)
	f.Add("mean", c.Mean)
	f.Add("sd", c.SD)
	f.AddIf(len(c.Histogram) > 0, "histogram", c.Histogram)
	f.AddIf(len(c.Categories) > 0, "categories", c.Categories)
	if c.DuplicateOf != nil {
		f.Add("duplicateOf", *c.DuplicateOf)
	}
}

func (s *Survey) Fields(f *plainjson.Fields) {
	f.Add("kind", s.Kind)
	f.Add("source", s.Source)
	f.Add("format", s.Format)
	f.AddIf(s.Delimiter != "", "delimiter", s.Delimiter)
	f.AddIf(s.Decimal != "", "decimal", s.Decimal)
	f.Add("header", s.Header)
	f.Add("rows", s.Rows)
	f.Add("bytes", s.Bytes)
	f.AddIf(s.Asks != nil, "asks", s.Asks)
	f.Add("columns", plainjson.List(s.Columns))
	f.AddIf(len(s.Collinear) > 0, "collinear", s.Collinear)
	f.AddIf(s.Correlation, "correlation", s.Correlation)
	f.AddIf(len(s.Notes) > 0, "notes", plainjson.List(s.Notes))
	f.Add("guess", s.Guess)
}

func (d *DataSet) Fields(f *plainjson.Fields) {
	f.Add("modalities", plainjson.List(d.Modalities))
	f.Add("inputs", d.Inputs)
	f.AddIf(len(d.Pictures) > 0, "pictures", d.Pictures)
	f.Add("targets", d.Targets)
	f.Add("upper", d.Upper)
	f.AddIf(len(d.HeldOut) > 0, "heldOut", d.HeldOut)
	f.AddIf(d.Rows != 0, "rows", d.Rows)
	f.AddIf(d.Held != 0, "held", d.Held)
	f.AddIf(d.Dropped != 0, "dropped", d.Dropped)
	f.AddIf(len(d.Groups) > 0, "groups", d.Groups)
	f.AddIf(d.Source != "", "source", d.Source)
	f.AddIf(d.Centred, "centred", d.Centred)
	f.Add("rank", d.Rank)
	f.AddIf(len(d.Collinear) > 0, "collinear", d.Collinear)
	f.AddIf(len(d.Constant) > 0, "constant", d.Constant)
}

func (e *Error) Fields(f *plainjson.Fields) {
	f.Add("code", e.Code)
	f.AddIf(e.Key != "", "key", e.Key)
	f.AddIf(e.Value != nil, "value", e.Value)
	if e.Min != nil {
		f.Add("min", *e.Min)
	}
	if e.Max != nil {
		f.Add("max", *e.Max)
	}
	f.AddIf(len(e.Allowed) > 0, "allowed", e.Allowed)
	f.AddIf(e.Row != 0, "row", e.Row)
	f.AddIf(e.Column != 0, "column", e.Column)
	f.AddIf(e.Other != nil, "other", e.Other)
	f.AddIf(e.Name != "", "columnName", e.Name)
	f.AddIf(e.File != "", "file", e.File)
	f.AddIf(e.Why != "", "why", e.Why)
	f.AddIf(e.Nearest, "nearest", e.Nearest)
}

// wrong is the answer that is a mistake.
type wrong struct{ mistake *Error }

func (w wrong) Fields(f *plainjson.Fields) { f.Add("error", w.mistake) }

// DecodePlan reads the JSON of a plan: what it does not know is passed over. An error is of type
// *[Error], and so is that of DecodeOptions.
func DecodePlan(text []byte) (p Plan, err error) {
	o, ok := parse(text)
	var blocks []any
	ok = ok && has(o, "modalities", &blocks) && o.whole("targets", &p.Targets) && o.whole("oneHot", &p.OneHot) &&
		has(o, "centre", &p.Centre) && has(o, "holdOut", &p.HoldOut) && has(o, "nearest", &p.Nearest)
	seed := 0.0
	ok = ok && has(o, "seed", &seed) && seed == math.Trunc(seed) && seed >= 0 && seed <= 1<<53
	p.Seed = uint64(seed)
	for _, v := range blocks {
		block, isObject := v.(map[string]any)
		var b Block
		ok = ok && isObject && has(object(block), "name", &b.Name) && object(block).whole("columns", &b.Columns)
		p.Modalities = append(p.Modalities, b)
	}
	if !ok {
		return Plan{}, &Error{Code: Unreadable, Value: tidyWord(text)}
	}
	return p, nil
}

// DecodeOptions reads the JSON of options.
func DecodeOptions(text []byte) (o Options, err error) {
	from, ok := parse(text)
	ok = ok && has(from, "decimal", &o.Decimal) && has(from, "delimiter", &o.Delimiter) && has(from, "header", &o.Header) && has(from, "nearest", &o.Nearest)
	if !ok {
		return Options{}, &Error{Code: Unreadable, Value: tidyWord(text)}
	}
	return o, nil
}

type object map[string]any

// parse reads an object.
func parse(text []byte) (o object, ok bool) {
	v, err := plainjson.Parse(text)
	o, ok = v.(map[string]any)
	return o, ok && err == nil
}

// has takes a member of an object, if it is there; false: it is of another kind.
func has[T any](o object, name string, to *T) bool {
	v, there := o[name]
	if !there || v == nil {
		return true
	}
	x, ok := v.(T)
	if ok {
		*to = x
	}
	return ok
}

// whole takes a list of whole numbers.
func (o object) whole(name string, to *[]int) bool {
	var list []any
	if !has(o, name, &list) {
		return false
	}
	for _, v := range list {
		x, ok := v.(float64)
		if !ok || x != math.Trunc(x) || math.Abs(x) > 1<<31 {
			return false
		}
		*to = append(*to, int(x))
	}
	return true
}
