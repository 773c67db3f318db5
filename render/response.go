package render

import (
	"math"

	"unimodal-bias-lab/render/scene"
	"unimodal-bias-lab/sim"
)

// Response is what a network computes in the xor task: its answer ŷ against the
// number x_A, a curve for each of the four values of x_B, over the target, which is
// two straight lines y = x_A ± 1. While A is learned alone the four curves are one,
// in the middle between these; as xor is learned they part into two pairs. It stands
// where the plane of (κ, r) would, for xor correlates with nothing: a line says what
// second moments cannot.
//
// Curves take the hue of B as far as they have parted. Those of equal signs end in
// filled squares, those of unequal ones in hollow squares, beside their x_B. It is
// plain data; Draw reads it only.
type Response struct {
	Names   []string // of the modalities
	Reach   float64  // x_A runs over [−Reach, Reach]: 2.5 of its standard deviations
	Points  [sim.XorPoints]ResponsePoint
	Learned float64 // the part of xor that is in the answers: their mean product with it

	inputs, answers []float64 // memory of Show
}

// ResponsePoint is a value of x_B.
type ResponsePoint struct {
	B       [2]float64
	Xor     float64   // the target is x_A + Xor
	Answers []float64 // ŷ at evenly spaced x_A from −Reach to Reach
}

const (
	responseReach  = 2.5 // standard deviations of x_A
	responsePlaces = 65  // where a curve is worked out; one of them is zero
)

// Show fills the picture with the answers of a run's network at an epoch; memory is
// reused.
func (r *Response) Show(now Moment) {
	run, epoch := now.Run, now.Epoch
	r.Names = r.Names[:0]
	for _, modality := range run.Moments().Modalities() {
		r.Names = append(r.Names, modality.Name)
	}
	r.Reach = responseReach * run.Scenario().Kappa
	r.inputs = r.inputs[:0]
	for i := range r.Points {
		p := &r.Points[i]
		p.B, p.Xor = sim.XorPoint(i)
		for k := range responsePlaces {
			r.inputs = append(r.inputs, r.place(k, responsePlaces), p.B[0], p.B[1])
		}
	}
	r.answers = run.Answers(r.answers[:0], epoch, r.inputs)
	product, weight := 0.0, 0.0
	for i := range r.Points {
		p := &r.Points[i]
		p.Answers = r.answers[i*responsePlaces : (i+1)*responsePlaces]
		for k, y := range p.Answers {
			z := responseReach * r.place(k, responsePlaces) / r.Reach
			density := math.Exp(-z * z / 2)
			product += density * y * p.Xor
			weight += density
		}
	}
	r.Learned = product / weight
}

// place is x_A at one of so many places.
func (r *Response) place(k, places int) float64 {
	return r.Reach * (2*float64(k)/float64(places-1) - 1)
}

// above is how far the upright axis reaches beyond the ends of the middle line:
// the target is 1 away from it, and the answers may overshoot.
const above = 1.25

// Plot is where Draw puts the axes. They depend on the box, the theme and Reach
// only.
func (r *Response) Plot(box scene.Rect, theme *scene.Theme) WeightPlot {
	p := WeightPlot{Box: box, Rect: weightRoom(box, theme), A: [2]float64{-r.Reach, r.Reach}, B: [2]float64{-r.Reach - above, r.Reach + above}}
	p.Rect.W -= endRoom * theme.SmallSize
	return p
}

// endRoom is what the names at the ends of the curves take, in sizes of small type.
const endRoom = 6.4

// Draw lays the picture out in box and appends it to the Scene; in a box without
// room for it draws nothing.
func (r *Response) Draw(s *scene.Scene, box scene.Rect, theme *scene.Theme, words scene.Words) WeightPlot {
	d := response{r, weights{Board: scene.Board{Scene: s, Theme: theme, Words: words}, panel: "response", plot: r.Plot(box, theme)}}
	if !d.plot.roomy(theme) || len(r.Names) < 2 || len(r.Points[0].Answers) < 2 {
		return d.plot
	}
	d.titles()
	step := scene.TickStep(-r.Reach, r.Reach, int(scene.Clamp(math.Min(d.plot.Rect.W/(3.2*theme.SmallSize), d.plot.Rect.H/(2.4*theme.SmallSize)), 3, 5)))
	d.grid(step)
	d.zeros(theme.Grid)
	d.ticks(step, step)
	d.target()
	d.curves()
	d.ends()
	d.legend()
	return d.plot
}

type response struct {
	*Response
	weights
}

// titles says what is drawn above, and what along x below.
func (d *response) titles() {
	s, size, r := d.Scene, d.Theme.SmallSize, d.plot.Rect
	title := d.Small("response/title", s.Format(d.Words, "figure.response.title"), d.plot.Box.X, d.plot.Box.Y+size, scene.Start, d.Theme.Ink)
	title.Weight = 600
	d.Put(title)
	d.Put(d.Small("response/x", s.Format(d.Words, "figure.response.x", "name", d.Names[0]), r.Right(), r.Bottom()+size*3.05, scene.End, d.Theme.Modality(0).Word))
}

