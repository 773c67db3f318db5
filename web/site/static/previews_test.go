package static

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"unimodal-bias-lab/render/raster"
	"unimodal-bias-lab/sim"
)

// TestPreviews: a page for every scenario says what it is and leads to it; with an address its picture and its frame are
// where that says, without one nothing is said of where they are.
func TestPreviews(t *testing.T) {
	words, err := readWords(filepath.Join(root, "web/strings/en.json"))
	if err != nil {
		t.Fatal(err)
	}
	for _, address := range []string{"", "https://your.host/a/lab/"} {
		s := newSite(root, t.TempDir())
		s.address = address
		if err := s.previewPages(sim.Slugs()[:2]); err != nil {
			t.Fatal(err)
		}
		for _, slug := range sim.Slugs()[:2] {
			page := read(t, filepath.Join(s.dir, "s", slug, "index.html"))
			for _, want := range []string{
				`<meta property="og:title" content="` + words["scenario."+slug+".title"], `<meta property="og:description" content="` + words["scenario."+slug+".caption"],
				`href="../../#v=1&amp;scenario=` + slug + `"`, `src="../../web/lead.js"`, `<img src="preview.png"`,
			} {
				if !strings.Contains(page, want) {
					t.Errorf("%s lacks %s", slug, want)
				}
			}
			absolute := []string{`<link rel="canonical" href="` + address + "s/" + slug + `/"`, `<meta property="og:image" content="` + address + "s/" + slug + `/preview.png"`, `href="` + address + "s/" + slug + `/oembed.json"`}
			for _, tag := range absolute {
				if got := strings.Contains(page, tag); got != (address != "") {
					t.Errorf("%s at %q: %s is there: %t", slug, address, tag, got)
				}
			}
			if strings.Contains(page, "og:image\"") != (address != "") || strings.Contains(page, "canonical") != (address != "") {
				t.Errorf("%s at %q says where it is", slug, address)
			}
			picture, err := png.Decode(strings.NewReader(read(t, filepath.Join(s.dir, "s", slug, "preview.png"))))
			if err != nil || picture.Bounds().Dx() != previewWidth || picture.Bounds().Dy() != previewHeight {
				t.Fatalf("%s: its picture is %v (%v)", slug, picture.Bounds(), err)
			}
			if address == "" {
				if _, err := os.Stat(filepath.Join(s.dir, "s", slug, "oembed.json")); err == nil {
					t.Error("an oEmbed answer without an address")
				}
				continue
			}
			var answer struct{ Version, Type, HTML string }
			if err := json.Unmarshal([]byte(read(t, filepath.Join(s.dir, "s", slug, "oembed.json"))), &answer); err != nil {
				t.Fatal(err)
			}
			if answer.Version != "1.0" || answer.Type != "rich" || !strings.Contains(answer.HTML, `src="`+address+`?view=embed&amp;panels=phase,training#v=1&amp;scenario=`+slug+`"`) {
				t.Errorf("the oEmbed answer is %+v", answer)
			}
		}
	}
}

// TestStepsHavePreviews: a step of the story has a page, too, which leads there, and whose frame shows it.
func TestStepsHavePreviews(t *testing.T) {
	steps, err := Script(root)
	if err != nil {
		t.Fatal(err)
	}
	s := newSite(root, t.TempDir())
	s.address = "https://your.host/a/lab/"
	for _, step := range steps[:3] {
		if err := s.stepPreview(step); err != nil {
			t.Fatal(err)
		}
		page := read(t, filepath.Join(s.dir, "s", "step-"+step.Slug, "index.html"))
		if want := `href="../../story/#step=` + step.Slug + `"`; !strings.Contains(page, want) || strings.Contains(page, "{") {
			t.Errorf("%s lacks %s, or has a place for something: %s", step.Slug, want, page)
		}
		if answer := read(t, filepath.Join(s.dir, "s", "step-"+step.Slug, "oembed.json")); !strings.Contains(answer, "figure.html?step="+step.Slug) {
			t.Errorf("the oEmbed answer is %s", answer)
		}
	}
}

// TestLabHasPreview: the page of the lab has the tags, too, and no place for them is left.
func TestLabHasPreview(t *testing.T) {
	s := newSite(root, t.TempDir())
	s.address = "https://your.host/"
	if err := s.copyPages(); err != nil {
		t.Fatal(err)
	}
	for _, p := range s.parts {
		if p.name != "index.html" {
			continue
		}
		for _, want := range []string{`<meta property="og:title" content="Unimodal Bias Lab">`, `<link rel="canonical" href="https://your.host/">`, `content="https://your.host/s/` + sim.Default().Slug + `/preview.png"`} {
			if !bytes.Contains(p.data, []byte(want)) {
				t.Errorf("it lacks %s", want)
			}
		}
		if bytes.Contains(p.data, []byte("<!-- preview -->")) {
			t.Error("a place for the tags is left")
		}
	}
}

