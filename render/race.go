package render

import (
	"math"

	"unimodal-bias-lab/render/scene"
	"unimodal-bias-lab/sim"
	"unimodal-bias-lab/sim/theory"
)

// RacePanel is the panel's name in keys and hits.
const RacePanel = "race"

// Race is the picture of why a unimodal phase is as long as it is: the norms of the
// modalities on an axis on which theory draws straight lines ([theory.Race]). The steeper
// one comes to the top first, and there the other one changes its slope. For two layers the
// axis is logarithmic, for the aligned layers of a deeper network one of u^{2−L}. It is plain
// data; Draw reads it only.
//
// Heights are log₁₀ of the norm as a part of what a modality rests at when it is learned,
// or −u^{2−L}/(L−2): 0 is the finish.
type Race struct {
	Epochs   int     // the x axis is [0, Epochs]
	Playhead float64 // the epoch now; curves are drawn up to it
	Whole    bool    // a hand drags: the rest of the curves is drawn as well, paler
	Pointer  float64 // the epoch under the pointer, NaN for none
	InTau    bool    // times in units of τ = 1/η
	Rate     float64 // η

	Lanes []RaceLane // A, B, …
	Depth int        // L, which decides about the axis
	Low   float64    // the lower end of the axis
	Rough bool       // inputs of several dimensions: half-times of one in twenty are more than a tenth off
	Need  string     // the key of what the network lacks for a race; "": nothing
	Said  RaceCaption

	Parts  int  // how much of the aligned network Show trains at once ([sim.Run.Aligned])
	Behind bool // it has not come to the playhead yet: the next Show brings it nearer

	race     theory.Race // memory of Show: what follows from the next one
	of       *sim.Run
	quiet    bool
	restless bool // no line holds, for training does not settle
	measured sim.Measurement
	whole    sim.Measurement // what the run will have shown by its end
	upTo     int             // and up to which epoch it was known
	box      scene.Rect      // memory of Draw: where names have their places
	naming   int             // and how the parts of the lines are named
}

// RaceLane is one modality.
type RaceLane struct {
	Name    string
	Line    []RacePiece
	Curve   []float64 // height per epoch of the run
	Aligned []float64 // of the aligned network of a deep run
	Arrives float64   // the epoch at which it is learned, as measured; NaN: not by the playhead
	Comes   float64   // the same by the end of the run

	spans   []span               // of Curve
	named   [scene.MaxLabels]int // where the names of the pieces of Line stand, counted from 1; 0: nowhere yet
	pieces  [raceParts]int       // which of them has the name of a part, counted from 1
	arrival int                  // the same of the name of its arrival
}

// RacePiece is a straight part of a predicted line.
type RacePiece struct {
	From, To, Start, End float64 // epochs and heights
	Residual             float64 // ‖Σ_ym‖, or of what others have left of it ‖Σ̃_ym‖
	Rate                 float64 // at which it rises, per τ
	Left                 bool    // whether others have been learned
	Falls, Rests         bool
	Decays               bool // it falls because of weight decay, whatever its sign
}

// RaceCaption is a sentence about the race that has been checked against it.
type RaceCaption struct {
	Key          string // "" for none
	First, Other string
	From, To     float64 // numbers of the sentence
}

// HasRace reports whether the modalities of a run race along straight lines.
func HasRace(run *sim.Run) bool { return run.RaceNeed() == "" }

// NewRace returns an empty panel, with no pointer over it, that trains the aligned network to the playhead at once.
func NewRace() *Race { return &Race{Pointer: math.NaN(), Parts: math.MaxInt} }

