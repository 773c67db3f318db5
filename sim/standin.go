package sim

import "math"

// NoExamples is the code of what trains on more examples than anything can hold, and on more of them than their second
// moments.
const NoExamples Code = "dataEndless"

// Examples returns what training sees of data of the scenario beside their second moments; nil: nothing. Batches are
// drawn from all examples. Rectified units of late fusion see sums over rays only ([Rays]): then a few examples stand for
// any number of them, or for the population. Its error is an *[Error]: early fusion sees all of a population.
func (s *Scenario) Examples(data *Data) (*Samples, error) {
	switch {
	case s.Method == Batches:
		return data.Samples, nil
	case s.Activation != ReLU:
		return nil, nil
	case s.Fusion == 2:
		if found := s.rayData(data, s.inputs()); found != nil {
			return found.standIn(s.sectors(data, found)), nil
		}
	}
	if data.Samples == nil {
		return nil, &Error{Code: NoExamples, Key: "from", Value: s.From, Allowed: []string{Sample}}
	}
	return data.Samples, nil
}

// sector holds the second moments of the lengths of two modalities where the first lies on one ray and the second on
// another: parts of expectations over all examples.
type sector struct{ aa, ab, bb float64 }

// sectors are those of every pair of rays, the second modality's fastest.
func (s *Scenario) sectors(data *Data, d *rayData) []sector {
	dims := s.inputs()
	rows, cols := len(d.rays[0])/dims[0], len(d.rays[1])/dims[1]
	list := make([]sector, rows*cols)
	if x := data.Samples; x != nil {
		part := 1 / float64(x.Count)
		for p := range x.Count {
			row := x.Inputs[p*x.Dim : (p+1)*x.Dim]
			i, a := onRay(d.rays[0], row[:dims[0]])
			j, b := onRay(d.rays[1], row[dims[0]:])
			c := &list[i*cols+j]
			c.aa, c.ab, c.bb = c.aa+part*a*a, c.ab+part*a*b, c.bb+part*b*b
		}
		return list
	}
	for i := range rows {
		for j := range cols {
			c := &list[i*cols+j]
			if s.Task == TaskXor { // x_A and x_B are independent
				*c = sector{s.Kappa * s.Kappa / 8, s.Kappa / 4 / math.Sqrt(2*math.Pi), 1. / 8}
				continue
			}
			rho := s.Rho
			if i != j { // of opposite signs
				rho = -rho
			}
			square := (rho*math.Sqrt(1-rho*rho) + math.Pi/2 + math.Asin(rho)) / (2 * math.Pi)
			*c = sector{s.Kappa * s.Kappa * square, s.Kappa * orthant(rho), square}
		}
	}
	return list
}

// onRay finds the ray that an input lies on, and how far out.
func onRay(rays, x []float64) (ray int, length float64) {
	d := len(x)
	if d == 1 {
		if x[0] < 0 {
			return 1, -x[0]
		}
		return 0, x[0]
	}
	for i := range len(rays) / d {
		same := true
		for j, v := range x {
			same = same && rays[i*d+j] == v
		}
		if same {
			return i, 1
		}
	}
	panic("sim: no ray of these data goes through one of their examples")
}

// rootOf is the root of what is left of a number: of less than rounding leaves, 0.
func rootOf(rest, of float64) float64 {
	if rest < 1e-12*of {
		return 0
	}
	return math.Sqrt(rest)
}

// standIn are examples of two modalities with the moments of the lengths that the data have, so that rectified units on
// rays learn from them as from the data. In every sector there are two, the columns of the triangular root of its moments,
// which has no negative numbers; targets are the regression on the lengths, and one example without inputs has what is left
// of their power. (ours)
func (d *rayData) standIn(sectors []sector) *Samples {
	dimA, dimB := len(d.rays[0])/d.moments.modalities[0].Dim, len(d.rays[1])/d.moments.modalities[1].Dim
	cols := len(d.rays[1]) / dimB
	omega, _ := d.moments.Optimum()
	x := &Samples{Dim: dimA + dimB}
	rest := d.moments.TargetPower()
	add := func(i, j int, a, b float64) {
		if a == 0 && b == 0 {
			return
		}
		for k := range dimA {
			x.Inputs = append(x.Inputs, a*d.rays[0][i*dimA+k])
		}
		for k := range dimB {
			x.Inputs = append(x.Inputs, b*d.rays[1][j*dimB+k])
		}
		y := a*omega[i] + b*omega[len(d.rays[0])/dimA+j]
		x.Targets, rest = append(x.Targets, y), rest-y*y
	}
	for at, c := range sectors {
		i, j, along := at/cols, at%cols, 0.0
		if c.aa > 0 {
			along = c.ab / math.Sqrt(c.aa)
			add(i, j, math.Sqrt(c.aa), along)
		}
		add(i, j, 0, rootOf(c.bb-along*along, c.bb))
	}
	x.Inputs, x.Targets = append(x.Inputs, make([]float64, x.Dim)...), append(x.Targets, rootOf(rest, d.moments.TargetPower()))
	x.Count = len(x.Targets)
	size := math.Sqrt(float64(x.Count)) // the sums above become means
	for _, list := range [][]float64{x.Inputs, x.Targets} {
		for i := range list {
			list[i] *= size
		}
	}
	return x
}
