package sim

import (
	"errors"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// randomVariant is a variant of s with some values of another random scenario that go with it.
func randomVariant(random *rand.Rand, s Scenario) Variant {
	for {
		all, v := Between(s, randomScenario(random)), Variant{}
		for _, d := range all {
			if random.IntN(len(all)) < 3 {
				v = append(v, d)
			}
		}
		if _, err := v.Of(s); err == nil {
			return v
		}
	}
}

// TestPinsInLinks: what is written is read back, whole, beside any run.
func TestPinsInLinks(t *testing.T) {
	random := rand.New(rand.NewPCG(14, 5))
	for range 300 {
		s := randomScenario(random)
		var pins Variants
		for range random.IntN(MaxPins + 1) {
			next, err := pins.Add(randomVariant(random, s))
			if err != nil {
				t.Fatal(err)
			}
			pins = next
		}
		link := EncodeLink(s, 0) + EncodePins(s, pins)
		again, _, notices := ParseLink("#" + link)
		got, more := ParsePins("#"+link, again)
		if again != s || !slices.EqualFunc(got, pins, func(a, b Variant) bool { return reflect.DeepEqual(a, b) }) || len(notices)+len(more) > 0 {
			t.Fatalf("%s came back as %v, %v %v", link, got, notices, more)
		}
	}
}

// TestBadPins: every part of a list that is of no use is left out and quoted, with what is
// allowed; the rest of the link works.
func TestBadPins(t *testing.T) {
	for _, c := range []struct {
		link, key, pin string
		code           Code
		left           string
	}{
		{"pins=etaRatio:400,decay:0.2", "etaRatio", "etaRatio:400", OutOfRange, "decay:0.2"},
		{"pins=decay:much", "decay", "decay:much", NotANumber, ""},
		{"pins=decay:NaN", "decay", "decay:NaN", NotANumber, ""},
		{"pins=seed:2.5", "seed", "seed:2.5", NotAnInteger, ""},
		{"pins=method:sgd,same", "method", "method:sgd", NotAChoice, "same"},
		{"pins=colour:red", "pins", "colour:red", NotAChoice, ""},
		{"pins=task:own", "pins", "task:own", NotAChoice, ""},
		{"pins=own:1_1~1_0_1_1_1_2", "pins", "own:1_1~1_0_1_1_1_2", NotAChoice, ""},
		{"pins=rho", "pins", "rho", BadLink, ""},
		{"pins=rho:0;rho:1", "pins", "rho:0;rho:1", BadLink, ""},
		{"pins=,decay:0.2", "pins", "", BadLink, "decay:0.2"},
		{"pins=seed:1,seed:2,seed:3,seed:4", "pins", "seed:4", TooMany, "seed:1,seed:2,seed:3"},
		{"scenario=relu&pins=decay:0.2,rho:0.1", "decay", "decay:0.2", Unsuited, "rho:0.1"},
		{"pins=fusion:3", "fusion", "fusion:3", OutOfRange, ""},
		{"pins=skew:1", "skew", "", "", "skew:1"},
	} {
		s, _, notices := ParseLink(c.link + "&rho=0.25")
		if s.Rho != .25 || len(notices) > 0 {
			t.Errorf("%s: the rest does not work: %v", c.link, notices)
		}
		got, notices := ParsePins(c.link, s)
		if got.String() != c.left {
			t.Errorf("%s leaves %q, want %q", c.link, got, c.left)
		}
		if c.code == "" && len(notices) == 0 {
			continue
		}
		if len(notices) != 1 || notices[0].Key != c.key || notices[0].Code != c.code || notices[0].Pin != c.pin || notices[0].Error() == "" {
			t.Errorf("%s: notices %+v, want %s on %s in %q", c.link, notices, c.code, c.key, c.pin)
		}
	}
	if v, notices := ParsePins(strings.Repeat("x", 5000)+"&pins=same", Default()); len(v)+len(notices) > 0 {
		t.Error("a link too long to be read has pins")
	}
	if v, _ := ParsePins("pins=seed:2,seed:2", Default()); len(v) != 1 {
		t.Errorf("the same run twice: %v", v)
	}
}

// FuzzPins: any text gives variants that can train beside the run, and writing them is a
// fixed point.
func FuzzPins(f *testing.F) {
	for _, seed := range []string{"", "same", "etaRatio:4;decay:0.2,method:momentum;beta:0.9", "depth:5", "fusion:1;depth:3,skew:-1", "rho:1e999", ";;:,,", "method:%61dam", "width:0x10", "batch:1;method:batches;from:sample"} {
		f.Add(seed, "late")
		f.Add(seed, "xor-early")
	}
	f.Fuzz(func(t *testing.T, pins, slug string) {
		s, _, _ := ParseLink("scenario=" + slug)
		v, _ := ParsePins("pins="+pins, s)
		if len(v) > MaxPins {
			t.Fatalf("%q gives %d runs", pins, len(v))
		}
		for _, one := range v {
			u, err := one.Of(s)
			if err != nil {
				t.Fatalf("%q of %s: %v", pins, s.Slug, err)
			}
			if err := u.Check(); err != nil {
				t.Fatalf("%q makes a scenario of %s that cannot run: %v", pins, s.Slug, err)
			}
		}
		text := EncodePins(s, v)
		again, notices := ParsePins(EncodeLink(s, 0)+text, s)
		if again.String() != v.String() || len(notices) > 0 || EncodePins(s, again) != text {
			t.Fatalf("%q → %q → %v, %v", pins, text, again, notices)
		}
	})
}

func variantOf(t *testing.T, text string) Variant {
	t.Helper()
	v, err := ParseVariant(text)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func with(t *testing.T, s Scenario, changes map[string]any) Scenario {
	t.Helper()
	s, err := s.With(changes)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestPinsFollowTheData, and nothing else.
func TestPinsFollowTheData(t *testing.T) {
	late := Default()
	for _, c := range []struct {
		pin     string
		changes map[string]any
		want    string
	}{
		{"method:momentum", map[string]any{"kappa": 3, "rho": .5, "epochs": 400}, "method:momentum"},
		{"same", map[string]any{"method": Momentum}, "method:gd"},
		{"same", map[string]any{"rho": .5}, "same"},
		{"method:momentum", map[string]any{"method": Momentum}, "same"},
		{"rho:0.5", map[string]any{"rho": .5}, "rho:0.5"}, // a value of its own stays, or a drag across it would catch the run
		{"same", map[string]any{"depth": 3}, "depth:2;fusion:2"},
		{"depth:4", map[string]any{"depth": 3}, "depth:4;fusion:4"},
		{"decay:0.2", map[string]any{"decay": .5, "seed": 7}, "decay:0.2;seed:1"},
	} {
		after := with(t, late, c.changes)
		v := variantOf(t, c.pin)
		got := v.Follow(late, after)
		if got.String() != c.want {
			t.Errorf("%s after %v: %s, want %s", c.pin, c.changes, got, c.want)
		}
		was, is := put(t, v, late), put(t, got, after)
		for i := range parameters {
			if row := &parameters[i]; !row.follows() && row.value(&was) != row.value(&is) {
				t.Errorf("%s after %v: %s goes from %v to %v", c.pin, c.changes, row.Key, row.value(&was), row.value(&is))
			}
		}
	}
}

// TestTelling: what matters most is named first, and nothing but the length is left out.
func TestTelling(t *testing.T) {
	for pin, want := range map[string]string{
		"eta:0.001;method:adam;epochs:3000;decay:0.1": "method:adam;decay:0.1;eta:0.001", "epochs:3000": "epochs:3000", "same": "same",
	} {
		if got := variantOf(t, pin).Telling().String(); got != want {
			t.Errorf("%s is named as %s, want %s", pin, got, want)
		}
	}
}

// TestVariantIsAsNamed: nothing is put right behind the back of who names a variant.
func TestVariantIsAsNamed(t *testing.T) {
	for pin, key := range map[string]string{"method:batches": "from", "activation:relu;unimodal:1": "unimodal", "depth:3;decay:0.1": "decay"} {
		var e *Error
		if _, err := variantOf(t, pin).Of(Default()); !errors.As(err, &e) || e.Code != Unsuited || e.Key != key {
			t.Errorf("%s: %v, want a word on %s", pin, err, key)
		}
	}
	deeper, err := variantOf(t, "depth:4").Of(Default())
	if err != nil || deeper.Fusion != 4 {
		t.Errorf("late fusion of depth 4 fuses in layer %d, %v", deeper.Fusion, err)
	}
}

func put(t *testing.T, v Variant, s Scenario) Scenario {
	t.Helper()
	s, err := v.put(s)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func runOut(t *testing.T, s Scenario) *Run {
	t.Helper()
	s.Compare = false
	r, err := NewRun(s)
	if err != nil {
		t.Fatal(err)
	}
	for !r.Done() {
		r.Step()
	}
	return r
}

// TestRemediesGoWithEveryScenario: each trains another run than the scenario does, to an end
// that says something.
func TestRemediesGoWithEveryScenario(t *testing.T) {
	starts := []Scenario{with(t, Default(), map[string]any{"modulation": .5}), with(t, Default(), map[string]any{"decay": .7, "rho": -.5}),
		with(t, Default(), map[string]any{"method": Adam, "eta": .001, "epochs": 300}), with(t, Default(), map[string]any{"etaRatio": 4, "dropout": .5, "epochs": 1500})}
	for _, slug := range Slugs() {
		starts = append(starts, mustPreset(slug))
	}
	for _, s := range starts {
		slug, whole := s.Slug, s
		if s.DimA > 10 || s.Depth > 3 {
			s.Epochs, s.Width = min(s.Epochs, 300), 12 // of these only that they train
		}
		r := runOut(t, s)
		list := RemediesFor(r)
		least, most := remediesShown-1, remediesShown
		if s.Activation == ReLU {
			least, most = 2, 3 // the rules refuse all others
		}
		if len(list) < least || len(list) > most {
			t.Errorf("%s: %d remedies: %s", slug, len(list), list)
		}
		for _, v := range list {
			u, err := v.Of(r.scenario)
			if err != nil {
				t.Fatal(err)
			}
			other := runOut(t, u)
			at := min(other.Epoch(), r.Epoch())
			if slices.Equal(other.Values("loss")[:at], r.Values("loss")[:at]) {
				t.Errorf("%s: %s changes nothing", slug, v)
			}
			o := other.Outcome()
			if strict := s == whole && slug != "many"; o.Note != "" && strict {
				t.Errorf("%s: %s: %s, %v", slug, v, o.Note, o)
			}
		}
	}
}

// TestRemediesSayWhatTheyAreFor: in the opening scenario balanced rates and Adam end the
// phase, momentum shortens it, weight decay makes it permanent; and nothing is offered twice.
func TestRemediesSayWhatTheyAreFor(t *testing.T) {
	r := runOut(t, Default())
	plain := r.Outcome()
	if !reflect.DeepEqual([]any{plain.Times[0], plain.Times[1]}, []any{r.Measure(1000).Times[0], r.Measure(1000).Times[1]}) || plain.Note != "" {
		t.Errorf("the outcome %+v is not what is measured: %+v", plain, r.Measure(1000))
	}
	list := RemediesFor(r)
	if got := list.String(); got != "etaRatio:4,epochs:1200;scaling:standard,unimodal:1,decay:1,method:momentum,eta:0.001;method:adam" {
		t.Errorf("remedies of the opening scenario: %s", got)
	}
	phase := map[string]any{}
	for _, v := range list {
		u, _ := v.Of(r.scenario)
		phase[v[len(v)-1].Key+":"+written(v[len(v)-1].Value)] = runOut(t, u).Outcome().Phase
	}
	if phase["etaRatio:4"] != NoPhase || phase["method:adam"] != NoPhase || phase["method:momentum"].(float64) > .3*plain.Phase.(float64) || phase["decay:1"] != Never {
		t.Errorf("phases %v, %v without", phase, plain.Phase)
	}
	u, _ := variantOf(t, "unimodal:0.5;method:momentum").Of(r.scenario)
	for _, v := range RemediesFor(runOut(t, u)) {
		if v.has("unimodal") || v.has("method") && put(t, v, u).Method == Momentum {
			t.Errorf("%s is offered to a run that has it", v)
		}
	}
	u = mustPreset("unequal") // B has a layer less, and is first
	if v := RemediesFor(runOut(t, u))[0]; !(NumberOf(put(t, v, u), "etaRatio") < 1) {
		t.Errorf("rates that let the first one wait: %s", v)
	}
}

// TestOutcomesThatAreMissing say why.
func TestOutcomesThatAreMissing(t *testing.T) {
	for _, c := range []struct {
		changes            map[string]any
		tA, tB, phase, why string
	}{
		{map[string]any{"epochs": 300}, "number", "?", "?", "short"},
		{map[string]any{"epochs": 50}, "?", "?", "?", "short"},
		{map[string]any{"eta": 5}, "?", "?", "?", "diverged"},
		{map[string]any{"init": .9, "eta": .001}, "?", "?", "?", "large"},
		{map[string]any{"fusion": 1}, "number", "number", NoPhase, ""},
		{map[string]any{"decay": 1}, "number", Never, Never, ""},
		{map[string]any{"wB": 0, "r": 0}, Never, Never, "?", ""},
		{map[string]any{"scenario": "xor-early"}, "number", Never, Never, ""},
	} {
		o := runOut(t, with(t, Default(), c.changes)).Outcome()
		kind := func(v any) string {
			switch v := v.(type) {
			case string:
				return v
			case float64:
				return "number"
			}
			return "?"
		}
		if kind(o.Times[0]) != c.tA || kind(o.Times[1]) != c.tB || kind(o.Phase) != c.phase || o.Note != c.why {
			t.Errorf("%v: %+v, want %s %s %s %q", c.changes, o, c.tA, c.tB, c.phase, c.why)
		}
		if o.Note != "" && !slices.Contains(OutcomeNotes, o.Note) {
			t.Errorf("%q is no note", o.Note)
		}
	}
}
