package static

import (
	"math"
	"regexp"
	"strconv"
	"strings"
)

var (
	outlines = regexp.MustCompile(` (points|d)="([^"]*)"`)
	keys     = regexp.MustCompile(` data-key="[^"]*"`)
	fraction = regexp.MustCompile(`[0-9]+\.[0-9]{2,}`)
)

// slim takes off an SVG what nobody sees and every visitor fetches: it drops the keys, rounds outlines to a tenth of a
// pixel and drops the points that make no difference.
func slim(svg string) string {
	svg = keys.ReplaceAllString(svg, "")
	return outlines.ReplaceAllStringFunc(svg, func(attribute string) string {
		parts := outlines.FindStringSubmatch(attribute)
		between, within := " ", ","
		if parts[1] == "d" {
			between, within = "L", " "
		}
		return " " + parts[1] + `="` + thin(rounded(parts[2]), between, within) + `"`
	})
}

func rounded(list string) string {
	return fraction.ReplaceAllStringFunc(list, func(number string) string {
		v, err := strconv.ParseFloat(number, 64)
		if err != nil {
			panic(err) // digits, a point, digits
		}
		return strconv.FormatFloat(math.Round(v*10)/10, 'f', -1, 64)
	})
}

// thin drops the points without which a line goes the same way, to a sixth of a pixel. Points are parted by between,
// their coordinates by within. Whatever else an item holds, the start or the end of a figure, it stays and so do its
// neighbours.
func thin(list, between, within string) string {
	items := strings.Split(list, between)
	points := make([]point, len(items))
	for i, item := range items {
		points[i] = parse(item, within)
	}
	kept := items[:0:0]
	last := 0 // index of the last one kept
	for i, item := range items {
		if 0 < i && i < len(items)-1 && onTheWay(points[last:i+2]) {
			continue
		}
		kept, last = append(kept, item), i
	}
	return strings.Join(kept, between)
}

type point struct {
	x, y float64
	ok   bool // nothing but two numbers
}

func parse(item, within string) point {
	xs, ys, found := strings.Cut(item, within)
	x, errX := strconv.ParseFloat(xs, 64)
	y, errY := strconv.ParseFloat(ys, 64)
	return point{x, y, found && errX == nil && errY == nil}
}

// onTheWay reports whether all points lie close to the straight line from the first to the last.
func onTheWay(points []point) bool {
	const close = 1.0 / 6
	a, z := points[0], points[len(points)-1]
	length := math.Hypot(z.x-a.x, z.y-a.y)
	for _, p := range points {
		if !p.ok {
			return false
		}
		off := math.Hypot(p.x-a.x, p.y-a.y)
		if length > 0 {
			off = math.Abs((p.x-a.x)*(z.y-a.y)-(p.y-a.y)*(z.x-a.x)) / length
		}
		if off > close {
			return false
		}
	}
	return true
}
