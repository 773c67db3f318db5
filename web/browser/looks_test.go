package browser

import (
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"unimodal-bias-lab/render/scene"
	"unimodal-bias-lab/sim"
	"unimodal-bias-lab/sim/record"
)

// How every scenario looks is kept in testdata/looks, a sheet for each: the page on a desk, and all of it down to its end on a
// telephone, light, dark and for a projector, at half the size of its pixels and in a few colours. After a change that is meant
// to be seen,
//
//	go test ./web/browser -run TestLooks -update
//
// writes them again; -screenshots=DIR says where to write what differs, and the sheets as they are now.

// looks are the sizes and themes on a sheet.
var (
	lookSizes  = [][2]int64{{1280, 800}, {390, 844}}
	lookThemes = []string{"light", "dark", "projector"}
)

// A mark of one picture has to be found in the other, no further away than a label may shift, and in about its colour. What
// is lost in a window of the page may be the edge of a letter that another version of a browser draws otherwise; a line that
// is missing is much more. A pale ground is no mark: it is told by the mean colour of a window.
const (
	lookShift  = 1   // pixels of the sheet, two of the page
	lookColour = 100 // of 255, in the channel that differs most
	lookMean   = 7   // the same, of a window
	lookWindow = 40  // pixels
	lookLost   = 25  // of them in a window
)

// A thin or dashed line is few pixels, and pale ones. It stands upright, and words lie: the mean colour of a narrow, high strip
// tells of a line what no window does. What has only moved by a pixel is in the strip beside it.
const (
	stripWide = 3  // pixels
	stripHigh = 64 // the same
	stripMean = 12.5
)

// coarse is a picture in few colours, which compresses well and says as much.
func coarse(from image.Image) *image.NRGBA {
	b := from.Bounds()
	to := image.NewNRGBA(image.Rect(0, 0, b.Dx(), b.Dy()))
	draw.Draw(to, to.Bounds(), from, b.Min, draw.Src)
	for i, v := range to.Pix {
		to.Pix[i] = uint8(min(255, (int(v)+8)/17*17))
	}
	return to
}

// lost are the pixels of a picture that another one has nowhere near.
func lost(of, in *image.NRGBA) (list []image.Point) {
	b := of.Bounds()
	alike := func(a, b color.NRGBA) bool {
		d := func(x, y uint8) int { return max(int(x)-int(y), int(y)-int(x)) }
		return max(d(a.R, b.R), d(a.G, b.G), d(a.B, b.B)) < lookColour
	}
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			mark := of.NRGBAAt(x, y)
			found := mark == in.NRGBAAt(x, y) // as nearly all are
			for dy := -lookShift; dy <= lookShift && !found; dy++ {
				for dx := -lookShift; dx <= lookShift && !found; dx++ {
					found = image.Pt(x+dx, y+dy).In(b) && alike(mark, in.NRGBAAt(x+dx, y+dy))
				}
			}
			if !found {
				list = append(list, image.Pt(x, y))
			}
		}
	}
	return list
}

// unlike says where two pictures of one size differ; "" if nowhere.
func unlike(was, is *image.NRGBA) string {
	if was.Bounds() != is.Bounds() {
		return fmt.Sprintf("it was %v, and is %v", was.Bounds().Size(), is.Bounds().Size())
	}
	for _, way := range []struct {
		what   string
		of, in *image.NRGBA
	}{{"is lost", was, is}, {"is new", is, was}} {
		count := map[image.Point]int{}
		for _, p := range lost(way.of, way.in) {
			for _, half := range []image.Point{{}, {lookWindow / 2, 0}, {0, lookWindow / 2}, {lookWindow / 2, lookWindow / 2}} {
				window := image.Pt((p.X+half.X)/lookWindow*lookWindow-half.X, (p.Y+half.Y)/lookWindow*lookWindow-half.Y)
				if count[window]++; count[window] > lookLost {
					return fmt.Sprintf("something around (%d, %d) of the page %s", 2*window.X+lookWindow, 2*window.Y+lookWindow, way.what)
				}
			}
		}
	}
	if how := unlikeStrips(was, is); how != "" {
		return how
	}
	b := was.Bounds()
	for y := 0; y+lookWindow <= b.Dy(); y += lookWindow / 2 {
		for x := 0; x+lookWindow <= b.Dx(); x += lookWindow / 2 {
			window := image.Rect(x, y, x+lookWindow, y+lookWindow)
			if mean, now := meanOf(was, window), meanOf(is, window); max(math.Abs(mean[0]-now[0]), math.Abs(mean[1]-now[1]), math.Abs(mean[2]-now[2])) > lookMean {
				return fmt.Sprintf("the ground around (%d, %d) of the page was %.0f, and is %.0f", 2*x+lookWindow, 2*y+lookWindow, mean, now)
			}
		}
	}
	return ""
}

