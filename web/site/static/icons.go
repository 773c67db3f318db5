package static

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"image/color"
	"image/png"
	"path/filepath"
	"regexp"
	"strconv"

	"os"

	"unimodal-bias-lab/render/raster"
	"unimodal-bias-lab/render/scene"
)

// icon is a picture of web/icons/lab.svg for systems that install the lab. Of a maskable one they may cut off the edges.
type icon struct {
	name   string
	size   float64
	margin float64 // on each side, as a part of the size
}

var icons = []icon{{"lab-180", 180, 0.06}, {"lab-192", 192, 0}, {"lab-512", 512, 0}, {"lab-maskable-512", 512, 0.14}}

// icons copies what an installed lab is called and looks like.
func (s *site) icons() error {
	if err := s.copy(filepath.Join(s.root, "web", "manifest.webmanifest"), "manifest.webmanifest"); err != nil {
		return err
	}
	source, err := os.ReadFile(filepath.Join(s.root, "web", "icons", "lab.svg"))
	if err != nil {
		return err
	}
	for _, i := range icons {
		picture, err := i.draw(source)
		if err != nil {
			return err
		}
		if err := s.write("web/icons/"+i.name+".png", picture); err != nil {
			return err
		}
	}
	return nil
}

// draw paints the SVG: lines of one path each, round at their ends, in a square view box that begins at 0. On white, for
// a system may put anything behind it.
func (i icon) draw(source []byte) ([]byte, error) {
	var drawing struct {
		ViewBox string `xml:"viewBox,attr"`
		Paths   []struct {
			D      string  `xml:"d,attr"`
			Stroke string  `xml:"stroke,attr"`
			Width  float64 `xml:"stroke-width,attr"`
		} `xml:"path"`
	}
	if err := xml.Unmarshal(source, &drawing); err != nil {
		return nil, err
	}
	var side, other float64
	if n, err := fmt.Sscanf(drawing.ViewBox, "0 0 %g %g", &side, &other); n != 2 || side != other {
		return nil, fmt.Errorf("the view box %q is no square at 0 (%v)", drawing.ViewBox, err)
	}
	scale := i.size * (1 - 2*i.margin) / side
	paint := raster.New(i.size/scale, i.size/scale, scale, color.NRGBA{0xff, 0xff, 0xff, 0xff})
	paint.Origin = scene.Point{X: i.size * i.margin / scale, Y: i.size * i.margin / scale}
	for _, p := range drawing.Paths {
		points, err := flattened(p.D)
		if err != nil {
			return nil, err
		}
		var rgb uint32
		if n, err := fmt.Sscanf(p.Stroke, "#%06x", &rgb); n != 1 {
			return nil, fmt.Errorf("the colour %q: %w", p.Stroke, err)
		}
		paint.Stroke(points, p.Width, scene.RGB(rgb), true)
	}
	var out bytes.Buffer
	encoder := png.Encoder{CompressionLevel: png.BestCompression}
	err := encoder.Encode(&out, paint.Image)
	return out.Bytes(), err
}

var pathToken = regexp.MustCompile(`[A-Za-z]|-?[0-9.]+`)

// flattened is a path of straight lines and cubic curves as a polyline.
func flattened(d string) (points []scene.Point, err error) {
	tokens := pathToken.FindAllString(d, -1)
	number := func() (v float64) {
		if err != nil || len(tokens) == 0 {
			err = fmt.Errorf("the path %q breaks off", d)
			return 0
		}
		v, err = strconv.ParseFloat(tokens[0], 64)
		tokens = tokens[1:]
		return v
	}
	var at scene.Point
	for len(tokens) > 0 && err == nil {
		command := tokens[0]
		tokens = tokens[1:]
		var from scene.Point
		if command >= "a" { // lower case: from where it is
			from = at
		}
		next := func() scene.Point { x, y := number(), number(); return scene.Point{X: from.X + x, Y: from.Y + y} }
		switch command {
		case "M":
			at = next()
			points = append(points, at)
		case "h", "H":
			at.X = from.X + number()
			points = append(points, at)
		case "c", "C":
			a, b, c := next(), next(), next()
			const steps = 48
			for k := 1; k <= steps; k++ {
				t := float64(k) / steps
				u := 1 - t
				points = append(points, scene.Point{
					X: u*u*u*at.X + 3*u*u*t*a.X + 3*u*t*t*b.X + t*t*t*c.X,
					Y: u*u*u*at.Y + 3*u*u*t*a.Y + 3*u*t*t*b.Y + t*t*t*c.Y,
				})
			}
			at = c
		default:
			return nil, fmt.Errorf("the path %q has %q, which no icon had so far", d, command)
		}
	}
	return points, err
}
