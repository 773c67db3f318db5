package browser

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
)

// fileKinds are the kinds of files of every run.
const fileKinds = `['csv', 'json', 'run', 'numpy', 'pytorch']`

// dropFile lets go of a file over the page.
func (p *tab) dropFile(path string) {
	p.Helper()
	data := &input.DragData{Items: []*input.DragDataItem{}, Files: []string{path}, DragOperationsMask: 1}
	for _, kind := range []input.DispatchDragEventType{input.DispatchDragEventTypeDragEnter, input.DispatchDragEventTypeDragOver, input.DispatchDragEventTypeDrop} {
		send(p, input.DispatchDragEvent, input.DispatchDragEventParams{Type: kind, X: 200, Y: 300, Data: data})
	}
}

// TestExportFile: files of the whole run, wherever the playhead is, with names, types and the numbers of trajectory();
// what cannot be made is refused in words.
func TestExportFile(t *testing.T) {
	p := open(t, setup{width: 1280, height: 800, reduced: true, url: server.URL + subPath + "?diagram=chartRho#v=1&scenario=superficial&epoch=300&seed=2"})
	p.settled()
	if got := p.text(`Promise.all(` + fileKinds + `.map((kind) => unimodalBias.exportFile(kind))).then((all) => all.map((file) => [file instanceof File, file.name, file.type].join(' ')).join('|'))`); got !=
		"true superficial-seed2.csv text/csv|true superficial-seed2.json application/json|true superficial-seed2.run.json application/json|true superficial-seed2.numpy.py text/x-python|true superficial-seed2.pytorch.py text/x-python" {
		t.Error(got)
	}
	if !p.truth(`(async () => {
		const file = await unimodalBias.exportFile('csv');
		const lines = (await file.text()).trim().split('\n').filter((line) => !line.startsWith('#'));
		await unimodalBias.seek(1000);
		const { columns } = await unimodalBias.trajectory();
		return lines[0] === columns.map(({ name }) => name).join() && lines.length === columns[0].values.length + 1
			&& lines.slice(1).every((line, e) => line.split(',').every((word, i) => Number(word) === columns[i].values[e]));
	})()`) {
		t.Error("the CSV holds other numbers than trajectory()")
	}
	if got := p.text(`unimodalBias.exportFile('csv').then((file) => file.text()).then((text) => text.split('\n')[1])`); got != "# "+server.URL+subPath+"#v=1&scenario=superficial&seed=2" {
		t.Errorf("it leads to %s", got)
	}
	if got := p.text(`unimodalBias.exportFile('gridJson').then((file) => file.text()).then((text) => JSON.parse(text)).then(async ({ kind, done, values }) => [kind, done, JSON.stringify(values) === JSON.stringify((await unimodalBias.phaseDiagram()).values)].join())`); got != "chartRho,1,true" {
		t.Errorf("the grid: %s", got)
	}
	if got := p.text(`unimodalBias.exportFile('pdf').catch(({ code, key, value, allowed }) => [code, key, value, allowed.includes('csv')].join())`); got != "notAChoice,kind,pdf,true" {
		t.Errorf("an unknown kind: %s", got)
	}
	if got := p.text(`unimodalBias.set({ scenario: 'relu', fusion: 1 }).then(() => unimodalBias.exportFile('run')).catch(({ code, message }) => code + ': ' + message)`); got != "dataEndless: Rectified units of early fusion see every example, and here there are endlessly many: no file holds them. Train on a sample, and save that." {
		t.Errorf("endless examples: %s", got)
	}
	// The programs of a deep network are of every weight, which is trained for them meanwhile.
	if got := p.text(`unimodalBias.set({ scenario: 'depth' }).then(() => Promise.all(['numpy', 'run'].map((kind) => unimodalBias.exportFile(kind))))
		.then(([program, run]) => Promise.all([program.needs === run.name, program.text(), run.text()]))
		.then(([beside, program, run]) => [beside, program.includes('projected: its times are within'), JSON.parse(run).columns.loss.length, JSON.parse(run).lab.times_within > 0].join())`); got != "true,true,7000,true" {
		t.Errorf("a deep network: %s", got)
	}
}

// TestOpenRunFile: a run of the paper's code that is dropped on the page opens with its own weights, says so, and comes
// back from what is saved of it; a change of shape lets the seed draw, and is undone. A broken file costs nothing.
func TestOpenRunFile(t *testing.T) {
	path, err := filepath.Abs("../../sim/testdata/reference/two_layer_late_rho+0.5.json")
	if err != nil {
		t.Fatal(err)
	}
	p := open(t, setup{width: 1280, height: 800, reduced: true, url: server.URL + subPath + "#v=1&scenario=late-negative"})
	p.settled()
	p.dropFile(path)
	const line = `document.querySelector('.weights')?.textContent ?? ''`
	p.until(`(` + line + `).includes('two_layer_late_rho+0.5.json') && !document.querySelector('dialog[open]')`)
	p.settled()
	p.save("run-file")
	const curves = `unimodalBias.seek(1000).then(() => unimodalBias.trajectory()).then(({ columns }) => JSON.stringify(columns))`
	was := p.text(curves)
	p.within(`unimodalBias.measure().then(({ tA }) => tA)`, 100, 108) // 104 in the paper's code
	saved := filepath.Join(t.TempDir(), "again.run.json")
	text := p.text(`unimodalBias.exportFile('run').then((file) => file.text())`)
	if err := os.WriteFile(saved, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}

	const rest = `new Promise(done => setTimeout(done, 500))` // a step to take back begins once nothing has changed for so long
	p.js(rest)
	p.js(`unimodalBias.set({ width: 50 })`)
	p.until(`(` + line + `).includes('two_layer_late_rho+0.5.json did not fit any more')`)
	p.settled()
	p.js(`document.activeElement.blur()`)
	p.js(rest)
	p.do(chromedp.Do(p.ctx, chromedp.KeyEvent("z", chromedp.KeyModifiers(chromedp.ModifierCtrl))))
	p.until(`(` + line + `).includes('starts from the weights of two_layer_late')`)
	p.settled()
	if p.text(curves) != was {
		t.Error("undone, it is another run")
	}

	p.js(`unimodalBias.set({ scenario: 'late' })`)
	p.until(`(` + line + `).includes('The seed draws the weights again')`)
	p.dropFile(saved)
	p.until(`(` + line + `).includes('again.run.json')`)
	p.settled()
	if p.text(curves) != was {
		t.Error("what was saved opens another run")
	}

	// A file of rectified units holds the examples, and opens the run that they are of.
	if err := os.WriteFile(saved, []byte(p.text(`unimodalBias.set({ scenario: 'xor', seed: 4 }).then(() => unimodalBias.exportFile('run')).then((file) => file.text())`)), 0o644); err != nil {
		t.Fatal(err)
	}
	p.js(`unimodalBias.set({ scenario: 'late' })`)
	p.dropFile(saved)
	p.until(`!document.querySelector('dialog[open]') && location.hash.includes('scenario=xor') && location.hash.includes('seed=4')`)
	p.settled()
	was = p.text(curves)

	broken := filepath.Join(t.TempDir(), "broken.run.json")
	if err := os.WriteFile(broken, []byte(strings.Replace(text, `"depth":2`, `"depth":99`, 1)), 0o644); err != nil {
		t.Fatal(err)
	}
	p.dropFile(broken)
	p.until(`document.querySelector('#data-error')?.textContent.includes('network.depth') && document.querySelector('#data-error').textContent.includes('broken.run.json')`)
	p.save("run-file-broken")
	if p.text(curves) != was {
		t.Error("the broken file has changed the run")
	}
}
