package browser

import "testing"

// TestLargeTypeFitsOneScreen: in the large type of a projector the first screen holds the
// curves, the network and the transport, and where two networks are compared, both charts.
func TestLargeTypeFitsOneScreen(t *testing.T) {
	claim(t)
	for _, c := range []struct {
		query, scenario string
		height          int64
	}{
		{"?theme=projector", "late", 800}, {"?theme=projector", "small-data", 800}, {"?theme=projector", "depth", 800}, {"?theme=projector", "xor-early", 800},
		{"?view=present", "late", 720}, {"?view=present", "small-data", 720},
	} {
		t.Run(c.query+" "+c.scenario, func(t *testing.T) {
			p := open(t, setup{reduced: true, width: 1280, height: c.height, url: server.URL + subPath + c.query + "#v=1&scenario=" + c.scenario})
			p.js(`unimodalBias.get().then(({epochs}) => unimodalBias.seek(epochs))`)
			p.settled()
			p.within(`document.documentElement.scrollHeight - innerHeight`, -1000, 0)
			p.within(`document.documentElement.scrollWidth - innerWidth`, 0, 0)
			for selector, least := range map[string]float64{`[data-panel="training"]`: 180, `:is([data-panel="race"], [data-panel="network"]):not([hidden])`: 80, `.transport`: 30} {
				p.within(jsf(`document.querySelector(%q).getBoundingClientRect().height`, selector), least, 800)
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
