package browser

import (
	"encoding/json"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/accessibility"
	"github.com/chromedp/chromedp/kb"

	"unimodal-bias-lab/sim/record"
)

const answerSheet = `document.querySelector('#answer-sheet')`

// answered waits until the answer has all that there is to come.
func (p *tab) answered() {
	p.Helper()
	p.until(answerSheet + `?.open`)
	p.settled()
	p.until(answerSheet + `.querySelectorAll('.advice tbody').length > 0 && ![...` + answerSheet + `.querySelectorAll('.advice td')].some(cell => cell.textContent === 'training …') && !` + answerSheet + `.innerText.includes('samples so far')`)
}

// copied presses a button of the answer and returns what it copies.
func (p *tab) copied(label string) string {
	p.Helper()
	p.js(`navigator.clipboard.writeText = async (text) => { globalThis.copied = text; }; 0`)
	p.js(`[...` + answerSheet + `.querySelectorAll('.acts button')].find(button => button.textContent === '` + label + `').click()`)
	return p.text(`globalThis.copied`)
}

// TestAnswerOfAFile: who trains on a file reads the answer at once, by the names in the file, and
// what is copied is what is shown.
func TestAnswerOfAFile(t *testing.T) {
	p := ownData(t, setup{})
	p.choose(file(t, "features.csv", table(640, 2, 3)))
	p.planned()
	p.click(".data .go")
	p.answered()
	lead := p.text(answerSheet + `.querySelector('.lead').textContent`)
	if !strings.HasPrefix(lead, "Your network will learn audio first, after about ") || !strings.Contains(lead, "and ignore video until about ") || !strings.HasSuffix(lead, "measured") {
		t.Errorf("it begins with %q", lead)
	}
	shown := p.text(answerSheet + `.innerText`)
	for _, want := range []string{"Yet video alone explains more", "the preference is superficial", "640 rows of features.csv", "with replacement", "Too close to call which comes first: audio in", "in 95 % of them", "What you can do", "Whiten each modality"} {
		if !strings.Contains(shown, want) {
			t.Errorf("nothing says %q in %s", want, shown)
		}
	}
	if strings.Contains(shown, "How many rows") {
		t.Error("it asks for the rows of a file")
	}
	p.within(answerSheet+`.querySelectorAll('[data-modality="A"]').length`, 3, 100)
	p.within(`(s => s.scrollWidth - s.clientWidth)(`+answerSheet+`)`, 0, 0)

	// Every word and number that is shown, and not folded away, is in the text, in that order.
	visible := p.text(`[...` + answerSheet + `.querySelectorAll('.answer :is(h3, h4, p, li, th, td, caption)')].filter(node => !node.closest('form') && !node.querySelector('table')).map(node => {
		const copy = node.cloneNode(true);
		copy.querySelectorAll('details').forEach(inner => inner.remove());
		return copy.textContent.replace(/\s+/g, ' ').trim();
	}).filter(Boolean).join('\n')`)
	for _, form := range []string{"Text", "Markdown"} {
		text := strings.NewReplacer("\\", "", "; ", "", " ", "", "|", "", "#", "", "-", "", "\t", "", "\n", "", "---", "").Replace(p.copied(form))
		at := 0
		for piece := range strings.Lines(visible) {
			piece = strings.NewReplacer("\\", "", "; ", "", " ", "", "|", "", "#", "", "-", "", "\t", "", "\n", "").Replace(piece)
			found := strings.Index(text[at:], piece)
			if found < 0 {
				t.Errorf("%s lacks %q after %q", form, piece, text[max(0, at-40):at])
				break
			}
			at += found + len(piece)
		}
	}
	var reply struct {
		Answer struct{ Sentences []struct{ Key string } }
		Said   []string
		Advice []struct{ Kind string }
	}
	if err := json.Unmarshal([]byte(p.copied("JSON")), &reply); err != nil {
		t.Fatal(err)
	}
	if len(reply.Said) < len(reply.Answer.Sentences) || reply.Said[0] != lead || len(reply.Advice) < 9 {
		t.Errorf("as JSON: %+v", reply)
	}
	if link := p.copied("Link"); !strings.Contains(link, "own=audio%3A2_video%3A3~") {
		t.Errorf("the link is %.200s", link)
	}

	// Nothing goes on once it is closed.
	p.key(kb.Escape)
	p.until(`!` + answerSheet + `.open`)
	if got := p.text(`document.activeElement.id`); got != "number-own" {
		t.Errorf("the focus goes to %q", got)
	}
	if p.truth(`document.querySelector('#answer-open').hidden`) {
		t.Error("it cannot be opened again")
	}
	p.js(`unimodalBias.set({scenario: 'late'})`)
	p.until(`document.querySelector('#answer-open').hidden`)
}

