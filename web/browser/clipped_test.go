package browser

import (
	"strings"
	"testing"
)

// clipped lists the menus whose choice does not fit, and texts that leave the window or the
// pictures.
const clipped = `(() => {
	const out = [], pen = document.createElement('canvas').getContext('2d'), picture = document.querySelector('#picture').getBoundingClientRect();
	for (const e of document.querySelectorAll('select')) {
		const s = getComputedStyle(e);
		if (!e.checkVisibility() || s.opacity === '0') continue; // it lies over a drawing
		pen.font = s.fontWeight + ' ' + s.fontSize + ' ' + s.fontFamily;
		const room = e.clientWidth - parseFloat(s.paddingLeft) - parseFloat(s.paddingRight), need = pen.measureText(e.selectedOptions[0].text).width;
		if (need > room + 1) out.push(e.selectedOptions[0].text + ' needs ' + need.toFixed() + ' of ' + room.toFixed());
	}
	for (const e of document.querySelectorAll('body *')) {
		const r = e.getBoundingClientRect();
		if (e.children.length || !e.textContent.trim() || !e.checkVisibility() || e.closest('.unseen, select, svg') || r.width < 3) continue;
		if (r.right > innerWidth + 1 || r.left < -1) out.push(e.textContent + ' ends at ' + r.right.toFixed());
	}
	for (const e of document.querySelectorAll('#texts [data-key]')) {
		const r = e.getBoundingClientRect();
		if (r.right > picture.right + 1 || r.left < picture.left - 1) out.push(e.textContent + ' leaves the picture');
	}
	return out.join('; ');
})()`

// TestNothingIsClipped on a narrow telephone and in the large type of a projector.
func TestNothingIsClipped(t *testing.T) {
	claim(t)
	for _, c := range []struct {
		query, run    string
		width, height int64
	}{
		{"", "late", 320, 568}, {"", "small-data", 320, 568}, {"", "xor-early", 320, 568}, {"", "depth", 320, 568}, {"", "wishart", 320, 568},
		{"?diagram=errorMisattribution&cells=32", "late", 320, 568}, {"?diagram=errorMisattribution&cells=32", "late", 390, 844},
		{"?theme=projector", "late", 1280, 800}, {"?theme=projector", "depth", 1280, 800},
	} {
		t.Run(strings.Join([]string{c.query, c.run}, " "), func(t *testing.T) {
			p := open(t, setup{reduced: true, width: c.width, height: c.height, touch: c.width < 700, url: server.URL + subPath + c.query + "#v=1&scenario=" + c.run + "&epoch=500"})
			p.settled()
			if got := p.text(clipped); got != "" {
				t.Error(got)
			}
		})
	}
}

// TestLargerLetters: whoever reads with larger letters finds every part of the header beside or
// below the others, and never has to scroll sideways.
func TestLargerLetters(t *testing.T) {
	p := open(t, setup{reduced: true, width: 1280, height: 800})
	for _, size := range []string{"100%", "125%", "150%", "200%"} {
		p.js(`document.documentElement.style.fontSize = '` + size + `'`)
		p.js(`new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))`)
		p.settled()
		p.within(`document.documentElement.scrollWidth - innerWidth`, -1000, 0)
		if over := p.text(`(() => {
			const parts = ['.top h1', '.top nav', '#scenario', '#caption', '#tools'].map(selector => [selector, document.querySelector(selector).getBoundingClientRect()]);
			return parts.flatMap(([a, x], i) => parts.slice(i + 1).filter(([, y]) => x.left < y.right && y.left < x.right && x.top < y.bottom && y.top < x.bottom).map(([b]) => a + ' and ' + b)).join(', ');
		})()`); over != "" {
			t.Errorf("at %s: %s overlap", size, over)
		}
		p.within(`document.querySelector('#options').getBoundingClientRect().top - Math.max(...['#narration', '#invitation'].map(s => document.querySelector(s).getBoundingClientRect().bottom))`, -1, 1000)
		p.within(`document.querySelector('#caption').getBoundingClientRect().width / parseFloat(getComputedStyle(document.documentElement).fontSize)`, 8, 1000)
	}
}

// TestLabFitsLowScreens: whatever a scenario asks for, a desk of 1024 × 768 or of 1000 × 700 holds
// the lab without scrolling.
func TestLabFitsLowScreens(t *testing.T) {
	for _, size := range [][2]int64{{1024, 768}, {1000, 700}, {1280, 720}} {
		p := open(t, setup{reduced: true, width: size[0], height: size[1]})
		for _, scenario := range []string{"late", "relu", "xor-early", "small-data", "many"} {
			p.js(`unimodalBias.set({scenario: '` + scenario + `', epoch: 300})`)
			p.settled()
			t.Log(size, scenario)
			p.within(`document.documentElement.scrollHeight - innerHeight`, -1000, 0)
		}
	}
}

// TestProjectorKeepsItsChoice: large type has tabs, too; before an audience there are none, and
// every way to step.
func TestProjectorKeepsItsChoice(t *testing.T) {
	for _, size := range [][2]int64{{1024, 768}, {1280, 800}} {
		p := open(t, setup{reduced: true, width: size[0], height: size[1], url: server.URL + subPath + "?theme=projector"})
		p.settled()
		if !p.truth(`document.querySelector('.tabs').checkVisibility()`) {
			t.Errorf("%v: a projector has no tabs", size)
		}
		p.within(`document.querySelector('#options').getBoundingClientRect().left`, 0, 10000)
		if _, drawn := p.places("race/")["race/title"]; !drawn {
			t.Errorf("%v: beside the tabs there is no picture", size)
		}
		p.within(`document.documentElement.scrollHeight - innerHeight`, -1000, 0)
		p = open(t, setup{reduced: true, width: size[0], height: size[1], url: server.URL + subPath + "?view=present#v=1&scenario=late"})
		p.settled()
		if p.truth(`document.querySelector('.tabs').checkVisibility()`) {
			t.Errorf("%v: present has tabs", size)
		}
		p.within(`document.querySelector('#epoch').getBoundingClientRect().top - document.querySelector('#step').getBoundingClientRect().bottom`, -1000, 0) // in one line
		for _, step := range []string{"#step-back", "#step"} {
			if !p.truth(`document.querySelector('` + step + `').checkVisibility()`) {
				t.Errorf("%v: present has no %s", size, step)
			}
		}
	}
}

// TestClassroomScreen: before an audience, a screen of 1024 × 768 holds the whole page.
func TestClassroomScreen(t *testing.T) {
	claim(t)
	for _, scenario := range []string{"own", "small-data", "late", "many"} {
		t.Run(scenario, func(t *testing.T) {
			p := open(t, setup{reduced: true, width: 1024, height: 768, url: server.URL + subPath + "?view=present#v=1&scenario=" + scenario + "&epoch=400"})
			p.settled()
			p.within(`document.documentElement.scrollHeight - innerHeight`, -1000, 0)
			p.within(`document.documentElement.scrollWidth - innerWidth`, -1000, 0)
		})
	}
}
