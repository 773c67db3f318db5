package canvas

import (
	"image/color"
	"math"
	"testing"

	"github.com/hajimehoshi/ebiten/v2"

	"unimodal-bias-lab/render"
	"unimodal-bias-lab/render/scene"
)

var red = color.NRGBA{R: 255, A: 255}

// coverage is how opaque the mesh is at (x, y): the vertex alphas interpolated
// over the triangles there, laid over each other.
func coverage(m *mesh, x, y float64) float64 {
	through := 1.0
	for i := 0; i+2 < len(m.indices); i += 3 {
		a, b, c := m.vertices[m.indices[i]], m.vertices[m.indices[i+1]], m.vertices[m.indices[i+2]]
		u, v, w, ok := barycentric(a, b, c, x, y)
		if ok {
			through *= 1 - (u*float64(a.ColorA) + v*float64(b.ColorA) + w*float64(c.ColorA))
		}
	}
	return 1 - through
}

func barycentric(a, b, c ebiten.Vertex, x, y float64) (u, v, w float64, ok bool) {
	ax, ay := float64(a.DstX), float64(a.DstY)
	bx, by := float64(b.DstX), float64(b.DstY)
	cx, cy := float64(c.DstX), float64(c.DstY)
	area := (bx-ax)*(cy-ay) - (by-ay)*(cx-ax)
	if math.Abs(area) < 1e-12 {
		return 0, 0, 0, false
	}
	u = ((bx-x)*(cy-y) - (by-y)*(cx-x)) / area
	v = ((cx-x)*(ay-y) - (cy-y)*(ax-x)) / area
	w = 1 - u - v
	return u, v, w, u >= 0 && v >= 0 && w >= 0
}

func at(points ...float64) (list []scene.Point) {
	for i := 0; i < len(points); i += 2 {
		list = append(list, scene.Point{X: points[i], Y: points[i+1]})
	}
	return list
}

func wantCoverage(t *testing.T, m *mesh, x, y, want float64) {
	t.Helper()
	if got := coverage(m, x, y); math.Abs(got-want) > 1e-4 {
		t.Errorf("coverage at %g, %g = %.4g, want %.4g", x, y, got, want)
	}
}

// Off the middle by .01: triangles share edges there.
func TestStripProfile(t *testing.T) {
	var m mesh
	m.addStrip(&scene.Strip{Points: at(0, 10, 50, 10), Width: 2, Colour: red}, 2)
	for _, p := range []struct{ offset, want float64 }{
		{0.01, 1}, {1.49, 1}, {2, 0.5}, {2.25, 0.25}, {2.51, 0},
	} {
		wantCoverage(t, &m, 30.01, 20+p.offset, p.want)
		wantCoverage(t, &m, 30.01, 20-p.offset, p.want)
	}
}

func TestHairlineKeepsItsPixel(t *testing.T) {
	var m mesh
	m.addStrip(&scene.Strip{Points: at(0, 10.5, 50, 10.5), Width: 0.5, Colour: red}, 1)
	wantCoverage(t, &m, 20.01, 10.51, 0.495)
}

func TestMitreKeepsTheWidth(t *testing.T) {
	var m mesh
	m.addPolyline(at(0, 0, 40, 0, 40, 40), 2, premultiplied(red))
	wantCoverage(t, &m, 20.01, 1.4, 1)
	wantCoverage(t, &m, 38.6, 20.01, 1)
	wantCoverage(t, &m, 41.3, -1.31, 1) // the outer corner is filled
}

func TestSharpCornersAreRound(t *testing.T) {
	var m mesh
	m.addPolyline(at(0, 40, 10, 0, 20, 40), 2, premultiplied(red))
	wantCoverage(t, &m, 10.01, -1.2, 1)
	if c := coverage(&m, 10.01, -6); c != 0 {
		t.Errorf("a spike grows a thorn: coverage %g", c)
	}
}

