package table

import (
	"fmt"
	"math"
	"math/big"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// csvOf writes rows in the shortest decimals.
func csvOf(header string, rows [][]float64) []byte {
	var b strings.Builder
	b.WriteString(header)
	for _, row := range rows {
		for j, v := range row {
			if j > 0 {
				b.WriteByte(',')
			}
			fmt.Fprint(&b, v)
		}
		b.WriteByte('\n')
	}
	return []byte(b.String())
}

// exactMoments is the upper triangle of centred moments, with 300 bits.
func exactMoments(rows [][]float64) (upper []float64) {
	num := func() *big.Float { return new(big.Float).SetPrec(300) }
	n, count := len(rows[0]), num().SetInt64(int64(len(rows)))
	mean := make([]*big.Float, n)
	for j := range n {
		mean[j] = num()
		for _, row := range rows {
			mean[j].Add(mean[j], num().SetFloat64(row[j]))
		}
		mean[j].Quo(mean[j], count)
	}
	for i := range n {
		for j := i; j < n; j++ {
			sum := num()
			for _, row := range rows {
				a := num().Sub(num().SetFloat64(row[i]), mean[i])
				b := num().Sub(num().SetFloat64(row[j]), mean[j])
				sum.Add(sum, a.Mul(a, b))
			}
			v, _ := sum.Quo(sum, count).Float64()
			upper = append(upper, v)
		}
	}
	return upper
}

// TestMomentsAreExact: small variances beside large means, large and tiny units, drifts: moments
// are those of exact arithmetic, in units of standard deviations.
func TestMomentsAreExact(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 3))
	for name, column := range map[string]func(i int) float64{
		"plain":       func(int) float64 { return random.NormFloat64() },
		"large mean":  func(int) float64 { return 1e9 + 1e-3*random.NormFloat64() },
		"year":        func(int) float64 { return 1.7e18 + 1e6*random.NormFloat64() },
		"huge":        func(int) float64 { return 1e59 * random.NormFloat64() },
		"tiny":        func(int) float64 { return 1e-55 * random.NormFloat64() },
		"drift":       func(i int) float64 { return float64(i*i) + random.NormFloat64() },
		"first apart": func(i int) float64 { return 1e-3*random.NormFloat64() + 1e12*float64(1-min(i, 1)) },
		"rare":        func(i int) float64 { return float64(1 - min(i%501, 1)) },
	} {
		var rows [][]float64
		for i := range 1003 {
			x := column(i)
			rows = append(rows, []float64{x, random.NormFloat64(), column(i) + x, x + 1e-3*random.NormFloat64()})
		}
		_, d, err := momentsOf(csvOf("a,b,c,y\n", rows), 0, Options{}, func(*Survey) Plan {
			return Plan{Modalities: []Block{{"A", []int{0, 1}}, {"B", []int{2}}}, Targets: []int{3}, Centre: true}
		})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		want, got := square(exactMoments(rows), 4), square(d.Upper, 4)
		for i := range 4 {
			for j := range 4 {
				if scale := math.Sqrt(want[i*4+i] * want[j*4+j]); math.Abs(got[i*4+j]-want[i*4+j]) > 1e-9*scale {
					t.Errorf("%s: %v at %d, %d, want %v", name, got[i*4+j], i, j, want[i*4+j])
				}
			}
		}
	}
}

