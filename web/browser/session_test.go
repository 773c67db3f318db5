package browser

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"unimodal-bias-lab/sim/record"
)

//go:embed testdata/session.js
var sessionScript string

// TestSession: a person's visits, three to the lab and one to each other view, recorded. After every step
// testdata/session-*.txt says what has changed of what can be perceived:
//
//	== 12 click #play; press .     a step: its number and what is done
//	key: what is perceived         new, or another one than before
//	- key                          gone
//	! key: …                       something that happened: copied, said on the console
//
// Controls have the key of their id or of their role and name, and say = value,
// [least..largest], their states and hints; @A is a modality, a_b a subscript. While
// something moves by the clock (a step with “…” before its number), nothing is said of
// epochs, shares and pictures. After a change that is meant, read the difference that
//
//	go test ./web/browser -run TestSession -update
//
// makes to the records.
func TestSession(t *testing.T) {
	claim(t)
	for _, v := range sessions(server.URL + subPath) {
		t.Run(v.name, func(t *testing.T) { v.play(t) })
	}
}

// visit is one page load and what is done in it.
type visit struct {
	name  string
	setup setup
	steps [][]act
}

// hand is a person at a page: where the pointer is when it drags.
type hand struct {
	*tab
	x, y float64
}

// act is something a person does, in words and in deed.
type act struct {
	words string
	do    func(*hand)
	// moving: what is seen after it depends on the clock.
	moving bool
}

func (v visit) play(t *testing.T) {
	kept := record.Open(t, "session-"+v.name+".txt")
	v.setup.script = sessionScript
	p := &hand{tab: open(t, v.setup)}
	p.until(`document.getElementById('summary') !== null`) // the words beside the pictures come after these
	var got []string
	before := map[string]string{}
	for i, step := range append([][]act{{{words: "open " + v.setup.url[strings.Index(v.setup.url, subPath)+len(subPath):]}}}, v.steps...) {
		var words []string
		moving := false
		for _, a := range step {
			if a.words != "" {
				words = append(words, a.words)
			}
			if a.do != nil {
				a.do(p)
			}
			moving = moving || a.moving
		}
		mark := ""
		if moving {
			mark = "…"
		}
		from := len(got)
		got = append(got, fmt.Sprintf("== %s%d %s", mark, i, strings.Join(words, "; ")))
		got = append(got, changes(p.tab, before, moving)...)
		if list := kept.Differences(got, from); len(list) > 0 {
			t.Logf("after the step\n%s", got[from])
			for _, d := range list {
				kept.Tell(t, d)
			}
			t.FailNow() // the next steps would differ for the same reason
		}
	}
	kept.Close(t, got)
}

// changes reads what is perceived and says what is another than before.
func changes(p *tab, before map[string]string, moving bool) (lines []string) {
	p.Helper()
	var record [][2]string
	p.decode(fmt.Sprintf(`session.record(%v)`, moving), &record)
	now := map[string]bool{}
	for _, entry := range record {
		key, text := entry[0], entry[1]
		if strings.HasPrefix(key, "! ") {
			lines = append(lines, key+": "+text)
			continue
		}
		now[key] = true
		if before[key] != text {
			lines = append(lines, key+": "+text)
			before[key] = text
		}
	}
	var gone []string
	for key := range before {
		if now[key] || moving && clocked(key) {
			continue
		}
		gone = append(gone, key)
	}
	for _, key := range gone {
		delete(before, key)
	}
	// What a dialog or a line holds goes with it.
	all := slices.Clone(gone)
	gone = slices.DeleteFunc(gone, func(key string) bool {
		first, _, _ := strings.Cut(key, " ")
		return strings.HasPrefix(key, "in dialog ") || first == "dialog" && key != first && slices.Contains(all, first) || slices.Contains(all, "line "+first)
	})
	slices.Sort(gone)
	for _, key := range gone {
		lines = append(lines, "- "+key)
	}
	return lines
}

