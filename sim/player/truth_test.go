package player

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"testing"

	"unimodal-bias-lab/sim"
)

// TestStoriesAreTrue: what is told at random moments of random runs is read off the columns
// again, by other means than the measurement's: by looking at every epoch. LAB_SOAK=long
// tries two thousand, else the first hundred and fifty.
func TestStoriesAreTrue(t *testing.T) {
	states := 150
	if os.Getenv("LAB_SOAK") == "long" {
		states = 2000
	}
	random := rand.New(rand.NewPCG(12, 4))
	told := map[string]int{}
	for range states {
		s, ok := anyScenario(random)
		if !ok {
			continue
		}
		p, err := New(s)
		if err != nil {
			continue // refused
		}
		p.Work(never)
		end := p.Run().Epoch()
		for _, epoch := range []int{0, random.IntN(end + 1), random.IntN(end + 1), end} {
			p.Seek(epoch)
			p.Work(never)
			ms := p.Milestone()
			told[ms.Code]++
			if fault := contradicts(p.Run(), p.Epoch(), &ms); fault != "" {
				t.Errorf("%s, told %+v: %s", sim.EncodeLink(s, p.Epoch()), ms, fault)
			}
		}
	}
	t.Log(told)
	for _, code := range []string{MilestoneStart, MilestoneWaiting, MilestoneLearned, MilestonePhaseEnded, MilestoneTogether, MilestoneConverged, MilestoneEarlyEnd, MilestoneUnlearned,
		MilestoneFirst, MilestoneNext, MilestoneOneLeft, MilestoneAll, MilestoneAllTogether, MilestoneDone, MilestoneSoFar} {
		if told[code] == 0 {
			t.Errorf("%s was never told", code)
		}
	}
}

// anyScenario is a random state: a scenario with changes, of a size that trains in a moment.
func anyScenario(random *rand.Rand) (s sim.Scenario, ok bool) {
	slugs := sim.Slugs()
	s, err := sim.Preset(slugs[random.IntN(len(slugs))])
	if err != nil {
		panic(err) // it is one of them
	}
	s.Compare = false
	try := func(key string, value any) {
		if next, err := s.With(map[string]any{key: value}); err == nil {
			s = next
		}
	}
	try("width", 2+random.IntN(20))
	try("samples", 5+random.IntN(150))
	try("epochs", 200+random.IntN(1200))
	try("seed", 1+random.IntN(500))
	if random.IntN(2) == 0 {
		try("rho", math.Round(190*random.Float64()-95)/100)
	}
	if random.IntN(2) == 0 {
		try("kappa", math.Round(100*math.Exp2(4*random.Float64()-2))/100)
	}
	if random.IntN(2) == 0 {
		try("r", math.Round(400*random.Float64()-200)/100)
	}
	if random.IntN(3) == 0 {
		try("init", math.Pow(10, -float64(random.IntN(8))-1))
	}
	if random.IntN(3) == 0 {
		try("depth", 2+random.IntN(3))
		try("fusion", 1+random.IntN(s.Depth))
	}
	if random.IntN(4) == 0 {
		try("method", sim.GradientFlow)
	}
	if random.IntN(4) == 0 {
		try("eta", math.Pow(10, -2*random.Float64()-1))
	}
	if random.IntN(8) == 0 {
		try("draw", 1+random.IntN(50))
	}
	if random.IntN(5) == 0 {
		try("task", sim.TaskMany)
		try("modalities", sim.MinModalities+random.IntN(sim.MaxModalities-sim.MinModalities+1))
	}
	return s, s.Check() == nil
}

