package lab

import (
	"math"
	"slices"

	"unimodal-bias-lab/render"
	"unimodal-bias-lab/render/scene"
	"unimodal-bias-lab/sim"
	"unimodal-bias-lab/sim/plainjson"
	"unimodal-bias-lab/sim/player"
)

// state is what the page's controls show.
type state struct {
	scenario sim.Scenario
	Epoch    int
	Epochs   int
	Playing  bool
	Speed    player.Speed
	Pending  bool
	Progress float64
	Overlay  string // what the option overlay would draw
	Beside   bool   // two charts stand side by side
	Unfit    string // panels that have nothing to show, separated by commas
	Panel    string // says most about the run
	Enough   int    // epochs that show all of a finished run; 0: it is not too long
	Pins     string // runs to compare with, as a link spells them
	Compared int    // changes whenever one of them does
	region   region
	options  options
	diagram  diagramState
	diverged *sim.Error
	local    bool // its data are in this program only
	known    bool // false only for the state of a page that was told nothing yet
}

// lost are initial weights from a file that a change has put an end to: they do not fit the network any more, or are
// drawn again.
type lost struct {
	File string `json:"file"`
	Fit  bool   `json:"fit"`
}

// region is where the operating point lies in the plane of data statistics.
type region struct {
	First       string `json:"first"`
	Better      string `json:"better"`
	Superficial bool   `json:"superficial"`
}

func (l *Lab) region() region {
	names := l.player.Run().Moments().Modalities()
	p := &l.prediction
	return region{either(names[p.First].Name, p.FirstTie), either(names[p.Better].Name, p.BetterTie), p.Superficial}
}

// ordered reports whether theory has one of two modalities before the other: early fusion has neither wait, and of some
// training no formula says.
func ordered(s *sim.Scenario) bool { return !s.Early() && !s.Unordered() }

// either is the name of a modality, or what is said of two that are alike.
func either(name string, tie bool) string {
	if tie {
		return sim.Neither
	}
	return name
}

func (l *Lab) state() state {
	p := l.player
	s := state{
		scenario: p.Scenario(), Epoch: p.Epoch(), Epochs: p.Scenario().Epochs,
		Playing: p.Playing(), Speed: p.Speed(), Pending: p.Pending(), Progress: 1, Overlay: overlayOf(p.Scenario()), Beside: len(p.Run().Companions()) > 0 && len(p.Run().Values(sim.GeneralisationError)) > 0,
		Unfit: render.Unfit(p.Run()), Panel: render.Telling(p.Run()), Enough: p.Enough(), Pins: p.Variants().String(), Compared: p.Compared(),
		region: l.region(), options: l.options, diagram: l.diagramState(), diverged: l.divergence(), known: true,
		local: l.local(),
	}
	if s.Pending {
		s.Progress = math.Floor(p.Progress()*100) / 100
	}
	return s
}

// overlayOf names the network that can be drawn over a run: the one of full
// width beside the exact reduction of two layers, the mean field beside deeper
// networks, and the one of a sample where the run trains on the expectation.
func overlayOf(s sim.Scenario) string {
	if s.Activation == sim.ReLU && s.From == sim.Population {
		return "sample"
	}
	if s.TwoLayers() {
		return "full"
	}
	return "meanField"
}

// divergence is the reason the playhead cannot move on, or nil.
func (l *Lab) divergence() *sim.Error {
	if run := l.player.Run(); !l.player.Pending() && l.player.Epoch() >= run.Epoch() {
		return run.Diverged()
	}
	return nil
}

// since returns the parts of s that differ from t, by name.
func (s state) since(t state) map[string]any {
	parts := map[string]any{}
	if s.scenario != t.scenario || !t.known {
		parts["scenario"], parts["values"] = s.scenario.Slug, s.scenario.Values()
		if names := s.scenario.Names(); !slices.Equal(names, t.scenario.Names()) {
			parts["names"] = append([]string{}, names...)
		}
	}
	add := func(name string, changed bool, value any) {
		if changed || !t.known {
			parts[name] = value
		}
	}
	if mine, theirs := s.scenario.Weights, t.scenario.Weights; mine != theirs || !t.known {
		parts["weights"] = s.scenario.WeightsSource()
		if mine == "" && theirs != "" {
			parts["weightsLost"] = lost{t.scenario.WeightsSource(), s.scenario.WeightsFit(theirs)}
		}
	}
	add("epoch", s.Epoch != t.Epoch, s.Epoch)
	add("epochs", s.Epochs != t.Epochs, s.Epochs)
	add("playing", s.Playing != t.Playing, s.Playing)
	add("speed", s.Speed != t.Speed, s.Speed)
	add("beside", s.Beside != t.Beside, s.Beside)
	add("unfit", s.Unfit != t.Unfit, s.Unfit)
	add("panel", s.Panel != t.Panel, s.Panel)
	add("pins", s.Pins != t.Pins, s.Pins)
	add("compared", s.Compared != t.Compared, s.Compared)
	add("enough", s.Enough != t.Enough, s.Enough)
	add("overlay", s.Overlay != t.Overlay, s.Overlay)
	add("pending", s.Pending != t.Pending, s.Pending)
	add("progress", s.Progress != t.Progress, s.Progress)
	add("region", s.region != t.region, s.region)
	add("options", s.options != t.options, s.options)
	add("diagram", s.diagram != t.diagram, s.diagram)
	add("local", s.local != t.local, s.local)
	add("diverged", s.diverged != t.diverged, orNil(s.diverged))
	return parts
}

