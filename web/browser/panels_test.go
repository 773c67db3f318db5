package browser

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// reload loads the page again and waits until it is ready.
func reload(p *tab) error {
	if err := chromedp.Do(p.ctx, chromedp.Reload()); err != nil {
		return err
	}
	p.js(`unimodalBias.ready.then(() => 0)`)
	return nil
}

const (
	shownPanels = `[...document.querySelectorAll('.slot')].filter(e => e.checkVisibility()).map(e => e.dataset.panel).sort().join()`
	tabsShown   = `document.querySelector('.tabs').checkVisibility()`
	chosenTab   = `document.querySelector('[role="tab"][aria-selected="true"]').textContent`
)

// tabAt is the selector of a tab, counted from 1.
func tabAt(n int) string { return jsf(`.tabs button:nth-child(%d)`, n) }

// TestTabs: one of four panels in one place, chosen by click, finger and arrow
// keys; the choice is in the address and survives.
func TestTabs(t *testing.T) {
	p := open(t, setup{reduced: true, width: 1000, height: 760, touch: true, url: server.URL + subPath + "#v=1&scenario=late&rho=0.25"})
	p.mu.Lock()
	for _, r := range p.requests {
		if strings.Contains(r, "/units-") || strings.Contains(r, "/portrait-") {
			t.Errorf("%s is fetched, and nobody has asked for it", r)
		}
	}
	p.mu.Unlock()
	if got := p.text(shownPanels); got != "phase,race,training" {
		t.Errorf("at first: %s", got)
	}
	p.click(tabAt(3))
	p.until(shownPanels + ` === 'phase,training,units' && location.search === '?panels=training,phase,units'`)
	p.settled()
	if got := p.text(chosenTab); got != "hidden units" {
		t.Errorf("chosen: %q", got)
	}
	if p.truth(`!!document.querySelector('[data-handle="fusion"]')`) {
		t.Error("the handle of a panel that is not shown can be reached")
	}
	if got := p.text(`location.hash`); got != "#v=1&scenario=late&rho=0.25" {
		t.Errorf("the fragment became %s", got)
	}
	p.key(kb.ArrowRight)
	p.until(shownPanels + ` === 'phase,portrait,training' && document.activeElement.textContent === 'phase portrait'`)
	p.key(kb.Home) // of the tabs, not of the run
	p.until(shownPanels + ` === 'phase,race,training' && location.search === ''`)
	p.key(kb.ArrowLeft)
	p.until(shownPanels + ` === 'phase,portrait,training'`)
	if n := p.number(`document.querySelectorAll('[role="tab"][tabindex="0"]').length`); n != 1 {
		t.Errorf("Tab stops at %v tabs", n)
	}

	p.js(`unimodalBias.set({scenario: 'intermediate'})`)
	p.settled()
	if got := p.text(shownPanels); got != "phase,portrait,training" {
		t.Errorf("another scenario shows %s", got)
	}
	p.do(reload(p))
	if got := p.text(shownPanels + ` + ' ' + ` + chosenTab); got != "phase,portrait,training phase portrait" {
		t.Errorf("after a reload: %s", got)
	}
	p.js(`document.querySelector('#theme').value = 'dark'; document.querySelector('#theme').dispatchEvent(new Event('change'))`)
	p.settled()
	if got := p.text(shownPanels); got != "phase,portrait,training" {
		t.Errorf("another theme shows %s", got)
	}
}

// TestTabFollowsTheScenario: each scenario shows the picture that says most about it, until
// somebody chooses another one.
func TestTabFollowsTheScenario(t *testing.T) {
	claim(t)
	p := open(t, setup{reduced: true, width: 1000, height: 760, url: server.URL + subPath + "#v=1&scenario=early"})
	shows := func(want string) {
		t.Helper()
		p.settled()
		if got := p.text(shownPanels + ` + ' ' + ` + chosenTab + ` + location.search`); got != want {
			t.Errorf("it shows %s, want %s", got, want)
		}
	}
	shows("network,phase,training network")
	p.js(`unimodalBias.set({scenario: 'superficial'})`)
	shows("phase,race,training race")
	p.js(`unimodalBias.set({rho: 0.3})`)
	shows("phase,race,training race")
	p.js(`unimodalBias.set({scenario: 'intermediate'})`)
	shows("network,phase,training network")
	p.js(`unimodalBias.set({scenario: 'own'})`)
	shows("phase,race,training race")
	p.click(tabAt(2))
	shows("network,phase,training network?panels=training,phase,network")
	p.js(`unimodalBias.set({scenario: 'late'})`)
	shows("network,phase,training network?panels=training,phase,network")
	p.click(tabAt(1))
	shows("phase,race,training race")
}

