package sim

// Speeds offered by the transport, as multiples of the pace that plays a whole
// run in [PaceSeconds].
var speeds = []float64{0.25, 0.5, 1, 2, 4, 16}

// Description is what a page needs to build its controls before the program
// has loaded.
type Description struct {
	Version    string                `json:"version"`
	Parameters []Parameter           `json:"parameters"`
	Scenarios  []ScenarioDescription `json:"scenarios"`
	Panels     []string              `json:"panels"`
	Speeds     []float64             `json:"speeds"`
}

// ScenarioDescription is one entry of the scenario menu.
type ScenarioDescription struct {
	Slug   string             `json:"slug"`
	Values map[string]float64 `json:"values"`
}

// Describe returns the parameter table and the scenario list. The panels are
// the caller's: sim knows no picture.
func Describe(panels ...string) Description {
	d := Description{Version: Version, Parameters: Parameters(), Panels: panels, Speeds: speeds}
	for _, slug := range Slugs() {
		s, err := Preset(slug)
		if err != nil {
			panic(err)
		}
		d.Scenarios = append(d.Scenarios, ScenarioDescription{slug, s.Values()})
	}
	return d
}
