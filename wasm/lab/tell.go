package lab

import (
	"cmp"
	"math"
	"slices"

	"unimodal-bias-lab/render"
	"unimodal-bias-lab/sim"
	"unimodal-bias-lab/sim/plainjson"
	"unimodal-bias-lab/sim/player"
)

// What the page shows, as facts of which it makes sentences: for who reads it instead of looking at it.

// Areas of the page that are no panels.
const (
	areaRun     = "run"     // what is trained
	areaHistory = "history" // what has happened when
	areaPoint   = "point"   // where the data lie, and what theory and the run say there
)

// statement is a sentence of the page's catalogue: the key of its template, and what goes into it. Numbers have
// three digits, modalities are written @{A}, and a word of the catalogue is a statement again.
type statement struct {
	Say    string         `json:"say"`
	Values map[string]any `json:"values,omitempty"`
}

// account is what there is to say of an area.
type account struct {
	Of         string           `json:"of"` // an area, or a panel
	Said       []statement      `json:"said"`
	Milestones []map[string]any `json:"milestones,omitempty"` // as the event of that name tells them
	Order      []statement      `json:"order,omitempty"`      // beside milestones: which modality was learned when, the first one first
}

// teller collects statements.
type teller struct{ said []statement }

// say adds a statement with values by name, and reports whether it did: one about a number that there is not is
// none.
func (t *teller) say(key string, values ...any) bool {
	s, ok := stated(key, values...)
	if ok {
		t.said = append(t.said, s)
	}
	return ok
}

// stated is a statement; ok: all its numbers are finite.
func stated(key string, values ...any) (s statement, ok bool) {
	s.Say = key
	if len(values) > 0 {
		s.Values = map[string]any{}
	}
	for i := 0; i < len(values); i += 2 {
		v := values[i+1]
		if number, is := v.(float64); is {
			if math.IsNaN(number) || math.IsInf(number, 0) {
				return s, false
			}
			v = digits(number)
		}
		s.Values[values[i].(string)] = v
	}
	return s, true
}

// word is a word of the catalogue, for a place in a sentence.
func word(key string, values ...any) statement {
	s, _ := stated(key, values...)
	return s
}

// paramWord is what a parameter is called.
func paramWord(key string) statement { return word("param." + key + ".name") }

// digits rounds to three significant digits, whole numbers beyond a thousand to whole ones.
func digits(v float64) float64 {
	if v == 0 || math.Abs(v) >= 1000 {
		return math.Round(v) + 0 // which has no sign
	}
	if !(math.Abs(v) > 1e-300) {
		return v // as it is: no power of ten is large enough
	}
	scale := math.Pow10(2 - int(math.Floor(math.Log10(math.Abs(v)))))
	return math.Round(v*scale) / scale
}

// percent is a part in hundredths, as people say it: none after the point from 1 on.
func percent(part float64) float64 {
	v := 100 * part
	switch size := math.Abs(v); {
	case size >= 1:
		return math.Round(v)
	case size < .005:
		return 0
	}
	return math.Round(100*v) / 100
}

// named is how the page writes a modality.
func named(name string) string { return "@{" + name + "}" }

// telling is tell for a command: of the areas in the list "of".
func (l *Lab) telling(args []byte) (any, error) {
	var of []string
	if err := decode(args, into{"of": &of}); err != nil {
		return nil, err
	}
	areas := append([]string{areaRun, areaHistory, areaPoint}, render.PanelNames()...)
	for _, wish := range of {
		if !slices.Contains(areas, wish) {
			return nil, &sim.Error{Code: sim.NotAChoice, Key: "of", Value: wish, Allowed: areas}
		}
	}
	return plainjson.List(l.tell(of)), nil
}

// tell is what there is to say of the areas asked for, of all without a wish: what is trained, what has happened, where
// the data lie, and what every panel in the layout shows.
func (l *Lab) tell(wishes []string) []account {
	now := l.moment()
	l.training.Show(now)
	list := []account{}
	add := func(of string, tell func(t *teller)) {
		if len(wishes) > 0 && !slices.Contains(wishes, of) {
			return
		}
		var t teller
		tell(&t)
		list = append(list, account{Of: of, Said: t.said})
	}
	add(areaRun, l.tellRun)
	if len(wishes) == 0 || slices.Contains(wishes, areaHistory) {
		history := account{Of: areaHistory, Said: []statement{}}
		for _, ms := range l.player.Milestones(l.player.Epoch()) {
			history.Milestones = append(history.Milestones, l.milestone(&ms))
		}
		history.Order = l.tellOrder()
		list = append(list, history)
	}
	add(areaPoint, l.tellPoint)
	for i := range render.Panels {
		panel := &render.Panels[i]
		if _, shown := l.layout.Panels[panel.Name]; !shown {
			continue
		}
		add(panel.Name, func(t *teller) {
			if l.sweeps(panel.Name) {
				l.tellDiagram(t)
				return
			}
			picture := l.pictures[panel.Name]
			if !panel.Ready(now.Run, now.Epoch) {
				t.say("tell.pending")
				return
			}
			picture.Show(now)
			l.tellPicture(t, picture)
		})
	}
	return list
}

