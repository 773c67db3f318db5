package lab

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"image/color"
	"image/png"
	"io"
	"math"
	"os/exec"
	"regexp"
	"strings"
	"testing"

	"unimodal-bias-lab/render"
	"unimodal-bias-lab/render/scene"
	"unimodal-bias-lab/sim"
)

// file asks for a picture as the page does: until what it shows is there.
func (f *fixture) file(args string) string {
	f.Helper()
	for range 3 {
		result, failure := f.answer("svg", args)
		if failure != nil {
			f.Fatalf("svg(%s): %v", args, failure)
		}
		if text := result.(string); text != "" {
			return text
		}
		f.work()
	}
	f.Fatalf("svg(%s) never comes", args)
	return ""
}

// parts are the texts of the elements of a file that hold any, by name; what is not well-formed fails.
func parts(t *testing.T, file string) map[string][]string {
	t.Helper()
	texts, name := map[string][]string{}, ""
	for d := xml.NewDecoder(strings.NewReader(file)); ; {
		token, err := d.Token()
		if err == io.EOF {
			return texts
		}
		if err != nil {
			t.Fatalf("%v in %.300s", err, file)
		}
		switch token := token.(type) {
		case xml.StartElement:
			if name = token.Name.Local; name != "tspan" {
				texts[name] = append(texts[name], "")
			}
		case xml.CharData:
			if name == "tspan" {
				name = "text"
			}
			if list := texts[name]; len(list) > 0 {
				list[len(list)-1] += string(token)
			}
		}
	}
}

// opens fails unless another program than a browser draws the file in its size, and draws something.
func opens(t *testing.T, name, file string, width, height float64) {
	t.Helper()
	path, err := exec.LookPath("rsvg-convert")
	if err != nil {
		t.Fatal("exported pictures are opened in rsvg-convert, which is not there: install it (Debian and Ubuntu: apt-get install librsvg2-bin; macOS: brew install librsvg)")
	}
	convert := exec.Command(path, "--dpi-x", "96", "--dpi-y", "96")
	convert.Stdin = strings.NewReader(file)
	var complaints bytes.Buffer
	convert.Stderr = &complaints
	out, err := convert.Output()
	if err != nil || complaints.Len() > 0 {
		t.Fatalf("%s: rsvg-convert: %v %s", name, err, &complaints)
	}
	picture, err := png.Decode(bytes.NewReader(out))
	if err != nil {
		t.Fatal(err)
	}
	size := picture.Bounds().Size()
	if math.Abs(float64(size.X)-width) > 1 || math.Abs(float64(size.Y)-height) > 1 {
		t.Errorf("%s: drawn in %v, not %v × %v", name, size, width, height)
	}
	colours := map[color.Color]bool{}
	for y := 0; y < size.Y; y += 3 {
		for x := 0; x < size.X; x += 3 {
			colours[picture.At(x, y)] = true
		}
	}
	if len(colours) < 20 {
		t.Errorf("%s: only %d colours are drawn", name, len(colours))
	}
}

const fileBase = "https://lab.example/?loss=log"

