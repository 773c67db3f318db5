package browser

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp/kb"
)

// watchWorkers keeps the workers the page starts, and how many tiles they got and
// answered, within reach of a test; %d is the number of cores the browser admits to.
// On a busy machine the pool may replace a worker that was only slow: alive counts
// those that are left.
const watchWorkers = `
globalThis.workers = [];
globalThis.tiles = globalThis.answers = 0;
globalThis.alive = () => workers.filter(worker => !worker.terminated).length;
Object.defineProperty(navigator, 'hardwareConcurrency', {get: () => %d});
globalThis.Worker = class extends Worker {
  constructor(...given) {
    super(...given);
    workers.push(this);
    this.addEventListener('message', ({data}) => { if (data.buffer) answers++; });
  }
  postMessage(message, ...rest) {
    if (message.type === 'tile') tiles++;
    super.postMessage(message, ...rest);
  }
  terminate() {
    this.terminated = true;
    super.terminate();
  }
};`

// grid is a phase diagram as the page's API gives it.
type grid struct {
	Kind string
	X, Y struct {
		Key    string
		Values []float64
	}
	Values []*float64
	Done   float64
}

const diagramNow = `unimodalBias.phaseDiagram()`

func (p *tab) grid() (g grid) {
	p.Helper()
	p.decode(diagramNow, &g)
	if len(g.Values) != len(g.X.Values)*len(g.Y.Values) || len(g.Values) == 0 {
		p.Fatalf("%s: %d values over %d × %d", g.Kind, len(g.Values), len(g.X.Values), len(g.Y.Values))
	}
	return g
}

// differences counts the cells in which two grids are not the same, to the last
// bit, empty ones included.
func differences(a, b grid) (n int) {
	if len(a.Values) != len(b.Values) {
		return math.MaxInt
	}
	for i := range a.Values {
		x, y := a.Values[i], b.Values[i]
		if (x == nil) != (y == nil) || x != nil && math.Float64bits(*x) != math.Float64bits(*y) {
			n++
		}
	}
	return n
}

// TestSameGridWithAnyWorkers: one worker, four, or none because the host forbids
// them: the same link gives the same numbers.
func TestSameGridWithAnyWorkers(t *testing.T) {
	claim(t)
	for at, query := range []string{
		"?panels=phase&diagram=ratio&cells=96#v=1&scenario=late&rho=0.3",
		"?panels=phase&diagram=depthKappa&cells=32#v=1&scenario=intermediate",
		"?panels=phase&diagram=own&x=init&y=r&quantity=tB&cells=32#v=1&scenario=superficial",
	} {
		var want grid
		type host struct {
			path         string
			cores, count int
		}
		hosts := []host{{subPath, 4, 4}, {strictPath, 4, 0}}
		if at == 0 {
			hosts = append(hosts, host{subPath, 1, 1})
		}
		for _, c := range hosts {
			t.Run(fmt.Sprint(at, c), func(t *testing.T) {
				p := open(t, setup{reduced: true, width: 400, height: 400, url: server.URL + c.path + query,
					script: fmt.Sprintf(watchWorkers, c.cores), expected: []string{"worker-src"}})
				p.settled()
				g := p.grid()
				if g.Done != 1 {
					t.Errorf("settled, but done is %v", g.Done)
				}
				if c.count > 0 {
					p.within(`alive()`, float64(c.count), float64(c.count))
				}
				if at == 0 { // the others may be complete before a worker has started
					p.within(`answers`, min(1, float64(c.count)), float64(1000*c.count))
				}
				if want.Values == nil {
					want = g
					filled := 0
					for _, v := range g.Values {
						if v != nil {
							filled++
						}
					}
					if filled*2 < len(g.Values) {
						t.Errorf("only %d of %d cells have a value", filled, len(g.Values))
					}
					return
				}
				if n := differences(g, want); n > 0 {
					t.Errorf("with %d workers %d cells are not those of %d", c.count, n, hosts[0].count)
				}
			})
		}
	}
}

