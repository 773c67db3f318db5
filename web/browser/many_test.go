package browser

import (
	"strings"
	"testing"
)

// TestManyAreTold: the page tells each of several modalities as it comes, in its hue, and lists them on the
// card; pictures that are planes of two have no tab.
func TestManyAreTold(t *testing.T) {
	p := open(t, setup{reduced: true, width: 1280, height: 800})
	p.settled()
	for _, c := range []struct{ epoch, says string }{
		{"300", "Epoch 236: the network has learned A, and none of the others. They are all at less than 1 % of their final weights."},
		{"600", "Epoch 480: now C is learned too. So far: A, then C. B is at less than 1 % of its final weight."},
		{"750", "Epoch 703: now B is learned too, the last of all. The order: A, then C, then B."},
		{"1000", "Epoch 801: done. Learned: A, then C, then B."},
	} {
		p.js(`unimodalBias.set({scenario: 'many', epoch: ` + c.epoch + `})`)
		p.settled()
		if got := p.text(`document.querySelector('#narration').textContent`); got != c.says {
			t.Errorf("epoch %s: %q, want %q", c.epoch, got, c.says)
		}
	}
	gist := func() string { return p.text(`document.querySelector('.gist p').textContent`) }
	if got := gist(); !strings.HasPrefix(got, "A, B, C … are modalities") {
		t.Errorf("beside three modalities stands %q", got)
	}
	p.js(`unimodalBias.set({scenario: 'early'})`)
	p.settled()
	if got := gist(); !strings.HasPrefix(got, "A and B are two modalities") {
		t.Errorf("beside two modalities stands %q", got)
	}
	p.js(`unimodalBias.set({scenario: 'many', epoch: 1000})`)
	p.settled()
	hue := func(name string) string {
		return p.text(`getComputedStyle(document.querySelector('#narration [data-modality="` + name + `"]')).color`)
	}
	if a, b, c := hue("A"), hue("B"), hue("C"); a == b || b == c || a == c || c != "rgb(0, 114, 79)" {
		t.Errorf("A is %s, B %s, C %s", a, b, c)
	}
	if tabs := p.text(`[...document.querySelectorAll('.tabs [role="tab"]')].filter((tab) => tab.checkVisibility()).map((tab) => tab.textContent).join()`); tabs != "race,network" {
		t.Errorf("tabs: %s", tabs)
	}
	p.js(`[...document.querySelectorAll('button')].find((b) => b.textContent.includes('Formulas')).click()`)
	p.until(`document.querySelector('table.card')`)
	if card := p.text(`document.querySelector('table.card').textContent`); !strings.Contains(card, "orderA, C, BA, C, B") || !strings.Contains(card, "loss with A, C alone") {
		t.Errorf("the card says %q", card)
	}
}
