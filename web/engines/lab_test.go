package engines

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"image/png"
	"io"
	"math"
	"strings"
	"sync"
	"testing"
	"time"
)

// ready waits until the page of the lab, or of a figure, takes commands.
func (p *page) ready() {
	p.Helper()
	p.until(`globalThis.unimodalBias`)
	p.js(`unimodalBias.ready`)
}

// watched counts the tiles of phase diagrams that workers have computed for the page, and keeps what it warns of.
const watched = `
globalThis.tiles = 0;
globalThis.warnings = [];
const { warn } = console;
console.warn = (...words) => { warnings.push(words.join(' ')), warn(...words); };
globalThis.Worker = class extends Worker {
	constructor(...given) {
		super(...given);
		this.addEventListener('message', ({data}) => { if (data.buffer) tiles++; });
	}
};`

// TestLab: the lab plays and stops, its sliders, its disc and its menu obey hand and keys, and it can be read.
func TestLab(t *testing.T) {
	others(t, func(p *page) {
		p.visit(1280, 800, lab("autoplay=0", "scenario=late"))
		p.ready()
		play := p.box(`document.querySelector('#play')`)
		p.clickAt(play.at(.5, .5))
		p.until(`unimodalBias.get().then((s) => s.playing && s.epoch > 5)`)
		p.clickAt(play.at(.5, .5))
		p.until(`unimodalBias.get().then((s) => !s.playing)`)

		// The slider of κ follows the mouse, and the arrows.
		slider := p.box(`document.querySelector('[data-key="kappa"] input[type="range"]')`)
		share := p.number(`(({value, min, max}) => (value - min) / (max - min))(document.querySelector('[data-key="kappa"] input[type="range"]'))`)
		const thumb = 16. // pixels across
		x, y := slider.X+thumb/2+share*(slider.Width-thumb), slider.Y+slider.Height/2
		p.drag(x, y, x+12, y)
		p.js(`unimodalBias.settled()`)
		dragged := p.number(`unimodalBias.get().then((s) => s.kappa)`)
		if dragged < 2.2 || dragged > 3.8 {
			p.Errorf("dragged to the right, κ is %v", dragged)
		}
		p.must(p.press("ArrowLeft"))
		p.until(fmt.Sprintf(`unimodalBias.get().then((s) => s.kappa < %v)`, dragged))

		// So does the disc in the plane, along both axes.
		disc := p.box(`document.querySelector('[data-handle="phase"]')`)
		x, y = disc.at(.5, .5)
		p.drag(x, y, x-40, y+30)
		p.until(fmt.Sprintf(`unimodalBias.get().then((s) => s.kappa < %v && s.r < .9)`, dragged-.3))
		p.js(`unimodalBias.settled()`)

		p.js(`document.querySelector('#scenario').focus()`)
		p.must(p.press("ArrowDown"))
		p.until(`unimodalBias.get().then((s) => s.scenario === 'early')`)
		p.until(`document.querySelector('#caption').textContent === 'Both at once: B follows A after 11 epochs.'`)
	})
}

// TestLooks: in the windows of a desk and of a telephone, in light and dark, nothing is cut off, and the curves are painted.
func TestLooks(t *testing.T) {
	others(t, func(p *page) {
		looks := []struct {
			name, query   string
			width, height int
		}{{"desk", "theme=light", 1280, 800}, {"telephone-dark", "theme=dark", 390, 844}, {"desk-dark", "theme=dark", 1280, 800}, {"telephone", "theme=light", 390, 844}}
		if p.engine == "webkit" { // which starts slowly
			looks = looks[:2]
		}
		for _, c := range looks {
			p.visit(c.width, c.height, lab("autoplay=0&"+c.query, "scenario=superficial&epoch=450"))
			p.ready()
			p.js(`unimodalBias.settled()`)
			if got := p.text(clipped); got != "" {
				p.Errorf("%s: %s", c.name, got)
			}
			if c.width > 1000 && p.number(`document.documentElement.scrollHeight - innerHeight`) > 0 {
				p.Errorf("%s: the page scrolls", c.name)
			}
			img := p.picture(c.name)
			b := p.box(`document.querySelector('[data-panel="training"]')`)
			// A's curve is vermillion, B's blue.
			warm, cold := 0, 0
			for y := int(b.Y); y < min(int(b.Y+b.Height), img.Bounds().Max.Y); y++ {
				for x := int(b.X); x < min(int(b.X+b.Width), img.Bounds().Max.X); x++ {
					r, _, bl, _ := img.At(x, y).RGBA()
					if r > bl+0x7000 {
						warm++
					}
					if bl > r+0x7000 {
						cold++
					}
				}
			}
			if warm < 300 || cold < 100 {
				p.Errorf("%s: %d pixels of A's curve, %d of B's", c.name, warm, cold)
			}
		}
	})
}