// unlikeStrips says where an upright line is in one picture only; "" if nowhere.
func unlikeStrips(was, is *image.NRGBA) string {
	for y := 0; y+stripHigh <= was.Bounds().Dy(); y += stripHigh / 2 {
		before, now := stripsOf(was, y), stripsOf(is, y)
		for _, way := range []struct {
			what   string
			of, in [][3]float64
		}{{"is lost", before, now}, {"is new", now, before}} {
			for x, mean := range way.of {
				least := math.Inf(1)
				for at := max(0, x-lookShift); at <= min(len(way.in)-1, x+lookShift); at++ {
					other := way.in[at]
					least = min(least, max(math.Abs(mean[0]-other[0]), math.Abs(mean[1]-other[1]), math.Abs(mean[2]-other[2])))
				}
				if least > stripMean {
					return fmt.Sprintf("a line at (%d, %d) of the page %s", 2*x+stripWide, 2*y+stripHigh, way.what)
				}
			}
		}
	}
	return ""
}

// stripsOf are the mean colours of the strips of a band of a picture.
func stripsOf(of *image.NRGBA, y int) (means [][3]float64) {
	b := of.Bounds()
	for x := 0; x+stripWide <= b.Dx(); x++ {
		means = append(means, meanOf(of, image.Rect(x, y, x+stripWide, y+stripHigh)))
	}
	return means
}

// meanOf is the mean colour of a part of a picture.
func meanOf(of *image.NRGBA, part image.Rectangle) (mean [3]float64) {
	var sum [3]int
	for y := part.Min.Y; y < part.Max.Y; y++ {
		row := of.Pix[of.PixOffset(part.Min.X, y):of.PixOffset(part.Max.X, y)]
		for ; len(row) > 0; row = row[4:] {
			sum[0], sum[1], sum[2] = sum[0]+int(row[0]), sum[1]+int(row[1]), sum[2]+int(row[2])
		}
	}
	for i, s := range sum {
		mean[i] = float64(s) / float64(part.Dx()*part.Dy())
	}
	return mean
}

// lookSheet lays pictures out as in a file.
func lookSheet(views []*image.NRGBA) *image.NRGBA {
	var all image.Rectangle
	for i, v := range views {
		all = all.Union(v.Bounds().Add(lookPlace(i, views[i].Bounds())))
	}
	sheet := image.NewNRGBA(all)
	for i, v := range views {
		draw.Draw(sheet, v.Bounds().Add(lookPlace(i, v.Bounds())), v, image.Point{}, draw.Src)
	}
	return sheet
}

// lookPlace is where a view lies on its sheet: a column for each theme, the desk above the telephone.
func lookPlace(i int, b image.Rectangle) image.Point {
	wide, high := int(lookSizes[0][0]/2), int(lookSizes[0][1]/2)
	return image.Pt(i%len(lookThemes)*wide, i/len(lookThemes)*high)
}

func lookName(slug string) string { return filepath.Join("testdata", "looks", slug+".png") }

// lookOf brings the page to what is kept of it in a theme: what a window as wide shows that is as high as size has it or, on a
// telephone, as high as the page.
func (p *tab) lookOf(size [2]int64, theme string) *image.NRGBA {
	p.Helper()
	p.lookAt(size, theme)
	return coarse(p.screenshot())
}

