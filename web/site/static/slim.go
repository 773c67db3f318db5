package static

import (
	"math"
	"regexp"
	"strconv"
	"strings"
)

var (
	outlines = regexp.MustCompile(` (points|d)="([^"]*)"`)
	fraction = regexp.MustCompile(`[0-9]+\.[0-9]{2,}`)
)

// slim takes off an SVG what nobody sees and every visitor fetches: it rounds outlines to a tenth of a pixel and drops
// the points within level and upright stretches.
func slim(svg string) string {
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

// thin drops every point that lies between two others on a level or upright line. Points are parted by between, their
// coordinates by within. Whatever else an item holds, the start or the end of a figure, it stays and so do its
// neighbours.
func thin(list, between, within string) string {
	points := strings.Split(list, between)
	kept := points[:0:0]
	for i, p := range points {
		if 0 < i && i < len(points)-1 {
			x, y, ok := strings.Cut(p, within)
			x0, y0, ok0 := strings.Cut(points[i-1], within)
			x1, y1, ok1 := strings.Cut(points[i+1], within)
			if ok && ok0 && ok1 && !strings.ContainsAny(points[i-1]+p+points[i+1], "MZ") && (x0 == x && x == x1 || y0 == y && y == y1) {
				continue
			}
		}
		kept = append(kept, p)
	}
	return strings.Join(kept, between)
}
