package browser

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"unimodal-bias-lab/web/npm"
	"unimodal-bias-lab/web/site/static"
)

// axe is the source of axe-core.
func axe(t *testing.T) string {
	t.Helper()
	folder, err := npm.Folder(filepath.Join("..", ".."), "axe-core")
	if err != nil {
		t.Fatal(err)
	}
	source, err := os.ReadFile(filepath.Join(folder, "axe.min.js"))
	if err != nil {
		t.Fatal(err)
	}
	return string(source)
}

// obstacles are what axe-core finds in a page.
func (p *tab) obstacles(source string) string {
	p.Helper()
	p.js(source + `;0`)
	return p.text(`axe.run(document, {resultTypes: ['violations']}).then(({violations}) => violations.map(({id, nodes}) => id + ': ' + nodes.map(({target}) => target.join(' ')).join(', ')).join('\n'))`)
}

// steps of the story.
func steps(t *testing.T) []string {
	t.Helper()
	script, err := static.Script(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	var slugs []string
	for _, step := range script {
		slugs = append(slugs, step.Slug)
	}
	return slugs
}

// story opens the essay at a step, and waits until its figure stands at the beginning.
func story(t *testing.T, slug string, s setup) *tab {
	t.Helper()
	s.url = server.URL + subPath + "story/#step=" + slug
	p := blank(t, s)
	p.until(`globalThis.unimodalBiasStory`)
	p.ready(slug)
	return p
}

// ready waits for the figure of a step.
func (p *tab) ready(slug string) {
	p.Helper()
	p.js(fmt.Sprintf(`(async () => {
		globalThis.step = unimodalBiasStory.steps[%q];
		step.section.scrollIntoView();
		step.prepare();
		await step.figure().ready;
		return 0;
	})()`, slug))
}

// guess answers a step: the wrong way, or the right one.
func (p *tab) guess(right bool) {
	p.Helper()
	switch kind := p.text(`step.section.dataset.kind`); kind {
	case "choose":
		p.js(fmt.Sprintf(`[...step.section.querySelectorAll('.asked [data-option]')].find(e => (e.dataset.option === step.section.dataset.right) === %v).querySelector('button').scrollIntoView({block: 'center'})`, right))
		p.clickOn(fmt.Sprintf(`[...step.section.querySelectorAll('.asked [data-option]')].find(e => (e.dataset.option === step.section.dataset.right) === %v).querySelector('button')`, right))
	case "sort":
		for i := range int(p.number(`step.section.querySelectorAll('.sorts > li').length`)) {
			p.clickOn(fmt.Sprintf(`[...step.section.querySelectorAll('.sorts > li')[%d].querySelectorAll('.option')].find(e => (e.dataset.outcome === e.closest('li').dataset.is) === %v)`, i, right))
		}
		p.clickOn(`step.section.querySelector('.go')`)
	case "mark":
		p.until(`step.figure().plot()`)
		p.js(`step.section.querySelector('.guess').scrollIntoView({block: 'center'})`)
		share := .12
		if right {
			share = p.number(`Number(step.section.dataset.right) / step.figure().plot().epochs`)
		}
		var b box
		p.decode(`(({x, y, width: w, height: h}) => ({x, y, w, h}))(step.section.querySelector('.guess').getBoundingClientRect())`, &b)
		p.dragTo([][2]float64{{b.X + b.W/2, b.Y + b.H/2}, {b.X + b.W*.4, b.Y + b.H/2}, {b.X + b.W*share, b.Y + b.H/2}})
		p.clickOn(`step.section.querySelector('.go')`)
	case "sketch":
		p.until(`step.figure().plot()?.top > 0`)
		p.js(`step.section.querySelector('.guess').scrollIntoView({block: 'center'})`)
		var b box
		p.decode(`(({x, y, width: w, height: h}) => ({x, y, w, h}))(step.section.querySelector('.guess').getBoundingClientRect())`, &b)
		height := 1 / p.number(`step.figure().plot().top`) // of the final value
		if right {
			height *= 1.2
		}
		p.dragTo([][2]float64{{b.X + 1, b.Y + b.H - 1}, {b.X + b.W*.1, b.Y + b.H*(1-height)}, {b.X + b.W*.45, b.Y + b.H*(1-height)}, {b.X + b.W*.6, b.Y + b.H*(1-1/p.number(`step.figure().plot().top`))}, {b.X + b.W - 1, b.Y + b.H*(1-1/p.number(`step.figure().plot().top`))}})
		p.clickOn(`step.section.querySelector('.go')`)
	case "find":
		if right {
			p.js(`step.figure().set(JSON.parse(step.section.dataset.solution))`)
		} else {
			p.js(`step.figure().set({kappa: 3}).then(() => new Promise(done => step.section.addEventListener('measured', done, {once: true})))`)
			if p.truth(`step.revealed`) {
				p.Error("it was found where it is not")
			}
			p.clickOn(`step.section.querySelector('.skip')`)
		}
	default:
		p.Fatalf("%q is asked in no way that is known here", kind)
	}
	p.until(`step.revealed`)
}

// clickOn clicks an element that an expression finds.
func (p *tab) clickOn(expression string) {
	p.Helper()
	var at struct{ X, Y float64 }
	p.decode(`(async () => {
		const e = `+expression+`;
		e.scrollIntoView({block: 'center', behavior: 'instant'});
		await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
		const {x, y, width, height} = e.getBoundingClientRect();
		return {x: x + width / 2, y: y + height / 2};
	})()`, &at)
	p.clickAt(at.X, at.Y)
}

// dragTo presses at the first of the points, moves over the others and lets go at the last.
func (p *tab) dragTo(points [][2]float64) {
	p.Helper()
	p.mouse("mouseMoved", points[0][0], points[0][1], 0)
	p.mouse("mousePressed", points[0][0], points[0][1], 1)
	for _, at := range points[1:] {
		p.mouse("mouseMoved", at[0], at[1], 1)
	}
	last := points[len(points)-1]
	p.mouse("mouseReleased", last[0], last[1], 0)
}

// storyFlaws are what is wrong with a step in any state: words that end outside the window or lie on one another.
const storyFlaws = `(() => {
	const out = [], boxes = [];
	for (const e of step.section.querySelectorAll('p, li, h2, button, label, input, summary, .modality')) {
		const r = e.getBoundingClientRect();
		if (!e.checkVisibility() || r.width < 2) continue;
		if (r.right > innerWidth + 1 || r.left < -1) out.push(e.textContent.trim().slice(0, 40) + ' leaves the window');
	}
	const blocks = [...step.section.children].flatMap(e => e.matches('details') ? [...e.children] : [e]).filter(e => e.checkVisibility() && !e.closest('.scrolls'));
	for (const [i, a] of blocks.entries()) for (const b of blocks.slice(i + 1)) {
		const p = a.getBoundingClientRect(), q = b.getBoundingClientRect();
		if (Math.min(p.bottom, q.bottom) - Math.max(p.top, q.top) > 1 && Math.min(p.right, q.right) - Math.max(p.left, q.left) > 1 && !a.contains(b)) out.push((a.className || a.localName) + ' lies on ' + (b.className || b.localName));
	}
	const texts = [...step.section.querySelectorAll('.texts text, .guess:not(.elsewhere) text')].filter(e => e.textContent.trim()).map(e => [e, e.getBoundingClientRect()]);
	for (const [i, [e, r]] of texts.entries()) for (const [f, q] of texts.slice(i + 1)) {
		if (Math.min(r.bottom, q.bottom) - Math.max(r.top, q.top) > 4 && Math.min(r.right, q.right) - Math.max(r.left, q.left) > 4) out.push(e.textContent + ' lies on ' + f.textContent);
	}
	return out.join('; ');
})()`

// sameNumbers compares every number of a text that is about a run with what the program measures of it: that of the figure,
// and then, in the same figure, the others by their names.
const sameNumbers = `(async (of = '') => {
	const figure = step.figure(), wrong = [];
	const column = Object.fromEntries((await figure.trajectory({whole: true})).columns.map(({name, values}) => [name, values]));
	const alone = (await figure.theory()).plateauLoss;
	const share = (x) => Math.abs(x) < 0.0005 ? 'less than 0.1 %' : (100 * x).toFixed(Math.abs(x) < 0.01 ? 1 : 0) + '\u00a0%';
	const now = await figure.measure({whole: true}), {values} = figure.state;
	const rounded = {tA: Math.round(now.tA), tB: Math.round(now.tB), phase: Math.abs(Math.round(now.tB) - Math.round(now.tA)), bestStop: now.bestStop};
	let count = 0;
	for (const data of step.section.querySelectorAll('data')) {
		const [run, name] = data.dataset.fact.includes('/') ? data.dataset.fact.split('/') : ['', data.dataset.fact];
		if (run !== of) continue;
		const [, key, modality, epoch] = name.match(/^(\w+)(?::(\w))?(?:@(\d+))?$/);
		let want;
		if (name in rounded) want = String(rounded[name]);
		else if (name === 'timeRatio') want = now.timeRatio.toFixed(now.timeRatio < 2 ? 2 : 1);
		else if (name === 'misattribution') want = (100 * now.misattribution).toFixed() + '\u00a0%';
		else if (key === 'loss') want = share(column.lossNormalised[epoch]);
		else if (key === 'norm') want = share(column['norm' + modality][epoch] / column['norm' + modality].at(-1));
		else if (key === 'explains') want = share(1 - alone[modality]);
		else if (key === 'silenced') { // two uncorrelated numbers with weights of 1: what B adds to the loss by being wrong or missing
			const rest = (1 - column['norm' + modality][epoch]) ** 2;
			want = share((1 - rest) / (2 * column.loss[epoch]));
		}
		else if (name in values) want = String(values[name]).replace('-', '−');
		else {
			wrong.push(data.dataset.fact + ' is compared with nothing');
			continue;
		}
		count++;
		if (data.textContent !== want) wrong.push(name + ' is ' + data.textContent + ', the run has ' + want);
	}
	for (const node of of ? [] : step.section.querySelectorAll('[data-now^="at:"]')) {
		const value = now[node.dataset.now.slice(3)];
		count++;
		if (node.textContent !== (value == null ? 'not in this run' : 'at epoch ' + Math.round(value))) wrong.push(node.dataset.now + ': ' + node.textContent + ', the run has ' + value);
	}
	return wrong.join('; ') || 'right ' + count;
})`

// walk goes through one step: it asks, is answered, and tells.
func (p *tab) walk(slug string, right bool) {
	p.Helper()
	p.ready(slug)
	if p.truth(`step.revealed`) || !p.truth(`step.figure().state.epoch === 0 && !step.figure().state.playing`) {
		p.Errorf("%s does not wait", slug)
	}
	if got := p.text(`[...step.section.querySelectorAll('.texts text')].map(e => e.textContent).filter(text => /predicted|loss, [AB] alone/.test(text)).join('; ')`); got != "" {
		p.Errorf("%s says ahead of the answer: %s", slug, got)
	}
	for _, after := range []string{".caption", ".answer", "p.after"} {
		if p.truth(fmt.Sprintf(`[...step.section.querySelectorAll(%q)].some(e => e.checkVisibility())`, after)) {
			p.Errorf("%s shows %s before it is answered", slug, after)
		}
	}
	p.guess(right)
	kind := p.text(`step.section.dataset.kind`)
	said := p.text(`[...step.section.querySelectorAll('[data-said]')].filter(e => e.checkVisibility()).map(e => e.dataset.said).join()`)
	want := map[string][2]string{"mark": {"before", "close"}, "sketch": {"under", "over"}, "find": {"shown", "found"}}[kind]
	chosen := map[bool]string{false: want[0], true: want[1]}[right]
	switch kind {
	case "choose":
		if chosen = p.text(`step.section.dataset.right`); !right {
			chosen = p.text(`[...step.section.querySelectorAll('.asked [data-option]')].find(e => e.dataset.option !== step.section.dataset.right).dataset.option`)
		}
	case "sort":
		chosen = "rates,standard,adam,dropout"
	}
	if said != chosen {
		p.Errorf("%s, right: %v: it says %s, want %s", slug, right, said, chosen)
	}
	p.until(`step.figure().state.pending === false`)
	p.js(`step.figure().seek(step.figure().state.epochs).then(() => step.figure().settled()).then(() => 0)`)
	if kind != "find" {
		p.until(sameNumbers + `().then(text => { globalThis.numbers = text; return text.startsWith('right'); })`)
	}
	if got := p.text(storyFlaws); got != "" {
		p.Errorf("%s: %s", slug, got)
	}
}

// TestStory goes through all steps with a mouse: guesses wrong in one window, and right in another.
func TestStory(t *testing.T) {
	claim(t)
	for _, c := range []struct {
		name  string
		s     setup
		right bool
	}{
		{"wrong, 1280", setup{width: 1280, height: 800}, false},
		{"right, 390", setup{width: 390, height: 844, touch: true, dark: true, reduced: true}, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			list := steps(t)
			p := story(t, list[0], c.s)
			for _, slug := range list {
				p.walk(slug, c.right)
				p.save("story-" + slug + "-" + strings.Fields(c.name)[1])
			}
			if c.right {
				p.otherRuns()
			}
			if got := p.text(`location.hash`); got != "#step="+list[len(list)-1] {
				t.Errorf("at the last step the address is %s", got)
			}
			if got := p.obstacles(axe(t)); got != "" {
				t.Error(got)
			}
			p.js(`globalThis.before = true; location.reload()`)
			p.eventually(`!globalThis.before && Boolean(globalThis.unimodalBiasStory)`)
			last := list[len(list)-1]
			p.ready(last)
			p.until(`step.revealed`)
			if got := p.text(`String(Math.abs(step.section.getBoundingClientRect().top) < innerHeight)`); got != "true" {
				t.Error("a reload has lost the place")
			}
		})
	}
}

