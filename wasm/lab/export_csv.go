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

// csv is a CSV being written.
type csv struct{ strings.Builder }

// note writes a line about the file; it is one line whatever is in it.
func (c *csv) note(format string, args ...any) {
	text := fmt.Sprintf(format, args...)
	c.WriteString("# " + strings.NewReplacer("\r", " ", "\n", " ").Replace(text) + "\n")
}

func (c *csv) about(p provenance) {
	c.note("%s %s, scenario %s, seed %d", p.Lab, p.Version, p.Scenario, p.Seed)
	c.note("%s", p.Permalink)
}

// row writes what a list says, separated by commas.
func (c *csv) row(count int, cell func(i int) string) {
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
	var c csv
	c.about(p)
	columns, names := r.Columns(), r.Scenario().Names()
	for i, column := range columns {
		c.note("%s: %s", column.Name, meaning(column, i-(len(columns)-len(r.Moments().Modalities())), names))
	}
	c.row(len(columns), func(i int) string { return columns[i].Name })
	for e := range r.Epoch() + 1 {
		c.row(len(columns), func(i int) string { return decimal(columns[i].Values[e]) })
	}
	return c.String()
}

// meaning says what a column holds and in which unit. modality is negative for a column of all of them.
func meaning(c sim.Column, modality int, names []string) string {
	switch {
	case c.Name == "epoch":
		return "updates made (unit: epochs)"
	case c.Name == "loss":
		return "1/2 E|y - yhat|^2 on the training data (unit: that of y^2)"
	case c.Name == "lossNormalised":
		return "loss / loss at zero weights (no unit)"
	case c.Name == sim.GeneralisationError:
		return "loss on new data above the least there is (unit: that of y^2)"
	case modality < len(names) && modality >= 0:
		return fmt.Sprintf("norm of the total weights of modality %s, %s (unit: that of y/x)", strings.TrimPrefix(c.Name, "norm"), names[modality])
	}
	return fmt.Sprintf("norm of the total weights of modality %s (unit: that of y/x)", strings.TrimPrefix(c.Name, "norm"))
}
