package browser

import (
	"fmt"
	"math"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// places are the texts of a panel by key, and where they stand.
func (p *tab) places(prefix string) (list map[string][2]float64) {
	p.Helper()
	p.decode(`Object.fromEntries([...document.querySelectorAll('#texts [data-key^="`+prefix+`"]')].map(e => [e.dataset.key, [Number(e.getAttribute('x')), Number(e.getAttribute('y'))]]))`, &list)
	return list
}

// TestStillUnderTheHand drags the operating point across the plane in sixty steps: the
// sentences of the regions stand still or go, the rest of the run is drawn in pale lines,
// and when the hand lets go they are gone.
func TestStillUnderTheHand(t *testing.T) {
	p := open(t, setup{reduced: true, width: 1280, height: 800, url: server.URL + subPath + "#v=1&scenario=late&epoch=60"})
	p.settled()
	x, y := p.handleAt(2, 1)
	before := p.places("phase/region/")
	if len(before) < 6 {
		t.Fatalf("only %v", before)
	}
	p.mouse(input.DispatchMouseEventTypeMouseMoved, x, y, 0)
	p.mouse(input.DispatchMouseEventTypeMousePressed, x, y, 1)
	for i := 1; i <= 60; i++ {
		f := float64(i) / 60
		p.mouse(input.DispatchMouseEventTypeMouseMoved, x-150*f, y+60*math.Sin(4*f), 1)
		for key, at := range p.places("phase/region/") {
			if was, ok := before[key]; ok && was != at {
				t.Errorf("step %d: %s has moved from %v to %v", i, key, was, at)
			}
		}
		if i == 30 && !strings.Contains(p.svg(), `"training/rest/A"`) {
			t.Error("the rest of the run is not drawn")
		}
	}
	p.mouse(input.DispatchMouseEventTypeMouseReleased, x-150, y, 0)
	p.settled()
	if strings.Contains(p.svg(), `"training/rest/A"`) {
		t.Error("the rest of the run is drawn, and nobody drags")
	}
	// The same with a slider.
	b := p.box(`[data-key="rho"] input[type="range"]`)
	p.mouse(input.DispatchMouseEventTypeMouseMoved, b.X+b.W/2, b.Y+b.H/2, 0)
	p.mouse(input.DispatchMouseEventTypeMousePressed, b.X+b.W/2, b.Y+b.H/2, 1)
	p.mouse(input.DispatchMouseEventTypeMouseMoved, b.X+b.W/2+12, b.Y+b.H/2, 1)
	p.settled()
	if !strings.Contains(p.svg(), `"training/rest/A"`) {
		t.Error("under a slider the rest of the run is not drawn")
	}
	p.mouse(input.DispatchMouseEventTypeMouseReleased, b.X+b.W/2+12, b.Y+b.H/2, 0)
	p.settled()
	if strings.Contains(p.svg(), `"training/rest/A"`) {
		t.Error("after the slider it still is")
	}
}

// TestPlaneIsPopulated: as the run leaves its beginning, networks fill the plane of theory
// in, without a menu; they take their colour when they have learned something. Another kind
// of network keeps the plane of theory.
func TestPlaneIsPopulated(t *testing.T) {
	p := open(t, setup{reduced: true, scale: 1, width: 1280, height: 800})
	populated := func() float64 { return p.number(`unimodalBiasGo ? seen.at(-1).diagram.populated : 0`) }
	p.js(`globalThis.seen = []; void unimodalBias.on('state', s => seen.push(s))`)
	p.js(`unimodalBias.set({rho: 0.01})`)
	p.settled()
	if n := populated(); n != 0 {
		t.Errorf("at epoch 0 %v networks are there", n)
	}
	p.js(`unimodalBias.set({rho: 0, epoch: 40})`)
	p.settled()
	if n := populated(); n != 4096 {
		t.Errorf("%v networks fill the plane", n)
	}
	if title := p.text(`document.querySelector('#diagram select').selectedOptions[0].textContent`); !strings.Contains(title, "4\u202f096 networks") {
		t.Errorf("the title is %q", title)
	}
	// A point where A is strong: pale at first, in its colour when it is learned.
	b := p.box(`[data-panel="phase"]`)
	red := func() float64 {
		img := p.screenshot()
		n := 0.0
		for dx := range 8 {
			r, _, b, _ := img.At(int(b.X+b.W-60)+dx, int(b.Y+b.H-60)).RGBA()
			n += (float64(r) - float64(b)) / 257 / 8
		}
		return n
	}
	early := red()
	p.js(`unimodalBias.seek(900)`)
	p.settled()
	if late := red(); !(late > 2*early && early > 0) {
		t.Errorf("red minus blue is %.1f at epoch 40 and %.1f at epoch 900", early, late)
	}
	p.js(`unimodalBias.set({scenario: 'early', epoch: 200})`)
	p.settled()
	if n := populated(); n != 0 {
		t.Errorf("early fusion: %v networks fill the plane of late fusion", n)
	}
}

// TestClicker: the keys of a clicker work whatever has the focus.
func TestClicker(t *testing.T) {
	p := open(t, setup{reduced: true, width: 1280, height: 720, url: server.URL + subPath + "?view=present#v=1&scenario=late"})
	p.settled()
	scenario := func() string { return p.text(`unimodalBias.get().then(s => s.scenario)`) }
	cover := `!!document.querySelector('.blank')`
	order := []string{"late", "early", "late-positive", "late-negative", "flow", "superficial"}
	for i, focus := range []string{phaseHandle, "#scenario", "#play", "#card-open", "#scrubber"} {
		p.js(`document.querySelector('` + focus + `').focus()`)
		p.key(kb.PageDown)
		p.settled()
		if got := scenario(); got != order[i+1] {
			t.Fatalf("the focus on %s: PageDown leads to %s, want %s", focus, got, order[i+1])
		}
		for _, key := range []string{"b", "."} {
			p.key(key)
			if !p.truth(cover) {
				t.Errorf("the focus on %s: %s does not empty the screen", focus, key)
			}
			p.key("B")
			if p.truth(cover) {
				t.Errorf("the focus on %s: B does not bring it back", focus)
			}
		}
	}
	p.key(kb.PageUp)
	p.settled()
	if got := scenario(); got != "flow" {
		t.Errorf("PageUp leads to %s", got)
	}
}

// TestPresentKeepsItsLesson: before an audience, on a screen of 1280 × 720 as on one of
// 1920 × 1080, the network stands beside the curves, and so does the comparison with early
// fusion; type grows with the screen.
func TestPresentKeepsItsLesson(t *testing.T) {
	claim(t)
	for _, c := range []struct {
		width, height int64
		hash, key     string
	}{
		{1280, 720, "#v=1&scenario=late&epoch=400", "race/title"},
		{1280, 720, "#v=1&scenario=small-data&epoch=900", "network/input/A"},
		{1280, 720, "#v=1&scenario=small-data&epoch=900", "beside/training/label/A"},
		{1920, 1080, "#v=1&scenario=intermediate&epoch=400", "network/input/A"},
		{1024, 768, "#v=1&scenario=own&epoch=900", "race/arrival/A"},
		{1024, 768, "#v=1&scenario=late&epoch=400", "race/title"},
		{1024, 768, "#v=1&scenario=xor&epoch=400", "response/title"},
		{1024, 640, "#v=1&scenario=many&epoch=900", "preference/measured"},
		{1280, 720, "#v=1&scenario=superficial&epoch=900", "race/title"},
		{1280, 800, "&panels=training,phase,portrait#v=1&scenario=late&epoch=0", "portrait/title/A"},
		{1280, 720, "&panels=training,phase,portrait#v=1&scenario=late&epoch=0", "portrait/title/A"},
		{1920, 1080, "&panels=training,phase,portrait#v=1&scenario=late&epoch=0", "portrait/title/A"},
	} {
		t.Run(fmt.Sprint(c.width, c.hash, c.key), func(t *testing.T) {
			p := open(t, setup{reduced: true, width: c.width, height: c.height, url: server.URL + subPath + "?view=present" + c.hash})
			p.settled()
			p.within(`document.documentElement.scrollHeight - innerHeight`, -1000, 0)
			if _, ok := p.places(c.key)[c.key]; !ok {
				t.Errorf("no %s", c.key)
			}
			if got := p.text(clipped); got != "" {
				t.Error(got)
			}
			p.within(`Math.max(...['#tools', '.transport'].map(s => document.querySelector(s).getBoundingClientRect().bottom)) - innerHeight`, -1000, 0)
			p.within(`document.querySelector('#tools').getBoundingClientRect().left - document.querySelector('#epoch').getBoundingClientRect().right`, 0, 1000)
			least := 24 * math.Max(1, math.Min(float64(c.width)/1280, float64(c.height)/720))
			p.within(`Math.min(...[...document.querySelectorAll('#texts [data-key]')].map(e => Number(e.getAttribute('font-size'))))`, least-.5, least+.5)
			p.within(`Math.max(...[...document.querySelectorAll('#texts [data-key]')].map(e => e.getBoundingClientRect().right)) - innerWidth`, -1000, 0)
		})
	}
}

// TestEmbedTellsItsPoint: a frame in someone's text has a title, a sentence, a credit and a
// way to the lab, shows the whole run at first, and looks like the page around it.
func TestEmbedTellsItsPoint(t *testing.T) {
	p := open(t, setup{reduced: true, width: 700, height: 420, url: server.URL + subPath + "?view=embed#v=1&scenario=superficial"})
	p.settled()
	if epoch := p.number(`unimodalBias.get().then(s => s.epoch)`); epoch != 1000 {
		t.Errorf("it opens at epoch %v", epoch)
	}
	for selector, want := range map[string]string{"h1": "Superficial preference", "#caption": "A is learned first", "#credit": "Zhang", "#open": "lab"} {
		if got := p.text(`(e => e.checkVisibility() ? e.textContent : '')(document.querySelector('` + selector + `'))`); !strings.Contains(got, want) {
			t.Errorf("%s is %q", selector, got)
		}
	}
	p.click("#play")
	p.until(`document.getElementById('play').classList.contains('playing') || document.querySelector('.playing')`)
	if epoch := p.number(`unimodalBias.get().then(s => s.epoch)`); epoch > 500 {
		t.Errorf("Play goes on from epoch %v", epoch)
	}
	frame := server.URL + subPath + "?view=embed"
	for background, want := range map[string]string{"#101216": "dark", "#fafafa": "light"} {
		host := blank(t, setup{reduced: true, dark: true, width: 700, height: 600, url: server.URL + hostPath + "?" + url.QueryEscape("about:blank")})
		host.js(`document.body.style.background = '` + background + `'; document.getElementById('lab').src = '` + frame + `'`)
		host.until(`document.getElementById('lab').contentWindow.unimodalBias !== undefined`)
		host.js(`document.getElementById('lab').contentWindow.unimodalBias.ready.then(() => 0)`)
		if got := host.text(`document.getElementById('lab').contentDocument.documentElement.dataset.theme ?? ''`); got != want {
			t.Errorf("on %s the frame is %q", background, got)
		}
		other := map[string]string{"dark": "light", "light": "dark"}[want]
		host.js(`document.body.style.background = '` + map[string]string{"dark": "#101216", "light": "#fafafa"}[other] + `'`)
		host.until(`document.getElementById('lab').contentDocument.documentElement.dataset.theme === '` + other + `'`)
	}
}

// TestUndo: Ctrl Z takes back a change of parameters, with Shift it is made again; text that
// is being typed has its own.
func TestUndo(t *testing.T) {
	p := open(t, setup{reduced: true, width: 1280, height: 800})
	rho := `unimodalBias.get().then(s => s.rho)`
	rest := `new Promise(done => setTimeout(done, 500))` // a drag is one step: the page waits for its end
	p.js(rest)
	p.js(`unimodalBias.set({rho: 0.3})`)
	p.js(rest)
	p.js(`unimodalBias.set({scenario: 'early'})`)
	p.js(rest)
	press := func(key string, held ...chromedp.Modifier) {
		p.do(chromedp.Do(p.ctx, chromedp.KeyEvent(key, chromedp.KeyModifiers(held...))))
		p.settled()
		p.js(rest)
	}
	p.js(`document.getElementById('play').focus()`)
	press("z", chromedp.ModifierCtrl)
	if got := p.text(`unimodalBias.get().then(s => s.scenario + s.rho)`); got != "late0.3" {
		t.Errorf("taken back to %s", got)
	}
	press("z", chromedp.ModifierCtrl)
	p.within(rho, 0, 0)
	press("Z", chromedp.ModifierCtrl, chromedp.ModifierShift)
	p.within(rho, .3, .3)
	p.js(`document.getElementById('number-rho').focus()`)
	press("z", chromedp.ModifierCtrl)
	p.within(rho, .3, .3)
}

// TestCrossingByKeysIsSpoken: a boundary that a key has crossed is told at once, before the
// next press says something else.
func TestCrossingByKeysIsSpoken(t *testing.T) {
	for _, page := range []struct{ address, spoken string }{{server.URL + subPath, "#spoken"}, {light("panels=training,phase", "scenario=late"), ".light-figure [aria-live]"}} {
		p := open(t, setup{reduced: true, width: 1000, height: 700, url: page.address})
		p.js(`unimodalBias.set({r: 0.26, epoch: 900})`)
		p.settled()
		p.js(`globalThis.heard = []; (spoken => new MutationObserver(() => heard.push(spoken.textContent)).observe(spoken, {childList: true, characterData: true, subtree: true}))(document.querySelector('` + page.spoken + `'))`)
		p.js(`document.querySelector('` + phaseHandle + `').focus()`)
		for range 4 {
			p.key(kb.ArrowDown)
		}
		p.until(`heard.some(words => /You crossed the line “learned first”/.test(words))`)
	}
}

// TestTouchReadsACell: a finger that rests on a cell reads it while it is there, and changes nothing; a tap makes it the run.
func TestTouchReadsACell(t *testing.T) {
	p := open(t, setup{reduced: true, touch: true, width: 700, height: 900, url: server.URL + subPath + "?diagram=ratio&cells=32"})
	p.settled()
	p.js(`document.querySelector('[data-panel="phase"]').scrollIntoView({block: 'center', behavior: 'instant'})`)
	p.settled()
	b := p.box(`[data-panel="phase"]`)
	x, y := b.X+b.W*.75, b.Y+b.H*.6
	const read = `document.querySelector('#texts [data-key="diagram/read"]')?.textContent ?? ''`
	touch := func(wait float64) {
		p.touch(input.DispatchTouchEventTypeTouchStart, finger(x, y))
		p.js(fmt.Sprintf(`new Promise(done => setTimeout(done, %v))`, wait))
	}
	own := p.text(read) // of the operating point
	touch(450)
	p.settled()
	if held := p.text(read); held == own || !strings.HasPrefix(held, "ρ 0.") || !strings.Contains(held, "κ 0.") || !strings.Contains(held, "measured") {
		t.Errorf("under the finger it reads %q, before %q", held, own)
	}
	p.touch(input.DispatchTouchEventTypeTouchEnd)
	p.settled()
	p.within(`unimodalBias.get().then(s => s.rho)`, 0, 0)
	touch(0)
	p.touch(input.DispatchTouchEventTypeTouchEnd)
	p.settled()
	p.until(`unimodalBias.get().then(s => s.rho > .1)`)
}

// TestDragLaysOutWhatChanges: where a hand has been before, a drag adds no label to the picture and takes none out, for then
// a browser lays out all of them; nor do a page's other words lay it out again, whose epoch and menu stay.
func TestDragLaysOutWhatChanges(t *testing.T) {
	p := open(t, setup{reduced: true, width: 1280, height: 800, url: server.URL + subPath + "#v=1&scenario=late&epoch=50"})
	p.settled()
	x, y := p.centre(`[data-handle="phase"]`)
	round := func() {
		for i := range 12 {
			sin, cos := math.Sincos(2 * math.Pi * float64(i) / 12)
			p.mouse(input.DispatchMouseEventTypeMouseMoved, x+24*sin, y-24*cos, 1)
			p.settled()
		}
	}
	p.mouse(input.DispatchMouseEventTypeMousePressed, x, y, 1)
	round()
	p.js(`globalThis.written = [], new MutationObserver(records => records.forEach(({target}) => written.push(target.id || target.localName)))
		.observe(document.getElementById('stage'), {subtree: true, childList: true}), 0`)
	round()
	var written []string
	p.decode(`[...new Set(written)]`, &written)
	if !slices.Contains(written, "text") {
		t.Errorf("no label has changed, only %q", written)
	}
	for _, still := range []string{"texts", "epoch", "option"} {
		if slices.Contains(written, still) {
			t.Errorf("%s is written again", still)
		}
	}
	p.mouse(input.DispatchMouseEventTypeMouseReleased, x, y, 0)
}

// TestMoreContrast: a light figure, too, has no quiet words for who has asked for more contrast.
func TestMoreContrast(t *testing.T) {
	p := open(t, setup{reduced: true, url: server.URL + subPath + "figure.html?theme=light"})
	p.settled()
	const quiet = `[...document.querySelectorAll('svg [data-key]')].filter(e => e.getAttribute('fill') === '#64646d').length`
	if n := p.number(quiet); n < 5 {
		t.Errorf("%v quiet words", n)
	}
	for _, wish := range []string{"more", "no-preference"} {
		send(p, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-contrast", Value: wish}, {Name: "prefers-reduced-motion", Value: "reduce"}}})
		p.until(fmt.Sprintf(`(%s === 0) === %t`, quiet, wish == "more"))
	}
}

// TestForcedColours: when the system forces its colours they win over a theme that was
// chosen; a page written from right to left moves no label.
func TestForcedColours(t *testing.T) {
	p := open(t, setup{reduced: true, dark: true, width: 1000, height: 700, url: server.URL + subPath + "?theme=light"})
	p.settled()
	if got := p.text(`document.documentElement.dataset.theme`); got != "light" {
		t.Fatalf("the theme is %q", got)
	}
	send(p, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "forced-colors", Value: "active"}, {Name: "prefers-color-scheme", Value: "dark"}, {Name: "prefers-reduced-motion", Value: "reduce"}}})
	p.until(`document.documentElement.dataset.theme === undefined`)
	send(p, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-reduced-motion", Value: "reduce"}}})
	p.until(`document.documentElement.dataset.theme === 'light'`)
	ink := `document.querySelector('#texts [data-key="training/title"], #texts [data-key]').getAttribute('fill')`
	p.js(`(e => { e.value = 'projector'; e.dispatchEvent(new Event('change')); })(document.getElementById('theme'))`)
	p.settled()
	before := p.text(ink)
	send(p, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "forced-colors", Value: "active"}, {Name: "prefers-color-scheme", Value: "dark"}, {Name: "prefers-reduced-motion", Value: "reduce"}}})
	p.until(ink + ` !== '` + before + `'`) // large, and in the colours of the system
	send(p, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-contrast", Value: "more"}, {Name: "prefers-reduced-motion", Value: "reduce"}}})
	p.until(`(style => style.getPropertyValue('--rail') === style.getPropertyValue('--ink'))(getComputedStyle(document.documentElement))`)
	p.until(`document.querySelector('#texts [data-key="training/title/epoch"]').getAttribute('fill') === '#000000'`) // and so are the pictures

	left := `JSON.stringify([...document.querySelectorAll('#texts [data-key]')].slice(0, 20).map(e => Math.round(e.getBoundingClientRect().left - document.getElementById('picture').getBoundingClientRect().left)))`
	before = p.text(left)
	p.js(`document.documentElement.dir = 'rtl'`)
	p.settled()
	if after := p.text(left); after != before {
		t.Errorf("from right to left the labels stand at %s, were at %s", after, before)
	}
}
