package sim

import (
	"math/rand/v2"
	"strings"
	"testing"
)

// randomScenario draws every parameter from its whole range, the ends included.
func randomScenario(random *rand.Rand) Scenario {
	s, err := Preset(Slugs()[random.IntN(len(Slugs()))])
	if err != nil {
		panic(err)
	}
	for i := range parameters {
		row := &parameters[i]
		if row.Kind == "choice" {
			if err := row.assign(&s, row.Choices[random.IntN(len(row.Choices))]); err != nil {
				panic(err)
			}
			continue
		}
		if row.Kind == "kept" {
			continue // its shape follows from the rest
		}
		if row.Kind == "text" {
			if own := wishartText(random); random.IntN(2) == 0 {
				if err := row.read(&s, own); err != nil {
					panic(err)
				}
			}
			continue
		}
		v := row.Min + random.Float64()*(row.Max-row.Min)
		switch random.IntN(4) {
		case 0:
			v = row.Min
		case 1:
			v = row.Max
		case 2:
			continue
		}
		if row.Kind == "integer" {
			v = float64(int(v))
		}
		if err := row.assign(&s, v); err != nil {
			panic(err)
		}
	}
	s.repair(nobodyAsked)
	s.Fusion = min(s.Fusion, s.Depth)
	s.repair(nobodyAsked)
	s.fitDepthGap()
	if few := s.Width*s.Depth < 50; few && s.Draw%2 == 0 {
		s.Weights = broughtWeights(s, s.Seed+1)
	}
	return s
}

// TestLinkIdentity: what is written is read back, whole.
func TestLinkIdentity(t *testing.T) {
	random := rand.New(rand.NewPCG(4, 4))
	for range 2000 {
		s := randomScenario(random)
		epoch := random.IntN(s.Epochs + 1)
		link := EncodeLink(s, epoch)
		if err := s.Check(); err != nil {
			t.Fatal(err)
		}
		got, gotEpoch, notices := ParseLink("#" + link)
		if got != s || gotEpoch != epoch || len(notices) > 0 {
			t.Fatalf("%s came back as %+v at %d (%v)", link, got, gotEpoch, notices)
		}
	}
	if got := EncodeLink(Default(), 0); got != "v=1&scenario=late" {
		t.Errorf("the opening scenario is %q", got)
	}
}

// TestLinkNotices: the nearest valid value, and a notice that names the wrong
// one.
func TestLinkNotices(t *testing.T) {
	for _, c := range []struct {
		link, key string
		code      Code
		check     func(Scenario, int) bool
	}{
		{"rho=1.5", "rho", OutOfRange, func(s Scenario, _ int) bool { return s.Rho == .99 }},
		{"rho=-1e400", "rho", OutOfRange, func(s Scenario, _ int) bool { return s.Rho == -.99 }},
		{"kappa=0", "kappa", OutOfRange, func(s Scenario, _ int) bool { return s.Kappa == .25 }},
		{"rho=NaN", "rho", NotANumber, func(s Scenario, _ int) bool { return s.Rho == 0 }},
		{"rho=much", "rho", NotANumber, func(s Scenario, _ int) bool { return s.Rho == 0 }},
		{"seed=2.4", "seed", NotAnInteger, func(s Scenario, _ int) bool { return s.Seed == 2 }},
		{"method=sgd", "method", NotAChoice, func(s Scenario, _ int) bool { return s.Method == GradientDescent }},
		{"method=flow&method=1", "method", NotAChoice, func(s Scenario, _ int) bool { return s.Method == GradientDescent }},
		{"colour=red", "colour", UnknownKey, func(s Scenario, _ int) bool { return s == Default() }},
		{"scenario=none&rho=.5", "scenario", UnknownScenario, func(s Scenario, _ int) bool { return s.Slug == "late" && s.Rho == .5 }},
		{"depth=3&fusion=5", "fusion", OutOfRange, func(s Scenario, _ int) bool { return s.Fusion == 3 }},
		{"epoch=5000", "epoch", OutOfRange, func(_ Scenario, e int) bool { return e == 1000 }},
		{"epoch=soon", "epoch", NotANumber, func(_ Scenario, e int) bool { return e == 0 }},
		{"epoch=1.5", "epoch", NotAnInteger, func(_ Scenario, e int) bool { return e == 2 }},
		{"epoch=0x1p4", "epoch", NotANumber, func(_ Scenario, e int) bool { return e == 0 }},
		{"kappa=0x1p1", "kappa", NotANumber, func(s Scenario, _ int) bool { return s.Kappa == 2 }},
		{"rho=.1&rho=.9", "rho", Repeated, func(s Scenario, _ int) bool { return s.Rho == .9 }},
		{"rho=.1&kappa=3&rho=.1&kappa=9", "kappa", OutOfRange, func(s Scenario, _ int) bool { return s.Rho == .1 && s.Kappa == 4 }},
		{"scenario=early&scenario=flow", "scenario", Repeated, func(s Scenario, _ int) bool { return s.Slug == "flow" }},
		{"v=2&rho=.5", "v", BadLink, func(s Scenario, _ int) bool { return s.Rho == .5 }},
		{"rho=%zz", "link", BadLink, func(s Scenario, _ int) bool { return s == Default() }},
		{strings.Repeat("x", 5000), "link", BadLink, func(s Scenario, _ int) bool { return s == Default() }},
	} {
		s, epoch, notices := ParseLink(c.link)
		if len(notices) != 1 || notices[0].Key != c.key || notices[0].Code != c.code || notices[0].Error() == "" {
			t.Errorf("%.40s: notices %v, want %s on %s", c.link, notices, c.code, c.key)
		}
		if !c.check(s, epoch) {
			t.Errorf("%.40s: %+v at %d", c.link, s, epoch)
		}
	}
}

// FuzzLink: any text gives a scenario that can run, and writing that is a
// fixed point: parse → encode → parse is the identity, without notices.
func FuzzLink(f *testing.F) {
	for _, seed := range []string{"", "#v=1&scenario=early&rho=0.5", "rho=2&rho=0.1", "kappa=1e999&seed=-3", "&&=&epoch=7.5", "depth=2&fusion=8&width=0x10", "%", "wB=-0", "method=flow", "method=Flow&method=%66low"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, link string) {
		s, epoch, _ := ParseLink(link)
		if err := s.Check(); err != nil {
			t.Fatalf("%q gives a scenario that cannot run: %v", link, err)
		}
		if _, err := s.Moments(); err != nil {
			t.Fatalf("%q gives a scenario without data: %v", link, err)
		}
		if epoch < 0 || epoch > s.Epochs {
			t.Fatalf("%q gives epoch %d of %d", link, epoch, s.Epochs)
		}
		text := EncodeLink(s, epoch)
		again, epochAgain, notices := ParseLink(text)
		if again != s || epochAgain != epoch || len(notices) > 0 {
			t.Fatalf("%q → %q → %+v at %d, %v", link, text, again, epochAgain, notices)
		}
		if EncodeLink(again, epochAgain) != text {
			t.Fatalf("%q is written in two ways", text)
		}
	})
}