// lookAt makes the page ready for its picture.
func (p *tab) lookAt(size [2]int64, theme string) {
	p.Helper()
	p.js(`(() => { const select = document.getElementById('theme'); select.value = '` + theme + `'; select.dispatchEvent(new Event('change')); return 0; })()`)
	p.js(`document.activeElement?.blur(), scrollTo(0, 0), 0`)
	p.settled()
	if !telephone(size) {
		return
	}
	// The page is at least as high as its window; what is in it ends with the controls, and with the room of the dock below them.
	const end = `[innerHeight, Math.ceil(document.querySelector('.side').getBoundingClientRect().bottom + scrollY + parseFloat(getComputedStyle(document.querySelector('.lab')).paddingBottom))]`
	for range 3 {
		var high [2]int64
		p.decode(end, &high)
		if high[0] == high[1] {
			return
		}
		p.resize(size[0], high[1], true)
	}
	p.Error("the page is never as high as what is in it")
}

func telephone(size [2]int64) bool { return size[0] < 700 }

// TestLooks: every scenario looks as it did, on a desk and on a telephone, in light and dark and for a projector: what was
// drawn is there, within a pixel or two, and nothing else is. Words stand out from the ground they are on.
func TestLooks(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes minutes")
	}
	claim(t)
	views := map[string][]*image.NRGBA{}
	for _, size := range lookSizes {
		p := open(t, setup{width: size[0], height: size[1], touch: telephone(size), reduced: true})
		for _, slug := range sim.Slugs() {
			p.js(fmt.Sprintf(`unimodalBias.set({scenario: %q}).then(({values}) => unimodalBias.get()).then(({epochs}) => unimodalBias.seek(Math.round(epochs * 2 / 3))).then(() => 0)`, slug))
			for _, theme := range lookThemes {
				p.lookAt(size, theme)
				shot := p.screenshot()
				views[slug] = append(views[slug], coarse(shot))
				if pale := p.pale(shot); pale != "" {
					t.Errorf("%s, %d pixels wide, %s: %s", slug, size[0], theme, pale)
				}
			}
		}
	}
	for _, slug := range sim.Slugs() {
		sheet := lookSheet(views[slug])
		if record.Rewriting() {
			writePicture(t, lookName(slug), sheet)
			continue
		}
		before, err := readPicture(lookName(slug))
		if err != nil {
			t.Errorf("%v: -update writes it", err)
			continue
		}
		if before.Bounds() != sheet.Bounds() {
			t.Errorf("%s: its sheet is of another size, as is a page on a telephone: it was %v, and is %v", slug, before.Bounds().Size(), sheet.Bounds().Size())
			if *screenshots != "" {
				writePicture(t, filepath.Join(*screenshots, slug+".png"), sheet)
			}
			continue
		}
		for i, view := range views[slug] {
			place := view.Bounds().Add(lookPlace(i, view.Bounds()))
			was := image.NewNRGBA(view.Bounds())
			draw.Draw(was, was.Bounds(), before, place.Min, draw.Src)
			if how := unlike(was, view); how != "" {
				t.Errorf("%s, %d pixels wide, %s: %s", slug, lookSizes[i/len(lookThemes)][0], lookThemes[i%len(lookThemes)], how)
				if *screenshots != "" {
					writePicture(t, filepath.Join(*screenshots, slug+".png"), sheet)
				}
			}
		}
	}
}

