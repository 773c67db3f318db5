package browser

import (
	"fmt"
	"testing"
)

// TestLargeTypeFitsOneScreen: in the large type of a projector the first screen holds the
// curves, the network and the transport, and where two networks are compared, both charts.
func TestLargeTypeFitsOneScreen(t *testing.T) {
	claim(t)
	for _, c := range []struct {
		query, scenario string
		width, height   int64
	}{
		{"?theme=projector", "late", 1280, 800}, {"?theme=projector", "small-data", 1280, 800}, {"?theme=projector", "depth", 1280, 800}, {"?theme=projector", "xor-early", 1280, 800},
		{"?theme=projector", "late", 1280, 720}, {"?theme=projector", "small-data", 1280, 720}, {"?theme=projector", "xor-early", 1280, 720},
		{"?theme=projector", "superficial", 1366, 768}, {"?theme=projector", "depth", 1920, 1080}, {"?theme=projector&lang=de", "superficial", 1920, 1080},
		{"?view=present", "late", 1280, 720}, {"?view=present", "small-data", 1280, 720},
	} {
		t.Run(fmt.Sprint(c), func(t *testing.T) {
			p := open(t, setup{reduced: true, width: c.width, height: c.height, url: server.URL + subPath + c.query + "#v=1&scenario=" + c.scenario})
			p.js(`unimodalBias.get().then(({epochs}) => unimodalBias.seek(epochs))`)
			p.settled()
			p.within(`document.documentElement.scrollHeight - innerHeight`, -1000, 0)
			p.within(`document.documentElement.scrollWidth - innerWidth`, 0, 0)
			for selector, least := range map[string]float64{`[data-panel="training"]`: 180, `:is([data-panel="race"], [data-panel="network"]):not([hidden])`: 80, `.transport`: 30} {
				p.within(jsf(`document.querySelector(%q).getBoundingClientRect().height`, selector), least, float64(c.height))
				p.within(jsf(`document.querySelector(%q).getBoundingClientRect().bottom`, selector), 0, float64(c.height))
			}
			if cut := p.text(`[...document.querySelectorAll('.transport :is(button, select, .epoch, #scrubber)')].filter(e => e.checkVisibility()).filter(e => { const r = e.getBoundingClientRect(); return r.bottom > innerHeight || r.right > innerWidth; }).map(e => e.id).join()`); cut != "" {
				t.Errorf("beyond the edge: %s", cut)
			}
			if c.scenario == "small-data" && !p.truth(`['late fusion', 'early fusion'].every(name => [...document.querySelectorAll('#texts [data-key]')].some(e => e.textContent === name))`) {
				t.Error("the two charts are not named")
			}
		})
	}
}
