package lab

import (
	"errors"
	"math"
	"slices"
	"time"

	"unimodal-bias-lab/render"
	"unimodal-bias-lab/render/scene"
	"unimodal-bias-lab/sim"
	"unimodal-bias-lab/sim/plainjson"
	"unimodal-bias-lab/sim/player"
)

// Mistakes of a caller that sim does not know of.
const (
	unknownFunction sim.Code = "unknownFunction"
	badArguments    sim.Code = "badArguments"
	panicked        sim.Code = "panic"
)

// Commands are what a lab can be told, by name. Each gets its arguments as JSON and returns what is
// to be encoded as the result, or an error that says what was wrong.
type Commands map[string]func(l *Lab, args []byte) (any, error)

// base are the commands of every lab.
var base = Commands{
	"describe": func(l *Lab, _ []byte) (any, error) { return player.Describe(render.PanelNames()...), nil },
	"get":      func(l *Lab, _ []byte) (any, error) { return l.get(), nil },
	"set":      func(l *Lab, args []byte) (any, error) { return l.set(args) },
	"play":     func(l *Lab, _ []byte) (any, error) { l.player.Play(); return l.get(), nil },
	"pause":    func(l *Lab, _ []byte) (any, error) { l.player.Pause(); return l.get(), nil },
	"reset":    func(l *Lab, _ []byte) (any, error) { l.player.Reset(); return l.get(), nil },
	"trajectory": func(l *Lab, args []byte) (any, error) {
		whole, err := ofWhole(args)
		return l.trajectory(whole), err
	},
	"theory": func(l *Lab, _ []byte) (any, error) { return l.theory(), nil },
	"measure": func(l *Lab, args []byte) (any, error) {
		whole, err := ofWhole(args)
		return l.measured(whole), err
	},
	"stats": func(l *Lab, _ []byte) (any, error) {
		return map[string]int{"steps": l.player.Steps(), "draws": l.draws}, nil
	},
	"step": func(l *Lab, args []byte) (any, error) {
		n, err := l.whole(args, "n", -1)
		if err == nil {
			l.player.Step(n)
		}
		return l.get(), err
	},
	"seek": func(l *Lab, args []byte) (any, error) {
		epoch, err := l.whole(args, "epoch", 0)
		if err == nil {
			l.player.Seek(epoch)
		}
		return l.get(), err
	},
	"speed": func(l *Lab, args []byte) (any, error) {
		var given any
		if err := decode(args, into{"speed": &given}); err != nil {
			return nil, err
		}
		speed, err := player.ParseSpeed(given)
		if err != nil {
			return nil, err
		}
		err = l.player.SetSpeed(speed)
		return l.get(), err
	},
	"work": func(l *Lab, args []byte) (any, error) {
		ms, err := field(args, "ms")
		if err != nil {
			return nil, err
		}
		if l.hasty() {
			return map[string]any{"pending": true, "later": true, "diverged": nil}, nil
		}
		l.player.Work(l.deadline(time.Duration(ms * float64(time.Millisecond))))
		return map[string]any{"pending": l.player.Pending() || l.player.Comparing(), "diverged": orNil(l.divergence())}, nil
	},
	"boot": func(l *Lab, args []byte) (any, error) {
		var words scene.Words
		var look look
		var reduced bool
		if err := decode(args, look.fields(into{"strings": &words, "reducedMotion": &reduced})); err != nil {
			return nil, err
		}
		l.words, l.reducedMotion, l.called = words, reduced, nil
		l.scene.Speak(words)
		l.spoken++
		return nil, l.setLook(look)
	},
	"theme": func(l *Lab, args []byte) (any, error) {
		var look look
		if err := decode(args, look.fields(into{})); err != nil {
			return nil, err
		}
		return nil, l.setLook(look)
	},
	"motion": func(l *Lab, args []byte) (any, error) {
		var reduced bool
		if err := decode(args, into{"reduced": &reduced}); err != nil {
			return nil, err
		}
		l.reducedMotion, l.waiting = reduced, 0
		return nil, nil
	},
	"layout": func(l *Lab, args []byte) (any, error) {
		var a Layout
		if err := decode(args, a.fields()); err != nil {
			return nil, err
		}
		if !a.fits() {
			return nil, misplaced(args)
		}
		l.layout, l.dirty = a, true
		return nil, nil
	},
	"pointer": func(l *Lab, args []byte) (any, error) {
		given, err := object(args)
		if err != nil {
			return nil, err
		}
		var at scene.Point
		if !(into{"x": &at.X, "y": &at.Y}).take(given) {
			return nil, unreadable(args)
		}
		l.training.Pointer = math.NaN()
		l.heat.Pointer = scene.Point{X: math.NaN(), Y: math.NaN()}
		if given != nil {
			l.onPage()
			l.heat.Pointer = at
			if hit, ok := scene.HitTest(l.plots, at.X, at.Y); ok {
				l.training.Pointer = hit.Epoch
			}
		}
		l.dirty = true
		return nil, nil
	},
	"open": func(l *Lab, args []byte) (any, error) {
		var link string
		if err := decode(args, into{"link": &link}); err != nil {
			return nil, err
		}
		notices, err := l.open(link)
		return map[string]any{"notices": plainjson.List(notices)}, err
	},
	"diagram": func(l *Lab, args []byte) (any, error) { return l.choose(args) },
	"take": func(l *Lab, args []byte) (any, error) {
		job, err := field(args, "job")
		if err != nil {
			return nil, err
		}
		if tile := l.diagram.take(int(job)); tile >= 0 {
			return map[string]any{"tile": tile}, nil
		}
		return map[string]any{"tile": nil}, nil
	},
	"giveBack": func(l *Lab, args []byte) (any, error) {
		var job, tile int
		if err := decode(args, into{"job": &job, "tile": &tile}); err != nil {
			return nil, err
		}
		d := &l.diagram
		open := job == d.job && tile >= 0 && tile < len(d.done) && !d.done[tile]
		if open {
			d.back = append(d.back, tile)
		}
		return map[string]any{"open": open}, nil // false: nobody waits for it any more
	},
	"workers": func(l *Lab, args []byte) (any, error) {
		count, err := field(args, "count")
		if err == nil {
			l.diagram.serve(int(count))
		}
		return nil, err
	},
	"pauseSweep":   func(l *Lab, _ []byte) (any, error) { l.pauseSweep(true); return nil, nil },
	"resumeSweep":  func(l *Lab, _ []byte) (any, error) { l.pauseSweep(false); return nil, nil },
	"cancelSweep":  func(l *Lab, _ []byte) (any, error) { l.cancelSweep(); return nil, nil },
	"phaseDiagram": func(l *Lab, _ []byte) (any, error) { return l.phaseDiagram(), nil },
	"pick":         func(l *Lab, args []byte) (any, error) { return l.get(), l.pick(args) },
	"link":         func(l *Lab, _ []byte) (any, error) { return l.link(), nil },
	"options": func(l *Lab, args []byte) (any, error) {
		o := l.options
		if err := decode(args, into{"loss": &o.Loss, "unit": &o.Unit, "time": &o.Time, "overlay": &o.Overlay, "ahead": &o.Ahead}); err != nil {
			return nil, err
		}
		if err := o.check(); err != nil {
			return nil, err
		}
		l.options, l.dirty = o, true
		l.player.Compare(o.Overlay == "on")
		return o, nil
	},
	"grab": func(l *Lab, args []byte) (any, error) {
		return nil, l.withHandle(args, func(h *handle, _ handleArgs) error {
			h.state = scene.HandleActive
			h.grabbed = l.player.Scenario()
			l.player.Hold()
			return nil
		})
	},
	"drag": func(l *Lab, args []byte) (any, error) {
		l.haste.stirred, l.haste.moved = true, l.now()
		return nil, l.withHandle(args, func(_ *handle, a handleArgs) error { return l.drag(a.Handle, a.X, a.Y) })
	},
	"release": func(l *Lab, args []byte) (any, error) {
		return nil, l.withHandle(args, func(h *handle, _ handleArgs) error {
			h.state = scene.HandleHover
			l.player.Release()
			l.crossed = false
			return nil
		})
	},
	"cancel": func(l *Lab, args []byte) (any, error) {
		return nil, l.withHandle(args, func(h *handle, _ handleArgs) error {
			if h.state != scene.HandleActive {
				return nil
			}
			h.state, l.crossed = scene.HandleFocus, false
			l.player.Release()
			return l.player.SetScenario(h.grabbed)
		})
	},
	"hold": func(l *Lab, args []byte) (any, error) { // a hand drags a slider, or lets it go
		var on bool
		if err := decode(args, into{"on": &on}); err != nil {
			return nil, err
		}
		if on {
			l.player.Hold()
		} else {
			l.player.Release()
		}
		l.dirty = true
		return nil, nil
	},
	"nudge": func(l *Lab, args []byte) (any, error) {
		return nil, l.withHandle(args, func(_ *handle, a handleArgs) error { return l.nudge(a.Handle, a.Dx, a.Dy, a.Coarse) })
	},
	"handle": func(l *Lab, args []byte) (any, error) {
		return nil, l.withHandle(args, func(h *handle, a handleArgs) error {
			state, ok := handleStates[a.State]
			if !ok {
				return &sim.Error{Code: sim.NotAChoice, Key: "state", Value: a.State, Allowed: []string{"normal", "hover", "focus", "active"}}
			}
			h.state = state
			return nil
		})
	},
	"pulse": func(l *Lab, args []byte) (any, error) {
		return nil, l.withHandle(args, func(h *handle, _ handleArgs) error {
			if !l.reducedMotion {
				h.pulse = 0
			}
			return nil
		})
	},
	"svg":  func(l *Lab, args []byte) (any, error) { return l.svg(args) },
	"tell": func(l *Lab, args []byte) (any, error) { return l.telling(args) },
	"read": func(l *Lab, args []byte) (any, error) { return l.read(args) },
}

