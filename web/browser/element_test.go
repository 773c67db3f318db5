package browser

import (
	"compress/gzip"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"

	"unimodal-bias-lab/web/site/static"
)

// pagePath serves a page whose markup is the query: somebody's post, notebook or deck.
const pagePath = "/page"

func anyPage(w http.ResponseWriter, r *http.Request) {
	markup, err := url.QueryUnescape(r.URL.RawQuery)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	fmt.Fprint(w, markup)
}

// pressedPath is where the site is served by a host that compresses what it sends, as all do that deserve the name, and
// lets pages of others have its module.
const pressedPath = "/pressed/lab/"

type presser struct {
	http.ResponseWriter
	z *gzip.Writer
}

func (p presser) Write(data []byte) (int, error) { return p.z.Write(data) }

func pressed(w http.ResponseWriter, r *http.Request) {
	z := gzip.NewWriter(w)
	defer z.Close()
	w.Header().Set("Access-Control-Allow-Origin", "*")
	w.Header().Set("Content-Encoding", "gzip")
	r.Header.Del("Accept-Encoding")
	r.Header.Del("Range")
	http.StripPrefix(strings.TrimSuffix(pressedPath, "/"), static.HandlerWith(static.Policy, dist)).ServeHTTP(lengthless{presser{w, z}}, r)
}

// lengthless takes off the length of what is not compressed yet.
type lengthless struct{ http.ResponseWriter }

func (l lengthless) WriteHeader(status int) {
	l.Header().Del("Content-Length")
	l.ResponseWriter.WriteHeader(status)
}

// foreign is the same server under another name: a site of its own.
func foreign() string { return strings.Replace(server.URL, "127.0.0.1", "localhost", 1) }

// post opens a page with this body, on which the element comes from a folder of another site.
func post(t *testing.T, s setup, folder, body string) *tab {
	t.Helper()
	s.url = postURL(folder, body)
	return blank(t, s)
}

// escaped is markup as the query of such a page.
func escaped(markup string) string { return url.QueryEscape(markup) }

func postURL(folder, body string) string {
	return server.URL + pagePath + "?" + escaped(`<!doctype html><html><meta name="viewport" content="width=device-width"><title>A post</title>
<link rel="icon" href="data:,"><style>body { margin: 0 }</style><script type="module" src="`+foreign()+folder+`element.js"></script>`+body)
}

// figure is the first element of a page, inside what is in its shadow.
const figure = `document.querySelector('unimodal-bias')`

func inside(selector string) string {
	return fmt.Sprintf(`%s.shadowRoot?.querySelector(%q)`, figure, selector)
}

// press clicks on something in the shadow of the first element, as a hand does.
func (p *tab) press(selector string) {
	p.Helper()
	p.until(inside(selector))
	var b box
	p.decode(fmt.Sprintf(`(e => { e.scrollIntoView({block: 'center', behavior: 'instant'}); const {x, y, width, height} = e.getBoundingClientRect(); return {X: x, Y: y, W: width, H: height}; })(%s)`, inside(selector)), &b)
	p.clickAt(b.X+b.W/2, b.Y+b.H/2)
}

