package theory

import (
	"math"

	"unimodal-bias-lab/sim/linalg"
)

// The race (ours): late fusion of any number of modalities, in two layers or more, from
// small weights. While the modalities 𝓛 that have been learned rest at their regression
// W_𝓛, the residual correlations E_m = Σ_ym − W_𝓛 Σ_𝓛m of the others are constant. So
// ln u_m is a straight line of slope ‖E_m‖/τ, u_m = √‖W_m^tot‖. The next modality to be
// learned is the one whose line arrives first; then residuals change, and the lines bend.
//
// With L > 2 layers −u^{2−L}/(L−2) takes the place of ln u, where u = ‖W_m^tot‖^{1/L} is
// the norm of one layer: it rises at the same rates, to about 0.
//
// A modality has a channel for either sign of what drives it: as one grows the other
// shrinks. A scalar modality that would have to change its sign as others are learned goes
// back to zero first and is in the race again.

// Race is the order in which modalities are learned, and when, in units of τ. It is
// asymptotic: what it leaves out vanishes with the initial weights.
type Race struct {
	Order  []int     // the modalities that are ever learned
	Times  []float64 // half-time of each modality; +Inf: never
	Tied   []bool    // whether another one is learned at the same time, for all that the race can tell
	Levels []float64 // ‖W_m‖ at which each comes to rest when it is learned; 0: never
	Lines  [][]Piece // of each modality, from time 0 on
}

// Piece is a part of a line on which its slope is constant. Heights are ln u, or
// −u^{2−L}/(L−2). Where inputs of several dimensions arrive the end is a few per cent off the
// slope: they turn on the way.
type Piece struct {
	From, To   float64 // the last one ends at +Inf
	Start, End float64 // heights; End is NaN where To is +Inf
	Residual   float64 // ‖E_m‖ of the stage
	Rate       float64 // slope: ‖E_m‖ or less than zero, under descent [DescentRate] of ±‖E_m‖; 0 at rest
	Rests      bool    // it is learned
}

// Height is that of the line at a time within the piece.
func (p *Piece) Height(t float64) float64 {
	if t >= p.To {
		return p.End
	}
	return p.Start + p.Rate*(t-p.From)
}

// TwoLayerRace is the race in two layers from the initial weights as they are: z[m] has
// a row of d_m + 1 numbers for every hidden unit of branch m, its incoming weights and its
// outgoing one. Its half-times are those of [DirectionalTimes], but of inputs of several
// dimensions those of the spread they have.
func TwoLayerRace(d Data, t Training, z [][]float64) Race {
	lanes := make([]lane, len(d.Dims))
	for m := range lanes {
		lanes[m] = &twoLayers{z: z[m], pace: t.Of(d, m)}
	}
	return race(d, lanes)
}

// DeepRace is the race in depth > 2 layers under gradient flow, from aligned layers of
// norm u0[m]. The channel of inputs of several dimensions is told by the sign of the
// product of one residual with the one before.
func DeepRace(d Data, depth int, u0 []float64) Race {
	lanes := make([]lane, len(d.Dims))
	for m := range lanes {
		h := deepHeight(u0[m], depth)
		lanes[m] = &deepLayers{depth: depth, heights: [2]float64{h, h}}
	}
	return race(d, lanes)
}

// lane is what one modality has come to.
type lane interface {
	// channels are the heights of what grows and what shrinks under a residual.
	channels(c []float64) (up, down float64)
	rate(s float64) float64       // slope of a channel; s < 0: it shrinks
	finish(level float64) float64 // the height of ‖W_m‖ = level
	// half is the time to half of a level, under a residual that falls by spread for every
	// unit of W_m ([spreadOf]).
	half(up float64, c, spread []float64, level float64) float64
	pass(c []float64, t float64) // lets time pass under a residual
}