func TestSite(t *testing.T) {
	for address, want := range map[string]string{"": "", "https://a.b/lab": "https://a.b/lab/", "http://a.b/": "http://a.b/", "a.b/lab": "-", "ftp://a.b": "-", "https://a.b/?x": "-", "https:///x": "-"} {
		got, err := Site(address)
		if err != nil {
			got = "-"
		}
		if got != want {
			t.Errorf("%q is read as %q, want %q", address, got, want)
		}
	}
}

// TestPreviewsCanBeWritten: the fonts of the pictures have every character of titles and captions, and of the words of the curves.
func TestPreviewsCanBeWritten(t *testing.T) {
	words, err := readWords(filepath.Join(root, "web/strings/en.json"))
	if err != nil {
		t.Fatal(err)
	}
	for key, text := range words {
		if !strings.HasPrefix(key, "scenario.") && !strings.HasPrefix(key, "figure.training.") {
			continue
		}
		if missing := raster.Missing(text); missing != "" {
			t.Errorf("%s: no characters for %q", key, missing)
		}
	}
	lines := broken("one two three four", 10, raster.Width("one two t", 10, 400))
	if len(lines) != 3 || strings.Join(lines, " ") != "one two three four" {
		t.Errorf("broken into %q", lines)
	}
}

// TestIcons: the icons are pictures of the SVG: its strokes where it has them, white around.
func TestIcons(t *testing.T) {
	source := []byte(read(t, filepath.Join(root, "web/icons/lab.svg")))
	for _, i := range icons {
		data, err := i.draw(source)
		if err != nil {
			t.Fatal(err)
		}
		picture, err := png.Decode(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		if size := int(i.size); picture.Bounds().Dx() != size || picture.Bounds().Dy() != size {
			t.Errorf("%s is %v", i.name, picture.Bounds())
		}
		at := func(x, y float64) string { // in the view box
			place := func(v float64) int { return int(i.size * (i.margin + v/32*(1-2*i.margin))) }
			r, g, b, _ := picture.At(place(x), place(y)).RGBA()
			return map[[3]uint32]string{{0xffff, 0xffff, 0xffff}: "white", {0xd5d5, 0x5e5e, 0}: "orange", {0, 0x7272, 0xb2b2}: "blue"}[[3]uint32{r, g, b}]
		}
		for _, c := range []struct {
			x, y float64
			want string
		}{{25, 8, "orange"}, {12, 27, "blue"}, {28, 13, "blue"}, {1, 1, "white"}, {22, 29, "white"}, {5, 15, "white"}} {
			if got := at(c.x, c.y); got != c.want {
				t.Errorf("%s: at %g, %g it is %q, want %s", i.name, c.x, c.y, got, c.want)
			}
		}
	}
	var manifest struct{ Icons []struct{ Src string } }
	if err := json.Unmarshal([]byte(read(t, filepath.Join(root, "web/manifest.webmanifest"))), &manifest); err != nil || len(manifest.Icons) < 3 {
		t.Fatal(manifest, err)
	}
	dir := build(t, (*site).copyPages, (*site).icons)
	for _, icon := range manifest.Icons {
		read(t, filepath.Join(dir, filepath.FromSlash(icon.Src)))
	}
	if _, err := (icon{"x", 10, 0}).draw([]byte(`<svg viewBox="0 0 32 32"><path d="M0 0q1 1 2 2" stroke="#000000"/></svg>`)); err == nil {
		t.Error("a path that it cannot draw is drawn")
	}
}

// TestZip: the same build makes the same zip, which holds every file and its siblings.
func TestZip(t *testing.T) {
	var before string
	for range 2 {
		dir := build(t, put("index.html", "<!doctype html>"), put("web/long.js", strings.Repeat("one and the same line\n", 99)))
		if _, err := Compress(dir); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, "foreign.txt"), nil, 0o644); err != nil {
			t.Fatal(err)
		}
		file, err := Zip(dir)
		if err != nil {
			t.Fatal(err)
		}
		content := read(t, file)
		if before != "" && content != before {
			t.Error("the same build makes two zips")
		}
		before = content
		z, err := zip.OpenReader(file)
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, f := range z.File {
			names = append(names, strings.TrimPrefix(f.Name, zipFolder+"/"))
		}
		z.Close()
		if got, want := strings.Join(names, " "), "build.json build.json.br index.html index.html.br program.json web/long.js web/long.js.br web/long.js.gz"; got != want {
			t.Errorf("it holds %s, want %s", got, want)
		}
	}
}