// Call runs a command and returns {"result": …} or {"error": …} as JSON.
func (l *Lab) Call(name string, args []byte) []byte {
	answer := marshal(map[string]any{"error": &sim.Error{Code: panicked}})
	l.locked(func() {
		l.quiet = 0 // the page has opened the gate: close it again, whatever comes of it
		command, ok := l.commands[name]
		if !ok {
			answer = failure(&sim.Error{Code: unknownFunction, Key: name, Allowed: l.names()})
			return
		}
		result, err := command(l, args)
		if err != nil {
			answer = failure(err)
			return
		}
		answer = marshal(map[string]any{"result": result})
		if name == "drag" { // what is new comes with the frame, which follows at once: while a hand drags, the page shows it once a frame
			l.dirty = true
			return
		}
		if name != "work" {
			l.haste.ready = false // the next picture is a whole one
		}
		l.changed()
		if parts := l.newsWithoutFrame(); len(parts) > 0 {
			packet := marshal(parts)
			l.outbox = append(l.outbox, func() { l.page.Event("state", packet) })
		}
	})
	return answer
}

// newsWithoutFrame is the news a page gets at once, because the next frame may
// be far away. The picture still has to follow.
func (l *Lab) newsWithoutFrame() map[string]any {
	parts := l.news()
	if len(parts) > 0 {
		l.dirty = true
		l.quiet = 0
	}
	return parts
}

