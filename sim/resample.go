package sim

import (
	"math"
	"math/rand/v2"
	"slices"

	"unimodal-bias-lab/sim/linalg"
	"unimodal-bias-lab/sim/theory"
)

// Redraws is how many samples a [Resampling] takes.
const Redraws = 200

// tooClose is the part of draws in which another modality may come first before it is too close to
// call which one does.
const tooClose = .05

// MostRows is the largest number of rows somebody may say that a matrix is from.
const MostRows = 1e9

// Ways of drawing what another sample of the same size could have been.
const (
	FromGroups   = "groups"   // groups of the rows themselves, with replacement
	FromGaussian = "gaussian" // Gaussian data with the moments as they are
)

// Resampling asks what sampling error could change: how often another sample of as many rows gives
// another order, and how far times and shares go. It predicts by formula, for a typical network of
// the scenario in place of the very one, and trains nothing.
type Resampling struct {
	From string // [FromGroups] or [FromGaussian]
	Rows int    // of a sample

	scenario Scenario
	set      *DataSet
	root     []float64 // L of E[z zᵀ] = L Lᵀ, n × rank
	rank     int
	unit     bool // a correlation matrix: every draw is standardised
	random   *rand.Rand
	drawn    []forecast
	whole    forecast
	lost     int // draws that no data have, for rounding
}

// forecast is what formulas say of some moments.
type forecast struct {
	times     []float64 // nil: no formula tells
	first     int       // −1: nobody
	better    int
	alone     []float64 // parts of the target's mean square
	explained float64
}

// Band is a number and the interval in which 95 % of draws have it.
type Band struct {
	Value float64 `json:"value"`
	Low   float64 `json:"low"`
	High  float64 `json:"high"`
}

// Sensitivity is what a [Resampling] has found.
type Sensitivity struct {
	From  string `json:"from"`
	Rows  int    `json:"rows"`
	Draws int    `json:"draws"` // so far
	Of    int    `json:"of"`
	// First is in which part of the draws each modality comes first; nil: no formula says who does.
	First []float64 `json:"first"`
	// Leader comes first most often, and Rival after it; −1: nobody else ever does.
	Leader int  `json:"leader"`
	Rival  int  `json:"rival"`
	Close  bool `json:"close"` // Rival does so too often to call it
	// Ratio is that of the time of the last modality to that of the first; nil: there is none.
	Ratio       *Band   `json:"ratio"`
	Unending    float64 `json:"unending"` // part of the draws in which some modality is never learned
	Alone       []Band  `json:"alone"`    // what each explains alone
	Explained   Band    `json:"explained"`
	Superficial float64 `json:"superficial"` // part of the draws in which who comes first does not explain most
}

// Why there is no resampling.
const (
	NoRows = "rows" // nothing says how many rows the moments are from
	NoOwn  = "own"  // the moments are not somebody's data
)

// NewResampling prepares draws for the data of a scenario. rows is how many somebody says the
// moments are from, 0: nobody does; a set that knows goes by itself. Where there is none, it says why.
func NewResampling(s Scenario, rows int) (r *Resampling, why string) {
	set := Kept(s.Own)
	if s.Task != TaskOwn || set == nil {
		return nil, NoOwn
	}
	r = &Resampling{From: FromGroups, Rows: set.Rows, scenario: s, set: set, random: rand.New(rand.NewPCG(uint64(s.Seed), resampleStream))}
	if len(set.Groups) < fewestGroups {
		r.From = FromGaussian
		if r.Rows == 0 {
			r.Rows = rows
		}
		if r.Rows < 2 {
			return nil, NoRows
		}
		joint, n := set.joint(set.Upper)
		if r.root, r.rank = linalg.Root(joint, n); r.rank == 0 {
			return nil, NoOwn
		}
		r.unit = set.Rows == 0
		for i := range n {
			r.unit = r.unit && math.Abs(joint[i*n+i]-1) < 1e-9
		}
	}
	var ok bool
	if r.whole, ok = r.foretell(set.Upper); !ok {
		return nil, NoOwn
	}
	return r, ""
}

// resampleStream keeps the draws apart from the streams of layers and examples.
const resampleStream = 1 << 34

// fewestGroups are needed to resample them: fewer have too few ways to be drawn.
const fewestGroups = 16

// Done reports whether all draws are taken.
func (r *Resampling) Done() bool { return r.Taken() >= Redraws }