// TestFileOfEveryScenario: a file of every panel in every scenario is well-formed, of the size that was asked for, fetches
// nothing, has texts as text and a key on all that is drawn, says what it is of, and a caption that holds the values of the
// run. What the page shows is afterwards as before.
func TestFileOfEveryScenario(t *testing.T) {
	outside := regexp.MustCompile(`(?:href|src|url)\W{1,2}(?:[^d"]|d[^a])[^"]*`)
	drawn := regexp.MustCompile(`<(?:polyline|polygon|path|image|circle|text|rect)\b[^>]*>`)
	f := start(t)
	for _, slug := range sim.Slugs() {
		f.call("set", fmt.Sprintf(`{"scenario":%q}`, slug))
		f.work()
		s := f.lab.player.Scenario()
		f.call("seek", fmt.Sprintf(`{"epoch":%d}`, s.Epochs/2))
		f.work()
		f.frame(0)
		before := f.file(`{}`)
		file := f.file(fmt.Sprintf(`{"theme":"print","panels":["%s"],"width":900,"height":1400,"centimetres":true,"base":%q,"caption":true}`, strings.Join(render.PanelNames(), `","`), fileBase))
		texts := parts(t, file)
		var height, pixels float64
		if _, err := fmt.Sscanf(file[strings.Index(file, ` width="23.8125cm"`)+1:], `width="23.8125cm" height="%fcm" viewBox="0 0 900 %f"`, &height, &pixels); err != nil || pixels < 1400+40 || pixels > 1400+120 || math.Abs(height*scene.PixelsPerCentimetre-pixels) > .01 {
			t.Errorf("%s: %v in %.200s", slug, err, file)
		}
		if bare := strings.ReplaceAll(file, "http://www.w3.org/2000/svg", ""); outside.MatchString(bare) {
			t.Errorf("%s: refers to %s", slug, outside.FindString(bare))
		}
		for i, element := range drawn.FindAllString(file, -1) {
			if i > 0 && !strings.Contains(element, ` data-key="`) { // the first is the paper
				t.Errorf("%s: %s", slug, element)
			}
		}
		var about struct {
			Version, Scenario, Link, Hash string
			Seed, Epoch                   int
			Values                        map[string]any
		}
		if err := json.Unmarshal([]byte(texts["metadata"][0]), &about); err != nil {
			t.Fatal(err)
		}
		link := fileBase + "#" + f.lab.link()
		if about.Version != sim.Version || about.Scenario != slug || about.Seed != s.Seed || about.Epoch != s.Epochs/2 || about.Link != link || len(about.Values) < 8 || len(about.Hash) != 16 {
			t.Errorf("%s: the file says %s", slug, texts["metadata"][0])
		}
		opens(t, slug, file, 900, pixels)
		if !strings.HasPrefix(texts["title"][0], f.lab.words["scenario."+slug+".title"]) || !strings.Contains(texts["desc"][0], fmt.Sprintf("seed %d", s.Seed)) {
			t.Errorf("%s: %q, %q", slug, texts["title"], texts["desc"])
		}
		if all := strings.Join(texts["text"], ""); !strings.Contains(all, link) || !strings.Contains(all, fmt.Sprintf("epoch %d, L\u202f=\u202f%d", about.Epoch, s.Depth)) {
			t.Errorf("%s: the caption says %s", slug, all[max(0, len(all)-400):])
		}
		if after := f.file(`{}`); after != before || f.lab.theme.Name != "light" {
			t.Errorf("%s: a file changes the page", slug)
		}
	}
}

// TestFileLooksAsAsked: a picture in another look than the page has its colours, its contrast and its type, and the page keeps
// its own.
func TestFileLooksAsAsked(t *testing.T) {
	f := start(t)
	f.work()
	const quiet = `fill="#64646d"`
	for _, c := range []struct {
		look         string
		quiet, large bool
	}{{``, true, false}, {`"theme":"light",`, true, false}, {`"theme":"light","contrast":true,`, false, false}, {`"theme":"light","large":1,`, true, true}, {`"theme":"dark",`, false, false}, {``, true, false}} {
		file := f.file(`{` + c.look + `"panels":["training"],"width":900,"height":500}`)
		if got := strings.Contains(file, quiet); got != c.quiet {
			t.Errorf("%s quiet words: %t", c.look, got)
		}
		if got := strings.Contains(file, `font-size="24"`); got != c.large {
			t.Errorf("%s large words: %t", c.look, got)
		}
	}
}

// TestFilesBetweenHands: a file is one picture, not the page again as well, and a hand still meets the page: its pointer, a
// place that is picked and a handle that is dragged are as if there had been no file.
func TestFilesBetweenHands(t *testing.T) {
	const file = `{"panels":["phase","training"],"width":300,"height":500,"theme":"dark"}`
	met := func(files bool) string {
		f := start(t)
		f.call("layout", `{"width":900,"height":420,"scale":2,"panels":{"training":{"x":0,"y":0,"w":450,"h":420},"phase":{"x":450,"y":0,"w":450,"h":420}}}`)
		f.work()
		f.frame(0)
		said := ""
		for _, hand := range []string{"pointer", "pick", "drag"} {
			if files {
				f.file(file)
				if !f.lab.away {
					t.Error("the page is drawn again for nobody")
				}
			}
			f.call(hand, `{"handle":"phase","x":200,"y":150}`)
			if hand != "pointer" {
				f.call(hand, fmt.Sprintf(`{"handle":"phase","x":%d,"y":150}`, map[string]int{"pick": 700, "drag": 800}[hand]))
			}
			s := f.lab.player.Scenario()
			said += fmt.Sprint(hand, " ", f.lab.training.Pointer, " ", s.Kappa, " ", s.R, "\n")
			f.work()
			f.frame(0)
			if f.lab.away {
				t.Error("a frame shows the file")
			}
		}
		return said
	}
	if got, want := met(true), met(false); got != want || !strings.Contains(got, "pick") {
		t.Errorf("met\n%swithout files\n%s", got, want)
	} else {
		t.Log(got)
	}
}

