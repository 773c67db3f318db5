package sim

import "math"

// GeneralisationError is the column of E_g = ½ (W − w*) Σ (W − w*)ᵀ with the
// moments of the population, which only runs of linear networks on a sample have; of a person's data
// with rows held out it is the loss on these.
const GeneralisationError = "generalisationError"

// The columns of every run begin with these; the norms of the modalities are the last ones.
// Names are those of the JavaScript surface.
const (
	epochColumn = iota
	lossColumn
	normalisedColumn
	commonColumns
)

// newSeries returns what a run writes a number to at every epoch.
func newSeries(s *Scenario) []float64 { return make([]float64, 0, min(s.Epochs, rowsAhead)+1) }

// newColumns returns the columns of a run.
func newColumns(s *Scenario, data *Data) (list []Column) {
	column := func(name, unit string) {
		list = append(list, Column{name, unit, newSeries(s)})
	}
	column("epoch", "epochs")
	column("loss", "")
	column("lossNormalised", "ℒ(ℳ_{0})")
	if data.True != nil && s.Activation != ReLU {
		column(GeneralisationError, "")
	}
	for _, modality := range data.Moments.modalities {
		column("norm"+modality.Name, "")
	}
	return list
}

// write adds the row of the present epoch to the columns and to [Run.Weight]. total is
// [W_A^tot W_B^tot …]. Calls are dear in a browser, and this is a third of the time of a
// narrow network: so there is no list of functions here.
func (r *Run) write(total []float64) {
	normalised := 0.0 // nothing to learn: the loss is zero from the start
	if zero := r.data.Moments.yy / 2; zero > 0 {
		normalised = r.loss / zero
	}
	r.columns[epochColumn].add(float64(r.epoch))
	r.columns[lossColumn].add(r.loss)
	r.columns[normalisedColumn].add(normalised)
	norms := r.columns[len(r.columns)-len(r.weights):]
	if len(norms)+commonColumns < len(r.columns) {
		population := r.data.True
		least := population.optimumLoss
		if r.data.Held { // what is least on a few rows, no network that generalises has
			least = 0
		}
		r.columns[commonColumns].add(population.loss(total, r.scratch) - least)
	}
	for m := range norms {
		var norm, along float64
		switch {
		case r.goals.paths:
			norm = r.paths[m]
			along = norm
		case len(total) == len(norms): // scalars
			along = total[m]
			norm = math.Abs(along)
		default:
			norm, along = r.moments.norm(total, m), r.moments.along(total, m)
		}
		norms[m].add(norm)
		r.weights[m] = append(r.weights[m], along)
	}
}

// Column is one named series. Values[e] belongs to the state after e updates;
// row 0 is the initial state.
type Column struct {
	Name   string    `json:"name"`
	Unit   string    `json:"unit"`
	Values []float64 `json:"values"`
}

func (c *Column) add(v float64) { c.Values = append(c.Values, v) }
