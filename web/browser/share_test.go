package browser

import (
	"bytes"
	"fmt"
	"image/png"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp/kb"
	"rsc.io/qr/coding"
)

const shareSheet = `document.querySelector('#share-sheet')`

// catching keeps what is copied in `copied`, and what is saved in `saved`, in place of a clipboard and a folder.
const catching = `globalThis.copied = ''; navigator.clipboard.writeText = async (text) => { copied = text; };
	globalThis.saved = []; const blobs = new Map(), make = URL.createObjectURL;
	URL.createObjectURL = (blob) => { const url = make.call(URL, blob); blobs.set(url, blob); return url; };
	const click = HTMLAnchorElement.prototype.click;
	HTMLAnchorElement.prototype.click = function () { if (this.download) saved.push({name: this.download, blob: blobs.get(this.href)}); else click.call(this); }; 0`

// bytesOf are those of a blob.
func (p *tab) bytesOf(blob string) (data []byte) {
	p.Helper()
	p.decode(`Promise.resolve(`+blob+`).then(async (blob) => btoa(Array.from(new Uint8Array(await blob.arrayBuffer()), (byte) => String.fromCharCode(byte)).join('')))`, &data)
	return data
}

// saved clicks a button and returns the file that comes of it.
func (p *tab) saved(button string) (name string, data []byte) {
	p.Helper()
	p.js(`saved.length = 0`)
	p.click(button)
	p.until(`saved.length === 1`)
	return p.text(`saved[0].name`), p.bytesOf(`saved[0].blob`)
}

// TestShare: the sheet opens on the link, one key copies it; every part opens by key and by click and holds what it is for, at
// a desk and on a telephone, where nothing is wider than the screen.
func TestShare(t *testing.T) {
	claim(t)
	for _, size := range [][2]int64{{1280, 800}, {390, 844}} {
		t.Run(fmt.Sprint(size[0]), func(t *testing.T) {
			p := open(t, setup{reduced: true, width: size[0], height: size[1], touch: size[0] < 500, url: server.URL + subPath + "#v=1&scenario=superficial&rho=0.1&epoch=321"})
			p.js(catching)
			p.click("#share-open")
			p.until(shareSheet + `?.open && document.activeElement.textContent === 'Copy link'`)
			p.key("\r")
			p.until(`copied !== '' && document.activeElement.textContent === 'Copied'`)
			p.until(`document.querySelector('dialog[open] #spoken')?.textContent === 'Copied'`) // outside of the sheet nobody would hear it
			link := server.URL + subPath + "#v=1&scenario=superficial&rho=0.1&epoch=321"
			if got := p.text(`copied`); got != link {
				t.Errorf("copied %s, want %s", got, link)
			}
			p.until(shareSheet + `.textContent.includes(` + hashNow + `)`)

			var parts []string
			p.decode(`[...document.querySelectorAll('#share-sheet [role="tab"]')].map(tab => tab.textContent)`, &parts)
			if got := strings.Join(parts, " "); got != "Link Embed Figure Film Data Code Cite QR" {
				t.Fatalf("the parts are %s", got)
			}
			p.js(`document.querySelector('#share-sheet [role="tab"]').focus()`)
			for i, part := range append(parts[1:], parts[0]) { // round by keys
				p.key(kb.ArrowRight)
				p.part(part)
				if size[0] < 500 || i == 0 {
					p.save(fmt.Sprintf("share-%d-%s", size[0], part))
				}
			}
			for _, part := range parts { // and by clicks
				p.tabOf(part)
				if got := p.number(`document.querySelector('#share-sheet').scrollWidth - document.querySelector('#share-sheet').clientWidth`); got > 0 {
					t.Errorf("%s is %v px wider than the sheet", part, got)
				}
				p.save(fmt.Sprintf("share-%d-%s", size[0], part))
			}

			p.tabOf("Cite")
			p.click(`#share-cite .quotation:last-child button`)
			p.until(`copied.startsWith('@software') && copied.includes('version = {0.')`)
			p.tabOf("QR")
			p.until(`document.querySelector('#share-qr path')`)
			if name, data := p.saved(`#share-qr .acts button`); name != "superficial-seed1-qr.svg" || !bytes.Contains(data, []byte(strings.ReplaceAll(link, "&", "&amp;"))) {
				t.Errorf("saved %s: %.200s", name, data)
			}
			p.key(kb.Escape)
			p.until(`!` + shareSheet + `.open && document.activeElement.id === 'share-open' && !` + shareSheet + `.hasChildNodes()`)
			if got := p.text(`unimodalBias.get().then(({epoch}) => String(epoch))`); got != "321" {
				t.Errorf("the run is at %s", got)
			}
		})
	}
}

