package lab

import (
	"math"
	"strconv"
	"strings"

	"unimodal-bias-lab/render/scene"
	"unimodal-bias-lab/sim"
)

// aboutFile is what a file says of the run that it shows: read aloud, and for programs.
func (l *Lab) aboutFile(base string) *scene.About {
	s, epoch := l.player.Scenario(), l.player.Epoch()
	values := map[string]any{}
	told := []string{"epoch " + strconv.Itoa(epoch)}
	for _, p := range sim.Counting(s) {
		v := s.Values()[p.Key]
		values[p.Key] = v
		if p.Kind != "text" && !idle(&p, v) {
			told = append(told, p.Key+" "+inText(v))
		}
	}
	about := map[string]any{
		"program": l.words.Format("page.title"), "version": sim.Version, "scenario": s.Slug, "seed": s.Seed, "epoch": epoch, "values": values,
		"hash": l.hash(epoch),
	}
	if pins := l.player.Variants().String(); pins != "" {
		about["pins"] = pins
	}
	if l.diagram.cells != nil {
		about["diagram"] = l.diagram.cells.Kind
	}
	if l.local() {
		about["local"] = true // no link can hold the data
	} else {
		about["link"] = l.permalink(base)
	}
	return &scene.About{Title: l.titleOf(s), Description: strings.Join(told, ", "), Metadata: string(marshal(about))}
}

// inText is a number or a choice as programs write it.
func inText(v any) string {
	if number, ok := v.(float64); ok {
		return strconv.FormatFloat(number, 'g', -1, 64)
	}
	return v.(string)
}

// hash tells the states of networks apart, in sixteen digits.
func (l *Lab) hash(epoch int) string {
	digits := strconv.FormatUint(l.player.Run().Hash(epoch), 16)
	return strings.Repeat("0", 16-len(digits)) + digits
}

// permalink is the address of the run as it is shown.
func (l *Lab) permalink(base string) string {
	page, _, _ := strings.Cut(base, "#")
	return page + "#" + l.link()
}

// titleOf is what a scenario is called.
func (l *Lab) titleOf(s sim.Scenario) string {
	title := l.words.Format("scenario." + s.Slug + ".title")
	if s.Changed() {
		title = l.words.Format("page.title.changed", "title", title)
	}
	return title
}

// idle reports whether a parameter is a remedy that is off, or one that the page does not show unless it is changed.
func idle(p *sim.Parameter, v any) bool { return v == p.Default && (p.Group == "remedies" || !p.Shown) }

// captionLines are what stands below a figure.
type captionLines struct {
	title, values, link []string
	size                float64 // of the type
}

const captionLeading = 1.5

func (c *captionLines) height() float64 {
	return c.size * (captionLeading*float64(len(c.title)+len(c.values)+len(c.link)) + 1)
}

// caption says in words what a figure shows, and where to find it again.
func (l *Lab) caption(base string, width float64) captionLines {
	s := l.player.Scenario()
	room := width - 2*captionMargin
	c := captionLines{size: l.theme.SmallSize}
	c.title = wrap(l.titleOf(s), c.size, 600, room)
	parts := []string{l.words.Format("share.caption.epoch", "epoch", strconv.Itoa(l.player.Epoch()))}
	values := s.Values()
	for _, p := range sim.Counting(s) {
		v := values[p.Key]
		if p.Kind == "text" || idle(&p, v) {
			continue
		}
		name, written := p.Symbol, ""
		switch v := v.(type) {
		case float64:
			written = l.typeset(v)
		case string:
			written = l.words.Format("param." + p.Key + "." + v)
		}
		if name == "" {
			name = l.words.Format("param." + p.Key + ".name")
			parts = append(parts, name+" "+written)
			continue
		}
		parts = append(parts, name+"\u202f=\u202f"+written) // it stays in one line
	}
	c.values = wrap(strings.Join(parts, l.words.List()), c.size, 400, room)
	switch {
	case l.local():
		c.link = wrap(l.words.Format("share.caption.local"), c.size, 400, room)
	case base != "":
		c.link = wrap(l.permalink(base), c.size, 400, room)
	}
	return c
}

const captionMargin = 8 // pixels beside it

// write puts a caption below a picture and returns how high it is.
func (l *Lab) write(c captionLines, below float64) float64 {
	y := below + c.size*captionLeading
	for _, part := range []struct {
		key    string
		lines  []string
		weight int
	}{{"caption/title", c.title, 600}, {"caption/values", c.values, 400}, {"caption/link", c.link, 400}} {
		for i, line := range part.lines {
			colour := l.theme.Ink
			if part.key == "caption/link" {
				colour = l.theme.Muted
			}
			l.scene.AddText(scene.Text{Key: l.scene.Key(part.key, "/", strconv.Itoa(i)), X: captionMargin, Y: y, Size: c.size, Weight: part.weight, Colour: colour, Content: line})
			y += c.size * captionLeading
		}
	}
	return c.height()
}

// wrap breaks a text into lines, between words where it can.
func wrap(text string, size float64, weight int, width float64) (lines []string) {
	line := ""
	fits := func(s string) bool { return scene.TextWidth(s, size, weight) <= width }
	for from := 0; from < len(text); {
		to := scene.Next(text, from)
		word := text[from:to]
		from = to
		if next := strings.TrimPrefix(line+word, " "); fits(next) {
			line = next
			continue
		}
		word = strings.TrimPrefix(word, " ")
		if line != "" {
			lines = append(lines, line)
		}
		for line = word; !fits(line); {
			end := 0
			for i := range line {
				if i > 0 && !fits(line[:i]) {
					break
				}
				end = i
			}
			if end == 0 {
				break // not even a letter
			}
			if at := strings.LastIndexAny(line[:end], "&?#/"); at > end/2 { // of an address
				end = at
			}
			lines, line = append(lines, line[:end]), line[end:]
		}
	}
	if line != "" {
		lines = append(lines, line)
	}
	return lines
}

// typeset is a number to four digits, in markup: small and large ones as powers of ten.
func (l *Lab) typeset(v float64) string {
	text := strconv.FormatFloat(v, 'g', 4, 64)
	if math.Abs(v) >= 1 && math.Abs(v) < 1e7 && v == math.Trunc(v) {
		text = strconv.FormatFloat(v, 'f', 0, 64)
	}
	mantissa, power, large := strings.Cut(text, "e")
	mantissa = strings.Replace(mantissa, "-", "−", 1)
	if mark, ok := l.words[scene.DecimalKey]; ok {
		mantissa = strings.Replace(mantissa, ".", mark, 1)
	}
	if !large {
		return mantissa
	}
	n, _ := strconv.Atoi(power)
	exponent := "10^{" + strings.Replace(strconv.Itoa(n), "-", "−", 1) + "}"
	if mantissa == "1" {
		return exponent
	}
	return mantissa + "·" + exponent
}