// stage is what the data say while some modalities rest.
type stage struct {
	resting  []bool
	weights  []float64   // their regression, 0 for the others
	residual [][]float64 // E_m of the others
}

func newStage(d Data, resting []bool) stage {
	s := stage{resting: resting, weights: regression(d, resting), residual: make([][]float64, len(d.Dims))}
	scale := 0.0
	for m := range d.Dims {
		scale = math.Max(scale, InputOutputNorm(d, m))
	}
	for m, dim := range d.Dims {
		lo, _ := d.span(m)
		e := append([]float64(nil), d.cross(m)...)
		taken, n := make([]float64, len(e)), d.inputs()
		for i, w := range s.weights {
			own := taken[i/n*dim : (i/n+1)*dim]
			for j := range own {
				own[j] += w * d.Sigma[i%n*n+lo+j]
			}
		}
		size := linalg.Norm(e) + linalg.Norm(taken)
		for j := range e {
			e[j] -= taken[j]
		}
		if norm := linalg.Norm(e); resting[m] || norm <= nothing*size || norm <= nothing*scale {
			clear(e) // rounding
		}
		s.residual[m] = e
	}
	return s
}

// regression is W of the regression on some modalities, 0 for the others.
func regression(d Data, on []bool) []float64 {
	var index, dims []int
	for m := range d.Dims {
		lo, hi := d.span(m)
		for i := lo; on[m] && i < hi; i++ {
			index = append(index, i)
		}
		if on[m] {
			dims = append(dims, d.Dims[m])
		}
	}
	n := d.inputs()
	sigma, cross := make([]float64, 0, len(index)*len(index)), make([]float64, 0, d.outputs()*len(index))
	for _, i := range index {
		for _, j := range index {
			sigma = append(sigma, d.Sigma[i*n+j])
		}
	}
	for k := range d.outputs() {
		for _, i := range index {
			cross = append(cross, d.Yx[k*n+i])
		}
	}
	w := make([]float64, len(d.Yx))
	if len(index) == 0 {
		return w
	}
	part, _ := linalg.Regress(sigma, cross, len(index))
	if d.Decay > 0 {
		part = d.lasso(sigma, cross, dims)
	}
	for k := range d.outputs() {
		for a, i := range index {
			w[k*n+i] = part[k*len(index)+a]
		}
	}
	return w
}

func (s *stage) norm(d Data, m int) float64 {
	lo, hi := d.span(m)
	return linalg.Norm(s.weights[lo:hi])
}

// with is which modalities rest once m does, too.
func (s *stage) with(m int) []bool {
	next := append([]bool(nil), s.resting...)
	next[m] = true
	return next
}

func race(d Data, lanes []lane) Race {
	count := len(lanes)
	r := Race{Times: make([]float64, count), Tied: make([]bool, count), Levels: make([]float64, count), Lines: make([][]Piece, count)}
	for m := range r.Times {
		r.Times[m] = math.Inf(1)
	}
	s, faced := newStage(d, make([]bool, count)), make([]float64, count)
	largest, now := 0.0, 0.0
	for stages := 0; ; stages++ {
		levels, waits, soonest := make([]float64, count), make([]float64, count), math.Inf(1)
		for m, c := range s.residual {
			waits[m] = math.Inf(1)
			if rate := linalg.Norm(c); rate > 0 && lanes[m].rate(rate) > 0 {
				end := stage{weights: regression(d, s.with(m))}
				up, _ := lanes[m].channels(c)
				if levels[m] = end.norm(d, m); levels[m] > nothing*largest {
					waits[m] = math.Max(0, lanes[m].half(up, c, spreadOf(d, s.resting, m), levels[m]))
				}
			}
			if stages < 4*count { // each stage lowers the loss: more of them are rounding
				soonest = math.Min(soonest, waits[m])
			}
		}
		next := append([]bool(nil), s.resting...)
		for m := range lanes {
			arrives := waits[m]-soonest <= alike*(now+soonest)
			r.Lines[m] = appendPieces(r.Lines[m], lanes[m], &s, d, m, now, now+soonest, levels[m], arrives)
			if !arrives {
				continue
			}
			next[m], faced[m] = true, s.residual[m][0]
			largest = math.Max(largest, levels[m])
			if math.IsInf(r.Times[m], 1) {
				r.Order, r.Times[m], r.Levels[m] = append(r.Order, m), now+soonest, levels[m]
			}
		}
		if math.IsInf(soonest, 1) {
			break
		}
		now += soonest
		for m, c := range s.residual {
			if !s.resting[m] {
				lanes[m].pass(c, soonest)
			}
		}
		s = newStage(d, release(d, next, faced))
	}
	for i, m := range r.Order {
		for _, n := range r.Order[:i] {
			if r.Times[m] == r.Times[n] {
				r.Tied[m], r.Tied[n] = true, true
			}
		}
	}
	return r
}

