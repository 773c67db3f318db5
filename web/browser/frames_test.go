package browser

import (
	"fmt"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// TestLowFrames: however small a frame in someone's text is, it does not scroll inside, the
// curves have room, and Play can be reached.
func TestLowFrames(t *testing.T) {
	claim(t)
	for _, size := range [][2]int64{{340, 320}, {480, 320}, {320, 420}, {480, 500}, {700, 420}, {700, 320}} {
		t.Run(fmt.Sprint(size), func(t *testing.T) {
			p := open(t, setup{reduced: true, width: size[0], height: size[1], url: server.URL + subPath + "?view=embed"})
			p.settled()
			p.within(`document.documentElement.scrollHeight - innerHeight`, -1000, 0)
			p.within(`document.documentElement.scrollWidth - innerWidth`, -1000, 0)
			p.within(`document.querySelector('[data-panel="training"]').offsetHeight`, 140, 1000)
			p.within(`document.getElementById('play').getBoundingClientRect().bottom - innerHeight`, -1000, 0)
			if n := p.number(`document.querySelectorAll('#texts [data-key^="training/"]').length`); n < 5 {
				t.Errorf("%v texts of the curves", n)
			}
		})
	}
}

// TestFrameHasItsOwnTheme: a theme chosen in the lab is not that of the texts the lab is
// embedded in.
func TestFrameHasItsOwnTheme(t *testing.T) {
	p := paused(t)
	p.js(`(() => { const theme = document.getElementById('theme'); theme.value = 'dark'; theme.dispatchEvent(new Event('change')); })()`)
	if got := p.text(`document.documentElement.dataset.theme`); got != "dark" {
		t.Fatalf("the lab is %q", got)
	}
	p.do(chromedp.Do(p.ctx, chromedp.Navigate(server.URL+subPath+"?view=embed")))
	p.js(`unimodalBias.ready.then(() => 0)`)
	if got := p.js(`document.documentElement.dataset.theme ?? null`); got != nil {
		t.Errorf("the frame is %v", got)
	}
	p.do(chromedp.Do(p.ctx, chromedp.Navigate(server.URL+subPath)))
	p.js(`unimodalBias.ready.then(() => 0)`)
	if got := p.text(`document.documentElement.dataset.theme`); got != "dark" {
		t.Errorf("the lab has become %q", got)
	}
}

// TestPaper: on paper the figures are vector graphics, dark on white whatever the theme, and
// the controls stay off it; afterwards the page is as before.
func TestPaper(t *testing.T) {
	p := open(t, setup{reduced: true, dark: true, width: 1000, height: 760, url: server.URL + subPath + "#v=1&scenario=superficial&epoch=450"})
	p.settled()
	p.js(`dispatchEvent(new Event('beforeprint'))`)
	send(p, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"})
	const sheet = `document.querySelector('.sheet-of-paper')`
	p.until(sheet + `?.checkVisibility()`)
	if !p.truth(`[...` + sheet + `.querySelectorAll('text')].some(e => /learned first/.test(e.textContent)) && ` + sheet + `.querySelectorAll('path, polyline').length > 5`) {
		t.Error("the sheet lacks the texts or the lines of the figures")
	}
	if fill := p.text(`[...` + sheet + `.querySelectorAll('text')].map(e => e.getAttribute('fill') ?? '').find(c => /^#/.test(c)) ?? ''`); fill >= "#a" {
		t.Errorf("its words are %s, on white", fill)
	}
	for _, selector := range []string{"#picture canvas", "#texts", "#play", "#controls", "#scrubber"} {
		if p.truth(fmt.Sprintf(`document.querySelector(%q).checkVisibility()`, selector)) {
			t.Errorf("%s is on paper", selector)
		}
	}
	send(p, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "screen"})
	p.js(`dispatchEvent(new Event('afterprint'))`)
	p.settled()
	if p.truth(`!!`+sheet) || !p.truth(`document.getElementById('play').checkVisibility()`) {
		t.Error("the page is not as before")
	}
}