// TestSweepUnderTheHand: the operating point is dragged through a running sweep,
// the sweep is left, ρ moves by its slider, a worker is terminated; the end is
// the picture of a fresh page.
func TestSweepUnderTheHand(t *testing.T) {
	p := open(t, setup{reduced: true, width: 1000, height: 760, script: fmt.Sprintf(watchWorkers, 2)})
	x, y := p.handleAt(2, 1)
	p.js(`unimodalBias.diagram({kind: 'preference', cells: 256})`)
	p.until(`workers.length >= 2 && answers > 0`)
	p.mouse(input.DispatchMouseEventTypeMouseMoved, x, y, 0)
	p.mouse(input.DispatchMouseEventTypeMousePressed, x, y, 1)
	for i := 1; i <= 10; i++ {
		p.mouse(input.DispatchMouseEventTypeMouseMoved, x+float64(3*i), y-float64(2*i), 1)
	}
	p.mouse(input.DispatchMouseEventTypeMouseReleased, x+30, y-20, 0)
	if p.number(`unimodalBias.get().then(s => s.kappa)`) <= 2.01 {
		t.Error("the hand moved nothing")
	}

	p.js(`unimodalBias.diagram({cells: 256}).then(() => unimodalBias.set({rho: -0.5}))`)
	p.until(sweepState + `.running`)
	p.until(visible(cancelSweep))
	p.click(cancelSweep)
	p.until(`!` + sweepState + `.running`)
	p.settled() // does not wait for what was left
	p.within(sweepState+`.done`, 0, .999)

	// The slider, while a sweep of every value it passes begins.
	slider := `[data-key="rho"] input[type="range"]`
	b := p.box(slider)
	mid := b.Y + b.H/2
	p.mouse(input.DispatchMouseEventTypeMouseMoved, b.X+b.W/4, mid, 0)
	p.mouse(input.DispatchMouseEventTypeMousePressed, b.X+b.W/4, mid, 1)
	for i := 1; i <= 20; i++ {
		p.mouse(input.DispatchMouseEventTypeMouseMoved, b.X+b.W/4+float64(i)*b.W/40, mid, 1)
	}
	before := p.number(`answers`)
	p.js(`workers[workers.length - 1].terminate()`)
	p.mouse(input.DispatchMouseEventTypeMouseReleased, b.X+b.W*.75, mid, 0)
	p.js(`unimodalBias.set({rho: 0.45})`)
	p.settled()
	p.within(`answers`, before+1, math.Inf(1))
	p.until(`workers.length >= 3 && alive() === 2`) // one in its place, once its silence is noticed
	got := p.grid()
	if got.Done != 1 {
		t.Fatalf("settled at %v", got.Done)
	}

	fresh := open(t, setup{reduced: true, width: 1000, height: 760, url: server.URL + subPath + p.text(`location.search`) + p.text(`'#' + JSON.parse(unimodalBiasGo.call('link', '{}')).result`)})
	fresh.settled()
	if n := differences(got, fresh.grid()); n > 0 {
		t.Errorf("%d cells are not those of a fresh page", n)
	}
}

// TestDeadWorkerIsReplaced: one that goes between two sweeps, as a browser short of
// memory has it, does not hold up the next one, though nothing tells yet how long
// its tiles take. Patience is counted in ticks of the pool's clock, from the moment
// a worker is told of a sweep to the moment another is started.
func TestDeadWorkerIsReplaced(t *testing.T) {
	p := open(t, setup{reduced: true, width: 1000, height: 760, script: fmt.Sprintf(watchWorkers, 1) + `
globalThis.ticks = 0;
globalThis.waited = [];
const interval = setInterval;
globalThis.setInterval = (f, ms) => interval(() => { ticks++; f(); }, ms);
globalThis.Worker = class extends Worker {
  constructor(...given) {
    super(...given);
    waited.push(ticks);
  }
  postMessage(message, ...rest) {
    if (message.type === 'begin') ticks = 0;
    super.postMessage(message, ...rest);
  }
};`})
	p.js(`unimodalBias.diagram({kind: 'ratio', cells: 32})`)
	p.until(`answers > 0`)
	p.settled()
	p.js(`globalThis.replaced = workers.length, workers.at(-1).terminate()`)
	p.js(`unimodalBias.set({r: 0.7})`)
	p.until(`workers.length > replaced`)
	p.within(`waited[replaced]`, 8, 10)
	p.settled()
	if g := p.grid(); g.Done != 1 {
		t.Errorf("settled at %v", g.Done)
	}
	// An error needs no patience.
	p.js(`unimodalBias.set({r: 0.8})`)
	p.js(`globalThis.replaced = workers.length, ticks = 0, workers.at(-1).dispatchEvent(new ErrorEvent('error', {message: 'made up'}))`)
	p.until(`workers.length > replaced`)
	p.within(`waited[replaced]`, 0, 1)
	p.settled()
	p.within(`alive()`, 1, 1)
}

