package render

import (
	"slices"

	"unimodal-bias-lab/render/scene"
)

// Sizes of a picture of several panels, in CSS pixels.
const (
	arrangeMargin = 8   // around it
	arrangeGap    = 24  // between panels
	arrangeNarrow = 200 // the least width of a panel that stands beside another
)

// Arrange puts panels into a picture of a size as the page does: those that want the whole width below, the others side by
// side above them as far as they have room, all rows as high as each other. Names that are no panels have no place.
func Arrange(names []string, width, height float64) map[string]scene.Rect {
	var beside, below []string
	for _, panel := range Panels {
		switch {
		case !slices.Contains(names, panel.Name):
		case panel.Slot == WideSlot:
			below = append(below, panel.Name)
		default:
			beside = append(beside, panel.Name)
		}
	}
	slices.SortStableFunc(beside, func(a, b string) int { return slotOrder(a) - slotOrder(b) })
	inner := width - 2*arrangeMargin
	perRow := max(1, min(len(beside), int((inner+arrangeGap)/(arrangeNarrow+arrangeGap))))
	var rows [][]string
	for row := range slices.Chunk(beside, perRow) {
		rows = append(rows, row)
	}
	for _, name := range below {
		rows = append(rows, []string{name})
	}
	boxes := map[string]scene.Rect{}
	h := (height - 2*arrangeMargin - arrangeGap*float64(len(rows)-1)) / float64(max(1, len(rows)))
	for i, row := range rows {
		w := (inner - arrangeGap*float64(len(row)-1)) / float64(len(row))
		for j, name := range row {
			boxes[name] = scene.Rect{X: arrangeMargin + float64(j)*(w+arrangeGap), Y: arrangeMargin + float64(i)*(h+arrangeGap), W: w, H: h}
		}
	}
	return boxes
}

// slotOrder is how far right a panel stands on the page.
func slotOrder(name string) int {
	if at := slices.IndexFunc(Panels, func(p Panel) bool { return p.Name == name }); at >= 0 && Panels[at].Slot == SquareSlot {
		return 1
	}
	return 0
}
