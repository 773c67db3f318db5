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
	for _, size := range [][2]int64{{300, 320}, {300, 420}, {340, 320}, {480, 320}, {320, 420}, {480, 500}, {700, 420}, {700, 320}} {
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

// TestFiguresOnPaper: light figures are printed on the ground for which their colours are made, whatever the system prefers; the
// words of the story are dark on white.
func TestFiguresOnPaper(t *testing.T) {
	claim(t)
	const luminance = `(color => { const [r, g, b] = (color.startsWith('#') ? color.match(/[0-9a-f]{2}/gi).map(x => parseInt(x, 16)) : color.match(/[\d.]+/g).map(Number)).map(v => (v /= 255) <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4); return .2126 * r + .7152 * g + .0722 * b; })`
	const pale = `(() => {
		const luminance = ` + luminance + `;
		const stage = [...document.querySelectorAll('.light-figure .stage')].find(e => e.checkVisibility());
		const {backgroundColor, printColorAdjust} = getComputedStyle(stage);
		const painted = printColorAdjust === 'exact' && !/, 0\)$/.test(backgroundColor);
		const ground = luminance(painted ? backgroundColor : '#ffffff');
		return [...stage.querySelectorAll('.texts text')].map(e => [e.textContent, getComputedStyle(e).fill]).filter(([, fill]) => {
			const [light, dark] = [luminance(fill), ground].sort((a, b) => b - a);
			return (light + .05) / (dark + .05) < 3;
		}).map(each => each.join(' ')).join();
	})()`
	for name, path := range map[string]string{"story": "story/#step=two", "figure": "figure.html#v=1&scenario=late&epoch=500", "story, dark": "story/?theme=dark#step=two"} {
		t.Run(name, func(t *testing.T) {
			p := blank(t, setup{reduced: true, dark: true, width: 900, height: 800, url: server.URL + subPath + path})
			p.until(`document.querySelectorAll('.light-figure .texts text').length > 3`)
			p.js(`globalThis.looks = []; for (const e of document.querySelectorAll('[data-look]')) new MutationObserver(() => looks.push(e.dataset.look)).observe(e, {attributeFilter: ['data-look']}); 0`)
			send(p, page.PrintToPDF, page.PrintToPDFParams{})
			if got := p.text(`looks.join()`); got != "" {
				t.Errorf("to be printed it is %s, which the picture does not follow in time", got)
			}
			send(p, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print", Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: "dark"}}})
			p.until(`matchMedia('print').matches`)
			if got := p.text(pale); got != "" {
				t.Errorf("pale: %s", got)
			}
			if strings.HasPrefix(name, "story") {
				if got := p.text(`getComputedStyle(document.body).backgroundColor + getComputedStyle(document.querySelector('.step h2')).colorScheme`); got != "rgb(255, 255, 255)light" {
					t.Errorf("the page is %s", got)
				}
				if p.number(luminance+`(getComputedStyle(document.querySelector('.step h2')).color)`) > .2 {
					t.Error("its words are pale")
				}
			}
		})
	}
}

// TestPostersInFrames: while the program is on its way to a frame, its pictures are as large as the places they are in.
func TestPostersInFrames(t *testing.T) {
	p := blank(t, setup{width: 700, height: 420, url: server.URL + hostPath + "?about:blank", expected: []string{"ERR_BLOCKED_BY_CLIENT", "Failed to load resource", "Failed to fetch"}})
	p.blocked("lab.wasm")
	p.do(chromedp.Do(p.ctx, chromedp.Navigate(server.URL+subPath+"?view=embed#v=1&scenario=superficial")))
	p.until(`document.getElementById('notice')?.checkVisibility()`)
	const shown = `[...document.querySelectorAll('.slot img')].filter(e => e.checkVisibility())`
	p.until(shown + `.length === 2 && ` + shown + `.every(e => e.naturalWidth && e.currentSrc.includes('/superficial/'))`)
	if small := p.text(shown + `.filter(e => Math.min(e.clientWidth / e.naturalWidth, e.clientHeight / e.naturalHeight) < 0.6).map(e => e.currentSrc).join()`); small != "" {
		t.Errorf("miniatures: %s", small)
	}
}

// TestLostInFrames: a frame that loses its graphics out of sight comes back by itself once it is in sight, and not before.
// In sight it says so beside its picture, which goes on fitting the frame and its theme, and the run rests at once: what is
// resumed is what was said.
func TestLostInFrames(t *testing.T) {
	foreign := strings.Replace(server.URL, "127.0.0.1", "localhost", 1)
	p := blank(t, setup{reduced: true, width: 640, height: 480, url: server.URL + hostPath + "?" + url.QueryEscape(foreign+subPath+"?view=embed#v=1&scenario=late&epoch=123")})
	frame := p.frame("view=embed")
	p.js(`globalThis.came = 0; addEventListener('message', ({data}) => { if (data.event === 'ready') came++; }); 0`)
	frame.until(`globalThis.unimodalBias !== undefined`)
	frame.js(`unimodalBias.ready.then(() => 0)`)
	lose := func() {
		t.Helper()
		frame.js(`globalThis.old = true; document.querySelector('canvas').getContext('webgl2').getExtension('WEBGL_lose_context').loseContext()`)
		frame.until(`document.querySelector('#notice button')?.checkVisibility()`)
	}
	p.js(`scrollTo(0, 2500)`)
	p.js(`new Promise(done => { let n = 20; (function tick() { n-- ? requestAnimationFrame(tick) : done(); })(); })`)
	lose()
	p.js(`new Promise(done => { let n = 20; (function tick() { n-- ? requestAnimationFrame(tick) : done(); })(); })`)
	if !frame.truth(`old`) {
		t.Error("it has come back before somebody can see it")
	}
	again := func() {
		t.Helper()
		p.until(`came`)
		frame = p.frame("view=embed")
		if frame.truth(`globalThis.old`) {
			t.Error("it is the same frame")
		}
	}
	p.js(`came = 0; scrollTo(0, 0)`)
	again()
	frame.within(`unimodalBias.get().then(s => s.epoch)`, 123, 123)

	frame.js(`unimodalBias.set({speed: 0.25}).then(() => unimodalBias.play())`)
	frame.until(`unimodalBias.get().then(s => s.epoch > 125)`)
	frame.inSight()
	lose()
	told := frame.text(`document.getElementById('notice').textContent.match(/epoch (\d+)/)[1]`)
	frame.until(`(still => still?.naturalWidth && !still.src.includes(globalThis.before))(document.querySelector('.still'))`)
	if over := frame.text(`(notice => [...document.querySelectorAll('.slot:not([hidden])')].filter(slot => slot.getBoundingClientRect().bottom > notice.top + 1 && slot.offsetHeight).map(slot => slot.dataset.panel).join())(document.getElementById('notice').getBoundingClientRect())`); over != "" {
		t.Errorf("the sentence lies over %s", over)
	}
	frame.until(`(still => Math.abs(still.naturalHeight - still.clientHeight) < 2)(document.querySelector('.still'))`)
	frame.js(`(theme => { globalThis.before = document.querySelector('.still').src; theme.value = 'dark'; theme.dispatchEvent(new Event('change')); })(document.getElementById('theme'))`)
	frame.until(`document.querySelector('.still').src !== before`)
	p.js(`came = 0`)
	frame.js(`setTimeout(() => document.querySelector('#notice button').click(), 100); 0`)
	again()
	if now := frame.text(`unimodalBias.get().then(s => String(s.epoch))`); now != told {
		t.Errorf("kept at epoch %s, it resumes at %s", told, now)
	}
}