func failure(err error) []byte {
	var told interface { // as package sim has them, and the reader of files
		error
		plainjson.Object
	}
	if !errors.As(err, &told) {
		told = &sim.Error{Code: badArguments, Value: err.Error()}
	}
	if e, ok := told.(*sim.Error); ok {
		if v, isNumber := e.Value.(float64); isNumber && (math.IsNaN(v) || math.IsInf(v, 0)) {
			plain := *e
			plain.Value, told = "not a finite number", &plain
		}
	}
	return marshal(map[string]any{"error": told})
}

// get is the whole state as flat pairs; what it returns, set accepts.
func (l *Lab) get() map[string]any {
	all := l.player.Scenario().Values()
	all["scenario"] = l.player.Scenario().Slug
	all["epoch"], all["playing"], all["speed"] = l.player.Epoch(), l.player.Playing(), l.player.Speed()
	all["pins"] = l.player.Variants().String()
	if l.local() {
		all["local"] = true
	}
	return all
}

// local reports whether the data of the run, or its initial weights, are in this program only, and no link can hold
// them.
func (l *Lab) local() bool {
	s := l.player.Scenario()
	return s.Task == sim.TaskOwn && sim.Local(s.Own) || s.Weights != ""
}

// suit adds to a change of one's own data the rate and the length of a run in their own
// time, unless a rate is asked for.
func (l *Lab) suit(changes map[string]any) error {
	if _, own := changes["own"]; !own || changes["eta"] != nil {
		return nil
	}
	s, err := l.player.Scenario().With(changes)
	if err != nil {
		return err
	}
	eta, epochs, err := s.OwnTime()
	if err != nil || eta == s.Eta {
		return err
	}
	changes["eta"] = eta
	if changes["epochs"] == nil {
		changes["epochs"] = float64(epochs)
	}
	return nil
}