// contradicts says what in the columns is not as a story has it.
func contradicts(r *sim.Run, epoch int, ms *Milestone) string {
	names := map[string]int{}
	for i, m := range r.Moments().Modalities() {
		names[m.Name] = i
	}
	first, other := names[ms.Modality], names[ms.Other]
	loss := r.Values("loss")
	// since is the epoch from which on a norm has been beyond a level until now, −1 if it is not.
	since := func(m int, level float64) int {
		e := epoch
		for ; e >= 0 && r.Norm(m)[e] >= level; e-- {
		}
		if e == epoch {
			return -1
		}
		return e + 1
	}
	half := func(m int) float64 { return r.FinalNorm(m) / 2 }
	slack := 1.0 + 1e-6*float64(epoch)
	switch ms.Code {
	case MilestoneStart:
		if epoch != 0 {
			return "this is not the start"
		}
	case MilestoneWaiting, MilestoneUnlearned, MilestoneDead:
		for m := range names {
			i := names[m]
			if r.FinalNorm(i) > 1e-3 && r.Norm(i)[epoch] > 1.2*math.Max(r.FinalNorm(i), r.PlateauNorm(i)) {
				continue // of the wrong sign, or running away
			}
			if r.Scenario().Init < 1e-2 && r.FinalNorm(i) > 0 && r.PlateauNorm(i) > 0 && loss[epoch] < .02*loss[0] && r.Norm(i)[epoch] > .9*r.FinalNorm(i) && r.Norm(i)[epoch] > .9*r.PlateauNorm(i) && r.Moments().Modalities() != nil && allBeyond(r, epoch) {
				return fmt.Sprintf("%s stands at %v of its end, and the loss at %v of its start", m, r.Norm(i)[epoch]/r.FinalNorm(i), loss[epoch]/loss[0])
			}
		}
	case MilestoneLearned, MilestoneStopAlone, MilestoneEarlyEnd, MilestoneStuck:
		if n := r.Norm(first)[epoch]; n < .45*math.Min(half(first), r.PlateauNorm(first)/2) {
			return fmt.Sprintf("%s stands at %v, and ends at %v", ms.Modality, n, r.FinalNorm(first))
		}
		if !math.IsNaN(ms.Share) {
			at := min(int(math.Round(ms.Epoch)), epoch)
			if want := r.Norm(other)[at] / r.FinalNorm(other); math.Abs(want-ms.Share) > 1e-9 {
				return fmt.Sprintf("%s stood at %v of its end", ms.Other, want)
			}
			if ms.Share > .75 && ms.Code == MilestoneLearned && len(r.Total(other)) == 1 && r.Weight(other)[at]*r.Weight(other)[r.Epoch()] > 0 && r.Epoch() == r.Scenario().Epochs && r.Diverged() == nil && !r.Scenario().Early() && since(other, half(other)) == 0 {
				return "the other one has been learned all along"
			}
		}
	case MilestonePhaseEnded, MilestoneFollowed, MilestoneTogether:
		if since(other, half(other)*(1-1e-9)) < 0 {
			return fmt.Sprintf("%s stands at %v of its end", ms.Other, r.Norm(other)[epoch]/r.FinalNorm(other))
		}
		// A vector may be beyond the level before it turns; a scalar weight has a sign.
		if begun := since(other, half(other)); r.Scenario().Method == sim.GradientDescent && math.Abs(float64(begun)-ms.PhaseEnd) > slack && r.Weight(other)[max(begun-1, 0)]*r.Weight(other)[epoch] > 0 && begun > 0 {
			return fmt.Sprintf("%s is beyond half of its end since epoch %d", ms.Other, begun)
		}
		if !(ms.Phase >= -1e-9) {
			return "a phase of a negative length"
		}
	case MilestoneFirst, MilestoneNext, MilestoneOneLeft, MilestoneAll, MilestoneAllTogether, MilestoneSoFar, MilestoneDone:
		return contradictsMany(r, epoch, ms, names)
	case MilestoneConverged, MilestoneAlone:
		// From then on the loss has nowhere to go.
		last := loss[r.Epoch()]
		if at := int(ms.Epoch); loss[at]-last > 1e-5*loss[0] && r.Scenario().Task != sim.TaskXor {
			return fmt.Sprintf("the loss falls from %v to %v later", loss[at], last)
		}
	case MilestoneFinished, MilestoneEndAlone, MilestoneEndBoth:
		if epoch < r.Scenario().Epochs {
			return "the run goes on"
		}
	case MilestoneDiverged:
		if r.Diverged() == nil || epoch < r.Epoch() {
			return "the run goes on"
		}
	}
	return ""
}

// contradictsMany is contradicts for what is told of more than two modalities.
func contradictsMany(r *sim.Run, epoch int, ms *Milestone, names map[string]int) string {
	if ms.Code == MilestoneDone {
		if loss, last := r.Values("loss"), r.Values("loss")[r.Epoch()]; loss[int(ms.Epoch)]-last > 1e-5*loss[0] {
			return "the loss falls later"
		}
	}
	if ms.Code == MilestoneSoFar && epoch < r.Scenario().Epochs {
		return "the run goes on"
	}
	// reached is the first epoch at which a norm is at half of one of the levels it can have: of
	// its plateau or of its end; −1 if it is not by now.
	reached := func(m int) int {
		for e, n := range r.Norm(m)[:epoch+1] {
			if n >= math.Min(r.FinalNorm(m), r.PlateauNorm(m))/2*(1-1e-9) {
				return e
			}
		}
		return -1
	}
	listed, before := map[string]bool{}, -1
	for _, name := range ms.Learned {
		at := reached(names[name])
		if listed[name] || at < 0 {
			return name + " is not learned, or told twice"
		}
		// Times by a plateau and by an end differ, but for those that are one and the same.
		if m := names[name]; m > 1 {
			if at < before {
				return name + " is learned before the one that is told before it"
			}
			before = at
		}
		listed[name] = true
	}
	if len(ms.Learned) == 0 || ms.Code != MilestoneDone && ms.Code != MilestoneSoFar && ms.Learned[len(ms.Learned)-1] != ms.Modality {
		return "the last one learned is not told last"
	}
	left, most := 0, 0.0
	for name, m := range names {
		if listed[name] || !(r.FinalNorm(m) > 0) {
			continue
		}
		left++
		most = math.Max(most, r.Norm(m)[min(int(math.Round(ms.Epoch)), epoch)]/r.FinalNorm(m))
	}
	switch {
	case ms.Code == MilestoneFirst && len(ms.Learned) != 1, ms.Code == MilestoneOneLeft && left != 1, ms.Code == MilestoneNext && (left == 1 || len(ms.Learned) < 2),
		(ms.Code == MilestoneAll || ms.Code == MilestoneAllTogether) && left != 0, ms.Code == MilestoneSoFar && left == 0:
		return fmt.Sprintf("%d are left", left)
	case !math.IsNaN(ms.Share) && math.Abs(ms.Share-most) > 1e-9:
		return fmt.Sprintf("the furthest of the others was at %v", most)
	case !math.IsNaN(ms.Share) && listed[ms.Other]:
		return ms.Other + " is learned"
	}
	return ""
}

// allBeyond reports whether every modality stands near its end.
func allBeyond(r *sim.Run, epoch int) bool {
	for i := range r.Moments().Modalities() {
		if n := r.Norm(i)[epoch] / r.FinalNorm(i); !(n > .9 && n < 1.1) {
			return false
		}
	}
	return true
}
