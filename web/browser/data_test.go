package browser

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// table is a CSV of rows × (audio + video + target): audio in larger numbers, video explains more.
func table(rows, audio, video int) string {
	r := rand.New(rand.NewPCG(1, 2))
	var b strings.Builder
	for i := range audio {
		fmt.Fprintf(&b, "audio_%03d,", i+1)
	}
	for i := range video {
		fmt.Fprintf(&b, "video_%03d,", i+1)
	}
	b.WriteString("loudness\n")
	for range rows {
		var y float64
		for range audio {
			x := 2 * r.NormFloat64()
			y += .3 * x
			fmt.Fprintf(&b, "%.3f,", x)
		}
		for range video {
			x := r.NormFloat64()
			y += .9 * x
			fmt.Fprintf(&b, "%.3f,", x)
		}
		fmt.Fprintf(&b, "%.3f\n", y+.2*r.NormFloat64())
	}
	return b.String()
}

// choose gives a file to a file field, as a person's chooser does.
func (p *tab) choose(name, text string) {
	p.Helper()
	p.js(fmt.Sprintf(`(() => { const d = new DataTransfer(); d.items.add(new File([%q], %q)); const e = document.querySelector('#data-file'); e.files = d.files; e.dispatchEvent(new Event('change')); })()`, text, name))
}

func TestDataLooks(t *testing.T) {
	for _, s := range []setup{{width: 1280, height: 800}, {width: 390, height: 844, scale: 2, touch: true}, {width: 1280, height: 800, dark: true}} {
		s.reduced = true
		s.script = fakeReader
		name := fmt.Sprintf("data-%d-%v", s.width, s.dark)
		s.url = server.URL + subPath + "#v=1&scenario=own&epoch=1000"
		p := open(t, s)
		p.settled()
		p.until(`document.querySelector('#number-own')`)
		p.js(`document.querySelector('#number-own').click()`)
		p.until(`document.querySelector('#data-sheet')?.open`)
		p.save(name + "-bring")
		p.choose("features.csv", table(200, 3, 9))
		p.until(`document.querySelector('.planner')`)
		p.save(name + "-plan")
		p.js(`document.querySelector('.columns .unfold').click(); document.querySelectorAll('.columns tr:not([hidden]) .name')[1].click()`)
		p.save(name + "-chosen")
		p.js(`document.querySelector('#data-sheet').scrollTop = 1e6`)
		p.save(name + "-below")
		p.within(`(s => s.scrollWidth - s.clientWidth)(document.querySelector('#data-sheet'))`, 0, 0)
		p.click(".data .go")
		p.until(`!document.querySelector('#data-sheet').open`)
		p.settled()
		p.save(name + "-run")
	}
}
