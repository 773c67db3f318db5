package browser

import (
	"fmt"
	"slices"
	"testing"

	"github.com/chromedp/cdproto/input"
)

// TestChartPointBecomesTheRun: a chart is chosen in the menu and completed; a click
// beside one of its points trains that network, and the chart stays what it was. It
// has the same numbers where no workers are allowed.
func TestChartPointBecomesTheRun(t *testing.T) {
	p := open(t, setup{reduced: true, width: 1000, height: 760})
	p.until(`document.querySelector('#diagram select optgroup option[value="chartRho"]')`)
	p.js(`(menu => { menu.value = 'chartRho'; menu.dispatchEvent(new Event('change')); })(document.querySelector('#diagram select'))`)
	p.until(`unimodalBias.phaseDiagram().then(d => d.kind === 'chartRho' && d.done === 1)`)
	p.settled()
	var chart struct {
		X              struct{ Values []float64 }
		Values, Theory []float64
		Theories       map[string][]*float64
		Y              any
	}
	p.decode(diagramNow, &chart)
	if len(chart.Values) != 39 || len(chart.Theory) != 39 || chart.Y != nil || len(chart.Theories["signed"]) != 39 {
		t.Fatalf("%+v", chart)
	}
	b := p.box(`[data-panel="phase"]`)
	x, y := b.X+.35*b.W, b.Y+.5*b.H
	p.mouse(input.DispatchMouseEventTypeMouseMoved, x, y, 0)
	p.mouse(input.DispatchMouseEventTypeMousePressed, x, y, 1)
	p.mouse(input.DispatchMouseEventTypeMouseReleased, x, y, 0)
	p.until(`unimodalBias.get().then(s => s.rho !== 0)`)
	p.settled()
	rho := p.number(`unimodalBias.get().then(s => s.rho)`)
	p.save("chart")
	at := slices.Index(chart.X.Values, rho)
	if at < 0 || rho > -.1 {
		t.Fatalf("a click left of the middle chose ρ = %v", rho)
	}
	p.js(`unimodalBias.get().then(({epochs}) => unimodalBias.seek(epochs))`)
	p.within(fmt.Sprintf(`unimodalBias.measure().then(m => m.timeRatio / %v)`, chart.Values[at]), 1-1e-6, 1+1e-6) // quiet epochs are leapt over, see sim
	var after, alone struct{ Values []float64 }
	p.decode(diagramNow, &after)
	q := open(t, setup{reduced: true, width: 1000, height: 760, url: server.URL + strictPath + "?diagram=chartRho", expected: []string{"worker-src"}})
	q.settled()
	q.decode(diagramNow, &alone)
	if !slices.Equal(after.Values, chart.Values) || !slices.Equal(alone.Values, chart.Values) {
		t.Errorf("after the click %v, without workers %v, at first %v", after.Values, alone.Values, chart.Values)
	}
}

// TestBestStopsFillIn: the diagram of generalisation is completed by two workers,
// and says how long it took.
func TestBestStopsFillIn(t *testing.T) {
	p := open(t, setup{reduced: true, width: 1000, height: 760, script: fmt.Sprintf(watchWorkers, 2)})
	p.js(`globalThis.begun = performance.now(), unimodalBias.diagram({kind: 'generalisation', cells: 32})`)
	p.settled()
	t.Logf("32² best stops in %.1f s", p.number(`(performance.now() - begun) / 1000`))
	p.save("best-stops")
	g := p.grid()
	if g.Done != 1 || g.X.Key != "samples" || g.Y.Key != "noise" {
		t.Fatalf("%s over %s, %s: %v", g.Kind, g.X.Key, g.Y.Key, g.Done)
	}
	var count [4]int
	for _, v := range g.Values {
		if v != nil {
			count[int(*v)]++
		}
	}
	if count[1] < 100 || count[3] < 300 {
		t.Errorf("neither, A, B, both: %v", count)
	}
}
