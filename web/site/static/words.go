package static

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"unimodal-bias-lab/render/scene"
)

// laterWords are the beginnings of the keys of words that no page opens with: they are in its sheets and in the phase
// diagrams somebody asks for.
var laterWords = []string{"diagram.", "figure.diagram.", "figure.learned.", "figure.profile.", "figure.scatter.", "page.copyText", "page.diagram.", "page.drop", "page.about.", "page.help.", "page.key.", "page.local", "tell.", "page.keys.", "handle.phase.value.", "share.", "answer.", "card.", "compare.", "data.", "element.", "light.", "error.badCall", "error.data", "error.file", "error.matrix", "error.mismatch", "error.notAnOrigin", "error.notPositive", "error.repeated", "error.tooMany", "error.unknown", "param.own.", "param.blocks.", "param.inputs.", "param.targets.", "param.columns.", "param.holdOut.", "why."}

// waits reports whether the words of a key are later ones: those, what a parameter's
// values are called, and the help of a parameter or an option.
func waits(key string) bool {
	return slices.ContainsFunc(laterWords, func(start string) bool { return strings.HasPrefix(key, start) }) ||
		strings.HasSuffix(key, ".value") && strings.HasPrefix(key, "param.") ||
		strings.HasSuffix(key, ".help") && (strings.HasPrefix(key, "param.") || strings.HasPrefix(key, "page.option."))
}

// inPage finds the words of index.html itself.
var inPage = regexp.MustCompile(`data-(?:text|label)="([^"]+)"`)

// words writes every catalogue in two parts, so that a visitor does not wait for what is not shown yet: the first by the
// name of its language, the rest beside it.
func (s *site) words() error {
	page, err := os.ReadFile(filepath.Join(s.root, "index.html"))
	if err != nil {
		return err
	}
	opening := map[string]bool{}
	for _, match := range inPage.FindAllSubmatch(page, -1) {
		opening[string(match[1])] = true
	}
	catalogues, err := fs.Glob(os.DirFS(s.root), "web/strings/*.json")
	if err != nil {
		return err
	}
	for _, name := range catalogues {
		words, err := readWords(filepath.Join(s.root, filepath.FromSlash(name)))
		if err != nil {
			return err
		}
		first, rest := scene.Words{}, scene.Words{}
		for key, text := range words {
			if !opening[key] && waits(key) {
				rest[key] = text
			} else {
				first[key] = text
			}
		}
		if err := s.partJSON(name, first); err != nil {
			return err
		}
		if err := s.partJSON(strings.TrimSuffix(name, ".json")+restSuffix, rest); err != nil {
			return err
		}
	}
	return nil
}

// restSuffix ends the name of the second part of a catalogue.
const restSuffix = ".rest.json"

func readWords(file string) (scene.Words, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var words scene.Words
	if err := json.Unmarshal(data, &words); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return words, nil
}
