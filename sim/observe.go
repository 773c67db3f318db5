package sim

// Observer turns the present state of a run into one number per epoch. Charts,
// read-outs, exports and tests read the same columns.
type Observer struct {
	Name  string
	Unit  string
	Value func(*Run) float64
}

// observers of every run of M modalities. Names are those of the JavaScript
// surface.
func observers(modalities []Modality) []Observer {
	list := []Observer{
		{"epoch", "epochs", func(r *Run) float64 { return float64(r.epoch) }},
		{"loss", "", func(r *Run) float64 { return r.training.loss() }},
		{"lossNormalised", "ℒ(ℳ_{0})", func(r *Run) float64 {
			if zero := r.moments.ZeroLoss(); zero > 0 {
				return r.training.loss() / zero
			}
			return 0 // nothing to learn: the loss is zero from the start
		}},
	}
	for m, modality := range modalities {
		list = append(list, Observer{"norm" + modality.Name, "", func(r *Run) float64 { return r.training.norm(m) }})
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
