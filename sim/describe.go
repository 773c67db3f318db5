package sim

// Description is what a page needs to build its controls before the program
// has loaded.
type Description struct {
	Version    string                `json:"version"`
	Parameters []Parameter           `json:"parameters"`
	Scenarios  []ScenarioDescription `json:"scenarios"`
	Panels     []string              `json:"panels"`
	Speeds     []Speed               `json:"speeds"`
}

// ScenarioDescription is one entry of the scenario menu.
type ScenarioDescription struct {
	Slug   string         `json:"slug"`
	Values map[string]any `json:"values"`
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
