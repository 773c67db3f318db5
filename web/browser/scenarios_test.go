package browser

import (
	"slices"
	"testing"

	"github.com/chromedp/chromedp/kb"
)

// TestScenariosFit: the menu has all 24 scenarios; whatever one shows and asks for, on a usual laptop the lab is one screen,
// from the first epoch to the last.
func TestScenariosFit(t *testing.T) {
	p := open(t, setup{reduced: true, width: 1280, height: 800})
	var slugs []string
	p.decode(`[...document.querySelectorAll('#scenario option')].map(o => o.value)`, &slugs)
	var described []string
	p.decode(`unimodalBias.describe().then(({scenarios}) => scenarios.map(({slug}) => slug))`, &described)
	sorted := func(list []string) []string { return slices.Sorted(slices.Values(list)) }
	if len(slugs) != 24 || !slices.Equal(sorted(slugs), sorted(described)) {
		t.Fatalf("the menu has %d scenarios, %v; there are %v", len(slugs), slugs, described)
	}
	for _, slug := range slugs {
		t.Run(slug, func(t *testing.T) {
			p := &tab{T: t, ctx: p.ctx, scale: p.scale}
			p.js(`unimodalBias.set({scenario: '` + slug + `'})`)
			p.until(`document.querySelector('#scenario').value === '` + slug + `'`)
			for _, epoch := range []string{"0", "(await unimodalBias.get()).epochs"} {
				p.js(`(async () => { await unimodalBias.seek(` + epoch + `); })()`)
				p.js(`new Promise(requestAnimationFrame)`)
				p.within(`document.documentElement.scrollHeight - innerHeight`, -1000, 0)
				p.within(`document.documentElement.scrollWidth - innerWidth`, -1000, 0)
				p.within(`(f => f.scrollWidth - f.clientWidth)(document.querySelector('#controls'))`, 0, 0)
			}
		})
	}
}

// TestFocusOutlivesItsControl: a control that goes with its scenario hands the focus
// on to the one before it.
func TestFocusOutlivesItsControl(t *testing.T) {
	p := paused(t)
	for _, c := range []struct{ scenario, field, next, heir string }{
		{"wishart", "number-draw", "late", "number-init"},
		{"small-data", "number-samples", "own", "number-init"},
		{"xor", "number-slope", "late", "number-init"},
	} {
		p.js(`unimodalBias.set({scenario: '` + c.scenario + `'})`)
		p.until(`document.querySelector('#` + c.field + `')?.checkVisibility()`)
		p.js(`document.querySelector('#` + c.field + `').focus()`)
		p.js(`unimodalBias.set({scenario: '` + c.next + `'})`)
		p.until(`!document.querySelector('#` + c.field + `').checkVisibility()`)
		if got := p.text(`document.activeElement.closest('.parameter')?.querySelector('[id^="number-"]').id`); got != c.heir {
			t.Errorf("from %s the focus goes to %q, want %s", c.field, got, c.heir)
		}
	}
}

// TestChartHandleIsOneSlider: in a chart the point moves in one direction, by every
// arrow, from end to end, and never loses the focus; in a plane it moves in two.
func TestChartHandleIsOneSlider(t *testing.T) {
	p := open(t, setup{reduced: true, width: 1000, height: 760})
	role := `document.querySelector('[data-handle="phase"]').getAttribute('aria-roledescription')`
	if got := p.text(role); got != "two-dimensional slider" {
		t.Errorf("in the plane it is a %q", got)
	}
	p.js(`unimodalBias.set({scenario: 'wishart'})`)
	p.settled()
	p.until(`document.querySelector('[data-handle="phase"]')?.ariaValueText === 'draw 28'`)
	if got := p.js(role); got != nil {
		t.Errorf("in a chart it is a %v", got)
	}
	p.js(`document.querySelector('[data-handle="phase"]').focus()`)
	for _, c := range []struct{ key, says string }{
		{kb.ArrowUp, "draw 29"}, {kb.ArrowRight, "draw 30"}, {kb.ArrowDown, "draw 29"}, {kb.ArrowLeft, "draw 28"}, {kb.End, "draw 50"}, {kb.ArrowUp, "draw 50"}, {kb.Home, "draw 1"},
	} {
		p.key(c.key)
		p.until(`document.activeElement.ariaValueText === '` + c.says + `'`)
	}
}
