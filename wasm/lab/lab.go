package lab

import (
	"errors"
	"math"
	"slices"
	"sync"
	"time"

	"unimodal-bias-lab/render"
	"unimodal-bias-lab/render/scene"
	"unimodal-bias-lab/sim"
	"unimodal-bias-lab/sim/player"
)

// Page is what the lab needs of its surroundings. Calls are made without the
// lab's lock, in order.
type Page interface {
	Frame(packet []byte)              // a frame has been drawn: texts, plots and state that changed
	Event(name string, packet []byte) // state, milestone, error
	Idle()                            // nothing to draw until the next command
}

// frameBudget is how long computing may take of one animation frame.
const frameBudget = 8 * time.Millisecond

// quietFrames are drawn after the last change before the gate closes, so that
// Ebitengine has presented the picture.
const quietFrames = 3

// reducedStep is the pace of a run under prefers-reduced-motion: it advances
// in visible steps of this many seconds.
const reducedStep = 0.5

// longestFrame bounds the time a frame lets pass, so that a page that was
// hidden does not jump ahead.
const longestFrame = 0.1

// Lab is the program's state. Its methods may be called from any goroutine.
type Lab struct {
	mu       sync.Mutex
	page     Page
	commands Commands
	outbox   []func() // messages to the page, sent after the lock is released
	now      func() time.Time

	player     *player.Player
	prediction sim.Prediction // of the run shown
	predicted  sim.Scenario   // what prediction is of

	options       options
	words         scene.Words
	called        []string // names of modalities that are in words
	theme         scene.Theme
	reducedMotion bool
	waiting       float64 // seconds not yet played under reducedMotion

	layout      Layout
	data        reader
	pictures    map[string]render.Picture // by panel
	also        []string                  // panels that are not on the page and wait to be drawn for a file
	training    *render.Training          // some of them: those in which a hand has a say
	explanation *render.Explanation
	network     *render.Network
	race        *render.Race
	diagram     diagram
	ensemble    ensemble
	heat        render.Diagram // the picture of it
	profile     render.Profile // that of one along a parameter
	profileOf   int            // the job whose places it has
	scatter     render.Scatter // that of random covariances
	scene       scene.Scene
	texts       scene.TextLayer
	plots       []scene.Plot
	phasePlot   render.PhasePlot
	diagramPlot render.DiagramPlot // in place of phasePlot
	scatterPlot render.ScatterPlot // in place of either
	networkPlot render.NetworkPlot

	handles map[string]*handle
	spoken  int   // how many times words have come: the page says its handles again with the newest
	rho     morph // the correlation the phase diagram shows
	top     morph // the upper end of the chart's y axis
	topOf   string
	asked   sim.Scenario // memory of wanted
	crossed bool         // a boundary was crossed: its sentence stays for now

	dirty bool // the picture is out of date
	away  bool // the scene is that of a file
	quiet int  // frames since the last change or command
	draws int

	drawing  time.Duration // what the last whole picture took
	haste    haste
	besides  besides
	answered answered

	told     state // what the page knows
	toldPlot scene.Plot
	story    story // the milestone the page knows
	failed   error // a panic: the lab only answers with it
}

// Layout is where the page wants the panels, in CSS pixels of the picture.
type Layout struct {
	Width  float64
	Height float64
	Scale  float64 // device pixels per CSS pixel
	Panels map[string]scene.Rect
}

// fields are those of the page's layout.
func (l *Layout) fields() into {
	return into{"width": &l.Width, "height": &l.Height, "scale": &l.Scale, "panels": &l.Panels}
}

// Bounds of a layout: what is drawn takes as long as it is large.
const (
	farthest = 1 << 16 // CSS pixels: twice those of the widest screens at the smallest zoom of a browser
	finest   = 64      // device pixels per CSS pixel
)

// fits reports whether a layout is one that a screen can have.
func (l *Layout) fits() bool {
	within := func(v, least float64) bool { return v >= least && v <= farthest }
	for _, r := range l.Panels {
		if !(within(r.X, -farthest) && within(r.Y, -farthest) && within(r.W, 0) && within(r.H, 0)) {
			return false
		}
	}
	return within(l.Width, 0) && within(l.Height, 0) && l.Scale > 0 && l.Scale <= finest
}