// clocked is what a moving step leaves out, and what therefore has not gone.
func clocked(key string) bool {
	return slices.Contains([]string{"address", "narration", "epoch", "told", "told of the sweep", "#scrubber"}, key) || strings.HasPrefix(key, "picture of ")
}

var keyNames = map[string]string{
	"Enter": kb.Enter, "Escape": kb.Escape, "Tab": kb.Tab, "Space": " ", "Up": kb.ArrowUp, "Down": kb.ArrowDown,
	"Left": kb.ArrowLeft, "Right": kb.ArrowRight, "Home": kb.Home, "End": kb.End, "PageUp": kb.PageUp, "PageDown": kb.PageDown,
}

var modifiers = map[string]chromedp.Modifier{"Shift": chromedp.ModifierShift, "Ctrl": chromedp.ModifierCtrl, "Alt": chromedp.ModifierAlt}

// press presses keys one after the other, where the focus is.
func press(keys ...string) act {
	return act{words: "press " + strings.Join(keys, " "), do: func(p *hand) {
		p.Helper()
		for _, name := range keys {
			var held []chromedp.Modifier
			for prefix, modifier := range modifiers {
				if rest, ok := strings.CutPrefix(name, prefix+"+"); ok {
					name, held = rest, append(held, modifier)
				}
			}
			if key, ok := keyNames[name]; ok {
				name = key
			}
			p.do(chromedp.Do(p.ctx, chromedp.KeyEvent(name, chromedp.KeyModifiers(held...))))
		}
	}}
}

func click(selector string) act {
	return act{words: "click " + selector, do: func(p *hand) { p.Helper(); there(p, selector); p.click(selector) }}
}

// clickAt clicks in a box, at shares of its width and height.
func clickAt(selector string, fx, fy float64) act {
	return act{words: fmt.Sprintf("click %s at %g,%g", selector, fx, fy), do: func(p *hand) {
		p.Helper()
		x, y := place(p, selector, fx, fy)
		p.mouse(input.DispatchMouseEventTypeMouseMoved, x, y, 0)
		p.mouse(input.DispatchMouseEventTypeMousePressed, x, y, 1)
		p.mouse(input.DispatchMouseEventTypeMouseReleased, x, y, 0)
	}}
}

func doubleClick(selector string) act {
	return act{words: "double-click " + selector, do: func(p *hand) {
		p.Helper()
		p.click(selector)
		x, y := p.centre(selector)
		for _, kind := range []input.DispatchMouseEventType{input.DispatchMouseEventTypeMousePressed, input.DispatchMouseEventTypeMouseReleased} {
			send(p.tab, input.DispatchMouseEvent, input.DispatchMouseEventParams{Type: kind, X: x, Y: y, Button: input.MouseButtonLeft, ClickCount: 2})
		}
	}}
}

func hover(selector string, fx, fy float64) act {
	return act{words: fmt.Sprintf("point at %s %g,%g", selector, fx, fy), do: func(p *hand) {
		p.Helper()
		x, y := place(p, selector, fx, fy)
		p.mouse(input.DispatchMouseEventTypeMouseMoved, x, y, 0)
	}}
}

// place is where a share of a box lies, without scrolling to it.
func place(p *hand, selector string, fx, fy float64) (x, y float64) {
	p.Helper()
	there(p, selector)
	b := p.box(selector)
	return b.X + fx*b.W, b.Y + fy*b.H
}

func take(selector string, fx, fy float64) act {
	return act{words: fmt.Sprintf("take %s at %g,%g", selector, fx, fy), do: func(p *hand) {
		p.Helper()
		p.x, p.y = place(p, selector, fx, fy)
		p.mouse(input.DispatchMouseEventTypeMouseMoved, p.x, p.y, 0)
		p.mouse(input.DispatchMouseEventTypeMousePressed, p.x, p.y, 1)
	}}
}

