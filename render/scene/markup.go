package scene

import "strings"

// Markup in texts: _{…} is a subscript, ^{…} a superscript; a superscript that
// directly follows a subscript (or the other way round) is set above it, as in
// mathematics. Nothing nests, and a mark without its closing brace is literal.

// Run is a piece of a text on one level.
type Run struct {
	Text  string
	Level int     // 0 on the line, −1 subscript, 1 superscript
	Dx    float64 // extra advance before the run, in units of the text's size
}

// Geometry of the levels, in units of the text's size.
const (
	scriptSize = 0.75 // of a subscript's or superscript's type
	subShift   = 0.24 // downwards
	supShift   = 0.40 // upwards
)

// Shift is how far below the baseline the run sits, in units of the size.
func (r Run) Shift() float64 {
	switch r.Level {
	case -1:
		return subShift
	case 1:
		return -supShift
	}
	return 0
}

// Size is the run's type size in units of the text's size.
func (r Run) Size() float64 {
	if r.Level == 0 {
		return 1
	}
	return scriptSize
}

// Runs walks through the runs of a text. Iterators would do; this form
// allocates nothing, whoever calls it.
//
//	for runs := NewRuns(content); runs.Next(); { use(runs.Run) }
type Runs struct {
	Run
	rest  string
	stack float64 // advance of the script run before, which the next may cover
	debt  float64 // advance owed after a narrow script covered a wide one
}

// NewRuns starts at the beginning of content.
func NewRuns(content string) Runs { return Runs{rest: content} }

// Next goes to the next run; it reports false at the end.
func (r *Runs) Next() bool {
	if r.rest == "" {
		return false
	}
	before := r.Level
	r.Text, r.Level, r.rest = cutRun(r.rest)
	width := emWidth(r.Text) * r.Size()
	switch {
	case r.Level != 0 && before == -r.Level: // a stacked pair
		r.Dx = -r.stack
		r.debt = max(0, r.stack-width)
		r.stack = 0
	case r.Level != 0:
		r.Dx, r.debt = r.debt, 0
		r.stack = width
	default:
		r.Dx, r.debt = r.debt, 0
		r.stack = 0
	}
	return true
}

func cutRun(s string) (text string, level int, rest string) {
	if level := scriptAt(s, 0); level != 0 {
		end := strings.IndexByte(s, '}')
		return s[2:end], level, s[end+1:]
	}
	for i := 1; i < len(s); i++ {
		if scriptAt(s, i) != 0 {
			return s[:i], 0, s[i:]
		}
	}
	return s, 0, ""
}

// scriptAt is the level of the script that starts at byte i of s, 0 for none.
func scriptAt(s string, i int) int {
	if i+1 >= len(s) || s[i+1] != '{' || strings.IndexByte(s[i:], '}') < 0 {
		return 0
	}
	switch s[i] {
	case '_':
		return -1
	case '^':
		return 1
	}
	return 0
}

// TextWidth is a conservative estimate of how wide content is set: close to the
// widest of the usual sans faces, so what fits by this number fits on screen.
func TextWidth(content string, size float64, weight int) float64 {
	var em, square float64
	for runs := NewRuns(content); runs.Next(); {
		em += runs.Dx + emWidth(runs.Text)*runs.Size()
		for _, r := range runs.Text {
			if ideographic(r) {
				square += runs.Size()
			}
		}
	}
	if weight >= 600 {
		em += (em - square) * (boldFactor - 1)
	}
	return em * size
}
