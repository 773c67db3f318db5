package render

import (
	"unimodal-bias-lab/render/scene"
	"unimodal-bias-lab/sim"
)

// Moment is a run as it stands at an epoch, with what is shown beside it.
type Moment struct {
	Run        *sim.Run
	Epoch      int
	Prediction *sim.Prediction // what theory says of the run
	Ghost      *sim.Run        // the run before; nil: none
	Wanted     *sim.Scenario   // that of the run to come, which is being computed; nil: none
	Overlay    *sim.Run        // one to lay over it; nil: none
	Pins       []Pinned        // runs to compare it with
	Whole      bool            // the rest of the run is shown as well: a hand drags
	Quiet      bool            // nothing is said ahead of the run: neither what is predicted nor the levels it will rest at
}

// Picture is what stands in a panel.
type Picture interface {
	// Show fills the picture with a moment and leaves alone what a hand does with it.
	// Memory is reused.
	Show(Moment)
	// Draw lays the picture out in box and appends it to list. In a box without room
	// for it, it draws nothing.
	Draw(list *scene.Scene, box scene.Rect, theme *scene.Theme, words scene.Words) Placed
}

// Placed is where a picture put what a pointer can meet. A picture has one of these
// plots or none; the others are empty.
type Placed struct {
	Curves  scene.Plot  // of an axis of epochs
	Plane   PhasePlot   // of (κ, r)
	Wiring  NetworkPlot // of layers
	Weights WeightPlot  // of the weights from A and B
}

// Slot is the place in the page in which a panel stands.
type Slot string

// The slots.
const (
	WideSlot   Slot = "wide"   // below, across the whole width
	SquareSlot Slot = "square" // above, at the right
	SharedSlot Slot = "shared" // above, at the left: one of several pictures, chosen by a tab
)

// Panel is an entry of the list of pictures there are.
type Panel struct {
	Name string // in keys, hits and addresses
	Slot Slot
	New  func() Picture
	// Opening panels are shown before anybody chooses.
	Opening bool
	// NeedsState reports whether Show asks for the network itself of a scenario
	// ([sim.Run.HasState]); nil: it never does.
	NeedsState func(sim.Scenario) bool
	// Shows reports whether there is anything to show of a run: elsewhere the panel is
	// not offered, and says what it needs if it is asked for; nil: there always is.
	Shows func(*sim.Run) bool
}

// Panels lists the panels, in the order in which a page that has room for one more
// adds them. The page, the posters, the goldens and the addresses go by this list.
var Panels = []Panel{
	{Name: TrainingPanel, Slot: WideSlot, Opening: true, New: func() Picture { return NewTraining() }},
	{Name: PhasePanel, Slot: SquareSlot, Opening: true, New: func() Picture { return &Explanation{} },
		NeedsState: func(s sim.Scenario) bool { return ExplanationOf(s).NeedsState() }},
	{Name: RacePanel, Slot: SharedSlot, Opening: true, New: func() Picture { return NewRace() }, Shows: HasRace},
	{Name: NetworkPanel, Slot: SharedSlot, New: func() Picture { return &Network{} }},
	{Name: UnitsPanel, Slot: SharedSlot, New: func() Picture { return &Units{} },
		NeedsState: func(sim.Scenario) bool { return true }, Shows: ofTwo},
	{Name: PortraitPanel, Slot: SharedSlot, New: func() Picture { return &Portrait{} }, Shows: HasPortrait},
	{Name: PicturesPanel, Slot: SharedSlot, New: func() Picture { return &Pictures{} },
		NeedsState: func(sim.Scenario) bool { return true }, Shows: HasPictures},
}

// ofTwo reports whether a run has two modalities: a plane has as many axes.
func ofTwo(run *sim.Run) bool { return len(run.Moments().Modalities()) == 2 }

// PanelNames are the names of the panels, in their order.
func PanelNames() (names []string) {
	for _, p := range Panels {
		names = append(names, p.Name)
	}
	return names
}

// Unfit lists the panels that have nothing to show of a run, separated by commas, as
// addresses list panels.
func Unfit(run *sim.Run) (names string) {
	for _, p := range Panels {
		if p.Shows == nil || p.Shows(run) {
			continue
		}
		if names != "" {
			names += ","
		}
		names += p.Name
	}
	return names
}

// Telling is the picture that says most about a run, of those that share a place: the one of its
// scenario, and where that has nothing to show, weights as pictures or the network.
func Telling(run *sim.Run) string {
	for _, name := range [...]string{sim.PanelOf(run.Scenario().Slug), PicturesPanel} {
		for i := range Panels {
			if p := &Panels[i]; p.Name == name && (p.Shows == nil || p.Shows(run)) {
				return name
			}
		}
	}
	return sim.UsualPanel
}

// Ready reports whether the panel can show a run at an epoch: the network itself may
// have to be found again first.
func (p *Panel) Ready(run *sim.Run, epoch int) bool {
	return p.NeedsState == nil || !p.NeedsState(run.Scenario()) || run.HasState(epoch)
}