// otherRuns holds the numbers of a step's other runs against them.
func (p *tab) otherRuns() {
	p.Helper()
	script, err := static.Script(filepath.Join("..", ".."))
	if err != nil {
		p.Fatal(err)
	}
	for _, s := range script {
		for name, link := range s.Runs {
			p.js(fmt.Sprintf(`globalThis.step = unimodalBiasStory.steps[%q]; step.section.scrollIntoView(); step.figure().open(%q).then(() => 0)`, s.Slug, link))
			if got := p.text(sameNumbers + fmt.Sprintf(`(%q)`, name)); !strings.HasPrefix(got, "right") {
				p.Errorf("%s, %s: %s", s.Slug, name, got)
			}
		}
	}
	last := script[len(script)-1].Slug
	p.js(fmt.Sprintf(`globalThis.step = unimodalBiasStory.steps[%q]; step.section.scrollIntoView({block: 'start', behavior: 'instant'}); 0`, last))
	p.until(`location.hash === '#step=` + last + `'`)
}

// TestStoryByKeys answers every step with the keyboard alone: Tab leads there, and the focus is not lost with what is pressed.
func TestStoryByKeys(t *testing.T) {
	p := story(t, "two", setup{width: 1280, height: 800, reduced: true})
	for _, slug := range steps(t) {
		p.ready(slug)
		p.js(`(() => { const h = step.section.querySelector('h2'); h.tabIndex = -1; h.focus(); })()`)
		kind := p.text(`step.section.dataset.kind`)
		target := map[string]string{"choose": ".option", "sort": ".option", "mark": ".marking input", "sketch": ".point", "find": ".skip"}[kind]
		p.tabTo(fmt.Sprintf(`document.activeElement.closest('.asked')?.parentElement === step.section && document.activeElement.matches(%q)`, target))
		switch kind {
		case "choose", "find":
			p.key(kb.Enter)
		case "sort":
			for i := range 4 {
				p.tabTo(fmt.Sprintf(`document.activeElement.closest('.sorts > li') === step.section.querySelectorAll('.sorts > li')[%d]`, i))
				p.key(kb.Enter)
			}
		case "mark":
			p.key(kb.ArrowRight)
			if !p.truth(`/50[01]/.test(step.section.querySelector('.marking').textContent)`) {
				t.Error(p.text(`step.section.querySelector('.marking').textContent`))
			}
		case "sketch":
			p.until(`step.figure().plot()?.top > 0`) // from then on the largest share is known
			for range 4 {
				p.key(kb.PageUp)
			}
			says := func(want string) {
				t.Helper()
				p.until(jsf(`document.activeElement.getAttribute('aria-valuetext') === %q`, want+" % at epoch 0"))
			}
			says("100")
			p.key(kb.Home)
			says("0")
			p.key(kb.End)
			says(p.text(`document.activeElement.ariaValueMax`))
			if got := p.text(`document.getElementById(document.activeElement.getAttribute('aria-describedby')).textContent`); got != storyCatalogue(t, "en")["ui.draw"] {
				t.Errorf("the point is described as %q", got)
			}
		}
		if kind == "sort" || kind == "mark" || kind == "sketch" {
			p.tabTo(`document.activeElement.matches('.go')`)
			p.key(kb.Enter)
		}
		p.until(`step.revealed`)
		if !p.truth(`step.section.contains(document.activeElement)`) {
			t.Errorf("%s: the focus is lost with what was pressed", slug)
		}
	}
}

