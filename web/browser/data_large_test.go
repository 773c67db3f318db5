package browser

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"regexp"

	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp/kb"
)

// TestDataStay: while somebody's file is read, arranged, trained on and saved, the page asks its
// host for nothing but its own files, and nobody else for anything: not it, nor its workers, which
// the policy they come with forbids it.
func TestDataStay(t *testing.T) {
	p := ownData(t, setup{url: server.URL + watchedPath + "#v=1&scenario=own"})
	asked := func() []string {
		watched.Lock()
		defer watched.Unlock()
		return slices.Clone(watched.requests)
	}
	// Once, so that all parts are there.
	work := func(name string) {
		t.Helper()
		p.until(`document.querySelector('#data-file')`)
		p.choose(file(t, name, table(60, 8, 8)))
		p.planned()
		p.click("#data-hold")
		p.click(".data .go")
		p.arrived()
		p.click("#share-open")
		p.until(shareSheet + `?.open`)
		p.click("#share-link .go")
		p.tabOf("QR")
		p.key(kb.Escape)
		p.settled()
		p.js(`document.querySelector('#number-own').click()`)
		p.until(`document.querySelector('.data .gist .word')`)
		p.click(".data .gist .word")
	}
	work("first.csv")
	before := asked()
	p.mu.Lock()
	sent := len(p.requests)
	p.mu.Unlock()
	work("secret.csv")
	var new []string
	for _, r := range asked()[len(before):] {
		name, ok := strings.CutPrefix(r, "GET "+watchedPath)
		if _, err := os.Stat(filepath.Join(dist, filepath.FromSlash(name))); !ok || err != nil { // a file of the site, by its bare name
			new = append(new, r)
		}
	}
	if len(new) > 0 {
		t.Errorf("while a file was worked on, the host was asked for %v", new)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, r := range p.requests[sent:] {
		if !strings.HasPrefix(r, server.URL+watchedPath) && !strings.HasPrefix(r, "blob:"+server.URL) {
			t.Errorf("the page asked for %s", r)
		}
	}
	for _, name := range []string{"", "web/worker.js"} {
		response, err := http.Get(server.URL + watchedPath + name)
		if err != nil {
			t.Fatal(err)
		}
		response.Body.Close()
		if policy := response.Header.Get("Content-Security-Policy"); !strings.HasPrefix(policy, "default-src 'self';") || strings.Contains(policy, "connect-src") {
			t.Errorf("%q comes with the policy %q", name, policy)
		}
	}
}

// big makes a file of rows × columns of numbers in the page, and gives it to the sheet. Its rows
// repeat themselves, so that it takes no room.
const big = `(rows, columns, name = 'big.csv') => {
	const draw = (seed => () => (seed = (seed * 16807) % 2147483647) / 2147483647)(7);
	const names = Array.from({length: columns}, (_, j) => j + 1 === columns ? 'y' : (2 * j < columns ? 'audio_' : 'video_') + (j + 1));
	const block = Math.min(rows, 500);
	const lines = Array.from({length: block}, () => {
		const line = Array.from({length: columns - 1}, () => draw().toFixed(3));
		return line.concat((Number(line[0]) + Number(line[columns - 2]) + draw()).toFixed(3)).join(',') + '\n';
	}).join('');
	const chunk = new Blob([lines]);
	const file = new File([names.join(',') + '\n', ...Array(rows / block).fill(chunk)], name);
	const transfer = new DataTransfer();
	transfer.items.add(file);
	const field = document.querySelector('#data-file');
	field.files = transfer.files;
	field.dispatchEvent(new Event('change'));
	return file.size;
}`

// frames counts what happens between two pieces of news about the reading: animation frames.
const frames = `(() => {
	globalThis.seen = []; // how far the reading was at each frame
	globalThis.watching = true;
	const look = () => {
		const bar = document.querySelector('.reading progress');
		if (bar) seen.push(bar.position);
		if (watching) requestAnimationFrame(look);
	};
	requestAnimationFrame(look);
})()`

// TestDataWhileFramesGoOn: a file of 10⁵ rows and 200 columns is read to the right table while the
// page goes on drawing; in a browser without workers, a smaller one is, too.
func TestDataWhileFramesGoOn(t *testing.T) {
	claim(t)
	for _, c := range []struct {
		name, path    string
		rows, columns int
	}{
		{"in a worker", subPath, 100_000, 200},
		{"without one", strictPath, 5000, 200},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := ownData(t, setup{url: server.URL + c.path + "#v=1&scenario=own", expected: []string{"Content Security", "worker"}})
			p.js(frames)
			bytes := p.number(`(` + big + `)(` + fmt.Sprint(c.rows) + `, ` + fmt.Sprint(c.columns) + `)`)
			p.until(`document.querySelector('.planner')`)
			var seen []float64
			p.decode(`(watching = false, seen)`, &seen)
			moved := slices.Compact(slices.Clone(seen))
			t.Logf("%.0f MB: %d frames, at %d of them the reading had gone on", bytes/1e6, len(seen), len(moved))
			// Were a frame to wait for the reading, there would be the first and the last.
			if len(seen) == 0 || len(moved) < 5 {
				t.Errorf("%d frames came while the file was read, at %d of them it had gone on", len(seen), len(moved))
			}
			if got := p.text(`document.querySelector('.data .gist p').textContent`); !strings.Contains(got, fmt.Sprint(c.rows, " rows, ", c.columns, " columns")) {
				t.Errorf("it says %q", got)
			}
			if got := p.number(`document.querySelectorAll('.columns tbody tr').length`); got > 6 {
				t.Errorf("the columns take %v lines", got)
			}
			p.save("data-big")
			p.click(".data .go")
			p.until(`document.querySelector('.planner progress')`)
			p.arrived()
			if !p.truth(`unimodalBias.get().then(s => s.local)`) {
				t.Error("a run on 199 inputs is said to be in its link")
			}
		})
	}
}

