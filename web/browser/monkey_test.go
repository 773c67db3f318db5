package browser

import (
	"cmp"
	"encoding/json"
	"fmt"
	"image"
	"maps"
	"math/rand/v2"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// watchScript is what a page of random hands has from its first moment: error events and all uncaught mistakes are kept,
// workers and the memory of programs can be reached, and no link leads away.
const watchScript = `
	globalThis.wrongs = [];
	for (const kind of ['error', 'unhandledrejection']) addEventListener(kind, (e) => { if ((e.message || e.reason) && !String(e.message).startsWith('ResizeObserver loop')) wrongs.push(kind + ' ' + (e.message ?? e.reason)); });
	{
		let api;
		Object.defineProperty(globalThis, 'unimodalBias', {configurable: true, get: () => api, set(value) {
			api = value;
			api.on?.('error', ({code}) => { if (code !== 'diverged' && code !== 'unsettled' && code !== 'ended') wrongs.push('event ' + code); });
		}});
		const programs = [], {instantiate} = WebAssembly;
		WebAssembly.instantiate = async (...from) => {
			const made = await instantiate.apply(WebAssembly, from);
			programs.push((made.instance ?? made).exports);
			return made;
		};
		globalThis.programBytes = () => programs.reduce((sum, {mem}) => sum + (mem?.buffer.byteLength ?? 0), 0);
		const Real = Worker;
		globalThis.hands = [];
		globalThis.Worker = class extends Real {
			constructor(...from) {
				super(...from);
				globalThis.hands = [this]; // the last
			}
		};
		globalThis.print = () => {};
		globalThis.open = () => null;
		addEventListener('click', (event) => { if (event.target instanceof Element && event.target.closest('a[href]')) event.preventDefault(); }, {capture: true});
	}
`

// offlineMistakes are what a browser writes on the console of a page that wants a part while there is no network; at other times
// they are mistakes.
var offlineMistakes = []string{"ERR_INTERNET_DISCONNECTED", "Failed to fetch"}

// Of these kinds of action, which dice seldom throw, each has to take place somewhere.
const (
	lostGraphics = "the graphics are lost"
	deadWorker   = "a worker dies"
	noNetwork    = "there is no network"
	wayBack      = "back in the history"
	otherWords   = "another language"
	newAddress   = "the address is edited"
)

var seldomKinds = []string{lostGraphics, deadWorker, noNetwork, wayBack, otherWords, newAddress}

// A ground is where random hands are let loose.
type ground struct {
	name          string
	path          string
	width, height int64
	touch         bool
	sure          string // the kind of action that takes place here whatever the dice say
}

var grounds = []ground{
	{"lab", "", 1280, 800, false, deadWorker},
	{"phone", "", 390, 844, true, newAddress},
	{"frame", "?view=embed#v=1&scenario=late&epoch=300", 700, 420, false, wayBack},
	{"lecture", "?view=present#v=1&scenario=early", 1280, 720, false, lostGraphics},
	{"figure", "figure.html?controls=rho,kappa#v=1&scenario=late&epoch=300", 640, 480, false, noNetwork},
	{"step", "?step=race", 800, 600, false, otherWords},
	{"story", "story/", 1000, 800, false, noNetwork},
	{"story before an audience", "story/?view=present#step=race", 1280, 720, false, noNetwork},
}

// sureTurn is the action at which a ground has what it is sure to have.
const sureTurn = 4

// TestMonkey: whatever random hands do to the page, it stays itself: no mistake on the console, no error event, a picture,
// controls that answer, dialogs that close, and a link that brings the state back. A failure names the seed and what was done
// last; SEED= repeats it, GROUND= keeps to one of the grounds. Over all grounds every kind of action has taken place.
func TestMonkey(t *testing.T) {
	took := map[string]int{}
	seeds, actions := []uint64{1}, 12
	if long() {
		seeds, actions = []uint64{1, 2, 3, 4}, 240
	}
	if seed, ok := wantedSeed(t); ok {
		seeds = []uint64{seed}
	}
	claim(t)
	for _, seed := range seeds {
		for i, at := range grounds {
			if wanted := os.Getenv("GROUND"); wanted != "" && wanted != at.name {
				continue
			}
			t.Run(fmt.Sprint(at.name, " ", seed), func(t *testing.T) {
				m := loose(t, at, rand.New(rand.NewPCG(seed, uint64(i))))
				m.took = took
				for n := 1; n <= actions; n++ {
					m.act()
					if n%12 == 0 {
						m.check(n%24 == 0 || n == actions)
					}
				}
			})
		}
	}
	for _, kind := range seldomKinds {
		if took[kind] == 0 && os.Getenv("GROUND") == "" {
			t.Errorf("it never happens that %s: %v", kind, took)
		}
	}
	t.Log(took)
}

// wantedSeed is SEED=, if there is one.
func wantedSeed(t *testing.T) (seed uint64, ok bool) {
	t.Helper()
	wanted := os.Getenv("SEED")
	if wanted == "" {
		return 0, false
	}
	seed, err := strconv.ParseUint(wanted, 10, 64)
	if err != nil {
		t.Fatalf("SEED=%s: %v", wanted, err)
	}
	return seed, true
}

// monkey is random hands on a page.
type monkey struct {
	*tab
	ground
	random  *rand.Rand
	done    []string
	actions int
	slugs   []string
	ahead   int // entries of the history that this page has made and has not gone back over
	behind  int // those it has gone back over
	lasting bool
	took    map[string]int // how often an action of a seldom kind has taken place
	way     traffic
}

// traffic is what a page has asked for and has not got.
type traffic struct {
	sync.Mutex
	open map[network.RequestID]bool
}

// event keeps count.
func (w *traffic) event(event any) {
	w.Lock()
	defer w.Unlock()
	switch event := event.(type) {
	case *network.EventRequestWillBeSent:
		w.open[event.RequestID] = true
	case *network.EventLoadingFinished:
		delete(w.open, event.RequestID)
	case *network.EventLoadingFailed:
		delete(w.open, event.RequestID)
	}
}

// now is what is on its way.
func (w *traffic) now() map[network.RequestID]bool {
	w.Lock()
	defer w.Unlock()
	return maps.Clone(w.open)
}

// loose opens a ground.
func loose(t *testing.T, at ground, random *rand.Rand) *monkey {
	t.Helper()
	p := blank(t, setup{width: at.width, height: at.height, touch: at.touch, dark: random.IntN(2) == 0, reduced: true, script: watchScript, url: server.URL + subPath + at.path, long: long()})
	m := &monkey{tab: p, ground: at, random: random, took: map[string]int{}, way: traffic{open: map[network.RequestID]bool{}}}
	p.do(chromedp.Listen(p.ctx, m.way.event))
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("done last:\n%s", strings.Join(m.done[max(0, len(m.done)-10):], "\n"))
		}
	})
	m.alive()
	if !m.story() {
		m.decode(`unimodalBias.describe().then(({scenarios}) => scenarios.map(({slug}) => slug))`, &m.slugs)
	}
	return m
}

