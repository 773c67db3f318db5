package render

import (
	"image/color"
	"math"
	"slices"

	"unimodal-bias-lab/render/scene"
)

// The curves that may part two regions, as r over κ.
const (
	firstPlus = iota
	firstMinus
	betterPlus
	betterMinus
	boundaryCurves
)

func (c *plane) curve(i int, kappa float64) float64 {
	switch i {
	case betterPlus:
		return 1 / kappa
	case betterMinus:
		return -1 / kappa
	}
	plus, minus := c.statics().Boundaries(kappa)
	if i == firstPlus {
		return plus
	}
	return minus
}

// findStops collects every κ at which the picture has a corner: where a curve
// enters or leaves the axis of r, where all curves meet (κ = 1), and where one
// jumps (κ = |ρ|). Sampling there makes every corner exact.
func (c *plane) findStops() {
	c.stop(c.plot.Kappa[0])
	c.stop(c.plot.Kappa[1])
	for _, r := range c.plot.R {
		c.stop(1 / r)
		c.stop(-1 / r)
		meet, jump, pass := c.statics().Corners(r)
		c.stop(meet)
		c.stop(jump)
		for _, kappa := range pass {
			c.stop(kappa)
		}
	}
	slices.Sort(c.stops[:c.stopped])
}

func (c *plane) stop(kappa float64) {
	if kappa >= c.plot.Kappa[0] && kappa <= c.plot.Kappa[1] && c.stopped < len(c.stops) {
		c.stops[c.stopped] = c.plot.x(kappa)
		c.stopped++
	}
}

// A stretch is a range of κ in which no two curves meet and none jumps: between
// its curves, from one edge of the axis to the other, every interval of r
// belongs to one region.
type stretch struct {
	order    [boundaryCurves]int // curves by ascending r
	first    [boundaryCurves + 1]int
	better   [boundaryCurves + 1]int
	stations [maxStations]station
	n        int
}

// station is a place x and the heights of the curves there, held within the
// plot: the bottom of the plot, the curves in their order, its top.
type station struct {
	x float64
	y [boundaryCurves + 2]float64
}

const maxStations = 240

// stretchCount is how many stretches the axis has at most.
const stretchCount = 3

// sample works out stretch number n, counted from the left; one that the axis
// does not have has no stations.
func (c *plane) sample(n int) {
	s := &c.pieces[n]
	meet, jump, _ := c.statics().Corners(1)
	limits := [stretchCount + 1]float64{c.plot.Kappa[0], meet, jump, c.plot.Kappa[1]}
	for i := range limits {
		if math.IsNaN(limits[i]) {
			limits[i] = c.plot.Kappa[1]
		}
		limits[i] = scene.Clamp(limits[i], c.plot.Kappa[0], c.plot.Kappa[1])
	}
	slices.Sort(limits[:])
	from, to := limits[n], limits[n+1]
	if !(to > from*(1+1e-9)) {
		return
	}
	c.sortCurves(s, math.Sqrt(from*to))

	const finest = 2
	x, end := c.plot.x(from), c.plot.x(to)
	step := math.Max(finest, (end-x)/(maxStations-float64(len(c.stops))-2))
	next := 0
	for s.n < maxStations {
		// A hair inside: a curve that jumps at the limit has one value here.
		s.stations[s.n] = c.station(s, x, scene.Clamp(c.plot.kappa(x), from*(1+1e-12), to*(1-1e-12)))
		s.n++
		if x >= end {
			break
		}
		for next < c.stopped && c.stops[next] <= x+1e-6 {
			next++
		}
		x = math.Min(x+step, end)
		if next < c.stopped {
			x = math.Min(x, c.stops[next])
		}
	}
}

func (c *plane) sortCurves(s *stretch, kappa float64) {
	for i := range s.order {
		s.order[i] = i
		for k := i; k > 0 && c.curve(s.order[k], kappa) < c.curve(s.order[k-1], kappa); k-- {
			s.order[k], s.order[k-1] = s.order[k-1], s.order[k]
		}
	}
	for i := range s.first {
		var r float64
		switch i {
		case 0:
			r = c.curve(s.order[0], kappa) - 1
		case boundaryCurves:
			r = c.curve(s.order[i-1], kappa) + 1
		default:
			r = (c.curve(s.order[i-1], kappa) + c.curve(s.order[i], kappa)) / 2
		}
		s.first[i], s.better[i] = Region(c.statics(), kappa, r)
	}
}