// Show fills the picture with a moment. The pointer and the unit of time are left alone,
// memory is reused.
func (p *Race) Show(now Moment) {
	run := now.Run
	s := run.Scenario()
	p.Epochs, p.Playhead, p.Whole, p.Rate, p.Depth = s.Epochs, float64(now.Epoch), now.Whole, s.Eta, s.Depth
	p.Rough = now.Prediction != nil && now.Prediction.Followed()
	if p.of != run || p.quiet != now.Quiet {
		p.quiet = now.Quiet
		p.Need = ""
		p.race = run.Race()
		if need := run.RaceNeed(); need != "" {
			p.Need = "figure.race.needs." + need
		}
		p.restless = p.Need == "" && run.Restless()
		p.lanes(run)
		if !p.Whole { // while a hand drags, and as long as what it left stays, names keep their places
			p.box = scene.Rect{}
		}
		p.of, p.upTo = run, -1
	}
	p.Behind = false
	if p.Need != "" {
		return
	}
	var aligned *sim.Run
	if s.Depth > 2 {
		aligned = run.Aligned(now.Epoch, p.Parts)
		p.Behind = aligned != nil && aligned.Epoch() < now.Epoch && !aligned.Done()
	}
	if p.upTo != run.Epoch() {
		run.MeasureInto(&p.whole, run.Epoch())
		p.upTo = run.Epoch()
	}
	run.MeasureInto(&p.measured, now.Epoch)
	for m := range p.Lanes {
		lane := &p.Lanes[m]
		if known := len(lane.Curve); known != len(run.Norm(m)) {
			lane.Curve = p.heights(lane.Curve, run.Norm(m), m)
			lane.spans = appendSpans(lane.spans[:0], lane.Curve)
		}
		if aligned != nil {
			lane.Aligned = p.heights(lane.Aligned, aligned.Norm(m)[:min(now.Epoch, aligned.Epoch())+1], m)
		}
		lane.Arrives, lane.Comes = p.measured.Times[m], p.whole.Times[m]
	}
	if p.say(run); p.quiet {
		p.Said = RaceCaption{}
	}
}

// lanes takes over the predicted lines, and finds the axis for them.
func (p *Race) lanes(run *sim.Run) {
	modalities := run.Moments().Modalities()
	if len(p.Lanes) != len(modalities) {
		p.Lanes = make([]RaceLane, len(modalities))
	}
	p.Low = 0
	decay := run.Scenario().Decay
	for m, modality := range modalities {
		lane := &p.Lanes[m]
		lane.Name, lane.Line, lane.Curve, lane.Aligned = modality.Name, lane.Line[:0], lane.Curve[:0], lane.Aligned[:0]
		if p.Need != "" {
			continue
		}
		for _, piece := range p.race.Lines[m] {
			next := RacePiece{
				From: piece.From / p.Rate, To: math.Min(piece.To/p.Rate, float64(p.Epochs)),
				Residual: piece.Residual, Rate: piece.Rate, Falls: piece.Rate < 0, Rests: piece.Rests,
			}
			next.Decays = next.Falls && decay > 0 && piece.Residual <= decay
			if next.From >= float64(p.Epochs) {
				break
			}
			for n := range p.race.Lines {
				for _, other := range p.race.Lines[n] {
					next.Left = next.Left || other.Rests && other.From <= piece.From && piece.From < other.To
				}
			}
			next.Start, next.End = p.height(piece.Start, m), p.height(piece.Start+piece.Rate*(next.To*p.Rate-piece.From), m)
			if piece.To/p.Rate <= float64(p.Epochs) {
				next.End = p.height(piece.End, m)
			}
			lane.Line = append(lane.Line, next)
			p.Low = math.Min(p.Low, math.Min(next.Start, next.End))
		}
	}
	p.Low *= 1.04
	if p.Depth == 2 {
		p.Low -= 0.5
	}
	for m := range p.Lanes {
		if p.quiet || p.restless { // the axis is there already, so that nothing moves when the lines come
			p.Lanes[m].Line = p.Lanes[m].Line[:0]
		}
	}
}

// height is where theory's heights lie on the axis.
func (p *Race) height(h float64, m int) float64 {
	if p.Depth > 2 {
		return h
	}
	return (2*h - math.Log(p.level(m))) / math.Ln10
}

// level is the norm that is the finish of a modality: one that is never learned is seen
// beside another one.
func (p *Race) level(m int) float64 {
	level := p.race.Levels[m]
	for _, other := range p.race.Levels {
		if p.race.Levels[m] == 0 {
			level = math.Max(level, other)
		}
	}
	if level == 0 {
		return 1
	}
	return level
}