// TestFilesOfNumbers: there is a button for every kind of file that is no picture, and each saves one that is named by scenario
// and seed.
func TestFilesOfNumbers(t *testing.T) {
	p := share(t, "Data", setup{reduced: true, width: 1280, height: 800, url: server.URL + subPath + "?diagram=ratio&cells=32#v=1&scenario=superficial&epochs=200"})
	p.settled()
	var kinds, shown []string
	p.decode(`import('./web/export.js').then(({kinds}) => kinds().filter((kind) => !['svg', 'png', 'qr', 'film'].includes(kind)).sort())`, &kinds)
	for _, part := range []string{"Code", "Data"} {
		p.tabOf(part)
		var here []string
		p.decode(`[...document.querySelectorAll('#share-sheet .part:not([hidden]) [data-kind]')].map(({dataset}) => dataset.kind)`, &here)
		for _, kind := range here {
			p.js(`saved.length = 0`)
			p.click(fmt.Sprintf(`#share-sheet [data-kind=%q]`, kind))
			p.until(`saved.length > 0 || document.querySelector('#share-sheet .error')`)
			if name := p.text(`saved[0]?.name ?? document.querySelector('#share-sheet .error').textContent`); !strings.HasPrefix(name, "superficial-seed1") {
				t.Errorf("%s is saved as %s", kind, name)
			}
			if data := p.bytesOf(`saved[0].blob`); len(data) < 200 {
				t.Errorf("%s holds %q", kind, data)
			}
		}
		shown = append(shown, here...)
	}
	slices.Sort(shown)
	if len(kinds) == 0 || !slices.Equal(kinds, shown) {
		t.Errorf("there are files of %v, and buttons for %v", kinds, shown)
	}
}

// part waits until a part of the sheet is shown, and no other.
func (p *tab) part(name string) {
	p.Helper()
	p.until(fmt.Sprintf(`(() => {
		const [tab, ...others] = document.querySelectorAll('#share-sheet [aria-selected="true"]');
		const shown = [...document.querySelectorAll('#share-sheet .part')].filter(part => part.checkVisibility());
		return !others.length && tab.textContent === %q && shown.length === 1 && shown[0].id === tab.getAttribute('aria-controls') && shown[0].childElementCount;
	})()`, name))
}

// tabOf clicks the tab of a part.
func (p *tab) tabOf(name string) {
	p.Helper()
	p.click(fmt.Sprintf(`#share-sheet [aria-controls="share-%s"]`, strings.ToLower(name)))
	p.part(name)
}

// share opens the sheet on a part.
func share(t *testing.T, name string, s setup) *tab {
	t.Helper()
	p := open(t, s)
	p.js(catching)
	p.click("#share-open")
	p.until(shareSheet + `?.open`)
	p.tabOf(name)
	return p
}

// option takes one of the select under a label of the open part.
func (p *tab) option(label, value string) {
	p.Helper()
	p.js(fmt.Sprintf(`(() => {
		const field = [...document.querySelectorAll('#share-sheet .part:not([hidden]) label')].find(label => label.textContent === %q).control;
		field.value = %q;
		field.dispatchEvent(new Event('change'));
	})()`, label, value))
}