// TestFileOfADiagram has its cells as one picture, in place of the plane, and no pointer.
func TestFileOfADiagram(t *testing.T) {
	f := start(t)
	f.call("layout", `{"width":900,"height":420,"scale":2,"panels":{"phase":{"x":0,"y":0,"w":900,"h":420}}}`)
	f.call("diagram", `{"kind":"ratio","cells":32}`)
	f.work()
	for i := 0; f.lab.diagram.cells == nil || f.lab.diagram.running(); i++ {
		if f.frame(.016); i > 1e5 {
			t.Fatal("the diagram is never complete")
		}
	}
	const args = `{"panels":["phase"],"width":400,"height":300,"base":"` + fileBase + `"}`
	file := f.file(args)
	texts := parts(t, file)
	if len(texts["image"]) == 0 || !strings.Contains(texts["metadata"][0], `"diagram":"ratio"`) {
		t.Errorf("it has %d pictures and says %s", len(texts["image"]), texts["metadata"])
	}
	opens(t, "ratio", file, 400, 300)
	f.call("pointer", `{"x":450,"y":200}`)
	f.call("handle", `{"handle":"phase","state":"hover"}`)
	f.frame(0)
	if f.file(args) != file {
		t.Error("a pointer is in the picture")
	}
	if f.lab.handles[phaseHandle].state != scene.HandleHover || f.lab.heat.Pointer.X != 450 {
		t.Error("the hand is lost on the page")
	}
}

// TestFileOfCharts: a chart along a parameter, cells of what is learned first, and the plane of theory are files as well.
func TestFileOfCharts(t *testing.T) {
	f := start(t)
	f.call("layout", `{"width":900,"height":420,"scale":2,"panels":{"phase":{"x":0,"y":0,"w":900,"h":420}}}`)
	seen := map[string]bool{}
	for _, kind := range []string{"theory", "preference", "chartRho", "chartKappa"} {
		f.call("diagram", fmt.Sprintf(`{"kind":%q,"cells":32}`, kind))
		for i := 0; i < 3 || f.lab.diagram.running(); i++ {
			if f.frame(.016); i > 1e5 {
				t.Fatal("the diagram is never complete")
			}
		}
		file := f.file(`{"panels":["phase"],"width":400,"height":300}`)
		opens(t, kind, file, 400, 300)
		if seen[file] {
			t.Errorf("%s looks like another one", kind)
		}
		seen[file] = true
	}
}

// TestFileWithoutLink: data that are in the tab only have no link, and the caption says so.
func TestFileWithoutLink(t *testing.T) {
	f := start(t)
	f.call("set", `{"scenario":"own"}`) // as it comes
	f.work()
	if texts := parts(t, f.file(`{"panels":["training"],"width":400,"height":300,"base":"https://lab.example/","caption":true}`)); !strings.Contains(texts["metadata"][0], `"link":"https://lab.example/#v=1`) {
		t.Errorf("it says %s", texts["metadata"])
	}
	own := f.call("adopt", dataset(t, []string{"audio", "video"}, []int{20, 20}, 1))["own"]
	f.call("set", `{"own":"`+own.(string)+`"}`)
	f.work()
	texts := parts(t, f.file(`{"panels":["training"],"width":400,"height":300,"base":"https://lab.example/","caption":true}`))
	if strings.Contains(strings.Join(texts["text"], ""), "lab.example") || strings.Contains(texts["metadata"][0], "lab.example") || !strings.Contains(texts["metadata"][0], `"local":true`) {
		t.Errorf("a link that opens nothing: %s %s", texts["metadata"], texts["text"])
	}
	if all := strings.Join(texts["text"], ""); !strings.Contains(all, f.lab.words["share.caption.local"]) {
		t.Errorf("the caption says %s", all)
	}
}

// TestFileArguments: what is wrong with them is named.
func TestFileArguments(t *testing.T) {
	f := start(t)
	for args, key := range map[string]string{
		`{"theme":"sepia"}`: "theme", `{"panels":["nose"],"width":300,"height":300}`: "panels",
		`{"width":300}`: "height", `{"width":1e9,"height":10}`: "width", `{"panels":["phase"]}`: "width",
	} {
		if _, failure := f.answer("svg", args); failure["key"] != key {
			t.Errorf("%s: %v", args, failure)
		}
	}
	small := parts(t, f.file(`{"panels":["training"],"width":100,"height":100,"base":"x","caption":true}`)) // no room for anything
	if len(small["metadata"]) != 1 {
		t.Errorf("a small file: %v", small)
	}
}

// TestTypeset: numbers of captions.
func TestTypeset(t *testing.T) {
	for v, want := range map[float64]string{0: "0", 1e-9: "10^{−9}", .04: "0.04", -.5: "−0.5", 2.5e-7: "2.5·10^{−7}", 8192: "8192", 100000: "100000", 1.23456: "1.235"} {
		if got := new(Lab).typeset(v); got != want {
			t.Errorf("%v is written %q, want %q", v, got, want)
		}
	}
}