// tabTo presses Tab until something has the focus.
func (p *tab) tabTo(there string) {
	p.Helper()
	for range 60 {
		if p.truth(there) {
			return
		}
		p.key(kb.Tab)
	}
	p.Fatalf("Tab does not lead to %s", there)
}

// TestHandWins: what a reader has changed stays while she scrolls on, and scrolling plays the run before that.
func TestHandWins(t *testing.T) {
	p := story(t, "alone", setup{width: 1280, height: 800})
	p.guess(true)
	// While the answer is still on its way nobody is followed: who reads scrolls on.
	scroll := func(i int) string {
		return fmt.Sprintf(`step.section.querySelectorAll('p[data-epoch]')[%d].scrollIntoView({block: 'center', behavior: 'instant'}), dispatchEvent(new Event('scroll'))`, i)
	}
	p.until(`(` + scroll(0) + `, step.figure().state.epoch > 0 && step.figure().state.epoch < 130)`)
	p.until(`(` + scroll(3) + `, step.figure().state.epoch >= 477)`)
	p.clickOn(`step.section.querySelector('a[data-act="seek"]')`)
	p.until(`step.figure().state.epoch === 300`)
	p.js(scroll(1))
	p.js(`new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))))`)
	p.js(`step.figure().settled()`)
	if !p.truth(`step.figure().state.epoch === 300`) {
		t.Error("scrolling has taken back what a hand chose")
	}
}