// heights brings the heights of norms up to date; those that are there stay.
func (p *Race) heights(dst, norms []float64, m int) []float64 {
	if len(dst) > len(norms) {
		dst = dst[:len(norms)]
	}
	power := float64(2-p.Depth) / float64(p.Depth)
	level := p.level(m)
	for _, norm := range norms[len(dst):] {
		if p.Depth > 2 {
			dst = append(dst, -math.Pow(norm, power)/float64(p.Depth-2))
		} else {
			dst = append(dst, math.Log10(norm/level))
		}
	}
	return dst
}

// say finds what can be said of the race by now.
func (p *Race) say(run *sim.Run) {
	p.Said = RaceCaption{}
	if p.restless {
		p.Said.Key = "figure.race.restless"
		return
	}
	order, playhead := p.race.Order, int(p.Playhead)
	if run.Diverged() != nil {
		return
	}
	if len(order) == 0 {
		p.Said.Key = "figure.race.nothing"
		if run.Scenario().Decay > 0 {
			p.Said.Key = "figure.race.sinks"
		}
		return
	}
	first := order[0]
	if p.measured.First >= 0 {
		first = p.measured.First
	}
	one, other := &p.Lanes[first], &p.Lanes[p.other(first)]
	p.Said.First, p.Said.Other = one.Name, other.Name
	if len(one.Line) == 0 || len(other.Line) == 0 || p.whole.First >= 0 && p.whole.First != first {
		return
	}
	if p.Depth > 2 {
		p.Said.Key = "figure.race.deepBeside"
		if one.Curve[0] < one.Line[0].Start && other.Curve[0] < other.Line[0].Start {
			p.Said.Key = "figure.race.deep"
		}
		return
	}
	before := other.Line[0].Residual
	switch {
	case p.measured.First < 0 && len(p.Lanes) > 2:
		if p.steepest(first) {
			p.Said.Key, p.Said.From = "figure.race.steepest", one.Line[0].Residual
		}
	case p.measured.First < 0:
		p.Said.From, p.Said.To = one.Line[0].Residual, before
		signals, slopes := compare(one.Line[0].Residual, before), compare(one.Line[0].Rate, other.Line[0].Rate)
		switch {
		case slopes == 0 && signals == 0:
			p.Said.Key = "figure.race.alike"
		case slopes == 0:
			p.Said.Key = "figure.race.balanced"
		case slopes > 0 && signals > 0:
			p.Said.Key = "figure.race.steeper"
		case slopes > 0:
			p.Said.Key = "figure.race.paced"
		case one.Line[0].Start > other.Line[0].Start:
			p.Said.Key = "figure.race.ahead"
		}
	case p.measured.Second >= 0:
		p.Said.Key, p.Said.From = "figure.race.late", p.measured.TimeRatio
		if p.measured.TimeRatio < 1.05 {
			p.Said.Key = "figure.race.together"
		}
	default:
		p.Said.Key, p.Said.From = "figure.race.arrived", math.Round(one.Arrives)
		if bend, ok := p.bend(other, one.Arrives, playhead); ok {
			p.Said.Key, p.Said.From, p.Said.To = bend, before, p.after(other).Residual
		}
	}
}

// compare is the sign of a − b, 0 where they are alike but for rounding.
func compare(a, b float64) int {
	switch d := a - b; {
	case math.Abs(d) <= 1e-9*math.Abs(b):
		return 0
	case d > 0:
		return 1
	}
	return -1
}

// other is the modality that a sentence is about beside the first one: of several the one whose
// line bends most as the first arrives, and in the end the one that arrives last.
func (p *Race) other(first int) int {
	if p.measured.Second >= 0 {
		return p.measured.Second
	}
	most, other := -1.0, (first+1)%len(p.Lanes)
	for m := range p.Lanes {
		lane := &p.Lanes[m]
		if m == first || len(lane.Line) == 0 {
			continue
		}
		if bend := math.Abs(p.after(lane).Residual - lane.Line[0].Residual); bend > most {
			most, other = bend, m
		}
	}
	return other
}

