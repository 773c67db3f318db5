package render

import (
	"encoding/json"
	"flag"
	"fmt"
	"hash/crc32"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"unimodal-bias-lab/render/scene"
	"unimodal-bias-lab/sim/record"
)

var svgsDir = flag.String("svgs", "", "write every golden as an SVG into this directory, to look at")

// written is a Scene as text, one item per line, rounded to a tenth.
func written(s *scene.Scene) string {
	var b strings.Builder
	for _, item := range s.Items() {
		switch item.Kind {
		case scene.KindStrip:
			v := s.Strips()[item.Index]
			fmt.Fprintf(&b, "strip %s %s width %.4g", v.Key, css(v.Colour), v.Width)
			if v.Dash[0] > 0 {
				fmt.Fprintf(&b, " dash %g %g", v.Dash[0], v.Dash[1])
			}
			recordPoints(&b, v.Points)
		case scene.KindArea:
			v := s.Areas()[item.Index]
			fmt.Fprintf(&b, "area %s %s", v.Key, css(v.Colour))
			recordPoints(&b, v.Points)
		case scene.KindBand:
			v := s.Bands()[item.Index]
			fmt.Fprintf(&b, "band %s %s", v.Key, css(v.Colour))
			recordPoints(&b, v.Upper)
			b.WriteString(" lower")
			recordPoints(&b, v.Lower)
		case scene.KindSegments:
			v := s.Segments()[item.Index]
			fmt.Fprintf(&b, "lines %s %s width %.4g", v.Key, css(v.Colour), v.Width)
			recordPoints(&b, v.Points)
		case scene.KindMark:
			v := s.Marks()[item.Index]
			fmt.Fprintf(&b, "mark %s %s %s radius %.4g at %.1f,%.1f\n",
				v.Key, [...]string{"disc", "square"}[v.Shape], css(v.Fill), v.Radius, v.At.X, v.At.Y)
		case scene.KindCells:
			v := s.Cells()[item.Index]
			fmt.Fprintf(&b, "cells %s %dx%d at %.1f,%.1f %.1fx%.1f hash %08x\n",
				v.Key, v.Columns, v.Rows, v.Rect.X, v.Rect.Y, v.Rect.W, v.Rect.H, crc32.ChecksumIEEE(v.Pixels))
		case scene.KindText:
			v := s.Texts()[item.Index]
			fmt.Fprintf(&b, "text %s %s %g/%d %s at %.1f,%.1f %q\n",
				v.Key, css(v.Colour), v.Size, v.Weight, v.Anchor, v.X, v.Y, v.Content)
		}
	}
	return b.String()
}

// recordPoints keeps every point of a short line and a summary of a long one:
// its ends and every sixteenth between.
func recordPoints(b *strings.Builder, points []scene.Point) {
	fmt.Fprintf(b, " points %d:", len(points))
	for i, p := range points {
		if len(points) <= 8 || i%16 == 0 || i == len(points)-1 {
			fmt.Fprintf(b, " %.1f,%.1f", p.X, p.Y)
		}
	}
	b.WriteByte('\n')
}

func css(c interface{ RGBA() (r, g, b, a uint32) }) string {
	r, g, b, a := c.RGBA()
	return fmt.Sprintf("#%02x%02x%02x%02x", r>>8, g>>8, b>>8, a>>8)
}

type size struct{ w, h float64 }

var sizes = []size{{900, 420}, {640, 300}, {358, 300}}

func TestTrainingGolden(t *testing.T) {
	for _, st := range states() {
		for _, sz := range sizes {
			for _, theme := range []scene.Theme{scene.LightTheme(), scene.DarkTheme(), scene.ProjectorTheme()} {
				if theme.Name == "projector" {
					sz = size{sz.w * 2, sz.h * 2}
				}
				name := fmt.Sprintf("%s-%gx%g-%s", st.name, sz.w, sz.h, theme.Name)
				picture := drawn(st.training, sz.w, sz.h, theme)
				if *svgsDir != "" {
					writeSVG(t, filepath.Join(*svgsDir, name+".svg"), picture, sz, theme)
				}
				if worthKeeping(st.name, sz, theme) {
					golden(t, name, written(picture))
				}
			}
		}
	}
}

