package browser

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/accessibility"
	"github.com/chromedp/cdproto/dom"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// table is a CSV of rows × (audio + video + target): audio in larger numbers, video explains more.
func table(rows, audio, video int) string {
	r := rand.New(rand.NewPCG(1, 2))
	var b strings.Builder
	for i := range audio {
		fmt.Fprintf(&b, "audio_%03d,", i+1)
	}
	for i := range video {
		fmt.Fprintf(&b, "video_%03d,", i+1)
	}
	b.WriteString("loudness\n")
	for range rows {
		var y float64
		for range audio {
			x := 2 * r.NormFloat64()
			y += .3 * x
			fmt.Fprintf(&b, "%.3f,", x)
		}
		for range video {
			x := r.NormFloat64()
			y += .9 * x
			fmt.Fprintf(&b, "%.3f,", x)
		}
		fmt.Fprintf(&b, "%.3f\n", y+.2*r.NormFloat64())
	}
	return b.String()
}

// file writes a file for the browser to read.
func file(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

// choose gives a file to the field of the sheet, as the chooser of the system does.
func (p *tab) choose(path string) {
	p.Helper()
	document := send(p, dom.GetDocument, dom.GetDocumentParams{})
	field := send(p, dom.QuerySelector, dom.QuerySelectorParams{NodeID: document.Root.NodeID, Selector: "#data-file"})
	send(p, dom.SetFileInputFiles, dom.SetFileInputFilesParams{Files: []string{path}, NodeID: field.NodeID})
}

// tap touches an element with one finger.
func (p *tab) tap(selector string) {
	p.Helper()
	x, y := p.centre(selector)
	send(p, input.DispatchTouchEvent, input.DispatchTouchEventParams{Type: input.DispatchTouchEventTypeTouchStart, TouchPoints: []*input.TouchPoint{{X: x, Y: y}}})
	send(p, input.DispatchTouchEvent, input.DispatchTouchEventParams{Type: input.DispatchTouchEventTypeTouchEnd, TouchPoints: []*input.TouchPoint{}})
}

// ownData opens the sheet of one's own data.
func ownData(t *testing.T, s setup) *tab {
	t.Helper()
	s.reduced = true
	if s.width == 0 {
		s.width, s.height = 1280, 800
	}
	if s.url == "" {
		s.url = server.URL + subPath + "#v=1&scenario=own&epoch=100"
	}
	p := open(t, s)
	p.until(`document.querySelector('#number-own')`)
	p.js(`document.querySelector('#number-own').focus()`)
	p.key(kb.Enter)
	p.until(`document.querySelector('#data-sheet')?.open && document.activeElement.id === 'data-file'`)
	return p
}

// planned waits until the columns are shown, and returns where they go: "audio_001:A: audio …".
func (p *tab) planned() string {
	p.Helper()
	p.until(`document.querySelector('.planner')`)
	return p.roles()
}

func (p *tab) roles() string {
	p.Helper()
	return p.text(`[...document.querySelectorAll('.columns tbody tr:not([hidden])')].map(row => row.querySelector('.name').textContent + '=' + row.querySelector('select').selectedOptions[0].text).join(' ')`)
}

// arrived waits until the run has the data, closes the answer that opens then, and returns what the
// scenario calls the data.
func (p *tab) arrived() string {
	p.Helper()
	p.until(`!document.querySelector('#data-sheet').open && document.querySelector('#answer-sheet')?.open`)
	p.js(`document.querySelector('#answer-sheet').close()`)
	return p.text(`unimodalBias.get().then(s => s.own)`)
}

func TestDataLooks(t *testing.T) {
	for _, s := range []setup{{width: 1280, height: 800}, {width: 390, height: 844, scale: 2, touch: true}, {width: 1280, height: 800, dark: true}} {
		s.reduced = true
		name := fmt.Sprintf("data-%d-%v", s.width, s.dark)
		s.url = server.URL + subPath + "#v=1&scenario=own&epoch=1000"
		p := open(t, s)
		p.settled()
		p.until(`document.querySelector('#number-own')`)
		p.js(`document.querySelector('#number-own').click()`)
		p.until(`document.querySelector('#data-sheet')?.open`)
		p.save(name + "-bring")
		p.choose(file(t, "features.csv", table(200, 3, 9)))
		p.until(`document.querySelector('.planner')`)
		p.save(name + "-plan")
		if crossed := p.text(`[...document.querySelectorAll('.boxes .box')].flatMap(box => {
			const parts = [...box.querySelectorAll('input, .modality, .title, .told')], places = parts.map(part => part.getBoundingClientRect()), around = box.getBoundingClientRect();
			return parts.filter((_, i) => {
				const a = places[i];
				return a.top < around.top || a.bottom > around.bottom || places.some((b, j) => j > i && a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom);
			}).map(part => part.className + ' ' + part.textContent + part.value);
		}).join(', ')`); crossed != "" {
			t.Errorf("%s: over what is beside them, or out of their box: %s", name, crossed)
		}
		p.js(`document.querySelector('.columns .unfold').click(); document.querySelectorAll('.columns tr:not([hidden]) .name')[1].click()`)
		p.save(name + "-chosen")
		p.js(`document.querySelector('#data-sheet').scrollTop = 1e6`)
		p.save(name + "-below")
		p.within(`(s => s.scrollWidth - s.clientWidth)(document.querySelector('#data-sheet'))`, 0, 0)
		p.click(".data .go")
		p.arrived()
		p.settled()
		p.save(name + "-run")
	}
}

// TestDataChosen: a file that is chosen becomes a table of columns, and that a run; the sheet
// remembers both.
func TestDataChosen(t *testing.T) {
	p := ownData(t, setup{})
	p.choose(file(t, "features.csv", table(100, 2, 3)))
	want := "audio_001=A: audio audio_002=A: audio video_001=B: video video_002=B: video video_003=B: video loudness=Target"
	if got := p.planned(); got != want {
		t.Errorf("the columns go to %q", got)
	}
	if got := p.text(`document.querySelector('.data .gist p').textContent`); !strings.Contains(got, "features.csv") || !strings.Contains(got, "100 rows") || !strings.Contains(got, "6 columns") {
		t.Errorf("of the file it says %q", got)
	}
	p.within(`document.querySelectorAll('.columns .histogram').length`, 6, 6)
	p.click(".data .go")
	own := p.arrived()
	if !strings.HasPrefix(own, "audio:2_video:3~") {
		t.Errorf("the run has %.60q", own)
	}
	if got := p.text(`document.activeElement.id`); got != "number-own" {
		t.Errorf("the focus goes to %q", got)
	}
	p.js(`document.querySelector('#number-own').click()`)
	if got := p.planned(); got != want {
		t.Errorf("opened again, the columns go to %q", got)
	}
	p.js(`document.querySelector('#data-scaling').value = 'standard'; document.querySelector('#data-scaling').dispatchEvent(new Event('change'))`)
	p.click(".data .go")
	p.arrived()
	p.until(`unimodalBias.get().then(s => s.scaling === 'standard')`)

	// Other data of the run end what was remembered.
	p.js(`unimodalBias.set({scenario: 'own'})`)
	p.js(`document.querySelector('#number-own').click()`)
	p.until(`document.querySelector('#data-text')?.value.startsWith('blocks: 2 + 2')`)
}

// TestDataDropped: a file can be dropped anywhere; what will happen is said before it is let go.
func TestDataDropped(t *testing.T) {
	p := open(t, setup{reduced: true, width: 1280, height: 800})
	p.until(`document.querySelector('.drop')`)
	data := &input.DragData{Items: []*input.DragDataItem{}, Files: []string{file(t, "features.csv", table(50, 2, 2))}, DragOperationsMask: 1}
	drag := func(kind input.DispatchDragEventType) {
		send(p, input.DispatchDragEvent, input.DispatchDragEventParams{Type: kind, X: 700, Y: 300, Data: data})
	}
	drag(input.DispatchDragEventTypeDragEnter)
	drag(input.DispatchDragEventTypeDragOver)
	p.until(`document.querySelector('.drop').checkVisibility() && document.querySelector('.drop').textContent.includes('Nothing leaves')`)
	p.save("data-drop")
	drag(input.DispatchDragEventTypeDragCancel)
	p.until(`!document.querySelector('.drop').checkVisibility()`)
	drag(input.DispatchDragEventTypeDragEnter)
	drag(input.DispatchDragEventTypeDragOver)
	drag(input.DispatchDragEventTypeDrop)
	if got := p.planned(); got != "audio_001=A: audio audio_002=A: audio video_001=B: video video_002=B: video loudness=Target" {
		t.Errorf("the columns go to %q", got)
	}
	if p.truth(`document.querySelector('.drop').checkVisibility()`) {
		t.Error("the page still waits for a file")
	}
	p.click(".data .go")
	p.arrived()
	if got := p.text(`unimodalBias.get().then(s => s.scenario)`); got != "own" {
		t.Errorf("the scenario is %q", got)
	}
}

// TestDataByKeys: from the page to the run without a mouse.
func TestDataByKeys(t *testing.T) {
	p := open(t, setup{reduced: true, width: 1280, height: 800, url: server.URL + subPath + "#v=1&scenario=own"})
	p.until(`document.querySelector('#number-own')`)
	p.js(`document.querySelector('#number-own').focus()`)
	p.key(kb.Enter)
	p.until(`document.querySelector('#data-sheet')?.open && document.activeElement.id === 'data-file'`)
	tabTo := func(selector string) {
		t.Helper()
		for range 30 {
			if p.truth(`document.activeElement.matches('` + selector + `')`) {
				return
			}
			p.key(kb.Tab)
		}
		t.Fatalf("Tab does not come to %s", selector)
	}
	tabTo("#data-text")
	p.write("#data-text", table(40, 2, 2))
	tabTo(".bring [type=submit]")
	p.key(kb.Enter)
	p.planned()
	name := func() string { return p.text(`document.activeElement.textContent`) }
	if got := name(); got != "audio_001" {
		t.Errorf("the focus comes to %q", got)
	}
	p.key(kb.ArrowDown)
	p.shift(kb.ArrowDown)
	p.shift(kb.ArrowDown) // audio_002 … video_002
	if got := p.text(`[...document.querySelectorAll('.name[aria-pressed=true]')].map(e => e.textContent).join()`); got != "audio_002,video_001,video_002" {
		t.Errorf("chosen: %q", got)
	}
	p.key("2")
	if got := p.roles(); got != "audio_001=A: audio audio_002=B: video video_001=B: video video_002=B: video loudness=Target" {
		t.Errorf("after 2: %q", got)
	}
	p.until(`document.querySelector('.planner > [role=status]').textContent === '3 to B: video'`)
	p.key(kb.Home)
	p.key(kb.ArrowDown)
	p.key("0") // audio_002 alone: nothing is chosen any more
	p.key(kb.End)
	p.key("t")
	if got := p.roles(); got != "audio_001=A: audio audio_002=Ignored video_001=B: video video_002=B: video loudness=Target" {
		t.Errorf("after 0 and t: %q", got)
	}
	// Escape gives up what is chosen before it closes the sheet.
	p.key(" ")
	p.key(kb.Escape)
	if got := p.text(`document.querySelector('#data-sheet').open + ' ' + document.querySelectorAll('.name[aria-pressed=true]').length`); got != "true 0" {
		t.Errorf("after Escape: %q", got)
	}
	tabTo(".columns select")
	p.key("i") // by its first letter
	p.until(`document.activeElement.value === 'nothing'`)
	p.key(kb.ArrowUp)
	p.until(`document.activeElement.value === 'target'`)
	tabTo(".data .go")
	p.key(kb.Enter)
	if own := p.arrived(); !strings.HasPrefix(own, "audio:1_video:2~") {
		t.Errorf("the run has %.60q", own)
	}
}

// shift presses a key with the shift key held.
func (p *tab) shift(keys string) {
	p.Helper()
	p.do(chromedp.Do(p.ctx, chromedp.KeyEvent(keys, chromedp.KeyModifiers(chromedp.ModifierShift))))
}

// TestDataByTouch: on a telephone, with a finger.
func TestDataByTouch(t *testing.T) {
	p := ownData(t, setup{width: 390, height: 844, touch: true})
	p.choose(file(t, "features.csv", table(40, 2, 2)))
	p.planned()
	p.tap(`.columns tbody tr:nth-child(1) .name`)
	p.tap(`.columns tbody tr:nth-child(2) .name`)
	p.until(`document.querySelector('.selection p').textContent === '2 chosen, to'`)
	p.tap(`.selection button:nth-of-type(2)`)
	p.until(`document.querySelector('.columns tbody tr:nth-child(2) select').value === '1'`)
	p.tap(`.columns tbody tr:nth-child(4) .name`)
	p.tap(`.selection button:nth-of-type(1)`)
	if got := p.roles(); got != "audio_001=B: video audio_002=B: video video_001=B: video video_002=A: audio loudness=Target" {
		t.Errorf("the columns go to %q", got)
	}
	// Fingers need room.
	if got := p.text(`[...document.querySelectorAll('#data-sheet :is(button, select, input, label.word)')].filter(e => e.checkVisibility() && !e.closest('.unseen') && !e.matches('.unseen, [type=checkbox]')).flatMap(e => { const {width, height} = e.getBoundingClientRect(); return width < 24 || height < 24 ? [e.className + ' ' + width + ' × ' + height] : []; }).join()`); got != "" {
		t.Errorf("too small: %s", got)
	}
	p.within(`document.documentElement.scrollWidth - innerWidth`, 0, 0)
	p.tap(".data .go")
	if own := p.arrived(); !strings.HasPrefix(own, "audio:1_video:3~") {
		t.Errorf("the run has %.60q", own)
	}
}

// TestDataDragged: columns are dragged to a box, by patterns of names they go there at once, and
// modalities come and go.
func TestDataDragged(t *testing.T) {
	p := ownData(t, setup{})
	p.choose(file(t, "features.csv", table(40, 2, 2)))
	p.planned()
	drag := func(from, to string) {
		t.Helper()
		x, y := p.centre(from)
		p.mouse(input.DispatchMouseEventTypeMouseMoved, x, y, 0)
		p.mouse(input.DispatchMouseEventTypeMousePressed, x, y, 1)
		p.mouse(input.DispatchMouseEventTypeMouseMoved, x+20, y+10, 1)
		p.until(`document.querySelector('.ghost')`)
		var b box
		p.decode(`(({x, y, width, height}) => ({X: x, Y: y, W: width, H: height}))(document.querySelector('`+to+`').getBoundingClientRect())`, &b)
		p.mouse(input.DispatchMouseEventTypeMouseMoved, b.X+b.W/2, b.Y+b.H/2, 1)
		p.until(`document.querySelector('` + to + `').matches('.over')`)
		p.save("data-drag")
		p.mouse(input.DispatchMouseEventTypeMouseReleased, b.X+b.W/2, b.Y+b.H/2, 0)
		p.until(`!document.querySelector('.ghost')`)
	}
	p.click(".columns tbody tr:nth-child(3) .name")
	p.click(".columns tbody tr:nth-child(4) .name")
	drag(".columns tbody tr:nth-child(4) .name", `[data-drop="0"]`)
	if got := p.roles(); got != "audio_001=A: audio audio_002=A: audio video_001=A: audio video_002=A: audio loudness=Target" {
		t.Errorf("after a drag of two: %q", got)
	}
	drag(".columns tbody tr:nth-child(1) .name", `[data-drop="nothing"]`)
	if got := p.text(`document.querySelector('.columns tr:nth-child(1) select').value + document.querySelectorAll('.name[aria-pressed=true]').length`); got != "nothing0" {
		t.Errorf("after a drag of one: %q", got)
	}
	p.click(".boxes > button")
	p.until(`document.activeElement.id === 'data-name-2'`)
	p.write("#data-name-2", "sound")
	p.write("#data-pattern-2", "audio_*")
	p.key(kb.Enter)
	p.write("#data-pattern-1", "VIDEO_00?")
	p.key(kb.Tab)
	if got := p.roles(); got != "audio_001=C: sound audio_002=C: sound video_001=B: video video_002=B: video loudness=Target" {
		t.Errorf("after patterns: %q", got)
	}
	p.write("#data-pattern-0", "smell_*")
	p.key(kb.Tab)
	p.until(`document.querySelector('#data-told-0').textContent === 'No column is called smell_*.' && document.querySelector('#data-pattern-0').ariaInvalid === 'true'`)

	// A modality without columns is told beside it; without the modality all is well.
	p.click(".data .go")
	p.until(`!document.querySelector('#data-error').hidden && document.activeElement.id === 'data-pattern-0'`)
	p.click(`.boxes .box:nth-of-type(1) .tool`)
	if got := p.roles(); got != "audio_001=B: sound audio_002=B: sound video_001=A: video video_002=A: video loudness=Target" {
		t.Errorf("after one is removed: %q", got)
	}
	p.write("#data-name-1", "video")
	p.click(".data .go")
	p.until(`document.querySelector('#data-error').textContent.includes('Two modalities are called video') && document.activeElement.id === 'data-name-1'`)
	p.write("#data-name-1", "sound")
	p.click(".data .go")
	if own := p.arrived(); !strings.HasPrefix(own, "video:2_sound:2~") {
		t.Errorf("the run has %.60q", own)
	}
}

// TestDataFolds: as many columns as there may be take a few lines, which open, and go where they
// belong as one.
func TestDataFolds(t *testing.T) {
	p := ownData(t, setup{})
	p.choose(file(t, "wide.csv", table(30, 256, 256)))
	if got := p.planned(); got != "audio_001 … audio_256=A: audio video_001 … video_256=B: video loudness=Target" {
		t.Errorf("the columns are %q", got)
	}
	p.save("data-folds")
	rows := func() float64 { return p.number(`document.querySelectorAll('.columns tbody tr:not([hidden])').length`) }
	p.key(kb.ArrowDown)
	p.key(kb.ArrowRight)
	if got := rows(); got != 259 {
		t.Errorf("unfolded, there are %v lines", got)
	}
	p.key(kb.ArrowDown)
	p.key("1") // video_001
	p.until(`document.querySelectorAll('.columns tbody tr')[1].querySelector('select').value === 'mixed'`)
	p.until(`document.querySelectorAll('.columns tbody tr')[2].querySelector('select').value === '0'`)
	p.key(kb.ArrowUp)
	p.key(kb.ArrowLeft)
	if got := rows(); got != 3 {
		t.Errorf("folded, there are %v lines", got)
	}
	p.key("0")
	p.until(`document.querySelectorAll('.columns tbody tr')[1].querySelector('select').value === 'nothing'`)
	p.write("#data-pattern-1", "video_00*, video_25?")
	p.key(kb.Enter)
	p.until(`document.querySelector('#data-told-1').textContent === '16 columns'`)
	p.click(".data .go")
	if own := p.arrived(); !p.truth(`unimodalBias.get().then(s => s.local)`) {
		t.Errorf("%.40q is said to be in its link", own)
	}
}

// TestDataInMenu: the scenario of one's own data opens the sheet when it is chosen from the menu,
// but not under the hand of whoever walks through the menu by keys.
func TestDataInMenu(t *testing.T) {
	p := open(t, setup{reduced: true, width: 1280, height: 800})
	const chosen = `document.querySelector('#scenario').dispatchEvent(new Event('change'))`
	p.js(`document.querySelector('#scenario').focus(); document.querySelector('#scenario').value = [...document.querySelector('#scenario').options].map(o => o.value)[[...document.querySelector('#scenario').options].findIndex(o => o.value === 'own') - 1]; ` + chosen)
	p.until(`unimodalBias.get().then(s => s.scenario !== 'late')`)
	p.key(kb.ArrowDown)
	p.until(`unimodalBias.get().then(s => s.scenario === 'own')`)
	p.settled()
	if p.truth(`!!document.querySelector('#data-sheet')`) {
		t.Error("the sheet opens under the hand")
	}
	p.js(`unimodalBias.set({scenario: 'late'})`)
	p.js(`document.querySelector('#scenario').dispatchEvent(new PointerEvent('pointerdown')); document.querySelector('#scenario').value = 'own'; ` + chosen)
	p.until(`document.querySelector('#data-sheet')?.open`)
	if got := p.text(`document.querySelector('#data-text').value`); !strings.HasPrefix(got, "blocks: 2 + 2\n") {
		t.Errorf("the sheet opens with %q", got)
	}
}

// unnamed lists what a screen reader could not tell of the open sheet: fields and buttons without a
// name, headers without words, references to nothing, an id that comes twice.
const unnamed = `(() => {
	const out = [], sheet = document.querySelector('#data-sheet'), ids = [...document.querySelectorAll('[id]')].map(e => e.id);
	for (const id of new Set(ids)) if (ids.filter(other => other === id).length > 1) out.push('twice ' + id);
	for (const e of sheet.querySelectorAll('*')) {
		for (const name of ['aria-describedby', 'aria-labelledby', 'for']) for (const id of (e.getAttribute(name) ?? '').split(' ').filter(Boolean)) if (!document.getElementById(id)) out.push(name + ' ' + id);
		if (e.matches('button, select, textarea, input') && !(e.ariaLabel || e.labels?.[0]?.textContent.trim() || (e.localName === 'button' && e.textContent.trim()))) out.push('no name: ' + e.outerHTML.slice(0, 80));
		if (e.matches('th') && !e.textContent.trim()) out.push('an empty header');
		if (e.matches('[role=group]') && !(e.ariaLabel || e.getAttribute('aria-labelledby'))) out.push('a group without a name');
		if (e.matches('svg') && !e.getAttribute('aria-label') && !e.ariaHidden) out.push('a drawing without words');
	}
	return out.join('; ');
})()`

// TestDataIsAccessible: in the accessibility tree everything that can be used has a name, and what
// is chosen is told.
func TestDataIsAccessible(t *testing.T) {
	p := ownData(t, setup{})
	if got := p.text(unnamed); got != "" {
		t.Error(got)
	}
	p.choose(file(t, "features.csv", table(30, 8, 2)))
	p.planned()
	p.key(kb.ArrowRight)
	p.key(" ")
	if got := p.text(unnamed); got != "" {
		t.Error(got)
	}
	tree := send(p, accessibility.GetFullAXTree, accessibility.GetFullAXTreeParams{})
	var told []string
	for _, node := range tree.Nodes {
		if node.Ignored || node.Role == nil {
			continue
		}
		role, name := string(node.Role.Value), ""
		if node.Name != nil {
			name = string(node.Name.Value)
		}
		switch role = strings.Trim(role, `"`); role {
		case "button", "combobox", "textbox", "checkbox", "rowheader", "columnheader", "group", "table", "dialog", "image":
			if name == `""` || name == "" {
				t.Errorf("a %s without a name", role)
			}
			told = append(told, role+" "+strings.Trim(name, `"`))
		}
	}
	for _, want := range []string{"dialog Your own data", "table Columns", "columnheader goes to", "combobox audio_001 goes to", "group Modality A", "textbox Name of modality B", "checkbox Subtract the means", "button Train on these"} {
		if !slices.Contains(told, want) {
			t.Errorf("no %q in %q", want, told)
		}
	}
	// One stop of the Tab key leads through all columns.
	p.within(`document.querySelectorAll('.columns .name[tabindex="0"]').length`, 1, 1)
}

// TestDataExamples: each of the data sets that come with the lab becomes a run of its modalities,
// with its licence and source beside it.
func TestDataExamples(t *testing.T) {
	p := ownData(t, setup{})
	const offers = `[...document.querySelectorAll('.examples li')]`
	p.until(offers + `.length === 3`)
	if got := p.text(offers + `.map(e => e.querySelectorAll('a[href^="https:"]').length).join()`); got != "3,3,3" {
		t.Errorf("they have %s references", got)
	}
	for _, c := range []struct {
		name  string
		roles []string // some; none: it says itself what is what
		own   string
	}{
		{"Penguins", []string{"beak_length_cm=A: beak", "body_mass_kg=B: body", "sex=Target", "species=Ignored"}, "beak:2_body:2~"},
		{"Wine", []string{"acid_malic=A: minerals", "phenols_total=B: phenols", "colour_hue=C: colour", "grower=Target", "alcohol=Ignored"}, "minerals:4_phenols:4_colour:3-3~"},
		{"Digits", nil, "tab-"},
	} {
		if !p.truth(`document.querySelector('#data-sheet').open`) {
			p.js(`document.querySelector('#number-own').click()`)
			p.until(`document.querySelector('.planner')`)
			p.click(".data .gist .word")
		}
		p.until(offers + `.length === 3`)
		p.js(offers + `.map(e => e.querySelector('button')).find(e => e.textContent === '` + c.name + `').click()`)
		if c.roles != nil {
			got := p.planned()
			for _, role := range c.roles {
				if !strings.Contains(got, role) {
					t.Errorf("%s: no %q in %q", c.name, role, got)
				}
			}
			if c.name == "Penguins" && !p.truth(`[...document.querySelectorAll('.columns .kind')].some(e => e.textContent.includes('1 for male, 0 for female'))`) {
				t.Error("the sheet does not say what the two sexes become")
			}
			p.save("data-" + c.name)
			p.click(".data .go")
		}
		if own := p.arrived(); !strings.HasPrefix(own, c.own) {
			t.Errorf("%s: the run has %.60q", c.name, own)
		}
		p.settled()
		p.save("data-" + c.name + "-run")
	}
}

// TestDataPasted: a text that is pasted while nothing is written into becomes the text of the sheet.
func TestDataPasted(t *testing.T) {
	p := ownData(t, setup{})
	p.js(fmt.Sprintf(`(() => { const d = new DataTransfer(); d.setData('text/plain', %q); document.activeElement.dispatchEvent(new ClipboardEvent('paste', {clipboardData: d, bubbles: true, cancelable: true})); })()`, table(20, 2, 2)))
	p.until(`document.activeElement.id === 'data-text' && document.activeElement.value.startsWith('audio_001,')`)
	p.click(`.bring [type="submit"]`)
	if got := p.planned(); got != "audio_001=A: audio audio_002=A: audio video_001=B: video video_002=B: video loudness=Target" {
		t.Errorf("the columns go to %q", got)
	}
}