// TestDataCost: a file of more than 200 MB says first what it costs; who does not want that has
// lost nothing. One that is being read can be left at any moment.
func TestDataCost(t *testing.T) {
	p := ownData(t, setup{})
	p.write("#data-text", "kept")
	p.js(`(` + big + `)(220000, 200)`)
	p.until(`document.querySelector('.reading [role=alert]')?.textContent.includes('at the speed')`)
	if got := p.text(`document.querySelector('.reading [role=alert]').textContent`); !strings.Contains(got, "MB") || !regexp.MustCompile(`about \d+ (s|min), at`).MatchString(got) {
		t.Errorf("it says %q", got)
	}
	p.save("data-cost")
	if got := p.text(`document.activeElement.textContent`); got != "Read it" {
		t.Errorf("the focus is on %q", got)
	}
	at := p.number(`document.querySelector('.reading progress').value`)
	p.js(`new Promise(done => setTimeout(done, 300))`)
	p.within(`document.querySelector('.reading progress').value`, at, at)
	p.key(kb.Tab)
	p.key(kb.Enter) // Cancel
	p.until(`document.querySelector('#data-text')?.value === 'kept'`)
	p.js(`(` + big + `)(220000, 200)`)
	p.until(`document.querySelector('.reading [role=alert]')?.textContent`)
	p.key(kb.Enter)
	p.until(`document.activeElement.textContent === 'Cancel' && document.querySelector('.reading progress').position > .1`)
	p.key(kb.Enter)
	p.until(`document.querySelector('#data-text')?.value === 'kept'`)
	if p.truth(`!document.querySelector('#data-error').hidden`) {
		t.Error("what was cancelled is told as a mistake")
	}
}

// TestDataSaved: data that no link can hold are saved as a file, where a link is copied; dropped on
// the page, that file gives the same run.
func TestDataSaved(t *testing.T) {
	p := ownData(t, setup{})
	p.js(`globalThis.saved = []; URL.createObjectURL = blob => (saved.push(blob), 'blob:nothing'); HTMLAnchorElement.prototype.click = function () { saved.push(this.download); }`)
	p.choose(file(t, "features.csv", table(80, 7, 7)))
	p.planned()
	p.click(".data .go")
	own := p.arrived()
	if !strings.HasPrefix(own, "tab-") {
		t.Fatalf("the run has %.60q", own)
	}
	p.until(`document.querySelector('#number-own').textContent === 'audio 7 + video 7 inputs …'`)
	p.click("#share-open")
	p.until(`document.querySelector('#share-link')?.textContent.includes('in this tab only')`)
	p.save("data-local")
	for _, part := range []string{"Embed", "QR"} {
		p.tabOf(part)
		p.until(`document.querySelector('#share-sheet .part:not([hidden])').textContent.includes('in this tab only') && !document.querySelector('#share-sheet :is(iframe, svg)')`)
	}
	p.tabOf("Link")
	p.click("#share-link p .word")
	p.until(`saved.length === 2`)
	if got := p.text(`saved[1]`); got != "features.moments.json" {
		t.Errorf("it is saved as %q", got)
	}
	p.key(kb.Escape)

	saved := p.text(`saved[0].text()`)
	const curves = `unimodalBias.seek(50).then(() => unimodalBias.trajectory()).then(t => JSON.stringify(t.columns))`
	run := p.text(curves)
	p = open(t, setup{reduced: true, width: 1280, height: 800})
	p.until(`document.querySelector('.drop')`)
	data := &input.DragData{Items: []*input.DragDataItem{}, Files: []string{file(t, "features.moments.json", saved)}, DragOperationsMask: 1}
	for _, kind := range []input.DispatchDragEventType{input.DispatchDragEventTypeDragEnter, input.DispatchDragEventTypeDragOver, input.DispatchDragEventTypeDrop} {
		send(p, input.DispatchDragEvent, input.DispatchDragEventParams{Type: kind, X: 700, Y: 300, Data: data})
	}
	p.until(`unimodalBias.get().then(s => s.own === '` + own + `')`)
	p.settled()
	if again := p.text(curves); again != run || len(run) < 1000 {
		t.Errorf("opened again, the data give another run: %.200s, not %.200s", again, run)
	}
	// A broken one is told as what it is.
	p.js(`document.querySelector('#number-own').click()`)
	p.until(`document.querySelector('#data-sheet').open`)
	p.choose(file(t, "features.moments.json", saved[:len(saved)/2]))
	p.until(`document.querySelector('#data-error')?.textContent.includes('features.moments.json')`)
}
