package lab

import (
	"fmt"
	"maps"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"unimodal-bias-lab/render"
	"unimodal-bias-lab/render/scene"
	"unimodal-bias-lab/sim"
)

// places in a template.
var places = regexp.MustCompile(`\{(\w+)(?::[^{}|]*\|([^{}]*))?\}`)

// sentence makes the sentence of a statement as the page does, from the catalogue.
func (f *fixture) sentence(words scene.Words, said map[string]any) string {
	f.Helper()
	key := said["say"].(string)
	text, ok := words[key]
	if !ok {
		f.Errorf("no words for %s", key)
	}
	values, _ := said["values"].(map[string]any)
	text = places.ReplaceAllStringFunc(text, func(place string) string {
		match := places.FindStringSubmatch(place)
		name := match[1]
		v, known := values[name]
		if !known {
			if len(name) == 1 { // @{A}
				return place
			}
			f.Errorf("%s: nothing for {%s}", key, name)
		}
		if match[2] != "" {
			return match[2] // the plural will do
		}
		return f.inSentence(words, v)
	})
	return text
}

func (f *fixture) inSentence(words scene.Words, v any) string {
	f.Helper()
	switch v := v.(type) {
	case map[string]any:
		if list, ok := v["differences"].([]any); ok {
			var parts []string
			for _, d := range list {
				d := d.(map[string]any)
				parts = append(parts, f.inSentence(words, map[string]any{"say": "param." + d["param"].(string) + ".name"})+" "+f.inSentence(words, d["value"]))
			}
			return strings.Join(parts, ", ")
		}
		return f.sentence(words, v)
	case []any:
		var parts []string
		for _, one := range v {
			parts = append(parts, f.inSentence(words, one))
		}
		return strings.Join(parts, ", ")
	case float64:
		return strconv.FormatFloat(v, 'g', -1, 64)
	}
	return fmt.Sprint(v)
}

// told are the sentences of every area.
func (f *fixture) told(words scene.Words) map[string][]string {
	f.Helper()
	result, failure := f.answer("tell", `{}`)
	if failure != nil {
		f.Fatal(failure)
	}
	all := map[string][]string{}
	for _, raw := range result.([]any) {
		account := raw.(map[string]any)
		of := account["of"].(string)
		all[of] = []string{}
		said, _ := account["said"].([]any)
		for _, s := range said {
			all[of] = append(all[of], f.sentence(words, s.(map[string]any)))
		}
		happened, _ := account["milestones"].([]any)
		for _, ms := range happened {
			all[of] = append(all[of], fmt.Sprint(ms.(map[string]any)["code"]))
		}
	}
	return all
}

// TestEveryPictureIsTold: of every scenario, at its beginning, on its way and at its end, there are sentences of what is trained, of
// what has happened, of where the data lie and of every panel, each with words in the catalogue and a value in every
// place, none said twice.
func TestEveryPictureIsTold(t *testing.T) {
	whole, _, _ := catalogues(t)
	delete(whole, "")
	areas := append([]string{areaRun, areaHistory, areaPoint}, render.PanelNames()...)
	for _, slug := range sim.Slugs() {
		f := start(t)
		f.call("layout", everyPanel)
		f.call("workers", `{"count":1}`)
		f.call("set", `{"scenario":"`+slug+`","width":20}`)
		end := int(f.call("get", `{}`)["epochs"].(float64))
		for _, epoch := range []int{0, end / 4, end} {
			f.call("seek", fmt.Sprintf(`{"epoch":%d}`, epoch))
			f.work()
			f.frame(.016)
			all := f.told(whole)
			for _, area := range areas {
				if len(all[area]) == 0 {
					t.Errorf("%s at %d: nothing is told of %s", slug, epoch, area)
				}
				seen := map[string]bool{}
				for _, text := range all[area] {
					if seen[text] && area != areaHistory {
						t.Errorf("%s at %d: %s says twice: %s", slug, epoch, area, text)
					}
					if seen[text] = true; strings.Contains(text, "NaN") || strings.Contains(text, "Inf") || dotted.MatchString(text) {
						t.Errorf("%s at %d: %s says %q", slug, epoch, area, text)
					}
				}
			}
			if len(all) != len(areas) {
				t.Errorf("%s at %d: told of %v", slug, epoch, slices.Sorted(maps.Keys(all)))
			}
		}
	}
}