// framePacket is what goes with a frame: the texts, handles, plots and state that
// changed since the last one.
func (l *Lab) framePacket() []byte {
	packet := l.pictureNews()
	if len(l.plots) > 0 && (l.plots[0].Rect != l.toldPlot.Rect || l.plots[0] != l.toldPlot && l.top.shown == l.top.to) { // not while the scale moves
		p := l.plots[0]
		l.toldPlot = p
		packet["plots"] = map[string]any{p.Panel: map[string]float64{
			"x": p.Rect.X, "y": p.Rect.Y, "w": p.Rect.W, "h": p.Rect.H, "epochs": p.Epochs, "top": p.Top,
		}}
	}
	if parts := l.news(); len(parts) > 0 {
		packet["state"] = parts
	}
	return marshal(packet)
}

// pictureNews are the texts and handles that changed since the last frame.
func (l *Lab) pictureNews() map[string]any {
	changed, removed := l.texts.Diff(&l.scene)
	packet := map[string]any{
		"texts":   plainjson.Raw(scene.AppendTexts(nil, changed)),
		"removed": plainjson.Raw(scene.AppendKeys(nil, removed)),
	}
	if handles := l.handleNews(); len(handles) > 0 {
		packet["handles"] = plainjson.List(handles)
	}
	return packet
}

// news returns what the page does not know yet of the state.
func (l *Lab) news() map[string]any {
	s := l.state()
	parts := s.since(l.told)
	l.told = s
	return parts
}

// story identifies a milestone: it is told again when one of these changes.
type story struct {
	code         string
	epoch, phase float64
}

// tellStory tells the page of a new milestone. While work is pending the shown
// run is about to be replaced, so the story waits.
func (l *Lab) tellStory() {
	if l.player.Pending() {
		return
	}
	ms := l.player.Milestone()
	// The difference of the rounded ends, so that sentence and figure agree.
	phase := math.NaN()
	if !math.IsNaN(ms.Phase) {
		phase = math.Round(ms.PhaseEnd) - math.Round(ms.PhaseEnd-ms.Phase)
	}
	told := story{ms.Code, math.Round(ms.Epoch), orZero(phase)}
	if l.crossed && ms.Diverged == nil {
		// The sentence about the boundary stays until the next milestone; while a
		// hand holds on, until it lets go.
		l.story, l.crossed = told, l.player.Held()
		return
	}
	if told == l.story {
		return
	}
	l.story, l.crossed = told, false
	data := map[string]any{
		"code": ms.Code, "epoch": math.Round(ms.Epoch), "modality": ms.Modality, "other": ms.Other,
		"phase": phase, "ratio": ms.TimeRatio, "misattribution": ms.Misattribution, "stop": ms.Stop, "share": ms.Share,
	}
	if ms.Learned != nil {
		data["learned"] = ms.Learned
	}
	if !l.prediction.BetterTie && !l.predicted.Early() {
		data["superficial"] = l.superficial(&ms)
	}
	if ms.Diverged != nil {
		data["diverged"] = ms.Diverged
		data["code"] = string(ms.Diverged.Code)
	}
	packet := marshal(data)
	l.outbox = append(l.outbox, func() { l.page.Event("milestone", packet) })
	if ms.Diverged != nil {
		failure := marshal(ms.Diverged)
		l.outbox = append(l.outbox, func() { l.page.Event("error", failure) })
	}
}

// superficial reports whether the modality of a milestone explains less than another one, and came first all the same.
func (l *Lab) superficial(ms *player.Milestone) bool {
	p, names := &l.prediction, l.player.Run().Moments().Modalities()
	return !p.BetterTie && !l.predicted.Early() && ms.Modality != "" && ms.Modality != names[p.Better].Name && !(ms.TimeRatio < sim.Together)
}

// tellBoundary tells that the operating point has crossed a line of the plane:
// which modality is learned first now, or explains more now.
func (l *Lab) tellBoundary(which string, modality int) {
	if !ordered(&l.predicted) {
		return // its lines are of another order
	}
	names := l.player.Run().Moments().Modalities()
	if len(names) > 2 {
		return // the sentences are about two
	}
	r := l.region()
	packet := marshal(map[string]any{
		"code": "boundary", "which": which, "modality": names[modality].Name, "other": names[1-modality].Name,
		"first": r.First, "better": r.Better, "superficial": r.Superficial, "epoch": l.player.Epoch(),
	})
	l.crossed = true
	l.outbox = append(l.outbox, func() { l.page.Event("milestone", packet) })
}

