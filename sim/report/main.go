// Report trains every scenario on the menu to its end and writes the table of
// results in README.md: what is predicted, what we measure, and what the paper's
// code measured.
//
//	go run ./sim/report README.md    in the top directory of the module
//
// A new scenario gets its row without any change here.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"unimodal-bias-lab/sim"
)

// The table lies between these two lines of the file.
const (
	begin = "<!-- The table: written by make readme -->\n"
	end   = "<!-- The table ends -->\n"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: go run ./sim/report README.md")
		os.Exit(2)
	}
	if err := rewrite(os.Args[1], "."); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// rewrite renews the table in a file; root is the top of the module.
func rewrite(file, root string) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	titles, err := readTitles(root)
	if err != nil {
		return err
	}
	list, err := results(root + "/sim/testdata/reference")
	if err != nil {
		return err
	}
	renewed, err := renew(string(text), markdown(list, titles))
	if err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	if renewed == string(text) {
		return nil
	}
	return os.WriteFile(file, []byte(renewed), 0o644)
}

// renew returns a text with another table.
func renew(text, table string) (string, error) {
	before, rest, ok := strings.Cut(text, begin)
	_, after, closed := strings.Cut(rest, end)
	if !ok || !closed {
		return "", fmt.Errorf("no lines %q and %q", strings.TrimSpace(begin), strings.TrimSpace(end))
	}
	return before + begin + table + end + after, nil
}

// readTitles returns the titles of the scenarios by slug, as the page shows
// them.
func readTitles(root string) (map[string]string, error) {
	file := root + "/web/strings/en.json"
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	words := map[string]any{}
	if err := json.Unmarshal(text, &words); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	titles := map[string]string{}
	for _, slug := range sim.Slugs() {
		key := "scenario." + slug + ".title"
		title, ok := words[key].(string)
		if !ok {
			return nil, fmt.Errorf("%s: %s is missing", file, key)
		}
		titles[slug] = title
	}
	return titles, nil
}
