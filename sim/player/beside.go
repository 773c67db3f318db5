package player

import (
	"slices"

	"unimodal-bias-lab/sim"
)

// Beside is a run to compare with the one of the player. It is trained to its end when nothing
// else is left to do; until then the one it had before stays.
type Beside struct {
	Variant sim.Variant
	Run     *sim.Run   // that is done, the last there is; nil: none yet
	Fresh   bool       // Run is of the scenario as it is now
	Refused *sim.Error // why the variant does not go with the scenario; nil: it does

	of   sim.Scenario // what is to be trained
	next *sim.Run     // being trained
}

// renew aims at what the variant makes of a scenario.
func (b *Beside) renew(s sim.Scenario) {
	s.Compare = false
	of, err := b.Variant.Of(s)
	if b.Refused = nil; err != nil {
		b.Refused, b.Run, b.next, b.Fresh = err.(*sim.Error), nil, nil, false
		return
	}
	if b.of != of {
		b.of, b.next, b.Fresh = of, nil, false
	}
	if b.Run != nil && b.Run.Scenario() == of {
		b.next, b.Fresh = nil, true
	}
}

// left reports whether there is something to train.
func (b *Beside) left() bool { return b.Refused == nil && !b.Fresh }

// comparison is the runs beside the one of a player.
type comparison struct {
	pins     []*Beside
	remedies quest
	advice   quest
	advised  []sim.Advice // what advice has found, those among it that are not offered too
	sample   sample
	more     func(*Player) // finds or trains one more of those, once any have been wanted; a program that never wants them goes without
	version  int
}

// quest is a list of variants that go with a run, if they are wanted.
type quest struct {
	wanted bool
	of     sim.Scenario // what the list is of
	list   []*Beside
}

// want says whether it is wanted.
func (q *quest) want(on bool) {
	if q.wanted = on; !on {
		q.list, q.of = nil, sim.Scenario{}
	}
}

// left reports whether there is something to find or to train.
func (q *quest) left(s sim.Scenario) bool {
	return q.wanted && q.of != s || slices.ContainsFunc(q.list, (*Beside).left)
}

// Pins returns the runs that somebody keeps to compare with. Read only.
func (p *Player) Pins() []*Beside { return p.beside.pins }

// Remedies returns the remedies that go with the run, as far as they are known. Read only.
func (p *Player) Remedies() []*Beside { return p.beside.remedies.list }

// Compared changes whenever a run to compare with does.
func (p *Player) Compared() int { return p.beside.version }

// Variants are those of the pins.
func (p *Player) Variants() sim.Variants { return variantsOf(p.beside.pins) }

func variantsOf(list []*Beside) (v sim.Variants) {
	for _, b := range list {
		v = append(v, b.Variant)
	}
	return v
}

// Pin replaces the pins. Runs that are there already are not trained again.
func (p *Player) Pin(v sim.Variants) {
	c := &p.beside
	if len(v)+len(c.pins) == 0 {
		return
	}
	c.pins = c.replaced(v, p.scenario)
	c.version++
}

// replaced are runs of variants, those that are known among them.
func (c *comparison) replaced(v sim.Variants, s sim.Scenario) (list []*Beside) {
	for _, one := range v {
		b := &Beside{Variant: one}
		b.renew(s)
		for _, known := range slices.Concat(c.pins, c.remedies.list, c.advice.list) {
			if known.Run != nil && known.of == b.of {
				b.Run = known.Run
				b.renew(s)
			}
		}
		list = append(list, b)
	}
	return list
}

// WantRemedies says whether the remedies that go with the run are wanted ([sim.RemediesFor]).
func (p *Player) WantRemedies(on bool) {
	p.beside.remedies.want(on)
	p.beside.more = (*Player).findMore
	p.beside.version++
}

// Use makes a variant the scenario. If it is pinned, the run there has been takes its place.
// Its error is that of [Player.Set].
func (p *Player) Use(v sim.Variant) error {
	before, pins := p.scenario, p.Variants()
	after, err := v.Of(before)
	if err != nil {
		return err
	}
	if err := p.SetScenario(after); err != nil {
		return err
	}
	if i := slices.IndexFunc(pins, func(one sim.Variant) bool { return slices.Equal(one, v) }); i >= 0 {
		pins = p.Variants() // as they have followed
		pins[i] = sim.Between(after, before)
		p.Pin(pins)
	}
	return nil
}

// follow takes the pins along from a scenario to the present one.
func (p *Player) follow(before sim.Scenario) {
	c := &p.beside
	for _, b := range c.pins {
		b.Variant = b.Variant.Follow(before, p.scenario)
		b.renew(p.scenario)
		c.version++
	}
	for _, b := range slices.Concat(c.remedies.list, c.advice.list) {
		b.renew(p.scenario)
	}
}

// Comparing reports whether a run to compare with still has to be trained.
func (p *Player) Comparing() bool {
	c := &p.beside
	return slices.ContainsFunc(c.pins, (*Beside).left) || c.remedies.left(p.scenario) || c.sample.left(p.scenario) || c.advice.left(p.scenario)
}

// compare trains runs to compare with until stop says so, at least some of it, once the run
// itself is done.
func (p *Player) compare(stop func() bool) {
	for !p.Pending() && p.Comparing() {
		p.compareMore()
		if stop() {
			return
		}
	}
}

func (p *Player) compareMore() {
	c := &p.beside
	for _, b := range c.pins {
		if b.left() {
			p.trainBeside(b)
			return
		}
	}
	c.more(p)
}

// findMore finds remedies, takes a draw of a sample or trains a remedy: what is next.
func (p *Player) findMore() {
	c := &p.beside
	if q := &c.remedies; q.wanted && q.of != p.scenario {
		var v sim.Variants
		if p.shown.Diverged() == nil {
			v = sim.RemediesFor(p.shown)
		}
		q.of, q.list = p.scenario, c.replaced(v, p.scenario)
		c.version++
		return
	}
	if c.sample.left(p.scenario) {
		if c.sample.more(p.scenario); c.sample.news() {
			c.version++
		}
		return
	}
	if q := &c.advice; q.wanted && q.of != p.scenario {
		c.advised = nil
		var v sim.Variants
		if p.shown.Diverged() == nil {
			c.advised = sim.AdviceFor(p.shown)
		}
		for _, a := range c.advised {
			if a.Why == "" {
				v = append(v, a.Variant)
			}
		}
		q.of, q.list = p.scenario, c.replaced(v, p.scenario)
		c.version++
		return
	}
	for _, b := range slices.Concat(c.remedies.list, c.advice.list) {
		if b.left() {
			p.trainBeside(b)
			return
		}
	}
}

// trainBeside brings a run to compare with a chunk nearer to its end.
func (p *Player) trainBeside(b *Beside) {
	if b.next == nil {
		run, err := sim.NewRunAfter(b.of, p.shown, b.Run)
		if err != nil {
			b.Refused, b.Run = err.(*sim.Error), nil
			p.beside.version++
			return
		}
		b.next = run
	}
	if p.train(b.next, b.of.Epochs); b.next.Done() {
		b.Run, b.next, b.Fresh = b.next, nil, true
		p.beside.version++
	}
}