// TestEveryDiagramIsTold: so is every kind of diagram, as it begins, and filled in as far as it fills at once.
func TestEveryDiagramIsTold(t *testing.T) {
	whole, _, _ := catalogues(t)
	delete(whole, "")
	f := start(t)
	f.call("layout", everyPanel)
	f.call("workers", `{"count":1}`)
	f.call("seek", `{"epoch":500}`)
	f.work()
	for _, kind := range sim.SweepKinds() {
		f.call("diagram", `{"kind":"`+kind+`","cells":32}`)
		for _, filled := range []bool{false, true} {
			if filled {
				f.fill()
			}
			f.frame(.016)
			said := f.told(whole)[render.PhasePanel]
			if len(said) < 2 {
				t.Errorf("%s: told %q", kind, said)
			}
			for _, text := range said {
				if strings.Contains(text, "NaN") || strings.Contains(text, "Inf") {
					t.Errorf("%s says %q", kind, text)
				}
			}
			row, failure := f.answer("row", `{}`)
			if failure != nil || len(row.(map[string]any)["rows"].([]any)) == 0 {
				t.Errorf("%s: no row: %v", kind, failure)
			}
		}
	}
}

// fill puts something into every cell: values of which some are none.
func (f *fixture) fill() {
	d := &f.lab.diagram
	for i := range d.values {
		d.strides[i], d.values[i] = 1, float64(i%2)
		if i%7 == 0 {
			d.values[i] = math.NaN()
		}
	}
	d.shown, d.known = len(d.values), true
	clear(d.done)
}

// toldAt is what is told of every panel at an epoch of a scenario.
func (f *fixture) toldAt(words scene.Words, scenario string, epoch int) map[string][]string {
	f.call("layout", everyPanel)
	f.call("set", fmt.Sprintf(`{"scenario":%q}`, scenario))
	f.call("seek", fmt.Sprintf(`{"epoch":%d}`, epoch))
	f.work()
	f.frame(.016)
	return f.told(words)
}

// TestToldIsMeasured: what is told of a run are the numbers that it answers to programs.
func TestToldIsMeasured(t *testing.T) {
	whole, _, _ := catalogues(t)
	f := start(t)
	all := f.toldAt(whole, "superficial", 400)
	says := func(area, want string) {
		t.Helper()
		if !slices.Contains(all[area], want) {
			t.Errorf("%s does not say %q, but %q", area, want, all[area])
		}
	}
	measured, theory := f.call("measure", `{}`), f.call("theory", `{}`)
	says(areaPoint, fmt.Sprintf("This run confirms it: @{%s} was learned first, at epoch %.0f.", measured["first"], measured["t"+measured["first"].(string)]))
	says(areaPoint, fmt.Sprintf("By theory @{%s} is learned first, although @{%s} explains more: a superficial preference.", theory["first"], theory["better"]))
	columns := f.call("trajectory", `{}`)["columns"].([]any)
	for _, raw := range columns {
		c := raw.(map[string]any)
		values := c["values"].([]any)
		now := values[len(values)-1].(float64)
		switch c["name"] {
		case "normA":
			says(render.TrainingPanel, fmt.Sprintf("@{A} is at %.0f %% of its final weight.", 100*now/theory["finalNorm"].(map[string]any)["A"].(float64)))
		case "lossNormalised":
			says(render.TrainingPanel, fmt.Sprintf("The loss is at %.0f %% of that of a network that knows nothing.", 100*now))
		}
	}
	get := f.call("get", `{}`)
	says(render.PhasePanel, fmt.Sprintf("The disc is at spread ratio %v, importance %v.", get["kappa"], get["r"]))
	share := 0.0
	for _, text := range all[render.PhasePanel] {
		var part float64
		if _, err := fmt.Sscanf(text, "On %f %% of the plane", &part); err == nil {
			share += part
		}
	}
	if math.Abs(share-100) > 2 {
		t.Errorf("the regions take %v %% of the plane", share)
	}
	history := all[areaHistory]
	if want := []string{"start", "learned"}; !slices.Equal(history, want) {
		t.Errorf("happened: %q, want %q", history, want)
	}
}

