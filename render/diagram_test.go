package render

import (
	"fmt"
	"math"
	"math/rand/v2"
	"path/filepath"
	"testing"

	"unimodal-bias-lab/sim/theory"
)

// toyData are the second moments of two scalar modalities.
func toyData(kappa, rho, r float64) theory.Data {
	return theory.Data{
		Dims: []int{1, 1}, Sigma: []float64{kappa * kappa, rho * kappa, rho * kappa, 1},
		Yx: []float64{r*kappa*kappa + rho*kappa, 1 + r*rho*kappa}, Yy: r*r*kappa*kappa + 2*r*rho*kappa + 1,
	}
}

// measured fills a diagram: theory in every cell, and the same with a little
// less exact numbers as what was measured.
func measured(d Diagram, cells int, f func(x, y float64) float64, off float64) Diagram {
	d.Columns, d.Rows = cells, cells
	for _, axis := range []struct {
		a *DiagramAxis
		n *int
	}{{&d.X, &d.Columns}, {&d.Y, &d.Rows}} {
		if axis.a.Integer {
			*axis.n = int(axis.a.Max-axis.a.Min) + 1
		}
	}
	plot := DiagramPlot{X: d.X, Y: d.Y, Columns: d.Columns, Rows: d.Rows, Rect: Rect{W: float64(d.Columns), H: float64(d.Rows)}}
	random := rand.New(rand.NewPCG(7, 8))
	d.Values, d.Theory = nil, nil
	for j := range d.Rows {
		for i := range d.Columns {
			v := f(plot.Values(float64(i)+.5, float64(d.Rows-j)-.5))
			d.Theory = append(d.Theory, v)
			d.Values = append(d.Values, v*(1+off*(random.Float64()-.5)))
		}
	}
	return d
}

var (
	rhoAxis    = DiagramAxis{Key: "rho", Min: -.95, Max: .95}
	kappaAxis  = DiagramAxis{Key: "kappa", Min: .25, Max: 4, Log: true}
	rAxis      = DiagramAxis{Key: "r", Min: -2, Max: 2}
	fusionAxis = DiagramAxis{Key: "fusion", Min: 1, Max: 6, Integer: true}
	initAxis   = DiagramAxis{Key: "init", Min: 1e-12, Max: .1, Log: true}
	etaAxis    = DiagramAxis{Key: "eta", Min: 1e-3, Max: .2, Log: true}
)

func ratioAt(rho, kappa float64) float64 {
	d := toyData(kappa, rho, 1)
	first := theory.LearnedFirst(d)
	return theory.SignedTimeRatio(d, first, 1-first)
}

func misattributionAt(rho, kappa float64) float64 {
	d := toyData(kappa, rho, 1)
	return theory.Misattribution(d, theory.LearnedFirst(d))
}

func regionAt(kappa, r, rho float64) float64 {
	first, better := Region(kappa, rho, r)
	return float64(first + 2*better)
}

type diagramCase struct {
	name    string
	diagram Diagram
}