// tellOrder says which modalities have been learned by the playhead, and when, in their order: nothing of a run that breaks off.
func (l *Lab) tellOrder() (order []statement) {
	run := l.player.Run()
	if run.Diverged() != nil {
		return nil
	}
	names, m := run.Moments().Modalities(), run.Measure(l.player.Epoch())
	var learned []int
	for i, t := range m.Times {
		if !math.IsNaN(t) {
			learned = append(learned, i)
		}
	}
	slices.SortStableFunc(learned, func(a, b int) int { return cmp.Compare(m.Times[a], m.Times[b]) })
	for _, i := range learned {
		order = append(order, word("tell.passed.at", "name", named(names[i].Name), "time", math.Round(m.Times[i])))
	}
	return order
}

// tellRun says what is trained: the network, the data, the method, and what is done about the bias.
func (l *Lab) tellRun(t *teller) {
	s := l.player.Run().Scenario()
	switch {
	case s.DepthGap > 0:
		t.say("tell.net.deeperB", "depth", s.Depth, "fusion", s.Fusion, "gap", s.DepthGap)
	case s.DepthGap < 0:
		t.say("tell.net.deeperA", "depth", s.Depth, "fusion", s.Fusion, "gap", -s.DepthGap)
	case s.Early():
		t.say("tell.net.early", "depth", s.Depth)
	case s.Fusion == s.Depth:
		t.say("tell.net.late", "depth", s.Depth)
	default:
		t.say("tell.net.intermediate", "depth", s.Depth, "fusion", s.Fusion)
	}
	switch {
	case s.Activation != sim.ReLU:
		t.say("tell.units.linear", "width", s.Width, "init", s.Init)
	case s.Slope > 0:
		t.say("tell.units.leaky", "width", s.Width, "init", s.Init, "slope", s.Slope)
	default:
		t.say("tell.units.relu", "width", s.Width, "init", s.Init)
	}
	if s.Weights != "" {
		t.say("tell.weights", "file", s.WeightsSource())
	}
	switch s.Task {
	case sim.TaskToy:
		t.say("tell.data.toy", "kappa", s.Kappa, "r", s.R, "rho", s.Rho)
	case sim.TaskBlock:
		t.say("tell.data.block", "dA", s.DimA, "dB", s.DimB, "kappa", s.Kappa, "r", s.R)
	case sim.TaskWishart:
		t.say("tell.data.random", "dA", s.DimA, "dB", s.DimB, "draw", s.Draw)
	case sim.TaskXor:
		t.say("tell.data.xor", "kappa", s.Kappa)
	case sim.TaskMany:
		t.say("tell.data.many", "count", s.Modalities, "kappa", s.Kappa, "rho", s.Rho)
	case sim.TaskOwn:
		var names []string
		for _, m := range l.player.Run().Moments().Modalities() {
			names = append(names, named(m.Name))
		}
		t.say("tell.data.own", "names", names)
	}
	if s.From == sim.Sample {
		t.say("tell.data.sample", "samples", s.Samples)
	} else if s.Task != sim.TaskOwn {
		t.say("tell.data.population")
	}
	if s.Noise > 0 {
		t.say("tell.data.noise", "noise", s.Noise)
	}
	t.say("tell.method."+s.Method, "eta", s.Eta, "beta", s.Beta, "beta2", s.Beta2, "batch", s.Batch)
	t.say("tell.length", "epochs", s.Epochs, "seed", s.Seed)
	all, usual := s.Values(), sim.Default().Values()
	for _, p := range sim.Describe().Parameters {
		if p.Group != "remedies" || all[p.Key] == usual[p.Key] || p.With != "" && all[p.With] == 0.0 {
			continue
		}
		t.say("tell.remedy", "name", paramWord(p.Key), "value", choiceWord(p.Key, all[p.Key]))
	}
}

// choiceWord is a value of a parameter: a number, or the word of a choice.
func choiceWord(key string, v any) any {
	if choice, is := v.(string); is {
		return word("param." + key + "." + choice)
	}
	return v
}

