package lab

import (
	"bytes"
	"cmp"
	"maps"
	"math"
	"slices"

	"unimodal-bias-lab/render"
	"unimodal-bias-lab/sim"
)

// near is how far from what is predicted a cell of a diagram of errors may be to count as there.
const near = 1.1

// tellDiagram says what a simulated diagram shows: its axes, how far it is, what the cells hold, and what stands at the
// operating point.
func (l *Lab) tellDiagram(t *teller) {
	d, shows := &l.diagram, l.diagram.cells.Shows()
	c, s := d.cells, l.player.Run().Scenario()
	quantity := word("figure.diagram.quantity." + shows.Name)
	if shows.Name == sim.QuantityPreference || shows.Name == sim.QuantityBestStop {
		quantity = word("diagram." + c.Kind)
	}
	t.say("tell.diagram.what", "title", word("diagram."+c.Kind), "quantity", quantity)
	if c.Kind == sim.SweepDraws {
		l.tellDraws(t)
		return
	}
	tellAxis(t, "tell.diagram.x", &c.X, c)
	if !c.Chart() {
		tellAxis(t, "tell.diagram.y", &c.Y, c)
	}
	if c.Kind == sim.SweepChartXor {
		t.say("tell.diagram.xorSeries")
	}
	if c.Seeds() {
		t.say("tell.diagram.seeds", "count", c.Y.Count)
	}
	if d.shown < d.total() {
		t.say("tell.diagram.progress", "done", d.shown, "total", d.total(), "percent", math.Floor(100*float64(d.shown)/float64(d.total())))
	} else {
		t.say("tell.diagram.complete", "total", d.total())
	}
	l.tellCells(t)
	if resets := c.Resets(s); len(resets) > 0 {
		var list sim.Variant
		for _, key := range slices.Sorted(maps.Keys(resets)) {
			list = append(list, sim.Difference{Key: key, Value: resets[key]})
		}
		t.say("tell.diagram.resets", "differences", differencesOf(list))
	}
	if m := &l.profile; c.Chart() && len(m.Printed) > 0 {
		t.say("tell.diagram.printed", "count", len(m.Printed))
	}
	l.tellHere(t)
}

// tellAxis says which parameter runs from where to where.
func tellAxis(t *teller, key string, a *sim.SweepAxis, c *sim.Cells) {
	low, high, name := a.Min, a.Max, paramWord(a.Key)
	if c.WholeRuns() && a == &c.X && c.Kind == sim.SweepGeneralisation {
		per := float64(c.Base.DimA + c.Base.DimB)
		low, high, name = low/per, high/per, word("figure.diagram.perInput")
	}
	if a.Log {
		key += "Log"
	}
	t.say(key, "name", name, "low", low, "high", high)
}

// valueWord is a value of a diagram as a place in a sentence; false: there is none.
func valueWord(q *sim.Quantity, v float64) (any, bool) {
	names := [...]string{"A", "B"}
	switch {
	case math.IsInf(v, 1):
		return word("tell.value.never"), true
	case math.IsNaN(v) || math.IsInf(v, 0):
		return nil, false
	}
	n := int(v)
	switch q.Scale.Kind {
	case sim.Regions:
		if n&1 == n>>1 {
			return word("tell.value.honest", "first", named(names[n&1])), true
		}
		return word("tell.value.superficial", "first", named(names[n&1]), "better", named(names[n>>1])), true
	case sim.Modalities:
		return named(names[n]), true
	case sim.Flag:
		key := [...]string{"figure.diagram.no", "figure.diagram.yes"}[n]
		if q.Name == sim.QuantityNever {
			key += ".never"
		}
		return word(key), true
	case sim.Learned:
		switch n {
		case 0:
			return word("figure.learned.none"), true
		case 3:
			return word("figure.learned.both"), true
		}
		return word("figure.learned.alone", "name", named(names[n-1])), true
	}
	if q.Scale.Percent {
		return word("tell.percent", "value", percent(v)), true
	}
	return digits(v), true
}

// ownWord is valueWord of the run itself, of which ties are known: of who comes first, or of who explains more.
func (l *Lab) ownWord(q *sim.Quantity, v float64, tie bool) (any, bool) {
	value, ok := valueWord(q, v)
	if !ok {
		return nil, false
	}
	names, same := [...]string{"A", "B"}, l.prediction.BetterTie
	switch first, better := names[int(v)&1], names[l.prediction.Better&1]; {
	case q.Scale.Kind == sim.Modalities && tie:
		return word("tell.value.neither"), true
	case q.Scale.Kind != sim.Regions:
	case tie && same:
		return word("tell.value.tie"), true
	case tie:
		return word("tell.value.tieFirst", "better", named(better)), true
	case same:
		return word("tell.value.tieBetter", "first", named(first)), true
	}
	return value, true
}

// place is where a cell is, as the end of a sentence.
func place(c *sim.Cells, at int) statement {
	i, j := at%c.X.Count, at/c.X.Count
	if c.Chart() && !c.Series() {
		return word("tell.place.one", "name", paramWord(c.X.Key), "x", digits(c.X.Value(i)))
	}
	return word("tell.place.two", "name", paramWord(c.X.Key), "x", digits(c.X.Value(i)), "other", paramWord(c.Y.Key), "y", digits(c.Y.Value(j)))
}