// TestOrderIsTold: the history has what was learned when, the first one first, as far as the playhead has come, and so has a pinned
// run to its end; a run that breaks off has no order, and no weight of it is called final.
func TestOrderIsTold(t *testing.T) {
	whole, _, _ := catalogues(t)
	f := start(t)
	order := func() (list []string) {
		t.Helper()
		said, _ := f.answer("tell", `{"of":["history"]}`)
		moments, _ := said.([]any)[0].(map[string]any)["order"].([]any)
		for _, moment := range moments {
			list = append(list, f.sentence(whole, moment.(map[string]any)))
		}
		return list
	}
	f.toldAt(whole, "superficial", 400)
	if got := order(); !slices.Equal(got, []string{"@{A} learned at epoch 387"}) {
		t.Errorf("on the way: %q", got)
	}
	f.toldAt(whole, "superficial", 1000)
	measured := f.call("measure", `{}`)
	times := map[string]any{"A": measured["tA"], "B": measured["tB"]}
	if got, want := order(), []string{fmt.Sprintf("@{A} learned at epoch %.0f", times["A"]), fmt.Sprintf("@{B} learned at epoch %.0f", times["B"])}; !slices.Equal(got, want) {
		t.Errorf("at the end: %q, want %q", got, want)
	}
	f.call("pin", `{}`)
	f.call("set", `{"eta":0.05,"epoch":0}`)
	f.work()
	f.frame(.016)
	all := f.told(whole)
	for name, time := range times {
		if said := fmt.Sprintf("In the pinned run @{%s} is learned at epoch %.0f.", name, time); !slices.Contains(all[render.TrainingPanel], said) {
			t.Errorf("of the pinned run: no %q in %q", said, all[render.TrainingPanel])
		}
	}
	f.call("set", `{"eta":1}`)
	f.call("seek", `{"epoch":1000}`)
	f.work()
	f.frame(.016)
	all = f.told(whole)
	if got := order(); len(got) > 0 {
		t.Errorf("of a run that breaks off: %q", got)
	}
	for _, said := range slices.Concat(all[render.TrainingPanel], all[render.RacePanel]) {
		if strings.Contains(said, "final weight") || strings.Contains(said, "not arrived yet") {
			t.Errorf("of a run that breaks off: %q", said)
		}
	}
}

// TestTable: the table of a run has the rows asked for and those of what happened, with the values of the series.
func TestTable(t *testing.T) {
	f := start(t)
	f.call("set", `{"scenario":"late"}`)
	f.work()
	table := f.call("table", `{"rows":5}`)
	columns, rows := table["columns"].([]any), table["rows"].([]any)
	norm := slices.IndexFunc(columns, func(c any) bool { return c.(map[string]any)["name"] == "normA" })
	whole := f.call("trajectory", `{"whole":true}`)["columns"].([]any)
	var epochs []int
	happened := 0
	for _, raw := range rows {
		row := raw.(map[string]any)
		e := int(row["epoch"].(float64))
		epochs = append(epochs, e)
		if row["milestones"] != nil {
			happened++
		}
		for _, c := range whole {
			if c := c.(map[string]any); c["name"] == "normA" && c["values"].([]any)[e] != row["values"].([]any)[norm] {
				t.Errorf("epoch %d: %v", e, row)
			}
		}
	}
	if !slices.IsSorted(epochs) || len(epochs) < 5+2 || happened < 3 || !slices.Contains(epochs, 250) {
		t.Errorf("rows at %v, %d of them with a moment", epochs, happened)
	}
	for _, args := range []string{`{"rows":1}`, `{"rows":1001}`, `{"rows":"many"}`} {
		if _, failure := f.answer("table", args); failure == nil {
			t.Errorf("%s is no mistake", args)
		}
	}
	if _, failure := f.answer("tell", `{"of":["nothing"]}`); failure == nil || failure["key"] != "of" {
		t.Errorf("an area that there is not: %v", failure)
	}
}

// TestReading: the chart reads out where the playhead is, and ceases to.
func TestReading(t *testing.T) {
	f := start(t)
	f.call("seek", `{"epoch":300}`)
	f.work()
	said, _ := f.answer("read", `{"show":true}`)
	if n := len(said.([]any)); n != 4 || f.lab.training.Pointer != 300 { // the epoch, A, B, the loss
		t.Errorf("%d readings, the chart reads at %v", n, f.lab.training.Pointer)
	}
	f.answer("read", `{}`)
	if f.lab.training.Pointer != 300 {
		t.Errorf("who only asks moves the pointer to %v", f.lab.training.Pointer)
	}
	f.answer("read", `{"show":false}`)
	if !math.IsNaN(f.lab.training.Pointer) {
		t.Errorf("the chart still reads at %v", f.lab.training.Pointer)
	}
}

