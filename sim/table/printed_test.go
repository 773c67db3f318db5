package table

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// printedCase is a text of testdata/printed: what R, pandas, NumPy, Octave or a program of their
// kind prints, and the moments that it is printed from.
type printedCase struct {
	id, text  string
	sizes     []int
	tolerance float64
	raw       bool
	truth     []float64
}

func printedCases(t testing.TB) (list []printedCase) {
	t.Helper()
	truths, err := filepath.Glob(filepath.Join("testdata/printed", "*.tsv"))
	if err != nil || len(truths) == 0 {
		t.Fatal(truths, err)
	}
	for _, file := range truths {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range strings.Split(strings.TrimSpace(string(data)), "\n") {
			f := strings.Split(line, "\t")
			if len(f) != 5 {
				t.Fatal(file, line)
			}
			for i := range f {
				f[i] = strings.TrimSpace(f[i])
			}
			c := printedCase{id: f[0], raw: strings.EqualFold(f[3], "true")}
			text, err := os.ReadFile("testdata/printed/texts/" + c.id + ".txt")
			if err != nil {
				t.Fatal(err)
			}
			c.text = string(text)
			number := func(word string) float64 {
				v, err := strconv.ParseFloat(word, 64)
				if err != nil {
					t.Fatal(c.id, err)
				}
				return v
			}
			for _, word := range strings.Split(f[1], ",") {
				c.sizes = append(c.sizes, int(number(word)))
			}
			c.tolerance = number(f[2])
			for _, word := range strings.Fields(f[4]) {
				c.truth = append(c.truth, number(word))
			}
			list = append(list, c)
		}
	}
	return list
}

// reads are the moments that a person gets who takes the columns as they are meant.
func (c printedCase) reads() ([]float64, error) {
	_, d, err := momentsOf([]byte(c.text), 0, Options{}, func(s *Survey) Plan {
		p, next := Plan{Centre: true}, 0
		if s.Asks != nil || !c.raw && (s.Kind != "matrix" || len(s.Columns) != c.sizes[0]+c.sizes[1]+1) {
			return p
		}
		if c.raw {
			next = len(s.Columns) - c.sizes[0] - c.sizes[1] - 1
		}
		for b, n := range c.sizes {
			block := Block{Name: string(rune('A' + b))}
			for range n {
				block.Columns, next = append(block.Columns, next), next+1
			}
			p.Modalities = append(p.Modalities, block)
		}
		p.Targets = []int{next}
		return p
	})
	if err != nil {
		return nil, err
	}
	return square(d.Upper, len(d.Inputs)+len(d.Targets)), nil
}

// TestPrinted: what programs print reads to the moments they printed it from.
func TestPrinted(t *testing.T) {
	for _, c := range printedCases(t) {
		got, err := c.reads()
		if err != nil {
			t.Errorf("%s: %v", c.id, err)
		} else if wrong := c.wrong(got); wrong != "" {
			t.Errorf("%s: %s", c.id, wrong)
		}
	}
}

// wrong says where moments are not those of the text.
func (c printedCase) wrong(got []float64) string {
	n := int(math.Round(math.Sqrt(float64(len(c.truth)))))
	if len(got) != len(c.truth) {
		return fmt.Sprintf("%d numbers of %d", len(got), len(c.truth))
	}
	for i, want := range c.truth {
		if scale := math.Sqrt(c.truth[i/n*(n+1)] * c.truth[i%n*(n+1)]); !(math.Abs(got[i]-want) <= c.tolerance*scale) {
			return fmt.Sprintf("%v in row %d, column %d, not %v", got[i], i/n+1, i%n+1, want)
		}
	}
	return ""
}

// TestPrintedWithAGap: a matrix of which a number is gone is refused, or its other half has it.
func TestPrintedWithAGap(t *testing.T) {
	number := regexp.MustCompile(`[-+]?\d[\d,]*[.,]\d[\d.,e+-]*`)
	tried, read := 0, 0
	for _, c := range printedCases(t) {
		if c.raw {
			continue
		}
		for k, at := range number.FindAllStringIndex(c.text, -1) {
			if k%3 > 0 || strings.HasPrefix(c.text[at[1]:], " *") { // what all are to be multiplied with
				continue
			}
			for _, gap := range []string{"", strings.Repeat(" ", at[1]-at[0])} {
				tried++
				m, err := ReadMatrix(c.text[:at[0]]+gap+c.text[at[1]:], "")
				if err != nil {
					continue
				}
				read++
				if wrong := c.wrong(m.Values); wrong != "" {
					t.Errorf("%s without %s: %s", c.id, c.text[at[0]:at[1]], wrong)
				}
			}
		}
	}
	t.Logf("%d of %d read", read, tried)
}
