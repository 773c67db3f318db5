package lab

import (
	"math"
	"slices"

	"unimodal-bias-lab/render"
	"unimodal-bias-lab/render/scene"
	"unimodal-bias-lab/sim"
	"unimodal-bias-lab/sim/theory"
)

// tellPicture says what a picture shows, by its own numbers.
func (l *Lab) tellPicture(t *teller, picture render.Picture) {
	switch p := picture.(type) {
	case *render.Training:
		l.tellTraining(t, p)
	case *render.Explanation:
		switch render.ExplanationOf(l.player.Run().Scenario()) {
		case render.ByPlane:
			l.tellPlane(t, &p.Phase)
		case render.ByMoments:
			l.tellPreference(t, &p.Preference)
		case render.ByResponse:
			tellResponse(t, &p.Response)
		}
	case *render.Race:
		l.tellRace(t, p)
	case *render.Network:
		tellNetwork(t, p)
	case *render.Units:
		tellUnits(t, p)
	case *render.Portrait:
		tellPortrait(t, p)
	case *render.Pictures:
		tellPictures(t, p)
	}
}

// tellTraining says how far the curves of the chart have come, and what stands beside them.
func (l *Lab) tellTraining(t *teller, p *render.Training) {
	epoch := l.player.Epoch()
	t.say("tell.training.epoch", "epoch", epoch, "epochs", p.Epochs)
	if p.Diverged {
		t.say("tell.training.broken", "epoch", epoch)
	}
	l.tellCurves(t, "tell.training.", p, epoch)
	tellTimes(t, "tell.training.", p)
	l.tellCompanions(t, p, epoch)
	if math.Abs(p.Misattribution) >= .005 {
		key := "tell.training.under"
		if p.Misattribution > 0 {
			key = "tell.training.over"
		}
		if len(p.Modalities) > 0 && !math.IsNaN(p.Misattribution) {
			t.say(key, "percent", percent(math.Abs(p.Misattribution)))
		}
	}
	tellStops(t, "tell.training.", p)
	if p.Beside != nil && p.Beside.Title != "" {
		t.say("tell.training.beside", "title", word(p.Beside.Title))
		l.tellCurves(t, "tell.beside.", p.Beside, min(epoch, int(p.Beside.Playhead)))
		tellTimes(t, "tell.beside.", p.Beside)
		tellStops(t, "tell.beside.", p.Beside)
	}
	if o := p.Overlay; o != nil {
		switch {
		case o.From > 0:
			t.say("tell.training.sample", "samples", o.From)
		case o.Exact:
			t.say("tell.training.check", "width", o.Width, "percent", percent(o.Off))
		default:
			t.say("tell.training.meanField")
		}
	}
	for _, pin := range p.Pins {
		if len(pin.Name) == 0 {
			t.say("tell.training.pinSame")
			continue
		}
		t.say("tell.training.pin", "differences", differencesOf(pin.Name))
		for m := range pin.Curve.Modalities {
			c := &pin.Curve.Modalities[m]
			t.say("tell.training.pinTime", "name", named(c.Name), "time", math.Round(pin.Times[m]))
		}
	}
	if p.LogLoss {
		t.say("tell.training.log")
	}
	if p.InTau {
		t.say("tell.training.tau", "tau", 1/p.Rate)
	}
}

// tellTimes says which modalities of a chart have been learned, and when.
func tellTimes(t *teller, start string, p *render.Training) {
	for m := range p.Modalities {
		t.say(start+"time", "name", named(p.Modalities[m].Name), "time", math.Round(p.Modalities[m].Time))
	}
}

// tellStops says where the error on new data has its minima.
func tellStops(t *teller, start string, p *render.Training) {
	for _, stop := range p.Stops {
		key := start + "stop"
		if stop.Best {
			key = start + "best"
		}
		t.say(key, "epoch", stop.Epoch)
	}
}

// tellCompanions says of a run with every fusion layer when each has learned what.
func (l *Lab) tellCompanions(t *teller, p *render.Training, epoch int) {
	run := l.player.Run()
	companions := run.Companions()
	if len(companions) == 0 || p.Beside != nil {
		return
	}
	for n := range p.Series {
		r, layer := run, n+1
		if layer != run.Scenario().Fusion {
			r, companions = companions[0], companions[1:]
		}
		m := r.Measure(min(epoch, r.Epoch()))
		for i, time := range m.Times {
			t.say("tell.training.fusionTime", "layer", layer, "name", named(r.Moments().Modalities()[i].Name), "time", math.Round(time))
		}
	}
}

// reached is the key, with a beginning, of how far a modality is from the weight that a chart measures it against.
func (l *Lab) reached(start string, p *render.Training) string {
	switch {
	case p.Truth && !p.Held:
		return start + "ofTruth"
	case l.player.Run().Diverged() != nil: // which has no end of its own
		return start + "ofGoal"
	}
	return start + "ofFinal"
}