// TestNoOrderIsInvented: where no formula says which modality is learned first, none is told, nor that both come together.
func TestNoOrderIsInvented(t *testing.T) {
	whole, _, _ := catalogues(t)
	untold, neither := "No formula says which is learned first here; @{A} explains more.", "In early fusion neither waits for the other, whatever the data; @{A} explains more."
	for settings, want := range map[string]string{
		`{"scenario":"early"}`:                                    neither,
		`{"scenario":"early","method":"adam","eta":0.001}`:        untold,
		`{"scenario":"adam"}`:                                     untold,
		`{"scenario":"xor-early","width":10}`:                     untold,
		`{"scenario":"xor","width":10,"etaRatio":2}`:              untold,
		`{"scenario":"xor","width":10}`:                           "By theory @{A} is learned first, and it explains more: the preference is not superficial.",
		`{"scenario":"xor-early","activation":"linear"}`:          untold,
		`{"scenario":"modulation"}`:                               untold,
		`{"scenario":"xor-early","width":10,"method":"momentum"}`: untold,
	} {
		f := start(t)
		f.call("set", settings)
		f.work()
		f.frame(.016)
		if said := f.told(whole)[areaPoint]; !slices.Contains(said, want) {
			t.Errorf("%s: %q", settings, said)
		}
	}
}

// TestTiesAreNoWinners: where neither modality is first, or explains more, the diagrams name none for the run, measured or
// predicted; nor does one about the order predict anything where theory has none.
func TestTiesAreNoWinners(t *testing.T) {
	whole, _, _ := catalogues(t)
	own := func(quantity string) string {
		return `{"kind":"own","x":"rho","y":"kappa","cells":32,"quantity":"` + quantity + `"}`
	}
	first, better, superficial := own(sim.QuantityFirst), own(sim.QuantityBetter), own(sim.QuantitySuperficial)
	const preference = `{"kind":"preference","cells":32}`
	for _, c := range []struct{ settings, diagram, want string }{
		{`{"scenario":"rates"}`, `{"kind":"ratesFirst","cells":32}`, "This run: neither, as predicted."},
		{`{"scenario":"rates","epoch":0}`, `{"kind":"ratesFirst","cells":32}`, "This run, predicted: neither; nothing is measured yet."},
		{`{"scenario":"late"}`, first, "This run: @{A}, as predicted."},
		{`{"scenario":"late","r":0.5}`, better, "This run: neither, as predicted."},
		{`{"scenario":"late","r":0.5}`, superficial, "This run: not superficial, as predicted."},
		{`{"scenario":"late","r":0.5}`, preference, "This run: @{A} first, and both explain the same, as predicted."},
		{`{"scenario":"late","kappa":1,"r":1.2}`, preference, "This run: @{A} first, which explains more, as predicted."},
		{`{"scenario":"rates"}`, preference, "This run: neither first; @{A} explains more, as predicted."},
		{`{"scenario":"rates","r":0.5,"etaRatio":2}`, preference, "This run: neither first, and both explain the same, as predicted."},
		{`{"scenario":"early"}`, first, "This run, measured: @{A}."},
		{`{"scenario":"decay"}`, own(sim.QuantityNever), "This run: one is never learned, as predicted."},
	} {
		f := start(t)
		f.call("layout", everyPanel)
		f.call("workers", `{"count":1}`)
		f.call("set", c.settings)
		if !strings.Contains(c.settings, "epoch") {
			f.call("seek", fmt.Sprintf(`{"epoch":%v}`, f.call("get", `{}`)["epochs"]))
		}
		f.call("diagram", c.diagram)
		f.work()
		f.frame(.016)
		if said := f.told(whole)[render.PhasePanel]; !slices.Contains(said, c.want) {
			t.Errorf("%s, %s: %q", c.settings, c.diagram, said)
		}
	}
}

