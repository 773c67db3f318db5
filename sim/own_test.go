package sim

import (
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// TestOwnForms: however people paste it, it is the same matrix.
func TestOwnForms(t *testing.T) {
	const want = "1_2~4_0.5_0_2.5_1_0.25_-1_1_0.5_8"
	for name, text := range map[string]string{
		"canonical":             want,
		"with commas":           "1,2~4,0.5,0,2.5,1,0.25,-1,1,0.5,8",
		"blanks":                "blocks: 1, 2\n4 .5 0 2.5\n.5 1 .25 -1\n0 .25 1 .5\n2.5 -1 .5 8\n",
		"CSV":                   "blocks: 1, 2\r\n4,0.5,0,2.5\r\n0.5,1,0.25,-1\r\n0,0.25,1,0.5\r\n2.5,-1,0.5,8\r\n\r\n",
		"spreadsheet":           "Block sizes = 1 + 2\n4\t0.5\t0\t2.5\t\n0.5\t1\t0.25\t−1\n0\t0.25\t1\t0.5\n2.5\t−1\t0.5\t8",
		"decimal commas":        "blocks 1 2\n4\t0,5\t0\t2,5\n0,5\t1\t0,25\t-1\n0\t0,25\t1\t0,5\n2,5\t-1\t0,5\t8",
		"CSV of such a country": "blocks: 1 2\n4;0,5;0;2,5\n0,5;1;0,25;-1\n0;0,25;1;0,5\n2,5;-1;0,5;8",
		"MATLAB":                "blocks: 1, 2\n[4 .5 0 2.5; .5 1 .25 -1; 0 .25 1 .5; 2.5 -1 .5 8];",
		"MATLAB in lines":       "blocks: 1, 2\n[4 .5 0 2.5;\n .5 1 .25 -1;\n 0 .25 1 .5;\n 2.5 -1 .5 8]",
		"NumPy, printed":        "blocks: 1, 2\n[[ 4.    0.5   0.    2.5 ]\n [ 0.5   1.    0.25 -1.  ]\n [ 0.    0.25  1.    0.5 ]\n [ 2.5  -1.    0.5   8.  ]]",
		"NumPy, wrapped":        "blocks: 1, 2\n[[ 4.    0.5\n   0.    2.5 ]\n [ 0.5   1.\n   0.25 -1.  ]\n [ 0.    0.25\n   1.    0.5 ]\n [ 2.5  -1.\n   0.5   8.  ]]",
		"NumPy, as code":        "blocks: (1, 2)\nnp.array([[4.0, 5e-1, -0.0, 2.5], [0.5, 1, 0.25, -1], [0, 0.25, 1, 0.5], [2.5, -1, 0.5, 8e+00]], dtype=float)",
		"JSON":                  "blocks: 1 2\n[[4,0.5,0,2.5],[0.5,1,0.25,-1],[0,0.25,1,0.5],[2.5,-1,0.5,8]]",
		"names":                 "blocks: 1, 2\n,a,b,c,y\na,4,0.5,0,2.5\nb,0.5,1,0.25,-1\nc,0,0.25,1,0.5\ny,2.5,-1,0.5,8",
		"lower triangle":        "blocks: 1, 2\na 4\nb 0.5 1\nc 0 0.25 1\ny 2.5 -1 0.5 8",
		"one line":              "blocks: 1, 2\n4 .5 0 2.5; .5 1 .25 -1; 0 .25 1 .5; 2.5 -1 .5 8",
	} {
		canonical, m, err := ParseMoments(text)
		if err != nil || canonical != want {
			t.Errorf("%s: %q, %v", name, canonical, err)
			continue
		}
		if dims := [2]int{m.modalities[0].Dim, m.modalities[1].Dim}; dims != [2]int{1, 2} || m.yy != 8 || !slices.Equal(m.yx, []float64{2.5, -1, .5}) ||
			!slices.Equal(m.sigma, []float64{4, .5, 0, .5, 1, .25, 0, .25, 1}) {
			t.Errorf("%s: blocks %v, Σ = %v, Σ_yx = %v, Σ_yy = %v", name, dims, m.sigma, m.yx, m.yy)
		}
	}
	if got, _, err := ParseMoments("4 0 4\n0 1 1\n4 1 5"); got != "1_1~4_0_4_1_1_5" {
		t.Errorf("two inputs need no sizes: %q, %v", got, err)
	}
}

// TestOwnMistakes: each names the value, the place and what is allowed.
func TestOwnMistakes(t *testing.T) {
	wide := strings.TrimSpace(strings.Repeat(strings.TrimSpace(strings.Repeat("1 ", 14))+"\n", 14))
	for _, c := range []struct {
		name, text string
		code       Code
		key        string
		says       []string
	}{
		{"nothing", "  \n ", MatrixMissing, "own", []string{"no numbers"}},
		{"only sizes", "blocks: 1, 1\n", MatrixMissing, "own", nil},
		{"a word", "4 0 4\n0 one 1\n4 1 5", BadEntry, "own", []string{"one", "row 2", "column 2"}},
		{"numbers left out", "[[4 ... 4]\n ...\n [4 ... 5]]", Shortened, "own", []string{"...", "line 1"}},
		{"not a number", "4 0 4\n0 1 nan\n4 1 5", BadEntry, "own", []string{"nan", "row 2", "column 3"}},
		{"infinite", "4 0 4\n0 1 1\n4 1 -inf", BadEntry, "own", []string{"-inf", "row 3", "column 3"}},
		{"huge", "4 0 4\n0 1e300 1\n4 1 5", BadEntry, "own", []string{"1e300", "row 2", "1e+09"}},
		{"huger", "4 0 4\n0 1e999 1\n4 1 5", BadEntry, "own", []string{"1e999"}},
		{"a short row", "4 0 4\n0 1\n4 1 5", RowLength, "own", []string{"row 2", "2 numbers", "not 3"}},
		{"a row too few", "4 0 4\n0 1 1", NotSquare, "own", []string{"2 rows of 3"}},
		{"a row too many", "4 0 4\n0 1 1\n4 1 5\n0 0 0", NotSquare, "own", []string{"4 rows of 3"}},
		{"one input", "4 4\n4 5", OutOfRange, "inputs", []string{"1", "2 to 12"}},
		{"too many inputs", wide, OutOfRange, "inputs", []string{"13", "2 to 12"}},
		{"no sizes", "4 0 0 4\n0 1 0 1\n0 0 1 1\n4 1 1 6", BlocksMissing, "blocks", []string{"3 inputs", "1 + 2, 2 + 1"}},
		{"sizes that do not add up", "blocks: 2, 2\n4 0 0 4\n0 1 0 1\n0 0 1 1\n4 1 1 6", BlockSizes, "blocks", []string{"2 + 2", "3 inputs", "1 + 2, 2 + 1"}},
		{"sizes too large", "blocks: 9, 9\n4 0 4\n0 1 1\n4 1 5", OutOfRange, "inputs", []string{"18", "2 to 12"}},
		{"a size of nothing", "blocks: 0, 2\n4 0 4\n0 1 1\n4 1 5", OutOfRange, "blocks", []string{"0", "1 to 11"}},
		{"half a size", "blocks: 1.5, 1.5\n4 0 4\n0 1 1\n4 1 5", NotAnInteger, "blocks", []string{"1.5", "1 to 11"}},
		{"a size in words", "blocks: two, 1\n4 0 4\n0 1 1\n4 1 5", NotANumber, "blocks", []string{"two", "1 to 11"}},
		{"three sizes", "blocks: 1, 1, 1\n4 0 4\n0 1 1\n4 1 5", Mismatch, "blocks", []string{"3 sizes for 2"}},
		{"asymmetric", "4 0.5 4\n0.25 1 1\n4 1 5", Asymmetric, "own", []string{"0.5", "row 1, column 2", "0.25"}},
		{"a negative mean square", "4 0 4\n0 -1 1\n4 1 5", NegativeMean, "own", []string{"-1", "row 2, column 2"}},
		{"indefinite", "1 2 1\n2 1 1\n1 1 9", NotPositive, "own", []string{"eigenvalue -0.99"}},
		{"indefinite with the target", "1 0 1\n0 0 1\n1 1 9", NotPositive, "own", []string{"eigenvalue -0."}},
		{"a target that does not vary", "4 0 0\n0 1 0\n0 0 0", NoTarget, "own", []string{"0", "from 1e-24"}},
		{"a target that no data can have", "4 0 4\n0 1 2\n4 2 5", Unexplainable, "own", []string{"5", "from 8"}},
		{"a link cut off", "1_1~4_0_4_1", Incomplete, "own", []string{"4 numbers", "6"}},
		{"a link with a word", "1_1~4_0_4_x_1_5", BadEntry, "own", []string{"x", "row 2, column 2"}},
		{"a link without sizes", "~4_0_4_1_1_5", Mismatch, "blocks", []string{"0 sizes"}},
		{"a whole file", strings.Repeat("1 ", longestOwn), OutOfRange, "own", []string{"characters"}},
	} {
		canonical, m, err := ParseMoments(c.text)
		var e *Error
		if !errors.As(err, &e) || e.Code != c.code || e.Key != c.key || canonical != "" || m != nil {
			t.Errorf("%s: %q, %v (%+v), want %s of %s", c.name, canonical, err, e, c.code, c.key)
			continue
		}
		for _, words := range c.says {
			if !strings.Contains(e.Error(), words) {
				t.Errorf("%s: %q does not name %q", c.name, e.Error(), words)
			}
		}
	}
}

// ownText writes a matrix as a person might have it.
func ownText(m *Moments) string {
	var b strings.Builder
	b.WriteString("blocks: " + strconv.Itoa(m.modalities[0].Dim) + ", " + strconv.Itoa(m.modalities[1].Dim) + "\n")
	joint, n := m.Joint(), m.Inputs()+1
	for i := range n {
		for _, v := range joint[i*n : (i+1)*n] {
			b.WriteString(strconv.FormatFloat(v, 'e', -1, 64) + " ")
		}
		b.WriteString("\n")
	}
	return b.String()
}

// wishartText is a random matrix of any size that fits.
func wishartText(random *rand.Rand) string {
	dA := 1 + random.IntN(MaxOwnInputs-1)
	m, err := wishartMoments(dA, 1+random.IntN(MaxOwnInputs-dA), random.Uint64(), random.Float64())
	if err != nil {
		panic(err)
	}
	return ownText(m)
}

// TestOwnIdentity: the moments of any data come back bit by bit, from a matrix,
// from the canonical form and through a link.
func TestOwnIdentity(t *testing.T) {
	random := rand.New(rand.NewPCG(6, 6))
	for draw := range uint64(200) {
		dA := 1 + random.IntN(MaxOwnInputs-1)
		m, err := wishartMoments(dA, 1+random.IntN(MaxOwnInputs-dA), draw, random.Float64())
		if err != nil {
			t.Fatal(err)
		}
		canonical, got, err := ParseMoments(ownText(m))
		if err != nil {
			t.Fatalf("draw %d: %v\n%s", draw, err, ownText(m))
		}
		again, twice, err := ParseMoments(canonical)
		if err != nil || again != canonical {
			t.Fatalf("%s came back as %s, %v", canonical, again, err)
		}
		for _, copied := range []*Moments{got, twice} {
			if !slices.Equal(copied.Joint(), m.Joint()) || !slices.Equal(copied.modalities, m.modalities) {
				t.Fatalf("draw %d: %v came back as %v", draw, m.Joint(), copied.Joint())
			}
		}
		s, err := Default().With(map[string]any{"task": TaskOwn, "own": ownText(m)})
		if err != nil || s.Own != canonical {
			t.Fatalf("draw %d: %v", draw, err)
		}
		link := EncodeLink(s, 3)
		if back, epoch, notices := ParseLink(link); back != s || epoch != 3 || len(notices) > 0 {
			t.Fatalf("%s came back as %+v, %v", link, back, notices)
		}
	}
}

// FuzzOwn: any text is read or refused with a sentence, what is read can be
// trained on, and its canonical form is a fixed point.
func FuzzOwn(f *testing.F) {
	for _, seed := range []string{ownExample, "4 0 4\n0 1 1\n4 1 5", "blocks: 1, 2\n[[4 0 0 4]\n[0 1 0 1]\n[0 0 1 1]\n[4 1 1 6]]", "1_1~0_0_0_0_0_1", "[;]", "~", "blocks", "blocks: 1,1\n1e-300 0 0;0 1e-300 0;0 0 1e-9", "1;2\n3;4"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		canonical, m, err := ParseMoments(text)
		if err != nil {
			var e *Error
			if !errors.As(err, &e) || e.Error() == "" {
				t.Fatalf("%q: %v", text, err)
			}
			return
		}
		again, _, err := ParseMoments(canonical)
		if err != nil || again != canonical {
			t.Fatalf("%q → %q → %q, %v", text, canonical, again, err)
		}
		s, err := Default().With(map[string]any{"task": TaskOwn, "own": text, "epochs": 2})
		if err != nil || s.Own != canonical {
			t.Fatalf("%q as a scenario: %q, %v", text, s.Own, err)
		}
		r, err := NewRun(s)
		if err != nil {
			t.Fatalf("%q cannot run: %v", text, err)
		}
		if _, err := r.Predict(); err != nil {
			t.Fatalf("%q has no theory: %v", text, err)
		}
		for !r.Done() {
			r.Part()
		}
		if loss := r.Values("loss")[0]; math.Abs(loss/m.ZeroLoss()-1) > 1e-3 {
			t.Fatalf("%q starts at loss %v, half of Σ_yy is %v", text, loss, m.ZeroLoss())
		}
	})
}

