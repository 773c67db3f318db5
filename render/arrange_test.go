package render

import (
	"maps"
	"testing"

	"unimodal-bias-lab/render/scene"
)

// TestArrange: every panel that is asked for has a place inside the picture that no other has, wide ones have the whole
// width, and in a narrow picture all stand below each other.
func TestArrange(t *testing.T) {
	for _, names := range [][]string{{TrainingPanel}, {PhasePanel}, {TrainingPanel, PhasePanel}, {PhasePanel, NetworkPanel, TrainingPanel}, PanelNames()} {
		for _, size := range [][2]float64{{320, 900}, {605, 420}, {1200, 800}} {
			boxes := Arrange(names, size[0], size[1])
			if len(boxes) != len(names) {
				t.Errorf("%v: %v", names, boxes)
			}
			for name, box := range boxes {
				if box.X < 0 || box.Y < 0 || box.Right() > size[0] || box.Bottom() > size[1] || box.W < 200 || box.H < 60 {
					t.Errorf("%v of %v: %s stands at %v", names, size, name, box)
				}
				if (name == TrainingPanel || size[0] < 500) && box.W != size[0]-2*arrangeMargin {
					t.Errorf("%v of %v: %s is %v wide", names, size, name, box.W)
				}
				for other, there := range boxes {
					if other != name && box.X < there.Right() && there.X < box.Right() && box.Y < there.Bottom() && there.Y < box.Bottom() {
						t.Errorf("%v of %v: %s lies on %s", names, size, name, other)
					}
				}
			}
		}
	}
	if boxes := Arrange([]string{"nothing"}, 300, 300); len(boxes) != 0 {
		t.Errorf("a panel that does not exist: %v", boxes)
	}
	if got := Arrange([]string{PhasePanel, NetworkPanel}, 700, 300); got[NetworkPanel].X >= got[PhasePanel].X || got[NetworkPanel].Y != got[PhasePanel].Y {
		t.Errorf("the network stands at %v, the plane at %v", got[NetworkPanel], got[PhasePanel])
	}
	if whole := (map[string]scene.Rect{RacePanel: {X: arrangeMargin, Y: arrangeMargin, W: 284, H: 184}}); !maps.Equal(Arrange([]string{RacePanel}, 300, 200), whole) {
		t.Errorf("one panel stands at %v", Arrange([]string{RacePanel}, 300, 200))
	}
}