// TestNumbersInSentences: a number in a sentence is a control, and the sentence after it follows; a wrong one is refused.
func TestNumbersInSentences(t *testing.T) {
	p := story(t, "two", setup{width: 1280, height: 800, reduced: true})
	p.guess(true)
	p.js(`(() => { const input = step.section.querySelector('input[data-set]'); input.value = '3'; input.dispatchEvent(new Event('change', {bubbles: true})); })()`)
	p.until(`step.section.querySelector('.so').textContent === 'A is learned at epoch 61, B at epoch 477.'`)
	p.js(`step.figure().set({epochs: 100})`)
	p.until(`step.section.querySelector('.so').textContent === 'A is learned at epoch 61, B not in this run.'`)
	p.js(`(() => { const input = step.section.querySelector('input[data-set]'); input.value = '99'; input.dispatchEvent(new Event('change', {bubbles: true})); })()`)
	p.until(`step.section.querySelector('input[data-set]').value === '3'`)
}

// TestStoryWithoutScript: text, pictures, and the answers to unfold.
func TestStoryWithoutScript(t *testing.T) {
	p := blank(t, setup{width: 1280, height: 800, noScript: true, url: server.URL + subPath + "story/#step=race"})
	var got struct {
		Steps, Folded, Pictures, Others int
		Y                               float64
	}
	p.decode(`(() => ({
		steps: document.querySelectorAll('.step').length,
		folded: [...document.querySelectorAll('.answer')].filter(e => !e.open && e.querySelector('summary').checkVisibility()).length,
		pictures: [...document.querySelectorAll('.frame .poster img')].filter(e => e.checkVisibility()).length,
		others: [...document.querySelectorAll('.said .other')].filter(e => e.checkVisibility()).length,
		y: document.getElementById('step=race').getBoundingClientRect().top,
	}))()`, &got)
	if n := len(steps(t)); got.Steps != n || got.Folded != n || got.Pictures != n || got.Others != 0 {
		t.Errorf("%+v of %d steps", got, n)
	}
	if got.Y < -5 || got.Y > 800 {
		t.Errorf("the address does not lead to its step: it lies at %g", got.Y)
	}
}

