package static

import (
	"cmp"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"

	"unimodal-bias-lab/render/scene"
)

// English is the language in which everything is written first.
const English = "en"

// Languages are the codes of the languages of the page, those there is a catalogue in: English first, then by their names;
// web/language.js lists them, too.
func Languages(root string) ([]string, error) {
	catalogues, err := fs.Glob(os.DirFS(root), "web/strings/*.json")
	if err != nil {
		return nil, err
	}
	list := []string{English}
	for _, name := range catalogues {
		if lang := strings.TrimSuffix(path.Base(name), ".json"); lang != English {
			list = append(list, lang)
		}
	}
	return list, nil
}

// wordsOf reads the catalogue of the page in a language.
func (s *site) wordsOf(lang string) (scene.Words, error) {
	return readWords(filepath.Join(s.root, "web", "strings", lang+".json"))
}

// storyWordsOf reads that of the story.
func (s *site) storyWordsOf(lang string) (scene.Words, error) {
	return readWords(filepath.Join(s.root, "web", "story", lang+".json"))
}

// tagOf is what documents call a language: the Chinese is in simplified characters.
func tagOf(lang string) string {
	if lang == "zh" {
		return "zh-Hans"
	}
	return lang
}

// inLanguage is the name of a page in a language: index.html, de.html; lesson.html, lesson.de.html.
func inLanguage(page, lang string) string {
	name := strings.TrimSuffix(page, ".html")
	switch {
	case lang == English:
		return page
	case name == "index":
		return lang + ".html"
	}
	return fmt.Sprintf("%s.%s.html", name, lang)
}

// picturesOf is the folder of pictures with words of a language, within that of all pictures.
func picturesOf(lang string) string {
	if lang == English {
		return ""
	}
	return lang + "/"
}

// ofLanguage finds the language in the name of a file that only its readers need.
var ofLanguage = regexp.MustCompile(`^(?:(?:web/strings|story)/(?:.*\.)?([a-z]{2})(?:\.rest)?\.(?:json|html)|web/element\.([a-z]{2})\.js)$`)

// languageOf is the language whose readers alone need a file; "" if everybody may.
func languageOf(name string) string {
	if m := ofLanguage.FindStringSubmatch(name); m != nil {
		return m[1] + m[2]
	}
	return ""
}

// alternate is a page in one of its languages.
type alternate struct{ Tag, File string }

func alternates(page string, languages []string) (all []alternate) {
	for _, lang := range languages {
		all = append(all, alternate{tagOf(lang), cmp.Or(strings.TrimSuffix(inLanguage(page, lang), "index.html"), "./")})
	}
	return all
}
