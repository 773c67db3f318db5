package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const reference = "../testdata/reference"

// TestPublishedRuns: every public run of the paper's code, replayed.
func TestPublishedRuns(t *testing.T) {
	var out, complaints bytes.Buffer
	ok, err := verify(&out, &complaints, reference)
	if err != nil || !ok || complaints.Len() > 0 {
		t.Errorf("ok %v, %v\n%s%s", ok, err, complaints.String(), out.String())
	}
	for _, part := range []string{"trained as", "full width", "Gram factor", "modes", "generalisation_error", "\ncolumns compared: 78, too far: 0; unusable files: 0 of 7\n"} {
		if !strings.Contains(out.String(), part) {
			t.Errorf("no %q in\n%s", part, out.String())
		}
	}
}

// TestFolder: a file that fails is named, does not keep the others from being
// tried, and fails the folder.
func TestFolder(t *testing.T) {
	good, err := os.ReadFile(filepath.Join(reference, "two_layer_late_rho+0.0.json"))
	if err != nil {
		t.Fatal(err)
	}
	at := bytes.Index(good, []byte(`"loss"`))
	at += bytes.IndexByte(good[at:], ',') + 1 // the second loss is the first one's
	wrong := bytes.Clone(good)
	wrong[at+bytes.IndexByte(good[at:], '.')+3]++
	for _, c := range []struct {
		name        string
		files       map[string][]byte
		ok          bool
		says, tells string // in the table, among the complaints
	}{
		{"one run", map[string][]byte{"a.json": good}, true, "columns compared: 15, too far: 0; unusable files: 0 of 1", ""},
		{"a name with signs", map[string][]byte{"[a]*.json": good}, true, "unusable files: 0 of 1", ""},
		{"a wrong curve", map[string][]byte{"a.json": wrong}, false, "too far", ""},
		{"a wrong curve beside a right one", map[string][]byte{"a.json": wrong, "b.json": good}, false, "columns compared: 30, too far: 3; unusable files: 0 of 2", ""},
		{"another format beside a run", map[string][]byte{"a.json": []byte(`{"version": 3}`), "b.json": good}, false, "columns compared: 15, too far: 0; unusable files: 1 of 2", "a.json: format: missing"},
		{"a cut file", map[string][]byte{"a.json": good[:500]}, false, "unusable files: 1 of 1", "a.json: "},
		{"other files", map[string][]byte{"a.json": good, "README.md": []byte("{"), "b.csv": nil}, true, "unusable files: 0 of 1", ""},
	} {
		folder := filepath.Join(t.TempDir(), "of [runs]")
		if err := os.Mkdir(folder, 0o755); err != nil {
			t.Fatal(err)
		}
		for name, text := range c.files {
			if err := os.WriteFile(filepath.Join(folder, name), text, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		var out, complaints bytes.Buffer
		ok, err := verify(&out, &complaints, folder)
		if err != nil || ok != c.ok || !strings.Contains(out.String(), c.says) || !strings.Contains(complaints.String(), c.tells) || (c.tells == "") != (complaints.Len() == 0) {
			t.Errorf("%s: ok %v, %v\n%s%s", c.name, ok, err, complaints.String(), out.String())
		}
	}
}

// TestNoFolder: a sentence for every way not to name a folder of runs.
func TestNoFolder(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "a.json")
	if err := os.WriteFile(file, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	nested := t.TempDir()
	if err := os.Mkdir(filepath.Join(nested, "runs.json"), 0o755); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ folder, says string }{
		{t.TempDir(), "holds no *.json file"},
		{filepath.Join(dir, "none"), "there is no folder"},
		{file, "is a file"},
		{"", "there is no folder"},
	} {
		var out, complaints bytes.Buffer
		ok, err := verify(&out, &complaints, c.folder)
		if ok || err == nil || !strings.Contains(err.Error(), c.says) || out.Len() > 0 {
			t.Errorf("%q: ok %v, %v", c.folder, ok, err)
		}
	}
	// A folder called *.json is no run.
	var out, complaints bytes.Buffer
	if ok, err := verify(&out, &complaints, nested); ok || err != nil || !strings.Contains(complaints.String(), "runs.json") {
		t.Errorf("ok %v, %v, %s", ok, err, complaints.String())
	}
}