// release takes scalar modalities out whose weight would have to be of the other sign
// than the one they have learned: in between it is zero, where nothing drives it.
func release(d Data, resting []bool, faced []float64) []bool {
	for changed := true; changed; {
		changed = false
		w := regression(d, resting)
		for m, dim := range d.Dims {
			if lo, _ := d.span(m); dim == 1 && resting[m] && w[lo]*faced[m] < 0 {
				resting[m], changed = false, true
			}
		}
	}
	return resting
}

// appendPieces appends what a modality does in a stage.
func appendPieces(line []Piece, l lane, s *stage, d Data, m int, from, to, level float64, arrives bool) []Piece {
	if s.resting[m] {
		h := l.finish(s.norm(d, m))
		return append(line, Piece{From: from, To: to, Start: h, End: h, Rests: true})
	}
	rate := linalg.Norm(s.residual[m])
	up, down := l.channels(s.residual[m])
	p := Piece{From: from, To: to, Start: up, Residual: rate}
	switch {
	case rate == 0:
		if len(line) > 0 {
			p.Start = line[len(line)-1].End // nothing drives it
		}
		p.Rate, p.End = l.rate(0), p.Start // but decay shrinks it
		switch {
		case p.Rate == 0:
		case math.IsInf(to, 1):
			p.End = math.NaN()
		default:
			p.End += p.Rate * (to - from)
		}
		return append(line, p)
	case len(line) > 0 && down > up: // the channel that is ahead shrinks
		fall := Piece{From: from, To: to, Start: down, Residual: rate, Rate: l.rate(-rate)}
		if line[len(line)-1].Rests {
			fall.Start = line[len(line)-1].End
		}
		met := from + (fall.Start-up)/(l.rate(rate)-fall.Rate)
		if fall.To = math.Min(met, to); fall.To > from {
			fall.End = fall.Start + fall.Rate*(fall.To-from)
			line = append(line, fall)
		}
		if met >= to {
			return line
		}
		p.From, p.Start = met, fall.End
	}
	p.Rate = l.rate(rate)
	switch {
	case arrives:
		p.End = l.finish(level)
	case math.IsInf(to, 1):
		p.End = math.NaN()
	default:
		p.End = p.Start + p.Rate*(to-p.From)
	}
	return append(line, p)
}

// twoLayers is a lane of two layers.
type twoLayers struct {
	z      []float64 // initial weights
	pace   Pace
	driven []driven // by what so far
}

type driven struct {
	by   []float64
	time float64
}

func (l *twoLayers) channels(c []float64) (up, down float64) {
	v := towards(c)
	back := append([]float64(nil), v...)
	back[len(c)] = -1
	return l.amplitude(v) + math.Log(l.ahead(c)), l.amplitude(back)
}

