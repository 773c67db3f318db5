package lab

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"unimodal-bias-lab/render/scene"
	"unimodal-bias-lab/sim"
)

// TestDraggedValuesAreShort: wherever a hand lets go of the point, κ has three digits
// and r two decimals: they stand in fields and in the link that people copy.
func TestDraggedValuesAreShort(t *testing.T) {
	f := start(t)
	f.call("layout", square)
	f.frame(.016)
	short := func(v float64, format string) bool {
		var again float64
		_, err := fmt.Sscan(fmt.Sprintf(format, v), &again)
		return err == nil && again == v
	}
	for _, at := range [][2]float64{{97.3, 81.7}, {183.1, 140.9}, {301.7, 199.3}, {349.9, 61.3}} {
		f.call("drag", fmt.Sprintf(`{"handle":"phase","x":%v,"y":%v}`, at[0], at[1]))
		f.work()
		s := f.lab.player.Scenario()
		if kappa, r := f.lab.phasePlot.Values(at[0], at[1]); math.Abs(s.Kappa/kappa-1) > .01 || math.Abs(s.R-r) > .01 {
			t.Fatalf("dragged to κ = %v, r = %v, it stands at %v, %v", kappa, r, s.Kappa, s.R)
		}
		if !short(s.Kappa, "%.3g") || !short(s.R, "%.2f") {
			t.Errorf("at %v the link is %s", at, f.lab.link())
		}
	}
}

// TestMoveFitsTheDepthGap: in a diagram with the fusion layer as an axis, of branches
// of unequal depth, a lower layer takes the run along with as much of the gap as it
// leaves. A gap that does not fit would be an error, and the handle stuck.
func TestMoveFitsTheDepthGap(t *testing.T) {
	f := start(t)
	f.call("layout", square)
	f.call("set", `{"scenario":"unequal","depth":4,"fusion":4,"skew":-3,"width":4}`)
	f.call("diagram", `{"kind":"depthRho","cells":32}`)
	f.frame(.016)
	if base := f.lab.diagram.cells.Base; base.DepthGap != -3 {
		t.Fatalf("the cells have a gap of %d", base.DepthGap)
	}
	for _, want := range []sim.Scenario{{Fusion: 2, DepthGap: -1}, {Fusion: 1}} {
		at := f.lab.diagramPlot.At(.2, float64(want.Fusion))
		f.call("drag", fmt.Sprintf(`{"handle":"phase","x":%v,"y":%v}`, at.X, at.Y))
		f.work()
		if s := f.lab.player.Scenario(); s.Fusion != want.Fusion || s.DepthGap != want.DepthGap || s.Depth != 4 {
			t.Errorf("dragged to L_f = %d: L_f = %d, ΔL = %d, want ΔL = %d", want.Fusion, s.Fusion, s.DepthGap, want.DepthGap)
		}
	}
}

// TestReadOutGoesWithThePointer: what is read out under a pointer is gone once the
// pointer has left the picture.
func TestReadOutGoesWithThePointer(t *testing.T) {
	f := start(t)
	f.call("seek", `{"epoch":600}`)
	f.work()
	f.frame(.016) // the curves have a place
	readOut := func(at string) bool {
		f.call("pointer", at)
		f.frame(.016)
		return slices.ContainsFunc(f.lab.scene.Texts(), func(t scene.Text) bool { return strings.Contains(t.Key, "pointer") })
	}
	if !readOut(`{"x":300,"y":200}`) {
		t.Error("nothing is read out in the plot")
	}
	if readOut(`null`) {
		t.Error("it is still read out after the pointer has left")
	}
}

// TestEarlyFusionCrossesNoLine: the lines of the plane say which modality is first.
// Under early fusion none is, and none is told to be.
func TestEarlyFusionCrossesNoLine(t *testing.T) {
	for scenario, told := range map[string]bool{"late": true, "early": false} {
		f := start(t)
		f.call("set", `{"scenario":"`+scenario+`","r":0.3,"epoch":20}`)
		f.work()
		f.page.events = nil
		f.call("set", `{"r":0.2}`)
		f.work()
		if got := slices.Contains(f.page.events, "milestone:boundary"); got != told {
			t.Errorf("%s: told %v", scenario, f.page.events)
		}
	}
}

// TestReducedMotionMovesNoRegions: the regions follow a jump of ρ softly, but are there
// at once for a person who wants no motion.
func TestReducedMotionMovesNoRegions(t *testing.T) {
	for _, reduced := range []bool{false, true} {
		f := start(t)
		f.call("layout", square)
		f.call("motion", fmt.Sprintf(`{"reduced":%t}`, reduced))
		f.frame(.016)
		f.call("set", `{"rho":0.6}`)
		f.work()
		f.frame(.016)
		if still := f.lab.rho.shown == .6 && !f.lab.moving(); still != reduced {
			t.Errorf("reduced motion %t: a frame after the jump the regions are at ρ = %v, moving %t", reduced, f.lab.rho.shown, f.lab.moving())
		}
	}
}

// TestCancelNeedsADrag: Escape on a handle that nobody drags changes nothing, whatever
// the run was when it was last dragged, or if it never was.
func TestCancelNeedsADrag(t *testing.T) {
	f := start(t)
	f.call("layout", square)
	f.frame(.016)
	cancel := func(when string) {
		t.Helper()
		want := string(encode(f.call("get", `{}`)))
		f.call("cancel", `{"handle":"phase"}`)
		f.work()
		if got := string(encode(f.call("get", `{}`))); got != want {
			t.Errorf("%s: %s, was %s", when, got, want)
		}
	}
	f.call("grab", `{"handle":"phase"}`)
	f.call("release", `{"handle":"phase"}`)
	f.call("set", `{"r":0.4,"epoch":200}`)
	f.work()
	cancel("after a drag that ended")
}
