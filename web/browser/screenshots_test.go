package browser

import (
	"fmt"
	"testing"
)

// TestScreenshots writes the page as people see it, for looking at. It asserts
// that the page fits: nothing scrolls sideways, and at 1280×800 nothing
// scrolls at all.
func TestScreenshots(t *testing.T) {
	claim(t)
	for _, size := range []struct {
		width, height int64
		scale         float64
		touch         bool
	}{{1280, 800, 1, false}, {1280, 800, 2, false}, {390, 844, 2, true}, {768, 1024, 1, false}, {1920, 1080, 1, false}} {
		for _, dark := range []bool{false, true} {
			theme := map[bool]string{false: "light", true: "dark"}[dark]
			name := fmt.Sprintf("%dx%d@%g-%s", size.width, size.height, size.scale, theme)
			if *screenshots == "" && (dark || size.scale == 2 && !size.touch) {
				continue // the same layout as its light twin: nothing to assert
			}
			t.Run(name, func(t *testing.T) {
				scale := size.scale
				if *screenshots == "" {
					scale = quick // nobody looks at it
				}
				p := open(t, setup{width: size.width, height: size.height, scale: scale, touch: size.touch, dark: dark, reduced: true})
				p.settled()
				p.save(name + "-0start")
				p.js(`unimodalBias.seek(330)`)
				p.settled()
				p.save(name + "-1phase")
				p.js(`unimodalBias.set({rho: 0.5, epoch: 800})`)
				p.settled()
				p.save(name + "-2late")
				p.within(`document.documentElement.scrollWidth - innerWidth`, 0, 0)
				if size.width == 1280 {
					p.within(`document.documentElement.scrollHeight - innerHeight`, -1000, 0)
				}
			})
		}
	}
}