// tick clicks a box of the open part.
func (p *tab) tick(label string) {
	p.Helper()
	p.js(fmt.Sprintf(`[...document.querySelectorAll('#share-sheet .part:not([hidden]) label.box')].find(label => label.textContent === %q).dataset.now = ''`, label))
	p.click(`#share-sheet label.box[data-now]`)
	p.js(`delete document.querySelector('#share-sheet label.box[data-now]').dataset.now`)
}

// TestEmbedding: what is pasted shows what was chosen, in every form; the frame beside it follows, and the address of the lab
// does not make it play.
func TestEmbedding(t *testing.T) {
	p := share(t, "Embed", setup{reduced: true, width: 1280, height: 800, url: server.URL + subPath + "?autoplay=1&speed=3&loss=log#v=1&scenario=early&epoch=40"})
	const code = `document.querySelector('#share-embed code').textContent`
	base := server.URL + subPath
	frame := func() string {
		t.Helper()
		return p.text(`new DOMParser().parseFromString(` + code + `, 'text/html').querySelector('iframe').src`)
	}
	preview := func() {
		t.Helper()
		p.until(`document.querySelector('#share-embed iframe').contentWindow?.location.href === new DOMParser().parseFromString(` + code + `, 'text/html').querySelector('iframe').src`)
	}
	p.option("Start", "epoch")
	if got, want := p.text(code), `<unimodal-bias scenario="early" epoch="40" loss="log">
  <a href="`+base+`?loss=log#v=1&amp;scenario=early&amp;epoch=40">Unimodal Bias Lab: Early fusion</a>
</unimodal-bias>`; got != `<script type="module" src="`+base+`element.js"></script>`+"\n"+want {
		t.Errorf("the element is %s", got)
	}
	p.option("As", "iframe")
	if got, want := frame(), base+"figure.html?loss=log#v=1&scenario=early&epoch=40"; got != want {
		t.Errorf("the frame shows %s, want %s", got, want)
	}
	preview()
	p.option("Start", "play")
	p.option("Colours", "dark")
	p.tick("network")
	p.tick("κ")
	if got, want := frame(), base+"figure.html?autoplay=1&loss=log&theme=dark&panels=training,phase,network&controls=kappa#v=1&scenario=early"; got != want {
		t.Errorf("the frame shows %s, want %s", got, want)
	}
	preview()
	p.until(`document.querySelector('#share-embed iframe').contentDocument?.querySelector('.light-figure.started')`)
	p.save("share-embed")
	for form, parts := range map[string][]string{
		"element":  {` scenario="early" `, ` controls="kappa"`, ` panels="training,phase,network"`, ` theme="dark"`, ` autoplay="1"`, ` loading="lazy">`},
		"markdown": {"[![Unimodal Bias Lab: Early fusion](" + base + "posters/early/training-wide-light.svg)](" + base + "?loss=log#v=1&scenario=early&epoch=40)"},
		"reveal":   {"<section>\n", ` data-src="` + base + "figure.html?autoplay=1&amp;loss=log&amp;theme"},
		"quarto":   {"```{=html}\n<script", "\n```"},
		"hugo":     {"safeHTMLAttr", `{{< unimodal-bias scenario="early" `, ` theme="dark" `},
	} {
		p.option("As", form)
		for _, part := range parts {
			if got := p.text(code); !strings.Contains(got, part) {
				t.Errorf("%s is without %q: %s", form, part, got)
			}
		}
		if got := p.text(code); form != "markdown" && strings.Contains(got, "speed") {
			t.Errorf("%s: %s", form, got)
		}
	}
	if got := p.text(`fetch('posters/early/training-wide-light.svg').then(({status}) => String(status))`); got != "200" {
		t.Errorf("the picture: %s", got)
	}
	p.click(`#share-embed .quotation button`)
	p.until(`copied === ` + code)
	if got := p.text(`location.href`); got != base+"?autoplay=1&speed=3&loss=log#v=1&scenario=early&epoch=40" {
		t.Errorf("the address of the lab is %s", got)
	}
}

