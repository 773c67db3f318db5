package browser

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/accessibility"

	"unimodal-bias-lab/sim"
	"unimodal-bias-lab/sim/record"
)

// atOnce lets what the page does after a while be done at once, so that a tree is that of a page at rest.
const atOnce = `{
	const begin = globalThis.setTimeout;
	globalThis.setTimeout = (act, ms = 0, ...args) => begin(act, /\/web\/\w+\.js/.test(new Error().stack.split('\n')[2] ?? '') ? 0 : ms, ...args);
}`

// wordsAreThere waits until the words beside the pictures are those of the run, and nothing is being said.
const wordsAreThere = `(async () => {
	await unimodalBias.settled();
	const areas = await unimodalBias.words();
	const { aloud } = await import(new URL('web/aloud.js', document.baseURI));
	const shown = new Set([...document.querySelectorAll('main .unseen :is(p, li)')].map((node) => node.textContent));
	const just = document.getElementById('narration').textContent;
	return document.getElementById('spoken').textContent === '' && areas.every(({ of, sentences }) => sentences.slice(of === 'history' ? 1 : 0).every((each) => shown.has(aloud(each)) || each === just)); // it begins with the start, at which nothing has happened
})()`

// unseenScale is the device scale of a page at whose pixels nobody looks: next to nothing is painted.
const unseenScale = .1

// axNode is what is kept of a node: who reads the tree is told no more.
type axNode struct {
	role, name, line string
	children         []*axNode
}

// tree reads the accessibility tree of the page as lines: role, name, value, description, level and states, indented.
func (p *tab) tree() (root *axNode, lines []string) {
	p.Helper()
	nodes := send(p, accessibility.GetFullAXTree, accessibility.GetFullAXTreeParams{}).Nodes
	byID := map[accessibility.NodeID]*accessibility.Node{}
	for i := range nodes {
		byID[nodes[i].NodeID] = nodes[i]
	}
	var walk func(n *accessibility.Node) []*axNode
	walk = func(n *accessibility.Node) (list []*axNode) {
		if n == nil || n.Role != nil && text(n.Role) == "InlineTextBox" {
			return nil
		}
		var below []*axNode
		for _, id := range n.ChildIDs {
			below = append(below, walk(byID[id])...)
		}
		role := text(n.Role)
		switch {
		case role == "ListMarker", role == "MenuListPopup": // the menu is the control; what it offers is there when it is open
			return nil
		case n.Ignored, role == "none", role == "generic" && text(n.Name) == "":
			return below
		}
		node := &axNode{role: role, name: squeezed(text(n.Name)), children: below}
		node.line = said(node, n)
		if len(below) > 0 && (flat(below) == node.name && leaves[role] || role == "textbox" || role == "slider") { // its name is what it contains
			node.children = nil
		}
		if texts[role] { // a paragraph in a line
			if inside := merged(below); len(inside) == 1 && inside[0].role == "StaticText" {
				node.name, node.children = inside[0].name, nil
				node.line = strings.TrimSuffix(node.line, " ") + " " + inside[0].line
			}
		}
		return []*axNode{node}
	}
	for i := range nodes {
		if nodes[i].ParentID == "" {
			root = &axNode{role: "page", children: walk(nodes[i])}
			break
		}
	}
	var write func(n *axNode, depth int)
	write = func(n *axNode, depth int) {
		for _, child := range merged(n.children) {
			lines = append(lines, strings.Repeat("  ", depth)+child.line)
			write(child, depth+1)
		}
	}
	write(root, 0)
	return root, lines
}

// merged joins texts that follow one another: a formula or a name in a sentence does not break it.
func merged(nodes []*axNode) (list []*axNode) {
	for _, n := range nodes {
		inline := n.role == "StaticText" || inlined[n.role]
		if k := len(list) - 1; inline && k >= 0 && list[k].role == "StaticText" {
			list[k] = &axNode{role: "StaticText", name: squeezed(list[k].name + " " + spoken(n)), line: "“" + squeezed(list[k].name+" "+spoken(n)) + "”"}
			continue
		}
		if inline {
			n = &axNode{role: "StaticText", name: spoken(n), line: "“" + spoken(n) + "”"}
		}
		list = append(list, n)
	}
	return list
}

// inlined are roles inside a sentence.
var inlined = map[string]bool{"math": true, "MathMLMath": true, "code": true, "strong": true, "emphasis": true, "mark": true}