// TestHoldOut: rows held out are chosen by seed, are not trained on, and are measured about the
// means of the others; the groups make the whole.
func TestHoldOut(t *testing.T) {
	random := rand.New(rand.NewPCG(4, 4))
	var rows [][]float64
	for range 2000 {
		a, b := random.NormFloat64(), random.NormFloat64()
		rows = append(rows, []float64{5 + a, b, 3 + a - b})
	}
	data := csvOf("a,b,y\n", rows)
	read := func(seed uint64, out float64) *DataSet {
		_, d, err := momentsOf(data, 0, Options{}, func(*Survey) Plan {
			return Plan{Modalities: []Block{{"A", []int{0}}, {"B", []int{1}}}, Targets: []int{2}, Centre: true, HoldOut: out, Seed: seed}
		})
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	d, again, other, none := read(1, .25), read(1, .25), read(2, .25), read(1, 0)
	if !reflect.DeepEqual(d, again) || reflect.DeepEqual(d.Upper, other.Upper) || none.HeldOut != nil {
		t.Error("the seed does not choose the rows")
	}
	if d.Rows+d.Held != 2000 || math.Abs(float64(d.Held)-500) > 80 {
		t.Errorf("%d rows, %d held out", d.Rows, d.Held)
	}
	// Uncentred, they come to all rows together.
	_, raw, err := momentsOf(data, 0, Options{}, func(*Survey) Plan {
		return Plan{Modalities: []Block{{"A", []int{0}}, {"B", []int{1}}}, Targets: []int{2}, HoldOut: .25, Seed: 1}
	})
	if err != nil {
		t.Fatal(err)
	}
	for i, v := range raw.Upper {
		want, at := 0.0, 0
		for a := range 3 {
			for b := a; b < 3; b++ {
				if at == i {
					for _, row := range rows {
						want += row[a] * row[b] / 2000
					}
				}
				at++
			}
		}
		if got := (v*float64(raw.Rows) + raw.HeldOut[i]*float64(raw.Held)) / 2000; math.Abs(got-want) > 1e-9 {
			t.Errorf("%v, want %v", got, want)
		}
	}
	if len(none.Groups) != groups {
		t.Fatalf("%d groups", len(none.Groups))
	}
	for i, want := range none.Upper { // 2000 rows are 31 or 32 a group
		got := 0.0
		for g, group := range none.Groups {
			got += group[i] * float64((2000-g+groups-1)/groups) / 2000
		}
		if math.Abs(got-want) > 1e-9 {
			t.Errorf("the groups come to %v, want %v", got, want)
		}
	}
}

// TestCollinear: what depends on what is named, by the survey and by the moments, and the rank is told.
func TestCollinear(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 5))
	var rows [][]float64
	for range 300 {
		a, b, c := random.NormFloat64(), random.NormFloat64(), random.NormFloat64()
		rows = append(rows, []float64{a, b, 2*a - 3*b, c, 7, a, c + 1e-3*random.NormFloat64(), a + b + c})
	}
	s, d, err := momentsOf(csvOf("a,b,sum,c,seven,again,near,y\n", rows), 0, Options{}, func(*Survey) Plan {
		return Plan{Modalities: []Block{{"A", []int{0, 1, 2, 4}}, {"B", []int{3, 5, 6}}}, Targets: []int{7}, Centre: true}
	})
	if err != nil {
		t.Fatal(err)
	}
	if s.Columns[4].Kind != "constant" || s.Columns[5].DuplicateOf == nil || *s.Columns[5].DuplicateOf != 0 {
		t.Errorf("%+v", s.Columns)
	}
	within := func(lists [][]int, want ...int) bool {
		return slices.ContainsFunc(lists, func(list []int) bool {
			list = slices.Clone(list)
			slices.Sort(list)
			return slices.Equal(list, want)
		})
	}
	if len(s.Collinear) != 2 || !within(s.Collinear, 0, 1, 2) || !within(s.Collinear, 0, 1, 3, 7) && !within(s.Collinear, 1, 2, 3, 7) && !within(s.Collinear, 0, 2, 3, 7) {
		t.Errorf("the survey says %v", s.Collinear)
	}
	if d.Rank != 4 || !reflect.DeepEqual(d.Constant, []int{3}) || len(d.Collinear) != 2 {
		t.Errorf("rank %d, %v constant, %v collinear", d.Rank, d.Constant, d.Collinear)
	}
	for _, v := range d.Upper {
		if math.IsNaN(v) {
			t.Error("NaN")
		}
	}
}

// TestMoreColumnsThanRows: it is allowed, and the rank is told.
func TestMoreColumnsThanRows(t *testing.T) {
	random := rand.New(rand.NewPCG(6, 6))
	var rows [][]float64
	for range 5 {
		row := make([]float64, 12)
		for j := range row {
			row[j] = random.NormFloat64()
		}
		rows = append(rows, row)
	}
	_, d, err := momentsOf(csvOf("", rows), 0, Options{}, nil)
	if err != nil || d.Rank != 4 {
		t.Errorf("%+v, %v", d, err)
	}
}

// TestSurveyIsTrue: its numbers are those of the columns.
func TestSurveyIsTrue(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 7))
	var rows [][]float64
	for i := range 5000 {
		rows = append(rows, []float64{random.NormFloat64(), math.Exp(3 * random.NormFloat64()), 1e3 + float64(i%7), float64(i)})
	}
	_, s, err := surveyOf(csvOf("a,b,c,d\n", rows), 0, Options{})
	if err != nil {
		t.Fatal(err)
	}
	for j, c := range s.Columns {
		lo, hi, sum, squares := math.Inf(1), math.Inf(-1), 0.0, 0.0
		for _, row := range rows {
			lo, hi, sum = math.Min(lo, row[j]), math.Max(hi, row[j]), sum+row[j]
		}
		mean := sum / 5000
		want := make([]int, 16)
		for _, row := range rows {
			squares += (row[j] - mean) * (row[j] - mean)
			want[min(int(16*(row[j]-lo)/(hi-lo)), 15)]++
		}
		if c.Min != lo || c.Max != hi || math.Abs(c.Mean-mean) > 1e-9*(hi-lo) || math.Abs(c.SD/math.Sqrt(squares/5000)-1) > 1e-9 {
			t.Errorf("%+v: mean %v", c, mean)
		}
		total, off := 0, 0
		for i, n := range c.Histogram {
			total += n
			off += max(n-want[i], want[i]-n)
		}
		if total != 5000 || off > 5000/4 {
			t.Errorf("%s: %v, want %v", c.Name, c.Histogram, want)
		}
	}
	if c := s.Columns[2]; c.Distinct != 7 || len(c.Categories) != 7 || s.Columns[0].Distinct != knownDistinct+1 {
		t.Errorf("%+v", c)
	}
}

