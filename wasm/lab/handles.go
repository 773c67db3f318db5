package lab

import (
	"math"

	"unimodal-bias-lab/render/scene"
	"unimodal-bias-lab/sim"
)

// The handles of the pictures, by the names the page uses. The page keeps a
// focusable element over each; what happens to it arrives here as commands.
const (
	phaseHandle  = "phase"  // the operating point (κ, r)
	fusionHandle = "fusion" // the fusion layer
)

// handle is what a hand, a pointer or the keyboard does with one handle.
type handle struct {
	state   scene.HandleState
	grabbed sim.Scenario // what the run was of when the hand took hold
	pulse   float64      // seconds since the invitation began; NaN for none
	told    handlePlace
}

// handlePlace is what the page knows of a handle.
type handlePlace struct {
	x, y, size float64
	kappa, r   float64
	region     region
	lies       string
	fusion     int // of the network's handle: L_f and L
	depth      int
	job        int // of a measured diagram: whose axes these are
	spoken     int // with whose words the page said it
	shown      bool
}

// pulseSeconds is how long the one invitation to drag takes.
const pulseSeconds = 1.6

// morphSeconds is how long the regions take to follow a jump of ρ, and
// morphJump the smallest one that is worth it: a slider in motion is smooth
// already.
const (
	morphSeconds = 0.25
	morphJump    = 0.03
)

// morph is a number on its way to another.
type morph struct {
	from, to, shown float64
	left            float64 // seconds
}

// aim sets where to go, and whether to go there at once.
func (m *morph) aim(to float64, atOnce bool) {
	if to == m.to {
		return
	}
	m.from, m.to, m.left = m.shown, to, morphSeconds
	if atOnce || math.Abs(to-m.shown) < morphJump {
		m.shown, m.left = to, 0
	}
}

// pass lets seconds pass and reports whether something moved.
func (m *morph) pass(seconds float64) bool {
	if m.left <= 0 {
		return false
	}
	m.left = max(0, m.left-seconds)
	f := 1 - m.left/morphSeconds
	f = f * f * (3 - 2*f) // starts and ends softly
	m.shown = m.from + f*(m.to-m.from)
	if m.left == 0 {
		m.shown = m.to
	}
	return true
}

// animate moves what moves by itself: the regions after a jump of ρ, and the
// invitation.
func (l *Lab) animate(seconds float64) {
	l.rho.aim(l.player.Scenario().Rho, l.reducedMotion)
	if l.rho.pass(seconds) {
		l.dirty = true
	}
	if l.top.pass(seconds) {
		l.dirty = true
	}
	for _, h := range l.handles {
		if math.IsNaN(h.pulse) {
			continue
		}
		h.pulse += seconds
		if h.pulse >= pulseSeconds || h.state == scene.HandleActive {
			h.pulse = math.NaN()
		}
		l.dirty = true
	}
}

// moving reports whether frames are needed for motion alone.
func (l *Lab) moving() bool {
	for _, h := range l.handles {
		if !math.IsNaN(h.pulse) {
			return true
		}
	}
	return l.rho.left > 0 || l.top.left > 0
}

func (h *handle) picture() scene.Handle {
	p := scene.Handle{State: h.state}
	if !math.IsNaN(h.pulse) {
		p.Pulse = h.pulse / pulseSeconds
	}
	return p
}

// handleNamed finds a handle, or says which there are.
func (l *Lab) handleNamed(name string) (*handle, error) {
	if h, ok := l.handles[name]; ok {
		return h, nil
	}
	return nil, &sim.Error{Code: sim.NotAChoice, Key: "handle", Value: name, Allowed: []string{phaseHandle, fusionHandle}}
}

// drag moves a handle to a place in the picture.
func (l *Lab) drag(name string, x, y float64) error {
	switch name {
	case phaseHandle:
		if c := l.diagram.cells; c != nil && c.Kind == sim.SweepDraws {
			if draw, ok := l.scatterPlot.Nearest(x, y, math.Inf(1)); ok {
				return l.moveIn(c.X.Value(draw), 0)
			}
			return nil
		} else if c != nil {
			return l.moveIn(l.diagramPlot.Values(x, y))
		}
		return l.moveTo(l.phasePlot.Values(x, y))
	case fusionHandle:
		return l.player.Set(map[string]any{"fusion": l.networkPlot.Fusion(x)})
	}
	return nil
}

