package browser

import (
	"bytes"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"unimodal-bias-lab/web/site/static"
)

// anotherBuild is the name of a build that there never was.
const anotherBuild = "000000000000"

// mixed serves the site, but for the files of another build.
type mixed struct {
	theirs func(name string) bool
	lacks  string // an export that theirs do not have
}

func (m mixed) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	name := strings.TrimPrefix(r.URL.Path, "/")
	if name == "" {
		name = "index.html"
	}
	if !m.theirs(name) && name != "program.json" {
		static.Handler(dist).ServeHTTP(w, r)
		return
	}
	data, err := os.ReadFile(filepath.Join(dist, filepath.FromSlash(name)))
	if err != nil {
		http.NotFound(w, r)
		return
	}
	if name == "program.json" { // a compressed sibling would arrive instead of the program of another build
		data = listOfPrograms(0)
	}
	if !m.theirs(name) {
		// as it is
	} else if filepath.Ext(name) == ".wasm" { // its own name ends it
		copy(data[len(data)-len(anotherBuild):], anotherBuild)
	} else {
		manifest, err := static.ReadManifest(dist)
		if err != nil {
			panic(err)
		}
		data = bytes.ReplaceAll(data, []byte(manifest.Build), []byte(anotherBuild))
		if m.lacks != "" {
			data = bytes.ReplaceAll(data, []byte("export function "+m.lacks), []byte("function "+m.lacks))
		}
	}
	w.Header().Set("Content-Type", map[string]string{".html": "text/html", ".js": "text/javascript", ".json": "application/json", ".wasm": "application/wasm"}[filepath.Ext(name)])
	w.Write(data)
}

// TestBuildsNeverMix: whichever part is of another build than the rest, nothing begins, and a sentence says so, with a
// button. No part is looked for in a cache again.
func TestBuildsNeverMix(t *testing.T) {
	claim(t)
	for name, theirs := range map[string]string{
		"button": `^web/nodes\.js$`, "page": `^index\.html$`, "first": `^web/first\.js$`, "main": `^web/main\.js$`, "leaf": `^web/nodes\.js$`, "all modules": `^web/.*\.js$`, "all but the page": `^(web/.*|.*\.json)$`,
		"words": `^web/strings/en\.json$`, "description": `^describe\.json$`, "list of programs": `^program\.json$`, "program": `^lab\.wasm$`,
	} {
		t.Run(name, func(t *testing.T) {
			pattern := regexp.MustCompile(theirs)
			site := mixed{theirs: pattern.MatchString}
			if name == "button" {
				site.lacks = name
			}
			p := blank(t, setup{url: other(t, site), expected: []string{"in a page of ", "of another build", "does not provide an export"}})
			p.eventually(visibleText + `.includes('of different versions') &&
				[...document.querySelectorAll('#notice button, #renew')].some(e => e.checkVisibility({visibilityProperty: true}) && e.textContent === 'Reload')`)
			p.until(`document.querySelector('#poster img').complete`)
			p.picture()
		})
	}
}

// TestFigureNeverMixes: nor do the parts of a light figure.
func TestFigureNeverMixes(t *testing.T) {
	site := mixed{theirs: regexp.MustCompile(`^web/shapes\.js$`).MatchString}
	p := blank(t, setup{url: other(t, site) + "figure.html", expected: []string{"in a page of ", "of another build"}})
	p.eventually(visibleText + `.includes('of different versions') && document.querySelector('#renew')?.checkVisibility({visibilityProperty: true})`)
}

// TestStaleCacheMends: a cache that has kept the modules of the build before costs a visitor nothing but a moment.
func TestStaleCacheMends(t *testing.T) {
	var updated atomic.Bool // the host has the present build
	old := mixed{theirs: func(name string) bool {
		return filepath.Ext(name) != ".wasm" && name != "program.json" && regexp.MustCompile(`\.(html|js|json)$`).MatchString(name) && !strings.HasPrefix(name, "docs/")
	}}
	now := static.Handler(dist)
	address := other(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		modules := strings.HasSuffix(r.URL.Path, ".js")
		w = keptLong{w, modules}
		if updated.Load() {
			now.ServeHTTP(w, r)
		} else {
			old.ServeHTTP(w, r)
		}
	}))
	p := blank(t, setup{url: address, reduced: true, expected: []string{"in a page of "}})
	p.eventually(`document.documentElement.dataset.mixed === ''`) // program.json and the program are of another build
	updated.Store(true)
	p.js(`location.href = '?again'`)
	p.eventually(`location.search === '?again' && globalThis.unimodalBias?.ready.then(() => true)`)
	if build := p.text(`document.documentElement.dataset.build`); build == anotherBuild {
		t.Error("it runs the build before")
	}
}

// eventually waits for an expression to be true, in this page or the one that comes after it.
func (p *tab) eventually(expression string) {
	p.Helper()
	for {
		v, err := chromedp.Run(p.ctx, chromedp.Evaluate[any](expression, chromedp.EvalAwaitPromise))
		if truth, _ := v.(bool); truth {
			return
		}
		if p.ctx.Err() != nil {
			p.Fatalf("never: %s (%v)", expression, err)
		}
		time.Sleep(50 * time.Millisecond)
	}
}

// keptLong has a browser keep what is served for an hour, as many hosts do, or not.
type keptLong struct {
	http.ResponseWriter
	long bool
}

func (k keptLong) WriteHeader(status int) {
	if k.long {
		k.Header().Set("Cache-Control", "max-age=3600")
	}
	k.ResponseWriter.WriteHeader(status)
}

func (k keptLong) Write(b []byte) (int, error) {
	if k.long {
		k.Header().Set("Cache-Control", "max-age=3600")
	}
	return k.ResponseWriter.Write(b)
}

// TestUpdatedInTheMiddle: a part that is opened after an update is not opened beside older ones. A line says so; Reload
// brings the new build, and the run.
func TestUpdatedInTheMiddle(t *testing.T) {
	var updated atomic.Bool
	site := mixed{theirs: func(name string) bool { return updated.Load() && name == "web/compare.js" }}
	p := open(t, setup{url: other(t, site), reduced: true, expected: []string{"in a page of "}})
	p.js(`unimodalBias.set({rho: 0.3, epoch: 250})`)
	updated.Store(true)
	p.click("#compare-open")
	p.until(`document.getElementById('remarks').textContent.includes('was updated')`)
	if p.truth(`Boolean(document.querySelector('dialog[open]'))`) {
		t.Error("it opens all the same")
	}
	updated.Store(false) // all of the host is of one build again
	p.js(`globalThis.marker = 1; 0`)
	p.click("#remarks button.word")
	p.eventually(`globalThis.marker !== 1 && globalThis.unimodalBias?.ready.then(() => true)`)
	p.until(`unimodalBias.get().then(s => s.epoch === 250 && s.rho === 0.3)`)
}