// steepest reports whether one line is steeper than all others, and no other starts ahead of it.
func (p *Race) steepest(first int) bool {
	one := &p.Lanes[first]
	for m := range p.Lanes {
		if line := p.Lanes[m].Line; m != first && (len(line) == 0 || !(line[0].Residual < (1-1e-9)*one.Line[0].Residual)) {
			return false
		}
	}
	return true
}

// after is the part of a line that follows the arrival of the other one.
func (p *Race) after(lane *RaceLane) *RacePiece {
	for i := range lane.Line {
		if piece := &lane.Line[i]; piece.Left && !piece.Rests {
			return piece
		}
	}
	return &lane.Line[0]
}

// bend tells what a line does when the other modality arrives, if the run has done it by
// now: before and after it has risen as fast as predicted, within a part of that.
func (p *Race) bend(lane *RaceLane, arrival float64, now int) (key string, ok bool) {
	const part, soonest = 0.15, 0.06
	piece, start := p.after(lane), &lane.Line[0]
	settled := int(arrival + soonest*float64(p.Epochs))
	if !piece.Left || now <= settled || now-settled < 3 {
		return "", false
	}
	curve, middle := lane.Curve, int(arrival*0.5)
	if settled >= len(curve) || now >= len(curve) || middle < 1 {
		return "", false
	}
	to := min(now, int(piece.To-0.1*(piece.To-piece.From)))
	agrees := func(from, to int, piece *RacePiece) bool {
		want := (piece.End - piece.Start) / (piece.To - piece.From)
		got := (curve[to] - curve[from]) / float64(to-from)
		return math.Abs(got-want) <= part*math.Max(math.Abs(want), 0.02*math.Abs(p.Low)/float64(p.Epochs))
	}
	if to <= settled || !agrees(middle, int(0.95*arrival), start) || !agrees(settled, to, piece) {
		return "", false
	}
	switch d := piece.Residual - start.Residual; {
	case piece.Decays && start.Decays:
		return "", false // it has been falling before
	case piece.Decays:
		return "figure.race.decays", true
	case piece.Residual == 0:
		return "figure.race.level", true
	case piece.Falls:
		return "figure.race.turns", true
	case math.Abs(d) <= 0.005*start.Residual:
		return "figure.race.straight", true
	case d < 0:
		return "figure.race.flatter", true
	}
	return "figure.race.faster", true
}

// Plot is where Draw puts the axes. It depends on the box, the theme, the words and the
// number of epochs only.
func (p *Race) Plot(box scene.Rect, theme *scene.Theme, words scene.Words) scene.Plot {
	small := theme.SmallSize
	left := scene.TextWidth("10^{−00}", small, 400) + small*0.8
	right := small*2 + scene.TextWidth(words["figure.training.x"], small, 400)
	top, bottom := small*3.3, small*2.1
	if lowRace(box, theme) {
		top = small * 1.9
	}
	if flatRace(box, theme) {
		top = small * 0.6
	}
	if thinRace(box, theme) {
		bottom = small * 0.6
	}
	return scene.Plot{
		Panel: RacePanel, Box: box, Epochs: math.Max(1, float64(p.Epochs)),
		Rect: scene.Rect{X: math.Round(box.X + left), Y: math.Round(box.Y + top), W: math.Round(box.W - left - right), H: math.Round(box.H - top - bottom)},
	}
}

// lowRace reports whether there is no room for a caption.
func lowRace(box scene.Rect, theme *scene.Theme) bool { return box.H < 12*theme.SmallSize }

// flatRace reports whether there is none for a title either.
func flatRace(box scene.Rect, theme *scene.Theme) bool { return box.H < 8*theme.SmallSize }

// thinRace reports whether there is none for epochs: the curves have the same axis.
func thinRace(box scene.Rect, theme *scene.Theme) bool { return box.H < 5.5*theme.SmallSize }
