package browser

import (
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"unimodal-bias-lab/render"
)

// An indicator of the focus is a change of as many pixels as a thin ring around the smallest thumb, each of them by the contrast
// of a mark (WCAG 2.2, 2.4.13).
const ringPixels = 90

// focused is what has the focus: where it is with its ring; the ring as the page has it, around it or around what it lies in,
// and the ground beside that; why it cannot be seen, "" if it can.
type focused struct {
	Name, Kind, Hidden string
	X, Y, W, H         float64
	Width              float64
	Ring, Ground       string
}

// focusedNow tells of it. Of its kind there is only one in the walk whose pixels are looked at; it is itself named by its id or place.
const focusedNow = `(() => {
	const e = document.activeElement;
	if (e === document.body) return {Name: ''};
	const name = e.id || [e.closest('[data-key]')?.dataset.key ?? e.dataset.handle ?? '', e.className || e.type || e.tagName].join(' ') + ' ' + e.textContent.trim().slice(0, 20);
	const wears = [e, e.parentElement].find(a => { const s = getComputedStyle(a); return s.outlineStyle === 'solid' && parseFloat(s.outlineWidth) && s.outlineColor !== 'rgba(0, 0, 0, 0)'; });
	const s = wears && getComputedStyle(wears), r = (wears ?? e).getBoundingClientRect();
	const reach = wears ? parseFloat(s.outlineOffset) + parseFloat(s.outlineWidth) : 0;
	const ring = {left: r.left - Math.max(0, reach), top: r.top - Math.max(0, reach), right: r.right + Math.max(0, reach), bottom: r.bottom + Math.max(0, reach)};
	let hidden = '';
	const within = (b, what) => { if (ring.left < b.left - .5 || ring.top < b.top - .5 || ring.right > b.right + .5 || ring.bottom > b.bottom + .5) hidden ||= 'it is cut by ' + what; };
	within({left: 0, top: 0, right: innerWidth, bottom: innerHeight}, 'the window');
	for (let a = e.parentElement; a !== document.body; a = a.parentElement) {
		const {overflowX, overflowY, position} = getComputedStyle(a);
		if (overflowX !== 'visible' || overflowY !== 'visible') within(a.getBoundingClientRect(), a.id || a.className);
		if (position === 'fixed') break;
	}
	const floats = a => { for (; a && !a.contains(e); a = a.parentElement) if (/fixed|sticky/.test(getComputedStyle(a).position)) return a; };
	const {left, top, right, bottom} = e.getBoundingClientRect(), middle = [(left + right) / 2, (top + bottom) / 2];
	for (const [x, y] of [middle, [middle[0], top + 1], [middle[0], bottom - 1], [left + 1, middle[1]], [right - 1, middle[1]]]) {
		const over = floats(document.elementFromPoint(x, y));
		if (over) hidden ||= 'it lies under ' + (over.id || over.className);
	}
	let ground = '';
	for (let a = wears && (parseFloat(s.outlineOffset) < 0 ? wears : wears.parentElement); a && !ground; a = a.parentElement) {
		const {backgroundColor} = getComputedStyle(a);
		if (!/, 0(\.\d+)?\)$/.test(backgroundColor)) ground = backgroundColor;
	}
	return {Name: name.trim(), Kind: [e.tagName, e.type, e.classList[0] ?? '', e.closest('#tools, #options, .tabs, #diagram, .transport, nav')?.className ?? ''].join(' '), Hidden: hidden,
		X: ring.left, Y: ring.top, W: ring.right - ring.left, H: ring.bottom - ring.top, Width: wears ? parseFloat(s.outlineWidth) : 0, Ring: wears ? s.outlineColor : '', Ground: ground};
})()`

// ringed counts the pixels around a place that have changed by the contrast of a mark.
func ringed(before, after image.Image, at focused) (n int) {
	of := func(from image.Image) *image.NRGBA {
		to := image.NewNRGBA(from.Bounds())
		draw.Draw(to, to.Bounds(), from, from.Bounds().Min, draw.Src)
		return to
	}
	was, is := of(before), of(after)
	const around = 12 // the program's rings are larger than what can be focused
	part := image.Rect(int(at.X)-around, int(at.Y)-around, int(at.X+at.W)+around, int(at.Y+at.H)+around).Intersect(was.Bounds())
	for y := part.Min.Y; y < part.Max.Y; y++ {
		for x := part.Min.X; x < part.Max.X; x++ {
			if a, b := was.NRGBAAt(x, y), is.NRGBAAt(x, y); a != b && render.Contrast(a, b) >= markContrast {
				n++
			}
		}
	}
	return n
}

