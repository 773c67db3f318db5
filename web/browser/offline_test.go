package browser

import (
	"bytes"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"unimodal-bias-lab/web/site/static"
)

// seldom is a host that can be switched off, and updated.
type seldom struct {
	off     atomic.Bool
	mu      sync.Mutex
	handler http.Handler
}

func (h *seldom) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if h.off.Load() {
		panic(http.ErrAbortHandler)
	}
	h.mu.Lock()
	handler := h.handler
	h.mu.Unlock()
	handler.ServeHTTP(w, r)
}

const kept = `navigator.serviceWorker.ready.then(() => true)` // the first one is active once it has all

// countTiles counts what workers have trained.
const countTiles = `globalThis.tiles = 0; globalThis.Worker = class extends Worker {
	constructor(...from) {
		super(...from);
		this.addEventListener('message', ({data}) => { if (data.type === 'tile' && data.buffer) tiles++; });
	}
};`

// TestOffline: after one visit the lab works without its host: it opens, another scenario too, and workers train a diagram; so does the lecture.
// What is not of the lab is not answered for.
func TestOffline(t *testing.T) {
	host := &seldom{handler: static.Handler(dist)}
	address := other(t, host)
	p := open(t, setup{url: address + "#v=1&scenario=late&rho=0.3", reduced: true, offline: true, script: countTiles, expected: []string{"ERR_", "Failed to fetch", "Failed to load"}})
	p.eventually(kept)
	host.off.Store(true)
	p.js(`globalThis.marker = 1; location.reload()`)
	p.eventually(`globalThis.marker !== 1 && globalThis.unimodalBias?.ready.then(() => true)`)
	if !p.truth(`Boolean(navigator.serviceWorker.controller)`) {
		t.Error("nobody answers for the host")
	}
	if !p.truth(`unimodalBias.get().then(s => s.rho === 0.3)`) {
		t.Error("the link was not opened")
	}
	p.js(`unimodalBias.set({scenario: 'superficial'})`)
	p.settled()
	p.js(`unimodalBias.diagram({kind: 'ratio', cells: 32}).then(() => 0)`)
	p.until(`tiles > 0`)
	p.click("#about-open")
	p.until(`document.querySelector('#about-sheet[open]')`)
	if p.truth(`fetch('elsewhere.json').then(() => true, () => false)`) {
		t.Error("it answers for what is not of the lab")
	}
	p.js(`location.href = document.querySelector('.top nav a').href`)
	p.eventually(`document.documentElement.dataset.page === 'story' && Boolean(navigator.serviceWorker.controller)`)
	p.js(`setTimeout(() => { location.href = '` + address + `story/?view=present#step=race'; }); 0`)
	p.eventually(`globalThis.unimodalBiasStory?.steps.race.figure()?.ready.then(() => true)`)
}

// TestPreviewLeadsToTheLab: the page that other sites preview opens its scenario, with its policy kept and no way back to it
// but on.
func TestPreviewLeadsToTheLab(t *testing.T) {
	claim(t)
	pages := t.TempDir()
	if err := static.WritePreviews(filepath.Join("..", ".."), pages, "", "early"); err != nil {
		t.Fatal(err)
	}
	address := other(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		dir := dist
		if strings.HasPrefix(r.URL.Path, "/s/") {
			dir = pages
		}
		static.Handler(dir).ServeHTTP(w, r)
	}))
	p := blank(t, setup{url: address + "s/early/", reduced: true})
	p.eventually(`globalThis.unimodalBias?.ready.then(() => true)`)
	if at := p.text(`location.href`); !strings.HasPrefix(at, address+"#v=1") || p.text(`unimodalBias.get().then(s => s.scenario)`) != "early" {
		t.Errorf("it leads to %s", at)
	}
}

// TestNewerBuild: a build that comes after the one that is kept is told of in a line, and is what Reload brings. Until then
// the page has the old one, whole.
func TestNewerBuild(t *testing.T) {
	host := &seldom{handler: static.Handler(dist)}
	p := open(t, setup{url: other(t, host), reduced: true, offline: true})
	p.eventually(kept)
	next := rebuilt(t)
	host.mu.Lock()
	host.handler = static.Handler(next)
	host.mu.Unlock()
	p.js(`globalThis.marker = 1; location.reload()`)
	p.eventually(`globalThis.marker !== 1 && globalThis.unimodalBias?.ready.then(() => true)`)
	if p.text(`document.documentElement.dataset.build`) == anotherBuild {
		t.Error("the newer build came without a word")
	}
	p.js(`unimodalBias.set({rho: 0.3, epoch: 250})`)
	p.until(`document.getElementById('remarks').textContent.includes('newer version')`)
	p.js(`globalThis.marker = 1; 0`)
	p.click("#remarks button.word")
	p.eventually(`globalThis.marker !== 1 && globalThis.unimodalBias?.ready.then(() => true)`)
	if got := p.text(`document.documentElement.dataset.build`); got != anotherBuild {
		t.Errorf("Reload has brought %s", got)
	}
	p.until(`unimodalBias.get().then(s => s.epoch === 250 && s.rho === 0.3)`)
	p.until(`caches.keys().then(keys => keys.length === 1)`)
}

// rebuilt is the site as another build, whose parts fit each other.
func rebuilt(t *testing.T) string {
	t.Helper()
	manifest, err := static.ReadManifest(dist)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(dist)); err != nil {
		t.Fatal(err)
	}
	err = fs.WalkDir(os.DirFS(dir), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		file := filepath.Join(dir, filepath.FromSlash(name))
		switch filepath.Ext(name) {
		case ".br", ".gz":
			if !strings.Contains(name, ".wasm") {
				return os.Remove(file) // of the build before
			}
		case ".html", ".js", ".json":
			data, err := os.ReadFile(file)
			if err != nil {
				return err
			}
			return os.WriteFile(file, bytes.ReplaceAll(data, []byte(manifest.Build), []byte(anotherBuild)), 0o644)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := static.Finish(dir); err != nil {
		t.Fatal(err)
	}
	return dir
}