// misplaced is the mistake of who asks for a layout that does not fit.
func misplaced(args []byte) error {
	e := unreadable(args).(*sim.Error)
	e.Key = "layout"
	return e
}

// New returns a lab on the default scenario, without words or layout yet. It understands the commands of every lab,
// and more.
func New(page Page, now func() time.Time, more ...Commands) *Lab {
	player, err := player.New(sim.Default())
	if err != nil {
		panic(err) // the default scenario is valid: tested
	}
	commands := Commands{}
	for _, group := range append([]Commands{base}, more...) {
		for name, command := range group { // a generic copy would keep every method of what a lab consists of in the program
			commands[name] = command
		}
	}
	l := &Lab{page: page, now: now, commands: commands, player: player, theme: scene.LightTheme(), words: scene.Words{}, options: defaultOptions, dirty: true}
	l.diagram.choice, l.diagram.usual = defaultChoice, defaultChoice.Kind
	l.heat.Pointer = scene.Point{X: math.NaN(), Y: math.NaN()}
	l.pictures = map[string]render.Picture{}
	for _, panel := range render.Panels {
		picture := panel.New()
		l.pictures[panel.Name] = picture
		switch p := picture.(type) {
		case *render.Training:
			l.training = p
		case *render.Explanation:
			l.explanation = p
		case *render.Network:
			l.network = p
		case *render.Race:
			l.race = p
			p.Parts = alignedParts
		}
	}
	l.handles = map[string]*handle{phaseHandle: {pulse: math.NaN()}, fusionHandle: {pulse: math.NaN()}}
	l.predict()
	return l
}

// locked runs f under the lock, then sends what f put into the outbox. A panic
// becomes an error event, and the lab stays as it is: the page keeps its last
// picture and says so.
func (l *Lab) locked(f func()) {
	l.mu.Lock()
	func() {
		defer func() {
			if cause := recover(); cause != nil {
				l.fail(cause)
			}
		}()
		if l.failed == nil {
			f()
		}
	}()
	outbox := l.outbox
	l.outbox = nil
	l.mu.Unlock()
	for _, send := range outbox {
		l.send(send)
	}
}

// send delivers one message; JavaScript that throws arrives as a panic.
func (l *Lab) send(message func()) {
	defer func() {
		if cause := recover(); cause != nil {
			l.mu.Lock()
			l.fail(cause)
			outbox := l.outbox
			l.outbox = nil
			l.mu.Unlock()
			for _, last := range outbox {
				last()
			}
		}
	}()
	message()
}

// spoken is what a panic says.
func spoken(cause any) string {
	switch cause := cause.(type) {
	case error:
		return cause.Error()
	case string:
		return cause
	}
	return "of another kind"
}

func (l *Lab) fail(cause any) {
	if l.failed != nil {
		return
	}
	l.failed = errors.New("panic: " + spoken(cause))
	l.outbox = append(l.outbox, func() {
		l.page.Event("error", marshal(map[string]any{"code": "panic", "value": l.failed.Error()}))
		l.page.Idle()
	})
}

// Update lets seconds pass and works for a part of a frame.
func (l *Lab) Update(seconds float64) {
	l.locked(func() {
		seconds = min(seconds, longestFrame)
		if l.hurry() {
			return
		}
		l.animate(seconds)
		if l.reducedMotion {
			l.waiting += seconds
			seconds = 0
			if l.waiting >= reducedStep {
				seconds, l.waiting = l.waiting, 0
			}
		}
		half, stop := l.deadlines()
		l.firstPass(half)
		l.predictCells(half)
		l.player.Advance(seconds, stop)
		l.changed()
		l.sweepOwn(stop)
		l.populate(stop)
		l.rest()
	})
}