// TestWorkerThatDoesNotStart: workers that fail before they are ready are tried again, and so is their program where it does not
// come. The third failure in a row is the last, and the program computes by itself.
func TestWorkerThatDoesNotStart(t *testing.T) {
	claim(t)
	for _, c := range []struct {
		name                 string
		lost, dead           int // programs that do not come, workers that do not start
		started, alive, fail float64
	}{{"one of each", 1, 1, 2, 1, 2}, {"workers", 0, 9, 3, 0, 3}, {"programs", 9, 0, 0, 0, 3}} {
		t.Run(c.name, func(t *testing.T) {
			p := open(t, setup{reduced: true, width: 400, height: 400, url: server.URL + subPath + "?panels=phase", script: fmt.Sprintf(watchWorkers, 1) + fmt.Sprintf(`
globalThis.lost = %d;
globalThis.dead = %d;
globalThis.failures = 0;
globalThis.compiled = 0; // the first one is the lab itself
const { compileStreaming } = WebAssembly;
WebAssembly.compileStreaming = (response) => {
  if (!compiled++ || lost < 1) return compileStreaming(response);
  lost--, failures++;
  return Promise.reject(new Error('made up'));
};
globalThis.Worker = class extends Worker {
  constructor(...given) {
    super(...given);
    if (dead < 1) return;
    dead--;
    setTimeout(() => { failures++, this.dispatchEvent(new ErrorEvent('error', {message: 'made up'})); });
  }
};`, c.lost, c.dead)})
			sweep := func(r float64) {
				t.Helper()
				p.js(fmt.Sprintf(`unimodalBias.set({r: %v})`, r))
				p.settled()
				if g := p.grid(); g.Done != 1 {
					t.Errorf("settled at %v", g.Done)
				}
			}
			p.js(`unimodalBias.ready`)
			p.js(`unimodalBias.diagram({kind: 'ratio', cells: 32})`)
			r := .5
			for !p.truth(`answers > 0 || failures >= 3`) { // the program may be done before anything has failed
				r += .002
				sweep(r)
			}
			sweep(.4)
			p.within(`failures`, c.fail, c.fail)
			p.within(`workers.length`, c.started, c.started)
			p.within(`alive()`, c.alive, c.alive)
		})
	}
}

// TestWorkerOfNonsense: an answer that is none leaves no hole. Whoever gave it is replaced, its tile is done again, and where all
// answers are such the program computes by itself.
func TestWorkerOfNonsense(t *testing.T) {
	p := open(t, setup{reduced: true, width: 400, height: 400, url: server.URL + subPath + "?panels=phase", script: fmt.Sprintf(watchWorkers, 2) + `
globalThis.spoil = 0;
globalThis.Worker = class extends Worker {
  constructor(...given) {
    super(...given);
    this.addEventListener('message', (event) => {
      if (event.data.type !== 'tile' || !event.isTrusted || !(spoil > 0)) return;
      spoil--;
      event.stopImmediatePropagation();
      this.dispatchEvent(new MessageEvent('message', {data: {...event.data, buffer: spoil % 2 ? null : new ArrayBuffer(8)}}));
    });
  }
};`})
	complete := func(what string) {
		t.Helper()
		p.settled()
		if g := p.grid(); g.Done != 1 {
			t.Errorf("%s: settled at %v", what, g.Done)
		}
	}
	p.js(`unimodalBias.diagram({kind: 'ratio', cells: 32})`)
	complete("all is well")
	p.js(`globalThis.before = workers.length, spoil = 2`)
	p.js(`unimodalBias.set({r: 0.7})`)
	complete("two answers")
	p.within(`spoil`, 0, 0)
	p.within(`workers.length - before`, 2, 2)
	p.js(`spoil = Infinity, unimodalBias.set({r: 0.8})`)
	complete("every answer")
	p.within(`alive()`, 0, 0)
}

// sweepState is what the page was told last of its diagram.
const sweepState = `(() => { if (!globalThis.diagramState) { globalThis.diagramState = {}; void unimodalBias.on('state', s => { globalThis.diagramState = s.diagram ?? {}; }); unimodalBiasHost.event('state', '{}'); } return globalThis.diagramState; })()`

