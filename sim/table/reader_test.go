package table

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"time"
)

// surveyOf reads a file in pieces of a size; 0: in one.
func surveyOf(data []byte, piece int, o Options) (*Reader, *Survey, error) {
	r, err := Open("file", int64(len(data)), o)
	if err != nil {
		return nil, nil, err
	}
	if err := fed(r, data, piece); err != nil {
		return r, nil, err
	}
	s, err := r.Survey()
	return r, s, err
}

func fed(r *Reader, data []byte, piece int) error {
	if piece == 0 {
		piece = max(len(data), 1)
	}
	for len(data) > 0 {
		n := min(piece, len(data))
		if _, err := r.Feed(data[:n]); err != nil {
			return err
		}
		data = data[n:]
	}
	return nil
}

// momentsOf reads a file to the end, under its own guess unless there is a plan.
func momentsOf(data []byte, piece int, o Options, plan func(*Survey) Plan) (*Survey, *DataSet, error) {
	r, s, err := surveyOf(data, piece, o)
	if err != nil {
		return nil, nil, err
	}
	p := s.Guess
	if plan != nil {
		p = plan(s)
	}
	if err := r.Begin(p); err != nil {
		return s, nil, err
	}
	if err := fed(r, data, piece); err != nil {
		return s, nil, err
	}
	d, err := r.Finish()
	return s, d, err
}

// TestRawTexts: the collection's raw data come to the covariances that R gives, over n.
func TestRawTexts(t *testing.T) {
	trees := []float64{9.5302393340, 10.0483870968, 48.2788241415, 39.2903225806, 60.6387096774, 261.4865764828}
	for _, c := range ownCases(t) {
		switch c.ID {
		case "d17-raw-csv", "d18-raw-tab":
			s, d, err := momentsOf([]byte(c.text), 0, Options{}, nil)
			if err != nil || s.Rows != 31 || len(s.Columns) != 3 || d.Rows != 31 || !d.Centred {
				t.Errorf("%s: %+v, %v", c.ID, s, err)
				continue
			}
			for i, want := range trees {
				if math.Abs(d.Upper[i]/want-1) > 1e-9 {
					t.Errorf("%s: %v, want %v", c.ID, d.Upper, trees)
				}
			}
			if s.Header != (c.ID == "d17-raw-csv") || s.Header && !reflect.DeepEqual(d.Inputs, []string{"Girth", "Height"}) {
				t.Errorf("%s: %v, %v", c.ID, s.Header, d.Inputs)
			}
		case "d20-raw-penguins":
			s, d, err := momentsOf([]byte(c.text), 0, Options{}, nil)
			if err != nil {
				t.Error(c.ID, err)
				continue
			}
			var kinds []string
			for _, column := range s.Columns {
				kinds = append(kinds, column.Kind)
			}
			if got := fmt.Sprint(kinds, d.Rows, d.Dropped); got != "[constant constant number number number number category] 4 1" {
				t.Errorf("%s: %s", c.ID, got)
			}
		case "d22-raw-long":
			if s, _, err := momentsOf([]byte(c.text), 0, Options{}, nil); err != nil || s.Rows != 2000 {
				t.Errorf("%s: %v, %v", c.ID, s, err)
			}
		default:
			s, _, err := momentsOf([]byte(c.text), 0, Options{}, nil)
			if c.Truth != nil && c.ID != "y04-compact-newline" && c.Policy == "accept" && (s == nil || s.Kind != "matrix") {
				t.Errorf("%s is no matrix: %+v, %v", c.ID, s, err)
			}
			if c.Policy == "refuse" && c.Kind != "raw" && !notOfTheText[c.ID] && err == nil {
				t.Errorf("%s: a %s of %d rows, %d columns", c.ID, s.Kind, s.Rows, len(s.Columns))
			}
		}
	}
}

