package sim

// Observer turns the present state of a run into one number per epoch. Charts,
// read-outs, exports and tests read the same columns.
type Observer struct {
	Name  string
	Unit  string
	Value func(r *Run, total []float64) float64 // total is [W_A^tot W_B^tot …]
}

// GeneralisationError is the column of E_g = ½ (W − w*) Σ (W − w*)ᵀ with the
// moments of the population, which only runs of linear networks on a sample have.
const GeneralisationError = "generalisationError"

// observers of every run, the norms of the modalities last. Names are those of the
// JavaScript surface.
func observers(s Scenario, data *Data) []Observer {
	list := []Observer{
		{"epoch", "epochs", func(r *Run, _ []float64) float64 { return float64(r.epoch) }},
		{"loss", "", func(r *Run, _ []float64) float64 { return r.loss }},
		{"lossNormalised", "ℒ(ℳ_{0})", func(r *Run, _ []float64) float64 {
			if zero := r.data.Moments.ZeroLoss(); zero > 0 {
				return r.loss / zero
			}
			return 0 // nothing to learn: the loss is zero from the start
		}},
	}
	if population := data.True; population != nil && s.Activation != ReLU {
		_, best := population.Optimum()
		list = append(list, Observer{GeneralisationError, "", func(r *Run, total []float64) float64 {
			return population.loss(total, r.scratch) - best
		}})
	}
	for m, modality := range data.Moments.modalities {
		list = append(list, Observer{"norm" + modality.Name, "", func(r *Run, total []float64) float64 {
			if r.goals.paths {
				return r.paths[m]
			}
			return r.moments.norm(total, m)
		}})
	}
	return list
}

// Column is one named series. Values[e] belongs to the state after e updates;
// row 0 is the initial state.
type Column struct {
	Name   string    `json:"name"`
	Unit   string    `json:"unit"`
	Values []float64 `json:"values"`
}
