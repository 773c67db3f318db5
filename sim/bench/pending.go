package main

import (
	"strings"

	"unimodal-bias-lab/sim"
)

// MERGE: fill in the lines below, then delete pending and ready.

const pending = "bcf" // keys of the workloads that sim cannot do yet

func full(s sim.Scenario) (*sim.Run, error)    { return sim.NewRun(s) }   // sim.NewFullRun(s)
func reduced(s sim.Scenario) (*sim.Run, error) { panic("not there yet") } // sim.NewRun(s)
func flow() sim.Scenario                       { return late() }          // scenario("late", map[string]any{"method": "flow"})
func converge(s sim.Scenario) error            { panic("not there yet") } // _, err := sim.Converge(s); return err
func cell(s sim.Scenario) error                { panic("not there yet") } // _, err := sim.Cell(s); return err

func ready() (list []workload) {
	for _, w := range workloads {
		if !strings.Contains(pending, w.Key) {
			list = append(list, w)
		}
	}
	return list
}