// TestFigureFiles: a figure is saved as vectors with its text, as pixels of the size that was chosen, with words about it, and
// printed alone on a page of its size.
func TestFigureFiles(t *testing.T) {
	p := share(t, "Figure", setup{reduced: true, width: 1280, height: 800, url: server.URL + subPath + "#v=1&scenario=superficial&epoch=600"})
	p.until(`document.querySelector('#share-figure img').naturalWidth > 0`)
	p.save("share-figure")
	name, svg := p.saved(`#share-figure .acts button:nth-child(1)`)
	if name != "superficial-seed1.svg" || !bytes.Contains(svg, []byte(`width="16cm" height="11cm"`)) || !bytes.Contains(svg, []byte(`<text data-key="training/`)) || bytes.Contains(svg, []byte("caption/")) {
		t.Errorf("saved %s: %.300s", name, svg)
	}
	p.option("Colours", "print")
	p.tick("values and link")
	p.js(`(() => { const [width, height] = document.querySelectorAll('#share-figure .number'); width.value = 12; height.value = 9; width.dispatchEvent(new Event('change')); })()`)
	if _, svg = p.saved(`#share-figure .acts button:nth-child(1)`); !bytes.Contains(svg, []byte(`width="12cm"`)) || !bytes.Contains(svg, []byte("Helvetica")) || !bytes.Contains(svg, []byte("epoch=600</text>")) {
		t.Errorf("saved %s: %.300s", name, svg)
	}
	p.tick("values and link")
	p.option("Colours", "dark")
	for i, scale := range []int{1, 2, 4} {
		name, data := p.saved(fmt.Sprintf(`#share-figure .acts button:nth-child(%d)`, 3+i))
		img, err := png.Decode(bytes.NewReader(data)) // which checks every chunk
		if err != nil {
			t.Fatal(err)
		}
		if got := img.Bounds().Size(); !within(got.X, scale*45354/100) || !within(got.Y, scale*34016/100) {
			t.Errorf("%d times: %v pixels", scale, got)
		}
		if r, g, b, _ := img.At(2, 2).RGBA(); r>>8 != 0x15 || g>>8 != 0x17 || b>>8 != 0x1b {
			t.Errorf("the paper is %x %x %x", r>>8, g>>8, b>>8)
		}
		for _, part := range []string{"superficial-seed1", ".png"} {
			if !strings.Contains(name, part) {
				t.Errorf("it is called %s", name)
			}
		}
		if !bytes.Contains(data, []byte("Software\x00\x00\x00\x00\x00Unimodal Bias Lab 0.")) || !bytes.Contains(data, []byte("scenario=superficial&epoch=600")) {
			t.Error("it does not say what it is of")
		}
	}
	p.js(`globalThis.print = () => { globalThis.asked = true; }`)
	p.click(`#share-figure .acts button:nth-child(2)`)
	p.until(`globalThis.asked`)
	pdf := send(p, page.PrintToPDF, page.PrintToPDFParams{PreferCSSPageSize: new(true)}).Data
	if pages := regexp.MustCompile(`/Type\s*/Page\b`).FindAll(pdf, -1); len(pages) != 1 {
		t.Errorf("it takes %d pages", len(pages))
	}
	box := regexp.MustCompile(`/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]`).FindSubmatch(pdf)
	if box == nil || !strings.HasPrefix(string(box[1]), "340") || !strings.HasPrefix(string(box[2]), "255") { // points
		t.Errorf("the page is %s", box)
	}
	if !bytes.Contains(pdf, []byte("/Font")) || bytes.Count(pdf, []byte("/Subtype /Image")) > 1 {
		t.Error("text is no text, or vectors are pixels, other than the cells of the plane")
	}
	p.js(`dispatchEvent(new Event('afterprint'))`)
	p.until(`!document.querySelector('.alone')`)

	for range 3 { // curves, phase diagram, race
		p.click(`#share-figure label.box:has(:checked)`)
	}
	p.until(`document.querySelector('#share-figure').textContent.includes('Choose a picture.') && document.querySelector('#share-figure .acts button').disabled`)
}

