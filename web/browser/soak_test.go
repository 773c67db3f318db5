package browser

import (
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/heapprofiler"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/memory"
	"github.com/chromedp/chromedp/kb"
)

// long reports whether make soak runs the tests below, which make test runs in a short
// form.
func long() bool { return os.Getenv("LAB_SOAK") == "long" }

// TestMonkey: whatever random hands do to the page, it stays itself: no error event, no
// complaint on the console, nothing for axe-core to find, a picture, and a state that can be read and set again. A
// failure names the seed and what was done last; SEED= repeats it.
func TestMonkey(t *testing.T) {
	seeds, actions := []uint64{1}, 40
	if long() {
		seeds, actions = nil, 400
		for seed := uint64(1); seed <= 8; seed++ {
			seeds = append(seeds, seed)
		}
	}
	if wanted := os.Getenv("SEED"); wanted != "" {
		seed, err := strconv.ParseUint(wanted, 10, 64)
		if err != nil {
			t.Fatalf("SEED=%s: %v", wanted, err)
		}
		seeds = []uint64{seed}
	}
	claim(t)
	for _, seed := range seeds {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) { monkey(t, seed, actions) })
	}
}

func monkey(t *testing.T, seed uint64, actions int) {
	random := rand.New(rand.NewPCG(seed, 1))
	size := [][2]int64{{1280, 800}, {390, 844}, {700, 420}}[seed%3]
	p := open(t, setup{width: size[0], height: size[1], touch: size[0] == 390, dark: seed%2 == 0})
	p.js(`{ globalThis.wrongs = []; unimodalBias.on('error', ({code}) => wrongs.push(String(code))); 0 }`)
	var done []string
	tell := func() string { return "the last were:\n" + strings.Join(done[max(0, len(done)-8):], "\n") }
	source := axe(t)
	for i := range actions {
		action := monkeyAct(p, random)
		if done = append(done, action); p.Failed() {
			t.Fatalf("seed %d: %s", seed, tell())
		}
		if i%20 == 19 {
			if got := p.audit(source, "html"); got != "" {
				t.Errorf("seed %d: axe-core finds %s; %s", seed, got, tell())
			}
		}
	}
	p.js(`unimodalBias.pause()`)
	p.js(`document.querySelectorAll('dialog[open]').forEach(e => e.close())`)
	p.settled()
	// A run may be made to diverge: that is an event, and no fault of the page's.
	p.decode(`wrongs.filter(code => code !== 'diverged' && code !== 'unsettled')`, &done)
	if len(done) > 0 {
		t.Errorf("seed %d: error events %v; %s", seed, done, tell())
	}
	if !p.truth(`(() => { const canvas = document.querySelector('canvas'); return canvas && canvas.width > 100 && document.querySelectorAll('#stage svg text').length > 3; })()`) {
		t.Errorf("seed %d: no picture; %s", seed, tell())
	}
	if !p.truth(`unimodalBias.get().then(({rho, kappa}) => unimodalBias.set({rho, kappa, seed: 3, epoch: 0})).then(() => true)`) {
		t.Errorf("seed %d: it cannot be set any more", seed)
	}
}