// TestFacadeCostsLittle: until somebody touches a figure, a page with one pays for a module and two pictures, on a host of
// another site; the figure says what it is, has a button with a name, and takes no focus. In what it says, nothing is of a
// run that the picture is not of.
func TestFacadeCostsLittle(t *testing.T) {
	p := post(t, setup{width: 760, height: 600}, pressedPath, `<p>Words.</p><unimodal-bias scenario="superficial" panels="phase,training"><a href="#">the figure</a></unimodal-bias>`)
	p.until(`[...` + figure + `.shadowRoot?.querySelectorAll('img') ?? []].filter(e => e.naturalWidth).length === 2`)
	p.mu.Lock()
	var requests []string
	for _, request := range p.requests {
		if strings.Contains(request, foreign()) {
			requests = append(requests, request)
		}
	}
	if len(requests) != 3 || p.bytes < 5_000 || p.bytes > 30_000 {
		t.Errorf("%v bytes, requests: %v", p.bytes, requests)
	}
	t.Logf("the page and its figure: %v bytes", p.bytes)
	p.mu.Unlock()
	if p.truth(`!!` + inside("iframe")) {
		t.Error("there is a frame")
	}
	if got := p.text(inside("button") + `.getAttribute('aria-label')`); got != "Play: Superficial preference" {
		t.Errorf("the button is called %q", got)
	}
	if got := p.text(inside("header") + `.innerText.replace(/\s+/g, ' ')`); got != "Superficial preference A is learned first, although B explains more: 64 % against 36 %. Zhang et al., 2024 open in the lab" {
		t.Errorf("it says %q", got)
	}
	if p.truth(`document.body.innerText.includes('the figure')`) || p.text(`document.activeElement.tagName`) != "BODY" {
		t.Error("what stands in for it is shown, too, or it has taken the focus")
	}
	p.js(figure + `.setAttribute('kappa', 3)`)
	p.until(inside("header") + `.innerText.includes('play shows κ = 3')`)
	if got := p.text(inside("header") + `.innerText`); strings.Contains(got, "64 %") {
		t.Errorf("of another run it says %q", got)
	}
	if got := p.text(`[...` + figure + `.shadowRoot.querySelectorAll('a')].at(-1).href`); got != foreign()+pressedPath+"index.html#v=1&scenario=superficial&kappa=3" {
		t.Errorf("the lab is at %s", got)
	}
	for _, wrong := range []string{"no-such", "constructor", ""} {
		p.js(figure + `.setAttribute('scenario', '` + wrong + `')`)
		p.until(inside("img") + `.src.includes('/late/')`)
	}

	// In a tree of somebody else's it knows, too, that it has the focus.
	if !p.truth(`(() => { const root = document.body.appendChild(document.createElement('div')).attachShadow({mode: 'open'}); const figure = root.appendChild(document.createElement('unimodal-bias')); figure.tabIndex = -1; figure.focus(); return figure.focused; })()`) {
		t.Error("it does not know that it has the focus")
	}
}