const (
	pauseSweep  = `#diagram [aria-label^="Pause"]`
	resumeSweep = `#diagram [aria-label^="Resume"]`
	cancelSweep = `#diagram [aria-label^="Stop"]`
)

func visible(selector string) string {
	return fmt.Sprintf(`!!document.querySelector(%q)?.checkVisibility()`, selector)
}

// TestOldResultsUnderNoNewLabels: whatever is asked for in the middle of a sweep,
// what is there belongs to the sweep it is shown as, at every moment.
func TestOldResultsUnderNoNewLabels(t *testing.T) {
	small := setup{reduced: true, width: 400, height: 400, url: server.URL + subPath + "?panels=phase", script: fmt.Sprintf(watchWorkers, 2)}
	p, fresh := open(t, small), open(t, small)
	for _, choice := range []string{
		`{kind: 'ratio', cells: 64}`, `{kind: 'misattribution'}`, `{kind: 'preference', cells: 256}`, `{kind: 'ratio', cells: 128}`, `{kind: 'error', cells: 64}`,
	} {
		p.js(`unimodalBias.diagram(` + choice + `)`)
		p.until(diagramNow + `.then(d => d.done > 0.02)`)
		early := p.grid()
		fresh.js(`unimodalBias.diagram(` + choice + `)`)
		fresh.settled()
		late := fresh.grid()
		if early.Kind != late.Kind || len(early.Values) != len(late.Values) {
			t.Fatalf("%s: %s with %d values, want %s with %d", choice, early.Kind, len(early.Values), late.Kind, len(late.Values))
		}
		// What is not computed yet stands as its coarser neighbour or as nothing.
		known := map[float64]bool{}
		for _, v := range late.Values {
			if v != nil {
				known[*v] = true
			}
		}
		for i, v := range early.Values {
			if v != nil && !known[*v] {
				t.Fatalf("%s: cell %d shows %v, which is not of this diagram", choice, i, *v)
			}
		}
	}
	p.settled()
	if n := differences(p.grid(), fresh.grid()); n > 0 {
		t.Errorf("at the end %d cells differ", n)
	}
}

// TestSweepLeavesThePageAlone: while the finest picture fills in, every move of a
// hand arrives, and tiles come and go in few calls. What the program takes of the
// page's time is printed: by calls, and of frames what is its own, up to the packet
// that goes with the picture, apart from what presents it. That no task exceeds its
// slice is TestNoTaskExceedsItsSlice in the program, by a clock of its own: here
// machines are busy.
func TestSweepLeavesThePageAlone(t *testing.T) {
	p := open(t, setup{width: 1000, height: 760, reduced: true, script: fmt.Sprintf(watchWorkers, 2) + `
globalThis.long = [];
globalThis.frames = [];
globalThis.own = [];
const frame = requestAnimationFrame;
globalThis.requestAnimationFrame = callback => frame(time => {
  const start = performance.now();
  globalThis.drawn = () => { own.push(performance.now() - start); };
  callback(time);
  globalThis.drawn = () => {};
  frames.push(performance.now() - start);
});
new PerformanceObserver(list => { for (const e of list.getEntries()) long.push(Math.round(e.duration)); }).observe({type: 'longtask'});`})
	x, y := p.handleAt(2, 1)
	p.js(`(() => {
		globalThis.calls = {};
		for (const name of ['call', 'deliver']) {
			const own = unimodalBiasGo[name];
			unimodalBiasGo[name] = (...args) => {
				const start = performance.now();
				try { return own(...args); } finally {
					const key = name === 'call' ? args[0] : name, took = performance.now() - start;
					const c = calls[key] ??= {n: 0, sum: 0, max: 0};
					c.n++; c.sum += took; c.max = Math.max(c.max, took);
				}
			};
		}
		const { frame } = unimodalBiasHost;
		unimodalBiasHost.frame = packet => { drawn(); frame(packet); };
		long.length = frames.length = own.length = 0;
	})()`)
	p.js(`unimodalBias.diagram({kind: 'preference', cells: 256})`)
	p.until(`answers > 0`)
	p.mouse(input.DispatchMouseEventTypeMouseMoved, x, y, 0)
	p.mouse(input.DispatchMouseEventTypeMousePressed, x, y, 1)
	last := 2.
	for i := 1; i <= 25; i++ {
		p.mouse(input.DispatchMouseEventTypeMouseMoved, x+float64(2*i), y, 1)
		kappa := p.number(`unimodalBias.get().then(s => s.kappa)`)
		if kappa <= last {
			t.Errorf("move %d was dropped: κ went from %v to %v", i, last, kappa)
		}
		last = kappa
	}
	p.mouse(input.DispatchMouseEventTypeMouseReleased, x+50, y, 0)
	p.settled()
	t.Logf("long tasks (ms): %s", p.text(`long.join(' ') || 'none'`))
	for _, list := range []string{"frames", "own"} {
		t.Logf("%s (ms): %s", list, p.text(fmt.Sprintf(`%[1]s.sort((a, b) => a - b).length + ', median ' + %[1]s[%[1]s.length >> 1].toFixed(1) + ', the longest ' + %[1]s.slice(-4).map(ms => ms.toFixed(1)).join(' ')`, list)))
	}
	t.Logf("calls: %s", p.text(`Object.entries(calls).map(([k, {n, sum, max}]) => k + ' ' + n + '× mean ' + (sum / n).toFixed(2) + ' max ' + max.toFixed(1)).join(', ')`))
	for _, name := range []string{"deliver", "take"} { // there are 64 tiles; what the program does by itself is not among them
		p.within(`calls.`+name+`.n`, 10, 100)
	}
}