// deadlines are the ends of the first half and the whole of the time for computing
// in a frame. While a sweep runs, what the picture takes comes off it.
func (l *Lab) deadlines() (half, whole func() bool) {
	budget := frameBudget
	if l.diagram.running() {
		budget -= min(l.drawing, frameBudget/2)
	}
	return l.deadline(budget / 2), l.deadline(budget)
}

func (l *Lab) deadline(budget time.Duration) func() bool {
	end := l.now().Add(budget)
	return func() bool { return !l.now().Before(end) }
}

// watch tells the player whether a panel shows the network itself.
func (l *Lab) watch() {
	needed := false
	for _, panel := range render.Panels {
		if _, shown := l.layout.Panels[panel.Name]; (shown || slices.Contains(l.also, panel.Name)) && panel.NeedsState != nil && !l.sweeps(panel.Name) {
			needed = needed || panel.NeedsState(l.player.Scenario())
		}
	}
	l.player.Watch(needed)
}

// sweeps reports whether a phase diagram stands in a panel in place of its picture.
func (l *Lab) sweeps(panel string) bool { return panel == render.PhasePanel && l.diagram.cells != nil }

// changed compares the player with what was last shown and told.
func (l *Lab) changed() {
	l.watch()
	if l.player.Run().Scenario() != l.predicted {
		l.predict()
	}
	l.renewSweep()
	s := l.state()
	if s != l.told { // a page learns of every change with a frame
		l.dirty = true
	}
	l.tellStory()
	if l.dirty || s.Playing || s.Pending || l.player.Comparing() || l.moving() {
		l.quiet = 0
	}
}

// rest closes the gate once the picture has been still for some frames.
func (l *Lab) rest() {
	if l.quiet++; l.quiet == quietFrames {
		l.outbox = append(l.outbox, l.page.Idle)
	}
}

// predict evaluates the theory of the run shown, and tells of a boundary of the
// plane that lies between it and the run before.
func (l *Lab) predict() {
	before, known := l.prediction, l.predicted.Slug != "" && l.predicted.Slug == l.player.Run().Scenario().Slug
	even := l.predicted.DepthGap == 0 // the plane decides who is first; else depth has a say
	l.predicted = l.player.Run().Scenario()
	even = even && l.predicted.DepthGap == 0
	prediction, err := l.player.Run().Predict()
	if err != nil {
		panic(err) // a scenario that runs has moments
	}
	l.prediction = prediction
	l.dirty = true
	if !known { // another scenario: its story begins anew
		l.story, l.crossed = story{}, false
		return
	}
	switch {
	case prediction.FirstTie || prediction.BetterTie: // on a line, not across it
	case prediction.First != before.First && l.player.Run().ByPaths():
		l.tellBoundary("sooner", prediction.First) // xor covaries with nothing
	case prediction.First != before.First && even && prediction.Stronger(prediction.First):
		l.tellBoundary("first", prediction.First)
	case prediction.First != before.First && even:
		l.tellBoundary("order", prediction.First)
	case prediction.Better != before.Better:
		l.tellBoundary("better", prediction.Better)
	}
}

// Paint puts a scene on a screen, all of it or, over what it has painted before, what is in it from one of its items on.
// Scale is device pixels per CSS pixel.
type Paint func(s *scene.Scene, from int, theme *scene.Theme, scale float64)

// Draw rebuilds the scene if the picture is out of date and hands it to paint.
func (l *Lab) Draw(paint Paint) {
	l.locked(func() {
		if l.haste.on {
			l.hasten(paint)
			return
		}
		if !l.dirty || l.layout.Width == 0 {
			return
		}
		l.dirty = false
		l.draws++
		start := l.now()
		l.buildScene()
		paint(&l.scene, 0, &l.theme, l.layout.Scale)
		l.haste.whole, l.haste.stirred = l.now(), false
		l.drawing = l.haste.whole.Sub(start)
		packet := l.framePacket()
		l.outbox = append(l.outbox, func() { l.page.Frame(packet) })
	})
}

// Repaint marks the picture as out of date: its surface was lost or resized.
func (l *Lab) Repaint() { l.locked(func() { l.dirty, l.haste.ready = true, false }) }