func (c *plane) station(s *stretch, x, kappa float64) (st station) {
	st.x = x
	st.y[0], st.y[boundaryCurves+1] = c.plot.Rect.Bottom(), c.plot.Rect.Y
	for i, curve := range s.order {
		st.y[i+1] = c.plot.y(scene.Clamp(c.curve(curve, kappa), c.plot.R[0], c.plot.R[1]))
	}
	return st
}

// regions fills the plane.
func (c *plane) regions() {
	for n := range c.pieces {
		s := &c.pieces[n]
		for i := range s.first {
			hue, opacity := c.Theme.Modality(s.first[i]).Mark, c.Theme.TintOpacity
			if s.first[i] != s.better[i] {
				opacity = c.Theme.StrongOpacity
			}
			key := c.Scene.Key("phase/region/", c.Scene.Number(float64(n), 0), "/", c.Scene.Number(float64(i), 0))
			c.bands(key, s, i, scene.Fade(hue, opacity))
		}
	}
}

// bands draws interval i of a stretch: one band for every run of stations at
// which it has a height.
func (c *plane) bands(key string, s *stretch, i int, colour color.NRGBA) {
	const flat = 1e-6
	picture := c.Scene
	runs := 0
	for from := 0; from < s.n; {
		if s.stations[from].y[i]-s.stations[from].y[i+1] <= flat {
			from++
			continue
		}
		to := from
		for to+1 < s.n && s.stations[to].y[i]-s.stations[to].y[i+1] > flat {
			to++
		}
		start := max(from-1, 0)
		shape := picture.Outline()
		for _, st := range s.stations[start : to+1] {
			shape.Add(scene.Point{X: st.x, Y: st.y[i+1]})
		}
		for _, st := range s.stations[start : to+1] {
			shape.Add(scene.Point{X: st.x, Y: st.y[i]})
		}
		name := key
		if runs > 0 {
			name = picture.Key(key, "/", picture.Number(float64(runs), 0))
		}
		shape.Band(name, colour)
		runs++
		from = to + 1
	}
}

// secondBoundary is the opacity of the ink of the boundary of what explains more.
const secondBoundary = 0.55

// boundaries draws the curves where they lie on the axis of r.
func (c *plane) boundaries() {
	strips := [boundaryCurves]scene.Strip{
		{Key: "phase/first/+", Width: c.Theme.CurveWidth, Colour: c.Theme.Ink},
		{Key: "phase/first/−", Width: c.Theme.CurveWidth, Colour: c.Theme.Ink},
		{Key: "phase/better/+", Width: c.Theme.ThinWidth, Colour: scene.Fade(c.Theme.Ink, secondBoundary)},
		{Key: "phase/better/−", Width: c.Theme.ThinWidth, Colour: scene.Fade(c.Theme.Ink, secondBoundary)},
	}
	for i := boundaryCurves - 1; i >= 0; i-- {
		pen := c.Scene.Pen(strips[i])
		for n := range c.pieces {
			c.follow(&pen, &c.pieces[n], i)
		}
		pen.Lift()
	}
}

// follow draws curve i along a stretch, without its runs along an edge.
func (c *plane) follow(pen *scene.Pen, s *stretch, i int) {
	place := 1 + slices.Index(s.order[:], i)
	bottom, top := c.plot.Rect.Bottom(), c.plot.Rect.Y
	inside := func(k int) bool {
		const slack = 1e-6
		return k >= 0 && k < s.n && s.stations[k].y[place] < bottom-slack && s.stations[k].y[place] > top+slack
	}
	for k := range s.n {
		if inside(k) || inside(k-1) || inside(k+1) {
			pen.LineTo(scene.Point{X: s.stations[k].x, Y: s.stations[k].y[place]})
		}
		if !inside(k) && (k+1 == s.n || !inside(k+1) || inside(k-1)) {
			pen.Lift()
		}
	}
}
