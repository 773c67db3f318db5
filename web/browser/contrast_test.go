package browser

import (
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"math"
	"strings"
	"testing"

	"unimodal-bias-lab/render"
)

// What colours say of contrast is tested in package render and by axe-core; here it is what reaches the screen.

// The least contrast of words and of marks (WCAG 2.2, 1.4.3 and 1.4.11). The stems of letters are about two pixels wide at
// twice the resolution, and of the darkest pixel of a word a little is lost at its edges.
const (
	wordContrast = 4.5
	markContrast = 3
	edges        = .85
)

// seen is what a part of a picture shows: the colour that most of it has, and the contrast with it of what differs most. A few
// pixels are not counted: a curve may run by.
func seen(of *image.NRGBA, part image.Rectangle) (ground color.NRGBA, most float64) {
	part = part.Intersect(of.Bounds())
	counts := map[color.NRGBA]int{}
	for y := part.Min.Y; y < part.Max.Y; y++ {
		for x := part.Min.X; x < part.Max.X; x++ {
			c := of.NRGBAAt(x, y)
			if counts[c]++; counts[c] > counts[ground] {
				ground = c
			}
		}
	}
	const few = 3
	by := map[int]int{} // pixels, by a tenth of their contrast
	for c, n := range counts {
		by[int(10*render.Contrast(c, ground))] += n
	}
	total := 0
	for tenth := 210; tenth > 10; tenth-- {
		if total += by[tenth]; total > few {
			return ground, float64(tenth) / 10
		}
	}
	return ground, 1
}

// wordsOnScreen are the words that can be seen, in the pictures and around them, and where they stand.
const wordsOnScreen = `(() => {
	const list = [];
	const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
	for (let node; (node = walker.nextNode());) {
		const e = node.parentElement;
		if (!node.data.trim() || e.closest('.unseen, :disabled, [aria-disabled=true], select, math, .pulse') || !e.checkVisibility({visibilityProperty: true, opacityProperty: true})) continue;
		const range = document.createRange();
		range.selectNodeContents(node);
		const {left, top, right, bottom, width, height} = range.getBoundingClientRect();
		if (width < 4 || height < 6 || left < 0 || top < 0 || right > innerWidth || bottom > innerHeight) continue;
		const over = document.elementFromPoint(left + width / 2, top + height / 2);
		if (!e.closest('#texts') && over && !over.contains(e) && !e.contains(over)) continue; // something lies on it
		list.push({Words: node.data.trim().slice(0, 40), Key: e.closest('[data-key]')?.dataset.key ?? e.id, X: left, Y: top, W: width, H: height, Hue: e.closest('#texts') ? getComputedStyle(e).fill : '', Ink: getComputedStyle(e)[e.closest('#texts') ? 'fill' : 'color']});
	}
	return list;
})()`

// wordSeen is a piece of text in the window: its colour as the page has it, and its hue in the picture.
type wordSeen struct {
	Words, Key, Ink, Hue string
	X, Y, W, H           float64
}

// unseenCurves says of which curves of the chart, as their labels are told by their hue, a screenshot shows no line that stands
// out from its paper with at least so many pixels, and how many curves it has looked for.
func (p *tab) unseenCurves(img *image.NRGBA, words []wordSeen, least int) (faults []string, curves int) {
	p.Helper()
	chart, scale := p.box(`[data-panel="training"]`), p.scale
	within := image.Rect(int(scale*chart.X), int(scale*chart.Y), int(scale*(chart.X+chart.W)), int(scale*(chart.Y+chart.H)))
	paper, _ := seen(img, within)
	bare := image.NewNRGBA(img.Bounds()) // without the words, which have the hues of the curves
	draw.Draw(bare, bare.Bounds(), img, img.Bounds().Min, draw.Src)
	for _, w := range words {
		draw.Draw(bare, image.Rect(int(scale*w.X)-1, int(scale*w.Y)-1, int(scale*(w.X+w.W))+2, int(scale*(w.Y+w.H))+2), image.NewUniform(paper), image.Point{}, draw.Src)
	}
	for _, w := range words {
		hue, ok := colourOf(w.Hue)
		if !ok || !strings.HasPrefix(w.Key, "training/label/") || len(w.Words) > 1 { // others are of several curves, or grey
			continue
		}
		curves++
		if n := stripes(bare, within, paper, hue); n < least {
			faults = append(faults, fmt.Sprintf("of the curve of %s, %d pixels stand out", w.Words, n))
		}
	}
	return faults, curves
}

// TestContrastOfPixels: in every theme, words stand out from the ground they are on as screenshots have it, and the curves of
// the chart from its paper, in the hue of their labels.
func TestContrastOfPixels(t *testing.T) {
	claim(t)
	for _, slug := range []string{"superficial", "many"} {
		t.Run(slug, func(t *testing.T) {
			p := open(t, setup{reduced: true, width: 1280, height: 800, scale: 2, url: server.URL + subPath + "#v=1&scenario=" + slug + "&epoch=600"})
			for _, theme := range pageThemes {
				p.theme(theme)
				p.settled()
				var words []wordSeen
				p.decode(wordsOnScreen, &words)
				if len(words) < 60 {
					t.Fatalf("%s: only %d words", theme, len(words))
				}
				shot := p.screenshot()
				img := image.NewNRGBA(shot.Bounds())
				draw.Draw(img, img.Bounds(), shot, shot.Bounds().Min, draw.Src)
				for _, w := range words {
					at := image.Rect(int(2*w.X), int(2*w.Y), int(2*(w.X+w.W))+1, int(2*(w.Y+w.H))+1)
					if ground, most := seen(img, at); most < edges*wordContrast {
						t.Errorf("%s: “%s” (%s) has a contrast of %.1f with %v", theme, w.Words, w.Key, most, ground)
					}
				}
				unseen, curves := p.unseenCurves(img, words, 100)
				for _, fault := range unseen {
					t.Errorf("%s: %s", theme, fault)
				}
				if curves < 2 && slug == "superficial" { // of many, some share a label
					t.Errorf("%s: %d curves have labels", theme, curves)
				}
			}
		})
	}
}

