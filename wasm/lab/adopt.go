//go:build !light

package lab

import (
	"maps"

	"unimodal-bias-lab/sim"
)

// adopt keeps a data set and says what the page is to set: its name, and a learning rate and
// epochs in its own time unit, for the scenario that this and other values will make.
func (l *Lab) adopt(args []byte) (any, error) {
	var a struct {
		Dataset *sim.DataSet
		Values  map[string]any
	}
	if err := unmarshal(args, &a); err != nil {
		return nil, err
	}
	if a.Dataset == nil {
		return nil, &sim.Error{Code: badArguments, Key: "dataset"}
	}
	own, err := sim.Keep(a.Dataset)
	if err != nil {
		return nil, err
	}
	s := l.player.Scenario()
	values := map[string]any{}
	if s.Task != sim.TaskOwn {
		values["scenario"] = "own"
	}
	maps.Copy(values, a.Values)
	values["own"] = own
	if s, err = s.With(values); err != nil {
		return nil, err
	}
	s.Eta = 0 // no rate is its own yet
	eta, epochs, err := s.OwnTime()
	if err != nil {
		return nil, err
	}
	return map[string]any{"own": own, "eta": eta, "epochs": epochs, "local": sim.Local(own)}, nil
}

// matrix is the joint second moments of the run shown, as a person could bring
// them; of data with more inputs than a link can hold, or in more blocks than the run's task has room
// for, those of the own task. Where these are in this program only it has no rows.
func (l *Lab) matrix() map[string]any {
	s := l.player.Scenario()
	m := l.player.Run().Moments()
	if s.Task != sim.TaskOwn && len(m.Modalities()) == 2 && m.Inputs() <= sim.MaxOwnInputs {
		return map[string]any{"blocks": dims(m.Modalities()), "rows": inRows(m.Joint(), m.Inputs()+1)}
	}
	set := sim.Kept(s.Own)
	answer := map[string]any{"blocks": dims(set.Modalities), "rows": [][]float64{}}
	if names := s.Names(); names != nil {
		answer["names"] = names
	}
	if len(set.Targets) > 1 {
		answer["targets"] = set.Targets
	}
	if sim.Local(s.Own) {
		answer["local"], answer["source"] = true, set.Source
		return answer
	}
	answer["rows"] = inRows(set.Joint())
	return answer
}

func dims(modalities []sim.Modality) (list []int) {
	for _, m := range modalities {
		list = append(list, m.Dim)
	}
	return list
}

// inRows is an n × n matrix as rows.
func inRows(matrix []float64, n int) (rows [][]float64) {
	for i := range n {
		rows = append(rows, matrix[i*n:(i+1)*n])
	}
	return rows
}