func TestDashesFollowTheLine(t *testing.T) {
	var m mesh
	m.addStrip(&scene.Strip{Points: at(0, 0, 7, 0, 7, 20), Width: 2, Colour: red, Dash: [2]float64{5, 4}}, 1)
	for _, p := range []struct{ x, y, want float64 }{
		{2.01, 0.01, 1}, {6, 0.01, 0}, // on 0–5, off 5–9: to (7, 2)
		{7.01, 1, 0}, {7.01, 4, 1}, {7.01, 6.9, 1}, // on 9–14: (7, 2)–(7, 7)
		{7.01, 9, 0}, {7.01, 13, 1}, // on 18–23
	} {
		wantCoverage(t, &m, p.x, p.y, p.want)
	}
}

func TestAreaEitherWayRound(t *testing.T) {
	for _, points := range [][]scene.Point{at(0, 0, 20, 0, 20, 10, 0, 10), at(0, 0, 0, 10, 20, 10, 20, 0)} {
		var m mesh
		m.addArea(&scene.Area{Points: points, Colour: color.NRGBA{A: 128}}, 1)
		wantCoverage(t, &m, 10.3, 5.2, 128/255.)
		wantCoverage(t, &m, 10.3, 0, 64/255.)
		wantCoverage(t, &m, 10.3, -0.6, 0)
		wantCoverage(t, &m, 10.3, 10.25, 32/255.)
	}
}

// Two bands side by side cover the line between them once: no seam, no overlap.
func TestBandsMeetWithoutSeam(t *testing.T) {
	var m mesh
	grey := color.NRGBA{A: 128}
	m.addBand(&scene.Band{Upper: at(0, 0, 10, 5), Lower: at(0, 20, 10, 20), Colour: grey}, 2)
	m.addBand(&scene.Band{Upper: at(10, 5, 20, 0), Lower: at(10, 20, 20, 20), Colour: grey}, 2)
	if n := len(m.indices); n != 12 {
		t.Errorf("%d indices for two quads", n)
	}
	for _, x := range []float64{5.1, 19.99, 20.01, 30.3} {
		wantCoverage(t, &m, x, 30.2, 128/255.)
	}
	wantCoverage(t, &m, 20.01, 9, 0) // above the notch: the shape is not convex
	wantCoverage(t, &m, 1.1, 3, 128/255.)
}

func TestSegmentsAreApart(t *testing.T) {
	var m mesh
	m.addSegments(&scene.Segments{Points: at(0, 10, 20, 10, 0, 30, 20, 30), Width: 2, Colour: red}, 1)
	wantCoverage(t, &m, 10.01, 10.01, 1)
	wantCoverage(t, &m, 10.01, 30.01, 1)
	wantCoverage(t, &m, 10.01, 20, 0) // nothing leads from one to the next
}

func TestMarks(t *testing.T) {
	disc := scene.Mark{At: scene.Point{X: 20, Y: 20}, Radius: 4, Fill: red, Ring: color.NRGBA{B: 255, A: 255}, RingW: 2}
	var m mesh
	m.addMark(&disc, 2)
	wantCoverage(t, &m, 40.1, 47, 1) // fill
	wantCoverage(t, &m, 40.1, 50, 1) // ring
	wantCoverage(t, &m, 40.1, 53, 0)
	last := m.vertices[len(m.vertices)-2] // an inner vertex of the fill
	if last.ColorR != 1 || last.ColorB != 0 {
		t.Errorf("the fill is not on top: %+v", last)
	}

	m.reset()
	square := disc
	square.Shape, square.RingW = scene.Square, 0
	m.addMark(&square, 1)
	half := 2 * math.Sqrt(math.Pi)
	wantCoverage(t, &m, 20+half-0.6, 20-half+0.6, 1)
	wantCoverage(t, &m, 20+half+0.6, 20.3, 0)
}

