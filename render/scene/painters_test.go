package scene

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"encoding/xml"
	"errors"
	"image"
	"image/color"
	"image/png"
	"io"
	"math"
	"math/rand/v2"
	"reflect"
	"regexp"
	"strings"
	"testing"
)

var imageURI = regexp.MustCompile(`data:image/png;base64,[^"]*`)

// The image of some cells is a PNG file in which every pixel is as it was.
func TestSVGHoldsEveryPixel(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for _, sz := range [][2]int{{1, 1}, {7, 3}, {256, 256}} {
		c := Cells{Key: "k", Rect: Rect{W: 10, H: 10}, Columns: sz[0], Rows: sz[1]}
		for range c.Columns * c.Rows {
			c.Pixels = append(c.Pixels, byte(random.Uint32()), byte(random.Uint32()), byte(random.Uint32()), 0xff)
		}
		var s Scene
		s.AddCells(c)
		theme := LightTheme()
		var b strings.Builder
		if err := s.WriteSVG(&b, 10, 10, &theme); err != nil {
			t.Fatal(err)
		}
		_, text, _ := strings.Cut(imageURI.FindString(b.String()), ",")
		file, err := base64.StdEncoding.DecodeString(text)
		if err != nil {
			t.Fatal(err)
		}
		img, err := png.Decode(bytes.NewReader(file))
		if err != nil || img.Bounds() != image.Rect(0, 0, c.Columns, c.Rows) {
			t.Fatalf("%v: %v, %v", sz, img, err)
		}
		for n := range c.Columns * c.Rows {
			want := color.NRGBA{c.Pixels[4*n], c.Pixels[4*n+1], c.Pixels[4*n+2], 0xff}
			if got := color.NRGBAModel.Convert(img.At(n%c.Columns, n/c.Columns)); got != want {
				t.Fatalf("%v: pixel %d is %v, want %v", sz, n, got, want)
			}
		}
	}
}

// Cells that a painter could not draw are not added.
func TestOddCells(t *testing.T) {
	var s Scene
	for _, c := range []Cells{
		{Rect: Rect{W: 1, H: 1}}, {Rect: Rect{W: 1, H: 1}, Columns: 1, Rows: 1}, {Rect: Rect{W: 1, H: 1}, Columns: -1, Rows: -1, Pixels: make([]byte, 4)},
		{Columns: 1, Rows: 1, Pixels: make([]byte, 4)}, {Rect: Rect{X: math.NaN(), W: 1, H: 1}, Columns: 1, Rows: 1, Pixels: make([]byte, 4)},
	} {
		s.AddCells(c)
	}
	if len(s.Items()) != 0 {
		t.Errorf("%d items", len(s.Items()))
	}
}

func TestSVGEscapes(t *testing.T) {
	var s Scene
	s.AddText(Text{Key: "k", Size: 12, Weight: 400, Content: "a<b & \"c\"_{<}\x00\x1b ]]> \xff"})
	theme := LightTheme()
	theme.Font = `"Odd" & <Font>`
	var b bytes.Buffer
	if err := s.WriteSVG(&b, 10, 10, &theme); err != nil {
		t.Fatal(err)
	}
	for decoder := xml.NewDecoder(&b); ; {
		if _, err := decoder.Token(); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
	}
}

type failingWriter struct{}

func (failingWriter) Write([]byte) (int, error) { return 0, io.ErrClosedPipe }

func TestSVGReportsErrors(t *testing.T) {
	theme := LightTheme()
	if err := new(Scene).WriteSVG(failingWriter{}, 1, 1, &theme); !errors.Is(err, io.ErrClosedPipe) {
		t.Errorf("error %v", err)
	}
}

func keys(texts []Text) (list []string) {
	for _, t := range texts {
		list = append(list, t.Key)
	}
	return list
}

func TestTextLayerDiff(t *testing.T) {
	var s Scene
	var o TextLayer
	set := func(pairs ...string) ([]string, []string) {
		s.Reset()
		for i := 0; i < len(pairs); i += 2 {
			s.AddText(Text{Key: pairs[i], Content: pairs[i+1]})
		}
		changed, removed := o.Diff(&s)
		return keys(changed), append([]string(nil), removed...)
	}
	for i, c := range []struct{ texts, changed, removed []string }{
		{[]string{"a", "1", "b", "1"}, []string{"a", "b"}, nil},
		{[]string{"a", "1", "b", "1"}, nil, nil},
		{[]string{"a", "2", "b", "1"}, []string{"a"}, nil},
		{[]string{"c", "1", "b", "1"}, []string{"c"}, []string{"a"}},
		{nil, nil, []string{"b", "c"}},
		{[]string{"b", "1"}, []string{"b"}, nil},
	} {
		changed, removed := set(c.texts...)
		if !reflect.DeepEqual(changed, c.changed) || !reflect.DeepEqual(removed, c.removed) {
			t.Errorf("step %d: changed %v removed %v, want %v %v", i, changed, removed, c.changed, c.removed)
		}
	}
	o.Reset()
	if changed, removed := set("b", "1"); len(changed) != 1 || len(removed) != 0 {
		t.Errorf("after Reset: %v %v", changed, removed)
	}
}

func TestTextLayerJSON(t *testing.T) {
	text := Text{Key: `k"\`, X: 1.25, Y: -0.0001, Anchor: End, Size: 14, Weight: 600, Rotation: -90,
		Colour: color.NRGBA{R: 0xd5, G: 0x5e, A: 0x80}, Content: "‖W_{A}^{tot}‖\n"}
	var got struct {
		K, A, C string
		X, Y, S float64
		W       int
		R, O    float64
		Runs    [][]any
	}
	file, err := json.Marshal([]Text{text})
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(file[1:len(file)-1], &got); err != nil {
		t.Fatalf("%v in %s", err, file)
	}
	if got.K != text.Key || got.A != "end" || got.C != "#d55e00" || got.X != 1.25 || got.W != 600 || got.R != -90 || math.Abs(got.O-0.502) > 1e-9 {
		t.Errorf("%+v", got)
	}
	want := [][]any{{"‖W", 0.0}, {"A", -1.0}, {"tot", 1.0, got.Runs[2][2]}, {"‖\n", 0.0}}
	if !reflect.DeepEqual(got.Runs, want) {
		t.Errorf("runs %v, want %v", got.Runs, want)
	}
	if dx := got.Runs[2][2].(float64); math.Abs(dx+0.685*scriptSize) > 1e-3 {
		t.Errorf("the superscript steps back by %g", dx)
	}
	if got := string(AppendKeys(nil, []string{"a", `"`})); got != `["a","\""]` {
		t.Errorf("keys %s", got)
	}
}

// TestSVGRingIsAsWideAsPainted: the ring of a mark lies around its fill; a stroke lies
// half under it, so that it takes one of twice the width.
func TestSVGRingIsAsWideAsPainted(t *testing.T) {
	for _, shape := range []Shape{Disc, Square} {
		var s Scene
		s.AddMark(Mark{Key: "k", At: Point{X: 10, Y: 10}, Shape: shape, Radius: 4, Fill: color.NRGBA{A: 255}, Ring: color.NRGBA{R: 255, A: 255}, RingW: 1.5})
		theme := LightTheme()
		var b strings.Builder
		if err := s.WriteSVG(&b, 20, 20, &theme); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(b.String(), `stroke-width="3" paint-order="stroke"`) {
			t.Errorf("a ring of 1.5 pixels: %s", b.String())
		}
	}
}