// TestElement: pressed, a figure becomes the lab in a frame of another site: it plays, tells its events, obeys the verbs and
// the attributes, is as high as it has to be, and looks like the page around it.
func TestElement(t *testing.T) {
	p := post(t, setup{width: 760, height: 600}, openPath, `<p>Words.</p><unimodal-bias scenario="late" panels="phase,training"></unimodal-bias><p>More words.</p>`)
	p.until(inside("button"))
	p.js(`globalThis.told = []; for (const name of ['ready', 'state', 'milestone', 'error']) ` + figure + `.addEventListener(name, ({detail}) => told.push([name, detail])); 0`)
	p.press("button")
	p.until(`told.some(([name, detail]) => name === 'milestone' && detail.code === 'learned')`)
	if got := p.text(`told[0][0] + ' ' + told[1][0] + ' ' + told.some(([name, detail]) => name === 'state' && detail.playing) + ' ' + told.filter(([name]) => name === 'error').length`); got != "ready state true 0" {
		t.Errorf("told: %s", got)
	}
	if got := p.text(`document.activeElement.tagName + ' ' + ` + figure + `.shadowRoot.activeElement?.tagName`); got != "UNIMODAL-BIAS IFRAME" {
		t.Errorf("the focus is on %s", got)
	}
	if got := p.text(inside("iframe") + `.title`); got != "Unimodal Bias Lab: Late fusion" {
		t.Errorf("the frame is called %q", got)
	}
	frame := p.frame("view=embed")

	// The verbs.
	var verbs []string
	frame.decode(`Object.keys(unimodalBias).filter(verb => typeof unimodalBias[verb] === 'function')`, &verbs)
	for _, verb := range verbs {
		if !p.truth(`typeof ` + figure + `['` + verb + `'] === 'function'`) {
			t.Errorf("the element has no %s", verb)
		}
	}
	p.js(figure + `.pause()`)
	p.within(figure+`.set({rho: 0.25, epoch: 77}).then(s => s.epoch)`, 77, 77)
	p.within(figure+`.get().then(s => s.rho)`, .25, .25)
	p.within(figure+`.trajectory().then(t => t.columns[0].values.length)`, 78, 78)
	if got := p.text(figure + `.set({rho: 7}).catch(e => [e instanceof Error, e.code, e.key, e.value, e.min, e.max, e.message].join('|'))`); got != "true|outOfRange|rho|7|-0.99|0.99|7 is out of range: correlation goes from −0.99 to 0.99." {
		t.Errorf("an error arrives as %s", got)
	}

	// The attributes and properties.
	var keys []string
	p.decode(figure+`.describe().then(d => d.parameters.map(({key}) => key))`, &keys)
	for _, key := range keys {
		if !p.truth(fmt.Sprintf(`(e => { const observed = customElements.get('unimodal-bias').observedAttributes; return %[2]q in e && observed.includes(%[2]q.toLowerCase()); })(%[1]s)`, figure, key)) {
			t.Errorf("the element has no %s", key)
		}
	}
	p.js(figure + `.kappa = 3; ` + figure + `.setAttribute('wB', '0.5'); 0`)
	p.until(figure + `.get().then(s => s.kappa === 3 && s.wB === 0.5 && s.rho === 0.25)`)
	p.js(figure + `.kappa = null; 0`)
	p.until(figure + `.get().then(s => s.kappa === 2 && s.wB === 0.5 && s.rho === 0)`)
	p.js(figure + `.setAttribute('scenario', 'early'); 0`)
	p.until(figure + `.get().then(s => s.scenario === 'early' && s.fusion === 1 && s.wB === 0.5)`)
	p.js(figure + `.rho = 'much'; 0`)
	p.until(`told.some(([name, detail]) => name === 'error' && detail.code === 'notANumber' && detail.key === 'rho')`)
	p.js(figure + `.removeAttribute('rho')`)

	// The height, at any width.
	for _, width := range []int{760, 500, 300} {
		p.js(fmt.Sprintf(`%s.style.width = '%dpx'; 0`, figure, width))
		frame.until(fmt.Sprintf(`innerWidth === %d && innerHeight === document.documentElement.scrollHeight && innerHeight > 300 && innerHeight < 900 && document.documentElement.scrollWidth <= innerWidth`, width))
		p.settledIn(figure)
		if n := frame.number(`[...document.querySelectorAll('.texts [data-key^="phase/"]')].length`); n < 5 {
			t.Errorf("at %d pixels the plane has %v texts", width, n)
		}
		frame.within(`document.querySelector('.round').getBoundingClientRect().bottom - innerHeight`, -100, 0)
	}

	// The looks.
	send(p, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{}) // it would hide the scheme
	for scheme, ground := range map[string]string{"dark": "rgb(21, 23, 27)", "light": "rgb(255, 255, 255)"} {
		p.js(`document.documentElement.style.colorScheme = '` + scheme + `'; 0`)
		frame.until(`getComputedStyle(document.body).backgroundColor === '` + ground + `'`)
	}
	p.js(`document.documentElement.style.colorScheme = ''; document.body.style.background = '#222'; 0`)
	frame.until(`getComputedStyle(document.body).backgroundColor === 'rgb(21, 23, 27)'`)

	// Another view asks for another frame, of the same run.
	p.js(figure + `.seek(123).then(() => { ` + figure + `.panels = 'training'; })`)
	p.until(inside("iframe") + `.src.includes('panels=training&')`)
	p.js(figure + `.ready`)
	p.until(figure + `.get().then(s => s.epoch === 123 && s.scenario === 'early' && s.wB === 0.5)`)
}

func (p *tab) settledIn(figure string) {
	p.Helper()
	p.js(figure + `.settled().then(() => 0)`)
}