// Taken is how many there are so far, those among them that came to nothing.
func (r *Resampling) Taken() int { return len(r.drawn) + r.lost }

// Step takes one.
func (r *Resampling) Step() {
	if r.Done() {
		return
	}
	upper := r.drawGroups
	if r.From == FromGaussian {
		upper = r.drawGaussian
	}
	if f, ok := r.foretell(upper()); ok {
		r.drawn = append(r.drawn, f)
	} else {
		r.lost++
	}
}

// drawGroups averages as many groups as there are, drawn with replacement.
func (r *Resampling) drawGroups() []float64 {
	groups := r.set.Groups
	counts := make([]int, len(groups))
	for range groups {
		counts[r.random.IntN(len(groups))]++
	}
	upper := make([]float64, len(r.set.Upper))
	for g, count := range counts {
		if count == 0 {
			continue
		}
		part := float64(count) / float64(len(groups))
		for i, v := range groups[g] {
			upper[i] += part * v
		}
	}
	return upper
}

// drawGaussian draws the moments of rows of Gaussian numbers by Bartlett's decomposition: with
// T lower triangular, T_ii² of a χ² distribution with Rows − i degrees of freedom and T_ij normal,
// L T Tᵀ Lᵀ is of Wishart's distribution with Rows of them. Centred rows have one less.
func (r *Resampling) drawGaussian() []float64 {
	n, k := r.set.size(), r.rank
	degrees := r.Rows
	if r.set.Centred || r.unit {
		degrees--
	}
	columns := min(k, degrees)
	t := make([]float64, k*columns)
	for i := range k {
		for j := 0; j < min(i, columns); j++ {
			t[i*columns+j] = r.random.NormFloat64()
		}
		if i < columns {
			t[i*columns+i] = math.Sqrt(r.chiSquare(degrees - i))
		}
	}
	lt := make([]float64, n*columns)
	for i := range n {
		for a := range k {
			l := r.root[i*k+a]
			if l == 0 {
				continue
			}
			for j := 0; j < min(a+1, columns); j++ {
				lt[i*columns+j] += l * t[a*columns+j]
			}
		}
	}
	upper := make([]float64, 0, len(r.set.Upper))
	part := 1 / float64(degrees)
	for i := range n {
		for j := i; j < n; j++ {
			sum := 0.0
			for c := range columns {
				sum += lt[i*columns+c] * lt[j*columns+c]
			}
			upper = append(upper, part*sum)
		}
	}
	if r.unit {
		correlate(upper, n)
	}
	return upper
}

// correlate makes the upper triangle of a matrix one of correlations.
func correlate(upper []float64, n int) {
	scale := make([]float64, n)
	for i, at := 0, 0; i < n; i++ {
		if scale[i] = math.Sqrt(upper[at]); !(scale[i] > 0) {
			scale[i] = 1
		}
		at += n - i
	}
	for i, at := 0, 0; i < n; i++ {
		for j := i; j < n; j++ {
			upper[at] /= scale[i] * scale[j]
			at++
		}
	}
}

// chiSquare draws from the distribution of the sum of so many squares of normal numbers, by the
// rejection of Marsaglia and Tsang (2000).
func (r *Resampling) chiSquare(degrees int) float64 {
	shape := float64(degrees) / 2
	if degrees == 1 {
		x := r.random.NormFloat64()
		return x * x
	}
	d := shape - 1.0/3
	c := 1 / math.Sqrt(9*d)
	for {
		x := r.random.NormFloat64()
		v := 1 + c*x
		if v <= 0 {
			continue
		}
		v *= v * v
		if math.Log(1-r.random.Float64()) < x*x/2+d-d*v+d*math.Log(v) {
			return 2 * d * v
		}
	}
}

// foretell is what formulas say of moments with the triangle of a set; ok is false where no data
// have them.
func (r *Resampling) foretell(upper []float64) (f forecast, ok bool) {
	m, err := r.set.momentsOf("own", upper)
	if err != nil {
		return f, false
	}
	data, err := (&Data{Moments: m}).scaled(r.scenario.Scaling)
	if err != nil {
		return f, false
	}
	m = data.Moments
	zero := m.ZeroLoss()
	f.explained = m.explained(nil)
	for i, loss := range m.aloneLoss {
		f.alone = append(f.alone, math.Max(0, 1-loss/zero))
		if f.alone[i] > f.alone[f.better] {
			f.better = i
		}
	}
	f.first, f.times = r.scenario.forecast(m.objective(&r.scenario.Remedies, r.scenario.Early()))
	return f, true
}

