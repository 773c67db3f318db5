package render

import (
	"math"
	"slices"

	"unimodal-bias-lab/render/scene"
	"unimodal-bias-lab/sim"
)

// Preference is what decides between modalities, for data of any dimension:
// how strongly each covaries with the target, which says what is learned first,
// and how much of the target each explains alone. Where the longer bars are not
// of the same modality the preference is superficial. It stands where the plane
// of (κ, r) would, whose axes such data do not have. It is plain data; Draw reads
// it only.
type Preference struct {
	Names     []string
	Rates     []float64 // ‖Σ_ym‖
	Altered   bool      // they count remedies, too: η_m(1 − p + λ)‖Σ_ym‖/η
	Several   bool      // of several targets: they are of the largest singular value
	Explained []float64 // 1 − ℒ(ℳ_m)/ℒ(ℳ_0)
	Fill      []float64 // which part of the final norm is learned, 0 to 1
	Reached   []float64 // the same, more where a weight is larger than it will be; NaN: its final norm is zero
	First     int       // predicted to be learned first
	Better    int
	Measured  int // the modality measured as learned first, −1 while unknown

	measured sim.Measurement // memory of Show
}

// Show fills the picture with a moment and with what theory says of its data; memory
// is reused.
func (p *Preference) Show(now Moment) {
	run, epoch, prediction := now.Run, now.Epoch, now.Prediction
	p.Names, p.Rates, p.Explained, p.Fill, p.Reached = p.Names[:0], p.Rates[:0], p.Explained[:0], p.Fill[:0], p.Reached[:0]
	p.Altered = !slices.Equal(prediction.Rates, prediction.Signals)
	p.Several = run.Moments().Outputs() > 1
	for m, modality := range run.Moments().Modalities() {
		p.Names = append(p.Names, modality.Name)
		p.Rates = append(p.Rates, prediction.Rates[m])
		p.Explained = append(p.Explained, 1-prediction.PlateauLosses[m])
		p.Fill = append(p.Fill, learned(run, m, epoch))
		reached := math.NaN()
		if final := goal(run, m); final > 0 && run.Diverged() == nil {
			reached = run.Norm(m)[epoch] / final
		}
		p.Reached = append(p.Reached, reached)
	}
	if run.Diverged() != nil {
		clear(p.Fill)
	}
	run.MeasureInto(&p.measured, epoch)
	p.First, p.Better, p.Measured = prediction.First, prediction.Better, p.measured.First
	if run.Scenario().Early() {
		p.Measured = -1 // early fusion learns both together: it confirms nothing
	}
}

// Draw lays the picture out in box and appends it to the Scene; in a box without
// room for it draws nothing.
func (p *Preference) Draw(s *scene.Scene, box scene.Rect, theme *scene.Theme, words scene.Words) {
	size := theme.SmallSize
	if len(p.Names) < 2 || box.W < 14*size || box.H < 11*size {
		return
	}
	d := preference{p, scene.Board{Scene: s, Theme: theme, Words: words}, box, barPitch * size}
	// Two groups of bars share what room there is beside the sentence below them. Where that
	// is not enough, the second group gives way.
	rows, both := 2*float64(len(p.Names)), true
	beside := float64(barsBeside)
	if learns, explains := d.sentence(0); learns.Y != explains.Y {
		beside += verdictLine
	}
	fit := func() float64 { return math.Min(barPitch*size, (box.H-(beside+1.5)*size)/rows) }
	if d.pitch = fit(); d.pitch < leastPitch*size {
		both, rows = false, rows/2
		if d.pitch = fit(); d.pitch < leastPitch*size {
			return
		}
	}
	y := box.Y + size
	gap := scene.Clamp((box.H-beside*size-rows*d.pitch)/4, 0, 3*size)
	counts := [...]string{"figure.preference.rate", "figure.preference.rateShort"}
	switch {
	case p.Altered && p.Several:
		counts = [...]string{"figure.preference.alteredSingular", "figure.preference.alteredSingularShort"}
	case p.Altered:
		counts = [...]string{"figure.preference.altered", "figure.preference.alteredShort"}
	case p.Several:
		counts = [...]string{"figure.preference.singular", "figure.preference.singularShort"}
	}
	y = d.group("rate", "figure.preference.first", counts, p.Rates, p.First, y, false) + gap
	best := "figure.preference.better"
	if len(p.Names) > 2 {
		best = "figure.preference.best"
	}
	if both {
		y = d.group("explained", best, [...]string{"figure.preference.explained", "figure.preference.explainedShort"}, p.Explained, p.Better, y, true) + gap
	}
	d.verdict(y + size)
}

type preference struct {
	*Preference
	scene.Board
	box   scene.Rect
	pitch float64 // from one bar of a group to the next
}

// In sizes of small type: from one bar to the next where there is room, how much of that the bar
// takes, and what stands beside the bars.
const (
	barPitch   = 1.9
	leastPitch = 1.3 // names above each other must not touch
	barPart    = 1.15 / barPitch
	barsBeside = 13 - 4*barPitch

	verdictLine = 1.3 // from the first line of the verdict to the second
)

