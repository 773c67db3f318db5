package table

import (
	"bytes"
	"io"
	"math"
	"strconv"
	"strings"
)

// heldBytes is how much of arrays is held that cannot be read row by row.
const heldBytes = 256 << 20

// array is one of NumPy's [NEP1]: the header of a .npy file.
//
//	[NEP1]  R. Kern. A simple file format for NumPy arrays. NumPy enhancement proposal 1.
type array struct {
	name       string
	rows, cols int
	kind       byte // 'f', 'i', 'u' or 'b'
	size       int  // of a number, in bytes
	big        bool // the high byte is first
	fortran    bool
	data       []byte // all of it, where it is held
}

// arrays are those of a .npy or .npz file while it is read.
type arrays struct {
	format string
	whole  bool   // they are held
	got    []byte // what is not read yet
	list   []array
	values []float64 // of a small square

	skipped []string // arrays that are not of numbers
}

// newArrays begins to read a file of arrays, if it is one.
func newArrays(head []byte) *arrays {
	switch {
	case bytes.HasPrefix(head, []byte("\x93NUMPY")):
		return &arrays{format: "npy"}
	case bytes.HasPrefix(head, []byte("PK\x03\x04")) && bytes.Contains(head[:min(len(head), 300)], []byte(".npy")):
		return &arrays{format: "npz", whole: true}
	case bytes.HasPrefix(head, []byte("PK\x05\x06")):
		return &arrays{format: "npz", whole: true} // without any
	}
	return nil
}

func broken(what string) *Error { return &Error{Code: Broken, Value: what} }

// header reads the beginning of a .npy file. n is its length, 0 if it is not all there.
func header(data []byte) (a array, n int, err *Error) {
	if len(data) < 12 {
		return a, 0, nil
	}
	if !bytes.HasPrefix(data, []byte("\x93NUMPY")) {
		return a, 0, broken("an array without its first bytes")
	}
	length, from := u16(data[8:]), 10
	if data[6] > 1 {
		length, from = u32(data[8:]), 12
	}
	if data[6] < 1 || data[6] > 3 || length > 1<<16 || length < 1 {
		return a, 0, broken("the header of an array")
	}
	if len(data) < from+length {
		return a, 0, nil
	}
	text := string(data[from : from+length])
	descr, ok := entryOf(text, "descr")
	kinds := strings.Trim(descr, `'" `)
	if !ok || len(kinds) < 3 || len(kinds) > 4 {
		return a, 0, broken("numbers of the kind " + tidyWord([]byte(descr)))
	}
	a.big = kinds[0] == '>'
	a.kind = kinds[1]
	a.size, _ = strconv.Atoi(kinds[2:])
	if !strings.Contains("f2 f4 f8 i1 i2 i4 i8 u1 u2 u4 u8 b1", kinds[1:]) {
		return a, 0, broken("numbers of the kind " + tidyWord([]byte(kinds)))
	}
	order, _ := entryOf(text, "fortran_order")
	a.fortran = strings.TrimSpace(order) == "True"
	_, shape, found := strings.Cut(text, "'shape'")
	_, shape, opened := strings.Cut(shape, "(")
	shape, _, closed := strings.Cut(shape, ")")
	if !found || !opened || !closed {
		return a, 0, broken("the shape of an array")
	}
	a.rows, a.cols = 1, 1
	dims := 0
	for _, part := range strings.Split(shape, ",") {
		part = strings.TrimSuffix(strings.TrimSpace(part), "L")
		if part == "" {
			continue
		}
		k, err := strconv.Atoi(part)
		if err != nil || k < 0 || k > 1<<40 {
			return a, 0, broken("the shape (" + tidyWord([]byte(shape)) + ")")
		}
		if dims++; dims == 1 {
			a.rows = k
		} else if a.cols *= k; a.cols > 1<<24 {
			return a, 0, broken("the shape (" + tidyWord([]byte(shape)) + ")")
		}
	}
	if dims < 3 {
		a.fortran = a.fortran && dims == 2
	} else if a.fortran {
		return a, 0, broken("the Fortran order of more than two dimensions")
	}
	if dims == 0 {
		a.rows = 0 // one number is no table
	}
	return a, from + length, nil
}

// entryOf is the value of a key in the text of a Python dictionary.
func entryOf(text, key string) (string, bool) {
	_, rest, ok := strings.Cut(text, "'"+key+"':")
	value, _, _ := strings.Cut(rest, ",")
	return value, ok
}

