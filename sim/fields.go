package sim

import "unimodal-bias-lab/sim/plainjson"

// What pages are told, written as the tags of each type name it: a light figure has no encoding/json.

func (e *Error) Fields(f *plainjson.Fields) {
	f.Add("code", string(e.Code))
	f.AddIf(e.Key != "", "key", e.Key)
	f.AddIf(e.Value != nil, "value", e.Value)
	if e.Min != nil {
		f.Add("min", *e.Min)
	}
	if e.Max != nil {
		f.Add("max", *e.Max)
	}
	f.AddIf(len(e.Allowed) > 0, "allowed", e.Allowed)
	f.AddIf(e.Epoch != 0, "epoch", e.Epoch)
	f.AddIf(e.Stable != 0, "stable", e.Stable)
	f.AddIf(e.Row != 0, "row", e.Row)
	f.AddIf(e.Column != 0, "column", e.Column)
	f.AddIf(e.Other != nil, "other", e.Other)
	f.AddIf(e.Beside != "", "beside", e.Beside)
	f.AddIf(e.BesideValue != nil, "besideValue", e.BesideValue)
	f.AddIf(e.Why != "", "why", e.Why)
	f.AddIf(e.Pin != "", "pin", e.Pin)
	f.AddIf(e.Used != nil, "used", e.Used)
}

func (c SweepChoice) Fields(f *plainjson.Fields) {
	f.Add("kind", c.Kind)
	f.Add("cells", c.Cells)
	f.Add("x", c.X)
	f.Add("y", c.Y)
	f.Add("quantity", c.Quantity)
	f.Add("full", c.Full)
}

func (d Description) Fields(f *plainjson.Fields) {
	f.Add("version", d.Version)
	f.Add("parameters", plainjson.List(d.Parameters))
	f.Add("scenarios", plainjson.List(d.Scenarios))
	f.Add("panels", d.Panels)
	f.Add("diagrams", d.Diagrams)
}

func (d DiagramDescription) Fields(f *plainjson.Fields) {
	f.Add("kinds", plainjson.List(d.Kinds))
	f.Add("choices", plainjson.Map(d.Choices))
}

func (k DiagramKind) Fields(f *plainjson.Fields) {
	f.Add("kind", k.Kind)
	f.Add("group", k.Group)
	f.Add("chart", k.Chart)
	f.Add("options", k.Options)
}

func (d ScenarioDescription) Fields(f *plainjson.Fields) {
	f.Add("slug", d.Slug)
	f.Add("values", d.Values)
	f.Add("panel", d.Panel)
	f.AddIf(d.Group != "", "group", d.Group)
}

func (p Parameter) Fields(f *plainjson.Fields) {
	f.Add("key", p.Key)
	f.Add("symbol", p.Symbol)
	f.Add("group", p.Group)
	f.Add("kind", p.Kind)
	f.Add("min", p.Min)
	f.Add("max", p.Max)
	f.AddIf(p.From != 0, "from", p.From)
	f.AddIf(p.To != 0, "to", p.To)
	f.AddIf(p.MaxKey != "", "maxKey", p.MaxKey)
	f.AddIf(p.Sum != nil, "sum", p.Sum)
	f.AddIf(len(p.Choices) > 0, "choices", p.Choices)
	f.Add("default", p.Default)
	f.Add("scale", p.Scale)
	f.AddIf(p.Step != 0, "step", p.Step)
	f.AddIf(p.Unit != "", "unit", p.Unit)
	f.Add("changes", p.Changes)
	f.Add("shown", p.Shown)
	f.AddIf(p.Seldom, "seldom", p.Seldom)
	f.AddIf(p.Aside, "aside", p.Aside)
	f.AddIf(p.Panel != "", "panel", p.Panel)
	f.AddIf(len(p.Needs) > 0, "needs", plainjson.Map(p.Needs))
	f.AddIf(p.With != "", "with", p.With)
	f.AddIf(p.Invite, "invite", p.Invite)
}

func (s *Sum) Fields(f *plainjson.Fields) {
	f.Add("key", s.Key)
	f.Add("min", s.Min)
	f.Add("max", s.Max)
}
