package browser

import "testing"

// TestCaptionSpeaksOfItsScenario: the sentence beside the menu has numbers of the scenario as it comes. It goes while
// other values are set, and is there again when they are put back.
func TestCaptionSpeaksOfItsScenario(t *testing.T) {
	p := paused(t)
	const shown = `(() => { const e = document.querySelector('#caption'); return e.textContent !== '' && getComputedStyle(e).visibility === 'visible'; })()`
	p.settled()
	if !p.truth(shown) {
		t.Error("the page opens without its sentence")
	}
	for _, c := range []struct {
		set  string
		want bool
	}{{`{rho: 0.5}`, false}, {`{rho: 0}`, true}, {`{seed: 2}`, false}, {`{scenario: 'early'}`, true}} {
		p.js(`unimodalBias.set(` + c.set + `)`)
		p.settled()
		if got := p.truth(shown); got != c.want {
			t.Errorf("after %s the sentence is shown: %v", c.set, got)
		}
	}
}