// tellCurves says where the curves of a chart are at an epoch, in sentences whose keys have a beginning.
func (l *Lab) tellCurves(t *teller, start string, p *render.Training, epoch int) {
	for m := range p.Modalities {
		c := &p.Modalities[m]
		if epoch >= len(c.Norm) {
			continue
		}
		norm, name := c.Norm[epoch], named(c.Name)
		switch {
		case p.Raw:
			t.say(start+"norm", "name", name, "value", norm)
		case p.Beyond == m+1 && c.Plateau > 0:
			t.say(start+"ofPlateau", "name", name, "percent", percent(norm/c.Plateau))
		case !(c.Final > 0):
			t.say(start+"norm", "name", name, "value", norm)
		default:
			t.say(l.reached(start, p), "name", name, "percent", percent(norm/c.Final))
		}
	}
	if epoch < len(p.Loss) {
		if p.Raw {
			t.say(start+"lossRaw", "value", p.Loss[epoch]*p.LossScale)
		} else {
			t.say(start+"loss", "percent", percent(p.Loss[epoch]))
		}
	}
	for n, series := range p.Series {
		if len(series.Values) == 0 {
			continue
		}
		key, label := start+"fusion", any(n+1) // its layer
		if series.Keyed {
			key, label = start+"series", word(series.Label)
		}
		last := len(series.Values) - 1
		if series.Broken && epoch >= last {
			t.say(key+"Broken", "label", label, "epoch", last)
			continue
		}
		t.say(key, "label", label, "percent", percent(series.Values[min(epoch, last)]))
	}
}

// difference is a value that a run has of its own, as the page names it.
type difference struct {
	Param string `json:"param"`
	Value any    `json:"value"` // a number, or the word of a choice
}

// differences are named by the page as one place in a sentence.
type differences struct {
	List []difference `json:"differences"`
}

func differencesOf(v sim.Variant) differences {
	d := differences{[]difference{}}
	for _, one := range v {
		value := choiceWord(one.Key, one.Value)
		if number, is := value.(float64); is {
			value = digits(number)
		}
		d.List = append(d.List, difference{one.Key, value})
	}
	return d
}

// planeCells is in how many places a way a plane is looked at to say how much of it each region takes.
const planeCells = 64

// tellPlane says what the plane of (κ, r) shows: its axes, how much of it each region takes, where the run is, and what the
// networks do that fill it in.
func (l *Lab) tellPlane(t *teller, p *render.Phase) {
	p.Field = l.populated()
	plot := p.Plot(scene.Rect{W: 400, H: 400}, &l.theme) // of which the axes are of use
	t.say("tell.plane.axes", "low", plot.Kappa[0], "high", plot.Kappa[1], "from", plot.R[0], "to", plot.R[1], "rho", p.Rho)
	t.say("tell.plane.here", "kappa", p.Kappa, "r", p.R)
	if p.Other != "" {
		t.say("figure.plane.other." + p.Other)
		t.say("figure.plane.needs." + p.Other)
		return
	}
	var counts [4]int
	regions := theory.Plane{Rho: p.Rho, Pace: p.Pace, Standard: p.Standard}
	for i := range planeCells * planeCells {
		x, y := (float64(i%planeCells)+.5)/planeCells, (float64(i/planeCells)+.5)/planeCells
		kappa := math.Exp(math.Log(plot.Kappa[0]) + x*math.Log(plot.Kappa[1]/plot.Kappa[0]))
		first, better := render.Region(regions, kappa, plot.R[0]+y*(plot.R[1]-plot.R[0]))
		counts[first+2*better]++
	}
	tellRegions(t, "tell.plane.share", counts, planeCells*planeCells)
	tellColumn(t, regions, p.Kappa, plot.R)
	if p.Deep {
		t.say("tell.plane.deep")
	}
	if f := &p.Field; len(f.Times) > 0 {
		learned := 0
		var counts [4]int
		for i, time := range f.Times {
			if class := f.Classes[i]; class >= 0 && time <= float64(p.Epoch) {
				learned++
				counts[class]++
			}
		}
		t.say("tell.plane.networks", "count", len(f.Times), "percent", percent(float64(learned)/float64(len(f.Times))), "epoch", p.Epoch)
		tellRegions(t, "tell.plane.networksShare", counts, len(f.Times))
	}
	if p.GhostKappa > 0 && scene.Finite(p.GhostR) {
		t.say("tell.plane.before", "kappa", p.GhostKappa, "r", p.GhostR)
	}
}