// alignedParts are of the work that a frame does for the race of a deep network: more than most runs take in all.
const alignedParts = 1 << 12

func (l *Lab) buildScene() {
	l.away = false
	l.scene.Reset()
	l.scene.Scale = l.layout.Scale
	l.plots = l.plots[:0]
	l.phasePlot, l.networkPlot = render.PhasePlot{}, render.NetworkPlot{}
	l.diagramPlot, l.scatterPlot = render.DiagramPlot{}, render.ScatterPlot{}
	l.heed()
	l.callModalities()
	now, held := l.moment(), l.holds()
	for _, last := range []bool{false, true} { // under a hand the plane comes last, to be drawn alone
		for i := range render.Panels {
			if panel := &render.Panels[i]; (held && panel.Name == render.PhasePanel) == last {
				l.drawPanel(panel, now)
			}
		}
		if !last {
			l.haste.rest, l.haste.ready = l.scene.Extent(), held
		}
	}
}

// drawPanel draws a panel that has a place.
func (l *Lab) drawPanel(panel *render.Panel, now render.Moment) {
	box, shown := l.layout.Panels[panel.Name]
	switch picture := l.pictures[panel.Name]; {
	case !shown:
	case l.sweeps(panel.Name):
		l.drawDiagram(box)
	default:
		if panel.Ready(now.Run, now.Epoch) { // else what was shown before stays until it is found
			picture.Show(now)
		}
		switch picture {
		case l.training:
			l.scaleChart()
		case l.race:
			l.dirty = l.dirty || l.race.Behind // the rest comes with the next frames
		}
		l.place(picture.Draw(&l.scene, box, &l.theme, l.words))
	}
}

// moment is the run as it stands, with what is shown beside it.
func (l *Lab) moment() render.Moment {
	return render.Moment{
		Run: l.player.Run(), Epoch: l.player.Epoch(), Prediction: &l.prediction, Ghost: l.player.Ghost(), Overlay: l.player.Overlay(), Wanted: l.wanted(),
		Whole: l.player.Held(), Pins: l.pinned(), Quiet: l.quietly(),
	}
}

// wanted is the scenario whose run is being computed while one of another is shown, or nil.
func (l *Lab) wanted() *sim.Scenario {
	if l.asked = l.player.Scenario(); l.asked == l.player.Run().Scenario() {
		return nil
	}
	return &l.asked
}

// quietly reports whether nothing is to be said ahead of the run.
func (l *Lab) quietly() bool { return l.options.Ahead == "off" }

// scaleChart lets the chart's y axis follow what its run needs: softly, as its ticks move
// with it; only upwards while a hand drags; at once where another scenario begins.
func (l *Lab) scaleChart() {
	to, slug := l.training.Needs(), l.player.Run().Scenario().Slug
	if l.training.Whole && l.topOf == slug {
		to = math.Max(to, l.top.to)
	}
	l.top.aim(to, l.reducedMotion || l.topOf != slug)
	l.topOf, l.training.Top = slug, l.top.shown
}

// heed hands the pictures what a hand does with them.
func (l *Lab) heed() {
	l.training.LogLoss = l.options.Loss == "log"
	l.training.Raw = l.options.Unit == "raw"
	l.training.InTau = l.options.Time == "tau"
	l.race.InTau, l.race.Pointer = l.training.InTau, l.training.Pointer
	l.network.Handle = l.handles[fusionHandle].picture()
	l.explanation.Phase.Handle = l.handles[phaseHandle].picture()
	l.explanation.Phase.Lag = l.rho.to - l.rho.shown
	l.explanation.Phase.Field = l.populated()
}

// place keeps where a picture can be met.
func (l *Lab) place(p render.Placed) {
	if p.Curves.Panel != "" {
		l.plots = append(l.plots, p.Curves)
	}
	if !p.Plane.Box.Empty() {
		l.phasePlot = p.Plane
	}
	if !p.Wiring.Box.Empty() {
		l.networkPlot = p.Wiring
	}
}