// worthKeeping picks one golden per state, and every size and theme once.
func worthKeeping(state string, sz size, theme scene.Theme) bool {
	if state == "phase" {
		return true
	}
	return sz == sizes[0] && theme.Name == "light"
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	record.Check(t, name+".txt", got)
}

func writeSVG(t *testing.T, path string, s *scene.Scene, sz size, theme scene.Theme) {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := s.WriteSVG(f, sz.w, sz.h, &theme); err != nil {
		t.Fatal(err)
	}
}

func TestRebuildAllocatesNothing(t *testing.T) {
	theme := scene.LightTheme()
	for _, st := range states() {
		var picture scene.Scene
		var overlay scene.TextLayer
		rebuild := func() {
			picture.Reset()
			st.training.Draw(&picture, scene.Rect{W: 900, H: 420}, &theme, testWords)
			overlay.Diff(&picture)
		}
		rebuild()
		if n := testing.AllocsPerRun(20, rebuild); n != 0 {
			t.Errorf("%s: a warm rebuild allocates %v times", st.name, n)
		}
	}
}

// Every epoch of a run, at many sizes: no label on another, none outside.
func TestLabelsNeverCollide(t *testing.T) {
	themes := []scene.Theme{scene.LightTheme(), scene.ProjectorTheme()}
	for _, theme := range themes {
		k := theme.SmallSize / 12
		for _, w := range []float64{300, 358, 420, 500, 640, 768, 900, 1200} {
			for _, h := range []float64{200, 300, 420} {
				for _, tr := range manyStates() {
					picture := drawn(tr, w*k, h*k, theme)
					checkLabels(t, picture, scene.Rect{W: w * k, H: h * k}, tr.Playhead)
				}
			}
		}
	}
}

func manyStates() []Training {
	var list []Training
	whole := lateState(1000)
	whole.sumUp()
	for e := 0.0; e <= 1000; e += 11 {
		st := whole
		st.Playhead = e
		if e >= 126 {
			st.First = 0
		} else {
			st.First = -1
		}
		list = append(list, st)
		list = append(list, pointed(st, math.Mod(e*7, 1000)))
	}
	for _, st := range states() {
		list = append(list, st.training)
	}
	return list
}

func checkLabels(t *testing.T, s *scene.Scene, box scene.Rect, playhead float64) {
	t.Helper()
	checkTexts(t, s, box, fmt.Sprintf("epoch %g", playhead))
}

// checkTexts reports texts that lie on each other or outside the box.
func checkTexts(t *testing.T, s *scene.Scene, box scene.Rect, state string) {
	t.Helper()
	texts := s.Texts()
	for i := range texts {
		b := texts[i].Bounds()
		if b.X < box.X-0.5 || b.Right() > box.Right()+0.5 || b.Y < box.Y-0.5 || b.Bottom() > box.Bottom()+0.5 {
			t.Errorf("%gx%g, %s: %s %q leaves the panel: %+v", box.W, box.H, state, texts[i].Key, texts[i].Content, b)
		}
		for j := range i {
			if texts[j].Bounds().Inset(0.5).Overlaps(b) {
				t.Errorf("%gx%g, %s: %s lies on %s", box.W, box.H, state, texts[i].Key, texts[j].Key)
			}
		}
	}
}

func TestKeysAreUnique(t *testing.T) {
	for _, st := range states() {
		checkKeys(t, st.name, drawn(st.training, 900, 420, scene.LightTheme()))
	}
}

