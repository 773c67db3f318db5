package static

import (
	"encoding/json"
	"html"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// keysIn are the keys of a catalogue in the order of its file.
func keysIn(t *testing.T, file string) (keys []string) {
	t.Helper()
	for _, match := range regexp.MustCompile(`(?m)^\s*"([^"]+)":`).FindAllStringSubmatch(read(t, file), -1) {
		keys = append(keys, match[1])
	}
	return keys
}

// TestLanguages: what has a catalogue of the page has one of the story, and the page offers it.
func TestLanguages(t *testing.T) {
	list, err := Languages(root)
	if err != nil || len(list) < 4 || list[0] != English {
		t.Fatal(list, err)
	}
	listed := regexp.MustCompile(`const LANGUAGES = \[(.*)\]`).FindStringSubmatch(read(t, filepath.Join(root, "web/language.js")))
	if listed == nil || strings.ReplaceAll(listed[1], "'", "") != strings.Join(list, ", ") {
		t.Errorf("web/language.js offers %v, there are catalogues in %v", listed, list)
	}
	// The first script of a page and the element of others cannot import the rules by which a browser's wishes are read.
	other := "/^zh-(hant|tw|hk|mo)/i"
	for _, module := range []string{"web/language.js", "web/first.js", "web/element.js"} {
		if !strings.Contains(read(t, filepath.Join(root, module)), other) {
			t.Errorf("%s takes traditional characters for simplified ones", module)
		}
	}
	for _, lang := range list {
		if _, err := os.Stat(filepath.Join(root, "web/story", lang+".json")); err != nil {
			t.Error(err)
		}
	}
}

// What a translation keeps: placeholders, names of modalities, formulas, code, and where links lead.
var kept = regexp.MustCompile("@\\{[^}]*\\}+|\\{[\\w./:@=]+\\}|\\$[^$]+\\$|`[^`]*`|[A-Za-z‖Σ̃]+_\\{[^}]*\\}|\\]\\([^)]*\\)")

// plural is a choice of forms, {n:network|networks}.
var plural = regexp.MustCompile(`\{(\w+):([^{}]*\|[^{}]*)\}`)

// A number in the text, written as the language does.
var figure = regexp.MustCompile(`\d+(?:[.,]\d+)?`)

// numbers are those of a text, with decimal points.
func numbers(text string) []string {
	text = regexp.MustCompile("`[^`]*`|\\$[^$]*\\$|\\]\\([^)]*\\)|\\{[^}]*\\}|[a-z]\\d").ReplaceAllString(text, "")
	list := figure.FindAllString(text, -1)
	for i := range list {
		list[i] = strings.Replace(list[i], ",", ".", 1)
	}
	slices.Sort(list)
	return list
}

// free are the keys whose texts are no translations: how a language writes numbers, lists and sentences, and keys of keyboards.
var free = regexp.MustCompile(`^(number\.|list\.|sentence\.|pair$|page\.key\.|milestone\.then$)`)

// TestCatalogues: every translation has the keys of the English in their order, with the same placeholders, formulas and links,
// the same numbers, and as many forms of a word as the language has.
func TestCatalogues(t *testing.T) {
	forms := map[string]int{English: 2, "de": 2, "ja": 1, "zh": 1} // of Intl.PluralRules
	languages, err := Languages(root)
	if err != nil {
		t.Fatal(err)
	}
	for _, dir := range []string{"web/strings", "web/story"} {
		source := filepath.Join(root, dir, English+".json")
		english, err := readWords(source)
		if err != nil {
			t.Fatal(err)
		}
		keys := keysIn(t, source)
		for _, lang := range languages {
			file := filepath.Join(root, dir, lang+".json")
			words, err := readWords(file)
			if err != nil {
				t.Fatal(err)
			}
			if got := keysIn(t, file); !slices.Equal(got, keys) {
				for i, key := range keys {
					if i >= len(got) || got[i] != key {
						t.Errorf("%s: the key %s is missing, or in another place", file, key)
						break
					}
				}
				if len(got) > len(keys) {
					t.Errorf("%s has %d keys, the English %d", file, len(got), len(keys))
				}
				continue
			}
			for _, key := range keys {
				text, want := words[key], english[key]
				if text == "" && !free.MatchString(key) {
					t.Errorf("%s: %s is empty", lang, key)
				}
				for _, match := range plural.FindAllStringSubmatch(text, -1) {
					if n := strings.Count(match[2], "|") + 1; n != forms[lang] {
						t.Errorf("%s: %s has %d forms of %q; the language has %d", lang, key, n, match[1], forms[lang])
					}
				}
				got, source := plural.ReplaceAllString(text, ""), plural.ReplaceAllString(want, "")
				parts, wanted := kept.FindAllString(got, -1), kept.FindAllString(source, -1)
				slices.Sort(parts)
				slices.Sort(wanted)
				if parts, wanted = slices.Compact(parts), slices.Compact(wanted); !slices.Equal(parts, wanted) && !free.MatchString(key) {
					t.Errorf("%s: %s has %q, the English %q", lang, key, parts, wanted)
				}
				if a, b := numbers(got), numbers(source); !free.MatchString(key) && len(b) > 0 && !contains(a, b) {
					t.Errorf("%s: %s says %v, the English %v", lang, key, a, b)
				}
				if (strings.TrimSpace(text) != text || strings.Contains(text, "  ")) && !free.MatchString(key) {
					t.Errorf("%s: %s has blanks too many: %q", lang, key, text)
				}
			}
		}
	}
}

// contains reports whether every number of b is among a: a translation may write one in digits that the English spells out.
func contains(a, b []string) bool {
	for _, number := range b {
		i := slices.Index(a, number)
		if i < 0 {
			return false
		}
		a = slices.Delete(slices.Clone(a), i, i+1)
	}
	return true
}

// TestStoryInLanguages: a page of the story says which language it is in and where the others are; beside names and
// formulas it has no line in common with the English one, and no picture either.
func TestStoryInLanguages(t *testing.T) {
	dir := build(t, (*site).story)
	languages, err := Languages(root)
	if err != nil {
		t.Fatal(err)
	}
	for _, page := range []string{"index.html", "lesson.html", "notes.html"} {
		english := texts(t, filepath.Join(dir, storyDir, page))
		for _, lang := range languages {
			name := inLanguage(page, lang)
			source := read(t, filepath.Join(dir, storyDir, name))
			for _, part := range []string{` lang="` + tagOf(lang) + `" data-words="` + lang + `"`} {
				if !strings.Contains(source, part) {
					t.Errorf("%s lacks %s", name, part)
				}
			}
			for _, other := range alternates(page, languages) {
				if !strings.Contains(source, `hreflang="`+other.Tag+`" href="`+other.File+`"`) {
					t.Errorf("%s does not say where %s is", name, other.Tag)
				}
			}
			if lang == English {
				continue
			}
			for _, text := range texts(t, filepath.Join(dir, storyDir, name)) {
				if len(strings.Fields(text)) > 2 && slices.Contains(english, text) && !names.MatchString(text) {
					t.Errorf("%s says %q in English", name, text)
				}
			}
			for _, match := range regexp.MustCompile(`(?:src|srcset)="([\w/-]+\.svg)"`).FindAllStringSubmatch(source, -1) {
				if !strings.HasPrefix(match[1], lang+"/") {
					t.Errorf("%s shows %s", name, match[1])
				} else if _, err := os.Stat(filepath.Join(dir, storyDir, match[1])); err != nil {
					t.Error(err)
				}
			}
		}
	}
}

// names stand in every language: those of the lab and of the paper.
var names = regexp.MustCompile(`^(Unimodal Bias Lab|Zhang, Y\., .*|Proceedings of .*)$`)

// texts are the texts of a page, without the formulas.
func texts(t *testing.T, file string) (all []string) {
	t.Helper()
	for _, text := range regexp.MustCompile(`(?s)<(?:math|script|code)\b.*?</(?:math|script|code)>|<[^>]*>`).Split(read(t, file), -1) {
		if text = html.UnescapeString(strings.TrimSpace(text)); regexp.MustCompile(`[a-z]{3}`).MatchString(text) {
			all = append(all, text)
		}
	}
	return all
}

// TestOthersPayNothing: what only readers of another language need is kept offline for them alone.
func TestOthersPayNothing(t *testing.T) {
	for name, want := range map[string]string{
		"web/strings/de.json": "de", "web/strings/zh.rest.json": "zh", "story/ja.html": "ja", "story/lesson.de.html": "de", "story/words.zh.json": "zh",
		"web/element.ja.js": "ja", "web/strings/en.json": English, "story/index.html": "", "web/element.js": "", "element.js": "", "index.html": "", "story/steps.en.json": English,
	} {
		if got := languageOf(name); got != want {
			t.Errorf("%s is of %q, not %q", name, got, want)
		}
	}
	dir := build(t, (*site).copyPages, (*site).words, (*site).element, (*site).finish)
	script := read(t, filepath.Join(dir, serviceName))
	lists := map[string]string{}
	if err := json.Unmarshal([]byte(first(regexp.MustCompile(`const FILES ?= ?([^;]*);`), script)), &lists); err != nil {
		t.Fatal(err)
	}
	for name := range lists {
		if lang := languageOf(name); lang != "" && lang != English {
			t.Errorf("everybody keeps %s", name)
		}
	}
	others := map[string]map[string]string{}
	if err := json.Unmarshal([]byte(first(regexp.MustCompile(`const OTHERS ?= ?([^;]*);`), script)), &others); err != nil {
		t.Fatal(err)
	}
	languages, err := Languages(root)
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range languages[1:] {
		for _, name := range []string{"web/strings/" + lang + ".json", "web/strings/" + lang + restSuffix} {
			if others[lang][name] == "" {
				t.Errorf("readers of %s do not keep %s", lang, name)
			}
		}
	}
}
