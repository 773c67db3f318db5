package sim

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// counselled are the runs of all advice for a run, with what is said of them.
func counselled(t *testing.T, r *Run, each func(a Advice, with *Run, c Counsel)) {
	t.Helper()
	for _, a := range AdviceFor(r) {
		if a.Why != "" {
			continue
		}
		s, err := a.Variant.Of(r.scenario)
		if err != nil {
			t.Fatalf("%s: %v", a.Kind, err)
		}
		with, err := NewRun(s)
		if err != nil {
			t.Fatalf("%s: %v", a.Kind, err)
		}
		for !with.Done() {
			with.Step()
		}
		each(a, with, r.Counsel(with))
	}
}

// TestAdviceKnowsTheScience: what the remedies do to data of which it is known.
func TestAdviceKnowsTheScience(t *testing.T) {
	for link, want := range map[string]map[string]string{
		// A negative correlation: unimodal losses and dropout lengthen the phase, decay makes it endless.
		"scenario=late-negative": {"standard": Helps, "early": Helps, "momentum": Helps, "unimodal": Harms, "dropout": Harms, "decay": Harms, "intermediate": Nothing},
		// No correlation: they do nothing, and nothing decays for good.
		"scenario=superficial": {"rates": Helps, "standard": Helps, "whiten": Helps, "early": Helps, "momentum": Helps, "unimodal": Nothing, "dropout": Nothing, "decay": ""},
		// A positive one: they shorten it.
		"scenario=late-positive": {"unimodal": Helps, "rates": Helps},
	} {
		r := ran(t, link)
		got := map[string]string{}
		counselled(t, r, func(a Advice, with *Run, c Counsel) {
			got[a.Kind] = c.Verdict
			deserved := slices.ContainsFunc(c.Effects, func(s Sentence) bool { return s.Key == "deserved" })
			if deserved != (link == "scenario=superficial" && (a.Kind == "standard" || a.Kind == "whiten")) {
				t.Errorf("%s, %s: %+v", link, a.Kind, c)
			}
		})
		for kind, verdict := range want {
			if got[kind] != verdict {
				t.Errorf("%s: %s %q, not %q", link, kind, got[kind], verdict)
			}
		}
	}
}

// TestAdviceIsLeftOut: what a run has is not advised, and what does not go with it says why.
func TestAdviceIsLeftOut(t *testing.T) {
	for link, want := range map[string]map[string]string{
		"scenario=early":                                {"early": "already"},
		"scenario=momentum":                             {"momentum": "already"},
		"scenario=adam":                                 {"adam": "already", "rates": "stepwise"},
		"scenario=standardised":                         {"standard": "already"},
		"scenario=many":                                 {"rates": "twoOnly"},
		"scenario=late-negative":                        {"rates": "silent"},
		"scenario=late&kappa=1":                         {"rates": "tie"},
		"scenario=late&unimodal=1":                      {"unimodal": "already"},
		"scenario=late&kappa=4&r=2&rho=-0.12&eta=0.001": {"rates": "beyond"},
	} {
		got := map[string]string{}
		for _, a := range AdviceFor(ran(t, link)) {
			got[a.Kind] = a.Why
		}
		for kind, why := range want {
			if got[kind] != why {
				t.Errorf("%s: %s %q, not %q", link, kind, got[kind], why)
			}
		}
	}
}

// TestCounselIsTrue: what is said of the remedies for random data is found again from their runs and from
// regressions by other means.
func TestCounselIsTrue(t *testing.T) {
	random := rand.New(rand.NewPCG(4, 15))
	told := map[string]int{}
	for range 50 {
		r, set := anyAnswer(t, random)
		counselled(t, r, func(a Advice, with *Run, c Counsel) {
			where := EncodeLink(with.scenario, 0)
			told[c.Verdict]++
			o, was := with.Outcome(), r.Outcome()
			first, last, missing := math.Inf(1), 0.0, false
			for m, time := range o.Times {
				if r.data.Moments.OptimumNorm(m) == 0 {
					continue
				}
				if v, ok := time.(float64); ok {
					first, last = math.Min(first, v), math.Max(last, v)
				} else {
					missing = true
				}
			}
			switch phase := c.Phase.(type) {
			case float64:
				if missing || math.Abs(phase-(last-first)) > 1e-9*last || last < Together*first {
					t.Errorf("%s: a phase of %v, times are %v", where, phase, o.Times)
				}
			case string:
				if phase == Never != missing {
					t.Errorf("%s: the phase is %s, times are %v", where, phase, o.Times)
				}
			}
			for _, x := range c.Effects {
				told[x.Key]++
				switch x.Key {
				case "diverged":
					if with.Diverged() == nil {
						t.Errorf("%s has not diverged", where)
					}
				case "short":
					if !missing {
						t.Errorf("%s: everything is learned: %v", where, o.Times)
					}
				case "never":
					for _, m := range x.Names["others"] {
						if o.Times[m] != Never {
							t.Errorf("%s: %d is learned at %v", where, m, o.Times[m])
						}
					}
				case "slower", "faster":
					before := 0.0
					for _, time := range was.Times {
						if v, ok := time.(float64); ok {
							before = math.Max(before, v)
						}
					}
					times := last / before
					if x.Key == "faster" {
						times = 1 / times
					}
					if math.Abs(times-x.Counts["times"]) > 1e-9*times {
						t.Errorf("%s: %v times, not %v", where, times, x.Counts["times"])
					}
				case "moved":
					if s := with.scenario; s.Scaling == ScaleRaw && s.Decay == 0 && s.Dropout == 0 {
						w, _ := regressed(set, s.Unimodal, everyone(set)...)
						if share := shareOf(set, w); math.Abs(share-x.Shares["share"]) > 1e-8 {
							t.Errorf("%s: it explains %v, not %v", where, share, x.Shares["share"])
						}
					}
				case "first":
					for m, time := range o.Times {
						if v, ok := time.(float64); ok && v < o.Times[x.Names["first"][0]].(float64) {
							t.Errorf("%s: %d comes first: %v", where, m, o.Times)
						}
					}
				}
			}
		})
	}
	t.Log(told)
	for _, key := range []string{Helps, Nothing, Harms, "slower", "faster", "moved", "first", "deserved", "short"} {
		if told[key] == 0 {
			t.Errorf("%s was never told", key)
		}
	}
}

func everyone(set *DataSet) (all []int) {
	for m := range set.Modalities {
		all = append(all, m)
	}
	return all
}

// shareOf is the part of the target's mean square that weights explain.
func shareOf(set *DataSet, w [][]float64) float64 {
	matrix, n := set.joint(set.Upper)
	flat := slices.Concat(w...)
	loss := matrix[n*n-1]
	for i, v := range flat {
		loss -= 2 * v * matrix[i*n+n-1]
		for j, u := range flat {
			loss += v * u * matrix[i*n+j]
		}
	}
	return 1 - loss/matrix[n*n-1]
}
