//go:build !light

package lab

import (
	"encoding/json"
	"math"

	"unimodal-bias-lab/sim"
)

// number is a float64 that JSON can carry: what is not finite becomes null.
type number float64

func (n number) MarshalJSON() ([]byte, error) {
	if math.IsNaN(float64(n)) || math.IsInf(float64(n), 0) {
		return []byte("null"), nil
	}
	return json.Marshal(float64(n))
}

func numbers(values []float64) []number {
	list := make([]number, len(values))
	for i, v := range values {
		list[i] = number(v)
	}
	return list
}

// seriesJSON is every series of a run, as [Lab.trajectory] answers it, with where they come from.
func seriesJSON(r *sim.Run, about provenance) string {
	type column struct {
		Name    string   `json:"name"`
		Unit    string   `json:"unit"`
		Meaning string   `json:"meaning"`
		Values  []number `json:"values"`
	}
	file := struct {
		About   provenance `json:"about"`
		Within  float64    `json:"timesWithin,omitempty"` // of those of every weight, as parts of themselves: the network is projected
		Names   []string   `json:"names,omitempty"`       // of the letters A, B, … in the names of columns
		Columns []column   `json:"columns"`
	}{About: about, Within: within(r), Names: r.Scenario().Names()}
	for i, c := range r.Columns() {
		says, unit := meaning(r, i, file.Names)
		file.Columns = append(file.Columns, column{c.Name, unit, says, numbers(c.Values)})
	}
	return string(encode(file))
}

// noGrid is the error of a diagram in which nothing is simulated.
const noGrid sim.Code = "dataNoGrid"

// grid is a phase diagram, or a chart, as far as it is filled in.
type grid struct {
	About    provenance          `json:"about"`
	Kind     string              `json:"kind"`
	Quantity string              `json:"quantity"`
	X        gridAxis            `json:"x"`
	Y        *gridAxis           `json:"y"`      // nil: a chart of one series
	Values   []number            `json:"values"` // row by row, from the smallest y on
	Theory   []number            `json:"theory"` // the same as predicted
	Theories map[string][]number `json:"theories,omitempty"`
	Resets   map[string]any      `json:"resets"` // parameters of the run that the networks of the diagram do not share
	Done     float64             `json:"done"`   // 1: all of it
}

type gridAxis struct {
	Key    string   `json:"key"`
	Values []number `json:"values"`
}

func (l *Lab) grid(about provenance) (*grid, error) {
	d := &l.diagram
	if d.cells == nil {
		return nil, &sim.Error{Code: noGrid, Key: "diagram", Value: d.choice.Kind}
	}
	d.predict(never)
	axis := func(a *sim.SweepAxis) gridAxis { return gridAxis{a.Key, numbers(a.Values())} }
	g := &grid{
		About: about, Kind: d.choice.Kind, Quantity: d.cells.Quantity, X: axis(&d.cells.X), Values: numbers(d.values), Theory: numbers(d.theory),
		Theories: map[string][]number{}, Resets: d.cells.Resets(l.player.Scenario()), Done: float64(d.shown) / float64(d.total()),
	}
	for name, values := range d.theories() {
		g.Theories[name] = numbers(values)
	}
	if !d.cells.Chart() || d.cells.Series() {
		y := axis(&d.cells.Y)
		g.Y = &y
	}
	return g, nil
}

func (l *Lab) gridJSON(about provenance) (string, error) {
	g, err := l.grid(about)
	if err != nil {
		return "", err
	}
	return string(encode(g)), nil
}

// gridCSV has a row for every cell: where it is, what was measured there, and what is predicted.
func (l *Lab) gridCSV(about provenance) (string, error) {
	g, err := l.grid(about)
	if err != nil {
		return "", err
	}
	var c sheet
	c.about(about)
	c.note("diagram %s, %.0f%% of it filled in", g.Kind, 100*g.Done)
	c.note("value: %s as measured in a network trained there; theory: the same as predicted (an empty place: not known)", g.Quantity)
	if len(g.Resets) > 0 {
		c.note("other parameters are those of the run, but for %s", encode(g.Resets))
	}
	header := []string{g.X.Key}
	if g.Y != nil {
		header = append(header, g.Y.Key)
	}
	header = append(header, "value", "theory")
	c.row(len(header), func(i int) string { return header[i] })
	columns := len(g.X.Values)
	for i, v := range g.Values {
		cells := []string{decimal(float64(g.X.Values[i%columns]))}
		if g.Y != nil {
			cells = append(cells, decimal(float64(g.Y.Values[i/columns])))
		}
		theory := ""
		if i < len(g.Theory) {
			theory = decimal(float64(g.Theory[i]))
		}
		cells = append(cells, decimal(float64(v)), theory)
		c.row(len(cells), func(i int) string { return cells[i] })
	}
	return c.String(), nil
}