func checkKeys(t *testing.T, name string, picture *scene.Scene) {
	t.Helper()
	seen := map[string]bool{}
	check := func(kind, key string) {
		if key == "" || seen[kind+key] {
			t.Errorf("%s: %s key %q is empty or used twice", name, kind, key)
		}
		seen[kind+key] = true
	}
	for _, v := range picture.Strips() {
		check("strip ", v.Key)
	}
	for _, v := range picture.Marks() {
		check("mark ", v.Key)
	}
	for _, v := range picture.Areas() {
		check("area ", v.Key)
	}
	for _, v := range picture.Bands() {
		check("band ", v.Key)
	}
	for _, v := range picture.Segments() {
		check("lines ", v.Key)
	}
	for _, v := range picture.Texts() {
		check("text ", v.Key)
	}
	for _, v := range picture.Cells() {
		check("cells ", v.Key)
	}
}

// Whatever the numbers, painters only see finite ones.
func TestNothingInfiniteReachesAPainter(t *testing.T) {
	odd := []float64{math.NaN(), math.Inf(1), math.Inf(-1), -1, 0, 1e308, -1e308, 5e-324, 0.5, 1500}
	theme := scene.LightTheme()
	for i, a := range odd {
		for j, b := range odd {
			tr := lateState(200)
			tr.Diverged = (i+j)%2 == 0
			tr.Pointer, tr.Playhead = a, b
			tr.First = i - 2
			tr.Modalities[0].Norm[i+3], tr.Modalities[0].Norm[60] = a, b
			tr.Modalities[1].Norm[200] = a
			tr.Loss[0], tr.Loss[j+40] = a, b
			tr.Modalities[1].Final = b
			tr.Modalities[0].Time, tr.Modalities[1].Time = a, b
			tr.Modalities[0].PredictedTime, tr.Modalities[1].PredictedTime = a, b
			for _, box := range []scene.Rect{{W: 900, H: 420}, {W: 20, H: 10}, {}, {X: a, W: 300, H: b}} {
				var s scene.Scene
				tr.Draw(&s, box, &theme, testWords)
				checkFinite(t, &s)
			}
		}
	}
}

func checkFinite(t *testing.T, s *scene.Scene) {
	t.Helper()
	check := func(key string, p scene.Point) {
		if !scene.Finite(p.X) || !scene.Finite(p.Y) {
			t.Errorf("%s at %v", key, p)
		}
	}
	for _, v := range s.Strips() {
		if len(v.Points) < 2 {
			t.Errorf("%s has %d points", v.Key, len(v.Points))
		}
		for _, p := range v.Points {
			check(v.Key, p)
		}
	}
	for _, v := range s.Areas() {
		for _, p := range v.Points {
			check(v.Key, p)
		}
	}
	for _, v := range s.Bands() {
		if len(v.Upper) < 2 || len(v.Upper) != len(v.Lower) {
			t.Errorf("%s has %d points above, %d below", v.Key, len(v.Upper), len(v.Lower))
		}
		for i := range v.Upper {
			check(v.Key, v.Upper[i])
			check(v.Key, v.Lower[i])
			if v.Upper[i].X != v.Lower[i].X {
				t.Errorf("%s: places %v and %v", v.Key, v.Upper[i], v.Lower[i])
			}
		}
	}
	for _, v := range s.Segments() {
		if len(v.Points)%2 != 0 || len(v.Points) == 0 {
			t.Errorf("%s has %d points", v.Key, len(v.Points))
		}
		for _, p := range v.Points {
			check(v.Key, p)
		}
	}
	for _, v := range s.Marks() {
		check(v.Key, v.At)
	}
	for _, v := range s.Texts() {
		check(v.Key, scene.Point{X: v.X, Y: v.Y})
	}
}