func (m *monkey) story() bool  { return strings.HasPrefix(m.ground.name, "story") }
func (m *monkey) figure() bool { return m.ground.name == "figure" }

// alive waits until the page, which may be another one than a moment ago, is ready.
func (m *monkey) alive() {
	m.Helper()
	if m.story() {
		m.eventually(`Boolean(globalThis.unimodalBiasStory)`)
		return
	}
	m.eventually(`globalThis.unimodalBias?.ready.then(() => true) ?? false`)
}

// say evaluates an expression in the page that is there; one that goes meanwhile is waited for.
func (m *monkey) say(expression string) any {
	m.Helper()
	for {
		v, err := chromedp.Run(m.ctx, chromedp.Evaluate[any](expression, chromedp.EvalAwaitPromise))
		if err == nil {
			return v
		}
		if !gone(err) {
			m.Fatalf("%s: %v", expression, err)
		}
		m.alive()
	}
}

// gone reports whether an error is that of a page that was left.
func gone(err error) bool {
	for _, part := range []string{"navigated", "context was destroyed", "Cannot find context", "Cannot find default execution context", "context with specified id", "frame was detached"} {
		if strings.Contains(err.Error(), part) {
			return true
		}
	}
	return false
}

func (m *monkey) one(list ...string) string { return list[m.random.IntN(len(list))] }

