package sim

// The three inner loops of training. WebAssembly pays for every loop back-edge
// and bounds check, so they are unrolled by four with one slice check a turn.
// The order of the sums is fixed: it is part of "same link, same numbers".

// dot returns Σ_j a_j b_j. b is at least as long as a.
func dot(a, b []float64) float64 {
	b = b[:len(a)]
	var s0, s1, s2, s3 float64
	for len(a) >= 4 && len(b) >= 4 {
		x, y := a[:4:4], b[:4:4]
		s0 += x[0] * y[0]
		s1 += x[1] * y[1]
		s2 += x[2] * y[2]
		s3 += x[3] * y[3]
		a, b = a[4:], b[4:]
	}
	s := (s0 + s1) + (s2 + s3)
	for j, x := range a {
		s += x * b[j]
	}
	return s
}

// axpy adds c·x to y. y is at least as long as x.
func axpy(c float64, x, y []float64) {
	y = y[:len(x)]
	for len(x) >= 4 && len(y) >= 4 {
		p, q := x[:4:4], y[:4:4]
		q[0] += c * p[0]
		q[1] += c * p[1]
		q[2] += c * p[2]
		q[3] += c * p[3]
		x, y = x[4:], y[4:]
	}
	for j, v := range x {
		y[j] += c * v
	}
}

// dotThenAxpy returns Σ_j w_j x_j and then adds c·x to w: forward pass and
// update of one row of a layer in a single walk over it.
func dotThenAxpy(w, x []float64, c float64) float64 {
	x = x[:len(w)]
	var s0, s1, s2, s3 float64
	for len(w) >= 4 && len(x) >= 4 {
		p, q := w[:4:4], x[:4:4]
		s0 += p[0] * q[0]
		s1 += p[1] * q[1]
		s2 += p[2] * q[2]
		s3 += p[3] * q[3]
		p[0] += c * q[0]
		p[1] += c * q[1]
		p[2] += c * q[2]
		p[3] += c * q[3]
		w, x = w[4:], x[4:]
	}
	s := (s0 + s1) + (s2 + s3)
	for j := range w {
		s += w[j] * x[j]
		w[j] += c * x[j]
	}
	return s
}
