package browser

import (
	"bytes"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
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

// TestFrameFollowsItsScheme: a frame that has been given a colour scheme follows it, from
// another site, too, and whatever the page around it looks like.
func TestFrameFollowsItsScheme(t *testing.T) {
	claim(t)
	for name, origin := range map[string]string{"same": server.URL, "other": strings.Replace(server.URL, "127.0.0.1", "localhost", 1)} {
		for _, scheme := range []string{"dark", "light"} {
			t.Run(name+" "+scheme, func(t *testing.T) {
				host := blank(t, setup{reduced: true, width: 700, height: 600, url: server.URL + hostPath + "?" + url.QueryEscape("about:blank")})
				send(host, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{}) // it would hide the scheme
				host.js(fmt.Sprintf(`(e => { e.style.colorScheme = %q; e.src = %q; document.body.style.background = %q })(document.getElementById('lab'))`,
					scheme, origin+subPath+"?view=embed", map[string]string{"dark": "#fff", "light": "#111"}[scheme]))
				frame, window := host, `document.getElementById('lab').contentWindow`
				if name == "other" {
					frame, window = host.frame("view=embed"), `globalThis`
				}
				frame.until(window + `.unimodalBias !== undefined`)
				got := frame.text(`(w => w.matchMedia('(prefers-color-scheme: dark)').matches + ' ' + (w.document.documentElement.dataset.theme ?? 'as the system') + ' ' + w.getComputedStyle(w.document.body).backgroundColor)(` + window + `)`)
				if want := map[string]string{"dark": "true as the system rgb(21, 23, 27)", "light": "false as the system rgb(255, 255, 255)"}[scheme]; got != want {
					t.Errorf("it looks %q, want %q", got, want)
				}
			})
		}
	}
}

// TestPaper: on paper the figures are vector graphics, dark on white whatever the theme, beside
// their captions and on one page, upright or across; nothing else is on it, and afterwards the
// page is as before.
func TestPaper(t *testing.T) {
	claim(t)
	for _, c := range []struct {
		query         string
		width, height int64
	}{{"", 1000, 760}, {"", 390, 844}, {"?view=present", 1280, 720}, {"?view=embed", 700, 420}} {
		t.Run(fmt.Sprint(c.query, c.width), func(t *testing.T) {
			p := open(t, setup{reduced: true, dark: true, width: c.width, height: c.height, url: server.URL + subPath + c.query + "#v=1&scenario=superficial&epoch=450"})
			p.settled()
			p.until(`performance.getEntriesByType('resource').some(e => e.name.endsWith('/print.css') && e.responseEnd)`)
			for _, size := range [][2]float64{{8.27, 11.69}, {11.69, 8.27}, {8.5, 11}} {
				pdf := send(p, page.PrintToPDF, page.PrintToPDFParams{PaperWidth: size[0], PaperHeight: size[1]}).Data
				if n := bytes.Count(pdf, []byte("/Type /Page\n")); n != 1 {
					t.Errorf("paper of %v inches: %d pages", size, n)
				}
			}
			send(p, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"})
			const sheet = `document.querySelector('.paper')`
			p.until(sheet + `?.checkVisibility()`)
			said := p.text(sheet + `.innerText`)
			for _, words := range []string{"Superficial preference", "although B explains more", "Epoch 387", "Zhang", "scenario=superficial"} {
				if !strings.Contains(said, words) {
					t.Errorf("the sheet says nothing of %q: %s", words, said)
				}
			}
			if !p.truth(`[...` + sheet + `.querySelectorAll('figure')].every(e => e.querySelectorAll('text').length > 1 && e.querySelectorAll('path, polyline, circle').length > 3)`) {
				t.Error("a figure lacks its texts or its lines")
			}
			if fill := p.text(`[...` + sheet + `.querySelectorAll('text')].map(e => e.getAttribute('fill') ?? '').find(c => /^#/.test(c)) ?? ''`); fill >= "#a" {
				t.Errorf("its words are %s, on white", fill)
			}
			if others := p.text(`[...document.body.children].filter(e => !e.matches('.paper') && e.checkVisibility()).map(e => e.nodeName + '.' + e.className).join(' ')`); others != "" {
				t.Errorf("%s is on paper", others)
			}
			send(p, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "screen"})
			p.until(`!` + sheet)
			p.settled()
			if !p.truth(`document.getElementById('play').checkVisibility()`) {
				t.Error("the page is not as before")
			}
		})
	}
}
