package runfile

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
)

// FieldError names the field of a file that cannot be used, and why.
type FieldError struct{ File, Field, Why string }

func (e *FieldError) Error() string {
	if e.Field == "" {
		return e.File + ": " + e.Why
	}
	return e.File + ": " + e.Field + ": " + e.Why
}

// deepest is how far lists and objects of a file may lie within each other; the
// format needs five levels.
const deepest = 16

// tree reads a JSON text as it stands. encoding/json alone would take null for
// 0 and a key written twice for its second value, which turns a damaged file
// into another network.
type tree struct {
	file    string
	decoder *json.Decoder
	fault   *FieldError // the first one; whatever is read after it is meaningless
}

func (t *tree) fail(field, format string, args ...any) {
	if t.fault == nil {
		t.fault = &FieldError{t.file, field, fmt.Sprintf(format, args...)}
	}
}

// node is one value of the tree: nil, bool, string, float64, []node or
// map[string]node.
type node struct {
	tree  *tree
	field string // where it is, e.g. columns.loss[3]
	value any
}

// parse reads a whole text.
func (t *tree) parse(text []byte) node {
	t.decoder = json.NewDecoder(bytes.NewReader(text))
	t.decoder.UseNumber()
	root := t.read("", 0)
	if t.fault == nil {
		if _, err := t.decoder.Token(); !errors.Is(err, io.EOF) {
			t.fail("", "there is more after the end of the JSON text")
		}
	}
	return root
}

// token returns the next token at a field, nil after a fault.
func (t *tree) token(field string) json.Token {
	if t.fault != nil {
		return nil
	}
	token, err := t.decoder.Token()
	switch {
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		t.fail(field, "the file ends here, before the JSON text does")
	case err != nil:
		t.fail(field, "not JSON: %v", err)
	}
	return token
}

func (t *tree) read(field string, depth int) node {
	n := node{t, field, nil}
	switch token := t.token(field).(type) {
	case nil, bool, string:
		n.value = token
	case json.Number:
		v, err := token.Float64()
		if err != nil {
			t.fail(field, "%s is beyond the range of numbers", token)
		}
		n.value = v
	case json.Delim:
		if depth == deepest {
			t.fail(field, "more than %d lists within each other", deepest)
			return n
		}
		if token == '[' {
			list := []node{}
			for t.fault == nil && t.decoder.More() {
				list = append(list, t.read(fmt.Sprintf("%s[%d]", field, len(list)), depth+1))
			}
			n.value = list
		} else {
			members := map[string]node{}
			for t.fault == nil && t.decoder.More() {
				key, _ := t.token(field).(string)
				path := key
				if field != "" {
					path = field + "." + key
				}
				if _, twice := members[key]; twice {
					t.fail(path, "written twice")
				}
				members[key] = t.read(path, depth+1)
			}
			n.value = members
		}
		t.token(field) // the closing bracket
	}
	return n
}

// expect reports whether there is no fault yet; ok says whether the node is what
// is wanted.
func (n node) expect(ok bool, what string) bool {
	if !ok {
		n.tree.fail(n.field, "%s where %s belongs", n.kind(), what)
	}
	return n.tree.fault == nil
}

func (n node) kind() string {
	switch v := n.value.(type) {
	case nil:
		return "null"
	case bool:
		return fmt.Sprint(v)
	case string:
		return fmt.Sprintf("the text %q", v)
	case float64:
		return fmt.Sprintf("the number %v", v)
	case []node:
		return "a list"
	}
	return "an object"
}

// at returns the member of an object along a path of keys; each must be there.
func (n node) at(path ...string) node {
	for _, key := range path {
		members := n.members()
		member, ok := members[key]
		if !ok {
			member = node{n.tree, key, nil}
			if n.field != "" {
				member.field = n.field + "." + key
			}
			n.tree.fail(member.field, "missing")
		}
		n = member
	}
	return n
}

// has reports whether an object has a member that is not null.
func (n node) has(key string) bool { return n.members()[key].value != nil }

func (n node) members() map[string]node {
	members, ok := n.value.(map[string]node)
	n.expect(ok, "an object")
	return members
}

func (n node) items() []node {
	list, ok := n.value.([]node)
	n.expect(ok, "a list")
	return list
}

func (n node) text() string {
	s, ok := n.value.(string)
	n.expect(ok, "a text")
	return s
}

func (n node) number() float64 {
	v, ok := n.value.(float64)
	n.expect(ok, "a number")
	return v
}

// whole returns a whole number of lo to hi.
func (n node) whole(lo, hi int) int {
	v := n.number()
	switch {
	case n.tree.fault != nil:
	case v != math.Trunc(v):
		n.tree.fail(n.field, "%v is not a whole number", v)
	case v < float64(lo) || v > float64(hi):
		n.tree.fail(n.field, "%v, allowed: %d to %d", v, lo, hi)
	default:
		return int(v)
	}
	return lo
}

func (n node) numbers() []float64 {
	items := n.items()
	list := make([]float64, len(items))
	for i, item := range items {
		list[i] = item.number()
	}
	return list
}

// vector returns a list of exactly count numbers.
func (n node) vector(count int) []float64 {
	list := n.numbers()
	if n.tree.fault == nil && len(list) != count {
		n.tree.fail(n.field, "%d numbers, %d are needed", len(list), count)
	}
	return list
}

// matrix returns rows × cols numbers, row after row. It allocates no more than
// the file holds.
func (n node) matrix(rows, cols int) (flat []float64) {
	list := n.items()
	if n.tree.fault == nil && len(list) != rows {
		n.tree.fail(n.field, "%d rows, %d are needed", len(list), rows)
	}
	for _, row := range list {
		flat = append(flat, row.vector(cols)...)
	}
	return flat
}

// plain is what is in a node, as package json has it.
func (n node) plain() any {
	switch v := n.value.(type) {
	case []node:
		list := make([]any, len(v))
		for i := range v {
			list[i] = v[i].plain()
		}
		return list
	case map[string]node:
		members := map[string]any{}
		for key, member := range v {
			members[key] = member.plain()
		}
		return members
	}
	return n.value
}