// set changes parameters, and where and how fast the run plays. Everything is
// checked before anything changes. Whether data are local follows from them.
func (l *Lab) set(args []byte) (any, error) {
	changes, err := object(args)
	if err != nil {
		return nil, err
	}
	delete(changes, "local")
	transport := map[string]any{}
	for _, key := range []string{"epoch", "playing", "speed", "pins"} {
		if v, ok := changes[key]; ok {
			transport[key] = v
			delete(changes, key)
		}
	}
	epoch, speed := math.NaN(), l.player.Speed()
	if raw, ok := transport["epoch"]; ok {
		v, err := sim.Number("epoch", raw)
		if err == nil && v != math.Trunc(v) {
			err = &sim.Error{Code: sim.NotAnInteger, Key: "epoch", Value: raw}
		}
		if err != nil {
			return nil, l.inEpochs(err, 0)
		}
		epoch = v
	}
	playing, play := transport["playing"]
	if _, isBool := playing.(bool); play && !isBool {
		return nil, &sim.Error{Code: sim.NotAChoice, Key: "playing", Value: playing, Allowed: []string{"true", "false"}}
	}
	if raw, ok := transport["speed"]; ok {
		v, err := player.ParseSpeed(raw)
		if err != nil {
			return nil, err
		}
		speed = v
	}
	if err := l.suit(changes); err != nil {
		return nil, err
	}
	if next, err := l.player.Scenario().With(changes); err == nil && (epoch < 0 || epoch > float64(next.Epochs)) {
		least, most := 0.0, float64(next.Epochs)
		return nil, &sim.Error{Code: sim.OutOfRange, Key: "epoch", Value: epoch, Min: &least, Max: &most}
	}
	var pins sim.Variants
	raw, pinned := transport["pins"]
	if pinned {
		var err error
		if pins, err = readPins(raw); err != nil {
			return nil, err
		}
	}
	if err := l.player.Set(changes); err != nil {
		return nil, err
	}
	if pinned {
		l.player.Pin(pins)
	}
	if _, named := changes["scenario"]; named {
		l.predicted.Slug = "" // not a step across the plane
		l.suggest()
	}
	if err := l.player.SetSpeed(speed); err != nil {
		panic(err) // checked above
	}
	if !math.IsNaN(epoch) {
		l.player.Seek(int(epoch))
	}
	switch playing {
	case true:
		l.player.Play()
	case false:
		l.player.Pause()
	}
	return l.get(), nil
}

// handleArgs are the arguments of the commands about handles.
type handleArgs struct {
	Handle string
	State  string
	X, Y   float64
	Dx, Dy float64
	Coarse bool
}

var handleStates = map[string]scene.HandleState{
	"normal": scene.HandleNormal, "hover": scene.HandleHover, "focus": scene.HandleFocus, "active": scene.HandleActive,
}

func (l *Lab) withHandle(args []byte, do func(*handle, handleArgs) error) error {
	var a handleArgs
	if err := decode(args, into{"handle": &a.Handle, "state": &a.State, "x": &a.X, "y": &a.Y, "dx": &a.Dx, "dy": &a.Dy, "coarse": &a.Coarse}); err != nil {
		return err
	}
	h, err := l.handleNamed(a.Handle)
	if err != nil {
		return err
	}
	l.onPage()
	l.dirty = true
	return do(h, a)
}

// open starts from a link. What it could not use comes back as notices, each
// naming what is used instead.
func (l *Lab) open(link string) ([]*sim.Error, error) {
	scenario, epoch, notices := sim.ParseLink(link)
	l.predicted.Slug = "" // not a step across the plane
	if err := l.player.Open(scenario, epoch); err != nil {
		return nil, err
	}
	l.suggest()
	pins, more := sim.ParsePins(link, scenario)
	l.player.Pin(pins)
	notices = append(notices, more...)
	if notices == nil {
		notices = []*sim.Error{}
	}
	return notices, nil
}

func (l *Lab) link() string {
	s := l.player.Scenario()
	return sim.EncodeLink(s, l.player.Epoch()) + sim.EncodePins(s, l.player.Variants())
}