func TestCurvesStayInThePlot(t *testing.T) {
	theme := scene.LightTheme()
	for _, st := range states() {
		var s scene.Scene
		plot := st.training.Draw(&s, scene.Rect{W: 640, H: 300}, &theme, testWords).Curves
		room := plot.Rect.Inset(-1)
		for _, v := range s.Strips() {
			if !strings.HasPrefix(v.Key, "training/curve/") {
				continue
			}
			for _, p := range v.Points {
				if !room.Contains(p.X, p.Y) {
					t.Fatalf("%s: %s leaves the plot at %v", st.name, v.Key, p)
				}
			}
		}
	}
}

func TestLongSeriesKeepTheirExtremes(t *testing.T) {
	const epochs = 50000
	tr := Training{Epochs: epochs, Playhead: epochs, First: -1, Pointer: math.NaN(), Loss: make([]float64, epochs+1)}
	for e := range tr.Loss {
		tr.Loss[e] = 0.5 + 0.01*math.Sin(float64(e))
	}
	tr.Loss[31234] = 0.9 // one epoch wide
	theme := scene.LightTheme()
	var s scene.Scene
	plot := tr.Draw(&s, scene.Rect{W: 640, H: 300}, &theme, testWords).Curves
	for _, v := range s.Strips() {
		if v.Key != "training/curve/loss" {
			continue
		}
		if limit := 2*int(plot.Rect.W) + 2; len(v.Points) > limit {
			t.Errorf("%d points on %g columns", len(v.Points), plot.Rect.W)
		}
		highest := math.Inf(1)
		for _, p := range v.Points {
			highest = math.Min(highest, p.Y)
		}
		want := plot.Rect.Bottom() - 0.9/1.05*plot.Rect.H
		if math.Abs(highest-want) > 1e-9 {
			t.Errorf("the spike is drawn at y = %g, not %g", highest, want)
		}
		return
	}
	t.Error("no loss curve")
}

func TestGapsBreakTheCurve(t *testing.T) {
	tr := lateState(1000)
	tr.Loss[500] = math.NaN()
	pieces := 0
	for _, v := range drawn(tr, 900, 420, scene.LightTheme()).Strips() {
		if strings.HasPrefix(v.Key, "training/curve/loss") {
			pieces++
		}
	}
	if pieces != 2 {
		t.Errorf("a gap makes %d pieces, want 2", pieces)
	}
}

func TestPlotStandsStill(t *testing.T) {
	theme := scene.LightTheme()
	box := scene.Rect{X: 10, Y: 20, W: 640, H: 300}
	empty := states()[0].training
	want := empty.Plot(box, &theme, testWords)
	for _, st := range states() {
		var s scene.Scene
		got := st.training.Draw(&s, box, &theme, testWords).Curves
		if got.Top = 0; got != want { // the scale of y follows the run
			t.Errorf("%s: the axes moved from %v to %v", st.name, want, got)
		}
	}
}

// The page's own catalogue has every word the pictures ask for.
func TestCatalogueIsComplete(t *testing.T) {
	file, err := os.ReadFile("../web/strings/en.json")
	if err != nil {
		t.Fatal(err)
	}
	var words scene.Words
	if err := json.Unmarshal(file, &words); err != nil {
		t.Fatal(err)
	}
	for key := range testWords {
		if key != "" && words[key] == "" {
			t.Errorf("no words for %q", key)
		}
	}
	words[""] = testWords[""] // what is missing shows
	theme := scene.LightTheme()
	for _, st := range states() {
		for _, sz := range sizes {
			var s scene.Scene
			st.training.Draw(&s, scene.Rect{W: sz.w, H: sz.h}, &theme, words)
			for _, text := range s.Texts() {
				if strings.Contains(text.Content, "figure.") {
					t.Errorf("%s shows %q", text.Key, text.Content)
				}
			}
		}
	}
}

func BenchmarkDraw(b *testing.B) {
	tr := pointed(lateState(1000), 300)
	theme := scene.LightTheme()
	var s scene.Scene
	b.ReportAllocs()
	for b.Loop() {
		s.Reset()
		tr.Draw(&s, scene.Rect{W: 900, H: 420}, &theme, testWords)
	}
}