// monkeyAct does one random thing and says what.
func monkeyAct(p *tab, random *rand.Rand) string {
	keys := []string{" ", "k", "j", "l", "?", "0", "9", "/", kb.ArrowLeft, kb.ArrowRight, kb.ArrowUp, kb.ArrowDown, kb.PageDown, kb.PageUp, kb.Home, kb.End, kb.Tab, kb.Escape, kb.Enter}
	switch random.IntN(7) {
	case 0: // a key
		key := keys[random.IntN(len(keys))]
		p.key(key)
		return fmt.Sprintf("key %q", key)
	case 1, 2: // a click anywhere
		x, y := p.number(`innerWidth`)*random.Float64(), p.number(`innerHeight`)*random.Float64()
		what := p.text(fmt.Sprintf(`(() => { const e = document.elementFromPoint(%g, %g); return e?.closest('a[href^="http"], a[href*="docs/"], a[target]') ? '' : (e?.tagName ?? 'nothing'); })()`, x, y))
		if what == "" || what == "A" {
			return "no click on a link that leads away"
		}
		p.mouse(input.DispatchMouseEventTypeMousePressed, x, y, 1)
		p.mouse(input.DispatchMouseEventTypeMouseReleased, x, y, 0)
		return fmt.Sprintf("click at %.0f, %.0f on %s", x, y, what)
	case 3: // a drag
		x, y := p.number(`innerWidth`)*random.Float64(), p.number(`innerHeight`)*random.Float64()
		p.mouse(input.DispatchMouseEventTypeMousePressed, x, y, 1)
		for range 4 {
			x, y = x+120*(random.Float64()-.5), y+120*(random.Float64()-.5)
			p.mouse(input.DispatchMouseEventTypeMouseMoved, x, y, 1)
		}
		p.mouse(input.DispatchMouseEventTypeMouseReleased, x, y, 0)
		return fmt.Sprintf("drag to %.0f, %.0f", x, y)
	case 4: // a value, of which most are refused
		value := []string{"-3", "0", "1e9", "0.5", "7", `"x"`, "null", "true", "2"}[random.IntN(9)]
		set := fmt.Sprintf(`(async () => { const keys = Object.keys(await unimodalBias.get()); const key = keys[%d %% keys.length]; if (['epochs', 'samples', 'width', 'own'].includes(key)) return key; await unimodalBias.set({[key]: %s}).catch(() => 0); return key; })()`, random.IntN(1000), value)
		return fmt.Sprintf("set %v to %s", p.js(set), value)
	case 5: // another scenario, quick ones
		slug := []string{"late", "early", "superficial", "flow", "own", "wishart", "small-data"}[random.IntN(7)]
		p.js(fmt.Sprintf(`unimodalBias.set({scenario: %q, epoch: %d}).then(() => 0)`, slug, random.IntN(900)))
		return "scenario " + slug
	}
	// the wheel, or a typed field
	if random.IntN(2) == 0 {
		p.wheel(200, 200, 300*(random.Float64()-.5))
		return "wheel"
	}
	p.js(fmt.Sprintf(`(() => { const fields = [...document.querySelectorAll('input[type=text], input[inputmode]')].filter(e => e.checkVisibility() && !e.disabled); const field = fields[%d %% (fields.length || 1)]; field?.focus(); field?.select?.(); return 0; })()`, random.IntN(100)))
	text := []string{"0.3", "1,5", "-", "1e-3", "abc", ""}[random.IntN(6)]
	if text != "" {
		p.key(text)
	}
	p.key(kb.Enter)
	return fmt.Sprintf("typed %q", text)
}

// TestSoak: a long session leaves nothing behind: after many rounds through scenarios,
// diagrams and sheets the page has as many nodes and listeners as after the second.
func TestSoak(t *testing.T) {
	rounds := 3
	if long() {
		rounds = 60
	}
	p := open(t, setup{width: 800, height: 600, reduced: true})
	count := func() (nodes, listeners int64) {
		p.settled()
		send(p, heapprofiler.CollectGarbage, cdp.Empty{})
		c := send(p, memory.GetDOMCounters, cdp.Empty{})
		return c.Nodes, c.JsEventListeners
	}
	var nodes, listeners int64
	for round := range rounds {
		for _, step := range []string{
			`unimodalBias.set({scenario: 'late', epoch: 500})`, `unimodalBias.set({rho: 0.4})`, `unimodalBias.set({scenario: 'early', epoch: 100})`,
			`unimodalBias.set({scenario: 'superficial', epoch: 480})`, `unimodalBias.set({rho: 9}).catch(() => 0)`, `unimodalBias.set({scenario: 'own', epoch: 200})`,
		} {
			p.js(`Promise.resolve(` + step + `).then(() => 0)`)
			p.settled()
		}
		for _, sheet := range []string{"about-open", "card-open", "compare-open", "help"} {
			p.click("#" + sheet)
			p.until(`document.querySelector('dialog[open]') !== null`)
			p.key(kb.Escape)
			p.until(`document.querySelector('dialog[open]') === null`)
		}
		if round == 1 {
			nodes, listeners = count()
		}
	}
	if n, l := count(); n > nodes+nodes/20+50 || l > listeners+listeners/20+20 {
		t.Errorf("after 2 rounds %d nodes and %d listeners, after %d rounds %d and %d", nodes, listeners, rounds, n, l)
	}
}
