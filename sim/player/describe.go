package player

import (
	"unimodal-bias-lab/sim"
	"unimodal-bias-lab/sim/plainjson"
)

// Description is what a page needs to build its controls before the program has
// loaded.
type Description struct {
	sim.Description
	Speeds []Speed `json:"speeds"`
}

// Describe returns the parameter table, the scenarios, the phase diagrams and the
// speeds. The panels are the caller's: nothing here knows a picture.
func Describe(panels ...string) Description {
	return Description{sim.Describe(panels...), speeds}
}

// Fields writes what the tags name.
func (d Description) Fields(f *plainjson.Fields) {
	d.Description.Fields(f)
	f.Add("speeds", plainjson.List(d.Speeds))
}
