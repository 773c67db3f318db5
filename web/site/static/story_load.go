package static

import (
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
)

var (
	asked    = regexp.MustCompile(`<(?:script|link|img)\b[^>]*?(?:src|href)="([^"#:]+)"[^>]*>`)
	lazily   = regexp.MustCompile(`loading="lazy"|rel="alternate"`)
	imported = regexp.MustCompile(`(?:\bimport|\bfrom)"(\.\.?/[\w./-]+)"`) // of a minified module; not what it imports later
)

// storyAsks are the files that the scripts of the story ask for by themselves: words, the table of parameters, and, for the
// first figure, the worker with the list of programs.
var storyAsks = []string{
	"web/strings/en.json", storyDir + "words.en.json", "describe.json", "web/figure-worker.js", programsName,
}

// StoryFiles names what the story in dir fetches, in a wide, light window, before the program of its figures: the page, what
// it names, the first poster, and what the modules among these import. A test in a browser counts along.
func StoryFiles(dir string) ([]string, error) {
	page, err := os.ReadFile(filepath.Join(dir, storyDir, "index.html"))
	if err != nil {
		return nil, err
	}
	files, queue := []string{storyDir + "index.html"}, slices.Clone(storyAsks)
	for _, match := range asked.FindAllSubmatch(page, -1) {
		if !lazily.Match(match[0]) {
			queue = append(queue, path.Join(storyDir, string(match[1])))
		}
	}
	for len(queue) > 0 {
		name := queue[0]
		queue = queue[1:]
		if slices.Contains(files, name) {
			continue
		}
		files = append(files, name)
		if path.Ext(name) != ".js" {
			continue
		}
		module, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
		if err != nil {
			return nil, err
		}
		for _, match := range imported.FindAllSubmatch(module, -1) {
			queue = append(queue, path.Join(path.Dir(name), string(match[1])))
		}
	}
	return files, nil
}
