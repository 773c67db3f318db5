package browser

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"unimodal-bias-lab/web/site/static"
)

// headerParts are what the header consists of: each is in the window, none lies over another.
const headerParts = `[...document.querySelectorAll('.top h1, .top nav a, #scenario, #caption, #tools > *')].filter(e => e.checkVisibility() && e.getBoundingClientRect().width > 1)`

// TestHeaderFits: the pages, what can be shared and the tools stand beside one another, in one line on a desk.
func TestHeaderFits(t *testing.T) {
	claim(t)
	for _, scenario := range []string{"superficial", "own"} {
		p := open(t, setup{reduced: true, width: 1280, height: 800, url: server.URL + subPath + "#v=1&scenario=" + scenario})
		if got := p.text(`[...document.querySelectorAll('.top nav a')].filter(e => e.checkVisibility()).map(e => [e.textContent, e.getAttribute('href') ?? e.ariaCurrent].join(' ')).join(', ')`); got != "Story story/, Lab page, Your data #v=1&scenario=own" {
			t.Errorf("%s: it leads to %s", scenario, got)
		}
		for _, size := range [][2]int64{{1280, 800}, {1024, 768}, {768, 1024}, {390, 844}, {320, 568}, {667, 375}, {844, 390}} {
			p.resize(size[0], size[1], size[0] < 900)
			if !p.truth(`document.querySelector('#share-open').checkVisibility()`) {
				t.Errorf("%s, %d: nothing can be shared", scenario, size)
			}
			if out := p.text(`(parts => parts.flatMap((a, i) => {
				const x = a.getBoundingClientRect();
				const over = parts.slice(i + 1).filter(b => { const y = b.getBoundingClientRect(); return x.left < y.right - 1 && y.left < x.right - 1 && x.top < y.bottom - 1 && y.top < x.bottom - 1; });
				return [...over.map(b => a.textContent + ' and ' + b.textContent + ' overlap'), ...x.left < 0 || x.right > innerWidth ? [a.textContent + ' leaves the window'] : [], ...a.matches('a, button') && x.height < 24 ? [a.textContent + ' is low'] : []];
			}).join('; '))(` + headerParts + `)`); out != "" {
				t.Errorf("%s, %d: %s", scenario, size, out)
			}
			if size[0] >= 1280 {
				p.within(`(parts => Math.max(...parts.map(r => r.top)) - Math.min(...parts.map(r => r.bottom)))(`+headerParts+`.map(e => e.getBoundingClientRect()))`, -100, -1)
			}
			p.within(`document.documentElement.scrollWidth - innerWidth`, -1000, 0)
		}
	}
}

// TestPagesStayWithTheLab: a frame and an audience see neither the pages nor the offer.
func TestPagesStayWithTheLab(t *testing.T) {
	claim(t)
	for _, view := range []string{"embed", "present"} {
		p := open(t, setup{reduced: true, first: true, width: 1280, height: 800, url: server.URL + subPath + "?view=" + view + "#v=1&scenario=late"})
		if p.truth(`['.top nav', '#offer'].some(part => document.querySelector(part).checkVisibility())`) {
			t.Errorf("view=%s leads elsewhere", view)
		}
	}
}

// TestOwnDataFromTheHeader: it opens the sheet, on the scenario of one's own data, and leaves what has been brought alone;
// before there is a program, or with a key that opens another tab, it is a link.
func TestOwnDataFromTheHeader(t *testing.T) {
	const sheet = `document.querySelector('#data-sheet[open]')`
	p := paused(t)
	p.click("#data-open")
	p.until(sheet)
	if !p.truth(`unimodalBias.get().then(s => s.scenario === 'own')`) {
		t.Error("the sheet opens over another scenario")
	}
	p.key(kb.Escape)
	p.until(`!` + sheet)
	if at := p.text(`document.activeElement.id`); at != "data-open" {
		t.Errorf("the focus is on %q", at)
	}
	p.js(`unimodalBias.set({own: '1_1~4,1,2,2,1,5'})`)
	before := p.text(`unimodalBias.get().then(s => s.own)`)
	p.key(kb.Enter)
	p.until(sheet)
	if after := p.text(`unimodalBias.get().then(s => s.own)`); after != before {
		t.Errorf("the data went from %s to %s", before, after)
	}
	p.key(kb.Escape)
	p.until(`!` + sheet)
	if !p.truth(`document.querySelector('#data-open').dispatchEvent(new MouseEvent('click', {ctrlKey: true, cancelable: true}))`) {
		t.Error("it keeps the browser from opening a tab")
	}
	early := open(t, setup{reduced: true, script: `addEventListener('DOMContentLoaded', () => document.getElementById('data-open').click())`})
	if got := early.text(`unimodalBias.get().then(s => s.scenario) `); got != "own" || early.truth(`Boolean(`+sheet+`)`) {
		t.Errorf("clicked before the program was there, it opens %s", got)
	}
}