// nudge moves a handle by arrow keys: 2 % of κ and 0.01 of r, ten times that
// when coarse.
func (l *Lab) nudge(name string, dx, dy float64, coarse bool) error {
	s, step := l.player.Scenario(), 1.0
	if coarse {
		step = 10
	}
	switch name {
	case phaseHandle:
		if l.diagram.cells != nil {
			return l.nudgeIn(dx*step, dy*step)
		}
		return l.moveTo(s.Kappa*math.Pow(1.02, dx*step), s.R+.01*dy*step)
	case fusionHandle:
		return l.player.Set(map[string]any{"fusion": max(1, min(s.Fusion+int(dx+dy), s.Depth))})
	}
	return nil
}

// moveTo sets the operating point, as near as the plane permits and in values
// short enough for a link: two decimals of r, three digits of κ.
func (l *Lab) moveTo(kappa, r float64) error {
	digits := math.Pow(10, 2-math.Floor(math.Log10(kappa)))
	kappa = math.Round(kappa*digits) / digits
	r = math.Round(r*100) / 100
	return l.player.Set(map[string]any{
		"kappa": max(l.phasePlot.Kappa[0], min(kappa, l.phasePlot.Kappa[1])),
		"r":     max(l.phasePlot.R[0], min(r, l.phasePlot.R[1])),
	})
}

// lies is which words say where the operating point lies: whether the modality that is learned first explains more, too, or
// which one explains more where theory has no order of the two.
func (l *Lab) lies() string {
	r, told := l.region(), ordered(&l.predicted)
	switch same := r.Better == sim.Neither; {
	case !told && same:
		return "same"
	case !told:
		return "better"
	case r.First == sim.Neither:
		return "tieFirst"
	case same:
		return "tieBetter"
	case r.First == r.Better:
		return "honest"
	}
	return "contrary"
}

// handleNews returns the handles whose place or meaning changed.
func (l *Lab) handleNews() (news []map[string]any) {
	s := l.player.Scenario()
	for _, name := range []string{phaseHandle, fusionHandle} {
		h, now := l.handles[name], handlePlace{}
		var values map[string]any
		switch {
		case name == phaseHandle && !l.phasePlot.Rect.Empty():
			at := l.phasePlot.Handle
			now = handlePlace{x: at.X, y: at.Y, size: 2 * l.phasePlot.Reach, kappa: s.Kappa, r: s.R, shown: true}
			values = map[string]any{"kappa": s.Kappa, "r": s.R}
			if l.wanted() == nil && !l.quietly() { // else the region is that of another point, or to be guessed
				now.region, now.lies = l.region(), l.lies()
				values["better"], values["lies"] = now.region.Better, now.lies
				if ordered(&l.predicted) {
					values["first"] = now.region.First
				}
			}
		case name == phaseHandle && l.diagram.cells != nil:
			at, size := l.diagramPlot.Handle, 2*l.diagramPlot.Reach
			x, y := &l.diagram.cells.X, &l.diagram.cells.Y
			if !l.scatterPlot.Rect.Empty() {
				at, size = l.scatterPlot.Handle, 2*l.scatterPlot.Reach
			} else if l.diagramPlot.Rect.Empty() {
				break
			}
			if math.IsNaN(at.X + at.Y) {
				break // the run is not in the picture
			}
			now = handlePlace{x: at.X, y: at.Y, size: size, kappa: sim.NumberOf(s, x.Key), job: l.diagram.job, shown: true}
			values = map[string]any{"xKey": x.Key, "x": now.kappa}
			if !l.diagram.cells.Chart() {
				now.r = sim.NumberOf(s, y.Key)
				values["yKey"], values["y"] = y.Key, now.r
			}
		case name == fusionHandle && !l.networkPlot.Rect.Empty() && !l.networkPlot.Low:
			at := l.networkPlot.Handle
			now = handlePlace{x: at.X, y: at.Y, size: 2 * l.networkPlot.Reach, fusion: s.Fusion, depth: s.Depth, shown: true}
			values = map[string]any{"fusion": s.Fusion, "depth": s.Depth}
		}
		if now.shown {
			now.spoken = l.spoken
		}
		if now == h.told {
			continue
		}
		if !now.shown && h.state == scene.HandleActive { // gone under the hand
			h.state, l.crossed = scene.HandleNormal, false
			l.player.Release()
		}
		h.told = now
		item := map[string]any{"k": name}
		if now.shown {
			item["x"], item["y"], item["size"], item["values"] = now.x, now.y, now.size, values
			if name == fusionHandle {
				item["now"], item["min"], item["max"] = s.Fusion, 1, s.Depth
			} else if c := l.diagram.cells; c != nil {
				item["now"], item["min"], item["max"] = now.kappa, c.X.Min, c.X.Max
			} else {
				item["now"], item["min"], item["max"] = s.Kappa, l.phasePlot.Kappa[0], l.phasePlot.Kappa[1]
			}
		} else {
			item["gone"] = true
		}
		news = append(news, item)
	}
	return news
}
