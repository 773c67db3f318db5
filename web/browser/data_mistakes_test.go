package browser

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"fmt"
	"math"
	"strings"
	"testing"
	"unicode/utf16"
)

// npz is a NumPy archive whose one array says that it has so many numbers of float64, all 0.
func npz(t *testing.T, rows, columns string, bytesOf int) string {
	t.Helper()
	header := "{'descr': '<f8', 'fortran_order': False, 'shape': (" + rows + ", " + columns + "), }"
	header += strings.Repeat(" ", 118-1-len(header)) + "\n"
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	f, err := w.Create("x.npy")
	if err != nil {
		t.Fatal(err)
	}
	f.Write([]byte("\x93NUMPY\x01\x00"))
	binary.Write(f, binary.LittleEndian, uint16(len(header)))
	f.Write([]byte(header))
	zeros := make([]byte, 1<<20)
	for written := 0; written < bytesOf; written += len(zeros) {
		f.Write(zeros)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func utf16Text(text string) string {
	var b bytes.Buffer
	b.WriteString("\xff\xfe")
	binary.Write(&b, binary.LittleEndian, utf16.Encode([]rune(text)))
	return b.String()
}

// distinct are rows of three numbers, none of which comes twice.
func distinct(rows int) string {
	var b strings.Builder
	for i := range rows {
		x := float64(i)
		fmt.Fprintf(&b, "%.4f,%.4f,%.4f\n", math.Sin(x), math.Cos(2*x), math.Sin(x)+math.Cos(3*x))
	}
	return b.String()
}

// TestDataMistakes: whatever is wrong with a file is told beside its place, with the file and what
// is wrong about it; the run and what was typed stay. What only looks wrong is read.
func TestDataMistakes(t *testing.T) {
	p := ownData(t, setup{})
	p.write("#data-text", "typed before")
	before := p.text(`unimodalBias.get().then(s => JSON.stringify(s))`)
	again := func() {
		if p.truth(`!!document.querySelector('.planner')`) {
			p.click(".data .gist .word")
		}
		p.until(`document.querySelector('#data-text')?.value === 'typed before'`)
	}
	const told = `document.querySelector('#data-error')?.checkVisibility() && document.querySelector('#data-error').textContent`
	for _, c := range []struct {
		name, text string
		says       []string // of the survey; none: the columns are shown
		trained    []string // what is said when it is to be trained on; none: that is not tried
	}{
		{"ragged.csv", "a,b,y\n1,2,3\n4,5\n7,8,9\n1,1,2\n", []string{"ragged.csv", "2", "3"}, nil},
		{"words.csv", "a,b,y\n" + distinct(60) + "1.5,oops,9.5\n", nil, []string{"words.csv", "oops", "62", "Column b"}},
		{"one.csv", "a,b,y\n1,2,3\n", nil, []string{"one.csv", "1", "2"}},
		{"wide.csv", "a,b,c,d,e,y\n1,2,3,4,1,6\n2,1,4,3,7,5\n2,2,1,5,1,8\n", nil, []string{}},
		{"asymmetric.txt", "4 0 4\n1 1 1\n4 1 9\n", []string{"asymmetric.txt", "row 1, column 2", "row 2, column 1"}, nil},
		{"nan.csv", "a,b,y\n1,2,3\nNaN,5,6\n7,8,10\n1,1,2\n3,1,2\n", nil, []string{}},
		{"huge.csv", "a,b,y\n1,2,3\n1e308,5,6\n7,8,10\n1,1,2\n-1e308,1,2\n", nil, []string{"huge.csv", "10³⁰⁸", "Column a"}},
		{"empty.csv", "", []string{"empty.csv"}, nil},
		{"picture.png", "\x89PNG\r\n\x1a\n" + strings.Repeat("\x00\x01", 300), []string{"picture.png", "PNG"}, nil},
		{"wide16.csv", utf16Text("a,b,y\n1,2,3\n4,5,7\n7,8,9\n1,1,2\n"), nil, []string{}},
		{"bomb.npz", npz(t, "100000000", "100", 64<<20), []string{"bomb.npz"}, nil},
	} {
		again()
		p.choose(file(t, c.name, c.text))
		p.until(`!!(document.querySelector('.planner') || ` + told + `)`)
		sentence := p.text(told)
		for _, words := range c.says {
			if !strings.Contains(strings.ToLower(sentence), strings.ToLower(words)) {
				t.Errorf("%s: %q does not name %q", c.name, sentence, words)
			}
		}
		if (len(c.says) > 0) != (sentence != "") {
			t.Errorf("%s: it says %q", c.name, sentence)
		}
		if len(c.says) > 0 {
			if got := p.text(`document.activeElement.id + document.activeElement.ariaInvalid`); got != "data-filetrue" {
				t.Errorf("%s: the focus is on %q", c.name, got)
			}
			continue
		}
		if len(c.trained) == 0 {
			continue
		}
		// Whatever was guessed: the first column is A's, the second B's.
		p.js(`[...document.querySelectorAll('.columns select')].forEach((e, i, all) => { e.value = i === 0 ? '0' : i + 1 < all.length ? '1' : 'target'; e.dispatchEvent(new Event('change')); })`)
		p.click(".data .go")
		p.until(`!!(` + told + `)`)
		sentence = p.text(told)
		for _, words := range c.trained {
			if !strings.Contains(strings.ToLower(sentence), strings.ToLower(words)) {
				t.Errorf("%s: %q does not name %q", c.name, sentence, words)
			}
		}
		if !p.truth(`document.querySelector('#data-sheet').contains(document.activeElement) && document.activeElement.ariaInvalid === 'true'`) {
			t.Errorf("%s: the focus is on %q", c.name, p.text(`document.activeElement.outerHTML.slice(0, 90)`))
		}
	}
	again()
	if after := p.text(`unimodalBias.get().then(s => JSON.stringify(s))`); after != before {
		t.Errorf("the run changed from %s to %s", before, after)
	}
}

// TestDataNearest: moments that no data can have are named by their eigenvalue, and the nearest
// ones are a click away.
func TestDataNearest(t *testing.T) {
	p := ownData(t, setup{})
	p.choose(file(t, "indefinite.txt", "1 0.9 0.1 0.5\n0.9 1 0.9 0.5\n0.1 0.9 1 0.5\n0.5 0.5 0.5 1\n"))
	p.planned()
	p.click(".data .go")
	p.until(`document.querySelector('#data-error').textContent.includes('eigenvalue')`)
	if got := p.text(`document.querySelector('#data-error').textContent`); !strings.Contains(got, "indefinite.txt") || !strings.Contains(got, "−0.") {
		t.Errorf("it says %q", got)
	}
	p.click("#data-error button")
	if own := p.arrived(); !strings.Contains(own, "~") {
		t.Errorf("the run has %q", own)
	}
}

// TestDataAsks: where numbers can be read in two ways the person is asked, and the answer counts.
func TestDataAsks(t *testing.T) {
	p := ownData(t, setup{})
	p.choose(file(t, "commas.txt", "a\tb\ty\n1,234\t2,125\t3,375\n2,500\t1,125\t3,250\n3,125\t2,750\t1,500\n1,875\t3,625\t2,250\n"))
	p.planned()
	if got := p.text(`document.querySelector('.question p').textContent`); !strings.Contains(got, "1,234") {
		t.Errorf("it asks %q", got)
	}
	const range_ = `document.querySelector('.histogram').getAttribute('aria-label')`
	for answer, want := range map[string]string{"before fractions": "From 1.23 to 3.13", "between thousands": "From 1230 to 3130"} {
		p.js(`[...document.querySelectorAll('.question button')].find(e => e.textContent.includes('` + answer + `')).click()`)
		p.until(`!document.querySelector('.question') && document.querySelector('.planner')`)
		if got := p.text(range_); !strings.HasPrefix(got, want) {
			t.Errorf("commas %s: %q", answer, got)
		}
		p.click(".data .gist .word")
		p.until(`document.querySelector('#data-file')`)
		p.choose(file(t, "commas.txt", "a\tb\ty\n1,234\t2,125\t3,375\n2,500\t1,125\t3,250\n3,125\t2,750\t1,500\n1,875\t3,625\t2,250\n"))
		p.until(`document.querySelector('.question')`)
	}
}