// TestOwnExample: what a person finds is superficial, and theory says of it what
// the run shows. Preference, plateaus and end are exact: norms to 1e-3, as much as
// a convergence of the loss to 1e-6 leaves of them. Times and ratio are leading
// order in 1/ln(1/u_0), which is 1/19 here, with branches that turn by the angle
// between Σ_yB and Σ̃_yB: 5 %.
func TestOwnExample(t *testing.T) {
	for _, method := range []string{GradientDescent, GradientFlow} {
		r := runTo(t, map[string]any{"scenario": "own", "method": method}, wholeRun)
		p, err := r.Predict()
		if err != nil {
			t.Fatal(err)
		}
		m := r.Measure(r.Epoch())
		if !p.Superficial || m.First != p.First || p.Better == p.First || m.Converged < 0 {
			t.Fatalf("%s: %+v, measured %+v", method, p, m)
		}
		for i, norm := range p.FinalNorms {
			if got := r.Norm(i)[r.Epoch()]; math.Abs(got/norm-1) > 1e-3 {
				t.Errorf("%s: norm %d ends at %v, want %v", method, i, got, norm)
			}
		}
		drawn := p.Drawn()
		if got := m.Times[m.First]; math.Abs(got/drawn.Times[p.First]-1) > .05 || math.Abs(m.TimeRatio/drawn.Ratio-1) > .05 {
			t.Errorf("%s: first after %v, want %v; ratio %v, want %v", method, got, drawn.Times[p.First], m.TimeRatio, drawn.Ratio)
		}
	}
	if canonical, _, err := ParseMoments(ownExample); canonical != ownExample {
		t.Errorf("the example is not canonical: %s, %v", canonical, err)
	}
}