// tellPoint says where the data lie, which modality theory has first there and which explains more, and whether the
// run agrees.
func (l *Lab) tellPoint(t *teller) {
	run := l.player.Run()
	s, p := run.Scenario(), &l.prediction
	names := run.Moments().Modalities()
	name := func(m int) string { return named(names[m].Name) }
	if s.Planar() {
		t.say("tell.point.place", "kappa", s.Kappa, "r", s.R, "rho", s.Rho)
	}
	many := len(names) > 2
	m := run.Measure(l.player.Epoch())
	told := !l.quietly()
	if !told {
		t.say("tell.point.guess")
	} else {
		l.tellTheory(t)
	}
	foretold := told && !p.FirstTie && ordered(&s)
	switch {
	case run.Diverged() != nil:
	case m.First < 0 && many:
		t.say("tell.point.none", "epoch", l.player.Epoch())
	case m.First < 0:
		t.say("tell.point.neither", "epoch", l.player.Epoch())
	case !many && player.Together(&m):
		first, second := math.Round(m.Times[m.First]), math.Round(m.Times[m.Second])
		if first == second {
			t.say("tell.point.together", "time", first)
		} else {
			t.say("tell.point.apart", "phase", second-first, "first", name(m.First), "time", first)
		}
	case foretold && m.First == p.First:
		t.say("tell.point.confirmed", "first", name(m.First), "time", math.Round(m.Times[m.First]))
	case foretold:
		t.say("tell.point.contradicted", "first", name(m.First), "time", math.Round(m.Times[m.First]))
	default:
		t.say("tell.point.measured", "first", name(m.First), "time", math.Round(m.Times[m.First]))
	}
}

// tellTheory says which modality is learned first by theory, when, and which explains more.
func (l *Lab) tellTheory(t *teller) {
	run := l.player.Run()
	s, p := run.Scenario(), &l.prediction
	names := run.Moments().Modalities()
	name := func(m int) string { return named(names[m].Name) }
	first, better := name(p.First), name(p.Better)
	variant := ""
	if p.BetterTie {
		variant = ".tie"
	}
	switch {
	case len(names) > 2:
		if len(p.Order) > 0 && ordered(&s) {
			var order []string
			for _, m := range p.Order {
				order = append(order, name(m))
			}
			t.say("tell.point.order", "order", order)
		}
		t.say("tell.point.best"+variant, "better", better)
	case s.Unordered():
		t.say("tell.point.untold"+variant, "better", better)
	case s.Early():
		t.say("tell.point.early"+variant, "better", better)
	case p.FirstTie:
		t.say("tell.point.tieFirst"+variant, "better", better)
	case p.BetterTie:
		t.say("tell.point.tieBetter", "first", first)
	case p.Superficial:
		t.say("tell.point.superficial", "first", first, "better", better)
	default:
		t.say("tell.point.honest", "first", first)
	}
	for _, curve := range l.training.Modalities {
		switch {
		case math.IsInf(curve.PredictedTime, 1):
			t.say("tell.point.never", "name", named(curve.Name))
		case curve.PredictedTime > float64(s.Epochs):
			t.say("tell.point.timeBeyond", "name", named(curve.Name), "time", math.Round(curve.PredictedTime))
		default:
			t.say("tell.point.time", "name", named(curve.Name), "time", math.Round(curve.PredictedTime))
		}
	}
	if l.training.Foretold != "" {
		t.say("tell.point.foretold", "words", word(l.training.Foretold, "ratio", orZero(l.training.Ratio)))
	}
}

// milestone is what the page is told of one.
func (l *Lab) milestone(ms *player.Milestone) map[string]any {
	// The difference of the rounded ends, so that sentence and figure agree.
	var phase any
	if !math.IsNaN(ms.Phase) {
		phase = math.Round(ms.PhaseEnd) - math.Round(ms.PhaseEnd-ms.Phase)
	}
	data := map[string]any{
		"code": ms.Code, "epoch": math.Round(ms.Epoch), "modality": ms.Modality, "other": ms.Other,
		"phase": phase, "misattribution": finite(ms.Misattribution), "stop": finite(ms.Stop), "share": finite(ms.Share),
	}
	if ms.Learned != nil {
		data["learned"] = ms.Learned
	}
	data["superficial"] = l.superficial(ms)
	if ms.Diverged != nil {
		data["diverged"] = ms.Diverged
		data["code"] = string(ms.Diverged.Code)
	}
	return data
}

// finite is a number that JSON knows, or nil.
func finite(v float64) any {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return nil
	}
	return v
}

// read reads the curves at the playhead, for who goes along them by keys. With show, the chart reads them out, too, or ceases
// to; without, it goes on with what a pointer points at.
func (l *Lab) read(args []byte) (any, error) {
	given, err := object(args)
	if err != nil {
		return nil, err
	}
	show := false
	if !(into{"show": &show}).take(given) {
		return nil, unreadable(args)
	}
	epoch := l.player.Epoch()
	if given["show"] != nil {
		pointer := math.NaN()
		if show {
			pointer = float64(epoch)
		}
		l.training.Pointer, l.dirty = pointer, true
	}
	var t teller
	l.training.Show(l.moment())
	t.say("tell.read.epoch", "epoch", epoch, "epochs", l.player.Run().Scenario().Epochs)
	l.tellCurves(&t, "tell.read.", l.training, epoch)
	return plainjson.List(t.said), nil
}