// TestShareAStep: the story shares the address of the step that is being read, and nothing that others have added to it; nor
// does another language keep that.
func TestShareAStep(t *testing.T) {
	p := blank(t, setup{reduced: true, width: 1280, height: 800, url: server.URL + subPath + "story/?fbclid=x&theme=dark&utm_source=y#step=race", script: `navigator.clipboard.writeText = async (text) => { globalThis.copied = text; };`})
	p.until(`globalThis.unimodalBiasStory && location.hash === '#step=race'`)
	p.js(`document.querySelector('#share').focus({preventScroll: true})`)
	p.key(kb.Enter)
	p.until(`document.querySelector('#share').textContent === 'Copied' && document.querySelector('#spoken').textContent === 'Copied'`)
	if got := p.text(`copied`); got != server.URL+subPath+"story/?theme=dark#step=race" {
		t.Errorf("it shares %s", got)
	}
	p.js(`(menu => { menu.value = 'de'; menu.dispatchEvent(new Event('change')); })(document.querySelector('#language'))`)
	p.eventually(`document.documentElement.lang === 'de' && Boolean(globalThis.unimodalBiasStory)`)
	if got := p.text(`location.search`); got != "?theme=dark" {
		t.Errorf("in German its address has %s", got)
	}
	p.js(`localStorage.removeItem('unimodal-bias-lab/language')`)
}

const offered = `document.querySelector('#offer').checkVisibility()`

// shifts adds up what has moved while nobody touched anything, of the lab, of the offer or of what is said below the controls.
const shifts = `globalThis.shifted = []; new PerformanceObserver(list => {
	for (const entry of list.getEntries()) if (!entry.hadRecentInput) shifted.push(...entry.sources.map(({node}) => node).filter(node => node instanceof Element && (node.closest('#offer, .masthead, .gist') || node.matches('#stage'))).map(node => node.id || node.className || node.textContent));
}).observe({type: 'layout-shift', buffered: true});`

// TestOffer: who comes for the first time is offered the story in one sentence, there from the first paint on, which takes
// nothing from anybody and is declined for good.
func TestOffer(t *testing.T) {
	claim(t)
	for _, size := range [][2]int64{{1280, 800}, {1280, 1000}, {1000, 700}, {768, 1024}, {390, 844}} {
		t.Run(fmt.Sprint(size), func(t *testing.T) {
			p := open(t, setup{first: true, reduced: true, width: size[0], height: size[1], script: shifts})
			p.settled()
			p.until(`document.querySelector('.gist button')`)
			if !p.truth(offered) || !p.truth(`document.activeElement === document.body && !document.querySelector('dialog[open]')`) {
				t.Fatal("there is no offer, or it takes the focus")
			}
			if got := p.text(`shifted.join()`); got != "" {
				t.Errorf("moved: %s", got)
			}
			if size[0] >= 1000 {
				p.within(`document.documentElement.scrollHeight - innerHeight`, -1000, 0)
				if !p.truth(`document.querySelector('.gist button').checkVisibility()`) {
					t.Error("the run in words is not on offer")
				}
			}
			if got := p.text(`(r => [...document.querySelectorAll('#offer > *')].map(e => e.getBoundingClientRect()).filter(e => e.right > r.right + 1 || e.bottom > r.bottom + 1).length)(document.querySelector('#offer').getBoundingClientRect()) + ' ' + document.querySelector('#invitation').hidden`); got != "0 false" {
				t.Errorf("it spills over, or takes the place of the invitation: %s", got)
			}
			for i := 0; !p.truth(`document.activeElement.matches('#offer button')`); i++ {
				if i > 30 {
					t.Fatal("Tab never comes to it")
				}
				p.key(kb.Tab)
			}
			p.key(kb.Enter)
			if p.truth(offered) || !p.truth(`document.activeElement.matches('.top nav a[href="story/"]')`) {
				t.Error("declined, it stays, or the focus is lost")
			}
		})
	}
	p := open(t, setup{first: true, reduced: true})
	p.click("#offer button")
	p.js(`globalThis.marker = 1; location.replace(location.pathname)`)
	p.eventually(`globalThis.marker !== 1 && globalThis.unimodalBias?.ready.then(() => true)`)
	if p.truth(offered) {
		t.Error("what was declined is offered again")
	}
}

