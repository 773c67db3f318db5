package browser

import (
	"html/template"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"
)

// revealPath is where the deck among the examples looks for reveal.js, which is not shipped: the test fetches it.
const revealPath = subPath + "web/examples/reveal.js"

// TestPost: the post among the examples is a page with three figures, of which the one that is to come by itself does.
func TestPost(t *testing.T) {
	p := blank(t, setup{width: 760, height: 800, scale: 1, url: server.URL + subPath + "web/examples/post.html"})
	p.until(`document.querySelectorAll('unimodal-bias').length === 3 && [...document.querySelectorAll('unimodal-bias')].every(e => e.shadowRoot?.querySelector('button, iframe'))`)
	p.until(`[...` + figure + `.shadowRoot.querySelectorAll('img')].every(e => e.naturalWidth)`)
	p.save("post")
	p.js(`document.querySelectorAll('unimodal-bias')[2].scrollIntoView({behavior: 'instant'}); 0`)
	p.js(`document.querySelectorAll('unimodal-bias')[2].ready`)
	p.within(iframes+`.filter(Boolean).length`, 1, 1)
	if got := p.text(`document.querySelectorAll('unimodal-bias')[2].get().then(s => [s.scenario, s.epoch, s.playing].join())`); got != "early,1000,false" {
		t.Errorf("the last figure is at %s", got)
	}
}

// TestNotebook: what a notebook shows of a cell has a figure.
func TestNotebook(t *testing.T) {
	p := blank(t, setup{reduced: true, width: 760, height: 700, url: server.URL + subPath + "web/examples/notebook.html"})
	p.until(`frames[0]?.document.querySelector('unimodal-bias')?.shadowRoot?.querySelector('button')`)
	p.js(`(e => { e.shadowRoot.querySelector('button').click(); return e.ready; })(frames[0].document.querySelector('unimodal-bias'))`)
	if got := p.text(`frames[0].document.querySelector('unimodal-bias').get().then(s => s.scenario)`); got != "intermediate" {
		t.Errorf("it shows %s", got)
	}
}

// slid resolves once a figure rests where it is.
const slid = `new Promise((done) => {
	let before = NaN;
	const look = () => {
		const {x, width} = document.querySelectorAll('unimodal-bias')[%d].getBoundingClientRect();
		if (x === before && x > 0 && x + width < innerWidth) done(0);
		else setTimeout(look, 100);
		before = x;
	};
	look();
})`

// TestDeck: of a deck only the figure of the slide that is shown is live, and after a click into it the clicker still turns
// the slides; what the figure has a use for stays with it.
func TestDeck(t *testing.T) {
	p := blank(t, setup{reduced: true, width: 760, height: 700, url: server.URL + subPath + "web/examples/deck.html"})
	p.until(iframes + `[0]`)
	p.js(figure + `.ready`)
	p.within(iframes+`.filter(Boolean).length`, 1, 1)
	shown := `[...document.querySelectorAll('.slides > section')].findIndex(e => e.matches('.present'))`
	clickInto := func(n int) {
		p.Helper()
		p.js(jsf(slid, n)) // a slide glides into its place
		var b box
		p.decode(jsf(`(e => { const {x, y, width, height} = e.getBoundingClientRect(); return {X: x, Y: y, W: width, H: height}; })(document.querySelectorAll('unimodal-bias')[%d])`, n), &b)
		p.clickAt(b.X+b.W*.3, b.Y+b.H*.5)
		p.until(jsf(`document.activeElement === document.querySelectorAll('unimodal-bias')[%d]`, n))
	}
	clickInto(0)
	p.key(kb.PageDown)
	p.until(shown + ` === 1`)
	p.until(iframes + `[1]`)
	p.js(`document.querySelectorAll('unimodal-bias')[1].ready`)
	clickInto(1)
	p.key(" ")
	p.until(`document.querySelectorAll('unimodal-bias')[1].get().then(s => s.playing)`)
	p.within(shown, 1, 1)
	p.key(kb.Escape)
	p.until(`document.querySelector('.reveal').classList.contains('overview')`)
	p.key(kb.ArrowRight)
	p.until(shown + ` === 2`)
	p.key(kb.PageUp)
	p.until(shown + ` === 1`)
}

// TestShortcodes: what the shortcode for Hugo makes of its parameters is a figure with these attributes, and nothing that
// they contain leaves them. The filter for pandoc names the same element; nothing here can run it.
func TestShortcodes(t *testing.T) {
	source, err := os.ReadFile(filepath.Join(dist, "web/examples/hugo-shortcode.html"))
	if err != nil {
		t.Fatal(err)
	}
	// As Hugo has them.
	shortcode, err := template.New("").Funcs(template.FuncMap{
		"site": func() any {
			return map[string]any{"Params": map[string]any{"unimodalBias": foreign() + openPath}}
		},
		"htmlEscape":   template.HTMLEscapeString,
		"safeHTMLAttr": func(text string) template.HTMLAttr { return template.HTMLAttr(text) },
	}).Parse(string(source))
	if err != nil {
		t.Fatal(err)
	}
	var page strings.Builder
	page.WriteString(`<!doctype html><title>A page</title><link rel="icon" href="data:,">`)
	if err := shortcode.Execute(&page, map[string]any{"Params": map[string]string{"scenario": "superficial", "kappa": "3", "panels": "phase,training", "title": `"><b>`}}); err != nil {
		t.Fatal(err)
	}
	p := blank(t, setup{width: 760, height: 600, url: server.URL + pagePath + "?" + escaped(page.String())})
	p.until(inside("button"))
	if got := p.text(figure + `.scenario + ' ' + ` + figure + `.kappa + ' ' + ` + figure + `.title + document.querySelectorAll('b').length`); got != `superficial 3 "><b>0` {
		t.Errorf("it makes %s of %s", got, page.String())
	}
	if got := p.text(`fetch('` + subPath + `web/examples/quarto-filter.lua').then(r => r.text())`); !strings.Contains(got, `element.js"></script>\n<unimodal-bias'`) {
		t.Errorf("the filter is %q", got)
	}
}
