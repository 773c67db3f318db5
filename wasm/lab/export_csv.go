//go:build !light

package lab

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"unimodal-bias-lab/sim"
)

// A CSV begins with lines that start with #: where it comes from, and what its columns are. pandas
// (comment='#'), R (comment.char = "#") and NumPy leave them out; a spreadsheet shows them above the table. The names
// of the columns are those of the JavaScript surface; numbers are written in the fewest digits that give the same bits
// back, and one that is not known leaves its place empty.

// sheet is a CSV being written.
type sheet struct{ strings.Builder }

// note writes a line about the file; it is one line whatever is in it.
func (c *sheet) note(format string, args ...any) {
	text := fmt.Sprintf(format, args...)
	c.WriteString("# " + strings.NewReplacer("\r", " ", "\n", " ").Replace(text) + "\n")
}

func (c *sheet) about(p provenance) {
	c.note("%s %s, scenario %s, seed %d", p.Lab, p.Version, p.Scenario, p.Seed)
	c.note("%s", p.Permalink)
	if p.Local {
		c.note("This address does not hold all of it: data or initial weights came from a file. The run file holds them.")
	}
}

// row writes what a list says, separated by commas.
func (c *sheet) row(count int, cell func(i int) string) {
	for i := range count {
		if i > 0 {
			c.WriteByte(',')
		}
		c.WriteString(cell(i))
	}
	c.WriteByte('\n')
}

// decimal is a number as a CSV has it.
func decimal(v float64) string {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return ""
	}
	return strconv.FormatFloat(v, 'g', -1, 64)
}

// seriesCSV writes every series of a run: a row an epoch, from the initial weights on.
func seriesCSV(r *sim.Run, p provenance) string {
	var c sheet
	c.about(p)
	if off := within(r); off > 0 {
		c.note("The lab draws this deep network projected: times are within %.0e, as parts of themselves, of those of every weight, which are in the run file.", off)
	}
	columns, names := r.Columns(), r.Scenario().Names()
	for i, column := range columns {
		says, unit := meaning(r, i, names)
		c.note("%s: %s [%s]", column.Name, says, unit)
	}
	c.row(len(columns), func(i int) string { return columns[i].Name })
	for e := range r.Epoch() + 1 {
		c.row(len(columns), func(i int) string { return decimal(columns[i].Values[e]) })
	}
	return c.String()
}

// modalityOf is the modality that column i of a run is about; negative: all of them.
func modalityOf(r *sim.Run, i int) int { return i - (len(r.Columns()) - len(r.Moments().Modalities())) }

// meaning says what column i of a run holds, and in which unit.
func meaning(r *sim.Run, i int, names []string) (says, unit string) {
	c, modality := r.Columns()[i], modalityOf(r, i)
	switch {
	case c.Name == "epoch":
		return "updates made", "epochs"
	case c.Name == "loss":
		return "1/2 E|y - prediction|^2 on the training data", "y^2"
	case c.Name == "lossNormalised":
		return "loss, as a part of that of zero weights", "1"
	case c.Name == sim.GeneralisationError && r.Data().Held:
		return "loss on rows held out", "y^2"
	case c.Name == sim.GeneralisationError:
		return "loss on new data, above the least there is", "y^2"
	}
	says = "norm of the end-to-end weights of modality " + strings.TrimPrefix(c.Name, "norm")
	if modality >= 0 && modality < len(names) {
		says += ", " + names[modality]
	}
	return says, "y/x"
}