// anyKey are keys: those that the page knows (TestMonkeyKnowsTheKeys), and others.
var anyKey = []string{" ", "?", ".", ",", "[", "]", "b", "B", "m", "M", "p", "P", "w", "W", "k", "0", "/",
	kb.ArrowLeft, kb.ArrowRight, kb.ArrowUp, kb.ArrowDown, kb.PageDown, kb.PageUp, kb.Home, kb.End, kb.Tab, kb.Tab, kb.Escape, kb.Enter}

// TestMonkeyKnowsTheKeys: random hands press every key that the page listens to.
func TestMonkeyKnowsTheKeys(t *testing.T) {
	source, err := os.ReadFile("../keys.js")
	if err != nil {
		t.Fatal(err)
	}
	named := map[string]string{"Home": kb.Home, "PageDown": kb.PageDown, "PageUp": kb.PageUp}
	keys := 0
	for _, found := range regexp.MustCompile(`key: '([^']+)'|\[(('.'(, )?)+)\]\.map\(\(key\)`).FindAllStringSubmatch(string(source), -1) {
		for _, key := range append(strings.Split(strings.ReplaceAll(found[2], "'", ""), ", "), found[1]) {
			if key == "" {
				continue
			}
			keys++
			if !slices.Contains(anyKey, cmp.Or(named[key], key)) {
				t.Errorf("nobody presses %q", key)
			}
		}
	}
	if keys < 15 {
		t.Errorf("%d keys are found in keys.js", keys)
	}
}

// act does one random thing.
func (m *monkey) act() {
	m.Helper()
	m.actions++
	if m.actions == sureTurn && m.ground.sure != "" {
		m.done = append(m.done, m.surely())
	} else {
		m.done = append(m.done, m.thing())
	}
	m.alive()
	if m.Failed() {
		m.FailNow()
	}
}

// surely does what the ground is sure to have, and sees that it takes place.
func (m *monkey) surely() (what string) {
	m.Helper()
	m.closed()
	before := m.took[m.ground.sure]
	switch m.ground.sure {
	case lostGraphics:
		what = m.loseGraphics()
	case deadWorker:
		m.say(`unimodalBias.set({scenario: 'late'}).then(() => unimodalBias.diagram({kind: 'ratio', cells: 32})).then(() => 0)`)
		m.until(`hands.length > 0`)
		what = m.death("terminated")
	case noNetwork:
		what = m.network()
	case wayBack:
		for m.ahead == 0 {
			m.address()
		}
		m.say(`globalThis.entry = navigation.currentEntry.index, 0`)
		what = m.goBack()
		m.until(`navigation.currentEntry.index < entry`)
	case otherWords:
		what = m.language("de")
	case newAddress:
		for what == "" || m.took[newAddress] == before {
			what = m.address()
		}
	}
	if m.took[m.ground.sure] == before {
		m.Errorf("%s: %s", m.ground.sure, what)
	}
	return what
}

// closed presses Escape until no dialog stands before the page.
func (m *monkey) closed() {
	m.Helper()
	for i := 0; m.say(`Boolean(document.querySelector('dialog:modal'))`) == true; i++ {
		if i == 4 {
			m.Fatalf("a dialog does not close: %v", m.say(`document.querySelector('dialog:modal').id`))
		}
		m.key(kb.Escape)
	}
	m.alive()
}