// TestClickedCellBecomesTheScenario: by mouse and by finger; a drag, or a press on
// the row above, chooses nothing.
func TestClickedCellBecomesTheScenario(t *testing.T) {
	p := open(t, setup{reduced: true, width: 1000, height: 760, touch: true, url: server.URL + subPath + "?diagram=ratio&cells=32"})
	p.settled()
	g := p.grid()
	b := p.box(`[data-panel="phase"]`)
	near := func(values []float64, v float64) float64 {
		best := math.Inf(1)
		for _, w := range values {
			best = min(best, math.Abs(v-w))
		}
		return best
	}
	seen := map[string]bool{}
	for i, at := range [][2]float64{{.35, .3}, {.6, .6}, {.7, .4}} {
		x, y := b.X+at[0]*b.W, b.Y+at[1]*b.H
		if i == 1 {
			send(p, input.DispatchTouchEvent, input.DispatchTouchEventParams{Type: input.DispatchTouchEventTypeTouchStart, TouchPoints: []*input.TouchPoint{{X: x, Y: y}}})
			send(p, input.DispatchTouchEvent, input.DispatchTouchEventParams{Type: input.DispatchTouchEventTypeTouchEnd, TouchPoints: []*input.TouchPoint{}})
		} else {
			p.mouse(input.DispatchMouseEventTypeMouseMoved, x, y, 0)
			p.mouse(input.DispatchMouseEventTypeMousePressed, x, y, 1)
			p.mouse(input.DispatchMouseEventTypeMouseReleased, x, y, 0)
		}
		p.until(fmt.Sprintf(`unimodalBias.get().then(s => !%s.includes(s.rho + ' ' + s.kappa))`, jsf(`%q`, strings.Join(keysOf(seen), ", ")+", 0 2")))
		p.settled()
		rho, kappa := p.number(`unimodalBias.get().then(s => s.rho)`), p.number(`unimodalBias.get().then(s => s.kappa)`)
		seen[p.text(`unimodalBias.get().then(s => s.rho + ' ' + s.kappa)`)] = true
		if near(g.X.Values, rho) > 1e-9 || near(g.Y.Values, kappa) > 1e-9*kappa {
			t.Errorf("a click chose ρ = %v, κ = %v, which is no cell", rho, kappa)
		}
	}
	before := p.text(`location.hash + JSON.stringify(performance.now() > 0)`)
	x, y := b.X+.4*b.W, b.Y+.5*b.H
	p.mouse(input.DispatchMouseEventTypeMouseMoved, x, y, 0)
	p.mouse(input.DispatchMouseEventTypeMousePressed, x, y, 1)
	p.mouse(input.DispatchMouseEventTypeMouseMoved, x+30, y+5, 1)
	p.mouse(input.DispatchMouseEventTypeMouseReleased, x+30, y+5, 0)
	p.settled()
	if !seen[p.text(`unimodalBias.get().then(s => s.rho + ' ' + s.kappa)`)] {
		t.Errorf("a drag beside the handle chose a cell (%s)", before)
	}
}