func move(dx, dy float64) act {
	return act{words: fmt.Sprintf("move by %g,%g", dx, dy), do: func(p *hand) {
		p.Helper()
		for range 2 { // half of the way, and all of it
			p.x, p.y = p.x+dx/2, p.y+dy/2
			p.mouse(input.DispatchMouseEventTypeMouseMoved, p.x, p.y, 1)
			p.settled()
		}
	}}
}

func letGo() act {
	return act{words: "let go", do: func(p *hand) {
		p.Helper()
		p.mouse(input.DispatchMouseEventTypeMouseReleased, p.x, p.y, 0)
	}}
}

// write replaces what stands in a field.
func write(selector, text string) act {
	return act{words: fmt.Sprintf("write %q into %s", text, selector), do: func(p *hand) { p.Helper(); there(p, selector); p.write(selector, text) }}
}

// choose chooses in a menu, by its value, and has the focus there.
func choose(selector, value string) act {
	return act{words: "choose " + value + " in " + selector, do: func(p *hand) {
		p.Helper()
		there(p, selector)
		p.js(fmt.Sprintf(`(() => { const e = document.querySelector(%q); e.focus(); e.value = %q; e.dispatchEvent(new Event('input', {bubbles: true})); e.dispatchEvent(new Event('change', {bubbles: true})); })()`, selector, value))
	}}
}

// focusOn brings the focus to an element, as a person who has pressed Tab often.
func focusOn(selector string) act {
	return act{words: "focus " + selector, do: func(p *hand) {
		p.Helper()
		there(p, selector)
		p.js(fmt.Sprintf(`document.querySelector(%q).focus({focusVisible: true})`, selector))
	}}
}

// hash edits the fragment of the address, as in the address bar.
func hash(text string) act {
	return act{words: "address " + text, do: func(p *hand) {
		p.Helper()
		p.js(fmt.Sprintf(`(() => { const followed = new Promise(done => addEventListener('hashchange', done, {once: true})); location.hash = %q; return followed.then(() => 0); })()`, text))
	}}
}

// goBack is the Back button.
func goBack() act {
	return act{words: "go back", do: func(p *hand) {
		p.Helper()
		p.js(`(() => { const followed = new Promise(done => addEventListener('hashchange', done, {once: true})); history.back(); return followed.then(() => 0); })()`)
	}}
}

func wheel(selector string, by float64) act {
	return act{words: fmt.Sprintf("wheel over %s by %g", selector, by), do: func(p *hand) {
		p.Helper()
		x, y := p.centre(selector)
		p.wheel(x, y, by)
	}}
}

// script does what no hand can do by itself, such as forbidding the clipboard.
func script(words, source string) act {
	return act{words: words, do: func(p *hand) { p.Helper(); p.js(source + `; 0`) }}
}

// seek brings the run to an epoch at once.
func seek(epoch int) act {
	return act{words: fmt.Sprintf("seek %d", epoch), do: func(p *hand) { p.Helper(); p.js(fmt.Sprintf(`unimodalBias.seek(%d)`, epoch)) }}
}

func window(width, height int64) act {
	return act{words: fmt.Sprintf("window %d×%d", width, height), do: func(p *hand) {
		p.Helper()
		p.do(chromedp.Do(p.ctx, chromedp.EmulateViewport(width, height)))
		p.js(`new Promise(requestAnimationFrame)`)
		p.settled()
	}}
}

// wait waits for what comes by itself.
func wait(expression string) act {
	return act{do: func(p *hand) {
		p.Helper()
		if !p.truth(`session.until(() => ` + expression + `)`) {
			p.Fatalf("never: %s", expression)
		}
	}}
}

// later lets the timers go that are longer than what a step waits for.
func later() act { return script("wait for two seconds", `session.fire(5000)`) }

// moving says that the record of this step depends on the clock.
func moving() act { return act{moving: true} }

func there(p *hand, selector string) {
	p.Helper()
	wait(fmt.Sprintf(`document.querySelector(%q)`, selector)).do(p)
}