// thing does one and says what it was.
func (m *monkey) thing() string {
	random := m.random
	switch random.IntN(22) {
	case 0, 1, 2:
		key := m.one(anyKey...)
		m.key(key)
		return fmt.Sprintf("key %q", key)
	case 3, 4, 5:
		return m.click()
	case 6, 7:
		return m.drag()
	case 8:
		m.wheel(200, 200, 600*(random.Float64()-.5))
		return "wheel"
	case 9:
		return m.resizeAny()
	case 10:
		m.say(fmt.Sprintf(`(e => { if (!e) return 0; e.value = %q; e.dispatchEvent(new Event('change', {bubbles: true})); return 0; })(document.getElementById('theme'))`, m.one("auto", "light", "dark", "projector")))
		return "theme"
	case 11:
		dark := random.IntN(2) == 0
		m.wants(dark, true)
		return fmt.Sprint("a dark system: ", dark)
	case 12:
		return m.network()
	}
	if m.story() {
		return m.readOn()
	}
	switch random.IntN(10) {
	case 0, 1:
		slug := m.slugs[random.IntN(len(m.slugs))]
		m.say(fmt.Sprintf(`void unimodalBias.set({scenario: %q, epoch: 1}).catch(() => 0), 0`, slug))
		return "scenario " + slug
	case 2:
		return fmt.Sprint("set ", m.value())
	case 3:
		return m.typed()
	case 4, 5:
		return m.address()
	case 6:
		return m.history()
	case 7:
		if m.figure() {
			return m.pace()
		}
		return m.diagrams()
	case 8:
		if m.lasting || m.figure() {
			return m.pace()
		}
		return m.loseGraphics()
	}
	if m.lasting || random.IntN(2) == 0 {
		return m.pace()
	}
	return m.language(m.one("en", "de", "ja", "zh"))
}

// nearby is a place in the window.
func (m *monkey) nearby() (x, y float64) {
	return m.number(`innerWidth`) * m.random.Float64(), m.number(`innerHeight`) * m.random.Float64()
}

func (m *monkey) finger(kind input.DispatchTouchEventType, x, y float64) {
	points := []*input.TouchPoint{}
	if kind == input.DispatchTouchEventTypeTouchStart || kind == input.DispatchTouchEventTypeTouchMove {
		points = append(points, &input.TouchPoint{X: x, Y: y})
	}
	send(m.tab, input.DispatchTouchEvent, input.DispatchTouchEventParams{Type: kind, TouchPoints: points})
}

func (m *monkey) click() string {
	x, y := m.nearby()
	what, _ := m.say(fmt.Sprintf(`(e => e?.closest('select, input[type=file], label[for=data-file]') ? '' : (e?.tagName ?? 'nothing'))(document.elementFromPoint(%g, %g))`, x, y)).(string)
	if what == "" {
		return "no click on a list of the browser's own"
	}
	if m.ground.touch {
		m.finger(input.DispatchTouchEventTypeTouchStart, x, y)
		m.finger(input.DispatchTouchEventTypeTouchEnd, x, y)
		return fmt.Sprintf("tap at %.0f, %.0f on %s", x, y, what)
	}
	m.mouse(input.DispatchMouseEventTypeMousePressed, x, y, 1)
	m.mouse(input.DispatchMouseEventTypeMouseReleased, x, y, 0)
	return fmt.Sprintf("click at %.0f, %.0f on %s", x, y, what)
}

// drag takes hold of anything, or of what can be dragged, and may leave the window with it.
func (m *monkey) drag() string {
	x, y := m.nearby()
	if m.random.IntN(2) == 0 {
		var at []float64
		text, _ := m.say(fmt.Sprintf(`(list => { const e = list[%d %% (list.length || 1)]; if (!e) return '[]'; const {x, y, width, height} = e.getBoundingClientRect(); return JSON.stringify([x + width / 2, y + height / 2]); })([...document.querySelectorAll('.handle, input[type=range]')].filter(e => e.checkVisibility()))`, m.random.IntN(50))).(string)
		if json.Unmarshal([]byte(text), &at) == nil && len(at) == 2 {
			x, y = at[0], at[1]
		}
	}
	begin := fmt.Sprintf("drag from %.0f, %.0f", x, y)
	if m.ground.touch {
		m.finger(input.DispatchTouchEventTypeTouchStart, x, y)
	} else {
		m.mouse(input.DispatchMouseEventTypeMousePressed, x, y, 1)
	}
	for range 4 {
		x, y = x+200*(m.random.Float64()-.5), y+200*(m.random.Float64()-.5)
		if m.ground.touch {
			m.finger(input.DispatchTouchEventTypeTouchMove, max(0, x), max(0, y))
		} else {
			m.mouse(input.DispatchMouseEventTypeMouseMoved, x, y, 1)
		}
	}
	switch {
	case m.ground.touch && m.random.IntN(3) == 0:
		m.finger(input.DispatchTouchEventTypeTouchCancel, x, y)
	case m.ground.touch:
		m.finger(input.DispatchTouchEventTypeTouchEnd, x, y)
	default:
		m.mouse(input.DispatchMouseEventTypeMouseReleased, x, y, 0)
	}
	return fmt.Sprintf("%s to %.0f, %.0f", begin, x, y)
}