func diagramStates() []diagramCase {
	base := Diagram{X: rhoAxis, Y: kappaAxis, At: [2]float64{0, 2}, Fill: []float64{1, .3}, Pointer: Point{math.NaN(), 0}, Version: 1, TheoryVersion: 1}
	ratio := base
	ratio.Quantity, ratio.Colour = "ratio", ColourScale{Log: true, From: 1, To: 32}
	ratio = measured(ratio, 64, ratioAt, .05)
	coarse := ratio
	coarse.Values = append([]float64(nil), ratio.Values...)
	for n := range coarse.Values {
		i, j := n%64, n/64
		if j > 30 {
			coarse.Values[n] = ratio.Values[(j-j%4)*64+i-i%4]
		}
	}
	pointer := ratio
	pointer.Pointer = Point{220, 100}
	pointer.Handle.State = HandleHover
	unknown := ratio
	unknown.Values = append([]float64(nil), ratio.Values...)
	for n, v := range unknown.Theory {
		if v > 12 {
			unknown.Values[n] = math.NaN()
		}
	}
	wrong := base
	wrong.Quantity, wrong.Colour = "misattribution", ColourScale{Kind: Diverging, Percent: true, From: -2, To: 2}
	wrong = measured(wrong, 64, misattributionAt, .02)
	off := base
	off.Quantity, off.Colour = "error", ColourScale{Kind: Diverging, Log: true, From: .8, To: 1.25, Centre: 1}
	off = measured(off, 64, func(rho, kappa float64) float64 {
		return 1 + .2*rho*math.Exp(-math.Pow(math.Log(kappa), 2)*3) - .03*math.Log(kappa)
	}, .03)
	off.Theory = nil
	depth := base
	depth.Y, depth.At[1] = fusionAxis, 3
	depth.Quantity, depth.Colour = "ratio", ColourScale{Log: true, From: 1, To: 16}
	depth = measured(depth, 64, func(rho, fusion float64) float64 {
		return 1 + (ratioAt(rho, 2)-1)*math.Pow((fusion-1)/5, 2)
	}, .05)
	deepKappa := depth
	deepKappa.X, deepKappa.At = kappaAxis, [2]float64{1.5, 4}
	deepKappa = measured(deepKappa, 64, func(kappa, fusion float64) float64 {
		return 1 + (ratioAt(.3, kappa)-1)*math.Pow((fusion-1)/5, 2)
	}, .05)
	own := base
	own.X, own.Y, own.At = initAxis, etaAxis, [2]float64{1e-9, .04}
	own.Quantity, own.Colour = "tB", ColourScale{Log: true}
	own = measured(own, 64, func(init, eta float64) float64 { return -2 * math.Log(init) / eta }, .02)
	first := base
	first.Quantity, first.Colour = "first", ColourScale{Kind: Modalities}
	first = measured(first, 64, func(rho, kappa float64) float64 { return float64(theory.PlaneLearnedFirst(kappa, rho, .8)) }, 0)
	flag := base
	flag.Quantity, flag.Colour = "superficial", ColourScale{Kind: Flag}
	flag = measured(flag, 64, func(rho, kappa float64) float64 {
		f, b := Region(kappa, rho, .8)
		return math.Abs(float64(f - b))
	}, 0)
	list := []diagramCase{
		{"ratio", ratio}, {"coarse", coarse}, {"pointer", pointer}, {"unknown", unknown}, {"misattribution", wrong},
		{"error", off}, {"depth", depth}, {"depth-kappa", deepKappa}, {"own", own}, {"first", first}, {"flag", flag},
	}
	for _, at := range []struct {
		name          string
		rho, kappa, r float64
	}{{"preference", 0, 2, .375}, {"preference-positive", .6, 2, 1}, {"preference-negative", -.6, 1.4, .5}} {
		p := base
		p.X, p.Y, p.At = kappaAxis, rAxis, [2]float64{at.kappa, at.r}
		p.Quantity, p.Colour = "preference", ColourScale{Kind: Regions}
		plane := planeState(at.rho, at.kappa, at.r).trained(1, .3, 0)
		p.Plane = &plane
		p = measured(p, 64, func(kappa, r float64) float64 { return regionAt(kappa, r, at.rho) }, 0)
		list = append(list, diagramCase{at.name, p})
	}
	return list
}

var diagramSizes = []size{{422, 265}, {358, 358}, {640, 480}}

func drawnDiagram(d *Diagram, w, h float64, theme Theme) *Scene {
	s := new(Scene)
	d.Draw(s, Rect{W: w, H: h}, &theme, testWords)
	return s
}

func TestDiagramGolden(t *testing.T) {
	for _, st := range diagramStates() {
		for _, sz := range append([]size{{240, 200}}, diagramSizes...) {
			for _, theme := range []Theme{LightTheme(), DarkTheme(), ProjectorTheme()} {
				if theme.Name == "projector" {
					sz = size{sz.w * 2, sz.h * 2}
				}
				name := fmt.Sprintf("diagram-%s-%gx%g-%s", st.name, sz.w, sz.h, theme.Name)
				scene := drawnDiagram(&st.diagram, sz.w, sz.h, theme)
				if *svgsDir != "" {
					writeSVG(t, filepath.Join(*svgsDir, name+".svg"), scene, sz, theme)
				}
			}
		}
	}
}