// tellColumn says which regions stand one above the other where the disc is, by the importances between which they lie.
func tellColumn(t *teller, regions theory.Plane, kappa float64, span [2]float64) {
	plus, minus := regions.Boundaries(kappa)
	ends := []float64{span[0], span[1]}
	for _, r := range []float64{plus, minus, 1 / kappa, -1 / kappa} {
		if r > span[0] && r < span[1] {
			ends = append(ends, r)
		}
	}
	slices.Sort(ends)
	ends = slices.CompactFunc(ends, func(b, a float64) bool { return b-a < 1e-9 })
	names, from := [...]string{"A", "B"}, ends[0]
	for i := 1; i < len(ends); i++ {
		first, better := render.Region(regions, kappa, (ends[i-1]+ends[i])/2)
		if i+1 < len(ends) {
			if f, b := render.Region(regions, kappa, (ends[i]+ends[i+1])/2); f == first && b == better {
				continue
			}
		}
		which := ".superficial"
		if first == better {
			which = ".honest"
		}
		t.say("tell.plane.column"+which, "from", from, "to", ends[i], "first", named(names[first]), "better", named(names[better]))
		from = ends[i]
	}
}

// tellRegions says how much each region has; counts are by first + 2·better.
func tellRegions(t *teller, key string, counts [4]int, of int) {
	names := [...]string{"A", "B"}
	for class, n := range counts {
		if n == 0 || of == 0 {
			continue
		}
		first, better := names[class&1], names[class>>1]
		which := ".superficial"
		if first == better {
			which = ".honest"
		}
		t.say(key+which, "percent", percent(float64(n)/float64(of)), "first", named(first), "better", named(better))
	}
}

// tellPreference says how strongly the modalities covary with the target and how much each explains.
func (l *Lab) tellPreference(t *teller, p *render.Preference) {
	rate := "tell.preference.rate"
	switch {
	case p.Altered && p.Several:
		rate = "tell.preference.alteredSingular"
	case p.Altered:
		rate = "tell.preference.altered"
	case p.Several:
		rate = "tell.preference.singular"
	}
	for m, name := range p.Names {
		t.say(rate, "name", named(name), "value", p.Rates[m])
	}
	for m, name := range p.Names {
		t.say("tell.preference.explained", "name", named(name), "percent", percent(p.Explained[m]))
	}
	if _, said := l.layout.Panels[render.TrainingPanel]; said {
		return // the curves tell how far each is
	}
	reached := l.reached("tell.training.", l.training)
	for m, name := range p.Names {
		t.say(reached, "name", named(name), "percent", percent(p.Reached[m]))
	}
}

// tellResponse says how much of XOR is in what the network answers, and what it answers to each pair of signs.
func tellResponse(t *teller, p *render.Response) {
	t.say("tell.response.learned", "percent", percent(p.Learned))
	for i := range p.Points {
		point := &p.Points[i]
		if n := len(point.Answers); n > 0 {
			t.say("tell.response.point", "one", signed(point.B[0]), "two", signed(point.B[1]), "value", math.Round(100*point.Answers[n/2])/100, "target", point.Xor)
		}
	}
}

func signed(v float64) statement {
	if v < 0 {
		return word("tell.minus")
	}
	return word("tell.plus")
}

// tellRace says how the straight lines go, and which modality has arrived.
func (l *Lab) tellRace(t *teller, p *render.Race) {
	if p.Need != "" {
		t.say("tell.needs", "words", word(p.Need))
		return
	}
	if p.Depth > 2 {
		t.say("tell.race.deep")
	} else {
		t.say("tell.race.what")
	}
	for i := range p.Lanes {
		lane := &p.Lanes[i]
		name := named(lane.Name)
		if len(lane.Line) > 0 {
			tellLine(t, name, lane.Line)
		}
		switch run := l.player.Run(); {
		case t.say("tell.race.arrived", "name", name, "epoch", math.Round(lane.Arrives)):
		case run.Diverged() != nil && l.player.Epoch() >= run.Epoch():
			t.say("tell.race.broken", "name", name)
		default:
			t.say("tell.race.underway", "name", name)
		}
	}
	if s := p.Said; s.Key != "" && s.Key != "figure.race.arrived" { // of which is told above
		t.say(s.Key, "first", named(s.First), "other", named(s.Other), "from", s.From, "to", s.To)
	}
}