// orNil keeps an error that there is not from being one of a kind.
func orNil(e *sim.Error) any {
	if e == nil {
		return nil
	}
	return e
}

func orZero(v float64) float64 {
	if math.IsNaN(v) {
		return 0
	}
	return v
}

// measured is the answer to measure(): the results of a run up to the playhead, or of as much as is computed.
func (l *Lab) measured(whole bool) map[string]any {
	run, m, epoch := l.player.Run(), l.player.Measure(), l.player.Epoch()
	if whole {
		epoch = run.Epoch()
		m = run.Measure(epoch)
	}
	names := run.Moments().Modalities()
	answer := map[string]any{
		"epoch": epoch, "timeRatio": m.TimeRatio, "misattribution": m.Misattribution,
		"first": nil, "better": l.region().Better, "superficial": nil, "converged": nil,
	}
	for i, modality := range names {
		answer["t"+modality.Name] = m.Times[i]
	}
	order := []string{}
	for _, i := range m.Order {
		order = append(order, names[i].Name)
	}
	answer["order"] = order
	if m.First >= 0 {
		answer["first"], answer["superficial"] = names[m.First].Name, m.First != l.prediction.Better && !l.prediction.BetterTie && !(m.TimeRatio < sim.Together)
	}
	if m.Converged >= 0 {
		answer["converged"] = m.Converged
	}
	for _, stop := range run.Stops(nil, epoch) { // of runs with an error on new data
		if stop.Best {
			answer["bestStop"] = stop.Epoch
		}
	}
	return answer
}

// theory is the answer to theory(): what is predicted, by which formula.
func (l *Lab) theory() map[string]any {
	p := &l.prediction
	names := l.player.Run().Moments().Modalities()
	formulas := map[string]sim.PredictedTimes{"paper": p.Paper, "signed": p.Signed, "gd": p.Descent, "directional": p.Directional, "grown": p.Grown}
	ratio := map[string]float64{}
	answer := map[string]any{
		"first": l.region().First, "better": l.region().Better, "superficial": p.Superficial,
		"timeRatio": ratio, "misattribution": p.Misattribution, "finalLoss": p.FinalLoss,
	}
	plateauLoss, plateauNorm, finalNorm := map[string]float64{}, map[string]float64{}, map[string]float64{}
	for m, modality := range names {
		times := map[string]float64{}
		for name, f := range formulas {
			times[name], ratio[name] = f.Times[m], f.Ratio
		}
		answer["t"+modality.Name] = times
		plateauLoss[modality.Name] = p.PlateauLosses[m]
		plateauNorm[modality.Name] = p.PlateauNorms[m]
		finalNorm[modality.Name] = p.FinalNorms[m]
	}
	answer["plateauLoss"], answer["plateauNorm"], answer["finalNorm"] = plateauLoss, plateauNorm, finalNorm
	return answer
}

// card is the theory card with the modalities its equations are about, and what the run leaves
// out: nil, or a number of directions in place of a width, and a bound digit·10^−power, rounded
// up.
func (l *Lab) card() map[string]any {
	names := l.player.Run().Moments().Modalities()
	first := l.prediction.First
	run := l.player.Run()
	s := run.Scenario()
	answer := map[string]any{
		"first": names[first].Name, "second": names[(first+1)%len(names)].Name, "epoch": l.player.Epoch(),
		"scenario": s.Slug, "changed": s.Changed(), "lines": run.Card(l.player.Epoch()), "projected": nil,
		"weighed": s.Unimodal > 0 || s.Dropout > 0, "heldOut": run.Data().Held,
	}
	if names := s.Names(); names != nil {
		answer["names"] = names
	}
	if p := run.Projection(); p != nil {
		digit, power := bound(p.Within())
		answer["projected"] = map[string]any{"directions": p.Width, "width": s.Width, "digit": digit, "power": power}
	}
	return answer
}

// bound rounds a number below one up to digit·10^−power; of less than rounding it says that.
func bound(v float64) (digit, power int) {
	const rounding = 1e-15
	v = math.Max(v, rounding)
	power = -int(math.Floor(math.Log10(v)))
	if digit = int(math.Ceil(v*math.Pow10(power) - 1e-9)); digit == 10 {
		digit, power = 1, power-1
	}
	return digit, power
}

// trajectory is the answer to trajectory(): every series up to the playhead.
func (l *Lab) trajectory(whole bool) map[string]any {
	var columns []any
	to := l.player.Epoch()
	if whole {
		to = l.player.Run().Epoch()
	}
	for _, c := range l.player.Run().Columns() {
		columns = append(columns, map[string]any{"name": c.Name, "unit": c.Unit, "values": c.Values[:to+1]})
	}
	answer := map[string]any{"columns": columns}
	if names := l.player.Run().Scenario().Names(); names != nil {
		answer["names"] = names // of the letters A, B, … in the names of columns
	}
	return answer
}
