package table

import (
	"math"
	"slices"
	"strings"
	"unicode"
)

// Names of a target, in the order of how much they say.
var targetNames = strings.Fields("y target targets label labels class outcome response output category species digit diagnosis score")

// Names of a column that only counts.
var indexNames = []string{"", "index", "id", "row", "rownames", "rowid", "row_id", "unnamed: 0", "no", "nr", "#", "obs"}

// guess is the likely plan: the target by its name or place, the modalities by what names have
// in common, else in halves.
func guess(s *Survey) Plan {
	p := Plan{Centre: true, Modalities: []Block{}, Targets: []int{}}
	var usable []int
	for j, c := range s.Columns {
		if c.Kind == "number" && !counting(s, c) || c.Kind == "category" || s.Kind == "matrix" {
			usable = append(usable, j)
		}
	}
	if len(usable) == 0 {
		return p
	}
	p.Targets = targets(s, usable)
	for _, j := range p.Targets {
		c := s.Columns[j]
		if n := len(c.Categories); c.Kind == "number" && n > 2 && n <= MaxTargets && slices.Contains([]string{"label", "labels", "class", "category", "digit", "species"}, strings.ToLower(c.Name)) {
			p.OneHot = append(p.OneHot, j)
		}
	}
	inputs := slices.DeleteFunc(usable, func(j int) bool { return slices.Contains(p.Targets, j) })
	if p.Modalities = families(s, inputs); p.Modalities == nil {
		p.Modalities = []Block{}
		half := (len(inputs) + 1) / 2
		for i, part := range [][]int{inputs[:half], inputs[half:]} {
			if len(part) > 0 {
				p.Modalities = append(p.Modalities, Block{string(rune('A' + i)), slices.Clone(part)})
			}
		}
	}
	return p
}

// counting reports whether a column only numbers the rows.
func counting(s *Survey, c Column) bool {
	n := float64(s.Rows)
	return slices.Contains(indexNames, strings.ToLower(strings.TrimSpace(c.Name))) && c.Missing == 0 && (c.Min == 0 || c.Min == 1) &&
		c.Max-c.Min == n-1 && (c.Distinct == s.Rows || c.Distinct > knownDistinct) && math.Abs(c.Mean-(c.Min+c.Max)/2) < 1e-6*n
}

// targets are the columns that are called one, else the last.
func targets(s *Survey, usable []int) []int {
	fits := func(j int) bool {
		return s.Columns[j].Kind != "category" || len(s.Columns[j].Categories) <= MaxTargets
	}
	for _, name := range targetNames {
		for _, j := range usable {
			if strings.EqualFold(strings.TrimSpace(s.Columns[j].Name), name) && fits(j) {
				return []int{j}
			}
		}
	}
	var several []int
	for _, j := range usable {
		if family := strings.ToLower(family(s.Columns[j].Name)); (family == "y" || family == "target" || family == "label" || family == "output") && fits(j) {
			several = append(several, j)
		}
	}
	if n := len(several); n > 0 && n <= MaxTargets && n+2 <= len(usable) {
		return several
	}
	for k := len(usable) - 1; k >= 0; k-- {
		if j := usable[k]; fits(j) {
			return []int{j}
		}
	}
	return []int{}
}

// family is what a name shares with others: audio of audio_1, video of video.17, x of x3.
func family(name string) string {
	if at := strings.IndexAny(name, "_.-:/[ "); at > 0 {
		return name[:at]
	}
	return strings.TrimRightFunc(name, unicode.IsDigit)
}

// families divides columns by the families of their names: those of several columns, and the
// others together. nil: that makes no division.
func families(s *Survey, inputs []int) (blocks []Block) {
	of := map[string][]int{}
	var order []string
	for _, j := range inputs {
		f := family(s.Columns[j].Name)
		if of[f] == nil {
			order = append(order, f)
		}
		of[f] = append(of[f], j)
	}
	var others []int
	for _, f := range order {
		if len(of[f]) > 1 && f != "" {
			blocks = append(blocks, Block{f, of[f]})
		} else {
			others = append(others, of[f]...)
		}
	}
	if len(blocks) > 0 && len(others) > 0 {
		slices.Sort(others)
		blocks = append(blocks, Block{"other", others})
	}
	if len(blocks) < 2 || len(blocks) > MaxModalities {
		return nil
	}
	return blocks
}