// leaves are roles whose name is what they contain, and texts those that are no more than their text.
var (
	leaves = map[string]bool{"button": true, "link": true, "heading": true, "option": true, "tab": true, "cell": true, "gridcell": true, "columnheader": true, "rowheader": true, "LabelText": true, "DisclosureTriangle": true, "summary": true}
	texts  = map[string]bool{"paragraph": true, "listitem": true, "term": true, "definition": true, "status": true, "alert": true, "LabelText": true, "cell": true}
)

// spoken is all that is read of a node.
func spoken(n *axNode) string {
	if n.name != "" || len(n.children) == 0 {
		return n.name
	}
	return flat(n.children)
}

func flat(nodes []*axNode) string {
	var parts []string
	for _, n := range nodes {
		if s := spoken(n); s != "" {
			parts = append(parts, s)
		}
	}
	return squeezed(strings.Join(parts, " "))
}

func squeezed(s string) string { return strings.Join(strings.Fields(s), " ") }

func text(v *accessibility.Value) string {
	if v == nil || len(v.Value) == 0 {
		return ""
	}
	var s string
	if json.Unmarshal(v.Value, &s) == nil {
		return s
	}
	return string(v.Value)
}

// told are properties that are said where they are not as usual.
var properties = map[accessibility.PropertyName]string{
	"level": "level %s", "checked": "checked %s", "pressed": "pressed %s", "expanded": "expanded %s", "selected": "selected %s",
	"disabled": "disabled", "invalid": "invalid %s", "required": "required", "modal": "modal", "roledescription": "as %s", "live": "live %s", "valuetext": "= %s",
}

// said is the line of a node.
func said(n *axNode, of *accessibility.Node) string {
	parts := []string{n.role}
	if n.role == "StaticText" {
		return "“" + n.name + "”"
	}
	if n.name != "" {
		parts = append(parts, "“"+n.name+"”")
	}
	valued := false
	for _, property := range of.Properties {
		format, ok := properties[property.Name]
		value := text(property.Value)
		if !ok || value == "" || value == "false" && !strings.Contains("pressed expanded checked", string(property.Name)) {
			continue
		}
		valued = valued || property.Name == "valuetext"
		if strings.Contains(format, "%s") {
			parts = append(parts, fmt.Sprintf(format, value))
		} else {
			parts = append(parts, format)
		}
	}
	if value := squeezed(text(of.Value)); value != "" && !valued {
		parts = append(parts, "= "+value)
	}
	if description := squeezed(text(of.Description)); description != "" && description != n.name {
		parts = append(parts, "("+description+")")
	}
	return strings.Join(parts, " ")
}

// controls are roles that are nothing without a name.
var named = regexp.MustCompile(`^(button|link|checkbox|radio|textbox|combobox|listbox|slider|spinbutton|tab|tabpanel|image|img|dialog|region|navigation|table|group|progressbar|switch|option|heading)$`)

// dottedKey is what a key of the catalogue looks like.
var dottedKey = regexp.MustCompile(`\b[a-z]+(\.[a-z][A-Za-z]+)+\b`)

// sound fails the test if a tree breaks a rule that all keep: one main landmark, one first heading, a name for every control
// and picture, no sentence twice, no number that is none, no key in place of words. The list of what happened is complete, so it
// may say once more what has just happened.
func (p *tab) sound(where string, root *axNode, modal bool) {
	p.Helper()
	count, sentences, listed := map[string]int{}, map[string]int{}, map[string]int{}
	var walk func(n *axNode, in map[string]int)
	walk = func(n *axNode, in map[string]int) {
		if n.role == "listitem" {
			in = listed
		}
		count[n.role]++
		if n.role == "heading" && strings.Contains(n.line, " level 1") {
			count["h1"]++
		}
		if named.MatchString(n.role) && n.name == "" && !(n.role == "group" || n.role == "option") {
			p.Errorf("%s: without a name: %s of %s", where, n.line, flat(n.children))
		}
		if strings.Contains(n.line, "NaN") || strings.Contains(n.line, "undefined") || strings.Contains(n.line, "[object") || dottedKey.MatchString(strings.ReplaceAll(n.line, "make verify", "")) && n.role != "code" {
			p.Errorf("%s: no words: %s", where, n.line)
		}
		for _, child := range merged(n.children) {
			walk(child, in)
		}
		if len(n.children) == 0 && strings.HasSuffix(n.name, ".") && strings.Count(n.name, " ") >= 3 {
			in[n.name]++
		}
	}
	walk(root, sentences)
	for _, in := range []map[string]int{sentences, listed} {
		for text, n := range in {
			if n > 1 {
				p.Errorf("%s: %d times: %s", where, n, text)
			}
		}
	}
	if !modal && (count["main"] != 1 || count["h1"] != 1) {
		p.Errorf("%s: %d main landmarks, %d first headings", where, count["main"], count["h1"])
	}
}