// table1 is a file with everything in it.
const table1 = "\ufeff# made up\n" +
	"id;audio_1;audio_2;video_1;video_2;colour;note;y\r\n" +
	"1;1,5;2;−3;4e-1;red;\"a;b\";1\r\n" +
	"2;2,5;3;NA;5D-1;blue;\"says \"\"no\"\"\";2\r\n" +
	"3;3,25;1;5;\u00a07;red;\"two\nlines\";3\r\n" +
	"\r\n" +
	"4;0,5;1;1.000;8;green;x;4\r\n" +
	"5;0,25;7;2; 9,5 ;red;;5\u2028" +
	"6;1;8;2;9;blue;z;6"

// TestChunks: whatever the pieces in which a file comes, it is the same.
func TestChunks(t *testing.T) {
	files := map[string][]byte{"table": []byte(table1), "utf16": utf16LE(table1)}
	for _, c := range ownCases(t) {
		if len(c.text) < 1000 {
			files[c.ID] = []byte(c.text)
		}
	}
	var long strings.Builder
	random := rand.New(rand.NewPCG(1, 2))
	for i := range 2000 {
		fmt.Fprintf(&long, "%d,%.3f,%.6g,\"%s\",%g\n", i, random.NormFloat64(), random.ExpFloat64(), []string{"a", "b"}[random.IntN(2)], random.NormFloat64())
	}
	files["long"] = []byte(long.String())
	for name, data := range files {
		wantS, wantD, wantErr := momentsOf(data, 0, Options{}, nil)
		for _, piece := range []int{1, 7, 4096, 65536} {
			s, d, err := momentsOf(data, piece, Options{}, nil)
			if !reflect.DeepEqual(s, wantS) || !reflect.DeepEqual(d, wantD) || !reflect.DeepEqual(err, wantErr) {
				t.Errorf("%s in pieces of %d:\n%s\n%s\n%v\nnot\n%s\n%s\n%v", name, piece, JSON(s), JSON(d), err, JSON(wantS), JSON(wantD), wantErr)
				break
			}
		}
	}
}

func utf16LE(text string) []byte {
	b := []byte{}
	for _, r := range text {
		b = append(b, byte(r), byte(r>>8))
	}
	return b
}

// TestTable: every cell of the file above is what it says.
func TestTable(t *testing.T) {
	for name, data := range map[string][]byte{"UTF-8": []byte(table1), "UTF-16": utf16LE(table1)} {
		s, d, err := momentsOf(data, 0, Options{}, func(s *Survey) Plan {
			p := s.Guess
			p.Centre = false
			return p
		})
		if err != nil {
			t.Fatal(name, err)
		}
		if s.Decimal != "," || s.Delimiter != ";" || !s.Header || s.Rows != 6 || len(s.Columns) != 8 {
			t.Errorf("%s: %s", name, JSON(s))
		}
		if got := string(JSON(s.Guess)); got != `{"modalities":[{"name":"audio","columns":[1,2]},{"name":"video","columns":[3,4]},{"name":"other","columns":[5]}],"targets":[7],"centre":true,"holdOut":0,"seed":0}` {
			t.Errorf("%s: the plan is %s", name, got)
		}
		rows := [][]float64{{1.5, 2, -3, .4, 0, 0, 1, 1}, {3.25, 1, 5, 7, 0, 0, 1, 3}, {.5, 1, 1000, 8, 0, 1, 0, 4}, {.25, 7, 2, 9.5, 0, 0, 1, 5}, {1, 8, 2, 9, 1, 0, 0, 6}}
		at := 0
		for i := range 8 {
			for j := i; j < 8; j++ {
				want := 0.0
				for _, z := range rows {
					want += z[i] * z[j] / 5
				}
				if math.Abs(d.Upper[at]-want) > 1e-9*(1+math.Abs(want)) {
					t.Errorf("%s: %v at %d, %d, want %v", name, d.Upper[at], i, j, want)
				}
				at++
			}
		}
		if got := fmt.Sprint(d.Inputs, d.Targets, d.Rows, d.Dropped); got != "[audio_1 audio_2 video_1 video_2 colour=blue colour=green colour=red] [y] 5 1" {
			t.Errorf("%s: %s", name, got)
		}
	}
}