// TestStoryWithoutProgram: where no program comes, a guess is answered in words, with a picture of the run.
func TestStoryWithoutProgram(t *testing.T) {
	p := blank(t, setup{width: 1280, height: 800, url: server.URL + hostPath + "?about:blank", expected: []string{"figure.wasm", "ERR_BLOCKED", "Failed to", "of the lab did not arrive"},
		script: `delete globalThis.SharedWorker; delete globalThis.Worker;`})
	p.blocked("figure.wasm")
	p.do(chromedp.Do(p.ctx, chromedp.Navigate(server.URL+subPath+"story/")))
	p.until(`globalThis.unimodalBiasStory`)
	p.js(`globalThis.step = unimodalBiasStory.steps.two; 0`)
	p.clickOn(`step.section.querySelectorAll('.option')[1]`)
	p.until(`step.section.classList.contains('still')`)
	if got := p.text(`[...step.section.querySelectorAll('[data-said], .trouble, .answer img')].filter(e => e.checkVisibility({visibilityProperty: true})).map(e => e.localName + (e.dataset.said ?? '')).join()`); got != "p,pone,img" {
		t.Errorf("it shows %s", got)
	}
}

// TestStepsOfFigures: a frame and an element show a step by its name; one that there is not is named.
func TestStepsOfFigures(t *testing.T) {
	claim(t)
	for _, slug := range steps(t) {
		t.Run(slug, func(t *testing.T) {
			p := open(t, setup{reduced: true, width: 700, height: 420, url: server.URL + subPath + "figure.html?view=embed&step=" + slug})
			p.settled()
			var step struct{ Title, Caption, Link string }
			p.decode(fmt.Sprintf(`fetch('story/steps.en.json').then(r => r.json()).then(({steps}) => steps.find(({slug}) => slug === %q))`, slug), &step)
			if got := p.text(`[document.getElementById('title').textContent, document.getElementById('caption').textContent].join('|')`); got != step.Title+"|"+step.Caption || step.Title == "" {
				t.Errorf("%s says %s, want %s|%s", slug, got, step.Title, step.Caption)
			}
			p.until(`[...new URLSearchParams('` + step.Link + `')].every(([key, value]) => new URLSearchParams(location.hash.slice(1)).get(key) === value)`) // in whatever order
		})
	}
	e := post(t, setup{reduced: true, width: 700, height: 600}, openPath, `<unimodal-bias step="race"></unimodal-bias>`)
	e.until(inside("img") + `?.naturalWidth`)
	if got := e.text(inside("b") + `.textContent + ' ' + ` + inside("img") + `.src.replace(/.*\//, '')`); got != "A race in the dark race-answer-wide-light.svg" {
		t.Errorf("the element of a step shows %s", got)
	}
	e.js(inside("button") + `.click()`)
	e.js(figure + `.ready`)
	if got := e.text(figure + `.get().then(({scenario, kappa}) => scenario + ' ' + kappa)`); got != "late 3" {
		t.Errorf("the element of a step opens %s", got)
	}
	p := open(t, setup{reduced: true, url: server.URL + subPath + "figure.html?view=embed&step=rase"})
	p.until(`document.getElementById('remarks').textContent.includes('rase')`)
}