// TestPanelsInTheAddress: exactly the panels named; tabs only where one of those
// that share a place is shown, and never in a frame.
func TestPanelsInTheAddress(t *testing.T) {
	claim(t)
	for _, c := range []struct {
		query, want string
		tabs        bool
	}{
		{"?panels=training,phase,units", "phase,training,units", true},
		{"?panels=portrait", "portrait", true},
		{"?panels=training", "training", false},
		{"?panels=training,phase", "phase,training", false},
		{"?panels=training,phase,network,units,portrait", "network,phase,portrait,training,units", false},
		{"?panels=units,portrait", "portrait,units", false},
		{"?view=embed", "phase,training", false},
		{"?view=embed&panels=units", "units", false},
		{"?view=embed&panels=training,portrait", "portrait,training", false},
		{"?view=present&panels=training,units#v=1&scenario=late", "training,units", true},
	} {
		t.Run(c.query, func(t *testing.T) {
			p := open(t, setup{reduced: true, width: 1000, height: 900, url: server.URL + subPath + c.query})
			p.settled()
			if got := p.text(shownPanels); got != c.want {
				t.Errorf("it shows %s, want %s", got, c.want)
			}
			if got := p.truth(tabsShown); got != c.tabs {
				t.Errorf("tabs %v, want %v", got, c.tabs)
			}
			p.within(`document.documentElement.scrollWidth - innerWidth`, 0, 0)
			p.within(`Math.min(...[...document.querySelectorAll('.slot')].filter(e => e.checkVisibility()).map(e => e.offsetWidth))`, 280, 1000)
			p.within(`Math.min(...[...document.querySelectorAll('.slot')].filter(e => e.checkVisibility()).map(e => e.offsetHeight))`, 120, 1000)
		})
	}
}

// TestPanelsOnATelephone: the curves, the plane, then the place with the tabs;
// nothing sticks out at either side.
func TestPanelsOnATelephone(t *testing.T) {
	claim(t)
	for _, width := range []int64{390, 320} {
		t.Run(fmt.Sprint(width), func(t *testing.T) {
			p := open(t, setup{reduced: true, width: width, height: 640, touch: true, url: server.URL + subPath + "?speed=epoch"})
			p.click(tabAt(4))
			p.until(shownPanels + ` === 'phase,portrait,training'`)
			p.settled()
			if !p.truth(`(() => { const top = s => document.querySelector(s).getBoundingClientRect().top; return top('[data-panel="training"]') < top('[data-panel="phase"]') && top('[data-panel="phase"]') < top('.tabs') && top('.tabs') < top('[data-panel="portrait"]'); })()`) {
				t.Error("the panels are not in their order")
			}
			if out := p.text(`[...document.querySelectorAll('button, select, output, .epoch')].filter(e => e.checkVisibility() && !e.closest('#tools')).filter(e => { const r = e.getBoundingClientRect(); return r.left < 0 || r.right > innerWidth; }).map(e => e.id || e.textContent).join()`); out != "" {
				t.Errorf("beyond the edge: %s", out)
			}
			p.within(`document.documentElement.scrollWidth - innerWidth`, 0, 0)
		})
	}
}

// TestUnfitPanelsAreNotOffered: vector inputs have no phase portrait. Its tab comes and goes
// with the run; a link to it shows what it needs.
func TestUnfitPanelsAreNotOffered(t *testing.T) {
	const offered = `[...document.querySelectorAll('[role="tab"]')].filter(e => e.checkVisibility()).map(e => e.textContent).join()`
	p := open(t, setup{reduced: true, width: 1000, height: 760, url: server.URL + subPath + "?panels=training,phase,portrait#v=1&scenario=wishart"})
	p.settled()
	p.until(`[...document.querySelectorAll('#texts [data-key]')].some(e => e.textContent === 'Needs one input per modality')`)
	if got := p.text(offered); got != "race,network,hidden units,phase portrait" {
		t.Errorf("beside the portrait that the link asks for: %s", got)
	}
	p.click(tabAt(2))
	p.until(shownPanels + ` === 'network,phase,training' && ` + offered + ` === 'race,network,hidden units'`)
	p.key(kb.ArrowLeft)
	p.key(kb.ArrowLeft) // round to the last that is offered
	p.until(shownPanels + ` === 'phase,training,units' && document.activeElement.textContent === 'hidden units'`)
	p.js(`unimodalBias.set({scenario: 'early'})`) // one layer that reads both: nothing races
	p.until(offered + ` === 'network,hidden units,phase portrait'`)
	p.js(`unimodalBias.set({scenario: 'late'})`)
	p.until(offered + ` === 'race,network,hidden units,phase portrait'`)
}
