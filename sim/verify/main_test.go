package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"unimodal-bias-lab/sim/verify/replay"
)

const reference = "../testdata/reference"

// TestPublishedRuns: every public run of the paper's code, replayed.
func TestPublishedRuns(t *testing.T) {
	var out, complaints bytes.Buffer
	ok, err := verify(&out, &complaints, reference)
	if err != nil || !ok || complaints.Len() > 0 {
		t.Errorf("ok %v, %v\n%s%s", ok, err, complaints.String(), out.String())
	}
	if n := strings.Count(out.String(), "\n"); n < 30 { // 4 × 5 + 2 × 5 + 4 columns and the heading
		t.Errorf("only %d lines:\n%s", n, out.String())
	}
	if !strings.Contains(out.String(), "generalisation_error") {
		t.Error("the generalisation error was not compared")
	}
}

// TestDifferenceIsFound: a curve that is off by a millionth fails, and so does a
// malformed file, by name and field.
func TestDifferenceIsFound(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(reference, "two_layer_late_rho+0.0.json"))
	if err != nil {
		t.Fatal(err)
	}
	edit := func(f func(map[string]any)) string {
		var file map[string]any
		if err := json.Unmarshal(text, &file); err != nil {
			t.Fatal(err)
		}
		f(file)
		changed, err := json.Marshal(file)
		if err != nil {
			t.Fatal(err)
		}
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "run.json"), changed, 0o644); err != nil {
			t.Fatal(err)
		}
		return dir
	}
	object := func(v any) map[string]any { return v.(map[string]any) }

	dir := edit(func(f map[string]any) {
		losses := object(f["columns"])["loss"].([]any)
		losses[100] = losses[100].(float64) + 1e-6
	})
	var out, complaints bytes.Buffer
	if ok, err := verify(&out, &complaints, dir); ok || err != nil || !strings.Contains(out.String(), "too far") {
		t.Errorf("a wrong curve passed: %v %v\n%s", ok, err, out.String())
	}

	for _, c := range []struct {
		field string
		edit  func(map[string]any)
	}{
		{"format", func(f map[string]any) { f["format"] = "other/2" }},
		{"network.depth", func(f map[string]any) { object(f["network"])["depth"] = "two" }},
		{"network", func(f map[string]any) { object(f["network"])["fusion"] = 3 }},
		{"network", func(f map[string]any) { object(f["network"])["width"] = 0 }},
		{"network.activation", func(f map[string]any) { object(f["network"])["activation"] = "relu" }},
		{"training.learning_rate", func(f map[string]any) { object(f["training"])["learning_rate"] = -1 }},
		{"training.epochs", func(f map[string]any) { object(f["training"])["epochs"] = 0 }},
		{"moments.xx", func(f map[string]any) { object(f["moments"])["xx"] = []any{[]any{1.0}} }},
		{"moments.yx", func(f map[string]any) { object(f["moments"])["yx"] = []any{[]any{1.0, 2.0, 3.0}} }},
		{"moments", func(f map[string]any) {
			object(f["moments"])["xx"] = []any{[]any{1.0, 2.0}, []any{2.0, 1.0}}
		}},
		{"modalities", func(f map[string]any) { f["modalities"] = []any{} }},
		{"initial.branches.A", func(f map[string]any) { delete(object(object(f["initial"])["branches"]), "A") }},
		{"initial.branches.A[0]", func(f map[string]any) {
			branches := object(object(f["initial"])["branches"])
			branches["A"].([]any)[0] = []any{[]any{1.0}}
		}},
		{"initial.shared", func(f map[string]any) { object(f["initial"])["shared"] = []any{[]any{[]any{1.0}}} }},
		{"columns.loss", func(f map[string]any) { object(f["columns"])["loss"] = []any{1.0} }},
		{"columns.colour", func(f map[string]any) { object(f["columns"])["colour"] = object(f["columns"])["loss"] }},
		{"columns.epoch", func(f map[string]any) { delete(object(f["columns"]), "epoch") }},
		{"true_moments", func(f map[string]any) {
			object(f["columns"])["generalisation_error"] = object(f["columns"])["loss"]
		}},
	} {
		path := filepath.Join(edit(c.edit), "run.json")
		_, err := replay.Replay(path)
		var fault *replay.FieldError
		if !errors.As(err, &fault) || fault.Field != c.field || fault.File != path {
			t.Errorf("%s: %v", c.field, err)
		}
	}

	if _, err := verify(&out, &complaints, t.TempDir()); err == nil {
		t.Error("an empty folder passed")
	}
	broken := filepath.Join(t.TempDir(), "run.json")
	if err := os.WriteFile(broken, text[:500], 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := replay.Replay(broken); err == nil || !strings.Contains(err.Error(), broken) {
		t.Errorf("a cut file: %v", err)
	}
}
