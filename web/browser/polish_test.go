package browser

import (
	"encoding/json"
	"os"
	"regexp"
	"strings"
	"testing"
)

// TestLeavingKeepsAChange: who leaves in the moment after a change takes it along in the address.
func TestLeavingKeepsAChange(t *testing.T) {
	p := paused(t)
	if got := p.text(`unimodalBias.set({rho: 0.5}).then(() => new Promise(requestAnimationFrame)).then(() => {
		dispatchEvent(new PageTransitionEvent('pagehide'));
		return location.hash;
	})`); !strings.Contains(got, "rho=0.5") {
		t.Errorf("left behind: %s", got)
	}
}

// TestScrubberLetsSwipesPass: a swipe that begins on the scrubber scrolls the page, and the run stays
// where it is; a tap and a finger that goes along it move the playhead.
func TestScrubberLetsSwipesPass(t *testing.T) {
	p := open(t, setup{reduced: true, width: 390, height: 700, touch: true})
	p.settled()
	p.js(`scrollTo(0, 0)`)
	b := p.box("#scrubber")
	swipe := func(dx, dy float64) {
		t.Helper()
		p.swipe(b.X+.7*b.W, b.Y+b.H/2, dx, dy)
	}
	const epoch = `unimodalBias.get().then(s => s.epoch)`
	swipe(0, -12)
	p.until(`scrollY > 40`)
	p.settled()
	p.within(epoch, 0, 0)
	p.js(`scrollTo(0, 0)`)
	p.settled()
	b = p.box("#scrubber")
	swipe(0, 0)
	p.until(`unimodalBias.get().then(s => s.epoch > 400)`)
	swipe(-6, 0)
	p.until(`unimodalBias.get().then(s => s.epoch < 650)`)
}

// TestGuessesLetSwipesPass: so does a swipe that begins on the chart of a question; a finger that goes along it draws, and a tap
// counts.
func TestGuessesLetSwipesPass(t *testing.T) {
	p := story(t, "race", setup{reduced: true, width: 390, height: 844, touch: true})
	for _, slug := range []string{"race", "agree"} {
		p.ready(slug)
		p.until(`step.figure().plot() && (step.section.dataset.kind === 'mark' || step.figure().plot().top > 0)`)
		var b box
		finger := func(dx, dy float64) {
			t.Helper()
			p.js(`step.section.querySelector('.guess').scrollIntoView({block: 'center', behavior: 'instant'})`)
			p.decode(`(({x, y, width: w, height: h}) => ({x, y, w, h}))(step.section.querySelector('.guess').getBoundingClientRect())`, &b)
			p.swipe(b.X+.8*b.W, b.Y+b.H/2, dx, dy)
		}
		p.js(`globalThis.told = []; for (const kind of ['pointercancel', 'pointerup']) step.section.querySelector('.guess').addEventListener(kind, () => told.push(kind)); 0`)
		finger(0, -12)
		p.until(`told.join() === 'pointercancel'`)
		if !p.truth(`step.drawn() === null`) {
			t.Errorf("%s: scrolling over the chart makes a guess: %v", slug, p.js(`step.drawn()`))
		}
		finger(0, 0)
		p.until(`step.drawn() !== null`)
		before := p.text(`JSON.stringify(step.drawn())`)
		finger(0, -12)
		p.until(`told.filter(kind => kind === 'pointercancel').length === 2`)
		if got := p.text(`JSON.stringify(step.drawn())`); got != before {
			t.Errorf("%s: scrolling over the chart changes the guess from %s to %s", slug, before, got)
		}
		finger(-8, 0)
		p.until(`JSON.stringify(step.drawn()) !== '` + before + `'`)
	}
}

// TestCrossingsFitTwoLines: whatever is said as a hand crosses a line fits into the two lines that the
// page keeps for it at 1280×800.
func TestCrossingsFitTwoLines(t *testing.T) {
	text, err := os.ReadFile("../strings/en.json")
	if err != nil {
		t.Fatal(err)
	}
	var words map[string]string
	if err := json.Unmarshal(text, &words); err != nil {
		t.Fatal(err)
	}
	filled := strings.NewReplacer("{modality}", "A", "{other}", "B", "{first}", "A", "{better}", "B")
	markup := regexp.MustCompile(`[@$_{}]`)
	p := open(t, setup{reduced: true, width: 1280, height: 800})
	p.settled()
	for key, sentence := range words {
		if !strings.HasPrefix(key, "milestone.boundary.") {
			continue
		}
		if key != "milestone.boundary.superficial" {
			sentence += " " + words["milestone.boundary.superficial"]
		}
		said, _ := json.Marshal(markup.ReplaceAllString(filled.Replace(sentence), ""))
		p.js(`document.querySelector('#narration').textContent = ` + string(said) + `; document.querySelector('#invitation').textContent = ''; 0`)
		if over := p.text(`(({ scrollHeight, clientHeight }) => scrollHeight > clientHeight + 1 ? 'over' : '')(document.querySelector('.narration'))`); over != "" {
			t.Errorf("%s needs more than two lines: %s", key, said)
		}
	}
}

// TestSecondTitleKeepsClearOfTheButtons: of two charts side by side, the title of the second one.
func TestSecondTitleKeepsClearOfTheButtons(t *testing.T) {
	for _, size := range [][2]int64{{1024, 768}, {1280, 800}, {768, 1024}} {
		p := open(t, setup{reduced: true, width: size[0], height: size[1], url: server.URL + subPath + "#v=1&scenario=small-data&epoch=600"})
		p.settled()
		if got := p.text(`(() => {
			const a = document.querySelector('#options').getBoundingClientRect();
			return [...document.querySelectorAll('#texts [data-key]')].filter(e => {
				const b = e.getBoundingClientRect();
				return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
			}).map(e => e.textContent).join(', ');
		})()`); got != "" {
			t.Errorf("%v: under the buttons: %s", size, got)
		}
	}
}
