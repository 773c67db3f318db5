package sim

// rectifier prepares the objective of rectified networks on some data: what it
// returns makes one for a learner, all of which share what is only read.
//
// The form is Rays, Lines or FullWidth, or Fastest for the first of these that the
// data allow. Errors are of type *[Error].
func (s *Scenario) rectifier(data *Data, network *Network, form Form) (Form, func() objective, error) {
	a, groups, slope := network.Architecture, newRectified(network).groups, s.Slope
	switch form {
	case Fastest, Rays, Lines:
		if a.Fusion == 2 && form != Lines {
			if found := s.rayData(data, a.Inputs); found != nil {
				return Rays, func() objective { return newRays(found, groups, slope) }, nil
			}
		}
		if a.Fusion == 1 && form != Rays {
			if found := s.lineData(data, a.Inputs); found != nil {
				return Lines, func() objective { return newLines(found, &groups[0], slope) }, nil
			}
		}
		if form != Fastest {
			return form, nil, &Error{Code: Mismatch, Key: "form", Value: format("%v do not hold the inputs of these data in a network with fusion layer %v", form, a.Fusion)}
		}
	case FullWidth:
	default:
		return form, nil, &Error{Code: Mismatch, Key: "form", Value: format("%v do not stand for rectified units", form)}
	}
	if data.Samples == nil {
		return form, nil, &Error{Code: Unsuited, Key: "from", Value: Population, Allowed: []string{Sample}, Beside: "activation", BesideValue: ReLU}
	}
	examples := newExamples(data.Samples, a.Width)
	return FullWidth, func() objective { return newBatches(examples, groups, slope) }, nil
}

// rayData are the rays of the examples, or of the population, nil if there are none.
func (s *Scenario) rayData(data *Data, inputs []int) *rayData {
	switch {
	case data.Samples != nil:
		return data.Samples.rays(inputs)
	case s.Task == TaskToy:
		return toyRays(s.Kappa, s.Rho, s.R*s.WB, s.WB, s.Noise)
	case s.Task == TaskXor:
		return xorRays(s.Kappa)
	}
	return nil
}

// lineData are the lines of the examples, or of the population, nil if there are
// none.
func (s *Scenario) lineData(data *Data, inputs []int) *lineData {
	switch {
	case data.Samples != nil:
		return data.Samples.lines(inputs)
	case s.Task == TaskToy:
		return toyLines(s.Kappa, s.Rho, s.R*s.WB, s.WB, s.Noise)
	case s.Task == TaskXor:
		return xorLines(s.Kappa)
	}
	return nil
}

// checkRectified returns an *[Error] for a network or a plan that rectified units
// are not trained with.
func checkRectified(a Architecture, p *Plan, inputs int) error {
	unsuited := func(key string, value any, allowed string) *Error {
		return &Error{Code: Unsuited, Key: key, Value: value, Allowed: []string{allowed}, Beside: "activation", BesideValue: ReLU}
	}
	switch {
	case a.Depth != 2:
		return unsuited("depth", a.Depth, "2")
	case !a.Shape().Equal():
		return &Error{Code: Mismatch, Key: "network", Value: "branches of unequal depth have no rectified units here"}
	case a.Output != 1:
		return unsuited("outputs", a.Output, "1")
	case !(p.Slope >= 0 && p.Slope <= 1):
		return outOfRange("slope", p.Slope, 0, 1)
	case p.Samples == nil:
		return &Error{Code: Mismatch, Key: "samples", Value: "there are none, and rectified units need some"}
	}
	return p.Samples.check(inputs)
}

// check returns an *[Error] for what are no examples for networks that read so many inputs.
func (x *Samples) check(inputs int) error {
	if x.Count < 1 || x.Dim != inputs || len(x.Inputs) != x.Count*x.Dim || len(x.Targets) != x.Count {
		return &Error{Code: Mismatch, Key: "samples", Value: format("%v inputs and %v targets of %v examples of %v numbers for networks that read %v", len(x.Inputs), len(x.Targets), x.Count, x.Dim, inputs)}
	}
	return nil
}