// TestRaceTellsChanges: what is left of a signal is told when it has become another one, and not with the arrival.
func TestRaceTellsChanges(t *testing.T) {
	whole, _, _ := catalogues(t)
	for settings, want := range map[string]int{`{"scenario":"late"}`: 0, `{"scenario":"late-positive"}`: 1, `{"scenario":"rates"}`: 0, `{"scenario":"many"}`: 1} {
		f := start(t)
		f.call("layout", everyPanel)
		f.call("set", settings)
		f.work()
		f.frame(.016)
		left := 0
		for _, text := range f.told(whole)[render.RacePanel] {
			if strings.Contains(text, "the signal left for") {
				left++
			}
		}
		if left != want {
			t.Errorf("%s: %d changes of a signal, want %d: %q", settings, left, want, f.told(whole)[render.RacePanel])
		}
	}
}

// TestToldOnce: how far a modality is is told by the curves where they are shown, else by the panel that shows it, in the same
// words; and a small error is not told as none.
func TestToldOnce(t *testing.T) {
	whole, _, _ := catalogues(t)
	f := start(t)
	all := f.toldAt(whole, "own", 333)
	const beyond = "@{A} is at 117 % of its final weight."
	if slices.Contains(all[render.PhasePanel], beyond) || !slices.Contains(all[render.TrainingPanel], beyond) {
		t.Errorf("%q beside %q", all[render.PhasePanel], all[render.TrainingPanel])
	}
	f.call("layout", `{"width":440,"height":380,"scale":1,"panels":{"phase":{"x":0,"y":0,"w":440,"h":380}}}`)
	f.frame(.016)
	if alone := f.told(whole)[render.PhasePanel]; !slices.Contains(alone, beyond) {
		t.Errorf("alone: %q", alone)
	}
	f.call("layout", everyPanel)
	f.call("set", `{"scenario":"wishart"}`)
	f.work()
	f.complete()
	said := f.told(whole)[render.PhasePanel]
	if !slices.Contains(said, "Predicted from the initial weights, the ratio is off by 0.1 % in the median.") {
		t.Errorf("of the draws: %q", said)
	}
}

// TestTogetherIsToldOnce: what is learned together is told so by every area, and what has a phase of its own by none.
func TestTogetherIsToldOnce(t *testing.T) {
	whole, _, _ := catalogues(t)
	for slug, together := range map[string]bool{"adam": true, "modulation": true, "early": true, "intermediate": false, "late": false} {
		f := start(t)
		f.call("set", `{"scenario":"`+slug+`"}`)
		f.call("seek", fmt.Sprintf(`{"epoch":%v}`, f.call("get", `{}`)["epochs"]))
		f.work()
		f.frame(.016)
		all := f.told(whole)
		said := slices.ContainsFunc(all[areaPoint], func(text string) bool { return strings.HasPrefix(text, "This run learned both ") })
		if happened := slices.Contains(all[areaHistory], "together"); said != together || happened != together || slices.Contains(all[areaHistory], "learned") == together {
			t.Errorf("%s: %q, %q", slug, all[areaPoint], all[areaHistory])
		}
	}
}

// TestColumnIsTold: the regions told of where the disc is lie one on the other, from end to end of the axis, and in each of them
// is what the formulas say of a network there.
func TestColumnIsTold(t *testing.T) {
	whole, _, _ := catalogues(t)
	column := regexp.MustCompile(`^At the disc’s spread ratio, with importance from (\S+) to (\S+): @\{(.)\} is learned first(?: and|, which| although @\{(.)\}) explains more\.$`)
	for _, settings := range []string{
		`{"scenario":"late"}`, `{"scenario":"late-positive"}`, `{"scenario":"late-negative"}`, `{"scenario":"superficial"}`, `{"scenario":"standardised"}`,
		`{"scenario":"late","rho":0.8,"kappa":3}`, `{"scenario":"late","rho":-0.8,"kappa":0.4}`, `{"scenario":"late","etaRatio":3}`, `{"scenario":"late","kappa":1}`,
	} {
		f := start(t)
		f.call("layout", everyPanel)
		f.call("set", settings)
		f.work()
		f.frame(.016)
		base := f.lab.player.Scenario()
		axis := f.lab.plane().Plot(scene.Rect{W: 400, H: 400}, &f.lab.theme).R
		up, regions := axis[0], 0
		for _, text := range f.told(whole)[render.PhasePanel] {
			match := column.FindStringSubmatch(text)
			if match == nil {
				if strings.HasPrefix(text, "At the disc") {
					t.Errorf("%s: %q", settings, text)
				}
				continue
			}
			regions++
			from, _ := strconv.ParseFloat(match[1], 64)
			to, _ := strconv.ParseFloat(match[2], 64)
			if math.Abs(from-up) > .006*(1+math.Abs(up)) || !(to > from) || strings.HasPrefix(match[1], "-0 ") {
				t.Errorf("%s: %q after %v", settings, text, up)
			}
			up = to
			better := match[3]
			if match[4] != "" {
				better = match[4]
			}
			for _, part := range []float64{.1, .37, .63, .9} {
				s := base
				s.R = from + part*(to-from)
				p, err := sim.Predict(s)
				if err != nil {
					t.Fatal(err)
				}
				if name := func(m int) string { return string(rune('A' + m)) }; name(p.First) != match[3] || name(p.Better) != better {
					t.Errorf("%s: %q, but at %v %s is first and %s better", settings, text, s.R, name(p.First), name(p.Better))
				}
			}
		}
		if math.Abs(up-axis[1]) > .006 || regions < 1 {
			t.Errorf("%s: %d regions up to %v of %v", settings, regions, up, axis[1])
		}
	}
}

