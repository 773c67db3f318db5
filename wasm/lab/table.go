//go:build !light

package lab

import (
	"math"
	"slices"

	"unimodal-bias-lab/sim"
)

// What the pictures show, in rows of numbers, for a page that has a sheet for them.

// How many rows a table of the run has, without a wish and at most, beside those of what has happened.
const (
	usualRows = 25
	mostRows  = 1000
)

func (l *Lab) runTable(args []byte) (any, error) {
	rows := usualRows
	if err := decode(args, into{"rows": &rows}); err != nil {
		return nil, err
	}
	if least, most := 2.0, float64(mostRows); rows < int(least) || rows > mostRows {
		return nil, &sim.Error{Code: sim.OutOfRange, Key: "rows", Value: float64(rows), Min: &least, Max: &most}
	}
	return l.table(rows), nil
}

// table is the run in numbers: every series at evenly spaced epochs, and at those at which something has happened.
func (l *Lab) table(rows int) map[string]any {
	run, end := l.player.Run(), l.player.Epoch()
	if !l.quietly() {
		end = run.Epoch()
	}
	happened := map[int][]map[string]any{}
	at := []int{}
	for _, ms := range l.player.Milestones(end) {
		e := min(int(math.Ceil(ms.Epoch)), end)
		happened[e] = append(happened[e], l.milestone(&ms))
		at = append(at, e)
	}
	for i := range rows {
		at = append(at, int(math.Round(float64(end)*float64(i)/float64(max(rows-1, 1)))))
	}
	slices.Sort(at)
	at = slices.Compact(at)
	columns := []any{}
	var series []sim.Column
	for _, c := range run.Columns() {
		if c.Name != "epoch" {
			columns, series = append(columns, map[string]any{"name": c.Name, "unit": c.Unit}), append(series, c)
		}
	}
	list := []any{}
	for _, e := range at {
		values := []any{}
		for _, c := range series {
			values = append(values, finite(c.Values[e]))
		}
		row := map[string]any{"epoch": e, "values": values}
		if now := happened[e]; now != nil {
			row["milestones"] = now
		}
		list = append(list, row)
	}
	answer := map[string]any{"columns": columns, "rows": list, "epoch": l.player.Epoch()}
	if names := run.Scenario().Names(); names != nil {
		answer["names"] = names
	}
	return answer
}

// rowOfDiagram is the diagram along its horizontal axis, through the operating point.
func (l *Lab) rowOfDiagram() map[string]any {
	d := &l.diagram
	answer := map[string]any{"kind": d.choice.Kind, "x": nil, "rows": []any{}}
	if d.cells == nil {
		return answer
	}
	c, s, shows := d.cells, l.player.Run().Scenario(), d.cells.Shows()
	here := d.cellOf(&s)
	row := here / c.X.Count
	answer["x"], answer["quantity"] = c.X.Key, word("figure.diagram.quantity."+shows.Name)
	if shows.Name == sim.QuantityPreference || shows.Name == sim.QuantityBestStop {
		answer["quantity"] = word("diagram." + c.Kind)
	}
	if !c.Chart() || c.Series() {
		answer["y"], answer["at"] = c.Y.Key, digits(c.Y.Value(row))
	}
	list := []any{}
	for i := range c.X.Count {
		at := row*c.X.Count + i
		line := map[string]any{"x": digits(c.X.Value(i)), "value": nil, "theory": nil, "here": at == here && d.within}
		if v, ok := valueWord(shows, d.values[at]); ok && d.known && d.strides[at] > 0 {
			line["value"] = v
		}
		if d.predicted > at && !l.quietly() {
			if v, ok := valueWord(shows, d.theory[at]); ok {
				line["theory"] = v
			}
		}
		list = append(list, line)
	}
	answer["rows"] = list
	return answer
}
