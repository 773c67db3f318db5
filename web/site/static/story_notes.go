package static

import (
	_ "embed"
	"html/template"
	"strconv"
	"strings"
)

//go:embed notes.html
var notesFrame string

var notesTemplate = template.Must(template.New("notes").Parse(notesFrame))

// Minutes says how long a step takes in a lesson.
func (n storyFrameOf) Minutes(count int) string {
	return strings.Replace(n.Words["ui.notes.minutes"], "{minutes}", strconv.Itoa(count), 1)
}

// At names an epoch.
func (n storyFrameOf) At(epoch string) string {
	return strings.Replace(n.Words["ui.notes.at"], "{value}", epoch, 1)
}

// Next announces the step after one.
func (n storyFrameOf) Next(i int) string {
	if i+1 == len(n.Steps) {
		return n.Words["ui.notes.end"]
	}
	return strings.Replace(n.Words["ui.notes.next"], "{title}", n.Steps[i+1].Title, 1)
}