// inWords are the values of sliders and handles in words, which the protocol does not tell.
func (p *tab) inWords() (lines []string) {
	p.Helper()
	p.decode(`[...document.querySelectorAll('[aria-valuetext]')].filter((node) => node.checkVisibility()).map((node) => `+
		`['value of', node.getAttribute('aria-label') ?? document.getElementById(node.getAttribute('aria-labelledby'))?.textContent, '=', node.getAttribute('aria-valuetext')].join(' '))`, &lines)
	return lines
}

// changed are the lines that are new against those of before, and those that are gone, in their order.
func changed(before, now []string) (list []string) {
	left := map[string]int{}
	for _, line := range before {
		left[line]++
	}
	var added []string
	for _, line := range now {
		if left[line]--; left[line] < 0 {
			added = append(added, "+ "+strings.TrimSpace(line))
		}
	}
	for _, line := range before {
		if left[line] > 0 {
			left[line]--
			list = append(list, "- "+strings.TrimSpace(line))
		}
	}
	return append(list, added...)
}

// TestTree: what a screen reader finds on the page, in every scenario, at the beginning, on the way and at the end of its run, is
// recorded in testdata/tree; of the later two what is another than before. Every tree keeps the rules of sound.
func TestTree(t *testing.T) {
	p := open(t, setup{reduced: true, width: 1280, height: 800, scale: unseenScale, script: atOnce})
	p.until(`document.querySelector('#summary') !== null`)
	p.js(`unimodalBias.diagram({cells: 32})`)
	for _, slug := range sim.Slugs() {
		var got, before []string
		p.js(`unimodalBias.set({scenario: '` + slug + `'}).then(() => unimodalBias.reset())`)
		for _, state := range []struct{ name, epoch string }{{"start", "0"}, {"mid-run", "Math.floor(s.epochs / 3)"}, {"finished", "s.epochs"}} {
			p.js(`unimodalBias.get().then((s) => unimodalBias.seek(` + state.epoch + `)).then(() => 0)`)
			p.until(wordsAreThere)
			root, lines := p.tree()
			lines = append(lines, p.inWords()...)
			p.sound(slug+", "+state.name, root, false)
			got = append(got, "== "+state.name)
			if before == nil {
				got = append(got, lines...)
			} else {
				got = append(got, changed(before, lines)...)
			}
			before = lines
		}
		record.Check(t, "tree/"+slug+".txt", strings.Join(got, "\n"))
	}
}

