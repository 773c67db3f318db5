package render

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"image/color"
	"io"
	"math"
	"reflect"
	"strings"
	"testing"
)

// elements parses a file and counts its elements.
func elements(t *testing.T, file []byte) map[string]int {
	t.Helper()
	count := map[string]int{}
	decoder := xml.NewDecoder(bytes.NewReader(file))
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return count
		}
		if err != nil {
			t.Fatalf("%v in\n%s", err, file)
		}
		if start, ok := token.(xml.StartElement); ok {
			count[start.Name.Local]++
		}
	}
}

func TestSVGHoldsEveryItem(t *testing.T) {
	for _, theme := range []Theme{LightTheme(), DarkTheme(), ProjectorTheme()} {
		for _, st := range append(states(), extraStates()...) {
			checkSVG(t, st.name, drawn(st.training, 900, 420, theme), theme)
		}
		for _, st := range planeStates() {
			checkSVG(t, st.name, drawnPlane(st.phase, 430, 330, theme), theme)
		}
	}
}

func checkSVG(t *testing.T, name string, scene *Scene, theme Theme) {
	t.Helper()
	var b bytes.Buffer
	if err := scene.WriteSVG(&b, 900, 420, &theme); err != nil {
		t.Fatal(err)
	}
	got := elements(t, b.Bytes())
	if got["svg"] != 1 || got["polyline"] != len(scene.Strips()) || got["polygon"] != len(scene.Areas()) ||
		got["path"] != len(scene.Bands())+len(scene.Segments()) ||
		got["circle"]+got["rect"]-1 != len(scene.Marks()) || got["text"] != len(scene.Texts()) {
		t.Errorf("%s: %v", name, got)
	}
	if strings.Contains(b.String(), "NaN") || strings.Contains(b.String(), "Inf") || strings.Contains(b.String(), "style") {
		t.Errorf("%s: a number or attribute that does not belong there", name)
	}
	if last := strings.LastIndex(b.String(), "data-key"); last > strings.Index(b.String(), "<text") {
		t.Errorf("%s: something lies on a text", name)
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
	elements(t, b.Bytes())
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

func TestOverlayDiff(t *testing.T) {
	var s Scene
	var o Overlay
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

func TestOverlayJSON(t *testing.T) {
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

func TestWordsReadOnTheirPaper(t *testing.T) {
	for _, theme := range []Theme{LightTheme(), DarkTheme(), ProjectorTheme()} {
		words := map[string]color.NRGBA{"ink": theme.Ink, "muted": theme.Muted}
		for m, name := range []string{"A", "B", "C", "D"} {
			words[name] = theme.Modality(m).Word
		}
		for name, c := range words {
			if ratio := contrast(c, theme.Paper); ratio < 4.5 {
				t.Errorf("%s: %s has a contrast of %.2f", theme.Name, name, ratio)
			}
		}
		if named, ok := ThemeNamed(theme.Name); !ok || named != theme {
			t.Errorf("ThemeNamed(%q)", theme.Name)
		}
	}
	if _, ok := ThemeNamed("sepia"); ok {
		t.Error("a theme that does not exist")
	}
}

// contrast is the ratio of WCAG 2.2.
func contrast(a, b color.NRGBA) float64 {
	x, y := luminance(a)+0.05, luminance(b)+0.05
	return math.Max(x, y) / math.Min(x, y)
}

func luminance(c color.NRGBA) float64 {
	linear := func(v uint8) float64 {
		s := float64(v) / 255
		if s <= 0.04045 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(c.R) + 0.7152*linear(c.G) + 0.0722*linear(c.B)
}
