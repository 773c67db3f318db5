package browser

import "testing"

// TestSeldomControl: the depth gap has a control where the scenario uses it, with
// the range that the fusion layer leaves, and none elsewhere unless the address asks for it.
func TestSeldomControl(t *testing.T) {
	const line = `document.querySelector('.parameter[data-key=skew]')`
	p := open(t, setup{reduced: true, width: 1280, height: 800})
	if p.truth(line + `.checkVisibility()`) {
		t.Error("late fusion offers a depth gap")
	}
	p.js(`unimodalBias.set({scenario: 'unequal'})`)
	p.settled()
	p.within(`document.documentElement.scrollHeight - innerHeight`, -1000, 0)
	if !p.truth(line + `.checkVisibility()`) {
		t.Fatal("unequal depths have no control")
	}
	positions := line + `.querySelector('[type=range]').max`
	if got := p.text(positions); got != "7" { // −2 … 5 at L_f = 3
		t.Errorf("the slider has positions to %s", got)
	}
	p.js(`unimodalBias.set({depth: 5, fusion: 1, skew: 0})`)
	p.settled()
	if got := p.text(positions); got != "7" || !p.truth(line+`.checkVisibility()`) { // 0 … 7
		t.Errorf("the slider has positions to %s", got)
	}
	if got := p.number(line + `.querySelector('[type=range]').valueAsNumber`); got != 0 {
		t.Errorf("it stands at position %v", got)
	}
	p = open(t, setup{reduced: true, url: server.URL + subPath + "?controls=skew"})
	if !p.truth(line + `.checkVisibility()`) {
		t.Error("the address asks for it in vain")
	}
}
