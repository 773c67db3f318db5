package lab

import (
	"math"

	"unimodal-bias-lab/render"
	"unimodal-bias-lab/render/scene"
	"unimodal-bias-lab/sim"
)

// chart is what theory says along a diagram of one parameter, worked out in parts of
// frames.
type chart struct {
	places []float64 // finer than the points
	forms  []sim.Forms
	exact  []float64 // in their place, of what is not a ratio
	done   bool

	printed      []sim.Published
	elsewhere    []float64 // values of a parameter for which there are printed numbers
	elsewhereKey string
	here         [1]float64   // the value of that parameter which the points have
	lines        [4][]float64 // one form each
}

// finer is how many places of a line there are to a point.
const finer = 4

// begin forgets the old lines.
func (c *chart) begin(sweep sim.Sweep) {
	*c = chart{places: c.places[:0], forms: c.forms[:0], exact: c.exact[:0], printed: c.printed[:0], lines: c.lines, done: !sweep.Chart()}
	if c.done {
		return
	}
	c.places = sweep.X.Between(finer*(sweep.X.Count-1) + 1)
	c.printed = sweep.Published(c.printed)
	c.elsewhereKey, c.elsewhere = sweep.PublishedElsewhere()
}

// predict goes on with the lines, as far as stop permits.
func (c *chart) predict(cells *sim.Cells, stop func() bool) {
	forms := cells.HasForms()
	for !c.done && !stop() {
		switch {
		case forms && len(c.forms) < len(c.places):
			c.forms = append(c.forms, cells.Forms(c.places[len(c.forms)]))
		case !forms && cells.Shows().Predicted() && len(c.exact) < len(c.places):
			c.exact = append(c.exact, cells.Predicted(c.places[len(c.exact)], 0))
		default:
			c.done = true
		}
	}
}

// line is one form at all places, in memory of its own.
func (c *chart) line(n int, of func(*sim.Forms) float64) []float64 {
	c.lines[n] = c.lines[n][:0]
	for i := range c.forms {
		c.lines[n] = append(c.lines[n], of(&c.forms[i]))
	}
	return c.lines[n]
}

func byNorms(f *sim.Forms) float64      { return f.Paper }
func bySigns(f *sim.Forms) float64      { return f.Signed }
func byDescent(f *sim.Forms) float64    { return f.Descent }
func byDirections(f *sim.Forms) float64 { return f.Directional }
func byGrowth(f *sim.Forms) float64     { return f.Grown }
func byMeanField(f *sim.Forms) float64  { return f.MeanField }

// theories are the forms at the values of a chart, by their names, none of a plane.
func (d *diagram) theories() map[string][]float64 {
	list := map[string][]float64{}
	if !d.cells.Chart() || !d.cells.HasForms() {
		return list
	}
	for name, of := range map[string]func(*sim.Forms) float64{"paper": byNorms, "signed": bySigns, "descent": byDescent, "directional": byDirections, "grown": byGrowth, "meanField": byMeanField} {
		var values []float64
		for _, x := range d.cells.X.Values() {
			f := d.cells.Forms(x)
			values = append(values, of(&f))
		}
		list[name] = values
	}
	return list
}

// fusions are the series of the chart of directions.
var fusions = [...]string{"early", "late"}