// TestLessonPrints: the lesson and its handout on paper: all of their words, and figures as vectors.
func TestLessonPrints(t *testing.T) {
	p := blank(t, setup{width: 1280, height: 800, url: server.URL + subPath + "story/lesson.html"})
	p.until(`document.readyState === 'complete'`)
	for name, size := range map[string][2]float64{"A4": {8.27, 11.69}, "Letter": {8.5, 11}} {
		pdf := send(p, page.PrintToPDF, page.PrintToPDFParams{PaperWidth: size[0], PaperHeight: size[1]}).Data
		if pages := bytes.Count(pdf, []byte("/Type /Page\n")); pages < 6 || pages > 16 {
			t.Errorf("%s: %d pages", name, pages)
		}
		if !bytes.Contains(pdf, []byte("/Font")) || bytes.Contains(pdf, []byte("/Subtype /Image")) {
			t.Errorf("%s: text is no text, or figures are pixels", name)
		}
	}
	send(p, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"})
	text := p.text(`document.body.innerText`)
	for _, words := range []string{"A lesson on unimodal bias", "45 minutes", "15 minutes", "One sense at a time", "My guess, and why:", "Answers", "A is learned at epoch 126, B only at epoch 477"} {
		if !strings.Contains(text, words) {
			t.Errorf("%q is not on paper", words)
		}
	}
	if strings.Contains(text, "Print: A4") {
		t.Error("how to print it is on paper")
	}
	p.until(`[...document.images].every(e => e.complete && e.naturalWidth)`)
	if got := p.obstacles(axe(t)); got != "" {
		t.Error(got)
	}
}
