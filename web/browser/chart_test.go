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
	p.until(`document.querySelector('#diagram select optgroup:last-child option[value="chartRho"]')`)
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
	at := slices.Index(chart.X.Values, rho)
	if at < 0 || rho > -.1 {
		t.Fatalf("a click left of the middle chose ρ = %v", rho)
	}
	p.js(`unimodalBias.seek(1e9)`)
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

// TestChartPictures takes pictures of the charts, if they are asked for.
func TestChartPictures(t *testing.T) {
	if *screenshots == "" {
		t.Skip("no -screenshots: nothing is asserted here")
	}
	queries := map[string]string{
		"rho":            "?diagram=chartRho#v=1&scenario=late&kappa=3&rho=0.3",
		"rho-negative":   "?diagram=chartRho#v=1&scenario=late&kappa=1.5&rho=-0.6",
		"rho-deep":       "?diagram=chartRho#v=1&scenario=intermediate",
		"kappa":          "?diagram=chartKappa#v=1&scenario=late&rho=0.5",
		"init":           "?diagram=chartInit#v=1&scenario=intermediate",
		"fusion":         "?diagram=chartFusion#v=1&scenario=intermediate",
		"draws":          "?diagram=draws#v=1&scenario=wishart",
		"generalisation": "?diagram=generalisation&cells=32#v=1&scenario=late",
	}
	for _, size := range []setup{{width: 1280, height: 800}, {width: 1280, height: 800, dark: true}, {width: 390, height: 844, scale: 2, touch: true}} {
		size.reduced = true
		for name, query := range queries {
			if size.width != 1280 && name == "rho-deep" || size.dark && len(name) > 6 && name != "generalisation" {
				continue
			}
			size.url = server.URL + subPath + query
			p := open(t, size)
			p.settled()
			if size.touch {
				p.js(`document.getElementById('diagram').scrollIntoView()`)
			}
			p.save(fmt.Sprintf("chart-%s-%d-%v", name, size.width, size.dark))
		}
	}
}