// clipped lists the words that do not fit where they are, or leave the window.
const clipped = `(() => {
	const out = [], pen = document.createElement('canvas').getContext('2d');
	for (const e of document.querySelectorAll('body *')) {
		if (!e.checkVisibility() || e.closest('.unseen, svg, math')) continue;
		const s = getComputedStyle(e), r = e.getBoundingClientRect();
		if (e.matches('select, input:not([type="range"])') && s.opacity !== '0') {
			pen.font = s.fontWeight + ' ' + s.fontSize + ' ' + s.fontFamily;
			const need = pen.measureText(e.selectedOptions?.[0].text ?? e.value).width;
			const room = e.clientWidth - parseFloat(s.paddingLeft) - parseFloat(s.paddingRight);
			if (need > room + 1) out.push((e.id || e.name) + ' needs ' + need.toFixed() + ' of ' + room.toFixed());
		}
		if (e.children.length || !e.textContent.trim() || r.width < 3 || e.closest('select')) continue;
		if (r.right > innerWidth + 1 || r.left < -1) out.push(e.textContent + ' ends at ' + r.right.toFixed());
		if (e.scrollWidth > e.clientWidth + 1 && e.clientWidth) out.push(e.textContent + ' needs ' + e.scrollWidth + ' of ' + e.clientWidth);
	}
	if (document.documentElement.scrollWidth > innerWidth) out.push('the page scrolls sideways');
	return out.join('; ');
})()`

// same fails unless Chromium has the same value under a name.
func (p *page) same(name, value string) {
	p.Helper()
	said, _ := p.said.LoadOrStore(name, &sync.Map{})
	said.(*sync.Map).Store(p.engine, value)
}

// compare compares what the engines have said with what Chromium has, if it was asked.
func compare(t *testing.T, said *sync.Map) {
	said.Range(func(name, values any) bool {
		want, asked := values.(*sync.Map).Load("chromium")
		values.(*sync.Map).Range(func(engine, value any) bool {
			if asked && value != want {
				t.Errorf("%s in %s: %.200s, in Chromium %.200s", name, engine, value, want)
			}
			return true
		})
		return true
	})
}

// TestFingerprints: six scenarios of every kind of training, and a phase diagram that workers fill, are the same in every
// engine, bit for bit.
func TestFingerprints(t *testing.T) {
	each(t, func(p *page) {
		p.must(p.before(watched))
		p.visit(1000, 700, lab("autoplay=0&diagram=ratio&cells=32", "scenario=late"))
		p.ready()
		p.js(`unimodalBias.settled()`)
		for begun := time.Now(); p.number(`tiles`) == 0 && time.Since(begun) < patience/2; { // the lab was done before its workers had started
			p.js(`unimodalBias.get().then(({rho}) => unimodalBias.set({rho: 0.1}).then(() => unimodalBias.settled()).then(() => unimodalBias.set({rho}))).then(() => unimodalBias.settled()).then(() => 0)`)
		}
		var answer struct {
			Done   float64
			Values []*float64
		}
		p.decode(`unimodalBias.phaseDiagram()`, &answer)
		var grid bytes.Buffer
		for _, v := range answer.Values {
			if v == nil {
				v = new(math.NaN())
			}
			fmt.Fprintf(&grid, "%016x ", math.Float64bits(*v))
		}
		p.same("grid", grid.String())
		if p.number(`tiles`) == 0 || answer.Done != 1 {
			p.Errorf("%v of the diagram is done, %v tiles by workers; warned of: %s", answer.Done, p.number(`tiles`), p.text(`warnings.join('; ')`))
		}
		for _, slug := range []string{"superficial", "intermediate", "small-data", "xor", "wishart", "adam"} {
			p.js(`unimodalBias.set({scenario: '` + slug + `'}).then(({epochs}) => unimodalBias.seek(epochs))`)
			p.same(slug, p.text(`JSON.parse(unimodalBiasGo.call('about', 'null')).result.hash`))
		}
	})
}

