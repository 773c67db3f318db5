package table

import (
	"encoding/json"
	"errors"
	"math"
	"os"
	"path/filepath"
	"testing"
)

// ownCase is a text of the collection in testdata/own.
type ownCase struct {
	ID, File, Policy, Kind string
	Blocks                 []int
	Truth                  [][]float64
	Tol                    float64
	text                   string
}

func ownCases(t testing.TB) (list []ownCase) {
	t.Helper()
	data, err := os.ReadFile("testdata/own/cases.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &list); err != nil {
		t.Fatal(err)
	}
	for i := range list {
		text, err := os.ReadFile(filepath.Join("testdata/own/texts", list[i].File))
		if err != nil {
			t.Fatal(err)
		}
		list[i].text = string(text)
	}
	return list
}

// Mistakes that are not in the text as a matrix: what they mean is package sim's.
var notOfTheText = map[string]bool{
	"s03-three-blocks": true, "s04-one-block": true, "s06-no-sizes": true, "d16-faithful-one-input": true, "d12-harman74": true,
	"d01-indefinite-harman-burt": true, "d23-two-targets": true,
}

// TestOwnTexts: a text means the matrix that R or NumPy gives for it, or is refused with a place.
func TestOwnTexts(t *testing.T) {
	for _, c := range ownCases(t) {
		m, err := ReadMatrix(c.text, "")
		var e *Error
		if err != nil && !errors.As(err, &e) {
			t.Errorf("%s: %v", c.ID, err)
			continue
		}
		switch {
		case c.ID == "y04-compact-newline": // the lab's own form is no matrix
			continue
		case c.ID == "y01-us-thousands-all": // it is asked: all of it may be in thousandths
			if e == nil || e.Code != Ambiguous {
				t.Errorf("%s: %v", c.ID, err)
			}
			m, err = ReadMatrix(c.text, ".")
		case c.Policy == "refuse" && !notOfTheText[c.ID]:
			if err == nil {
				t.Errorf("%s: read as %v", c.ID, m.Values)
			}
			continue
		}
		if err != nil {
			if c.Policy != "either" {
				t.Errorf("%s: %v", c.ID, err)
			} else {
				t.Logf("%s: %v", c.ID, err)
			}
			continue
		}
		if c.Truth == nil {
			continue
		}
		if m.N != len(c.Truth) {
			t.Errorf("%s: %d rows", c.ID, m.N)
			continue
		}
		largest := 0.0
		for _, row := range c.Truth {
			for _, v := range row {
				largest = math.Max(largest, math.Abs(v))
			}
		}
		for i, row := range c.Truth {
			for j, want := range row {
				scale := math.Sqrt(math.Abs(c.Truth[i][i] * c.Truth[j][j]))
				if got := m.Values[i*m.N+j]; math.Abs(got-want) > c.Tol*math.Max(scale, math.Abs(want)) {
					t.Errorf("%s: %v in row %d, column %d, want %v", c.ID, got, i+1, j+1, want)
				}
			}
		}
	}
}
