package plainjson

import (
	"errors"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

var errSyntax = errors.New("this is not the JSON that is needed")

// deepest is how many lists and objects may stand in each other.
const deepest = 64

// Parse reads one value: nil, a bool, a float64, a string, a []any or a map[string]any.
func Parse(text []byte) (any, error) {
	p := parser{text: string(text)}
	v, err := p.value(0)
	if p.blanks(); err == nil && p.at < len(p.text) {
		err = errSyntax
	}
	if err != nil {
		return nil, err
	}
	return v, nil
}

// parser stands at a place in a text.
type parser struct {
	text string
	at   int
}

func (p *parser) blanks() {
	for p.at < len(p.text) && strings.IndexByte(" \t\r\n", p.text[p.at]) >= 0 {
		p.at++
	}
}

// skip goes past a word, if it is there.
func (p *parser) skip(word string) bool {
	if !strings.HasPrefix(p.text[p.at:], word) {
		return false
	}
	p.at += len(word)
	return true
}

// take is skip behind blanks.
func (p *parser) take(mark string) bool {
	p.blanks()
	return p.skip(mark)
}

func (p *parser) value(depth int) (any, error) {
	p.blanks()
	switch {
	case depth > deepest:
		return nil, errSyntax
	case p.skip("{"):
		return p.object(depth + 1)
	case p.skip("["):
		return p.list(depth + 1)
	case p.skip(`"`):
		return p.string()
	case p.skip("true"):
		return true, nil
	case p.skip("false"):
		return false, nil
	case p.skip("null"):
		return nil, nil
	}
	return p.number()
}

func (p *parser) object(depth int) (any, error) {
	o := map[string]any{}
	for first := true; !p.take("}"); first = false {
		if !first && !p.take(",") || !p.take(`"`) {
			return nil, errSyntax
		}
		name, err := p.string()
		if err != nil || !p.take(":") {
			return nil, errSyntax
		}
		if o[name], err = p.value(depth); err != nil {
			return nil, err
		}
	}
	return o, nil
}

func (p *parser) list(depth int) (any, error) {
	list := []any{}
	for first := true; !p.take("]"); first = false {
		if !first && !p.take(",") {
			return nil, errSyntax
		}
		v, err := p.value(depth)
		if err != nil {
			return nil, err
		}
		list = append(list, v)
	}
	return list, nil
}

// digits goes past some and reports whether there were any.
func (p *parser) digits() bool {
	from := p.at
	for p.at < len(p.text) && '0' <= p.text[p.at] && p.text[p.at] <= '9' {
		p.at++
	}
	return p.at > from
}

func (p *parser) number() (any, error) {
	from := p.at
	p.skip("-")
	ok := p.skip("0") || p.digits()
	if p.skip(".") {
		ok = p.digits() && ok
	}
	if p.skip("e") || p.skip("E") {
		if !p.skip("+") {
			p.skip("-")
		}
		ok = p.digits() && ok
	}
	if !ok {
		return nil, errSyntax
	}
	return strconv.ParseFloat(p.text[from:p.at], 64)
}

// string reads a text behind its first quotation mark.
func (p *parser) string() (string, error) {
	var b []byte
	for p.at < len(p.text) {
		r, size := utf8.DecodeRuneInString(p.text[p.at:])
		p.at += size
		switch {
		case r == '"':
			return string(b), nil
		case r < ' ':
			return "", errSyntax
		case r == '\\':
			if r = p.escaped(); r < 0 {
				return "", errSyntax
			}
		}
		b = utf8.AppendRune(b, r)
	}
	return "", errSyntax
}

// escaped reads what stands behind a backslash; it is negative if that means nothing.
func (p *parser) escaped() rune {
	if p.skip("u") {
		r := p.hex()
		if utf16.IsSurrogate(r) {
			rest := *p
			if p.skip(`\u`) {
				if pair := utf16.DecodeRune(r, p.hex()); pair != utf8.RuneError {
					return pair
				}
			}
			*p = rest
			return utf8.RuneError
		}
		return r
	}
	if p.at == len(p.text) {
		return -1
	}
	c := p.text[p.at]
	p.at++
	if i := strings.IndexByte(`"\/nrtbf`, c); i >= 0 {
		return rune("\"\\/\n\r\t\b\f"[i])
	}
	return -1
}

// hex reads four digits; it is negative if they are not there.
func (p *parser) hex() rune {
	if p.at+4 > len(p.text) {
		return -1
	}
	v, err := strconv.ParseUint(p.text[p.at:p.at+4], 16, 32)
	if err != nil {
		return -1
	}
	p.at += 4
	return rune(v)
}