// forecast is who comes first and, where a formula says so, when everyone does, in units of τ, for a
// typical network of the scenario. −1: no formula says who comes first.
func (s *Scenario) forecast(m *Moments) (first int, times []float64) {
	if s.Early() || s.Untold() || relu(s) {
		return -1, nil
	}
	d := m.theory()
	switch late := s.Fusion == s.Depth && s.DepthGap == 0; {
	case late && s.TwoLayers() && m.directed:
		times = theory.NormRace(d, s.trained(), s.effective())
	case late && s.TwoLayers():
		times = theory.TypicalRace(d, s.trained(), s.effective()).Times
	case late && !s.altered() && m.outputs == 1:
		times = theory.DeepRace(d, s.Depth, s.inits()).Times
	case len(d.Dims) == 2 && m.outputs == 1:
		first, _ = s.firstOf(d)
		if _, signed, _ := predictTimes(*s, d, first); signed.Times[first] > 0 {
			times = signed.Times
		}
		return first, times
	default:
		first, _ = s.firstOf(d)
		return first, nil
	}
	first, _ = theory.SoonestOf(times)
	if math.IsInf(times[first], 1) {
		return -1, nil
	}
	return first, times
}

// Sensitivity says what the draws have shown so far.
func (r *Resampling) Sensitivity() Sensitivity {
	count := len(r.whole.alone)
	s := Sensitivity{From: r.From, Rows: r.Rows, Draws: len(r.drawn), Of: Redraws - r.lost, Leader: -1, Rival: -1}
	part := 1 / float64(max(1, len(r.drawn)))
	first := make([]float64, count)
	told := 0
	for i := range r.drawn {
		if f := &r.drawn[i]; f.first >= 0 {
			first[f.first]++
			told++
			if f.first != f.better {
				s.Superficial += part
			}
		}
	}
	if told > 0 {
		for m := range first {
			first[m] /= float64(told)
			if s.Leader < 0 || first[m] > first[s.Leader] {
				s.Leader = m
			}
		}
		for m := range first {
			if m != s.Leader && first[m] > 0 && (s.Rival < 0 || first[m] > first[s.Rival]) {
				s.Rival = m
			}
		}
		s.First = first
		s.Close = s.Rival >= 0 && first[s.Rival] > tooClose
	}
	s.Explained = r.band(r.whole.explained, func(f *forecast) float64 { return f.explained })
	for m := range count {
		s.Alone = append(s.Alone, r.band(r.whole.alone[m], func(f *forecast) float64 { return f.alone[m] }))
	}
	if r.whole.times == nil {
		return s
	}
	ratio := r.band(r.whole.ratio(), (*forecast).ratio)
	for i := range r.drawn {
		if math.IsInf(r.drawn[i].ratio(), 1) {
			s.Unending += part
		}
	}
	if !math.IsInf(ratio.Value, 0) && !math.IsNaN(ratio.Value) && !math.IsInf(ratio.High, 0) {
		s.Ratio = &ratio
	}
	return s
}

// ratio is that of the last time to the first, +Inf: someone is never learned.
func (f *forecast) ratio() float64 {
	if f.times == nil || f.first < 0 {
		return math.Inf(1)
	}
	return slices.Max(f.times) / f.times[f.first]
}

// band is the interval that leaves out as many draws below as above it, 5 % in all.
func (r *Resampling) band(v float64, of func(*forecast) float64) Band {
	if len(r.drawn) == 0 {
		return Band{v, v, v}
	}
	values := make([]float64, len(r.drawn))
	for i := range r.drawn {
		values[i] = of(&r.drawn[i])
	}
	slices.Sort(values)
	at := func(part float64) float64 {
		x := part * float64(len(values)-1)
		lo := int(x)
		hi := min(lo+1, len(values)-1)
		if math.IsInf(values[hi], 1) || values[lo] == values[hi] {
			return values[lo+int(math.Round(x-float64(lo)))*(hi-lo)]
		}
		return values[lo] + (x-float64(lo))*(values[hi]-values[lo])
	}
	return Band{v, at(.025), at(.975)}
}
