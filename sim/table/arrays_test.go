package table

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"testing"
)

// npy writes a file as NumPy does.
func npy(descr string, fortran bool, shape []int, data []byte) []byte {
	dims := strings.Trim(strings.ReplaceAll(fmt.Sprint(shape), " ", ", "), "[]")
	if len(shape) == 1 {
		dims += ","
	}
	order := map[bool]string{true: "True", false: "False"}[fortran]
	header := fmt.Sprintf("{'descr': '%s', 'fortran_order': %s, 'shape': (%s), }", descr, order, dims)
	header += strings.Repeat(" ", 63-(10+len(header))%64) + "\n"
	b := append([]byte("\x93NUMPY\x01\x00"), byte(len(header)), byte(len(header)>>8))
	return append(append(b, header...), data...)
}

func npz(t *testing.T, arrays map[string][]byte) []byte {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, name := range slices.Sorted(maps.Keys(arrays)) {
		f, err := w.Create(name + ".npy")
		if err == nil {
			_, err = f.Write(arrays[name])
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// numbersAs writes numbers in a kind of NumPy's.
func numbersAs(kind string, values []float64) []byte {
	var b bytes.Buffer
	order := binary.ByteOrder(binary.LittleEndian)
	if kind[0] == '>' {
		order = binary.BigEndian
	}
	for _, v := range values {
		var x any
		switch kind[1:] {
		case "f8":
			x = v
		case "f4":
			x = float32(v)
		case "f2":
			x = map[float64]uint16{1: 0x3c00, 2: 0x4000, 3: 0x4200, 4: 0x4400, 5: 0x4500, 7: 0x4700, -6: 0xc600, 9: 0x4880, 0: 0}[v]
		case "i8":
			x = int64(v)
		case "i4":
			x = int32(v)
		case "i2":
			x = int16(v)
		case "i1":
			x = int8(v)
		case "u1":
			x = uint8(v)
		}
		if err := binary.Write(&b, order, x); err != nil {
			panic(err)
		}
	}
	return b.Bytes()
}

// TestArrays: every kind and order of NumPy's arrays holds the same numbers.
func TestArrays(t *testing.T) {
	rows := []float64{1, 2, 3, 4, 5, -6, 7, 0, 9, 2, 2, 1} // 4 × 3
	var columns []float64
	for j := range 3 {
		for i := range 4 {
			columns = append(columns, rows[3*i+j])
		}
	}
	want := func(i, j int) (s float64) {
		for k := range 4 {
			s += rows[3*k+i] * rows[3*k+j] / 4
		}
		return s
	}
	files := map[string][]byte{}
	for _, kind := range []string{"<f8", "<f4", ">f8", ">f4", "<f2", "<i8", "<i4", "<i2", "|i1", ">i4"} {
		files[kind] = npy(kind, false, []int{4, 3}, numbersAs(kind, rows))
		files[kind+" Fortran"] = npy(kind, true, []int{4, 3}, numbersAs(kind, columns))
	}
	files["three dimensions"] = npy("<f8", false, []int{4, 3, 1}, numbersAs("<f8", rows))
	files["npz"] = npz(t, map[string][]byte{"a": npy("<f8", false, []int{4, 2}, numbersAs("<f8", []float64{1, 2, 4, 5, 7, 0, 2, 2})), "names": npy("<U3", false, []int{4}, make([]byte, 48)),
		"y": npy("<i8", false, []int{4}, numbersAs("<i8", []float64{3, -6, 9, 1}))})
	files["npz Fortran"] = npz(t, map[string][]byte{"arr_0": files["<f4 Fortran"]})
	for name, data := range files {
		for _, piece := range []int{0, 1} {
			s, d, err := momentsOf(data, piece, Options{}, func(s *Survey) Plan {
				return Plan{Modalities: []Block{{"A", []int{0}}, {"B", []int{1}}}, Targets: []int{2}}
			})
			if err != nil {
				t.Errorf("%s: %v", name, err)
				continue
			}
			at := 0
			for i := range 3 {
				for j := i; j < 3; j++ {
					if math.Abs(d.Upper[at]-want(i, j)) > 1e-12 {
						t.Errorf("%s: %v at %d, %d, want %v", name, d.Upper[at], i, j, want(i, j))
					}
					at++
				}
			}
			if name == "npz" && (s.Columns[0].Name != "a_1" || s.Columns[2].Name != "y" || len(s.Notes) != 1) {
				t.Errorf("%s", JSON(s))
			}
		}
	}
	_, s, err := surveyOf(npy("<f8", false, []int{3, 3}, numbersAs("<f8", []float64{4, .5, 1, .5, 2, 0, 1, 0, 9})), 0, Options{})
	if err != nil || s.Kind != "matrix" {
		t.Errorf("a covariance is %s, %v", JSON(s), err)
	}
}