func within(got, want int) bool { return got >= want-1 && got <= want+1 }

// TestFilm: a film has as many frames as it should, from the start of the run to its end, and leaves the run where it was; one
// that is stopped leaves no file; a recording of the browser's plays.
func TestFilm(t *testing.T) {
	p := share(t, "Film", setup{reduced: true, width: 1280, height: 800, url: server.URL + subPath + "#v=1&scenario=late&epoch=300"})
	p.option("Format", "apng")
	p.until(`document.querySelector('#share-film').textContent.includes('without loss')`)
	p.click(`#share-film .acts button`)
	p.until(`document.querySelector('#share-film progress').value > 0`)
	p.save("share-film")
	p.key(" ") // the focus is on Stop
	p.until(`!document.querySelector('#share-film .acts button').hidden && document.activeElement === document.querySelector('#share-film .acts button')`)
	if got := p.number(`saved.length`); got != 0 {
		t.Error("a film that was stopped is saved")
	}
	p.until(`unimodalBias.get().then(({epoch}) => epoch === 300)`)

	data := p.bytesOf(`unimodalBias.exportFile('film', {format: 'apng', seconds: 1, rate: 6, width: 300, height: 200, panels: ['training']}).then((film) => (globalThis.film = film))`)
	first, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	if size := first.Bounds().Size(); size.X != 600 || size.Y != 400 {
		t.Errorf("it is %v", size)
	}
	if frames, pieces := bytes.Count(data, []byte("fcTL")), bytes.Count(data, []byte("fdAT")); frames != 6 || pieces < 5 || !bytes.Contains(data, []byte("acTL\x00\x00\x00\x06")) {
		t.Errorf("%d frames, %d pieces", frames, pieces)
	}
	if !bytes.Contains(data, []byte("scenario=late")) {
		t.Error("it does not say what it is of")
	}
	var moves []int // what is seen of it as a film: ink in each frame
	p.decode(`(async () => {
		const decoder = new ImageDecoder({data: film.stream(), type: 'image/png'});
		await decoder.completed;
		const canvas = new OffscreenCanvas(600, 400), pen = canvas.getContext('2d');
		const ink = [];
		for (let i = 0; i < decoder.tracks.selectedTrack.frameCount; i++) {
			const {image} = await decoder.decode({frameIndex: i});
			pen.drawImage(image, 0, 0);
			let dark = 0;
			for (const byte of pen.getImageData(0, 0, 600, 400).data) dark += byte < 100;
			ink.push(dark);
		}
		return ink;
	})()`, &moves)
	if len(moves) != 6 || moves[0] >= moves[1] || moves[1] >= moves[5] {
		t.Errorf("ink in the frames: %v", moves)
	}

	var recorded struct {
		Name, Type    string
		Width, Height int
		Ink           []int // of the frames that were seen
	}
	p.decode(`(async () => {
		const film = await unimodalBias.exportFile('film', {format: 'webm', seconds: 1, rate: 5, width: 301, height: 200, panels: ['training']});
		const video = Object.assign(document.createElement('video'), {muted: true, src: URL.createObjectURL(film)});
		const once = (name) => new Promise((done, failed) => { video.addEventListener(name, done, {once: true}); video.addEventListener('error', () => failed(video.error), {once: true}); });
		await once('loadedmetadata');
		const canvas = Object.assign(document.createElement('canvas'), {width: video.videoWidth, height: video.videoHeight}), pen = canvas.getContext('2d', {willReadFrequently: true});
		const seen = () => { pen.drawImage(video, 0, 0); return pen.getImageData(0, 0, canvas.width, canvas.height).data.reduce((sum, byte) => sum + (byte < 100), 0); };
		const ink = [];
		const look = () => { ink.push(seen()); video.requestVideoFrameCallback(look); };
		video.requestVideoFrameCallback(look);
		video.play();
		await once('ended');
		return {Name: film.name, Type: film.type, Width: video.videoWidth, Height: video.videoHeight, Ink: ink};
	})()`, &recorded)
	if recorded.Name != "late-seed1.webm" || recorded.Type != "video/webm" || recorded.Width != 602 || recorded.Height != 400 || len(recorded.Ink) < 2 || recorded.Ink[len(recorded.Ink)-1] < 2*recorded.Ink[0] {
		t.Errorf("recorded: %+v", recorded)
	}
	if got := p.text(`unimodalBias.get().then(({epoch, playing}) => epoch + ' ' + playing)`); got != "300 false" {
		t.Errorf("the run is at %s", got)
	}
}