// resizeAny turns or resizes the window, or moves it to a screen of another density.
func (m *monkey) resizeAny() string {
	sizes := [][2]int64{{m.ground.width, m.ground.height}, {m.ground.height, m.ground.width}, {320, 480}, {1280, 800}, {700, 420}}
	size := sizes[m.random.IntN(len(sizes))]
	m.scale = []float64{.5, .5, 1, 1.5}[m.random.IntN(4)]
	options := []chromedp.EmulateViewportOption{chromedp.EmulateScale(m.scale)}
	if m.ground.touch {
		options = append(options, chromedp.EmulateTouch)
	}
	m.do(chromedp.Do(m.ctx, chromedp.EmulateViewport(size[0], size[1], options...)))
	return fmt.Sprintf("%d × %d at %v", size[0], size[1], m.scale)
}

// online switches the network on or off.
func (m *monkey) online(on bool) {
	m.Helper()
	send(m.tab, network.EmulateNetworkConditionsByRule, network.EmulateNetworkConditionsByRuleParams{MatchedNetworkConditions: []*network.Conditions{{Offline: !on, DownloadThroughput: -1, UploadThroughput: -1}}})
	send(m.tab, network.OverrideNetworkState, network.OverrideNetworkStateParams{Offline: !on, DownloadThroughput: -1, UploadThroughput: -1})
}

// network takes the network away for some other things, and gives it back. Until then, and until what was on its way has come
// or is lost, and the page has taken notice, it may complain.
func (m *monkey) network() string {
	m.Helper()
	m.took[noNetwork]++
	m.mu.Lock()
	m.forgiven = append(m.forgiven, span{from: time.Now(), parts: offlineMistakes})
	last := len(m.forgiven) - 1
	m.mu.Unlock()
	m.online(false)
	for range 2 {
		m.done = append(m.done, "without a network: "+m.click())
	}
	m.online(true)
	for way, tries := m.way.now(), 0; len(way) > 0 && tries < 100; tries++ { // what a page that was left has asked for may never be told of
		open := m.way.now()
		maps.DeleteFunc(way, func(id network.RequestID, _ bool) bool { return !open[id] })
		m.say(`new Promise(done => setTimeout(done, 20, 0))`)
	}
	m.say(`new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 0, 0))))`)
	m.mu.Lock()
	m.forgiven[last].to = time.Now()
	m.mu.Unlock()
	return "the network is back"
}

// value sets a parameter, mostly to what is refused.
func (m *monkey) value() any {
	value := m.one("-3", "0", "1e9", "0.5", "7", `"x"`, "null", "true", "2")
	return m.say(fmt.Sprintf(`(async () => { const keys = Object.keys(await unimodalBias.get()); const key = keys[%d %% keys.length]; if (['epochs', 'samples', 'width', 'own'].includes(key)) return key; await unimodalBias.set({[key]: %s}).catch(() => 0); return key + ' ' + %[2]q; })()`, m.random.IntN(1000), value))
}

// typed writes into a field.
func (m *monkey) typed() string {
	m.say(fmt.Sprintf(`(() => { const fields = [...document.querySelectorAll('input[type=text], input[inputmode]')].filter(e => e.checkVisibility() && !e.disabled); const field = fields[%d %% (fields.length || 1)]; field?.focus(); field?.select?.(); return 0; })()`, m.random.IntN(100)))
	text := m.one("0.3", "1,5", "-", "1e-3", "abc", "")
	if text != "" {
		m.key(text)
	}
	m.key(kb.Enter)
	return fmt.Sprintf("typed %q", text)
}

