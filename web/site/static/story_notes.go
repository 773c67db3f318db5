package static

import (
	"bytes"
	_ "embed"
	"html/template"
	"strconv"
	"strings"
)

//go:embed notes.html
var notesFrame string

var notesTemplate = template.Must(template.New("notes").Parse(notesFrame))

// notesPage is what the notes of a lecture are made of.
type notesPage struct {
	Policy string
	Words  map[string]string
	Steps  []told
}

// Minutes says how long a step takes in a lesson.
func (n notesPage) Minutes(count int) string {
	return strings.Replace(n.Words["ui.notes.minutes"], "{minutes}", strconv.Itoa(count), 1)
}

// At names an epoch.
func (n notesPage) At(epoch string) string {
	return strings.Replace(n.Words["ui.notes.at"], "{value}", epoch, 1)
}

// Next announces the step after one.
func (n notesPage) Next(i int) string {
	if i+1 == len(n.Steps) {
		return n.Words["ui.notes.end"]
	}
	return strings.Replace(n.Words["ui.notes.next"], "{title}", n.Steps[i+1].Title, 1)
}

// notes writes what the one who holds the lecture reads: all steps one after the other, of which a script shows one.
func (s *site) notes(steps []told, words map[string]string) error {
	var out bytes.Buffer
	if err := notesTemplate.Execute(&out, notesPage{Policy, words, steps}); err != nil {
		return err
	}
	s.part(storyDir+"notes.html", out.Bytes(), markPage)
	return nil
}
