package browser

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"image"
	"image/color"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"unimodal-bias-lab/render/scene"
)

// TestTheNumbers: what a researcher would type into the console.
func TestTheNumbers(t *testing.T) {
	p := open(t, setup{})
	run := func(values string) {
		t.Helper()
		p.js(`(async () => { await unimodalBias.set(` + values + `); await unimodalBias.step(1000); globalThis.m = await unimodalBias.measure(); globalThis.th = await unimodalBias.theory(); })()`)
	}
	run(`{scenario: 'late', seed: 1}`)
	p.within(`m.tA`, 124, 128)
	p.within(`m.tB`, 470, 487)
	p.within(`m.timeRatio`, 3.7, 3.9)
	p.within(`th.timeRatio.paper`, 4, 4)
	p.within(`th.timeRatio.gd`, 3.775, 3.79)
	run(`{scenario: 'late', seed: 1, rho: .5}`)
	p.within(`m.misattribution`, .245, .251)
	run(`{scenario: 'late', seed: 1, rho: -.5}`)
	p.within(`m.misattribution`, -.251, -.245)
	run(`{scenario: 'early', seed: 1}`)
	p.within(`m.timeRatio`, 1, 1.2)
	p.within(`unimodalBias.trajectory().then(t => t.columns.find(c => c.name === 'normA').values.length)`, 1001, 1001)
}

