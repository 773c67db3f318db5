package table

import (
	"errors"
	"math"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// JSON writes what this package returns, as encoding/json does. That would make what a
// worker has to fetch a seventh larger.
func JSON(v any) []byte {
	var w writer
	w.value(v)
	return w.b
}

// writer writes JSON. What is not finite becomes null.
type writer struct{ b []byte }

func (w *writer) value(v any) {
	switch v := v.(type) {
	case string:
		w.b = appendString(w.b, v)
	case int:
		w.b = strconv.AppendInt(w.b, int64(v), 10)
	case uint64:
		w.b = strconv.AppendUint(w.b, v, 10)
	case float64:
		w.b = appendFloat(w.b, v)
	case bool:
		w.b = strconv.AppendBool(w.b, v)
	case []int:
		list(w, v)
	case []float64:
		list(w, v)
	case []string:
		list(w, v)
	case [][]int:
		list(w, v)
	case [][]float64:
		list(w, v)
	case []Column:
		list(w, v)
	case []Note:
		list(w, v)
	case []Block:
		list(w, v)
	case []Modality:
		list(w, v)
	case interface{ fields() []member }:
		w.b = append(w.b, '{')
		first := true
		for _, f := range v.fields() {
			if f.none {
				continue
			}
			if !first {
				w.b = append(w.b, ',')
			}
			first = false
			w.b = append(appendString(w.b, f.name), ':')
			w.value(f.value)
		}
		w.b = append(w.b, '}')
	default:
		w.b = append(w.b, "null"...)
	}
}

// list writes a slice.
func list[T any](w *writer, items []T) {
	w.b = append(w.b, '[')
	for i, item := range items {
		if i > 0 {
			w.b = append(w.b, ',')
		}
		w.value(item)
	}
	w.b = append(w.b, ']')
}

// member is a field of an object: none if it is left out.
type member struct {
	name  string
	value any
	none  bool
}

func (p Progress) fields() []member {
	return []member{{"rows", p.Rows, false}, {"bytes", p.Bytes, false}}
}

func (Done) fields() []member { return nil }

func (m Modality) fields() []member { return []member{{"name", m.Name, false}, {"dim", m.Dim, false}} }

func (b Block) fields() []member {
	return []member{{"name", b.Name, false}, {"columns", b.Columns, false}}
}

func (p Plan) fields() []member {
	return []member{
		{"modalities", p.Modalities, false}, {"targets", p.Targets, false}, {"oneHot", p.OneHot, len(p.OneHot) == 0}, {"centre", p.Centre, false},
		{"holdOut", p.HoldOut, false}, {"seed", p.Seed, false}, {"nearest", p.Nearest, !p.Nearest},
	}
}

func (a *Asks) fields() []member {
	return []member{{"what", a.What, false}, {"options", a.Options, false}, {"example", a.Example, false}}
}

func (n Note) fields() []member {
	list := []member{{"code", n.Code, false}, {"name", n.Name, n.Name == ""}, {"row", n.Row, n.Row == 0}, {"value", n.Value, n.Value == nil}, {"count", n.Count, n.Count == 0}}
	if n.Column != nil {
		list = append(list, member{"column", *n.Column, false})
	}
	return list
}

func (c Column) fields() []member {
	list := []member{
		{"name", c.Name, false}, {"kind", c.Kind, false}, {"missing", c.Missing, c.Missing == 0}, {"distinct", c.Distinct, c.Distinct == 0},
		{"min", c.Min, false}, {"max", c.Max, false}, {"mean", c.Mean, false}, {"sd", c.SD, false},
		{"histogram", c.Histogram, len(c.Histogram) == 0}, {"categories", c.Categories, len(c.Categories) == 0},
	}
	if c.DuplicateOf != nil {
		list = append(list, member{"duplicateOf", *c.DuplicateOf, false})
	}
	return list
}

func (s *Survey) fields() []member {
	return []member{
		{"kind", s.Kind, false}, {"source", s.Source, false}, {"format", s.Format, false}, {"delimiter", s.Delimiter, s.Delimiter == ""},
		{"decimal", s.Decimal, s.Decimal == ""}, {"header", s.Header, false}, {"rows", s.Rows, false}, {"bytes", s.Bytes, false}, {"asks", s.Asks, s.Asks == nil},
		{"columns", s.Columns, false}, {"collinear", s.Collinear, len(s.Collinear) == 0}, {"correlation", s.Correlation, !s.Correlation},
		{"notes", s.Notes, len(s.Notes) == 0}, {"guess", s.Guess, false},
	}
}

func (d *DataSet) fields() []member {
	return []member{
		{"modalities", d.Modalities, false}, {"inputs", d.Inputs, false}, {"pictures", d.Pictures, len(d.Pictures) == 0}, {"targets", d.Targets, false}, {"upper", d.Upper, false},
		{"heldOut", d.HeldOut, len(d.HeldOut) == 0}, {"rows", d.Rows, d.Rows == 0}, {"held", d.Held, d.Held == 0}, {"dropped", d.Dropped, d.Dropped == 0},
		{"groups", d.Groups, len(d.Groups) == 0}, {"source", d.Source, d.Source == ""}, {"centred", d.Centred, !d.Centred},
		{"rank", d.Rank, false}, {"collinear", d.Collinear, len(d.Collinear) == 0}, {"constant", d.Constant, len(d.Constant) == 0},
	}
}

func (e *Error) fields() []member {
	list := []member{{"code", e.Code, false}, {"key", e.Key, e.Key == ""}, {"value", e.Value, e.Value == nil}}
	if e.Min != nil {
		list = append(list, member{"min", *e.Min, false})
	}
	if e.Max != nil {
		list = append(list, member{"max", *e.Max, false})
	}
	return append(list, []member{
		{"allowed", e.Allowed, len(e.Allowed) == 0}, {"row", e.Row, e.Row == 0}, {"column", e.Column, e.Column == 0}, {"other", e.Other, e.Other == nil},
		{"columnName", e.Name, e.Name == ""}, {"file", e.File, e.File == ""}, {"why", e.Why, e.Why == ""}, {"nearest", e.Nearest, !e.Nearest},
	}...)
}

// wrong is the answer that is a mistake.
type wrong struct{ mistake *Error }

func (w wrong) fields() []member { return []member{{"error", w.mistake, false}} }

func appendFloat(b []byte, x float64) []byte {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return append(b, "null"...)
	}
	return strconv.AppendFloat(b, x, 'g', -1, 64)
}