// address edits what stands behind the #.
func (m *monkey) address() string {
	hash := "#v=1&scenario=" + m.slugs[m.random.IntN(len(m.slugs))]
	for range m.random.IntN(3) {
		hash += "&" + m.one("rho=0.4", "rho=7", "kappa=3", "epoch=20", "epoch=-4", "seed=5", "pins=seed:2", "pins=depth:3", "nonsense", "width=8", "%zz", "epochs=300")
	}
	if before, _ := m.say(`location.hash`).(string); before != hash {
		m.ahead++
		m.behind = 0
		m.took[newAddress]++
	}
	m.say(fmt.Sprintf(`location.hash = %q, 0`, hash))
	return "address " + hash
}

// history goes back or forth among the entries of this page.
func (m *monkey) history() string {
	switch {
	case m.ahead > 0 && m.random.IntN(3) > 0:
		return m.goBack()
	case m.behind > 0:
		m.ahead++
		m.behind--
		m.say(`setTimeout(() => history.forward()), 0`)
		return "forth"
	}
	return "no way back"
}

func (m *monkey) goBack() string {
	m.ahead--
	m.behind++
	m.took[wayBack]++
	m.say(`setTimeout(() => history.back()), 0`)
	return "back"
}

// diagrams has workers at work, some of which die.
func (m *monkey) diagrams() string {
	kind := m.one("preference", "ratio", "misattribution", "depthKappa", "error", "theory")
	m.say(fmt.Sprintf(`void unimodalBias.diagram({kind: %q, cells: 32}).catch(() => 0), 0`, kind))
	return fmt.Sprintf("diagram %s, %s", kind, m.death(m.one("no", "terminated", "failed")))
}

// death ends the last worker, if there is one.
func (m *monkey) death(how string) string {
	by := map[string]string{"terminated": `terminate()`, "failed": `dispatchEvent(new ErrorEvent('error', {message: 'made up', cancelable: true}))`}[how]
	if by != "" && m.say(`(worker => worker ? (worker.`+by+`, true) : false)(hands.at(-1))`) == true {
		m.took[deadWorker]++
	}
	return "of its workers " + how
}

// pace plays, rests or goes somewhere.
func (m *monkey) pace() string {
	act := m.one("play()", "pause()", "reset()", "step(7)", "seek(120)", "set({speed: 4})", "set({speed: 0.25})")
	m.say(`void unimodalBias.` + act + `.catch(() => 0), 0`)
	return act
}

// coming waits for the page after this one, which an expression brings.
func (m *monkey) coming(expression string) {
	m.Helper()
	m.say(`globalThis.before = true, 0`)
	m.say(expression)
	m.eventually(`!globalThis.before && Boolean(globalThis.unimodalBias?.ready.then)`)
	m.alive()
}

// loseGraphics takes the graphics away, sees that the picture stays, and goes on.
func (m *monkey) loseGraphics() string {
	m.say(`(document.querySelector('canvas').getContext('webgl2').getExtension('WEBGL_lose_context').loseContext(), 0)`)
	m.until(`document.querySelector('#notice button')?.checkVisibility() && document.querySelector('.still')?.naturalWidth > 100`)
	m.coming(`setTimeout(() => document.querySelector('#notice button').click()), 0`)
	m.took[lostGraphics]++
	return "lost the graphics, and went on"
}

// language reads on in another one.
func (m *monkey) language(lang string) string {
	reloads, _ := m.say(fmt.Sprintf(`(e => Boolean(e?.checkVisibility() && !document.querySelector('dialog:modal') && e.value !== %q && e.querySelector('[value="%[1]s"]')))(document.getElementById('language'))`, lang)).(bool)
	if !reloads {
		return "no language " + lang
	}
	m.coming(fmt.Sprintf(`(e => { e.value = %q; setTimeout(() => e.dispatchEvent(new Event('change'))); return 0; })(document.getElementById('language'))`, lang))
	m.took[otherWords]++
	return "language " + lang
}

