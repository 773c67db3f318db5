package static

import (
	"html/template"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"unimodal-bias-lab/render/scene"
	"unimodal-bias-lab/sim"
)

func toldStory(t *testing.T) (all []told, words storyWords) {
	t.Helper()
	list, err := Script(root)
	if err != nil {
		t.Fatal(err)
	}
	text, err := readWords(filepath.Join(root, "web/story/en.json"))
	if err != nil {
		t.Fatal(err)
	}
	text[scene.DecimalKey], text[percentKey] = ".", "{value} %"
	parameters := map[string]called{}
	for _, row := range sim.Parameters() {
		parameters[row.Key] = called{row, row.Key}
	}
	for i, s := range list {
		one, err := s.tell(i+1, storyWords(text), parameters, "../", trained)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, one)
	}
	return all, storyWords(text)
}

// TestStoryIsWhole: a step asks something that has one answer, says something of every answer, and fits into a lesson; and
// no word of the story is left over.
func TestStoryIsWhole(t *testing.T) {
	all, words := toldStory(t)
	used := regexp.MustCompile(`^(title|description|lead|lead\.how|end\..*|ui\..*|lesson\..*|number\..*)$`)
	for _, one := range all {
		holds := 0
		for _, o := range one.Options {
			if o.Right {
				holds++
			}
		}
		if one.Ask.Kind == "choose" && (holds != 1 || len(one.Options) < 2) {
			t.Errorf("%s: %d of %d options hold", one.Slug, holds, len(one.Options))
		}
		if len(one.Said) < 2 && one.Ask.Kind != "find" {
			t.Errorf("%s: %d answers", one.Slug, len(one.Said))
		}
		if one.Minutes < 1 || one.Question == "" || len(one.Panels) == 0 {
			t.Errorf("%s is not whole: %+v", one.Slug, one.step)
		}
		words := strings.Fields(bareText(one.Question))
		for _, p := range append(one.Before, htmlOf(one.After)...) {
			words = append(words, strings.Fields(bareText(p))...)
		}
		if len(words) < 40 || len(words) > 170 {
			t.Errorf("%s has %d words", one.Slug, len(words))
		}
	}
	for key := range words {
		slug, part, _ := strings.Cut(key, ".")
		if used.MatchString(key) {
			continue
		}
		found := false
		for _, one := range all {
			if one.Slug != slug {
				continue
			}
			n, err := strconv.Atoi(part)
			kind, name, _ := strings.Cut(part, ".")
			switch {
			case err == nil:
				found = n <= len(one.Before)+len(one.After)
			case kind == "option":
				found = has(one.Options, name)
			case kind == "said":
				found = has(one.Said, name)
			default:
				found = regexp.MustCompile(`^(title|question|finding|look|do|so|note|expect|misconception)$`).MatchString(part)
			}
		}
		if !found {
			t.Errorf("%s is used nowhere", key)
		}
	}
}

func htmlOf(list []paragraph) (all []template.HTML) {
	for _, p := range list {
		all = append(all, p.Text)
	}
	return all
}

func has(list []toldOption, name string) bool {
	for _, o := range list {
		if o.Name == name {
			return true
		}
	}
	return false
}

// TestStoryTypesNoNumber: what a run has shown is filled in, never typed. Numbers that are typed are those of the question
// itself.
func TestStoryTypesNoNumber(t *testing.T) {
	_, words := toldStory(t)
	typed := regexp.MustCompile(`\d{2,}|\d\.\d`)
	allowed := map[string]bool{"300": true, "100": true, "512": true, "15": true, "45": true, "0.1": true, "24": true}
	places := regexp.MustCompile(`\]\([^)]*\)|\{[^}]*\}|\$[^$]*\$`)
	for key, text := range words {
		if key == "end.paper" {
			continue
		}
		for _, number := range typed.FindAllString(places.ReplaceAllString(text, ""), -1) {
			if !allowed[number] {
				t.Errorf("%s types %s", key, number)
			}
		}
	}
}

// TestConditionsOfStory reads what the script may ask for, and names what it may not.
func TestConditionsOfStory(t *testing.T) {
	late, err := trained("v=1&scenario=late")
	if err != nil {
		t.Fatal(err)
	}
	rs := runs{"": late, "same": late}
	for text, want := range map[string]bool{
		"tA < tB": true, "tB > 2 tA": true, "tB > 4 tA": false, "tB = never": false, "same/tA = tA": true, "norm:B@300 < 0.01": true, "norm:B@1000 > 0.99": true,
		"loss@300 < 0.21": true, "silenced:B@300 < 0.01": true, "silenced:A@300 > 1": true, "timeRatio > 3.7": true, "explains:A > 0.7": true, "phase = 351": true, "kappa = 2": true, "bestStop = never": true,
	} {
		if got, err := rs.holds(text); err != nil || got != want {
			t.Errorf("%s: %v (%v)", text, got, err)
		}
	}
	for text, part := range map[string]string{
		"tA is tB": "no condition", "tD > 1": "no number", "norm@300 > 1": "needs a modality", "norm:Z@300 > 1": "no modality", "loss@9999 > 1": "ends at epoch", "other/tA > 1": "no run", "tC > 1": "needs a modality",
	} {
		if _, err := rs.holds(text); err == nil || !strings.Contains(err.Error(), part) {
			t.Errorf("%s: %v", text, err)
		}
	}
	if _, err := trained("v=1&scenario=lat"); err == nil {
		t.Error("a link to nothing is trained")
	}
}