// TestLooksNotice: a label that is a pixel off is no difference; a curve that takes another course is, and so are a label that
// is not there, and hues that have changed places.
func TestLooksNotice(t *testing.T) {
	p := open(t, setup{width: 1280, height: 800, reduced: true, url: server.URL + subPath + "#v=1&scenario=late&epoch=667"})
	is := func() *image.NRGBA { return p.lookOf(lookSizes[0], "light") }
	as := is()
	// changed is the picture with some pixels as something else paints them.
	changed := func(paint func(c color.NRGBA) color.NRGBA) *image.NRGBA {
		to := image.NewNRGBA(as.Bounds())
		for i := 0; i < len(as.Pix); i += 4 {
			c := paint(color.NRGBA{as.Pix[i], as.Pix[i+1], as.Pix[i+2], 255})
			copy(to.Pix[i:], []uint8{c.R, c.G, c.B, c.A})
		}
		return to
	}
	for _, c := range []struct {
		what string
		is   *image.NRGBA
		same bool
	}{
		{"the same", is(), true},
		{"the ground of a region is missing", changed(func(c color.NRGBA) color.NRGBA {
			if c.R > 200 && c.R < c.B { // pale blue
				return color.NRGBA{255, 255, 255, 255}
			}
			return c
		}), false},
		{"hues have changed places", changed(func(c color.NRGBA) color.NRGBA { return color.NRGBA{c.B, c.G, c.R, 255} }), false},
	} {
		if how := unlike(as, c.is); (how == "") != c.same {
			t.Errorf("%s: %q", c.what, how)
		}
	}
	p.js(`document.getElementById('texts').style.transform = 'translate(1px, 1px)', 0`)
	if how := unlike(as, is()); how != "" {
		t.Errorf("labels are a pixel off: %s", how)
	}
	p.js(`document.getElementById('texts').style.transform = 'translate(9px, 0)', 0`)
	if unlike(as, is()) == "" {
		t.Error("labels are nine pixels off, and it is not seen")
	}
	p.js(`document.getElementById('texts').style.transform = '', document.querySelector('#texts text[data-key="training/label/loss"]').style.visibility = 'hidden', 0`)
	if unlike(as, is()) == "" {
		t.Error("a label is not there, and it is not seen")
	}
	p.js(`document.querySelector('#texts text[data-key="training/label/loss"]').style.visibility = '', unimodalBias.set({rho: 0.1}).then(() => 0)`)
	if unlike(as, is()) == "" {
		t.Error("the curves have taken another course, and it is not seen")
	}
	p.js(`unimodalBias.set({rho: 0}).then(() => 0)`)
	if how := unlike(as, is()); how != "" {
		t.Errorf("there and back: %s", how)
	}
	if pale := p.pale(p.screenshot()); pale != "" {
		t.Error(pale)
	}
	p.js(`document.querySelector('#texts text[data-key="training/label/loss"]').style.fill = '#888', 0`)
	if pale := p.pale(p.screenshot()); !strings.Contains(pale, "training/label/loss") {
		t.Errorf("a label is pale, and it is not seen: %s", pale)
	}
	p.js(`document.querySelector('canvas').style.visibility = 'hidden', 0`)
	if unlike(as, is()) == "" {
		t.Error("the canvas is empty, and it is not seen")
	}
	if pale := p.pale(p.screenshot()); !strings.Contains(pale, "of the curve of A") {
		t.Errorf("the curves are not there, and it is not seen: %s", pale)
	}
}

// TestLooksNoticeCurves: each curve of the chart, a dashed line, and one of the race, which lies below the first screen of a
// telephone, is missed where it alone is not there, on a desk and on a telephone, in every theme; labels that are a pixel off
// are not.
func TestLooksNoticeCurves(t *testing.T) {
	claim(t)
	for _, size := range lookSizes {
		t.Run(fmt.Sprint(size[0]), func(t *testing.T) {
			p := open(t, setup{width: size[0], height: size[1], touch: telephone(size), reduced: true})
			for slug, keys := range map[string][]string{
				"late": {"training/curve/A", "training/curve/B", "training/curve/loss", "training/predicted/B", "race/curve/B"}, // that of A lies under its rise on a telephone
				"many": {"training/curve/A", "training/curve/C", "training/curve/loss", "training/predicted/A"},                 // of B, which comes last, nothing is off the axis yet
			} {
				p.js(fmt.Sprintf(`unimodalBias.set({scenario: %q}).then(() => unimodalBias.get()).then(({epochs}) => unimodalBias.seek(Math.round(epochs * 2 / 3))).then(() => 0)`, slug))
				for _, theme := range lookThemes {
					as := p.lookOf(size, theme)
					lines := p.linesOfChart()
					for _, key := range keys {
						if lines[key] == nil {
							t.Errorf("%s, %s: there is no %s", slug, theme, key)
						}
						without := erased(as, key, lines)
						if unlike(as, without) == "" {
							t.Errorf("%s, %s: %s is missing, and it is not seen", slug, theme, key)
						}
						if *screenshots != "" {
							writePicture(t, filepath.Join(*screenshots, fmt.Sprintf("without-%s-%d-%s-%s.png", slug, size[0], theme, strings.ReplaceAll(key, "/", "-"))), without)
						}
					}
					p.js(`document.getElementById('texts').style.transform = 'translate(2px, 2px)', 0`) // of the page: one of the sheet
					if how := unlike(as, p.lookOf(size, theme)); how != "" {
						t.Errorf("%s, %s: labels are a pixel off: %s", slug, theme, how)
					}
					p.js(`document.getElementById('texts').style.transform = '', 0`)
				}
			}
		})
	}
}