// TestBadFiles: each is refused by name, with its place.
func TestBadFiles(t *testing.T) {
	bomb := npz(t, map[string][]byte{"x": npy("<f8", false, []int{1 << 20, 1 << 10}, nil)})
	for _, c := range []struct {
		name string
		data []byte
		want Error
	}{
		{"nothing", nil, Error{Code: Empty}},
		{"blank", []byte(" \n\n \n"), Error{Code: Empty}},
		{"PNG", []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"), Error{Code: Binary, Value: "a PNG picture"}},
		{"zip", []byte("PK\x03\x04 no arrays"), Error{Code: Binary, Value: "a ZIP archive"}},
		{"zeros", make([]byte, 50), Error{Code: Binary, Value: "a binary file"}},
		{"ragged", []byte("a,b,c\n1,2,3\n4,5\n7,8,9\n1,1,1\n2,2,2\n"), Error{Code: CellCount, Value: 2, Other: 3, Row: 3}},
		{"UTF-16 without its mark", utf16LE("a,b,c\n1,2,3\n4,5,6\n"), Error{Code: Binary, Value: "text in UTF-16 without the mark of its byte order"}},
		{"an open quotation", []byte("a,b\n1,2\n\"3,4\n5,6\n7,8\n"), Error{Code: Quote, Row: 3}},
		{"bomb", bomb, Error{Code: TooLarge, Key: "npz"}},
		{"strings", npy("<U5", false, []int{3}, make([]byte, 60)), Error{Code: Broken, Value: "numbers of the kind <U5"}},
		{"short", npy("<f8", false, []int{3, 3}, make([]byte, 60)), Error{Code: Broken, Value: "an array of 2 rows, where its header has 3"}},
		{"ellipsis", []byte("1 2 ... 3\n...\n4 5 ... 6"), Error{Code: Shortened, Value: "...", Row: 1}},
	} {
		_, _, err := surveyOf(c.data, 0, Options{})
		var e *Error
		if !errors.As(err, &e) || e.Code != c.want.Code || c.want.Value != nil && e.Value != c.want.Value || e.Other != c.want.Other && c.want.Other != nil || e.Row != c.want.Row || c.want.Key != "" && e.Key != c.want.Key || e.File != "file" {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	limit := Error{Code: TooLarge, Key: "bytes"}
	if _, err := Open("x", 5<<30, Options{}); err == nil || err.(*Error).Code != limit.Code || err.(*Error).Key != limit.Key {
		t.Error(err)
	}
}

// TestBadPlans: each names the column.
func TestBadPlans(t *testing.T) {
	data := []byte("a,b,c,d,e\n1,2,x1,,3\n2,1,4,,3\n3,5,5,,3\n4,4,6,,3\n9,9,9,,3\n1e308,7,1,,3\n")
	two := func(a, b []int, target ...int) Plan {
		return Plan{Modalities: []Block{{"A", a}, {"B", b}}, Targets: target}
	}
	for _, c := range []struct {
		name string
		plan Plan
		want string
	}{
		{"words", two([]int{1}, []int{2}, 4), "dataText; file file; of modalities; value x1; row 2; column 3; named c"},
		{"too large", two([]int{0}, []int{1}, 4), "dataText; file file; of modalities; value 1e308; row 7; column 1; named a"},
		{"empty", two([]int{1}, []int{3}, 4), "dataEmptyColumn; file file; of modalities; column 4; named d"},
		{"no target", two([]int{1}, []int{4}), "outOfRange; file file; of targets; value 0; from 1; to 16"},
		{"twice", two([]int{1}, []int{1}, 4), "mismatch; file file; of modalities; value b is in two places; column 2; named b"},
		{"one block", Plan{Modalities: []Block{{"A", []int{1}}}, Targets: []int{4}}, "outOfRange; file file; of modalities; value 1; from 2; to 6"},
		{"no such column", two([]int{1}, []int{9}, 4), "outOfRange; file file; of columns; value 9; from 0; to 4"},
	} {
		r, _, err := surveyOf(data, 0, Options{})
		if err != nil {
			t.Fatal(err)
		}
		if err := r.Begin(c.plan); err == nil || err.Error() != c.want {
			t.Errorf("%s: %v, want %s", c.name, err, c.want)
		}
	}
}

// TestJSON: it is what encoding/json writes, and is read back.
func TestJSON(t *testing.T) {
	s, d, err := momentsOf([]byte(table1), 0, Options{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	pictured := *d
	pictured.Pictures = []int{4, 0}
	for _, v := range []any{s, d, &pictured, &Error{Code: "x", Value: "a\"\\\u2028\n", Other: 1.5}} {
		var ours, theirs any
		if err := json.Unmarshal(JSON(v), &ours); err != nil {
			t.Fatal(err, string(JSON(v)))
		}
		want, _ := json.Marshal(v)
		if err := json.Unmarshal(want, &theirs); err != nil || !reflect.DeepEqual(ours, theirs) {
			t.Errorf("%s\nnot\n%s", JSON(v), want)
		}
	}
	p := Plan{Modalities: []Block{{"ä\"\\", []int{1, 2}}}, Targets: []int{3}, Centre: true, HoldOut: .25, Seed: 9}
	if back, err := DecodePlan(JSON(p)); err != nil || !reflect.DeepEqual(p, back) {
		t.Errorf("%+v, %v", back, err)
	}
	if o, err := DecodeOptions([]byte(`{"decimal":",","header":"no","more":[{}]}`)); err != nil || o != (Options{Decimal: ",", Header: "no"}) {
		t.Errorf("%+v, %v", o, err)
	}
	for _, bad := range []string{"", "{", "[1]", `{"targets":[1.5]}`, `{"targets":"a"}`, `{"seed":-1}`, `{}x`, strings.Repeat("[", 1000)} {
		if _, err := DecodePlan([]byte(bad)); err == nil {
			t.Errorf("%s is taken", bad)
		}
	}
}

// TestOptions: what the text does not tell is asked, and taken as it is answered.
func TestOptions(t *testing.T) {
	const either = "a;b;y\n1,234;2,500;3\n4,125;1,750;2\n0;1,000;5\n"
	_, s, err := surveyOf([]byte(either), 0, Options{})
	if err != nil || s.Asks == nil || s.Asks.Example != "1,234" || s.Asks.What != "decimal" || !reflect.DeepEqual(s.Asks.Options, []string{".", ","}) {
		t.Errorf("%+v, %v", s, err)
	}
	for decimal, want := range map[string]float64{",": 4.125, ".": 4125} {
		_, s, err := surveyOf([]byte(either), 0, Options{Decimal: decimal})
		if err != nil || s.Asks != nil || s.Columns[0].Max != want {
			t.Errorf("with %q: %+v, %v", decimal, s, err)
		}
	}
	// A comma that comes long after the beginning is still asked about, or decided by what is beside it.
	late := "a;b;y\n" + strings.Repeat("1;2;3\n", headBytes/6) + "1,234;2;3\n"
	if _, s, err := surveyOf([]byte(late), 0, Options{}); err != nil || s.Asks == nil || s.Asks.Example != "1,234" {
		t.Errorf("late: %+v, %v", s.Asks, err)
	}
	if _, s, err := surveyOf([]byte(late+"1.5;2;3\n"), 0, Options{}); err != nil || s.Asks != nil || s.Columns[0].Max != 1234 {
		t.Errorf("late, with a point: %+v, %v", s.Asks, err)
	}
	if _, s, err := surveyOf([]byte(late+"1,5;2;3\n"), 0, Options{}); err != nil || s.Asks == nil {
		t.Errorf("late, with a decimal comma: %+v, %v", s.Asks, err)
	}
	const years = "2001,2002,2003\n1,2,3\n4,5,9\n2,2,2\n7,1,1\n"
	for header, rows := range map[string]int{"": 5, "no": 5, "yes": 4} {
		if _, s, err := surveyOf([]byte(years), 0, Options{Header: header}); err != nil || s.Rows != rows || s.Header != (header == "yes") {
			t.Errorf("header %q: %+v, %v", header, s, err)
		}
	}
	if _, s, err := surveyOf([]byte("a b,c d,y\n1,2,3\n2,7,5\n3,8,1\n9,9,8\n"), 0, Options{}); err != nil || len(s.Columns) != 3 || s.Columns[1].Name != "c d" {
		t.Errorf("%+v, %v", s, err)
	}
}

// TestNotations: tables in other notations than lines of cells.
func TestNotations(t *testing.T) {
	for name, text := range map[string]string{
		"Markdown":     "| a | b | y |\n|---|:-:|--:|\n| 1 | 2 | 3 |\n| 4 | 5 | 9 |\n| 2 | 2 | 2 |\n| 7 | 1 | 1 |",
		"LaTeX":        "\\begin{tabular}{rrr}\n\\toprule\na & b & y \\\\ \\midrule\n1 & 2 & 3 \\\\\n4 & 5 & 9 \\\\\n2 & 2 & 2 \\\\\n7 & 1 & 1 \\\\\n\\end{tabular}",
		"JSON records": `[{"a":1,"b":2,"y":3},{"a":4,"b":5,"y":9},{"a":2,"b":2,"y":2},{"a":7,"b":1,"y":1}]`,
		"NumPy":        "array([[1, 2, 3],\n       [4, 5, 9],\n       [2, 2, 2],\n       [7, 1, 1]])",
		"R":            "\"a\" \"b\" \"y\"\n\"1\" 1 2 3\n\"2\" 4 5 9\n\"3\" 2 2 2\n\"4\" 7 1 1\n",
		"HTML":         "<table><tr><th>a</th><th>b</th><th>y</th></tr><tr><td>1</td><td>2</td><td>3</td></tr><tr><td>4</td><td>5</td><td>9</td></tr><tr><td>2</td><td>2</td><td>2</td></tr><tr><td>7</td><td>1</td><td>1</td></tr></table>",
		"drawn":        "┌───┬───┬───┐\n│ a ┆ b ┆ y │\n╞═══╪═══╪═══╡\n│ 1 ┆ 2 ┆ 3 │\n│ 4 ┆ 5 ┆ 9 │\n│ 2 ┆ 2 ┆ 2 │\n│ 7 ┆ 1 ┆ 1 │\n└───┴───┴───┘",
		"a title":      "Measured in spring\n\na,b,y\n1,2,3\n4,5,9\n2,2,2\n7,1,1\n",
	} {
		s, d, err := momentsOf([]byte(text), 0, Options{}, func(s *Survey) Plan {
			p := s.Guess
			p.Centre = false
			return p
		})
		if err != nil || s.Kind != "table" || s.Rows != 4 || d.Rows != 4 || len(d.Upper) != 6 {
			t.Errorf("%s: %s, %v", name, JSON(s), err)
			continue
		}
		for i, want := range []float64{70. / 4, 33. / 4, 50. / 4, 34. / 4, 56. / 4, 95. / 4} {
			if math.Abs(d.Upper[i]-want) > 1e-9 {
				t.Errorf("%s: %v", name, d.Upper)
			}
		}
	}
}

// TestNoTextTakesLong: long texts that are nothing but brackets, quotation marks or commands are
// refused at once.
func TestNoTextTakesLong(t *testing.T) {
	for _, part := range []string{"(", "[", "[[", "{", "<<", "\"", "'", "\"a\n", "\\begin{", "\\left", "\\a{", "<td", "<", "1,", "1 ", "1\n", "\n", "|", "|a", "\u00a0", "#", "%", ",", "np.float64(", "a(", "1\n1 1\n", "NA ", "NA\n", "[1,]", "...", "Columns 1\n", "×", "1;", "e\t", "a=1\n"} {
		text := []byte(strings.Repeat(part, 1<<18/len(part)))
		begin := time.Now()
		_, _, err := surveyOf(text, 0, Options{})
		if took := time.Since(begin); took > 4*time.Second { // those that grow with the square took minutes
			t.Errorf("%q takes %v: %v", part, took, err)
		}
	}
}
