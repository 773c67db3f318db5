package browser

import (
	"strings"
	"testing"
)

// TestCreditIsToldWithItsSign: midway one modality has been given too much or too little,
// by the sign of what is measured; the theory card shows the same number with its sign.
func TestCreditIsToldWithItsSign(t *testing.T) {
	p := open(t, setup{reduced: true, width: 1000, height: 760})
	p.click("#card-open")
	p.until(`document.querySelector('#card-sheet')?.open`)
	for _, c := range []struct {
		scenario, says string
		low, high      float64
	}{{"late-positive", "too much credit", .02, 9}, {"late-negative", "too little credit", -9, -.02}} {
		p.js(`unimodalBias.set({scenario: '` + c.scenario + `'}).then(() => unimodalBias.seek(1000)).then(() => unimodalBias.measure()).then(m => unimodalBias.seek(Math.ceil(m.tB) + 1))`)
		p.settled()
		p.within(`unimodalBias.measure().then(m => m.misattribution)`, c.low, c.high)
		if got := p.text(`document.getElementById('narration').textContent`); !strings.Contains(got, c.says) {
			t.Errorf("%s: %q, want %q", c.scenario, got, c.says)
		}
		p.until(`(line => line && [...line.querySelectorAll('.value')].every(cell => Math.sign(parseFloat(cell.textContent.replace('−', '-'))) === Math.sign(` + jsf(`%v`, c.low+c.high) + `)))(` +
			`[...document.querySelectorAll('#card-sheet tr')].find(row => row.textContent.startsWith('mis-attribution')))`)
	}
}

// TestStoriesOfOddRuns: what is told where a weight points the wrong way, of a modality that has to turn, and
// of a run that will break off, is said in words of its own; and a changed scenario is called so.
func TestStoriesOfOddRuns(t *testing.T) {
	p := open(t, setup{reduced: true})
	for _, c := range []struct{ values, epoch, says string }{
		{`{scenario: 'early', width: 6, rho: -.75, kappa: .37, r: .03, wB: 1.03, noise: 1.26, epochs: 3000, seed: 12}`, "1444", "The weight of A points the wrong way."},
		{`{scenario: 'late-negative', width: 4, rho: -.91, r: .03, method: 'flow', epochs: 3000, seed: 244}`, "2705", "The weight that A had learned alone points the wrong way, and has to turn."},
		{`{scenario: 'late', eta: 1}`, "3", "The run breaks off at epoch"},
	} {
		p.js(`unimodalBias.set(` + c.values + `).then(() => unimodalBias.seek(` + c.epoch + `))`)
		p.settled()
		if got := p.text(`document.getElementById('narration').textContent`); !strings.Contains(got, c.says) {
			t.Errorf("%s: %q, want %q", c.values, got, c.says)
		}
		if got := p.text(`document.title`); !strings.Contains(got, ", changed") {
			t.Errorf("%s: the document is called %q", c.values, got)
		}
	}
}

// TestSpeedOfTheAddressIsInTheMenu: a speed between those of the menu is shown there, as
// long as it is the speed; an empty menu would say nothing.
func TestSpeedOfTheAddressIsInTheMenu(t *testing.T) {
	p := open(t, setup{reduced: true, url: server.URL + subPath + "?speed=3"})
	p.settled()
	if got := p.text(`document.querySelector('#speed :checked')?.value ?? 'nothing'`); got != "3" {
		t.Errorf("the menu shows %s", got)
	}
}

// TestDismissedRemarksStayAway: what was dismissed is not said once more with the next
// remark, which is about something else.
func TestDismissedRemarksStayAway(t *testing.T) {
	p := open(t, setup{reduced: true, url: server.URL + subPath + "?view=sideways"})
	const said = `document.getElementById('remarks').textContent`
	p.until(said + `.includes('sideways')`)
	p.click("#remarks button")
	p.until(said + ` === ''`)
	// The same by hand: what is wrong with another link, without the address of before.
	p.js(`location.hash = '#v=1&scenario=late&colour=red'`)
	p.until(said + `.includes('colour')`)
	if got := p.text(said); strings.Contains(got, "sideways") {
		t.Errorf("dismissed and said again: %q", got)
	}
}

// TestChoiceIsSpoken: who chooses a scenario hears what it is about, whatever was said of the one
// before; what was heard goes, so that nobody meets it twice.
func TestChoiceIsSpoken(t *testing.T) {
	p := open(t, setup{reduced: true, width: 1000, height: 700})
	for _, scenario := range []string{"early", "superficial"} {
		p.js(`(e => { e.value = '` + scenario + `'; e.dispatchEvent(new Event('change')); })(document.getElementById('scenario'))`)
		p.until(`unimodalBias.get().then(s => s.scenario === '` + scenario + `') && document.getElementById('spoken').textContent === document.getElementById('caption').textContent`)
	}
	p.until(`document.getElementById('spoken').textContent === ''`)
}

// TestLiveRegionsRest: while a run plays and its plane fills, a region that is read out changes
// with what it says, and not with the frames.
func TestLiveRegionsRest(t *testing.T) {
	p := open(t, setup{reduced: true, width: 1280, height: 800, url: server.URL + subPath + "?panels=training,phase,network"})
	p.js(`globalThis.said = []; new MutationObserver(records => {
		for (const {target} of records) {
			const region = (target instanceof Element ? target : target.parentElement)?.closest('[aria-live], [role=status], [role=alert], output');
			if (region) said.push([region.id || region.className || region.localName, region.textContent].join(': '));
		}
	}).observe(document.body, {subtree: true, childList: true, characterData: true})`)
	p.js(`unimodalBias.set({depth: 3}).then(() => unimodalBias.play())`)
	p.until(`unimodalBias.get().then(s => s.epoch > 150)`)
	p.js(`unimodalBias.pause()`)
	var said []string
	p.decode(`said.filter(words => !words.startsWith('spoken: '))`, &said)
	if len(said) > 1 { // the stepper: the depth is 3
		t.Errorf("told %d times: %q", len(said), said)
	}

	// Nor does the scrubber of a light figure, of which every change is told to who has the focus there.
	p = open(t, setup{reduced: true, width: 700, height: 420, url: light("panels=training", "scenario=late")})
	p.js(`unimodalBias.reset()`)
	p.until(`document.querySelector('.scrub input').valueAsNumber === 0`)
	p.js(`globalThis.told = []; (node => new MutationObserver(() => told.push(node.getAttribute('aria-valuetext'))).observe(node, {attributes: true, attributeFilter: ['aria-valuetext']}))(document.querySelector('.scrub input'))`)
	p.js(`unimodalBias.play()`)
	p.until(`unimodalBias.get().then(s => s.epoch > 150)`)
	if got := p.text(`told.slice(told.findIndex((words) => words.startsWith('Playing'))).join()`); got != "Playing, 1000 epochs" {
		t.Errorf("while it plays the scrubber says %s", got)
	}
}