// linesOfChart are the curves and dashed lines of the chart, and the curves of the race, by their keys, in CSS pixels of a page
// that is not scrolled.
func (p *tab) linesOfChart() map[string][]scene.Point {
	p.Helper()
	lines := p.curves()
	down := p.number(`scrollY`)
	for key, points := range lines {
		if !strings.HasPrefix(key, "training/curve/") && !strings.HasPrefix(key, "training/predicted/") && !strings.HasPrefix(key, "race/curve/") {
			delete(lines, key)
		}
		for i := range points {
			points[i].Y += down
		}
	}
	return lines
}

// erased is a picture without one of some lines: where that runs, and none of the others does, is what is around it.
func erased(from *image.NRGBA, key string, lines map[string][]scene.Point) *image.NRGBA {
	to := image.NewNRGBA(from.Bounds())
	copy(to.Pix, from.Pix)
	taken := map[image.Point]bool{}
	for other, points := range lines {
		if other != key {
			along(points, from.Bounds(), func(at image.Point) { taken[at] = true })
		}
	}
	along(lines[key], from.Bounds(), func(at image.Point) {
		if !taken[at] {
			to.SetNRGBA(at.X, at.Y, groundAt(from, at))
		}
	})
	return to
}

// along visits the pixels of a picture of the page that lie within two CSS pixels of a line.
func along(line []scene.Point, b image.Rectangle, visit func(at image.Point)) {
	const reach = 2
	for i := 1; i < len(line); i++ {
		p, q := line[i-1], line[i]
		for y := int((min(p.Y, q.Y) - reach) * quick); y <= int((max(p.Y, q.Y)+reach)*quick); y++ {
			for x := int((min(p.X, q.X) - reach) * quick); x <= int((max(p.X, q.X)+reach)*quick); x++ {
				at := scene.Point{X: (float64(x) + .5) / quick, Y: (float64(y) + .5) / quick}
				f := 0.0
				if d := (q.X-p.X)*(q.X-p.X) + (q.Y-p.Y)*(q.Y-p.Y); d > 0 {
					f = min(1, max(0, ((at.X-p.X)*(q.X-p.X)+(at.Y-p.Y)*(q.Y-p.Y))/d))
				}
				if math.Hypot(at.X-p.X-f*(q.X-p.X), at.Y-p.Y-f*(q.Y-p.Y)) <= reach && image.Pt(x, y).In(b) {
					visit(image.Pt(x, y))
				}
			}
		}
	}
}

// groundAt is the colour that most pixels around a place have.
func groundAt(of *image.NRGBA, at image.Point) (ground color.NRGBA) {
	const reach = 6
	count := map[color.NRGBA]int{}
	for y := at.Y - reach; y <= at.Y+reach; y++ {
		for x := at.X - reach; x <= at.X+reach; x++ {
			if c := of.NRGBAAt(x, y); image.Pt(x, y).In(of.Bounds()) {
				if count[c]++; count[c] > count[ground] {
					ground = c
				}
			}
		}
	}
	return ground
}

func readPicture(name string) (image.Image, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return png.Decode(f)
}

func writePicture(t *testing.T, name string, picture image.Image) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	f, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(f, picture); err != nil {
		t.Fatal(err)
	}
}
