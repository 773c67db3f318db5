package lab

import (
	"time"

	"unimodal-bias-lab/render"
	"unimodal-bias-lab/render/scene"
)

// Where a picture takes long, a hand that drags the operating point does not wait for all of it.
const (
	slow   = 12 * time.Millisecond  // that a picture takes on a device of that kind
	rested = 60 * time.Millisecond  // after its last move, or the picture of it, a hand is taken to rest
	behind = 250 * time.Millisecond // that the rest of the picture may be behind the hand
)

// haste is how the operating point goes ahead of the rest: between two whole pictures, frames draw the plane anew, over what
// stands in the other panels, tell the page of its handle, and do nothing else. What a run comes to does not depend on it.
type haste struct {
	whole, moved time.Time    // when all was drawn last, and when the hand moved, or was seen to, last
	rest         scene.Extent // where in the scene all but the plane ends
	ready        bool         // nothing but the hand has changed anything since
	on           bool         // the present frame is one of the hand's
	stirred      bool         // the hand has moved since the last one
}

// holds reports whether a hand holds the operating point in the plane of theory.
func (l *Lab) holds() bool {
	return l.handles[phaseHandle].state == scene.HandleActive && !l.sweeps(render.PhasePanel)
}

// hasty reports whether the hand comes before all else now.
func (l *Lab) hasty() bool {
	h, now := &l.haste, l.now()
	return h.ready && l.drawing >= slow && l.holds() && now.Sub(h.moved) < rested && now.Sub(h.whole) < behind
}

// hurry reports whether a frame is the hand's.
func (l *Lab) hurry() bool {
	if l.haste.on = l.hasty(); l.haste.on {
		l.quiet = 0 // the whole picture follows
	}
	return l.haste.on
}

// hasten draws the plane over the rest of the picture as it stands, and tells of its texts and its handle.
func (l *Lab) hasten(paint Paint) {
	if !l.haste.stirred {
		return
	}
	l.haste.stirred = false
	l.scene.Cut(l.haste.rest)
	from, box := len(l.scene.Items()), l.layout.Panels[render.PhasePanel]
	l.scene.AddRect("phase/paper", box, l.theme.Paper)
	l.heed()
	l.explanation.Show(l.moment())
	l.place(l.explanation.Draw(&l.scene, box, &l.theme, l.words))
	paint(&l.scene, from, &l.theme, l.layout.Scale)
	l.haste.moved = l.now() // there is time for the next move
	packet := marshal(l.pictureNews())
	l.outbox = append(l.outbox, func() { l.page.Frame(packet) })
}