func sheetOpen(id string) act { return wait(`document.getElementById('` + id + `')?.open`) }

const (
	stopped = `unimodalBias.get().then(s => !s.playing)`
	started = `unimodalBias.get().then(s => s.playing)`
	rhoLine = `[data-key="rho"]`
	disc    = `[data-handle="phase"]`
	layer   = `[data-handle="fusion"]`
	menuOf  = `#diagram > select`
)

// fieldSteps are about the transport and the column of controls.
func fieldSteps() [][]act {
	slider := rhoLine + ` [type="range"]`
	return [][]act{
		// The transport, by keys and clicks.
		{press("Tab")},
		{press("Tab", "Tab", "Tab", "Tab", "Tab", "Tab")},
		{press(".")},
		{press(".", ".", ",")},
		{click("h1")},
		{press("Ctrl+.")},
		{press("]")},
		{press("]", "]", "]", "]")},
		{press("[")},
		{press("[", "[", "[", "[", "[", "[", "[", "[")},
		{press("Space"), wait(started), moving()},
		{press("Space"), wait(stopped), moving()},
		{click("h1"), press("Home")},
		{choose("#speed", "max")},
		{click("#play"), wait(`unimodalBias.get().then(s => s.epoch === 1000 && !s.playing)`)},
		{click("#step")},
		{click("#step-back")},
		{focusOn("#scrubber"), press("Left")},
		{press("Home")},
		{press("PageUp")},
		{take("#scrubber", .3, .5)},
		{move(40, 0)},
		{move(2000, 0)},
		{letGo()},
		{click("#back")},
		{choose("#speed", "epoch"), click("#play"), wait(started), moving()},
		{take("#scrubber", .5, .5)},
		{move(2000, 0), letGo(), wait(stopped)},
		{click("#back"), choose("#speed", "epoch"), click("#play"), wait(started), moving()},
		{take("#scrubber", .5, .5), letGo(), wait(started), moving()},
		{press("Space"), click("h1"), press("Space"), wait(stopped), moving()},
		{seek(300)},
		// Fields: what is typed, and what becomes of it.
		{write("#number-rho", "0,25"), press("Enter")},
		{write("#number-rho", "−0,5"), press("Tab")},
		{write("#number-rho", "abc"), press("Enter")},
		{press("Escape")},
		{write("#number-rho", "1.5"), press("Enter")},
		{press("PageDown")},
		{press("Up", "Up")},
		{press(".", "[", "?")},
		{press("Escape")},
		{write("#number-rho", ""), press("Enter")},
		{click(rhoLine + " .reset")},
		{press("Right", "Right")},
		{press("Home")},
		{doubleClick(slider)},
		{take(slider, .5, .5), move(30, 0)},
		{letGo()},
		{click(rhoLine + " .reset")},
		{write("#number-init", "0"), press("Enter")},
		{write("#number-init", "3e-7"), press("Enter")},
		{press("Down"), press("PageUp")},
		{click(`[data-key="init"] .reset`)},
		{write("#number-width", "2.5"), press("Enter")},
		{write("#number-width", "600"), press("Enter")},
		{press("Up")},
		{write("#number-eta", "1"), press("Enter")},
		{press("Escape")},
		{click(`[data-key="eta"] .reset`)},
		{click(`[data-key="seed"] .word`)},
		{write("#number-seed", "-3"), press("Enter")},
		{click(`[data-key="seed"] .reset`)},
		{focusOn("#number-method"), press("Down")},
		{click(`[data-key="method"] .reset`)},
		{write("#number-depth", "4"), press("Enter")},
		{write("#number-fusion", "6"), press("Enter")},
		{write("#number-fusion", "3"), press("Enter")},
		{click(".tabs button:nth-child(2)")},
		{click(`.steppers button:last-of-type`)},
		{click(`.steppers button:first-of-type`), click(`.steppers button:first-of-type`)},
		{click(`.steppers button:first-of-type`)},
		{click(`.steppers button:first-of-type`)},
	}
}