// drawProfile draws a chart along a parameter.
func (l *Lab) drawProfile(box scene.Rect) {
	d, m, c := &l.diagram, &l.profile, &l.diagram.lines
	x := &d.cells.X
	m.X = render.DiagramAxis{Key: x.Key, Min: x.Min, Max: x.Max, Log: x.Log, Integer: x.Integer, Points: x.Points}
	if len(m.Places) != x.Count || l.profileOf != d.job {
		m.Places, l.profileOf = x.Values(), d.job
	}
	m.Values, m.Known = d.values, d.strides
	shows := d.cells.Shows()
	m.Quantity, m.Scale, m.Series, m.Seeds, m.Row = shows.Name, shows.Scale, nil, 0, 0
	switch {
	case d.cells.Seeds():
		m.Seeds = d.cells.Y.Count
	case d.cells.Kind == sim.SweepChartXor:
		m.Series, m.X.Title = fusions[:], "figure.diagram.spreadA" // κ has another meaning there
	}
	base := &d.cells.Base
	deep := !base.TwoLayers() || x.Key == "fusion"
	m.Lines = m.Lines[:0]
	add := func(n int, name string, of func(*sim.Forms) float64) {
		line := render.ProfileLine{Name: name, X: c.places[:len(c.forms)], Y: c.line(n, of)}
		if len(m.Lines) == 0 && d.predicted == len(d.theory) {
			line.Values = d.theory
		}
		m.Lines = append(m.Lines, line)
	}
	if len(c.exact) == len(c.places) {
		m.Lines = append(m.Lines, render.ProfileLine{Name: "exact", Exact: true, X: c.places, Y: c.exact})
		if d.predicted == len(d.theory) {
			m.Lines[0].Values = d.theory
		}
	}
	if len(c.forms) == len(c.places) {
		switch {
		case d.cells.Seeds():
			add(0, "meanField", byMeanField)
			add(1, "paperFormula", byNorms)
		case deep:
			add(0, "limit", bySigns)
			add(1, "meanField", byMeanField)
		case base.Method == sim.GradientDescent:
			add(0, "descent", byDescent)
			add(1, "slow", bySigns)
			add(2, "paper", byNorms)
		default:
			add(1, "signed", bySigns)
			add(2, "paper", byNorms)
		}
	}
	m.Printed = m.Printed[:0]
	for _, p := range c.printed {
		m.Printed = append(m.Printed, render.PrintedMark{X: p.X, Mean: p.Mean, SD: p.SD})
	}
	l.note()
	m.At, m.Ghost = math.NaN(), math.NaN()
	if d.within {
		s := l.player.Scenario()
		if m.At = sim.NumberOf(s, x.Key); d.cells.Series() {
			m.Row = d.cells.RowOf(&s)
		}
		if ghost := l.player.Ghost(); ghost != nil && (!d.cells.Series() || sim.NumberOf(ghost.Scenario(), d.cells.Y.Key) == d.cells.Y.Value(m.Row)) {
			m.Ghost = sim.NumberOf(ghost.Scenario(), x.Key)
		}
	}
	m.Own = l.own()
	m.Own.End, _ = d.cells.Beside(l.player.Run(), l.player.Run().Epoch(), &l.prediction) // its handle stands there
	m.Pointer, m.Fill, m.Handle = l.heat.Pointer, l.plane().Fill, l.handles[phaseHandle].picture()
	l.diagramPlot = m.Draw(&l.scene, box, &l.theme, l.words)
}

// note says for which value of ρ, or of κ, a chart along the other is, where that is not
// the run's; else for which the paper has measured, where it has not for this one.
func (l *Lab) note() {
	d, m, c, s := &l.diagram, &l.profile, &l.diagram.lines, l.player.Scenario()
	m.Note, m.NoteKey, m.NoteValues = "", "", nil
	if other := sim.Across(d.cells.X.Key); !d.within && other != "" && !d.cells.Series() {
		if c.here[0] = sim.NumberOf(d.cells.Base, other); c.here[0] != sim.NumberOf(s, other) {
			m.Note, m.NoteKey, m.NoteValues = "figure.profile.here", other, c.here[:]
			return
		}
	}
	if len(c.elsewhere) > 0 {
		m.Note, m.NoteKey, m.NoteValues = "figure.profile.elsewhere", c.elsewhereKey, c.elsewhere
	}
}

// drawScatter draws the random covariances.
func (l *Lab) drawScatter(box scene.Rect) {
	m := &l.scatter
	l.fillScatter()
	m.Pointer, m.Handle = l.heat.Pointer, l.handles[phaseHandle].picture()
	l.scatterPlot = m.Draw(&l.scene, box, &l.theme, l.words)
}

// fillScatter fills it with what is known of the draws.
func (l *Lab) fillScatter() {
	d, m := &l.diagram, &l.scatter
	m.Draws = m.Draws[:0]
	none := math.NaN()
	for i, v := range d.values {
		draw := render.ScatterDraw{Norms: none, Grown: none, Measured: v}
		if i < len(d.lines.forms) {
			draw.Norms, draw.Grown = d.lines.forms[i].Paper, d.lines.forms[i].Grown
		}
		m.Draws = append(m.Draws, draw)
	}
	if m.Current = -1; d.within {
		m.Current = l.player.Scenario().Draw - 1
	}
}