// TestQuick: the fast path reads what strconv reads.
func TestQuick(t *testing.T) {
	random := rand.New(rand.NewPCG(8, 8))
	for range 200000 {
		word := fmt.Sprintf([]string{"%.3f", "%g", "%e", "%.10g", "%.0f", "%+.17g"}[random.IntN(6)], random.NormFloat64()*math.Pow(10, float64(random.IntN(40)-20)))
		v, n, _ := quick([]byte(word), 0, '.')
		if n == 0 {
			continue
		}
		want, _, ok := marks{'.'}.number(word)
		if n != len(word) || v != want || !ok {
			t.Fatalf("%s is read as %v, in %d characters", word, v, n)
		}
	}
}

// fileOf is a file of rows × columns numbers of six digits.
func fileOf(rows, columns int) []byte {
	random := rand.New(rand.NewPCG(9, 9))
	var b strings.Builder
	for range rows {
		for j := range columns {
			if j > 0 {
				b.WriteByte(',')
			}
			fmt.Fprintf(&b, "%.6g", random.NormFloat64())
		}
		b.WriteByte('\n')
	}
	return []byte(b.String())
}

// BenchmarkSurvey and BenchmarkMoments say how many bytes of a table of 200 columns are read a second.
func BenchmarkSurvey(b *testing.B) {
	data := fileOf(5000, 200)
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		if _, _, err := surveyOf(data, 1<<20, Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkMoments(b *testing.B) {
	data := fileOf(5000, 200)
	r, s, err := surveyOf(data, 1<<20, Options{})
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		if err = r.Begin(s.Guess); err == nil {
			err = fed(r, data, 1<<20)
		}
		if err == nil {
			_, err = r.Finish()
		}
		if err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkSplit(b *testing.B) {
	line := []byte(strings.TrimSpace(string(fileOf(1, 200))))
	var c cells
	s := style{delimiter: ',', marks: marks{'.'}}
	b.SetBytes(int64(len(line)))
	for b.Loop() {
		s.split(line, &c)
	}
}

// BenchmarkGram says how many bytes of 200 numbers in a row are multiplied a second.
func BenchmarkGram(b *testing.B) {
	z := make([]float64, 200)
	for i := range z {
		z[i] = float64(i)
	}
	g := newGram(make([]float64, 200))
	b.SetBytes(8 * 200)
	for b.Loop() {
		g.add(z)
	}
}

// TestTwoLevels: a category of two levels is one number, 1 for the later level, as an input and as a target, in
// words and in whole numbers that are taken as one; of three levels it is three.
func TestTwoLevels(t *testing.T) {
	const text = "a,b,side,size,grade,sex\n1,2,left,1,x,male\n2,1,right,2,y,female\n3,5,left,2,z,female\n4,4,right,2,x,male\n5,1,left,1,y,male\n6,0,left,1,z,female\n"
	for _, targets := range [][]int{{5}, {2}, {3}} {
		_, d, err := momentsOf([]byte(text), 0, Options{}, func(s *Survey) Plan {
			p := Plan{Modalities: []Block{{"A", []int{0, 1}}, {"B", []int{4}}}, OneHot: []int{3}, Targets: targets}
			for _, j := range []int{2, 3, 5} {
				if j != targets[0] {
					p.Modalities[1].Columns = append(p.Modalities[1].Columns, j)
				}
			}
			return p
		})
		if err != nil {
			t.Fatal(targets, err)
		}
		of := map[int]string{2: "side=right", 3: "size=2", 5: "sex=male"}
		if len(d.Targets) != 1 || d.Targets[0] != of[targets[0]] {
			t.Errorf("the targets are %q", d.Targets)
		}
		want := []string{"a", "b", "grade=x", "grade=y", "grade=z"}
		for _, j := range []int{2, 3, 5} {
			if j != targets[0] {
				want = append(want, of[j])
			}
		}
		if !slices.Equal(d.Inputs, want) {
			t.Errorf("the inputs are %q", d.Inputs)
		}
		means := map[int]float64{2: 2. / 6, 3: 3. / 6, 5: 3. / 6} // of squares of zeros and ones
		if v := d.Upper[len(d.Upper)-1]; math.Abs(v-means[targets[0]]) > 1e-15 {
			t.Errorf("%q has the mean square %v", d.Targets, v)
		}
	}
}
