package sim

// Version of the lab, shown on the page.
const Version = "0.1.0"

// Description is what a page needs to build its controls before the program
// has loaded.
type Description struct {
	Version    string                `json:"version"`
	Parameters []Parameter           `json:"parameters"`
	Scenarios  []ScenarioDescription `json:"scenarios"`
	Panels     []string              `json:"panels"`
	Diagrams   DiagramDescription    `json:"diagrams"`
}

// DiagramDescription is the menu of phase diagrams.
type DiagramDescription struct {
	Kinds   []DiagramKind    `json:"kinds"`
	Choices map[string][]any `json:"choices"` // by option; one that has none is on or off
}

// DiagramKind is one entry of the menu and what can be chosen about it.
type DiagramKind struct {
	Kind    string   `json:"kind"`
	Group   string   `json:"group"` // of the menu
	Chart   bool     `json:"chart"` // along one parameter
	Options []string `json:"options"`
}

// ScenarioDescription is one entry of the scenario menu.
type ScenarioDescription struct {
	Slug   string         `json:"slug"`
	Values map[string]any `json:"values"`
	Panel  string         `json:"panel"`           // of the pictures that share a place, the one to show first
	Group  string         `json:"group,omitempty"` // of the menu: [GroupRemedies], or none
}

// Describe returns the parameter table and the scenario list. The panels are
// the caller's: sim knows no picture.
func Describe(panels ...string) Description {
	d := Description{Version: Version, Parameters: Parameters(), Panels: panels}
	for _, slug := range Slugs() {
		s, err := Preset(slug)
		if err != nil {
			panic(err)
		}
		d.Scenarios = append(d.Scenarios, ScenarioDescription{slug, s.Values(), PanelOf(slug), s.menu()})
	}
	d.Diagrams = describeDiagrams()
	return d
}

// menu is the group of the menu that a preset is in.
func (s *Scenario) menu() string {
	if s.unremedied() {
		return ""
	}
	return GroupRemedies
}

// describeDiagrams lists the kinds after the plane of theory, which computes
// nothing.
func describeDiagrams() DiagramDescription {
	d := DiagramDescription{
		Kinds:   []DiagramKind{{TheoryPlane, GroupPlanes, false, []string{}}},
		Choices: map[string][]any{"cells": list(SweepCells), "x": list(SweepKeys()), "y": list(SweepKeys()), "quantity": list(OwnQuantities())},
	}
	for i := range diagrams {
		row, options := &diagrams[i], []string{}
		if !row.chart() {
			options = append(options, "cells")
		}
		if row.own() {
			options = append(options, "x", "y", "quantity")
		}
		if row.full {
			options = append(options, "full")
		}
		d.Kinds = append(d.Kinds, DiagramKind{row.kind, row.menu(), row.chart(), options})
	}
	return d
}

func list[T any](values []T) (all []any) {
	for _, v := range values {
		all = append(all, v)
	}
	return all
}