// TestFocusIsSeen: wherever Tab leads, there is a ring of two pixels that stands out from what is beside it, within the window and
// under nothing. Where no style of the page draws it, pixels tell, once for each kind of control. The sheet of keys needs no
// scrolling on a desk.
func TestFocusIsSeen(t *testing.T) {
	claim(t)
	for _, c := range []struct {
		size   [2]int64
		themes []string
	}{{lookSizes[0], lookThemes}, {lookSizes[1], lookThemes[:1]}} {
		p := open(t, setup{reduced: true, scale: 1, width: c.size[0], height: c.size[1], touch: telephone(c.size), url: server.URL + subPath + "#v=1&scenario=late&epoch=300"})
		for i, theme := range c.themes {
			t.Run(fmt.Sprint(c.size[0], " ", theme), func(t *testing.T) {
				p.theme(theme)
				p.settled()
				p.js(`document.activeElement?.blur(), getSelection().removeAllRanges(), scrollTo(0, 0), 0`)
				p.walkFocus(t)
				if telephone(c.size) { // where there is none, it is missed
					p.js(`(sheet => {
						sheet.replaceSync('*, ::-webkit-slider-thumb { outline: none !important; }');
						document.adoptedStyleSheets.push(sheet);
						document.querySelector('#play').focus();
					})(new CSSStyleSheet())`)
					p.key(kb.Tab)
					var at focused
					p.decode(focusedNow, &at)
					if n := p.ring(at); at.Width > 0 || n >= ringPixels {
						t.Errorf("%s has no ring: %v wide, %d pixels", at.Name, at.Width, n)
					}
				}
				if i == 0 && !telephone(c.size) {
					p.key("?")
					p.until(`document.querySelector('#keys-sheet')?.open`)
					p.within(`(e => e.scrollHeight - e.clientHeight)(document.querySelector('#keys-sheet'))`, 0, 1) // it may round
					p.key(kb.Escape)
				}
			})
		}
	}
}

// ring is how many pixels tell that what has the focus has it.
func (p *tab) ring(at focused) int {
	p.Helper()
	p.settled()
	with := p.screenshot()
	p.js(`globalThis.left = document.activeElement, left.blur(), 0`)
	p.settled()
	without := p.screenshot()
	p.js(`left.focus({preventScroll: true, focusVisible: true}), 0`)
	return ringed(without, with, at)
}

// walkFocus presses Tab until it has been everywhere, and holds every stop: the first one of all, and of every kind of control
// without a ring in its style, by its pixels.
func (p *tab) walkFocus(t *testing.T) {
	looked := map[string]bool{}
	stops := 0
	for first := ""; stops < 120; stops++ {
		p.key(kb.Tab)
		var at focused
		p.decode(focusedNow, &at)
		if at.Name == "" || at.Name == first {
			break
		}
		if first == "" {
			first = at.Name
		}
		if at.Hidden != "" {
			t.Errorf("%s: %s", at.Name, at.Hidden)
		}
		if at.Width > 0 {
			ring, ok := colourOf(at.Ring)
			ground, beside := colourOf(at.Ground)
			if contrast := render.Contrast(laidOver(ring, ground), ground); !ok || !beside || at.Width < 2 || contrast < markContrast {
				t.Errorf("%s has a ring of %v pixels, %s on %s", at.Name, at.Width, at.Ring, at.Ground)
			}
		}
		if looked[at.Kind] || at.Width > 0 && stops > 0 {
			continue
		}
		looked[at.Kind] = true
		if n := p.ring(at); n < ringPixels {
			t.Errorf("%s (%s): only %d pixels tell that it has the focus", at.Name, at.Kind, n)
		}
	}
	if stops < 25 || len(looked) < 2 { // for a projector the controls are in a drawer
		t.Errorf("there were only %d stops, and %d kinds of controls were looked at", stops, len(looked))
	}
	if testing.Verbose() {
		t.Logf("%d stops, %d kinds by their pixels", stops, len(looked))
	}
}

// TestRingsAreCounted: a ring in a colour that hardly differs is none.
func TestRingsAreCounted(t *testing.T) {
	at := focused{X: 20, Y: 20, W: 30, H: 30}
	paper := func() *image.NRGBA {
		to := image.NewNRGBA(image.Rect(0, 0, 80, 80))
		draw.Draw(to, to.Bounds(), image.NewUniform(color.NRGBA{255, 255, 255, 255}), image.Point{}, draw.Src)
		return to
	}
	for grey, want := range map[uint8]int{0: 60, 140: 60, 200: 0, 255: 0} {
		with := paper()
		draw.Draw(with, image.Rect(20, 20, 50, 22), image.NewUniform(color.NRGBA{grey, grey, grey, 255}), image.Point{}, draw.Src)
		if got := ringed(paper(), with, at); got != want {
			t.Errorf("a ring in a grey of %d: %d pixels, want %d", grey, got, want)
		}
	}
}