// TestOfferIsForNewcomers: who came for something, who has seen the story, and who looks at a frame is offered nothing; who
// has no storage can decline all the same.
func TestOfferIsForNewcomers(t *testing.T) {
	claim(t)
	for _, link := range []string{"#v=1&scenario=late", "#v=1", "?panels=training", "?diagram=ratio&cells=32", "?theme=projector"} {
		if p := blank(t, setup{first: true, reduced: true, url: server.URL + subPath + link}); p.truth(offered) {
			t.Errorf("%s: the story is offered", link)
		}
	}
	if p := blank(t, setup{first: true, reduced: true, url: server.URL + subPath + "?utm_source=post"}); !p.truth(offered) {
		t.Error("whoever counts visitors takes the offer away")
	}
	p := blank(t, setup{first: true, url: server.URL + hostPath + "?about:blank"})
	if p.truth(`new Promise(done => {
		const frame = document.createElement('iframe');
		frame.onload = () => done('offer' in frame.contentDocument.documentElement.dataset);
		frame.src = '` + subPath + `';
		document.body.append(frame);
	})`) {
		t.Error("a frame offers the story")
	}
	p = blank(t, setup{first: true, reduced: true, url: server.URL + subPath + "story/"})
	p.js(`globalThis.marker = 1; location.href = '../'`)
	p.eventually(`globalThis.marker !== 1 && globalThis.unimodalBias?.ready.then(() => true)`)
	if p.truth(offered) {
		t.Error("who has seen the story is offered it")
	}
	p = open(t, setup{first: true, reduced: true, script: `Object.defineProperty(window, 'localStorage', {get() { throw new Error('forbidden'); }});`})
	if !p.truth(offered) {
		t.Error("without storage there is no offer")
	}
	p.click("#offer button")
	if p.truth(offered) {
		t.Error("without storage it cannot be declined")
	}
	if words := p.text(`document.querySelector('#offer span').textContent`); strings.Count(words, ".") != 1 {
		t.Errorf("the offer is more than a sentence: %s", words)
	}
}

// witness is a host that writes down which files it is asked for, in order.
type witness struct {
	http.Handler
	mu    sync.Mutex
	names []string
}

func (h *witness) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	name := strings.TrimPrefix(r.URL.Path, "/")
	if name == "" || strings.HasSuffix(name, "/") {
		name += "index.html"
	}
	h.mu.Lock()
	h.names = append(h.names, name)
	h.mu.Unlock()
	h.Handler.ServeHTTP(w, r)
}

// TestFirstVisit: what the budgets weigh is what is fetched, and nothing of the story by the lab.
func TestFirstVisit(t *testing.T) {
	claim(t)
	manifest, err := static.ReadManifest(dist)
	if err != nil {
		t.Fatal(err)
	}
	var lab []string
	for name := range manifest.Files {
		if page, _ := static.FirstLoad([]static.Size{{Name: name, Brotli: 1}}); page > 0 {
			lab = append(lab, name)
		}
	}
	story, err := static.StoryFiles(dist)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		page, program, there string
		weighed              []string
	}{
		{"", static.Program, `globalThis.unimodalBias?.ready.then(() => true)`, lab},
		{"story/", static.Figures, `document.querySelector('.step .place svg text')`, story},
	} {
		t.Run(c.program, func(t *testing.T) {
			host := &witness{Handler: static.Handler(dist)}
			p := blank(t, setup{first: true, reduced: true, width: 1280, height: 800, url: other(t, host) + c.page})
			p.until(c.there)
			host.mu.Lock()
			names := slices.Clone(host.names)
			host.mu.Unlock()
			before := names[:max(0, slices.Index(names, c.program))]
			if len(before) < 20 {
				t.Fatalf("before %s it asks for %v", c.program, before)
			}
			for _, name := range before {
				lazy := strings.HasPrefix(name, "story/") && strings.HasSuffix(name, ".svg") && c.page != ""
				if !slices.Contains(c.weighed, name) && !lazy {
					t.Errorf("%s is fetched and not weighed", name)
				}
			}
			for _, name := range c.weighed {
				if !slices.Contains(names, name) && name != "web/icons/lab.svg" { // some browsers show no icon
					t.Errorf("%s is weighed and not fetched", name)
				}
			}
			if i := slices.IndexFunc(names, func(name string) bool { return strings.Contains(name, "story") }); c.page == "" && i >= 0 {
				t.Errorf("the lab fetches %s", names[i])
			}
		})
	}
}
