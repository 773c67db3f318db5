package scene

import (
	"fmt"
	"math"
	"reflect"
	"testing"
)

func ExampleWords_Format() {
	words := Words{
		"figure.measured": "t_{{name}} = {epoch}",
	}
	fmt.Println(words.Format("figure.measured", "name", "A", "epoch", "126"))
	fmt.Printf("%q\n", words.Format("figure.late", "epoch", "126"))
	words[""] = "no words for {key}"
	fmt.Println(words.Format("figure.late"))
	// Output:
	// t_{A} = 126
	// ""
	// no words for figure.late
}

// TestNames: a value goes by its name in words, and by itself in symbols.
func TestNames(t *testing.T) {
	words := Words{"a": "{name}: t_{{name}} = {v}", "b": "‖W_{{name}}^{tot}‖ of {name}", "c": "Σ_{y{name}}, {name}1", "name.A": "audio", "name.B": "a {name}"}
	for key, want := range map[string]string{"a": "audio: t_{A} = 1", "b": "‖W_{A}^{tot}‖ of audio", "c": "Σ_{yA}, audio1"} {
		if got := words.Format(key, "name", "A", "v", "1"); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	for value, want := range map[string]string{"A, C": "audio, C", "… B": "… a {name}", "AB": "AB", "C": "C", "A, B": "audio, a {name}"} {
		if got := words.Format("a", "name", value, "v", "1"); got != want+": t_{"+value+"} = 1" {
			t.Errorf("%s: got %q", value, got)
		}
	}
}

func TestFormatKeepsOtherBraces(t *testing.T) {
	words := Words{"k": "{a}{b}{ab}{ {a {}} {a}"}
	if got, want := words.Format("k", "a", "{b}", "c", "!"), "{b}{b}{ab}{ {a {}} {b}"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := (Words{"k": "x{a}"}).Format("k", "a"); got != "x{a}" {
		t.Errorf("a name without value: %q", got)
	}
}

type run struct {
	text  string
	level int
}

func TestRuns(t *testing.T) {
	for _, c := range []struct {
		content string
		want    []run
	}{
		{"", nil},
		{"loss", []run{{"loss", 0}}},
		{"‖W_{A}^{tot}‖", []run{{"‖W", 0}, {"A", -1}, {"tot", 1}, {"‖", 0}}},
		{"^{2}x", []run{{"2", 1}, {"x", 0}}},
		{"a_b^c_{", []run{{"a_b^c_{", 0}}},
		{"a_{}b", []run{{"a", 0}, {"", -1}, {"b", 0}}},
	} {
		var got []run
		for runs := NewRuns(c.content); runs.Next(); {
			got = append(got, run{runs.Text, runs.Level})
		}
		if !reflect.DeepEqual(got, c.want) {
			t.Errorf("%q: %v, want %v", c.content, got, c.want)
		}
	}
}

// A stacked pair is as wide as its wider half, whichever comes first.
func TestStackedScripts(t *testing.T) {
	narrow, wide := TextWidth("W^{tot}", 10, 400), TextWidth("W_{A}", 10, 400)
	if narrow <= wide {
		t.Fatal("the test needs a superscript wider than the subscript")
	}
	for _, content := range []string{"W_{A}^{tot}", "W^{tot}_{A}"} {
		bar := TextWidth("‖", 10, 400)
		if got := TextWidth(content+"‖", 10, 400); math.Abs(got-narrow-bar) > 1e-9 {
			t.Errorf("%s‖ is %g wide, want %g", content, got, narrow+bar)
		}
	}
}

func TestTextWidthGrows(t *testing.T) {
	if TextWidth("epoch", 12, 600) <= TextWidth("epoch", 12, 400) {
		t.Error("bold is not wider")
	}
	if got, want := TextWidth("epoch", 24, 400), 2*TextWidth("epoch", 12, 400); math.Abs(got-want) > 1e-9 {
		t.Errorf("twice the size is %g, want %g", got, want)
	}
	for _, s := range []string{"ρ", "→", "字", "é", "‖", "\u202f", "·", "\u00a0"} {
		if TextWidth(s, 10, 400) <= 0 {
			t.Errorf("%q has no width", s)
		}
	}
}

func FuzzRuns(f *testing.F) {
	f.Add("‖W_{A}^{tot}‖")
	f.Add("_{_{}}^{")
	f.Fuzz(func(t *testing.T, content string) {
		length := 0
		for runs := NewRuns(content); runs.Next(); {
			length += len(runs.Text)
			if runs.Level != 0 {
				length += len("_{}")
			}
			if !Finite(runs.Dx) {
				t.Fatal(runs.Dx)
			}
		}
		if length != len(content) {
			t.Fatalf("%q: runs cover %d of %d bytes", content, length, len(content))
		}
	})
}