// amplitude is ln of ‖Z v‖/(√2 ‖v‖) as it has become.
func (l *twoLayers) amplitude(v []float64) float64 {
	size := math.Sqrt2 * linalg.Norm(v)
	for i := len(l.driven) - 1; i >= 0; i-- { // e^K is symmetric
		v = Propagate(v, l.driven[i].by, l.driven[i].time, l.pace)
	}
	return math.Log(linalg.Norm(modeOf(l.z, v)) / size)
}

// ahead is [Pace.from] of all stages so far, and of the one to come, for the mode that grows
// under c.
func (l *twoLayers) ahead(c []float64) float64 {
	ahead, before := 1.0, 1.0
	for _, d := range l.driven {
		s := math.Copysign(linalg.Norm(d.by), linalg.Dot(d.by, c))
		ahead *= l.pace.from(before, s)
		before = l.pace.factor(s)
	}
	return ahead * l.pace.from(before, linalg.Norm(c))
}

func (l *twoLayers) rate(s float64) float64       { return l.pace.Growth(s) }
func (l *twoLayers) finish(level float64) float64 { return math.Log(level) / 2 }
func (l *twoLayers) pass(c []float64, t float64)  { l.driven = append(l.driven, driven{c, t}) }

func (l *twoLayers) half(up float64, c, spread []float64, level float64) float64 {
	s, u0 := linalg.Norm(c), math.Exp(up)
	t := l.pace.Half(s, level, u0)
	if math.IsNaN(t) { // beyond the level from the start
		return 0
	}
	if x := l.pace.Rate * (s - l.pace.Decay); x > 0 {
		t += lag(c, spread, level, l.pace) * x / l.pace.Growth(s)
	}
	return t
}

// deepLayers is a lane of more layers.
type deepLayers struct {
	depth   int
	heights [2]float64 // of the channel along facing and of the other one
	facing  []float64  // the residual before
}

func deepHeight(u float64, depth int) float64 {
	return -math.Pow(u, float64(2-depth)) / float64(depth-2)
}

func (l *deepLayers) turned(c []float64) bool {
	return l.facing != nil && linalg.Dot(c, l.facing) < 0
}

func (l *deepLayers) channels(c []float64) (up, down float64) {
	if l.turned(c) {
		return l.heights[1], l.heights[0]
	}
	return l.heights[0], l.heights[1]
}

func (l *deepLayers) rate(s float64) float64 { return s }

func (l *deepLayers) finish(level float64) float64 {
	return deepHeight(math.Pow(level, 1/float64(l.depth)), l.depth)
}

func (l *deepLayers) pass(c []float64, t float64) {
	if linalg.Norm(c) == 0 {
		return
	}
	if l.turned(c) {
		l.heights[0], l.heights[1] = l.heights[1], l.heights[0]
	}
	l.facing = c
	s := linalg.Norm(c)
	l.heights[0] += s * t
	l.heights[1] -= s * t
}

func (l *deepLayers) half(up float64, c, _ []float64, level float64) float64 {
	u := math.Pow(-up*float64(l.depth-2), -1/float64(l.depth-2))
	return DeepHalfTime(linalg.Norm(c), level, u, l.depth)
}

// DeepHalfTime returns when aligned late fusion in depth > 2 layers of norm u0 reaches half
// its plateau, in units of τ (ours): with x = u/plateau^{1/L} the flow is
// ẋ ∝ x^{L−1}(1 − x^L), whose 1/ẋ is x^{1−L} + x/(1 − x^L). Exact for a scalar input as long
// as the others are at zero.
func DeepHalfTime(s, plateau, u0 float64, depth int) float64 {
	L := float64(depth)
	unit := math.Pow(plateau, 1/L)
	from, to := u0/unit, math.Pow(0.5, 1/L)
	if !(from < to) {
		return 0
	}
	rest := func(x float64) float64 { return x / (1 - math.Pow(x, L)) }
	t := (math.Pow(from, 2-L)-math.Pow(to, 2-L))/(L-2) + integral(rest, from, to)
	return t * math.Pow(unit, 2-L) / s
}