// readOn goes to a step of the story, or answers it.
func (m *monkey) readOn() string {
	at := m.random.IntN(100)
	switch m.random.IntN(3) {
	case 0:
		m.say(fmt.Sprintf(`(list => { list[%d %% list.length].scrollIntoView(); return 0; })([...document.querySelectorAll('.step')])`, at))
		return fmt.Sprint("on to step ", at)
	case 1:
		m.say(fmt.Sprintf(`(list => { list[%d %% (list.length || 1)]?.click(); return 0; })([...document.querySelectorAll('.step button')].filter(e => e.checkVisibility() && !e.disabled))`, at))
		return fmt.Sprint("button ", at)
	}
	m.say(fmt.Sprintf(`(list => { void list[%d %% (list.length || 1)]?.%s.catch(() => 0); return 0; })(Object.values(unimodalBiasStory.steps).flatMap(step => step.figure() ?? []))`, at, m.one("play()", "pause()", "seek(200)", "reset()")))
	return fmt.Sprint("figure ", at)
}

// check holds the page to what is always true of it; again: so does axe-core, and its link brings its state back.
func (m *monkey) check(again bool) {
	m.Helper()
	m.done = append(m.done, "a check")
	m.closed()
	if again { // as random hands have left it, with what is open, and playing if it plays
		if found := m.audit(axe(m.T), "html"); found != "" {
			m.Errorf("axe-core finds %s", found)
		}
	}
	m.say(`(document.querySelector('.blank')?.click(), 0)`) // a clicker has emptied the screen
	if m.story() {
		m.checkStory()
	} else {
		m.say(`unimodalBias.pause().then(() => 0)`)
		if !m.figure() {
			m.say(`unimodalBias.diagram({kind: 'theory'}).then(() => 0)`) // the others take their time
		}
		m.say(`(document.querySelectorAll('dialog[open]').forEach(e => e.close()), scrollTo(0, 0), 0)`)
		m.say(`unimodalBias.settled().then(() => 0)`)
		m.checkPicture()
		m.checkControls()
		if again {
			m.checkLink()
		}
	}
	if wrongs := m.say(`wrongs.join(' | ')`); wrongs != "" {
		m.Errorf("it says that something is wrong: %v", wrongs)
	}
	if m.Failed() {
		m.FailNow()
	}
}

// checkPicture: without its texts the stage is not of one colour.
func (m *monkey) checkPicture() {
	m.Helper()
	const stage = `.stage, #stage`
	b := m.box(stage)
	m.say(`(document.querySelectorAll('#texts, #handles, .picture > :nth-child(2), .handles').forEach(e => { e.style.visibility = 'hidden'; }), new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(0)))))`)
	other, all := painted(m.screenshot(), b, m.scale)
	m.say(`(document.querySelectorAll('#texts, #handles, .picture > :nth-child(2), .handles').forEach(e => { e.style.visibility = ''; }), 0)`)
	if all < 1000 || other < all/500 {
		m.Errorf("of %d pixels of the stage %d are painted", all, other)
	}
}

// painted counts the pixels in a box and those that have not the colour that most have.
func painted(img image.Image, b box, scale float64) (other, all int) {
	r := image.Rect(int(b.X*scale), int(b.Y*scale), int((b.X+b.W)*scale), int((b.Y+b.H)*scale)).Intersect(img.Bounds())
	colours := map[[3]uint32]int{}
	most := 0
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			red, green, blue, _ := img.At(x, y).RGBA()
			at := [3]uint32{red, green, blue}
			colours[at]++
			most = max(most, colours[at])
			all++
		}
	}
	return all - most, all
}