func keysOf(set map[string]bool) (keys []string) {
	for k := range set {
		keys = append(keys, k)
	}
	return keys
}

// TestDiagramByKeyboard: the menu, its companions, the address, and a reload.
func TestDiagramByKeyboard(t *testing.T) {
	p := open(t, setup{reduced: true, width: 1000, height: 760})
	if n := p.number(`performance.getEntriesByType('resource').filter(e => /sweep\.|worker\.js/.test(e.name)).length`); n != 0 {
		t.Errorf("%v files of the workers are fetched, and nobody has asked for a sweep", n)
	}
	p.js(`document.querySelector('#diagram > select').focus()`)
	p.key(kb.ArrowDown)
	p.until(`location.search === '?diagram=preference'`)
	p.key(kb.ArrowDown)
	p.until(`location.search === '?diagram=ratio'`)
	p.until(`/diagram is complete/.test(document.getElementById('spoken').textContent)`)
	if got := p.grid().Kind; got != "ratio" {
		t.Errorf("chosen: %s", got)
	}
	p.key(kb.Tab)
	if got := p.text(`document.activeElement.closest('.item')?.textContent ?? document.activeElement.outerHTML`); !strings.HasPrefix(got, "cells") {
		t.Errorf("Tab went to %q", got)
	}
	p.key(kb.Home)
	p.until(`location.search === '?diagram=ratio&cells=32'`)
	p.do(reload(p))
	p.settled()
	if g := p.grid(); g.Kind != "ratio" || len(g.X.Values) != 32 {
		t.Errorf("after a reload: %s, %d cells", g.Kind, len(g.X.Values))
	}

	// What has no room in the row opens below it, and closes.
	p.js(`unimodalBias.diagram({kind: 'own'})`)
	p.until(`document.querySelector('#diagram details').checkVisibility()`)
	p.js(`document.querySelector('#diagram summary').focus()`)
	p.key(" ")
	p.until(`document.querySelector('#diagram .sheet select').checkVisibility()`)
	p.key(kb.Escape)
	p.until(`!document.querySelector('#diagram details').open && document.activeElement.matches('#diagram summary')`)
	if p.truth(`unimodalBias.get().then(s => s.playing)`) {
		t.Error("the space bar was the run's, too")
	}
}

// TestDiagramInTheAddress: what cannot be used is named.
func TestDiagramInTheAddress(t *testing.T) {
	p := open(t, setup{reduced: true, width: 1000, height: 760, url: server.URL + subPath + "?diagram=heat&cells=100&x=kapa&full=2"})
	remarks := p.text(`document.getElementById('remarks').textContent`)
	for _, word := range []string{"heat", "preference", "100", "256", "kapa", "full"} {
		if !strings.Contains(remarks, word) {
			t.Errorf("the page says %q, nothing of %s", remarks, word)
		}
	}
	for choice, want := range map[string]string{
		`{kind: 'heat'}`: "notAChoice kind", `{cells: 100}`: "notAChoice cells", `{kind: 'own', x: 'kapa'}`: "notAChoice x",
	} {
		if got := p.text(`unimodalBias.diagram(` + choice + `).then(() => 'accepted', e => e.code + ' ' + e.key)`); got != want {
			t.Errorf("diagram(%s): %s, want %s", choice, got, want)
		}
	}
}