// TestStateTrees: the same of one run in states that are rare or pass: while it plays, with another one pinned beside it, with a
// learning rate at which it diverges, and once the graphics are lost. Of a diagram that rests half filled as much as no machine changes.
func TestStateTrees(t *testing.T) {
	p := open(t, setup{reduced: true, width: 1280, height: 800, scale: unseenScale, script: atOnce})
	p.until(`document.querySelector('#summary') !== null`)
	p.js(`unimodalBias.set({speed: 'epoch', epoch: 700}).then(() => 0)`)
	p.until(wordsAreThere)
	p.js(`document.getElementById('play').focus()`)
	_, before := p.tree()
	before = append(before, p.inWords()...)
	var got []string
	note := func(state, epochs string) {
		root, lines := p.tree()
		lines = append(lines, p.inWords()...)
		p.sound(state, root, false)
		if epochs != "" { // on which it depends how fast a machine is
			lines = strings.Split(regexp.MustCompile(epochs).ReplaceAllString(strings.Join(lines, "\n"), "7xx"), "\n")
		}
		got = append(append(got, "== "+state), changed(before, lines)...)
		before = lines
	}
	p.js(`unimodalBias.play().then(() => 0)`)
	p.until(`!document.querySelector('.slot[data-panel=training]').textContent.includes('epoch 700 of') && document.getElementById('spoken').textContent === ''`)
	note("playing, an epoch a second", `\b7\d\d\b`)
	p.js(`unimodalBias.pause().then(() => unimodalBias.seek(300)).then(() => unimodalBias.pin()).then(() => unimodalBias.set({eta: .08})).then(() => 0)`)
	p.until(wordsAreThere + `.then((there) => there && document.querySelector('.slot[data-panel=training]').textContent.includes('In the pinned run'))`)
	note("pinned", "")
	p.js(`unimodalBias.unpin().then(() => unimodalBias.set({eta: 1})).then(() => unimodalBias.seek(1000)).catch(() => 0).then(() => 0)`)
	p.until(wordsAreThere + `.then((there) => there && document.querySelector('.slot[data-panel=training]').textContent.includes('broke off'))`)
	note("diverged", "")

	p.js(`unimodalBias.set({eta: .04}).then(() => unimodalBias.seek(300)).then(() => 0)`)
	p.until(wordsAreThere)
	_, before = p.tree()
	p.js(`void unimodalBias.diagram({kind: 'ratio', cells: 256}); 0`)
	p.until(`document.querySelector('.status [aria-label="Pause computing"]')?.checkVisibility()`)
	p.js(`document.querySelector('.status [aria-label="Pause computing"]').click()`)
	p.until(`/^\d+ %, paused$/.test(document.querySelector('.status').textContent) && document.querySelector('.slot[data-panel=phase]').textContent.includes('networks are trained')`)
	root, lines := p.tree()
	p.sound("a diagram half filled", root, false)
	for _, part := range []string{"button “Resume computing”", "button “Stop computing”", "progressbar “Progress of the phase diagram”", " of 65536 networks are trained: "} {
		if !strings.Contains(strings.Join(lines, "\n"), part) {
			t.Errorf("of a diagram half filled there is no %q in\n%s", part, strings.Join(changed(before, lines), "\n"))
		}
	}
	p.js(`document.querySelector('.status [aria-label="Stop computing"]').click(); unimodalBias.diagram({kind: 'theory'}).then(() => 0)`)
	p.until(wordsAreThere)
	_, before = p.tree()
	before = append(before, p.inWords()...)

	p.js(`document.querySelector('canvas').getContext('webgl2').getExtension('WEBGL_lose_context').loseContext()`)
	p.until(`document.querySelector('.still')?.complete && document.getElementById('spoken').textContent === ''`)
	note("without graphics", "")
	record.Check(t, "tree/states.txt", strings.Join(got, "\n"))
}

// TestFigureTrees: what a screen reader finds of a light figure keeps the rules of every tree, and names each of its panels with
// sentences below a heading that follows those of the page; of the figures of a page only those in sight have any.
func TestFigureTrees(t *testing.T) {
	p := open(t, setup{reduced: true, width: 700, height: 420, scale: unseenScale, script: atOnce, url: light("panels=training,phase", "scenario=late-negative&epoch=500")})
	p.settled()
	p.until(`unimodalBias.get().then(() => document.querySelectorAll('.slot > .unseen p').length > 3)`)
	p.until(`document.querySelector('.scrub input').getAttribute('aria-valuetext').match(/^Epoch 500 of \d+: /) !== null`)
	root, lines := p.tree()
	p.sound("a light figure", root, false)
	tree := strings.Join(append(lines, p.inWords()...), "\n")
	for _, part := range []string{"heading “Curves” level 2", "heading “Diagram” level 2", "“Pictures of the run. Each is described under its heading.”", "value of Epoch = Epoch 500 of "} {
		if !strings.Contains(tree, part) {
			t.Errorf("there is no %s in\n%s", part, tree)
		}
	}

	p = story(t, "race", setup{reduced: true, width: 1280, height: 800, scale: unseenScale, script: atOnce})
	p.until(`step.section.querySelectorAll('.slot > h3.unseen + .unseen p').length > 0`)
	if n := p.number(`[...document.querySelectorAll('.light-figure .slot > h3')].filter((node) => { const { top, bottom } = node.closest('.light-figure').getBoundingClientRect(); return bottom < 0 || top > innerHeight; }).length`); n != 0 {
		t.Errorf("%v headings are out of sight", n)
	}
}
