package scene

// Linear maps the domain [From, To] onto the range [Start, End].
type Linear struct{ From, To, Start, End float64 }

// At is the image of v. A domain without extent maps to Start.
func (l Linear) At(v float64) float64 {
	if l.To == l.From {
		return l.Start
	}
	return l.Start + (v-l.From)/(l.To-l.From)*(l.End-l.Start)
}

// Invert is the v with At(v) = position; From when the range has no extent.
func (l Linear) Invert(position float64) float64 {
	if l.End == l.Start {
		return l.From
	}
	return l.From + (position-l.Start)/(l.End-l.Start)*(l.To-l.From)
}
