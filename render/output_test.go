package render

import (
	"bytes"
	"encoding/xml"
	"errors"
	"image/color"
	"io"
	"regexp"
	"strings"
	"testing"

	"unimodal-bias-lab/render/scene"
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
	for _, theme := range []scene.Theme{scene.LightTheme(), scene.DarkTheme(), scene.ProjectorTheme()} {
		for _, st := range append(states(), extraStates()...) {
			checkSVG(t, st.name, drawn(st.training, 900, 420, theme), theme)
		}
		for _, st := range planeStates() {
			checkSVG(t, st.name, drawnPlane(st.phase, 430, 330, theme), theme)
		}
		for _, st := range diagramStates() {
			checkSVG(t, st.name, drawnDiagram(&st.diagram, 430, 330, theme), theme)
		}
	}
}

func checkSVG(t *testing.T, name string, picture *scene.Scene, theme scene.Theme) {
	t.Helper()
	var b bytes.Buffer
	if err := picture.WriteSVG(&b, 900, 420, &theme); err != nil {
		t.Fatal(err)
	}
	got := elements(t, b.Bytes())
	if got["svg"] != 1 || got["polyline"] != len(picture.Strips()) || got["polygon"] != len(picture.Areas()) ||
		got["path"] != len(picture.Bands())+len(picture.Segments()) ||
		got["circle"]+got["rect"]-1 != len(picture.Marks()) || got["text"] != len(picture.Texts()) ||
		got["image"] != len(picture.Cells()) {
		t.Errorf("%s: %v", name, got)
	}
	file := dataURI.ReplaceAllString(b.String(), "")
	if strings.Contains(file, "NaN") || strings.Contains(file, "Inf") || strings.Contains(file, "style") {
		t.Errorf("%s: a number or attribute that does not belong there", name)
	}
	if last := strings.LastIndex(b.String(), "data-key"); last > strings.Index(b.String(), "<text") {
		t.Errorf("%s: something lies on a text", name)
	}
}

var dataURI = regexp.MustCompile(`data:image/png;base64,[^"]*`)

func TestWordsReadOnTheirPaper(t *testing.T) {
	for _, theme := range []scene.Theme{scene.LightTheme(), scene.DarkTheme(), scene.ProjectorTheme(), scene.PrintTheme()} {
		words := map[string]color.NRGBA{"ink": theme.Ink, "muted": theme.Muted}
		for m, name := range []string{"A", "B", "C", "D", "E", "F"} {
			words[name] = theme.Modality(m).Word
		}
		for name, c := range words {
			if ratio := Contrast(c, theme.Paper); ratio < 4.5 {
				t.Errorf("%s: %s has a contrast of %.2f", theme.Name, name, ratio)
			}
		}
		if named, ok := scene.ThemeNamed(theme.Name); !ok || named != theme {
			t.Errorf("ThemeNamed(%q)", theme.Name)
		}
	}
	if _, ok := scene.ThemeNamed("sepia"); ok {
		t.Error("a theme that does not exist")
	}
}
