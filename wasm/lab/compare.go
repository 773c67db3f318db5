package lab

import (
	"slices"

	"unimodal-bias-lab/render"
	"unimodal-bias-lab/sim"
	"unimodal-bias-lab/sim/player"
)

// pinArgs say which variant a command is about: as a link spells it, or by its values. Neither is
// the run itself.
type pinArgs struct {
	Pin    *string
	Values map[string]any
}

func (a *pinArgs) fields() into { return into{"pin": &a.Pin, "values": &a.Values} }

func (a *pinArgs) variant() (sim.Variant, error) {
	if a.Pin != nil {
		return sim.ParseVariant(*a.Pin)
	}
	return sim.NewVariant(a.Values)
}

func variantIn(args []byte) (sim.Variant, error) {
	var a pinArgs
	if err := decode(args, a.fields()); err != nil {
		return nil, err
	}
	return a.variant()
}

// pin keeps a run to compare with.
func (l *Lab) pin(args []byte) (any, error) {
	v, err := variantIn(args)
	if err != nil {
		return nil, err
	}
	if _, err := v.Of(l.player.Scenario()); err != nil {
		return nil, err
	}
	pins, err := l.player.Variants().Add(v)
	if err != nil {
		return nil, err
	}
	l.player.Pin(pins)
	return l.compared(), nil
}

// unpin lets one go, or all.
func (l *Lab) unpin(args []byte) (any, error) {
	var a pinArgs
	if err := decode(args, a.fields()); err != nil {
		return nil, err
	}
	pins := l.player.Variants()
	if a.Pin == nil && a.Values == nil {
		l.player.Pin(nil)
		return l.compared(), nil
	}
	v, err := a.variant()
	if err != nil {
		return nil, err
	}
	if !pins.Has(v) {
		var there []string
		for _, one := range pins {
			there = append(there, one.String())
		}
		return nil, &sim.Error{Code: sim.NotAChoice, Key: "pins", Value: v.String(), Allowed: there}
	}
	l.player.Pin(slices.DeleteFunc(pins, func(one sim.Variant) bool { return slices.Equal(one, v) }))
	return l.compared(), nil
}

// use makes a run to compare with the run.
func (l *Lab) use(args []byte) (any, error) {
	v, err := variantIn(args)
	if err == nil {
		err = l.player.Use(v)
	}
	return l.get(), err
}

// readPins are the variants in a text; one that does not go with the scenario says so in its row, as
// one does with which it has ceased to go.
func readPins(raw any) (sim.Variants, error) {
	text, ok := raw.(string)
	if !ok {
		return nil, &sim.Error{Code: sim.BadLink, Key: "pins", Value: raw}
	}
	pins, notices := sim.ParseVariants(text)
	if len(notices) > 0 {
		return nil, notices[0]
	}
	return pins, nil
}

// compared is the table of the run, the pinned ones and the remedies, as far as they are trained.
func (l *Lab) compared() map[string]any {
	p := l.player
	var now *sim.Run
	if !p.Pending() {
		now = p.Run()
	}
	rows := []map[string]any{l.row(sim.Variant{}, now)}
	pins := p.Variants()
	add := func(b *player.Beside, pinned bool) {
		var run *sim.Run
		if b.Fresh {
			run = b.Run
		}
		row := l.row(b.Variant, run)
		row["pin"], row["pinned"] = b.Variant.String(), pinned
		if b.Refused != nil {
			row["refused"] = b.Refused
		}
		rows = append(rows, row)
	}
	var remedies sim.Variants
	for _, b := range p.Remedies() {
		remedies = append(remedies, b.Variant)
	}
	for _, b := range p.Pins() {
		if !remedies.Has(b.Variant) {
			add(b, true)
		}
	}
	for _, b := range p.Remedies() {
		add(b, pins.Has(b.Variant))
	}
	var columns []column
	for _, m := range p.Run().Moments().Modalities() {
		columns = append(columns, column{"t" + m.Name, m.Name})
	}
	columns = append(columns, column{Field: "phase"}, column{Field: "misattribution"}, column{Field: "loss"})
	return map[string]any{"rows": rows, "columns": columns, "also": []string{"epochs"}, "most": sim.MaxPins, "comparing": p.Comparing()}
}

// column is a number of every row.
type column struct {
	Field string `json:"field"`
	Of    string `json:"of,omitempty"` // the modality whose time it is
}

// row is a run in the table; nil: it is still to be trained.
func (l *Lab) row(v sim.Variant, run *sim.Run) map[string]any {
	s := l.player.Scenario()
	differences := v.Telling()
	if of, err := v.Of(s); err == nil {
		differences = sim.Between(s, of).Telling()
	}
	if differences == nil {
		differences = sim.Variant{}
	}
	row := map[string]any{"pin": nil, "pinned": false, "differences": differences, "done": run != nil, "refused": nil}
	if run == nil {
		return row
	}
	o := run.Outcome()
	for m, modality := range run.Moments().Modalities() {
		row["t"+modality.Name] = o.Times[m]
	}
	row["epochs"], row["phase"], row["misattribution"], row["loss"], row["note"] = o.Epochs, o.Phase, o.Misattribution, o.Loss, o.Note
	return row
}

// pinned is what the pictures show beside the run: the pinned runs that are trained, named by
// what they differ in from the one shown.
func (l *Lab) pinned() []render.Pinned {
	p := l.player
	if l.besides.of == p.Run() && l.besides.version == p.Compared() {
		return l.besides.list
	}
	l.besides.of, l.besides.version, l.besides.list = p.Run(), p.Compared(), nil
	shown := p.Run().Scenario()
	for _, b := range p.Pins() {
		if b.Run != nil {
			l.besides.list = append(l.besides.list, render.Pinned{Run: b.Run, Name: sim.Between(shown, b.Run.Scenario()).Telling()})
		}
	}
	return l.besides.list
}

// besides is the memory of pinned.
type besides struct {
	of      *sim.Run
	version int
	list    []render.Pinned
}