// number reads one.
func (a *array) number(b []byte) float64 {
	var bits uint64
	for i, c := range b[:a.size] {
		if a.big {
			bits = bits<<8 | uint64(c)
		} else {
			bits |= uint64(c) << (8 * i)
		}
	}
	switch {
	case a.kind == 'f' && a.size == 8:
		return math.Float64frombits(bits)
	case a.kind == 'f' && a.size == 4:
		return float64(math.Float32frombits(uint32(bits)))
	case a.kind == 'f':
		return half(uint16(bits))
	case a.kind == 'i':
		unused := 64 - 8*a.size
		return float64(int64(bits<<unused) >> unused)
	}
	return float64(bits)
}

// half is a number of sixteen bits.
func half(b uint16) float64 {
	sign, exponent, fraction := 1.0, int(b>>10&31), float64(b&1023)
	if b>>15 == 1 {
		sign = -1
	}
	switch exponent {
	case 0:
		return sign * math.Ldexp(fraction, -24)
	case 31:
		if fraction > 0 {
			return math.NaN()
		}
		return math.Inf(int(sign))
	}
	return sign * math.Ldexp(1024+fraction, exponent-25)
}

// feed reads the next bytes.
func (a *arrays) feed(r *Reader, chunk []byte) error {
	a.got = append(a.got, chunk...)
	if a.whole && len(a.got) > heldBytes {
		return r.tooLarge("npz", len(a.got), heldBytes)
	}
	if a.format == "npz" {
		return nil
	}
	if len(a.list) == 0 {
		one, n, err := header(a.got)
		if err != nil {
			return err
		}
		if n == 0 {
			return nil
		}
		if one.rows > 0 && one.cols > maxBytes/one.size/one.rows {
			return r.tooLarge("bytes", float64(one.rows)*float64(one.cols)*float64(one.size), maxBytes)
		}
		if a.whole = one.fortran && one.cols > 1; a.whole && one.rows*one.cols*one.size > heldBytes {
			return r.tooLarge("fortran", one.rows*one.cols*one.size, heldBytes)
		}
		a.list, a.got = []array{one}, a.got[n:]
		if err := a.start(r); err != nil {
			return err
		}
	}
	if a.whole {
		return nil
	}
	one := &a.list[0]
	step := one.cols * one.size
	if step == 0 {
		return nil
	}
	at := 0
	for ; at+step <= len(a.got) && r.err == nil && r.rows < one.rows; at += step {
		a.row(r, []*array{one}, a.got[at:at+step], 0)
	}
	a.got = a.got[:copy(a.got, a.got[at:])]
	return nil
}

// start names the columns, before the first row.
func (a *arrays) start(r *Reader) error {
	if r.second != nil {
		return nil
	}
	columns := 0
	for i := range a.list {
		if one := &a.list[i]; one.rows != a.list[0].rows {
			return broken("arrays of " + strconv.Itoa(a.list[0].rows) + " and " + strconv.Itoa(one.rows) + " rows: " + a.list[0].name + " and " + one.name)
		}
		columns += a.list[i].cols
	}
	switch {
	case columns > MaxColumns:
		return r.tooLarge("columns", columns, MaxColumns)
	case columns == 0 || a.list[0].rows == 0:
		return &Error{Code: Empty}
	}
	for i := range a.list {
		one := &a.list[i]
		for j := range one.cols {
			name := one.name
			if one.cols > 1 || name == "" {
				if name == "" {
					name = "x"
				} else {
					name += "_"
				}
				name += strconv.Itoa(j + 1)
			}
			r.style.header = append(r.style.header, name)
		}
	}
	r.style.columns, r.surveys = columns, newSurveyor(columns)
	return nil
}

// row reads a row: from its bytes, or row i of the arrays that are held.
func (a *arrays) row(r *Reader, list []*array, data []byte, i int) {
	c := &r.current
	c.line, c.values, c.kinds, c.words = r.rows+1, c.values[:0], c.kinds[:0], c.words[:0]
	for _, one := range list {
		for j := range one.cols {
			at := j * one.size
			switch {
			case one.data != nil && one.fortran:
				at = (j*one.rows + i) * one.size
			case one.data != nil:
				at = (i*one.cols + j) * one.size
			}
			from := data
			if one.data != nil {
				from = one.data
			}
			v, kind := one.number(from[at:at+one.size]), uint8(isNumber)
			switch {
			case v != v:
				kind = isMissing
			case math.Abs(v) > LargestCell:
				kind = isWord
				c.words = append(c.words, word{len(c.values), strconv.AppendFloat(nil, v, 'g', -1, 64)})
			}
			c.values, c.kinds = append(c.values, v+0), append(c.kinds, kind)
		}
	}
	if n := r.style.columns; r.second == nil && a.list[0].rows == n && n <= MaxInputs+MaxTargets {
		a.values = append(a.values, c.values...)
	}
	r.row(c)
}

