package table

import (
	"encoding/json"
	"math"
	"reflect"
	"testing"
)

// FuzzMatrix: any text is a symmetric matrix of finite numbers, or is refused with a code.
func FuzzMatrix(f *testing.F) {
	for _, c := range ownCases(f) {
		if len(c.text) < 2000 {
			f.Add(c.text)
		}
	}
	for _, seed := range []string{"[;]", "((", "[[", "]]", "<<>>", `\\`, `\begin{`, `\left`, "{{1,2},{3", "~", "blocks", "\"", "'", "#", "1 2\n3 4", "1/0 1\n1 1", "⟦", "[1,]", "×10^", "np.float64(", "Columns 1", "* * *", "1e999 1\n1 1", "lower c(1,2,3)", "\xff\xfe", "1\n2\n3\n4"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		m, err := ReadMatrix(text, "")
		if err != nil {
			if e, ok := err.(*Error); !ok || e.Code == "" {
				t.Fatalf("%q: %v", text, err)
			}
			return
		}
		if m.N < 1 || len(m.Values) != m.N*m.N || len(m.Grains) != len(m.Values) || m.Names != nil && len(m.Names) != m.N {
			t.Fatalf("%q: %+v", text, m)
		}
		for i := range m.N {
			for j := range m.N {
				if v := m.Values[i*m.N+j]; v != m.Values[j*m.N+i] || !(math.Abs(v) <= LargestEntry) {
					t.Fatalf("%q: %v in row %d, column %d", text, v, i+1, j+1)
				}
			}
		}
	})
}

// FuzzReader: any file, in pieces of any size, comes to the same survey or mistake, and with its own
// guess to finite moments or a mistake; what it holds is bounded.
func FuzzReader(f *testing.F) {
	for _, c := range ownCases(f) {
		if len(c.text) < 1000 {
			f.Add([]byte(c.text), 5)
		}
	}
	f.Add([]byte(table1), 3)
	f.Add(utf16LE(table1), 3)
	f.Add(npy("<f4", true, []int{4, 3}, make([]byte, 48)), 7)
	f.Add(npy("<f8", false, []int{1 << 30, 1 << 20}, make([]byte, 48)), 7)
	f.Add([]byte("PK\x03\x04\x14\x00\x00\x00\x00\x00a.npy PK\x01\x02 PK\x05\x06\x00\x00\x00\x00\x01\x00\x01\x00\xff\xff\xff\xff\x00\x00\x00\x00\x00\x00"), 100)
	for _, seed := range []string{"\"", "a,b\n\"", ",,\n,,\n", "1\r2\r3\r", "a\tb\n1\t1e308\n2\t-1e308\n", "x y\n1 2\n1 2\n1 2", "1,2,3\n4,5\n"} {
		f.Add([]byte(seed), 1)
	}
	f.Fuzz(func(t *testing.T, data []byte, piece int) {
		if len(data) > 1<<16 {
			return
		}
		s, d, err := momentsOf(data, max(piece, 1), Options{}, nil)
		s0, d0, err0 := momentsOf(data, 0, Options{}, nil)
		if !reflect.DeepEqual(s, s0) || !reflect.DeepEqual(d, d0) || !reflect.DeepEqual(err, err0) {
			t.Fatalf("%q in pieces of %d: %+v, %+v, %v, not %+v, %+v, %v", data, piece, s, d, err, s0, d0, err0)
		}
		if err != nil {
			var answer any
			if err := json.Unmarshal(Answer(nil, err), &answer); err != nil {
				t.Fatalf("%q: %s", data, Answer(nil, err))
			}
		}
		if d != nil {
			var back DataSet
			if err := json.Unmarshal(JSON(d), &back); err != nil || !reflect.DeepEqual(back.Upper, d.Upper) {
				t.Fatalf("%q: %s", data, JSON(d))
			}
			for _, v := range d.Upper {
				if math.IsNaN(v) || math.IsInf(v, 0) {
					t.Fatalf("%q: %v", data, d.Upper)
				}
			}
		}
	})
}