// tellLine says what the line of a modality does: with what signal it begins, and whatever changes.
func tellLine(t *teller, name string, line []render.RacePiece) {
	key := "tell.race.signal"
	if line[0].Decays {
		key = "tell.race.sinks"
	}
	t.say(key, "name", name, "value", line[0].Residual)
	told, rests := line[0], false
	for k, piece := range line[1:] {
		epoch := math.Round(piece.From)
		then := line[min(k+2, len(line)-1)]
		arrives := then.Rests && math.Round(then.From) == epoch // at once: what is left does not matter any more
		same := digits(piece.Residual) == digits(told.Residual) && piece.Falls == told.Falls
		switch {
		case piece.Rests && rests:
		case piece.Rests:
			rests = true
			t.say("tell.race.arrives", "name", name, "epoch", epoch)
		case !piece.Left || same || arrives:
		case piece.Falls:
			key := "tell.race.falls"
			if told.Falls {
				key = "tell.race.fallsOn"
			}
			told = piece
			t.say(key, "name", name, "epoch", epoch, "value", piece.Residual)
		default:
			told = piece
			t.say("tell.race.bends", "name", name, "epoch", epoch, "value", piece.Residual)
		}
	}
}

// tellNetwork says how strong the layers have become.
func tellNetwork(t *teller, p *render.Network) {
	for m, branch := range p.Branches {
		if len(branch) == 1 {
			t.say("tell.network.layer", "name", named(p.Names[m]), "percent", percent(branch[0]))
		} else {
			t.say("tell.network.branch", "name", named(p.Names[m]), "count", len(branch), "percents", percents(branch))
		}
	}
	if len(p.Shared) == 1 {
		t.say("tell.network.output", "percent", percent(p.Shared[0]))
	} else if len(p.Shared) > 1 {
		t.say("tell.network.shared", "count", len(p.Shared), "percents", percents(p.Shared))
	}
	sum := 0.0
	for _, flow := range p.Flow {
		sum += flow
	}
	for m, flow := range p.Flow {
		if len(p.Shared) > 0 && sum > 0 {
			t.say("tell.network.flow", "name", named(p.Names[m]), "percent", percent(flow/sum))
		}
	}
}

func percents(parts []float64) (list []float64) {
	for _, part := range parts {
		list = append(list, percent(part))
	}
	return list
}

// tellUnits says how far the hidden units have got.
func tellUnits(t *teller, p *render.Units) {
	if len(p.Names) != 2 {
		t.say("figure.needsTwo")
		return
	}
	t.say("tell.units.count", "count", len(p.Points), "extent", p.Extent)
	for m, name := range p.Names {
		n, most := 0, 0.0
		for i := range p.Points {
			point := &p.Points[i]
			if point.Branch == m || point.Branch < 0 {
				n++
				v := [...]float64{math.Abs(point.A), math.Abs(point.B)}[m]
				if p.Plane && m == 1 {
					v = math.Hypot(point.Plane[0], point.Plane[1])
				}
				most = math.Max(most, v)
			}
		}
		t.say("tell.units.reads", "count", n, "name", named(name), "value", most)
	}
	key, first := p.Observation()
	t.say(key, "name", named(p.Names[first]), "other", named(p.Names[1-first]))
}

// tellPortrait says where the run is in the plane of weights, and where training rests there.
func tellPortrait(t *teller, p *render.Portrait) {
	if need := p.Need(); need != "" {
		t.say("tell.needs", "words", word(need))
		return
	}
	a, b := p.Run[0], p.Run[1]
	if len(a) == 0 || len(b) == 0 {
		return
	}
	one, two := named(p.Names[0]), named(p.Names[1])
	t.say("tell.portrait.axes", "one", one, "two", two, "low", p.A[0], "high", p.A[1], "from", p.B[0], "to", p.B[1])
	t.say("tell.portrait.here", "one", one, "two", two, "a", a[len(a)-1], "b", b[len(b)-1])
	t.say("tell.portrait.saddle", "one", one, "two", two, "a", p.Plateau[0], "b", p.Plateau[1])
	t.say("tell.portrait.final", "a", p.Final[0], "b", p.Final[1])
	if p.Fusion == 1 && len(p.Shape.Branches) > 0 {
		t.say("tell.portrait.straight")
	} else {
		t.say("tell.portrait.corner")
	}
	var seen [][2]float64
	for _, trail := range p.Others {
		n := len(trail[0])
		if n == 0 {
			continue
		}
		if a, b := digits(trail[0][n-1]), digits(trail[1][n-1]); !slices.Contains(seen, [2]float64{a, b}) {
			seen = append(seen, [2]float64{a, b})
			t.say("tell.portrait.other", "a", a, "b", b)
		}
	}
}

// tellPictures says how large the weights of the pictures have become.
func tellPictures(t *teller, p *render.Pictures) {
	if len(p.Modalities) == 0 {
		t.say("tell.needs", "words", word("figure.pictures.needs"))
		return
	}
	for i := range p.Modalities {
		row := &p.Modalities[i]
		t.say("tell.pictures.norm", "name", named(row.Name), "rows", row.Rows, "columns", row.Columns, "value", row.Norm, "targets", p.Targets)
	}
}