// TestFusionTimesAreTold: a run with every fusion layer says when each of its networks has learned what, as soon as it has, and a
// second chart says the same of its network.
func TestFusionTimesAreTold(t *testing.T) {
	whole, _, _ := catalogues(t)
	f := start(t)
	all := f.toldAt(whole, "depth", 2000)
	check := func(run *sim.Run, epoch int, sentence string) {
		t.Helper()
		for i, time := range run.Measure(epoch).Times {
			said := fmt.Sprintf(sentence, 'A'+i, time)
			if math.IsNaN(time) {
				said, _, _ = strings.Cut(said, " at epoch")
			}
			if slices.ContainsFunc(all[render.TrainingPanel], func(text string) bool { return strings.HasPrefix(text, said) }) == math.IsNaN(time) {
				t.Errorf("learned at %v, %q: %q", time, said, all[render.TrainingPanel])
			}
		}
	}
	run := f.lab.player.Run()
	for _, companion := range append([]*sim.Run{run}, run.Companions()...) {
		check(companion, 2000, fmt.Sprintf("With fusion in layer %d, @{%%c} was learned at epoch %%.0f.", companion.Scenario().Fusion))
	}
	for _, epoch := range []int{150, 1200} {
		f = start(t)
		all = f.toldAt(whole, "small-data", epoch)
		companions := f.lab.player.Run().Companions()
		if len(companions) != 1 {
			t.Fatalf("%d networks beside small-data", len(companions))
		}
		check(companions[0], epoch, "In the second chart @{%c} was learned at epoch %.0f.")
		for _, text := range all[render.TrainingPanel] {
			if strings.HasPrefix(text, "With fusion") {
				t.Errorf("small-data: %q", text)
			}
		}
		stops := 0
		for _, text := range all[render.TrainingPanel] {
			if strings.HasPrefix(text, "In the second chart the error on new data") {
				stops++
			}
		}
		if want := len(companions[0].Stops(nil, epoch)); stops != want {
			t.Errorf("small-data: %d minima told of the second chart, it has %d", stops, want)
		}
	}
}

// TestFallingLineIsTold: under weight decay a line that falls from the start is not told as one that begins with a signal, and
// falls no second time.
func TestFallingLineIsTold(t *testing.T) {
	whole, _, _ := catalogues(t)
	f := start(t)
	all := f.toldAt(whole, "decay", 100)[render.RacePanel]
	for _, said := range []string{
		"The line of @{A} begins with a signal of 3.", "The line of @{B} falls from the start: its signal, 0, is less than weight decay.",
		"Predicted: from epoch 209 the line of @{B} goes on falling, at another rate: its signal is 0.575.",
	} {
		if !slices.Contains(all, said) {
			t.Errorf("no %q in %q", said, all)
		}
	}
}

// TestBeyondTheRun: what theory foretells for after the end of a run is told so.
func TestBeyondTheRun(t *testing.T) {
	whole, _, _ := catalogues(t)
	f := start(t)
	f.call("set", `{"scenario":"late","epochs":300}`)
	f.work()
	f.frame(.016)
	if said := f.told(whole)[areaPoint]; !slices.Contains(said, "Predicted: @{A} is learned at epoch 126.") || !slices.Contains(said, "Predicted: @{B} is learned at epoch 477, after the end of this run.") {
		t.Errorf("%q", said)
	}
}
