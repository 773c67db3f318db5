package player

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"testing"

	"unimodal-bias-lab/sim"
)

// TestStoriesAreTrue: what is told at random moments of random runs is read off the columns
// again, by other means than the measurement's: by looking at every epoch. LAB_SOAK=long
// tries eight thousand, else the first thousand.
func TestStoriesAreTrue(t *testing.T) {
	states := 1000
	if os.Getenv("LAB_SOAK") == "long" {
		states = 8000
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
	for _, code := range []string{MilestoneStart, MilestoneWaiting, MilestonePartly, MilestoneBreaks, MilestoneLearned, MilestonePhaseEnded, MilestoneTogether, MilestoneConverged, MilestoneEarlyEnd, MilestoneOneEnd, MilestoneUnlearned,
		MilestoneUntold, MilestoneTurns, MilestoneStopNone, MilestoneEndNone, MilestoneSome, MilestoneSolved,
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
		try("init", math.Pow(10, -float64(random.IntN(10))))
	}
	if random.IntN(4) == 0 {
		try("wB", math.Round(400*random.Float64()-200)/100)
		try("noise", math.Round(150*random.Float64())/100)
	}
	if random.IntN(6) == 0 {
		try("epochs", 20+random.IntN(200))
		try("width", 1+random.IntN(3))
		try("samples", 1+random.IntN(60))
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
	if random.IntN(8) == 0 { // one may have to give back what it has learned
		try("rho", -math.Round(50+49*random.Float64())/100)
		try("r", math.Round(2+40*random.Float64())/100)
		try("epochs", 3000)
	}
	if random.IntN(5) == 0 {
		try("task", sim.TaskMany)
		try("init", math.Pow(10, -9*random.Float64()))
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
	// covered is the part of what the best linear answer explains by which the loss has fallen.
	covered := func(e int) float64 {
		_, least := r.Moments().Optimum()
		if r.ByPaths() {
			least = 0.01
		}
		zero := r.Moments().ZeroLoss()
		if s := r.Scenario(); s.Unimodal > 0 || s.Dropout > 0 || s.Decay > 0 { // training ends elsewhere
			p, err := r.Predict()
			if err != nil {
				panic(err) // it has moments
			}
			least = p.FinalLoss * zero
		}
		return (zero - loss[e]) / (zero - least)
	}
	switch ms.Code {
	case MilestoneStart, MilestoneStartPlain:
		if epoch != 0 {
			return "this is not the start"
		}
	case MilestonePartly:
		if covered(int(ms.Epoch)) < .75-1e-5 || ms.Epoch > 0 && covered(int(ms.Epoch)-1) > .75+1e-5 {
			return fmt.Sprintf("%v of the way is covered", covered(int(ms.Epoch)))
		}
	case MilestoneBreaks:
		if r.Diverged() == nil || r.Epoch() != int(ms.Epoch) || epoch >= r.Epoch() {
			return "it does not"
		}
	case MilestoneLarge:
		for i := range names {
			if n := r.Norm(names[i])[0]; n < .1*half(names[i]) && r.PlateauNorm(names[i]) > .1*r.FinalNorm(names[i]) {
				return fmt.Sprintf("%s begins at %v, and ends at %v", i, n, 2*half(names[i]))
			}
		}
	case MilestoneFades:
		if n := r.Norm(first); n[epoch] > .501*math.Min(2*half(first), r.PlateauNorm(first)) || slices.Max(n[:epoch+1]) < n[epoch] {
			return fmt.Sprintf("%s stands at %v", ms.Modality, n[epoch])
		}
	case MilestoneUntold:
		if n := r.Norm(other)[0]; n < .49*half(other) || since(first, .999*math.Min(half(first), r.PlateauNorm(first)/2)) < 0 && epoch < int(ms.Epoch)+2 {
			return fmt.Sprintf("%s begins at %v, and ends at %v", ms.Other, n, 2*half(other))
		}
	case MilestoneTurns:
		if w := r.Weight(first)[epoch] / r.Weight(first)[int(ms.PhaseEnd-ms.Phase)+1]; w > 1.1 {
			return fmt.Sprintf("%s goes on by %v in the direction that it had", ms.Modality, w)
		}
		if since(other, .999*half(other)) < 0 {
			return ms.Other + " is not learned"
		}
	case MilestoneWaiting, MilestoneUnlearned, MilestoneDead:
		if covered(epoch) > .75+1e-5 || r.Diverged() != nil {
			return fmt.Sprintf("%v of the way is covered", covered(epoch))
		}
		for m := range names {
			i := names[m]
			if r.FinalNorm(i) > 1e-3 && r.Norm(i)[epoch] > 1.2*math.Max(r.FinalNorm(i), r.PlateauNorm(i)) {
				continue // of the wrong sign, or running away
			}
			if r.Scenario().Init < 1e-2 && r.FinalNorm(i) > 0 && r.PlateauNorm(i) > 0 && loss[epoch] < .02*loss[0] && r.Norm(i)[epoch] > .9*r.FinalNorm(i) && r.Norm(i)[epoch] > .9*r.PlateauNorm(i) && r.Moments().Modalities() != nil && allBeyond(r, epoch) {
				return fmt.Sprintf("%s stands at %v of its end, and the loss at %v of its start", m, r.Norm(i)[epoch]/r.FinalNorm(i), loss[epoch]/loss[0])
			}
		}
	case MilestoneLearned, MilestoneStopAlone, MilestoneEarlyEnd, MilestoneOneEnd, MilestoneStuck:
		if ms.Code == MilestoneEarlyEnd && r.Scenario().Early() && !r.ByPaths() {
			return "there is no unimodal phase"
		}
		if n := r.Norm(first)[epoch]; n < .499*math.Min(half(first), r.PlateauNorm(first)/2) {
			return fmt.Sprintf("%s stands at %v, and ends at %v", ms.Modality, n, r.FinalNorm(first))
		}
		if !math.IsNaN(ms.Share) {
			at := min(int(math.Round(ms.Epoch)), epoch)
			if want := signed(r, other, at); math.Abs(want-ms.Share) > 1e-9 {
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
	case MilestoneFirst, MilestoneNext, MilestoneOneLeft, MilestoneSome, MilestoneAll, MilestoneAllTogether, MilestoneSoFar, MilestoneDone:
		return contradictsMany(r, epoch, ms, names)
	case MilestoneSolved:
		if !r.ByPaths() || loss[epoch] > .01 {
			return fmt.Sprintf("the loss is %v", loss[epoch])
		}
	case MilestoneConverged, MilestoneAlone:
		// From then on the loss has nowhere to go.
		last := loss[r.Epoch()]
		if at := int(ms.Epoch); math.Abs(loss[at]-last) > 1e-5*max(loss[0], r.Moments().ZeroLoss()) && !r.ByPaths() && (ms.Code == MilestoneConverged || epoch == r.Epoch()) && last < loss[at] {
			return fmt.Sprintf("the loss falls from %v to %v later", loss[at], last)
		}
		if at := int(ms.Epoch); loss[epoch]-loss[at] > 1e-5*max(loss[0], r.Moments().ZeroLoss()) && !r.ByPaths() {
			return fmt.Sprintf("the loss has risen from %v to %v", loss[at], loss[epoch])
		}
		if ms.Code == MilestoneAlone && r.Norm(other)[epoch] > .1*r.Norm(first)[epoch] && r.Moments().Sigma()[0] == r.Moments().Sigma()[len(r.Moments().Sigma())-1] {
			return ms.Other + " is used as well"
		}
	case MilestoneStopNone, MilestoneEndNone, MilestoneStopBoth, MilestoneEndBoth, MilestoneEndAlone:
		// Of what has been beyond half of its final weight ever since, or has it in the end.
		beyond := 0
		for _, m := range names {
			if s := since(m, half(m)*(1-1e-9)); s >= 0 && float64(s) <= ms.Stop+1 {
				beyond++
			}
		}
		switch {
		case ms.Code != MilestoneStopNone && ms.Code != MilestoneStopBoth && epoch < r.Scenario().Epochs:
			return "the run goes on"
		case (ms.Code == MilestoneStopBoth || ms.Code == MilestoneEndBoth) && beyond < 1,
			(ms.Code == MilestoneStopNone || ms.Code == MilestoneEndNone) && beyond == len(names):
			return fmt.Sprintf("%d are learned at epoch %v", beyond, ms.Stop)
		}
		if e := r.Values(sim.GeneralisationError); e[int(ms.Stop)] > slices.Min(e[:epoch+1])+.011*e[0] {
			return "the error has been lower"
		}
	case MilestoneFinished:
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
	left, most := 0, math.Inf(-1)
	for name, m := range names {
		if listed[name] || !(r.FinalNorm(m) > 0) {
			continue
		}
		left++
		most = math.Max(most, signed(r, m, min(int(math.Round(ms.Epoch)), epoch)))
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

// signed is the part of its final weight that a modality has at an epoch, less than zero if it points
// the other way.
func signed(r *sim.Run, modality, epoch int) float64 {
	part, toward := r.Norm(modality)[epoch]/r.FinalNorm(modality), r.Weight(modality)[epoch]
	if w, _ := r.Moments().Optimum(); !r.ByPaths() && len(w) == len(r.Moments().Modalities()) {
		toward *= w[modality] // numbers have a sign, else it is the part along the final weight
	}
	return math.Copysign(part, toward)
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