// group is a title, what is counted in the wording that fits, and a bar for every
// modality; it returns where it ends.
func (d *preference) group(key, title string, counts [2]string, values []float64, winner int, y float64, percent bool) float64 {
	s, size := d.Scene, d.Theme.SmallSize
	heading := d.Small(s.Key("preference/", key), s.Format(d.Words, title), d.box.X, y, scene.Start, d.Theme.Ink)
	heading.Weight = 600
	d.Put(heading)
	for _, words := range counts {
		t := d.Small(s.Key("preference/", key, "/symbol"), s.Format(d.Words, words), heading.Bounds().Right()+size*0.8, y, scene.Start, d.Theme.Muted)
		if t.Bounds().Right() <= d.box.Right() && d.PutIfFree(t) {
			break
		}
	}
	most := 0.0
	for _, v := range values {
		most = math.Max(most, v)
	}
	column := 1.6 * size // of names
	for _, name := range d.Names {
		if long, named := d.Words.Name(name); named {
			column = math.Max(column, math.Min(scene.TextWidth(long, size, 600)+.8*size, d.box.W*.3))
		}
	}
	left := d.box.X + column
	room := d.box.W - column - 5*size
	height := barPart * d.pitch
	for m, v := range values {
		y += d.pitch
		hue := d.Theme.Modality(m)
		name := d.Small(s.Key("preference/", key, "/name/", d.Names[m]), d.Names[m], d.box.X, y-height/2+scene.MidHeight*size, scene.Start, hue.Word)
		name.Weight = 600
		if long, named := d.Words.Name(d.Names[m]); named {
			name.Content = s.Shorten(long, size, 600, column-.5*size)
		}
		d.Put(name)
		width := 0.0
		if most > 0 && v > 0 {
			width = room * v / most
		}
		bar := scene.Rect{X: left, Y: y - height, W: math.Max(width, d.Theme.HairWidth), H: height}
		s.AddRect(s.Key("preference/", key, "/bar/", d.Names[m]), bar, scene.Fade(hue.Mark, 0.22))
		bar.W = math.Max(width*d.Fill[m], 0)
		s.AddRect(s.Key("preference/", key, "/learned/", d.Names[m]), bar, hue.Mark)
		text := d.value(v, percent)
		value := d.Small(s.Key("preference/", key, "/value/", d.Names[m]), text, left+width+size*0.6, y-height/2+scene.MidHeight*size, scene.Start, d.Theme.Ink)
		if m == winner {
			value.Weight = 600
		}
		d.Put(value)
	}
	return y + size
}

func (d *preference) value(v float64, percent bool) string {
	if percent {
		return d.Scene.Format(d.Words, "figure.preference.percent", "value", d.Scene.Number(100*v, 0))
	}
	digits := 2
	if v > 0 && v < 0.1 {
		digits = 3
	}
	return d.Scene.Number(v, digits)
}

// sentence says what follows, in one line that starts at y or, where that is too narrow, in two.
func (d *preference) sentence(y float64) (learns, explains scene.Text) {
	s, size := d.Scene, d.Theme.SmallSize
	names := [...]string{"first", d.Names[d.First], "better", d.Names[d.Better]}
	learns = d.Small("preference/learns", s.Format(d.Words, "figure.plane.learns", names[:]...), d.box.X, y, scene.Start, d.Theme.Modality(d.First).Word)
	learns.Weight = 600
	words := "figure.plane.honest"
	switch many := len(d.Names) > 2; {
	case many && d.First != d.Better:
		words = "figure.plane.superficialMany"
	case many:
		words = "figure.plane.honestMany"
	case d.First != d.Better:
		words = "figure.plane.superficial"
	}
	explains = d.Small("preference/explains", s.Format(d.Words, words, names[:]...), learns.Bounds().Right()+.5*size, y, scene.Start, d.Theme.Ink)
	if explains.Bounds().Right() > d.box.Right() {
		explains.X, explains.Y = d.box.X, y+verdictLine*size
	}
	return learns, explains
}

// verdict says what follows, and whether the run agrees.
func (d *preference) verdict(y float64) {
	s, size := d.Scene, d.Theme.SmallSize
	learns, explains := d.sentence(y)
	d.Put(learns)
	d.Put(explains)
	y = explains.Y
	y += 1.5 * size
	if d.Measured < 0 {
		d.Put(d.Small("preference/solid", s.Format(d.Words, "figure.preference.solid"), d.box.X, y, scene.Start, d.Theme.Muted))
		return
	}
	said, hue := s.Format(d.Words, "figure.plane.confirmed"), d.Theme.Muted
	if d.Measured != d.First {
		said, hue = s.Format(d.Words, "figure.plane.contradicted", "first", d.Names[d.Measured]), d.Theme.Modality(d.Measured).Word
	}
	x := d.box.X
	if d.Measured == d.First {
		tickMark(&d.Board, "preference/confirmed", scene.Point{X: x, Y: y}, d.Measured)
		x += size * tickRoom
	}
	d.Put(d.Small("preference/measured", said, x, y, scene.Start, hue))
}
