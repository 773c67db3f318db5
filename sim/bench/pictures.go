package main

import (
	"math"

	"unimodal-bias-lab/sim"
)

// pictures are those of a sweep for a page to have them painted by whom it likes:
// what workers are told, and how much there is to do in each.
type pictures struct {
	Specs []string `json:"specs"`
	Tiles int      `json:"tiles"`
}

func list(key string) (p pictures, err error) {
	w, err := find(key)
	if err != nil {
		return p, err
	}
	for n := range w.Pictures {
		c := sim.NewCells(w.sweep(n))
		p.Specs = append(p.Specs, c.Encode())
		p.Tiles = c.Tiles()
	}
	return p, nil
}

// paint trains all cells of all pictures, and returns the sum of their values.
func (w *workload) paint() (sum float64) {
	for n := range w.Pictures {
		c := sim.NewCells(w.sweep(n))
		var values []float64
		for tile := range c.Tiles() {
			values = c.Tile(values[:0], tile)
			for _, v := range values {
				if !math.IsNaN(v) {
					sum += v
				}
			}
		}
	}
	return sum
}
