package render

import (
	"math"

	"unimodal-bias-lab/render/scene"
)

// hatching is lines that leave out texts.
type hatching struct {
	*scene.Board
	slope float64 // of y over x, downwards
	lines scene.Outline
	gaps  [48]scene.Rect
	count int
}

func newHatching(b *scene.Board, texts []scene.Text) (h hatching) {
	h.Board = b
	for i := range texts[:min(len(texts), len(h.gaps))] {
		h.gaps[i] = texts[i].Bounds().Inset(-2)
		h.count++
	}
	return h
}

// begin begins another set of lines.
func (h *hatching) begin() { h.lines = h.Scene.Outline() }

// hatchings are lines over the regions in which a modality is learned first
// although the other explains more: rising ones for A, falling ones for B. They
// are fixed to the plot, so that they stand still while a region changes.
func (c *plane) hatchings(texts []scene.Text) {
	h := newHatching(&c.Board, texts)
	for m := range phaseNames {
		h.slope = float64(2*m - 1)
		c.hatch(&h, m)
	}
}

func (c *plane) hatch(h *hatching, m int) {
	step := c.Theme.HatchSpacing * math.Sqrt2
	origin := c.plot.Rect.Y - h.slope*c.plot.Rect.X
	h.begin()
	for n := range c.pieces {
		s := &c.pieces[n]
		for i := range s.first {
			if s.first[i] != m || s.better[i] == m {
				continue
			}
			low, high := s.offsets(i, h.slope)
			for k := math.Floor((low - origin) / step); origin+k*step <= high; k++ {
				h.line(s, i, origin+k*step)
			}
		}
	}
	h.lines.Lines(c.Scene.Key("phase/hatch/", phaseNames[m]), c.Theme.ThinWidth, c.Theme.Hatch(m))
}

// offsets is the range of y − slope·x within interval i, a little widened: a
// region ends within a step of its last station.
func (s *stretch) offsets(i int, slope float64) (low, high float64) {
	const margin = 4
	low, high = math.Inf(1), math.Inf(-1)
	for _, st := range s.stations[:s.n] {
		if st.y[i] > st.y[i+1] {
			low = math.Min(low, math.Min(st.y[i], st.y[i+1])-slope*st.x)
			high = math.Max(high, math.Max(st.y[i], st.y[i+1])-slope*st.x)
		}
	}
	return low - margin, high + margin
}

// line adds the pieces of the line y = slope·x + offset within interval i.
func (h *hatching) line(s *stretch, i int, offset float64) {
	slope := h.slope
	var a, z scene.Point
	open := false
	for k := 0; k+1 < s.n; k++ {
		p, q := &s.stations[k], &s.stations[k+1]
		y0, y1 := slope*p.x+offset, slope*q.x+offset
		in, out := within(0, 1, y0-p.y[i+1], y1-q.y[i+1])
		in, out = within(in, out, p.y[i]-y0, q.y[i]-y1)
		if in >= out {
			continue
		}
		x := p.x + in*(q.x-p.x)
		if !open || x > z.X+1e-6 {
			if open {
				h.cut(a, z, 0)
			}
			a, open = scene.Point{X: x, Y: slope*x + offset}, true
		}
		x = p.x + out*(q.x-p.x)
		z = scene.Point{X: x, Y: slope*x + offset}
	}
	if open {
		h.cut(a, z, 0)
	}
}

// within narrows [from, to] to where the line from f0 (at 0) to f1 (at 1) is
// not negative.
func within(from, to, f0, f1 float64) (float64, float64) {
	switch {
	case f0 < 0 && f1 < 0:
		return 1, 0
	case f0 < 0:
		return math.Max(from, f0/(f0-f1)), to
	case f1 < 0:
		return from, math.Min(to, f0/(f0-f1))
	}
	return from, to
}

// inside is the part of the line from a to z that lies in r; in ≥ out where none
// does.
func inside(r scene.Rect, a, z scene.Point) (in, out float64) {
	if r.Empty() {
		return 1, 0
	}
	in, out = within(0, 1, a.X-r.X, z.X-r.X)
	in, out = within(in, out, r.Right()-a.X, r.Right()-z.X)
	in, out = within(in, out, a.Y-r.Y, z.Y-r.Y)
	return within(in, out, r.Bottom()-a.Y, r.Bottom()-z.Y)
}

// cut adds the line from a to z without the gaps, of which the first `done` are
// dealt with.
func (h *hatching) cut(a, z scene.Point, done int) {
	const shortest = 1.5
	for ; done < h.count; done++ {
		r := h.gaps[done]
		if a.X > r.Right() || z.X < r.X { // a hatch runs from left to right
			continue
		}
		in, out := inside(r, a, z)
		if in >= out {
			continue
		}
		h.cut(a, scene.Mix(a, z, in), done+1)
		a = scene.Mix(a, z, out)
	}
	if math.Abs(z.X-a.X) >= shortest {
		h.lines.Add(a, z)
	}
}

// free reports whether the line from a to z, which runs to the right, lies on no text.
func (h *hatching) free(a, z scene.Point) bool {
	for _, r := range h.gaps[:h.count] {
		if in, out := inside(r, a, z); in < out {
			return false
		}
	}
	return true
}