// TestDescription: the description the site was built with is the running
// program's.
func TestDescription(t *testing.T) {
	p := paused(t)
	var running, built map[string]any
	p.decode(`unimodalBias.describe()`, &running)
	text, err := os.ReadFile(filepath.Join(dist, "describe.json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &built); err != nil {
		t.Fatal(err)
	}
	delete(built, "build") // of the page, not of the program
	if !reflect.DeepEqual(running, built) {
		t.Errorf("the program says %v, describe.json %v", running, built)
	}
}

// TestOpensPlaying: the first minute of a visitor.
func TestOpensPlaying(t *testing.T) {
	p := open(t, setup{})
	p.until(`document.getElementById('epoch').textContent.match(/\d+/)?.[0] > 10`)
	if !p.truth(`unimodalBias.get().then(s => s.playing && s.scenario === 'late')`) {
		t.Error("not playing late fusion")
	}
	if !strings.Contains(p.text(`document.getElementById('invitation').textContent`), "ag the disc") {
		t.Error("nobody invites to drag the disc")
	}
	p.js(`unimodalBias.seek(200)`)
	p.until(`document.getElementById('narration').textContent.startsWith('Epoch 126: the network has learned A')`)
	p.js(`unimodalBias.seek(490)`)
	p.until(`/^Epoch 47\d: now B/.test(document.getElementById('narration').textContent)`)

	// With reduced motion it waits and offers to play.
	p = paused(t)
	if p.truth(`unimodalBias.get().then(s => s.playing)`) || !strings.Contains(p.text(`document.getElementById('invitation').textContent`), "Press play") {
		t.Error("with reduced motion the page should wait and offer play")
	}
}

// TestTransport: play, pause, step, seek and reset by real clicks and keys.
func TestTransport(t *testing.T) {
	p := paused(t)
	epoch := `unimodalBias.get().then(s => s.epoch)`

	p.click("#play")
	p.until(`unimodalBias.get().then(s => s.playing && s.epoch > 5)`)
	p.click("#play")
	p.settled()
	at := p.number(epoch)
	if p.truth(`unimodalBias.get().then(s => s.playing)`) {
		t.Error("pause did not pause")
	}
	p.click("#step")
	p.settled()
	if got := p.number(epoch); got != at+1 {
		t.Errorf("step went from %v to %v", at, got)
	}
	p.js(`document.activeElement.blur()`)
	p.key(" ")
	p.until(`unimodalBias.get().then(s => s.playing)`)
	p.key(" ")
	p.settled()

	p.js(`document.getElementById('scrubber').focus()`)
	at = p.number(epoch)
	p.key(kb.ArrowRight)
	p.settled()
	if got := p.number(epoch); got != at+1 {
		t.Errorf("arrow right on the scrubber went from %v to %v", at, got)
	}
	p.key(kb.End)
	p.settled()
	p.within(epoch, 1000, 1000)

	b := p.box("#scrubber")
	p.mouse(input.DispatchMouseEventTypeMouseMoved, b.X+b.W/2, b.Y+b.H/2, 0)
	p.mouse(input.DispatchMouseEventTypeMousePressed, b.X+b.W/2, b.Y+b.H/2, 1)
	p.mouse(input.DispatchMouseEventTypeMouseReleased, b.X+b.W/2, b.Y+b.H/2, 0)
	p.settled()
	p.within(epoch, 480, 520)

	p.click("#back")
	p.settled()
	p.within(epoch, 0, 0)
	if got := p.text(`document.getElementById('epoch').textContent`); got != "epoch 0 of 1000" {
		t.Errorf("the read-out says %q", got)
	}
	p.key(kb.Tab) // the focus is still somewhere sensible
}

// TestDragRhoWhilePlaying drags the real slider while the run plays: every
// state on the way shows a complete curve, and the run goes on.
func TestDragRhoWhilePlaying(t *testing.T) {
	p := open(t, setup{reduced: true, width: 1000, height: 480})
	p.js(`unimodalBias.seek(300).then(() => unimodalBias.play())`)
	p.js(`globalThis.seen = []; void unimodalBias.on('state', s => seen.push([s.values.rho, s.epoch, s.pending]))`)
	slider := `[data-key="rho"] input[type="range"]`
	b := p.box(slider)
	x, y := b.X+b.W/2, b.Y+b.H/2 // ρ = 0 lies in the middle
	p.mouse(input.DispatchMouseEventTypeMouseMoved, x, y, 0)
	p.mouse(input.DispatchMouseEventTypeMousePressed, x, y, 1)
	var last float64
	for i := range 12 {
		p.mouse(input.DispatchMouseEventTypeMouseMoved, x+float64(i)*2, y, 1)
		rho := p.number(`unimodalBias.get().then(s => s.rho)`)
		if i > 3 && rho <= last {
			t.Errorf("moved right, but ρ went from %v to %v", last, rho)
		}
		last = rho
		if n := p.number(`unimodalBias.trajectory().then(t => t.columns[0].values.length)`); n < 301 {
			t.Errorf("at ρ = %v only %v epochs are there", rho, n)
		}
		// The picture has the complete curve, too: its A curve reaches the playhead.
		curve := p.curve("training/curve/A")
		if len(curve) < 3 || curve[len(curve)-1].X < curve[0].X+50 {
			t.Errorf("at ρ = %v the A curve has %d points", rho, len(curve))
		}
	}
	p.mouse(input.DispatchMouseEventTypeMouseReleased, x+24, y, 0)
	if !p.truth(`unimodalBias.get().then(s => s.playing)`) {
		t.Error("the run no longer plays")
	}
	if !p.truth(`seen.length > 5 && seen.every(([, epoch]) => epoch >= 300)`) {
		t.Errorf("the playhead fell back: %v", p.js(`seen`))
	}
	// Keys move it as well.
	p.js(`unimodalBias.pause().then(() => document.querySelector('` + slider + `').focus())`)
	before := p.number(`unimodalBias.get().then(s => s.rho)`)
	p.key(kb.ArrowLeft)
	p.settled()
	p.within(`unimodalBias.get().then(s => s.rho)`, before-.0101, before-.0099)
}

// curve returns the points of a line of the picture, in CSS pixels of the
// viewport, as the scene has them.
func (p *tab) curve(key string) []scene.Point {
	p.Helper()
	return p.curves()[key]
}

// curves are those of all lines, by their keys.
func (p *tab) curves() map[string][]scene.Point {
	p.Helper()
	list := map[string][]scene.Point{}
	shift := p.box("#picture")
	decoder := xml.NewDecoder(strings.NewReader(p.svg()))
	for {
		token, err := decoder.Token()
		if err != nil {
			return list
		}
		element, ok := token.(xml.StartElement)
		if !ok || element.Name.Local != "polyline" {
			continue
		}
		values := map[string]string{}
		for _, a := range element.Attr {
			values[a.Name.Local] = a.Value
		}
		key := values["data-key"]
		for pair := range strings.FieldsSeq(values["points"]) {
			xs, ys, _ := strings.Cut(pair, ",")
			x, _ := strconv.ParseFloat(xs, 64)
			y, _ := strconv.ParseFloat(ys, 64)
			list[key] = append(list[key], scene.Point{X: shift.X + x, Y: shift.Y + y})
		}
	}
}

// onScreen counts along a line how many samples show a colour in a screenshot
// of the whole viewport, at most a pixel beside the line.
func onScreen(img image.Image, points []scene.Point, is func(x, y int) bool) (hits, samples int) {
	for i := 1; i < len(points); i++ {
		a, b := points[i-1], points[i]
		n := int(math.Hypot(b.X-a.X, b.Y-a.Y)/6) + 1
		for k := range n {
			f := (float64(k) + .5) / float64(n)
			x, y := a.X+f*(b.X-a.X), a.Y+f*(b.Y-a.Y)
			samples++
			for _, d := range [][2]float64{{0, 0}, {-1, 0}, {1, 0}, {0, -1}, {0, 1}} {
				px, py := int(x+d[0]), int(y+d[1])
				if image.Pt(px, py).In(img.Bounds()) && is(px, py) {
					hits++
					break
				}
			}
		}
	}
	return hits, samples
}

// rising cuts a curve down to where it crosses the middle of its range: at both
// ends other curves and the axis lie over it.
func rising(points []scene.Point) (middle []scene.Point) {
	lo, hi := math.Inf(1), math.Inf(-1)
	for _, p := range points {
		lo, hi = min(lo, p.Y), max(hi, p.Y)
	}
	for _, p := range points {
		if f := (p.Y - lo) / (hi - lo); f > .05 && f < .95 {
			middle = append(middle, p)
		}
	}
	return middle
}

// TestCurvesArePainted: where the scene says the A curve runs, the canvas shows
// A's hue; and the same assertion fails where the curve is not.
func TestCurvesArePainted(t *testing.T) {
	claim(t)
	for _, dark := range []bool{false, true} {
		t.Run(fmt.Sprint("dark ", dark), func(t *testing.T) {
			p := open(t, setup{reduced: true, dark: dark, scale: 1, width: 1000, height: 760})
			theme := scene.LightTheme()
			if dark {
				theme = scene.DarkTheme()
			}
			p.js(`unimodalBias.seek(700)`)
			p.settled()
			for m, key := range []string{"training/curve/A", "training/curve/B"} {
				points := p.curve(key)
				if len(points) < 10 {
					t.Fatalf("%s has %d points", key, len(points))
				}
				points = rising(points)
				share := func() float64 {
					img := p.screenshot()
					hue := theme.Modality(m).Mark
					hits, samples := onScreen(img, points, func(x, y int) bool { return near(img.At(x, y), hue) })
					return float64(hits) / float64(samples)
				}
				p.settled()
				if got := share(); got < .8 { // the loss crosses over it
					t.Errorf("%s shows its hue on %.0f %% of its way", key, got*100)
				}
				p.js(`unimodalBias.seek(0)`)
				p.settled()
				if got := share(); got > .5 { // the dashed prediction, of the same hue, runs close by
					t.Errorf("%s is not drawn at epoch 0, but its hue is on %.0f %% of its way", key, got*100)
				}
				p.js(`unimodalBias.seek(700)`)
				p.settled()
			}
		})
	}
}

// TestPictureFollowsTheSystem: when the system turns dark in the evening, an open page
// does, and the picture in it with the rest; a theme that somebody chose stays.
func TestPictureFollowsTheSystem(t *testing.T) {
	p := paused(t)
	ink := func() string {
		p.js(`new Promise(requestAnimationFrame)`)
		p.settled()
		return p.text(`document.querySelector('#texts [data-key="training/title/epoch"]').getAttribute('fill')`)
	}
	light, dark := scene.LightTheme().Muted, scene.DarkTheme().Muted
	written := func(c color.NRGBA) string { return fmt.Sprintf("#%02x%02x%02x", c.R, c.G, c.B) }
	for _, c := range []struct {
		chosen string
		dark   bool
		want   color.NRGBA
	}{{"auto", false, light}, {"auto", true, dark}, {"auto", false, light}, {"light", true, light}} {
		p.js(jsf(`(menu => { menu.value = %q; menu.dispatchEvent(new Event('change')); })(document.getElementById('theme'))`, c.chosen))
		p.wants(c.dark, true)
		if got := ink(); got != written(c.want) {
			t.Errorf("theme %s, the system dark: %v: the words of the picture are %s, want %s", c.chosen, c.dark, got, written(c.want))
		}
	}
}

// TestStill: a paused page computes nothing, draws nothing and asks for no
// animation frames.
func TestStill(t *testing.T) {
	p := open(t, setup{})
	p.js(`unimodalBias.pause()`)
	p.settled()
	read := `unimodalBias.stats().then(s => JSON.stringify(s))`
	before := p.text(read)
	p.js(`new Promise(done => { let n = 60; (function tick() { n-- ? requestAnimationFrame(tick) : done(); })(); })`)
	if after := p.text(read); after != before {
		t.Errorf("at rest the counts went from %s to %s", before, after)
	}
	p.js(`unimodalBias.pause().then(() => unimodalBias.set({rho: 0}))`) // changes nothing
	p.settled()
	p.js(`unimodalBias.step(1)`)
	p.settled()
	if after := p.text(read); after == before {
		t.Error("a step changed no count")
	}
	// A run at its end is still, too, and so is one nobody can see.
	p.js(`unimodalBias.seek(995).then(() => unimodalBias.play())`)
	p.until(`unimodalBias.get().then(s => !s.playing)`)
	p.settled()
	before = p.text(read)
	p.js(`new Promise(done => { let n = 60; (function tick() { n-- ? requestAnimationFrame(tick) : done(); })(); })`)
	if after := p.text(read); after != before {
		t.Errorf("at the end the counts went from %s to %s", before, after)
	}
	p.js(`document.body.insertAdjacentHTML('afterbegin', '<div id=spacer></div>'); document.getElementById('spacer').style.height = '300vh'; scrollTo(0, 0)`)
	p.js(`unimodalBias.play()`)
	p.js(`new Promise(done => { let n = 10; (function tick() { n-- ? requestAnimationFrame(tick) : done(); })(); })`)
	before = p.text(read)
	p.js(`new Promise(done => { let n = 30; (function tick() { n-- ? requestAnimationFrame(tick) : done(); })(); })`)
	if after := p.text(read); after != before {
		t.Errorf("off the screen the counts went from %s to %s", before, after)
	}
}

// TestKeyboardWalk: Tab visits every control in order, never the canvas, and
// leaves the page.
func TestKeyboardWalk(t *testing.T) {
	p := paused(t)
	var order []string
	for range 80 {
		p.key(kb.Tab)
		at := p.text(`(() => { const e = document.activeElement; return e === document.body ? 'body' : e.id || e.closest('[data-key]')?.dataset.key + ':' + (e.type ?? e.tagName) || e.tagName; })()`)
		if at == "body" || len(order) > 0 && at == order[0] {
			break
		}
		if p.truth(`document.activeElement.tagName === 'CANVAS'`) {
			t.Fatal("Tab reached the canvas")
		}
		order = append(order, at)
		if !p.truth(`(() => { const e = document.activeElement; return e.matches('a') || !!(e.getAttribute('aria-label') || e.getAttribute('aria-labelledby') || e.labels?.length || e.textContent.trim()); })()`) {
			t.Errorf("%s has no name", at)
		}
	}
	walk := strings.Join(order, " ")
	for _, stop := range []string{"scenario", "play", "step", "back", "scrubber", "speed", "rho:range", "number-rho", "kappa:range", "number-seed"} {
		if !strings.Contains(" "+walk+" ", " "+stop+" ") {
			t.Errorf("Tab never came to %s: %s", stop, walk)
		}
	}
	if len(order) >= 80 {
		t.Errorf("Tab never leaves: %s", walk)
	}
}

// TestWheelAndSwipe: over the canvas they scroll the page.
func TestWheelAndSwipe(t *testing.T) {
	p := open(t, setup{reduced: true, width: 500, height: 360, touch: true})
	b := p.box("#picture")
	x, y := b.X+b.W/2, math.Min(b.Y+b.H/2, 180)
	p.js(`scrollTo(0, 0)`)
	p.wheel(x, y, 120)
	p.until(`scrollY > 60`)

	p.js(`scrollTo(0, 0)`)
	point := func(y float64) []*input.TouchPoint { return []*input.TouchPoint{{X: x, Y: y}} }
	send(p, input.DispatchTouchEvent, input.DispatchTouchEventParams{Type: input.DispatchTouchEventTypeTouchStart, TouchPoints: point(y)})
	for i := range 12 {
		send(p, input.DispatchTouchEvent, input.DispatchTouchEventParams{Type: input.DispatchTouchEventTypeTouchMove, TouchPoints: point(y - float64(i)*10)})
	}
	send(p, input.DispatchTouchEvent, input.DispatchTouchEventParams{Type: input.DispatchTouchEventTypeTouchEnd, TouchPoints: []*input.TouchPoint{}})
	p.until(`scrollY > 40`)
}

// TestPointerReadOut: the values under the pointer appear, and go.
func TestPointerReadOut(t *testing.T) {
	p := open(t, setup{reduced: true, width: 900, height: 700})
	p.js(`unimodalBias.seek(600)`)
	p.settled()
	b := p.box(`.slot[data-panel="training"]`)
	p.mouse(input.DispatchMouseEventTypeMouseMoved, b.X+b.W*.3, b.Y+b.H/2, 0)
	p.until(`[...document.querySelectorAll('#texts [data-key]')].some(e => e.dataset.key.includes('pointer'))`)
	p.mouse(input.DispatchMouseEventTypeMouseMoved, 2, 2, 0)
	p.until(`![...document.querySelectorAll('#texts [data-key]')].some(e => e.dataset.key.includes('pointer'))`)
}

// TestMistakesBesideTheField: a wrong number is named, the person's text and the
// run stay.
func TestMistakesBesideTheField(t *testing.T) {
	p := paused(t)
	p.js(`unimodalBias.seek(100).then(() => { const f = document.getElementById('number-rho'); f.focus(); f.select(); })`)
	for _, c := range []struct{ typed, says string }{{"1.5", "1.5"}, {"abc", "abc"}} {
		p.js(`document.getElementById('number-rho').select()`)
		p.key(c.typed + "\r")
		p.until(`document.getElementById('error-rho').textContent.includes('` + c.says + `') && document.getElementById('error-rho').textContent.includes('0.99')`)
		if got := p.text(`document.getElementById('number-rho').value`); got != c.typed {
			t.Errorf("the field shows %q, typed was %q", got, c.typed)
		}
		p.within(`unimodalBias.get().then(s => s.rho)`, 0, 0)
		p.within(`unimodalBias.get().then(s => s.epoch)`, 100, 100)
	}
	p.js(`document.getElementById('number-rho').select()`)
	p.key("0.25\r")
	p.until(`document.getElementById('error-rho').hidden && document.getElementById('number-rho').value === '0.25'`)

	// The same from a program: a rejected promise with the facts.
	got := p.text(`unimodalBias.set({rho: 7}).then(() => 'accepted', e => JSON.stringify([e.code, e.key, e.value, e.min, e.max, e.message.includes('7')]))`)
	if got != `["outOfRange","rho",7,-0.99,0.99,true]` {
		t.Errorf("set({rho: 7}): %s", got)
	}
	got = p.text(`unimodalBias.set({scenario: 'middle'}).then(() => 'accepted', e => e.code + ' ' + e.message)`)
	if !strings.HasPrefix(got, "unknownScenario") || !strings.Contains(got, "middle") || !strings.Contains(got, "late") {
		t.Errorf("set({scenario: 'middle'}): %s", got)
	}
}

// TestDivergence: a learning rate that is too large is named, with the largest
// stable one, and the picture stays.
func TestDivergence(t *testing.T) {
	p := paused(t)
	p.js(`globalThis.told = []; void unimodalBias.on('error', e => told.push(e.code)); void unimodalBias.on('milestone', m => told.push('milestone ' + m.code))`)
	p.js(`unimodalBias.set({eta: 1})`)
	got := p.text(`unimodalBias.step(1000).then(() => 'went', e => JSON.stringify([e.code, e.key, e.value, e.stable]))`)
	if got != `["diverged","eta",1,0.25]` {
		t.Errorf("step: %s", got)
	}
	p.js(`unimodalBias.set({speed: 2})`) // the playback is not to blame
	p.until(`/0\.25/.test(document.getElementById('narration').textContent)`)
	if got := p.text(`told.join()`); !strings.Contains(got, "diverged") || !strings.Contains(got, "milestone diverged") {
		t.Errorf("told: %s", got)
	}
	p.settled()
	if len(p.curve("training/curve/A")) < 2 {
		t.Error("the picture is empty")
	}
	p.js(`unimodalBias.set({eta: 0.04}).then(() => unimodalBias.step(100))`)
	p.within(`unimodalBias.get().then(s => s.epoch)`, 100, 200)
}

// TestSharpAtAnyScale: the canvas has one pixel of its own per device pixel,
// also after the scale changes.
func TestSharpAtAnyScale(t *testing.T) {
	claim(t)
	for _, scales := range [][]float64{{1.25, 2, 1, 2.25}, {3, .25}} {
		t.Run(fmt.Sprint(scales), func(t *testing.T) {
			p := open(t, setup{reduced: true, scale: scales[0], width: 320, height: 240})
			for i, scale := range scales {
				if i > 0 { // dragged to another screen
					p.do(chromedp.Do(p.ctx, chromedp.EmulateViewport(320, 240, chromedp.EmulateScale(scale))))
					p.js(`unimodalBias.step(1)`)
				}
				p.settled()
				p.within(`devicePixelRatio`, scale, scale)
				p.within(`document.querySelector('canvas').width / (document.getElementById('picture').clientWidth * devicePixelRatio)`, .997, 1.003)
				p.within(`document.querySelector('canvas').height / (document.getElementById('picture').clientHeight * devicePixelRatio)`, .99, 1.01)
			}
		})
	}
}
