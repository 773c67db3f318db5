package browser

import (
	"fmt"
	"testing"
)

// TestNothingShiftsUnderTheHand: sentences come and go, the panels stay where
// they are; a handle must not move away under a hand.
func TestNothingShiftsUnderTheHand(t *testing.T) {
	claim(t)
	for _, size := range [][2]int64{{1280, 800}, {1000, 700}, {768, 1024}, {390, 844}} {
		t.Run(fmt.Sprint(size), func(t *testing.T) {
			p := open(t, setup{reduced: true, width: size[0], height: size[1]})
			p.settled()
			read := func() (boxes []box) {
				p.decode(`[...document.querySelectorAll('.slot:not([hidden])')].map(e => { const r = e.getBoundingClientRect(); return {X: r.x + scrollX, Y: r.y + scrollY, W: r.width, H: r.height}; })`, &boxes)
				return boxes
			}
			before := read()
			for _, step := range []string{
				`unimodalBias.set({r: 0.3, epoch: 600})`,
				`unimodalBias.set({r: 0.2})`,
				`unimodalBias.set({r: 1}).then(() => unimodalBias.seek(200))`,
				`unimodalBias.seek(500)`,
				`unimodalBias.set({eta: 0.5}).then(() => unimodalBias.seek(1000)).catch(() => 0)`,
				`unimodalBias.set({scenario: 'early', epoch: 0})`,
				`unimodalBias.seek(150)`,
			} {
				p.js(step)
				p.settled()
				for i, b := range read() {
					if b != before[i] {
						t.Errorf("after %s a panel went from %v to %v", step, before[i], b)
					}
				}
			}
		})
	}
}