// tellCells says how much of the diagram has which value, or from where to where its values go, and how well theory agrees.
func (l *Lab) tellCells(t *teller) {
	d, shows := &l.diagram, l.diagram.cells.Shows()
	known, missing, counts := 0, 0, map[int]int{}
	var values []float64
	lowest, highest := -1, -1
	for at, v := range d.values {
		if d.strides[at] == 0 || !d.known {
			continue
		}
		known++
		if math.IsNaN(v) {
			missing++
			continue
		}
		counts[int(v)]++
		if values = append(values, v); lowest < 0 || v < d.values[lowest] {
			lowest = at
		}
		if highest < 0 || v > d.values[highest] {
			highest = at
		}
	}
	if known == 0 {
		t.say("tell.diagram.nothing")
		return
	}
	share := func(n int) float64 { return percent(float64(n) / float64(known)) }
	if kind := shows.Scale.Kind; kind.Continuous() || kind == sim.Count {
		if len(values) > 0 {
			low, ok := valueWord(shows, d.values[lowest])
			high, also := valueWord(shows, d.values[highest])
			slices.SortFunc(values, cmp.Compare[float64])
			middle, too := valueWord(shows, values[(len(values)-1)/2])
			if ok && also && too {
				t.say("tell.diagram.lowest", "value", low, "place", place(d.cells, lowest))
				t.say("tell.diagram.highest", "value", high, "place", place(d.cells, highest))
				t.say("tell.diagram.median", "value", middle)
			}
		}
	} else {
		for _, v := range slices.Sorted(maps.Keys(counts)) {
			if value, ok := valueWord(shows, float64(v)); ok {
				t.say("tell.diagram.share", "percent", share(counts[v]), "value", value)
			}
		}
	}
	if missing > 0 {
		t.say("tell.diagram.missing", "percent", share(missing))
	}
	switch {
	case d.cells.Compares():
		within := 0
		for _, v := range values {
			if v > 0 && math.Abs(math.Log(v)) <= math.Log(near) {
				within++
			}
		}
		t.say("tell.diagram.within", "percent", share(within))
	case !shows.Scale.Kind.Continuous() && shows.Scale.Kind != sim.Count && shows.Predicted() && d.predicted == len(d.theory):
		agree, both := 0, 0
		for at, v := range d.values {
			if d.strides[at] > 0 && !math.IsNaN(v) && !math.IsNaN(d.theory[at]) {
				if both++; v == d.theory[at] {
					agree++
				}
			}
		}
		if both > 0 {
			t.say("tell.diagram.agrees", "percent", percent(float64(agree)/float64(both)))
		}
	}
}

// tellHere says what stands at the operating point: in the run, and in the nearest cell.
func (l *Lab) tellHere(t *teller) {
	d, c, s := &l.diagram, l.diagram.cells, l.player.Run().Scenario()
	shows := c.Shows()
	own := l.own()
	measured, has := l.ownWord(shows, own.Measured, own.Tie)
	predicted, foretold := l.ownWord(shows, own.Predicted, own.TieForeseen)
	foretold = foretold && !l.quietly()
	switch {
	case has && foretold && bytes.Equal(marshal(measured), marshal(predicted)):
		t.say("tell.diagram.hereAgrees", "value", measured)
	case has && foretold:
		t.say("tell.diagram.here", "value", measured, "predicted", predicted)
	case has:
		t.say("tell.diagram.hereMeasured", "value", measured)
	case foretold:
		t.say("tell.diagram.herePredicted", "predicted", predicted)
	}
	if !d.within {
		t.say("tell.diagram.beside")
		return
	}
	at := d.cellOf(&s)
	if at < 0 || d.strides[at] == 0 || !d.known {
		return
	}
	if v, ok := valueWord(shows, d.values[at]); ok {
		t.say("tell.diagram.cell", "place", place(c, at), "value", v)
	} else {
		t.say("tell.diagram.cellNone", "place", place(c, at))
	}
}

// cellOf is the cell nearest to a scenario.
func (d *diagram) cellOf(s *sim.Scenario) int {
	c := d.cells
	row := 0
	switch {
	case c.Series():
		row = c.RowOf(s)
	case !c.Chart():
		row = nearest(&c.Y, sim.NumberOf(*s, c.Y.Key))
	}
	return row*c.X.Count + nearest(&c.X, sim.NumberOf(*s, c.X.Key))
}

// nearest is the place of an axis whose value is nearest to v, on its scale.
func nearest(a *sim.SweepAxis, v float64) (best int) {
	scaled := func(v float64) float64 {
		if a.Log {
			return math.Log(v)
		}
		return v
	}
	for i := range a.Count {
		if math.Abs(scaled(a.Value(i))-scaled(v)) < math.Abs(scaled(a.Value(best))-scaled(v)) {
			best = i
		}
	}
	return best
}

// tellDraws says how far off predictions are for random data, and of the draw that is trained.
func (l *Lab) tellDraws(t *teller) {
	m := &l.scatter
	l.fillScatter()
	done := 0
	for _, draw := range m.Draws {
		if !math.IsNaN(draw.Measured) {
			done++
		}
	}
	t.say("tell.draws.done", "done", done, "total", len(m.Draws))
	for kind, key := range [...]string{"tell.draws.norms", "tell.draws.grown"} {
		if off, any := m.Median(kind); any {
			percent, _ := render.OffPercent(off)
			t.say(key, "percent", percent)
		}
	}
	if m.Current >= 0 && m.Current < len(m.Draws) {
		draw := m.Draws[m.Current]
		if !t.say("tell.draws.here", "draw", m.Current+1, "value", draw.Measured, "norms", draw.Norms, "grown", draw.Grown) &&
			!t.say("tell.draws.measured", "draw", m.Current+1, "value", draw.Measured) {
			t.say("tell.draws.waiting", "draw", m.Current+1)
		}
	}
}