// pale says which words of the window are in a colour, as the page has it, that stands out too little from the ground which a
// picture of the window shows around them, and which curves of the chart do; "" for none. The picture may be too small for the
// words to be read. That other marks stand out is tested in package render, in every scenario, too.
func (p *tab) pale(shot image.Image) string {
	p.Helper()
	var words []wordSeen
	p.decode(wordsOnScreen, &words)
	img := image.NewNRGBA(shot.Bounds())
	draw.Draw(img, img.Bounds(), shot, shot.Bounds().Min, draw.Src)
	at := func(x, y, w, h float64) image.Rectangle {
		return image.Rect(int(p.scale*x)-1, int(p.scale*y)-1, int(p.scale*(x+w))+2, int(p.scale*(y+h))+2)
	}
	var out []string
	for _, w := range words {
		ink, ok := colourOf(w.Ink)
		if !ok {
			out = append(out, fmt.Sprintf("“%s” is in the colour %q", w.Words, w.Ink))
			continue
		}
		if strings.HasPrefix(w.Key, "diagram/contour/") { // the shade changes within their width: package render holds them to every shade
			continue
		}
		if ground, _ := seen(img, at(w.X, w.Y, w.W, w.H)); render.Contrast(laidOver(ink, ground), ground) < wordContrast {
			out = append(out, fmt.Sprintf("“%s” (%s), %v on %v, has a contrast of %.2f", w.Words, w.Key, ink, ground, render.Contrast(laidOver(ink, ground), ground)))
		}
	}
	unseen, _ := p.unseenCurves(img, words, 4) // another curve may lie over it nearly everywhere
	out = append(out, unseen...)
	if len(words) < 40 {
		out = append(out, fmt.Sprintf("there are only %d words", len(words)))
	}
	return strings.Join(out, "; ")
}

// colourOf reads a colour as browsers write one.
func colourOf(css string) (c color.NRGBA, ok bool) {
	opacity := 1.0
	if _, err := fmt.Sscanf(css, "rgba(%d, %d, %d, %f)", &c.R, &c.G, &c.B, &opacity); err != nil {
		if _, err := fmt.Sscanf(css, "rgb(%d, %d, %d)", &c.R, &c.G, &c.B); err != nil {
			return c, false
		}
	}
	c.A = uint8(math.Round(255 * opacity))
	return c, true
}

// laidOver is a colour as it looks on an opaque ground.
func laidOver(c, ground color.NRGBA) color.NRGBA {
	mix := func(a, b uint8) uint8 { return uint8((int(a)*int(c.A) + int(b)*(255-int(c.A)) + 127) / 255) }
	return color.NRGBA{mix(c.R, ground.R), mix(c.G, ground.G), mix(c.B, ground.B), 255}
}

// stripes counts the pixels that stand out from the paper and have, more or less, a hue.
func stripes(of *image.NRGBA, part image.Rectangle, paper, hue color.NRGBA) (n int) {
	near := func(a, b uint8) bool { return max(a, b)-min(a, b) < 48 }
	for y := part.Min.Y; y < part.Max.Y; y++ {
		for x := part.Min.X; x < part.Max.X; x++ {
			if c := of.NRGBAAt(x, y); near(c.R, hue.R) && near(c.G, hue.G) && near(c.B, hue.B) && render.Contrast(c, paper) >= markContrast {
				n++
			}
		}
	}
	return n
}

// TestContrastIsMeasured: a word that is too pale, and one in the colour of its ground, are found.
func TestContrastIsMeasured(t *testing.T) {
	of := image.NewNRGBA(image.Rect(0, 0, 100, 20))
	white := color.NRGBA{255, 255, 255, 255}
	draw.Draw(of, of.Bounds(), image.NewUniform(white), image.Point{}, draw.Src)
	for i, c := range []struct {
		ink  color.NRGBA
		want float64
	}{{color.NRGBA{0, 0, 0, 255}, 21}, {color.NRGBA{118, 118, 118, 255}, 4.5}, {color.NRGBA{200, 200, 200, 255}, 1.6}, {white, 1}} {
		at := image.Rect(20*i, 0, 20*i+20, 20)
		draw.Draw(of, image.Rect(20*i+5, 5, 20*i+7, 15), image.NewUniform(c.ink), image.Point{}, draw.Src)
		if ground, got := seen(of, at); ground != white || math.Abs(got-c.want) > .11 {
			t.Errorf("%v on %v has a contrast of %v, want %v", c.ink, ground, got, c.want)
		}
	}
}