// target draws the two lines on which the target lies.
func (d *response) target() {
	for i, name := range [...]string{"below", "above"} {
		shift := float64(2*i - 1)
		d.Scene.AddLine(d.Scene.Key("response/target/", name), d.plot.At(-d.Reach, shift-d.Reach), d.plot.At(d.Reach, shift+d.Reach), d.Theme.ThinWidth, scene.Fade(d.Theme.Ink, 0.5), [2]float64{})
	}
}

// curves draws the answers, as far as they lie between the axes.
func (d *response) curves() {
	hue := blend(d.Theme.Ink, d.Theme.Modality(1).Mark, portion(d.Learned))
	for i := range d.Points {
		p := &d.Points[i]
		pen := d.Scene.Pen(scene.Strip{Key: d.Scene.Key("response/curve/", d.name(p)), Width: d.Theme.CurveWidth, Colour: hue})
		for k, y := range p.Answers {
			at := d.plot.At(d.place(k, len(p.Answers)), y)
			if !d.plot.Rect.Inset(-1).Contains(at.X, at.Y) {
				pen.Lift()
				continue
			}
			pen.LineTo(at)
		}
		pen.Lift()
	}
}

// name writes x_B by its signs.
func (d *response) name(p *ResponsePoint) string {
	signs := [2]string{"+", "+"}
	for i, v := range p.B {
		if v < 0 {
			signs[i] = "−"
		}
	}
	return d.Scene.Key("(", signs[0], ",", signs[1], ")")
}

// end is where the curve of a point of x_B ends.
func (d *response) end(p *ResponsePoint) scene.Point {
	y := scene.Clamp(p.Answers[len(p.Answers)-1], d.plot.B[0], d.plot.B[1])
	return d.plot.At(d.Reach, y)
}

// ends names the curves where they have parted, and all of them at once where they
// are one.
func (d *response) ends() {
	s, theme := d.Scene, d.Theme
	low, high := math.Inf(1), math.Inf(-1)
	for i := range d.Points {
		y := d.end(&d.Points[i]).Y
		low, high = math.Min(low, y), math.Max(high, y)
	}
	if !scene.Finite(high - low) {
		return
	}
	x := d.plot.Rect.Right() + theme.MarkRadius + theme.SmallSize*0.6
	if high-low < theme.CurveWidth {
		d.PutIfFree(d.Small("response/all", s.Format(d.Words, "figure.response.all", "name", d.Names[1]), x, (low+high)/2+scene.MidHeight*theme.SmallSize, scene.Start, theme.Ink))
		return
	}
	var names scene.Column
	add := func(name string, y float64) {
		names.Add(d.Small(s.Key("response/name/", name), name, x, y, scene.Start, theme.Modality(1).Word), y)
	}
	for i := range d.Points {
		p := &d.Points[i]
		at := d.end(p)
		d.mark(p, at)
		twin := &d.Points[len(d.Points)-1-i] // the one with the opposite signs has the same target
		switch other := d.end(twin); {
		case math.Abs(at.Y-other.Y) > theme.SmallSize*scene.LineHeight:
			add(d.name(p), at.Y)
		case i < len(d.Points)/2:
			add(s.Key(d.name(p), " ", d.name(twin)), (at.Y+other.Y)/2)
		}
	}
	if names.Settle(x, scene.Start, d.plot.Box.Y, d.plot.Box.Bottom()) {
		for i := range names.Count {
			d.Put(names.Texts[i])
		}
	}
}

// mark ends a curve: filled for equal signs, hollow for unequal ones.
func (d *response) mark(p *ResponsePoint, at scene.Point) {
	hue, width := d.Theme.Modality(1).Mark, d.Theme.ThinWidth*1.2
	mark := scene.Mark{Key: d.Scene.Key("response/end/", d.name(p)), At: at, Radius: d.Theme.MarkRadius, Shape: scene.Square, Fill: hue}
	if p.Xor > 0 {
		mark.Fill, mark.Ring, mark.RingW, mark.Radius = d.Theme.Paper, hue, width, d.Theme.MarkRadius-width/2
	}
	d.Scene.AddMark(mark)
}

// legend stands in the corners that no line comes to: what the thin lines are, and
// how much of xor is learned.
func (d *response) legend() {
	s, size, r := d.Scene, d.Theme.SmallSize, d.plot.Rect
	d.note(d.Small("response/thin", s.Format(d.Words, "figure.response.target", "name", d.Names[0]), r.X+size*0.6, r.Y+size*1.2, scene.Start, d.Theme.Muted))
	if scene.Finite(d.Learned) {
		percent := s.Number(100*scene.Clamp(d.Learned, -9.99, 9.99), 0)
		d.note(d.Small("response/learned", s.Format(d.Words, "figure.response.learned", "value", percent), r.Right()-size*0.6, r.Bottom()-size*0.7, scene.End, d.Theme.Modality(1).Word))
	}
}

// note puts a text into a corner, if that is not too much for it.
func (d *response) note(t scene.Text) {
	if b := t.Bounds(); b.W < 0.6*d.plot.Rect.W && b.H < 0.2*d.plot.Rect.H {
		d.Put(t)
	}
}