func TestColoursArePremultiplied(t *testing.T) {
	got := premultiplied(color.NRGBA{R: 255, G: 51, A: 102})
	if want := (tint{0.4, 0.08, 0, 0.4}); math.Abs(float64(got.r-want.r))+math.Abs(float64(got.g-want.g))+math.Abs(float64(got.a-want.a)) > 1e-6 {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestDegenerateInput(t *testing.T) {
	var m mesh
	m.addStrip(&scene.Strip{Points: at(3, 3, 3, 3), Width: 2, Colour: red}, 1)
	m.addStrip(&scene.Strip{Points: at(3, 3, 3, 3, 9, 3, 9, 3), Width: 2, Colour: red}, 1)
	m.addStrip(&scene.Strip{Points: at(0, 0, 9, 0, 0, 0), Width: 2, Colour: red}, 1)
	m.addStrip(&scene.Strip{Points: at(0, 0, 9, 0), Width: 2, Colour: red, Dash: [2]float64{1e-12, 1e-12}}, 1)
	m.addArea(&scene.Area{Points: at(0, 0, 1, 1), Colour: red}, 1)
	m.addMark(&scene.Mark{Radius: 0, Fill: red}, 1)
	for i, v := range m.vertices {
		for _, f := range []float32{v.DstX, v.DstY, v.ColorA} {
			if math.IsNaN(float64(f)) || math.IsInf(float64(f), 0) {
				t.Fatalf("vertex %d is %+v", i, v)
			}
		}
	}
	for _, i := range m.indices {
		if int(i) >= len(m.vertices) {
			t.Fatalf("index %d of %d vertices", i, len(m.vertices))
		}
	}
}

// training is a scene of a real panel, large enough to matter.
func training() *scene.Scene {
	t := render.Training{Epochs: 1000, Playhead: 1000, First: 0, Pointer: 300,
		Modalities: []render.ModalityCurve{
			{Name: "A", Time: 126, PredictedTime: 126},
			{Name: "B", Time: 478, PredictedTime: 476},
		}}
	for e := range 1001 {
		t.Loss = append(t.Loss, 1/(1+math.Exp(float64(e-126)*0.3)))
		for m := range t.Modalities {
			t.Modalities[m].Norm = append(t.Modalities[m].Norm, 1/(1+math.Exp((t.Modalities[m].Time-float64(e))*0.1)))
		}
	}
	theme := scene.LightTheme()
	picture := new(scene.Scene)
	t.Draw(picture, scene.Rect{W: 900, H: 420}, &theme, nil)
	return picture
}

// plane is a scene with bands and hatching.
func plane() *scene.Scene {
	p := render.Phase{Kappa: 2, R: 0.4, Rho: 0.6, Fill: []float64{1, 0.4}}
	theme := scene.LightTheme()
	picture := new(scene.Scene)
	p.Draw(picture, scene.Rect{W: 430, H: 330}, &theme, nil)
	return picture
}

func addScene(m *mesh, s *scene.Scene, scale float64) {
	for _, item := range s.Items() {
		m.add(s, item, scale)
	}
}

func TestWarmMeshAllocatesNothing(t *testing.T) {
	for _, picture := range []*scene.Scene{training(), plane()} {
		checkWarm(t, picture)
	}
}

func checkWarm(t *testing.T, picture *scene.Scene) {
	var m mesh
	build := func() { m.reset(); addScene(&m, picture, 2) }
	build()
	if n := testing.AllocsPerRun(20, build); n != 0 {
		t.Errorf("a warm mesh allocates %v times", n)
	}
}

func TestPaint(t *testing.T) {
	dst := ebiten.NewImage(180, 84)
	var p Painter
	p.Paint(dst, new(scene.Scene), 0, 1)
	if p.white != nil {
		t.Error("an empty picture needs no texture")
	}
	p.Paint(dst, training(), 0, 0.2) // pixels can only be read in a running game: this checks the call
	if cap(p.mesh.indices) == 0 {
		t.Error("nothing was drawn")
	}
}

func BenchmarkMesh(b *testing.B) {
	picture := training()
	var m mesh
	b.ReportAllocs()
	for b.Loop() {
		m.reset()
		addScene(&m, picture, 2)
	}
}