func appendString(b []byte, s string) []byte {
	b = append(b, '"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b = append(b, '\\', byte(r))
		case r < ' ' || r == '\u2028' || r == '\u2029':
			const hex = "0123456789abcdef"
			b = append(b, '\\', 'u', hex[r>>12&15], hex[r>>8&15], hex[r>>4&15], hex[r&15])
		default:
			b = utf8.AppendRune(b, r)
		}
	}
	return append(b, '"')
}

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
		block, isObject := v.(object)
		var b Block
		ok = ok && isObject && has(block, "name", &b.Name) && block.whole("columns", &b.Columns)
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
	p := parser{text: text}
	v, err := p.value(0)
	p.blanks()
	o, ok = v.(object)
	return o, ok && err == nil && p.at == len(p.text)
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

var errSyntax = errors.New("this is not the JSON that is needed")

// parser reads JSON: numbers are float64, objects maps.
type parser struct {
	text []byte
	at   int
}

func (p *parser) blanks() {
	for p.at < len(p.text) && strings.IndexByte(" \t\r\n", p.text[p.at]) >= 0 {
		p.at++
	}
}

func (p *parser) take(c byte) bool {
	p.blanks()
	if p.at < len(p.text) && p.text[p.at] == c {
		p.at++
		return true
	}
	return false
}

func (p *parser) value(depth int) (any, error) {
	p.blanks()
	rest := string(p.text[p.at:min(p.at+5, len(p.text))])
	switch {
	case rest == "" || depth > 16:
		return nil, errSyntax
	case rest[0] == '{':
		p.at++
		o := object{}
		for first := true; !p.take('}'); first = false {
			if !first && !p.take(',') || !p.take('"') {
				return nil, errSyntax
			}
			key, err := p.string()
			if err != nil || !p.take(':') {
				return nil, errSyntax
			}
			if o[key], err = p.value(depth + 1); err != nil {
				return nil, err
			}
		}
		return o, nil
	case rest[0] == '[':
		p.at++
		list := []any{}
		for first := true; !p.take(']'); first = false {
			if !first && !p.take(',') {
				return nil, errSyntax
			}
			v, err := p.value(depth + 1)
			if err != nil {
				return nil, err
			}
			list = append(list, v)
		}
		return list, nil
	case rest[0] == '"':
		p.at++
		return p.string()
	case strings.HasPrefix(rest, "true"):
		p.at += 4
		return true, nil
	case rest == "false":
		p.at += 5
		return false, nil
	case strings.HasPrefix(rest, "null"):
		p.at += 4
		return nil, nil
	}
	from := p.at
	for p.at < len(p.text) && strings.IndexByte("+-.0123456789eE", p.text[p.at]) >= 0 {
		p.at++
	}
	v, err := strconv.ParseFloat(string(p.text[from:p.at]), 64)
	return v, err
}

// string reads a string behind its first quotation mark.
func (p *parser) string() (string, error) {
	var b []byte
	for p.at < len(p.text) {
		c := p.text[p.at]
		p.at++
		switch c {
		case '"':
			return string(b), nil
		case '\\':
			if p.at == len(p.text) {
				return "", errSyntax
			}
			c = p.text[p.at]
			p.at++
			if c == 'u' {
				r, ok := p.hex()
				if ok && utf16.IsSurrogate(r) && p.at+1 < len(p.text) && p.text[p.at] == '\\' && p.text[p.at+1] == 'u' {
					p.at += 2
					var low rune
					low, ok = p.hex()
					r = utf16.DecodeRune(r, low)
				}
				if !ok {
					return "", errSyntax
				}
				b = utf8.AppendRune(b, r)
				continue
			}
			if at := strings.IndexByte("nrtbf", c); at >= 0 {
				c = "\n\r\t\b\f"[at]
			}
			b = append(b, c)
		default:
			b = append(b, c)
		}
	}
	return "", errSyntax
}

func (p *parser) hex() (rune, bool) {
	if p.at+4 > len(p.text) {
		return 0, false
	}
	v, err := strconv.ParseUint(string(p.text[p.at:p.at+4]), 16, 32)
	p.at += 4
	return rune(v), err == nil
}