// rows reads the arrays that are held.
func (a *arrays) rows(r *Reader) {
	var list []*array
	for i := range a.list {
		list = append(list, &a.list[i])
	}
	for i := range a.list[0].rows {
		a.row(r, list, nil, i)
	}
}

// end reads what is held, and checks that all was there.
func (a *arrays) end(r *Reader) error {
	if a.format == "npz" {
		if err := a.unpack(r); err != nil {
			return err
		}
		a.got = nil
		if err := a.start(r); err != nil {
			return err
		}
		a.rows(r)
		return nil
	}
	if len(a.list) == 0 {
		return broken("the header of an array")
	}
	one := &a.list[0]
	if a.whole {
		if len(a.got) < one.rows*one.cols*one.size {
			return broken("an array that ends early")
		}
		one.data, a.got = a.got, nil
		a.rows(r)
	}
	if r.rows != one.rows {
		return broken("an array of " + strconv.Itoa(r.rows) + " rows, where its header has " + strconv.Itoa(one.rows))
	}
	return nil
}

// unpack takes the arrays out of a .npz file, as long as they are together no more than is held: what
// a header promises is all that is unpacked.
func (a *arrays) unpack(r *Reader) error {
	archive := unzip(a.got)
	if archive == nil {
		return broken("no directory of its arrays that can be read")
	}
	total := 0
	for _, f := range archive {
		name, isArray := strings.CutSuffix(f.name, ".npy")
		if !isArray {
			continue
		}
		file := f.open()
		if file == nil {
			return broken("a packing that is not known, of " + tidyWord([]byte(name)))
		}
		head := make([]byte, 12, 1<<16+12)
		if _, err := io.ReadFull(file, head); err != nil {
			return broken("an array that ends early")
		}
		length := 10 + u16(head[8:])
		if head[6] > 1 {
			length = 12 + min(u32(head[8:]), 1<<16)
		}
		head = append(head, make([]byte, max(0, length-12))...)
		if _, err := io.ReadFull(file, head[12:]); err != nil {
			return broken("an array that ends early")
		}
		one, n, wrong := header(head)
		if wrong != nil {
			if strings.HasPrefix(wrong.Value.(string), "numbers") {
				a.skipped = append(a.skipped, tidyWord([]byte(name))) // names and the like
				continue
			}
			return wrong
		}
		if n == 0 {
			return broken("the header of an array")
		}
		bytes := float64(one.rows) * float64(one.cols) * float64(one.size)
		if bytes+float64(total) > heldBytes {
			return r.tooLarge("npz", bytes+float64(total), heldBytes)
		}
		if one.rows == 0 || one.cols == 0 {
			continue
		}
		one.name = tidyWord([]byte(name))
		var all growing
		if _, err := io.CopyN(&all, file, int64(bytes)); err != nil {
			return broken("an array that ends early")
		}
		one.data = all
		total += int(bytes)
		a.list = append(a.list, one)
		if len(a.list) > MaxColumns {
			return r.tooLarge("columns", len(a.list), MaxColumns)
		}
	}
	if len(a.list) == 0 {
		return broken("an archive without arrays of numbers")
	}
	return nil
}

// growing takes what is really there, and no room for what is only promised.
type growing []byte

func (g *growing) Write(b []byte) (int, error) {
	*g = append(*g, b...)
	return len(b), nil
}

// square is the matrix that an array is, if it is symmetric; nil otherwise.
func (a *arrays) square() *Matrix {
	if a == nil || len(a.values) == 0 {
		return nil
	}
	n := int(math.Sqrt(float64(len(a.values))))
	if n < 2 || n*n != len(a.values) {
		return nil
	}
	m := &Matrix{N: n, Values: a.values, Grains: make([]float64, n*n)}
	for i, v := range a.values {
		if !(math.Abs(v) <= LargestEntry) {
			return nil
		}
		m.Grains[i] = math.Abs(v) * 0x1p-24
	}
	for i := range n {
		for j := range i {
			if x, y := m.Values[i*n+j], m.Values[j*n+i]; math.Abs(x-y) > 1e-6*math.Sqrt(math.Abs(m.Values[i*n+i]*m.Values[j*n+j])) {
				return nil
			}
			m.Values[i*n+j] = m.Values[j*n+i]
		}
	}
	return m
}