// TestCodes: every size of code, with every mask, is module for module what another encoder makes of the text; a link that is
// too long is refused with a sentence.
func TestCodes(t *testing.T) {
	p := share(t, "QR", setup{reduced: true})
	for length := 5; length < 860; length += 19 {
		text := strings.Repeat("https://lab.example/#v=1&scenario=late&rho=0.5;", 20)[:length]
		var code struct {
			Version, Mask int
			Modules       [][]bool
		}
		p.decode(fmt.Sprintf(`import('./web/qr.js').then(({encode}) => encode(%q, %d))`, text, length%8), &code)
		matches := false
		for _, level := range []coding.Level{coding.M, coding.L} {
			plan, err := coding.NewPlan(coding.Version(code.Version), level, coding.Mask(length%8))
			if err != nil {
				t.Fatal(err)
			}
			other, err := plan.Encode(coding.String(text))
			if err != nil {
				continue // it does not fit
			}
			same := other.Size == len(code.Modules)
			for y := 0; same && y < other.Size; y++ {
				for x := range other.Size {
					same = same && other.Black(x, y) == code.Modules[y][x]
				}
			}
			matches = matches || same
		}
		if !matches || code.Mask != length%8 {
			t.Errorf("%d bytes, version %d, mask %d: another encoder makes another code", length, code.Version, code.Mask)
		}
	}
	if got := p.text(`import('./web/qr.js').then(({encode}) => encode('x'.repeat(859))).catch(({code, message}) => code + ': ' + message)`); !strings.HasPrefix(got, "fileCode: The link has 859 characters") || !strings.Contains(got, "holds 858:") {
		t.Errorf("a long link: %s", got)
	}
}

// TestShareBeforeTheLab: where the program cannot start there is still a link to copy, without what others have added to it.
func TestShareBeforeTheLab(t *testing.T) {
	p := blank(t, setup{url: server.URL + barePath + "?fbclid=x#v=1&scenario=early", expected: []string{"Content Security", "CompileError"}})
	p.until(`document.querySelector('#tools:not([inert])')`)
	p.js(catching)
	p.until(`document.querySelector('#narration').textContent.includes('policy') || document.querySelector('#notice').textContent !== ''`)
	p.click("#share-open")
	p.until(shareSheet + `?.open`)
	var parts []string
	p.decode(`[...document.querySelectorAll('#share-sheet [role="tab"]')].map(tab => tab.textContent)`, &parts)
	if got := strings.Join(parts, " "); got != "Link Cite QR" {
		t.Errorf("without the program there are %s", got)
	}
	p.key("\r")
	p.until(`copied.endsWith('lab/#v=1&scenario=early')`)
	p.tabOf("QR")
	p.until(`document.querySelector('#share-qr path')`)
}
