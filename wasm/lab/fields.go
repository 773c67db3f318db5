package lab

import "unimodal-bias-lab/sim/plainjson"

// marshal writes what the page is told: what a type has for tags, it writes by hand.
func marshal(v any) []byte { return plainjson.Append(nil, v) }

func (o options) Fields(f *plainjson.Fields) {
	f.Add("loss", o.Loss)
	f.Add("unit", o.Unit)
	f.Add("time", o.Time)
	f.Add("overlay", o.Overlay)
	f.Add("ahead", o.Ahead)
}

func (r region) Fields(f *plainjson.Fields) {
	f.Add("first", r.First)
	f.Add("better", r.Better)
	f.Add("superficial", r.Superficial)
}

func (l lost) Fields(f *plainjson.Fields) {
	f.Add("file", l.File)
	f.Add("fit", l.Fit)
}

func (s statement) Fields(f *plainjson.Fields) {
	f.Add("say", s.Say)
	f.AddIf(len(s.Values) > 0, "values", s.Values)
}

func (a account) Fields(f *plainjson.Fields) {
	f.Add("of", a.Of)
	f.Add("said", plainjson.List(a.Said))
	f.AddIf(len(a.Milestones) > 0, "milestones", plainjson.List(a.Milestones))
	f.AddIf(len(a.Order) > 0, "order", plainjson.List(a.Order))
}

func (d difference) Fields(f *plainjson.Fields) {
	f.Add("param", d.Param)
	f.Add("value", d.Value)
}

func (d differences) Fields(f *plainjson.Fields) { f.Add("differences", plainjson.List(d.List)) }

func (s diagramState) Fields(f *plainjson.Fields) {
	s.SweepChoice.Fields(f)
	f.Add("job", s.Job)
	f.Add("total", s.Total)
	f.Add("done", s.Done)
	f.Add("running", s.Running)
	f.Add("paused", s.Paused)
	f.Add("left", s.Left)
	f.Add("usual", s.Usual)
	f.Add("answers", s.Answers)
	f.Add("populated", s.Populated)
}