// TestAnswerByKeys: of a matrix the answer asks how many rows it is from; all of it works by keys, on a
// telephone too, and everything in it has a name.
func TestAnswerByKeys(t *testing.T) {
	p := open(t, setup{reduced: true, width: 390, height: 844, url: server.URL + subPath + "#v=1&scenario=own"})
	p.settled()
	p.within(`document.documentElement.scrollWidth - innerWidth`, 0, 0)
	p.js(`document.querySelector('#answer-open').focus()`)
	p.key(kb.Enter)
	p.answered()
	p.within(`(s => s.scrollWidth - s.clientWidth)(`+answerSheet+`)`, 0, 0)
	p.js(`document.querySelector('#answer-rows').focus()`)
	for _, wrong := range []string{"many", "1.5"} {
		p.write("#answer-rows", wrong)
		p.key(kb.Enter)
		p.until(`!document.querySelector('#answer-rows-error').hidden && document.activeElement.id === 'answer-rows'`)
		if got := p.text(`document.querySelector('#answer-rows-error').textContent`); !strings.Contains(got, wrong) {
			t.Errorf("of %s it says %q", wrong, got)
		}
	}
	p.write("#answer-rows", "30")
	p.key(kb.Enter)
	p.until(answerSheet + `.innerText.includes('Too close to call')`)
	if got := p.text(`document.querySelector('#answer-rows').value`); got != "30" || !p.truth(`document.querySelector('#answer-rows-error').hidden`) {
		t.Errorf("the field has %q", got)
	}
	// The lines of a remedy open by a key, and stay open while more is read.
	p.js(answerSheet + `.querySelector('.advice summary').focus()`)
	p.key(kb.Enter)
	p.until(answerSheet + `.querySelector('.advice details').open`)
	p.within(`(s => s.scrollWidth - s.clientWidth)(`+answerSheet+`)`, 0, 0)
	p.js(`unimodalBias.seek(200)`)
	p.settled()
	p.within(`Number(`+answerSheet+`.querySelector('.advice details').open)`, 1, 1)
	if got := p.text(strings.ReplaceAll(unnamed, "#data-sheet", "#answer-sheet")); got != "" {
		t.Error(got)
	}
	tree := send(p, accessibility.GetFullAXTree, accessibility.GetFullAXTreeParams{})
	var told []string
	for _, node := range tree.Nodes {
		if node.Ignored || node.Role == nil || node.Name == nil {
			continue
		}
		told = append(told, strings.Trim(string(node.Role.Value), `"`)+" "+strings.Trim(string(node.Name.Value), `"`))
	}
	for _, want := range []string{"dialog What your network will learn", "heading Modality by modality", "heading What is explained, and when", "heading How sure is that?", "heading What you can do",
		"columnheader explains alone", "rowheader 1 A", "columnheader verdict", "textbox How many rows are they from?", "button Draw samples", "button Copy as: Markdown"} {
		if !slices.Contains(told, want) {
			t.Errorf("no %q in %q", want, told)
		}
	}
}

// torchCases are data and networks whose lines of PyTorch are written down.
const torchCases = `(async () => {
	const { code, network, keysOf } = await import('./web/torch.js');
	const values = { depth: 2, fusion: 2, width: 100, init: 1e-9, eta: 0.04, etaRatio: 1.38, beta: 0.9, beta2: 0.999, epsilon: 1e-8, unimodal: 1, dropout: 0.5, decay: 0, method: 'gd', skew: 0 };
	const two = [{ name: 'audio', dim: 2 }, { name: 'video', dim: 3 }];
	const three = [{ name: 'lip "read"\\', dim: 1 }, { name: 'keys', dim: 20 }, { name: '3 d', dim: 7 }];
	const parts = [];
	const add = (title, text) => parts.push('### ' + title, text);
	add('network', network({ modalities: two, targets: 1, values }));
	add('unequal', network({ modalities: two, targets: 1, values: { ...values, depth: 3, fusion: 3, skew: -1, init: 0.02 } }));
	add('three, deep, several targets', network({ modalities: three, targets: 4, values: { ...values, depth: 4, fusion: 2, init: 0.1 } }));
	for (const kind of ['rates', 'standard', 'whiten', 'momentum', 'adam', 'unimodal', 'dropout', 'decay']) {
		const own = { momentum: { method: 'momentum' }, adam: { method: 'adam', eta: 0.001 }, decay: { decay: 0.7 } }[kind];
		add(kind, code(kind, { modalities: two, targets: 1, values: { ...values, ...own } }));
	}
	add('rates of deep branches', code('rates', { modalities: two, targets: 1, values: { ...values, depth: 4, fusion: 2 } }));
	add('early', code('early', { modalities: three, targets: 2, values: { ...values, fusion: 1 } }));
	add('intermediate', code('intermediate', { modalities: two, targets: 1, values: { ...values, depth: 3, init: 0.05, method: 'momentum' } }));
	add('keys', '# ' + keysOf(['a.b', 'a b', 'class', 'items', '', '7', 'größe', '…', 'video', 'video']).join(' '));
	return parts.join('\n');
})()`

// TestTorchIsPython: the lines are those in the record, and Python reads them.
func TestTorchIsPython(t *testing.T) {
	p := open(t, setup{reduced: true})
	text := p.text(torchCases)
	record.Check(t, "torch.txt", text)
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("there is no python3 to read the lines of PyTorch")
	}
	for part := range strings.SplitSeq(text, "### ") {
		title, lines, _ := strings.Cut(part, "\n")
		read := exec.Command(python, "-c", "import sys; compile(sys.stdin.read(), 'lines', 'exec')")
		read.Stdin = strings.NewReader(lines)
		if out, err := read.CombinedOutput(); err != nil {
			t.Errorf("%s: %v\n%s", title, err, out)
		}
	}
}