// pictureSteps are about what is done in the pictures, and beside them.
func pictureSteps() [][]act {
	return [][]act{
		{focusOn("#scenario"), press("Down")},
		{choose("#scenario", "unequal")},
		{write("#number-skew", "0"), press("Enter")},
		{press("Tab", "Tab")},
		{choose("#scenario", "relu")},
		{write("#number-slope", "1"), press("Enter"), seek(2)},
		{choose("#scenario", "intermediate"), seek(120)},
		// The two handles.
		{take(layer, .7, .7)},
		{move(-60, 0)},
		{press("Escape")},
		{letGo()},
		{take(layer, .3, .6), move(400, 0), letGo()},
		{press("Left")},
		{press("Home")},
		{press("End", "Ctrl+Left")},
		{choose("#scenario", "late"), seek(540), take(disc, .7, .7)},
		{move(20, 70)},
		{press("Escape")},
		{letGo()},
		{take(disc, .4, .4), move(-30, 40), letGo()},
		{press("Up", "Shift+Left")},
		{press("Home")},
		{hover(`[data-panel="training"]`, .5, .5)},
		{hover("#scenario", .5, .5)},
		// Tabs.
		{click(".tabs button:nth-child(3)")},
		{press("Right")},
		{press("Right", "Left", "Home", "End")},
		{press("Home"), press("Ctrl+Right")},
		// How the curves are drawn.
		{click(`[data-option="loss"]`)},
		{click(`[data-option="unit"]`), click(`[data-option="time"]`)},
		{press("Space")},
		{click(`[data-option="loss"]`), click(`[data-option="unit"]`)},
		{click(`[data-option="overlay"]`)},
		{click(`[data-option="overlay"]`)},
		// Diagrams.
		{choose(menuOf, "ratio")},
		{choose("#diagram .item select", "32"), later()},
		{clickAt(`[data-panel="phase"]`, .3, .3)},
		{choose(menuOf, "own")},
		{click("#diagram summary")},
		{press("Escape")},
		{click("#diagram summary"), choose("#diagram .sheet .item:last-child select", "tA")},
		{click("h1")},
		{choose("#scenario", "late"), seek(20)},
		{choose(menuOf, "chartRho")},
		{choose(menuOf, "depthKappa")},
		{click("#diagram summary")},
		{choose("#diagram .item select", "256")},
		{click("#diagram .toggle"), wait(visible(pauseSweep)), moving()},
		{click(pauseSweep), wait(visible(resumeSweep)), moving()},
		{press("Enter"), wait(visible(pauseSweep)), moving()},
		{click(cancelSweep), wait(`!` + visible(cancelSweep)), moving()},
		{choose(menuOf, "theory")},
	}
}