// TestPauseSweep: it rests, the page is still, and it goes on to the same end.
func TestPauseSweep(t *testing.T) {
	p := open(t, setup{reduced: true, width: 1000, height: 760, script: fmt.Sprintf(watchWorkers, 1)})
	p.js(`unimodalBias.diagram({kind: 'preference', cells: 256, full: true}).then(() => unimodalBias.diagram({kind: 'depthRho'}))`)
	p.until(visible(pauseSweep) + ` && answers > 0`)
	p.click(pauseSweep)
	p.until(sweepState + `.paused`)
	p.settled()
	p.until(visible(resumeSweep) + ` && document.activeElement.matches('#diagram button')`)
	p.until(`answers === tiles`)
	p.settled()
	if over := p.number(`Math.max(...[...document.querySelectorAll('#diagram > select, #diagram .item, #diagram .toggle, #diagram summary')].filter(e => e.checkVisibility()).map(e => e.getBoundingClientRect().right)) - document.querySelector('#diagram .text').getBoundingClientRect().left`); over > 0 {
		t.Errorf("the choices reach %v pixels into the status", over)
	}
	done := p.number(sweepState + `.done`)
	if !(done >= 0 && done < 1) {
		t.Errorf("paused at %v", done)
	}
	stats := p.text(`unimodalBias.stats().then(JSON.stringify)`)
	p.js(`new Promise(done => { let n = 60; (function tick() { n-- ? requestAnimationFrame(tick) : done(); })(); })`)
	if after := p.text(`unimodalBias.stats().then(JSON.stringify)`); after != stats {
		t.Errorf("while it rests the counts went from %s to %s", stats, after)
	}
	p.within(sweepState+`.done`, done, done)
	p.click(resumeSweep)
	p.until(sweepState + `.done > ` + jsf(`%v`, done))
	p.js(`unimodalBias.diagram({full: false, cells: 32})`)
	p.settled()
	p.within(sweepState+`.done`, 1, 1)
}

// TestDiagramInAFrame: no menu, only how far it is; and nothing at all where the
// address asks for no diagram.
func TestDiagramInAFrame(t *testing.T) {
	menus := `[...document.querySelectorAll('#diagram select')].filter(e => e.checkVisibility()).length`
	p := open(t, setup{reduced: true, width: 700, height: 420, url: server.URL + subPath + "?view=embed&diagram=ratio&cells=64"})
	p.settled()
	p.within(menus, 0, 0)
	p.until(`/4.096 networks/.test(document.querySelector('#diagram .text').textContent)`)
	p.within(`document.documentElement.scrollHeight - innerHeight`, -1000, 0)
	p = open(t, setup{reduced: true, width: 700, height: 420, url: server.URL + subPath + "?view=embed"})
	p.settled()
	if p.truth(visible("#diagram")) {
		t.Error("a row above a plane nobody can change")
	}
	p.within(`document.querySelector('[data-panel="training"]').getBoundingClientRect().top - document.querySelector('[data-panel="phase"]').getBoundingClientRect().top`, 0, 0)
}

// TestDiagramRowFits: at every size, for every kind, in one row and within the
// page.
func TestDiagramRowFits(t *testing.T) {
	p := open(t, setup{reduced: true, width: 1280, height: 800})
	p.js(`document.querySelector('#help').click()`)
	p.until(`document.querySelector('dialog[open] h2')`)
	p.js(`document.querySelector('dialog[open]').close()`) // the styles of sheets are there
	for _, size := range [][2]int64{{1280, 800}, {1000, 700}, {768, 1024}, {390, 844}, {320, 640}} {
		p.resize(size[0], size[1], size[0] < 700)
		for _, kind := range []string{"theory", "preference", "ratio", "misattribution", "depthRho", "depthKappa", "error", "errorMisattribution", "errorDepthRho", "errorDepthKappa", "own"} {
			p.js(fmt.Sprintf(`unimodalBias.diagram({kind: %q, cells: 32})`, kind))
			p.settled()
			if out := p.text(`[...document.querySelectorAll('#diagram select, #diagram button, #diagram summary, #diagram .text')].filter(e => e.checkVisibility() && e.offsetWidth).filter(e => { const r = e.getBoundingClientRect(), s = document.querySelector('#diagram').parentElement.getBoundingClientRect(); return r.left < s.left - 8 || r.right > s.right + 8 || r.bottom > s.top + 2 || r.width < 24; }).map(e => e.outerHTML.slice(0, 60)).join()`); out != "" {
				t.Errorf("%v, %s: out of its place: %s", size, kind, out)
			}
			p.within(`document.documentElement.scrollWidth - innerWidth`, 0, 0)
			if kind == "own" {
				p.within(`document.getElementById('diagram').offsetHeight`, 24, 30)
				p.js(`document.querySelector('#diagram details').open = true`)
				p.within(`document.querySelector('#diagram .sheet').getBoundingClientRect().right - innerWidth`, -1000, -1)
				p.within(`(e => e.scrollWidth - e.clientWidth)(document.querySelector('#diagram .sheet'))`, -1000, 0)
				p.js(`document.querySelector('#diagram details').open = false`)
			}
		}
	}
}