// about is what a person needs to find this very state again.
func (l *Lab) about() map[string]any {
	epoch := l.player.Epoch()
	return map[string]any{
		"version": sim.Version, "epoch": epoch, "hash": l.hash(epoch),
		"scenario": l.player.Scenario().Slug, "changed": l.player.Scenario().Changed(), "values": l.player.Scenario().Values(), "link": l.link(),
	}
}

// options are how the training panel draws its axes, and what it draws over the
// run.
type options struct {
	Loss    string `json:"loss"`    // linear or log
	Unit    string `json:"unit"`    // normalised or raw
	Time    string `json:"time"`    // epochs or tau
	Overlay string `json:"overlay"` // off, or on: the network that state.Overlay names
	Ahead   string `json:"ahead"`   // on, or off: nothing is said ahead of the run, for somebody is to guess
}

var defaultOptions = options{"linear", "normalised", "epochs", "off", "on"}

func (o options) check() error {
	for _, c := range []struct {
		key, value string
		allowed    []string
	}{
		{"loss", o.Loss, []string{"linear", "log"}},
		{"unit", o.Unit, []string{"normalised", "raw"}},
		{"time", o.Time, []string{"epochs", "tau"}},
		{"overlay", o.Overlay, []string{"off", "on"}},
		{"ahead", o.Ahead, []string{"on", "off"}},
	} {
		if !slices.Contains(c.allowed, c.value) {
			return &sim.Error{Code: sim.NotAChoice, Key: c.key, Value: c.value, Allowed: c.allowed}
		}
	}
	return nil
}

// look is what the pictures look like.
type look struct {
	Theme    string
	Large    float64 // times the type sizes of the projector, whatever the palette; 0: those of a desk
	Text     float64 // times those of a desk, for whoever reads with larger letters; 0: once
	Contrast bool    // more than usual
}

// fields adds the fields of a look to what is decoded.
func (k *look) fields(others into) into {
	others["theme"], others["large"], others["text"], others["contrast"] = &k.Theme, &k.Large, &k.Text, &k.Contrast
	return others
}

func (l *Lab) setLook(k look) error {
	theme, ok := scene.ThemeNamed(k.Theme)
	if !ok {
		return &sim.Error{Code: sim.NotAChoice, Key: "theme", Value: k.Theme, Allowed: scene.ThemeNames}
	}
	if k.Contrast {
		theme = theme.Contrasting()
	}
	if k.Large > 0 {
		theme = theme.Large().Times(max(.6, min(k.Large, 4)))
	} else if k.Text > 1 {
		theme = theme.Times(min(k.Text, 2))
	}
	l.theme, l.dirty = theme, true
	return nil
}

// ofWhole reads whether the whole run is meant, played or not.
func ofWhole(args []byte) (whole bool, err error) {
	if len(args) > 0 {
		err = decode(args, into{"whole": &whole})
	}
	return whole, err
}

// field reads one number from the arguments.
func field(args []byte, key string) (float64, error) {
	a, err := object(args)
	if err != nil {
		return 0, err
	}
	return sim.Number(key, a[key])
}

// whole reads a whole number of epochs from the arguments. What is wrong with it
// is told with the range that makes sense, from the given multiple of the run's
// length to the whole of it.
func (l *Lab) whole(args []byte, key string, from float64) (int, error) {
	v, err := field(args, key)
	if err == nil && (v != math.Trunc(v) || math.IsInf(v, 0)) {
		err = &sim.Error{Code: sim.NotAnInteger, Key: key, Value: v}
	}
	if last := float64(l.player.Scenario().Epochs); err == nil && (v < from*last || v > last) {
		err = &sim.Error{Code: sim.OutOfRange, Key: key, Value: v}
	}
	if err != nil {
		return 0, l.inEpochs(err, from)
	}
	return int(v), nil
}

// inEpochs names the range of an argument that counts epochs.
func (l *Lab) inEpochs(err error, from float64) error {
	var e *sim.Error
	if errors.As(err, &e) && e.Min == nil {
		hi := float64(l.player.Scenario().Epochs)
		lo := from * hi
		e.Min, e.Max = &lo, &hi
	}
	return err
}

// names of the commands, for a caller that asked for one there is not.
func (l *Lab) names() []string {
	var list []string
	for name := range l.commands {
		list = append(list, name)
	}
	slices.Sort(list)
	return list
}