// TestFiles: a file of every kind is made, holds what the page says, is the same as elsewhere, and the run in one opens again.
func TestFiles(t *testing.T) {
	each(t, func(p *page) {
		p.visit(1280, 800, lab("autoplay=0&diagram=chartRho", "scenario=superficial&epoch=300&seed=2"))
		p.ready()
		p.js(`unimodalBias.settled()`)
		var kinds []string
		p.decode(`import('./web/export.js').then(({kinds}) => kinds())`, &kinds)
		files := map[string][]byte{}
		for _, kind := range kinds {
			options := `{}`
			if kind == "film" {
				options = `{format: 'apng', seconds: 1, rate: 4, width: 300, height: 200, panels: ['training']}`
			}
			var file struct{ Name, Data string }
			p.decode(`unimodalBias.exportFile('`+kind+`', `+options+`).then((file) => new Promise((done, fail) => {
				const reader = new FileReader();
				reader.onload = () => done({name: file.name, data: reader.result.split(',')[1]});
				reader.onerror = fail;
				reader.readAsDataURL(file);
			}))`, &file)
			data, err := base64.StdEncoding.DecodeString(file.Data)
			p.must(err)
			if !strings.HasPrefix(file.Name, "superficial-seed2") || len(data) < 200 {
				p.Errorf("%s: %s of %d bytes", kind, file.Name, len(data))
			}
			files[kind] = data
			if kind != "png" && kind != "film" { // which an engine paints and compresses in its way
				p.same(kind, string(data))
			}
		}
		p.wellFormed("svg", files["svg"])
		p.wellFormed("qr", files["qr"])
		for _, kind := range []string{"png", "film"} {
			img, err := png.Decode(bytes.NewReader(files[kind]))
			if err != nil || img.Bounds().Dx() < 300 {
				p.Errorf("%s: %v", kind, err)
			}
		}
		if !bytes.Contains(files["film"], []byte("acTL")) {
			p.Error("the film is one picture")
		}

		// The table is what the page says, to the last digit.
		var columns []struct {
			Name   string
			Values []*float64
		}
		p.js(`unimodalBias.seek(1000)`)
		p.decode(`unimodalBias.trajectory().then(({columns}) => columns)`, &columns)
		p.compareTable(files["csv"], func(c int) string { return columns[c].Name }, func(row, c int) *float64 { return columns[c].Values[row] }, len(columns[0].Values))
		if !json.Valid(files["json"]) || !json.Valid(files["run"]) || !json.Valid(files["gridJson"]) {
			p.Error("a JSON file is none")
		}

		// The run file, dropped on another run.
		const hash = `JSON.parse(unimodalBiasGo.call('about', 'null')).result.hash`
		before := p.text(hash)
		p.js(`unimodalBias.set({scenario: 'late-negative'})`)
		p.js(`(() => {
			const dataTransfer = new DataTransfer();
			dataTransfer.items.add(new File([new TextDecoder().decode(Uint8Array.from(atob(` + fmt.Sprintf("%q", base64.StdEncoding.EncodeToString(files["run"])) + `), (c) => c.charCodeAt(0)))], 'again.run.json', {type: 'application/json'}));
			for (const kind of ['dragenter', 'dragover', 'drop']) document.body.dispatchEvent(new DragEvent(kind, {dataTransfer, bubbles: true, cancelable: true}));
		})()`)
		p.until(`unimodalBias.get().then((s) => s.scenario === 'superficial' && s.seed === 2)`)
		p.js(`unimodalBias.seek(1000)`)
		if after := p.text(hash); after != before {
			p.Errorf("saved at %s, opened at %s", before, after)
		}
	})
}

// compareTable compares the CSV of a file with a table.
func (p *page) compareTable(data []byte, name func(c int) string, value func(row, c int) *float64, rows int) {
	p.Helper()
	row := -1 // the names
	for line := range strings.Lines(string(data)) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		for c, word := range strings.Split(strings.TrimSpace(line), ",") {
			var x float64
			if row < 0 {
				if word != name(c) {
					p.Fatalf("column %d is %s, not %s", c, word, name(c))
				}
			} else if want := value(row, c); want == nil {
				if word != "" {
					p.Fatalf("row %d of %s: %s", row, name(c), word)
				}
			} else if _, err := fmt.Sscan(word, &x); err != nil || x != *want {
				p.Fatalf("row %d of %s: %s, the page says %v", row, name(c), word, *want)
			}
		}
		row++
	}
	if row != rows {
		p.Errorf("%d rows of %d", row, rows)
	}
}

// wellFormed fails unless a picture is XML that refers to nothing outside of it.
func (p *page) wellFormed(name string, data []byte) {
	p.Helper()
	elements := 0
	for decoder := xml.NewDecoder(bytes.NewReader(data)); ; {
		token, err := decoder.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			p.Errorf("%s: %v", name, err)
			return
		}
		element, is := token.(xml.StartElement)
		if !is {
			continue
		}
		elements++
		for _, a := range element.Attr {
			if (a.Name.Local == "href" || a.Name.Local == "src") && element.Name.Local != "a" && !strings.HasPrefix(a.Value, "data:") && !strings.HasPrefix(a.Value, "#") {
				p.Errorf("%s: <%s> refers to %s", name, element.Name.Local, a.Value)
			}
		}
	}
	if elements < 3 {
		p.Errorf("%s: %d elements", name, elements)
	}
}
