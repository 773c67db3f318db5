package static

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestIdentify: a program ends in its own name, once however often it is asked for, and another program has another.
func TestIdentify(t *testing.T) {
	file := filepath.Join(t.TempDir(), "a.wasm")
	name := func(content string) string {
		t.Helper()
		if content != "" {
			if err := os.WriteFile(file, []byte(content), 0o755); err != nil {
				t.Fatal(err)
			}
		}
		id, size, err := identify(file)
		if err != nil {
			t.Fatal(err)
		}
		data := read(t, file)
		if int64(len(data)) != size || !strings.HasSuffix(data, sectionName+id) {
			t.Errorf("%q is said to have %d bytes and the name %s", data, size, id)
		}
		return id
	}
	const header = "\x00asm\x01\x00\x00\x00"
	first := name(header)
	if again := name(""); again != first {
		t.Errorf("%s has become %s", first, again)
	}
	if want := header + "\x00\x1e\x11unimodal-bias-lab" + first; read(t, file) != want {
		t.Errorf("%q, want %q", read(t, file), want)
	}
	if other := name(header + "\x00\x02\x01a"); other == first {
		t.Error("another program has the same name")
	}
}

// TestStampNamesEveryPart: a build is named after all that belongs together, and every part that can compare says so.
func TestStampNamesEveryPart(t *testing.T) {
	stamped := func(change string) *site {
		t.Helper()
		s := newSite(root, t.TempDir())
		for _, step := range []func() error{s.copyPages, s.words, s.describe} {
			if err := step(); err != nil {
				t.Fatal(err)
			}
		}
		for i, p := range s.parts {
			if p.name == change {
				s.parts[i].data = append(bytes.Clone(p.data), '\n')
			}
		}
		if change == Program {
			s.programs[Program] = programFile{ID: "another"}
		}
		if err := s.stamp(); err != nil {
			t.Fatal(err)
		}
		return s
	}
	s := stamped("")
	seen := 0
	for name := range s.files {
		kind := filepath.Ext(name)
		if kind != ".js" && kind != ".json" && name != "index.html" || name == serviceName || strings.HasPrefix(name, "web/examples/") {
			continue
		}
		seen++
		if !strings.Contains(read(t, filepath.Join(s.dir, name)), s.build) {
			t.Errorf("%s does not say of which build it is", name)
		}
	}
	if seen < 50 {
		t.Errorf("only %d parts found", seen)
	}
	if again := stamped(""); again.build != s.build {
		t.Error("the same parts make another build")
	}
	for _, name := range []string{"index.html", "web/main.js", "web/page.css", "describe.json", "web/strings/en.json", Program} {
		if stamped(name).build == s.build {
			t.Errorf("another %s makes the same build", name)
		}
	}
}