// checkControls: play plays, pause rests, a slider moves what it is for.
func (m *monkey) checkControls() {
	m.Helper()
	const play = `(document.getElementById('play') ?? document.querySelector('.bar button'))`
	m.say(`(globalThis.played ??= (unimodalBias.on('state', ({playing}) => { if (playing) played++; }), 0), played = 0)`)
	m.say(`unimodalBias.set({speed: 1, epoch: 0}).catch(() => 0).then(() => 0)`)
	if m.say(`unimodalBias.get().then(({epochs}) => epochs > 20)`) == true {
		m.say(`(` + play + `.click(), 0)`)
		m.until(`played > 0`)
		m.say(`unimodalBias.pause().then(() => ` + play + `.click()).then(() => 0)`)
		m.say(`unimodalBias.pause().then(() => 0)`)
		m.until(`unimodalBias.get().then(({playing}) => !playing)`)
	}
	slider, _ := m.say(`(e => { if (!e) return ''; globalThis.slid = e; e.focus(); e.oninput ??= () => { e.moved++; }; e.moved = 0; return e.value === e.max ? 'down' : 'up'; })([...document.querySelectorAll('#controls .parameter:not([hidden]) input[type=range]')].find(e => e.checkVisibility()))`).(string)
	if slider != "" {
		m.say(`globalThis.key = slid.closest('[data-key]').dataset.key, unimodalBias.get().then(s => { globalThis.was = s[key]; return 0; })`)
		m.key(map[string]string{"up": kb.ArrowRight, "down": kb.ArrowLeft}[slider])
		m.until(`slid.moved > 0`)
		m.until(`unimodalBias.get().then(s => s[key] !== was || slid.closest('.parameter').querySelector('.error:not([hidden])') !== null)`)
	}
}

// fingerprint is the state, and all that follows from it.
const fingerprint = `unimodalBias.trajectory({whole: true}).then(async (series) => {
	const {speed, playing, ...state} = await unimodalBias.get();
	const about = globalThis.unimodalBiasGo ? JSON.parse(unimodalBiasGo.call('about', '{}')).result.hash : '';
	const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(JSON.stringify(series)));
	return JSON.stringify({state, about, series: [...new Uint8Array(digest)].join()});
})`

// hashRests tells that the address has followed the state.
const hashRests = `globalThis.unimodalBiasGo ? location.hash === '#' + JSON.parse(unimodalBiasGo.call('link', 'null')).result : (now => { const same = globalThis.lastHash === now && performance.now() - hashSince > 700; if (globalThis.lastHash !== now) { globalThis.lastHash = now; globalThis.hashSince = performance.now(); } return same; })(location.hash)`

// linked waits until the address follows the state; it cannot where the state holds what is in this tab alone.
func (m *monkey) linked() bool {
	m.Helper()
	m.say(`unimodalBias.pause().then(() => unimodalBias.get()).then(({epoch}) => epoch > 0 || unimodalBias.step(1)).catch(() => 0).then(() => unimodalBias.settled()).then(() => 0)`)
	if m.say(`unimodalBias.get().then(({local}) => Boolean(local))`) == true {
		return false
	}
	m.until(hashRests)
	return true
}

// checkLink: the address follows the state, and opened again it brings it back.
func (m *monkey) checkLink() {
	m.Helper()
	if !m.linked() {
		return
	}
	before, link := m.say(fingerprint), m.say(`location.hash`)
	m.coming(`setTimeout(() => location.reload()), 0`)
	m.say(`unimodalBias.settled().then(() => 0)`)
	if after := m.say(fingerprint); after != before {
		m.Errorf("%v was\n%v, and comes back as\n%v", link, before, after)
	}
}

// checkStory: every figure that has come answers, plays and rests, and has a picture.
func (m *monkey) checkStory() {
	m.Helper()
	const figures = `Object.values(unimodalBiasStory.steps).flatMap(step => step.figure() ?? [])`
	m.say(`Promise.all(` + figures + `.map(async (figure) => {
		await figure.ready;
		await figure.seek(0);
		if (!(await figure.play()).playing) throw new Error('a figure does not play');
		await figure.pause();
		if ((await figure.get()).playing) throw new Error('a figure does not rest');
	})).then(() => 0)`)
	if bad := m.say(`[...document.querySelectorAll('.light-figure.started')].filter(e => e.querySelectorAll('svg *').length < 10 || !e.querySelector('.trouble').hidden).length`); bad != 0. {
		m.Errorf("%v figures have no picture, or complain", bad)
	}
}