// sheetSteps are about what lies over the page, and around it.
func sheetSteps() [][]act {
	return [][]act{
		{click("#card-open"), sheetOpen("card-sheet")},
		{press(".", "Home", "Escape")},
		{click("#help"), sheetOpen("keys-sheet")},
		{clickAt("html", .01, .5)},
		{click("#about-open"), sheetOpen("about-sheet")},
		{click("#about-sheet .close")},
		{click("#share-open"), sheetOpen("share-sheet")},
		{click("#share-link .go")},
		{script("no clipboard", `globalThis.noClipboard = true`), click("#share-link .go")},
		{later(), click(`[aria-controls="share-cite"]`)},
		{press("ArrowRight", "ArrowRight", "End"), wait(`document.querySelector('#share-qr path')`)},
		{click("#share-sheet .close")},
		// Own data.
		{choose("#scenario", "own"), sheetOpen("data-sheet")},
		{press("Escape"), wait(`document.querySelector('#number-own')`)},
		{click("#number-own"), sheetOpen("data-sheet")},
		{write("#data-text", "blocks: 1 + 1\n4 0 4\n0 one 1\n4 1 5"), click(`.bring [type="submit"]`)},
		{write("#data-text", "blocks: 1 + 1\n4 0 4\n0 1 1\n4 1 2"), click(`.bring [type="submit"]`)},
		{write("#data-text", "blocks: 2 + ?\n4 0 4\n0 1 1\n4 1 2"), click(`.bring [type="submit"]`)},
		{press("Escape")},
		{press("Enter"), sheetOpen("data-sheet")},
		{write("#data-text", "blocks: 1 + 1\n4 0 4\n0 1 1\n4 1 5"), click(`.bring [type="submit"]`), wait(`!document.getElementById('data-sheet').open`)},
		{click("#number-own"), sheetOpen("data-sheet")},
		{click("#data-sheet .close")},
		{click(`[data-key="own"] .reset`)},
		// The theme and the address.
		{choose("#theme", "dark")},
		{choose("#theme", "projector")},
		{choose("#theme", "auto")},
		{hash("#v=1&scenario=late-negative&rho=7&colour=red&kappa=x&r=9&seed=0&epoch=20")},
		{click("#remarks summary")},
		{hash("#v=1&scenario=nowhere&epoch=99999")},
		{click("#remarks > button")},
		{hash("#v=1&scenario=late&epoch=10")},
		{goBack()},
		// A narrow window, where the controls are a drawer.
		{window(850, 700)},
		{click("#drawer")},
		{write("#number-rho", "x"), press("Enter", "Escape")},
		{click("#drawer"), press("Escape")},
		{press("Enter")},
		{click("#drawer-close")},
		{window(600, 700)},
		{wheel("#picture", 200), wait("scrollY > 0")},
	}
}

func embedSteps() [][]act {
	return [][]act{
		{later()},
		{click("#remarks > button")},
		{press("Tab")},
		{press("Tab", "Tab", "Tab", "Tab", "Tab")},
		{write("#number-kappa", "9"), press("Enter")},
		{write("#number-kappa", "1,3"), press("Enter")},
		{click("#step"), click("#step")},
		{press("PageDown")},
		{focusOn("#open")},
		{click("#play"), wait(started), moving()},
		{click("#play"), wait(stopped), moving()},
		{click("#back")},
		{focusOn(disc), press("Right", "Up")},
		{hash("#v=1&scenario=early&epoch=100")},
		{focusOn("#step"), focusOn("#open")},
	}
}

func presentSteps() [][]act {
	return [][]act{
		{press("PageUp")},
		{press("PageDown")},
		{press("PageDown", "PageDown")},
		{click("#drawer")},
		{focusOn("#number-rho"), press("PageDown")},
		{press("Escape")},
		{focusOn("#play"), press("PageUp")},
		{press("?"), sheetOpen("keys-sheet")},
		{press("PageDown", "Escape")},
		{press("]")},
		{press("[")},
		{choose("#theme", "light")},
		{choose(menuOf, "theory")},
		{click("#card-open"), sheetOpen("card-sheet")},
		{press("Escape")},
		{choose("#scenario", "depth")},
		{focusOn("#play"), press("PageDown")},
	}
}

func sessions(base string) []visit {
	at := func(query string) string { return base + query }
	return []visit{
		{"fields", setup{reduced: true, width: 1280, height: 800, url: at("")}, fieldSteps()},
		{"pictures", setup{reduced: true, width: 1280, height: 800, url: at("")}, pictureSteps()},
		{"sheets", setup{reduced: true, width: 1280, height: 800, url: at("")}, sheetSteps()},
		{"embed", setup{reduced: true, width: 700, height: 420, url: at("?view=embed&controls=rho,kappa,nonsense&theme=dark&cells=33&foo=bar&lang=xx&speed=fast#v=1&scenario=superficial&epoch=40")}, embedSteps()},
		{"present", setup{reduced: true, width: 1280, height: 800, url: at("?view=present&speed=3&panels=training,phase,portrait&diagram=chartKappa&loss=log#v=1&scenario=early&rho=0.5")}, presentSteps()},
	}
}
