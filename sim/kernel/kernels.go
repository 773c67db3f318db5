// Package kernel is the inner loops of training and an exponential.
//
// WebAssembly pays for every loop back-edge, bounds
// check, spilled register and reload after a store. So a matrix is walked four
// rows and two columns at a time and a vector by eight; lengths agree where the
// compiler sees it, before the loop; what is used twice is read once; and the
// four-row walks are functions of their own. (Measured against one row at a time:
// half the time.) The order of the sums is fixed: it is part of "same link, same
// numbers".
package kernel

// Dot returns Σ_j a_j b_j. b is at least as long as a.
func Dot(a, b []float64) float64 {
	b = b[:len(a)]
	var s0, s1, s2, s3 float64
	j := 0
	for ; j < len(a)-7; j += 8 {
		s0 += a[j]*b[j] + a[j+4]*b[j+4]
		s1 += a[j+1]*b[j+1] + a[j+5]*b[j+5]
		s2 += a[j+2]*b[j+2] + a[j+6]*b[j+6]
		s3 += a[j+3]*b[j+3] + a[j+7]*b[j+7]
	}
	s := (s0 + s1) + (s2 + s3)
	for ; j < len(a); j++ {
		s += a[j] * b[j]
	}
	return s
}

// Axpy adds c·x to y. y is at least as long as x.
func Axpy(c float64, x, y []float64) {
	y = y[:len(x)]
	j := 0
	for ; j < len(x)-7; j += 8 {
		y[j] += c * x[j]
		y[j+1] += c * x[j+1]
		y[j+2] += c * x[j+2]
		y[j+3] += c * x[j+3]
		y[j+4] += c * x[j+4]
		y[j+5] += c * x[j+5]
		y[j+6] += c * x[j+6]
		y[j+7] += c * x[j+7]
	}
	for ; j < len(x); j++ {
		y[j] += c * x[j]
	}
}

// DotThenAxpy returns Σ_j w_j x_j and then adds c·x to w. x is at least as long
// as w.
func DotThenAxpy(w, x []float64, c float64) float64 {
	x = x[:len(w)]
	var s0, s1 float64
	j := 0
	for ; j < len(w)-7; j += 8 {
		x0, x1, x2, x3 := x[j], x[j+1], x[j+2], x[j+3]
		v0, v1, v2, v3 := w[j], w[j+1], w[j+2], w[j+3]
		s0 += (v0*x0 + v1*x1) + (v2*x2 + v3*x3)
		w[j], w[j+1], w[j+2], w[j+3] = v0+c*x0, v1+c*x1, v2+c*x2, v3+c*x3
		x0, x1, x2, x3 = x[j+4], x[j+5], x[j+6], x[j+7]
		v0, v1, v2, v3 = w[j+4], w[j+5], w[j+6], w[j+7]
		s1 += (v0*x0 + v1*x1) + (v2*x2 + v3*x3)
		w[j+4], w[j+5], w[j+6], w[j+7] = v0+c*x0, v1+c*x1, v2+c*x2, v3+c*x3
	}
	s := s0 + s1
	for ; j < len(w); j++ {
		v, y := w[j], x[j]
		s += v * y
		w[j] = v + c*y
	}
	return s
}

// ScaleThenAxpy writes out = x·w and then adds c·q to w: [productThenUpdate] of
// a matrix of one column. out and q are at least as long as w.
func ScaleThenAxpy(out, w []float64, x float64, q []float64, c float64) {
	out, q = out[:len(w)], q[:len(w)]
	j := 0
	for ; j < len(w)-3; j += 4 {
		v0, v1, v2, v3 := w[j], w[j+1], w[j+2], w[j+3]
		q0, q1, q2, q3 := q[j], q[j+1], q[j+2], q[j+3]
		w[j], w[j+1], w[j+2], w[j+3] = v0+c*q0, v1+c*q1, v2+c*q2, v3+c*q3
		out[j], out[j+1], out[j+2], out[j+3] = v0*x, v1*x, v2*x, v3*x
	}
	for ; j < len(w); j++ {
		v := w[j]
		w[j] = v + c*q[j]
		out[j] = v * x
	}
}

// Squares returns Σ_j a_j².
func Squares(a []float64) float64 {
	var s0, s1, s2, s3 float64
	j := 0
	for ; j < len(a)-7; j += 8 {
		v0, v1, v2, v3 := a[j], a[j+1], a[j+2], a[j+3]
		v4, v5, v6, v7 := a[j+4], a[j+5], a[j+6], a[j+7]
		s0 += v0*v0 + v4*v4
		s1 += v1*v1 + v5*v5
		s2 += v2*v2 + v6*v6
		s3 += v3*v3 + v7*v7
	}
	s := (s0 + s1) + (s2 + s3)
	for ; j < len(a); j++ {
		s += a[j] * a[j]
	}
	return s
}

// Product writes dst = W x for a W of len(dst) rows and len(x) columns.
func Product(dst, w, x []float64) {
	n, i := len(x), 0
	for ; i < len(dst)-3; i += 4 {
		dst[i], dst[i+1], dst[i+2], dst[i+3] = dotFour(w[i*n:], x)
	}
	for ; i < len(dst); i++ {
		dst[i] = Dot(w[i*n:(i+1)*n], x)
	}
}

// LeftProduct writes dst = q W for a W of len(q) rows and len(dst) columns.
func LeftProduct(dst, q, w []float64) {
	if n := len(dst); n <= narrow && n%4 == 0 {
		leftNarrow(dst, q, w)
		return
	}
	if len(q) < 4 {
		clear(dst)
		AddLeftProduct(dst, q, w)
		return
	}
	combineFour(q[0], q[1], q[2], q[3], w, dst)
	AddLeftProduct(dst, q[4:], w[4*len(dst):])
}

// AddLeftProduct adds q W to dst.
func AddLeftProduct(dst, q, w []float64) {
	n, i := len(dst), 0
	for ; i < len(q)-3; i += 4 {
		axpyFour(q[i], q[i+1], q[i+2], q[i+3], w[i*n:], dst)
	}
	for ; i < len(q); i++ {
		Axpy(q[i], w[i*n:(i+1)*n], dst)
	}
}

// ProductThenUpdate writes out = W x and then adds c·q xᵀ to W, of len(q) rows
// and len(x) columns, in a single walk over it. out is at least as long as q.
func ProductThenUpdate(out, w, x, q []float64, c float64) {
	out = out[:len(q)]
	n, i := len(x), 0
	for ; i < len(q)-3; i += 4 {
		out[i], out[i+1], out[i+2], out[i+3] = dotThenAxpyFour(w[i*n:], x, c*q[i], c*q[i+1], c*q[i+2], c*q[i+3])
	}
	for ; i < len(q); i++ {
		out[i] = DotThenAxpy(w[i*n:(i+1)*n], x, c*q[i])
	}
}

// fourRows returns the first four rows of a matrix with n columns. (Sliced this
// way the compiler knows their lengths.)
func fourRows(w []float64, n int) (w0, w1, w2, w3 []float64) {
	return w[:n], w[n:][:n], w[2*n:][:n], w[3*n:][:n]
}

// dotFour is [dot] of four rows.
func dotFour(w, x []float64) (s0, s1, s2, s3 float64) {
	w0, w1, w2, w3 := fourRows(w, len(x))
	j := 0
	for ; j < len(x)-1; j += 2 {
		x0, x1 := x[j], x[j+1]
		s0 += w0[j]*x0 + w0[j+1]*x1
		s1 += w1[j]*x0 + w1[j+1]*x1
		s2 += w2[j]*x0 + w2[j+1]*x1
		s3 += w3[j]*x0 + w3[j+1]*x1
	}
	if j < len(x) {
		x0 := x[j]
		s0 += w0[j] * x0
		s1 += w1[j] * x0
		s2 += w2[j] * x0
		s3 += w3[j] * x0
	}
	return s0, s1, s2, s3
}

// axpyFour adds Σ_i c_i·row i to y.
func axpyFour(c0, c1, c2, c3 float64, w, y []float64) {
	w0, w1, w2, w3 := fourRows(w, len(y))
	j := 0
	for ; j < len(y)-1; j += 2 {
		s0 := (c0*w0[j] + c1*w1[j]) + (c2*w2[j] + c3*w3[j])
		s1 := (c0*w0[j+1] + c1*w1[j+1]) + (c2*w2[j+1] + c3*w3[j+1])
		y[j] += s0
		y[j+1] += s1
	}
	if j < len(y) {
		y[j] += (c0*w0[j] + c1*w1[j]) + (c2*w2[j] + c3*w3[j])
	}
}

// combineFour writes Σ_i c_i·row i to y.
func combineFour(c0, c1, c2, c3 float64, w, y []float64) {
	w0, w1, w2, w3 := fourRows(w, len(y))
	j := 0
	for ; j < len(y)-1; j += 2 {
		y[j], y[j+1] = (c0*w0[j]+c1*w1[j])+(c2*w2[j]+c3*w3[j]), (c0*w0[j+1]+c1*w1[j+1])+(c2*w2[j+1]+c3*w3[j+1])
	}
	if j < len(y) {
		y[j] = (c0*w0[j] + c1*w1[j]) + (c2*w2[j] + c3*w3[j])
	}
}

// dotThenAxpyFour is [dotThenAxpy] of four rows.
func dotThenAxpyFour(w, x []float64, c0, c1, c2, c3 float64) (s0, s1, s2, s3 float64) {
	w0, w1, w2, w3 := fourRows(w, len(x))
	j := 0
	for ; j < len(x)-1; j += 2 {
		x0, x1 := x[j], x[j+1]
		v0, v1 := w0[j], w0[j+1]
		s0 += v0*x0 + v1*x1
		w0[j], w0[j+1] = v0+c0*x0, v1+c0*x1
		v0, v1 = w1[j], w1[j+1]
		s1 += v0*x0 + v1*x1
		w1[j], w1[j+1] = v0+c1*x0, v1+c1*x1
		v0, v1 = w2[j], w2[j+1]
		s2 += v0*x0 + v1*x1
		w2[j], w2[j+1] = v0+c2*x0, v1+c2*x1
		v0, v1 = w3[j], w3[j+1]
		s3 += v0*x0 + v1*x1
		w3[j], w3[j+1] = v0+c3*x0, v1+c3*x1
	}
	if j < len(x) {
		x0 := x[j]
		v0, v1, v2, v3 := w0[j], w1[j], w2[j], w3[j]
		s0 += v0 * x0
		s1 += v1 * x0
		s2 += v2 * x0
		s3 += v3 * x0
		w0[j], w1[j], w2[j], w3[j] = v0+c0*x0, v1+c1*x0, v2+c2*x0, v3+c3*x0
	}
	return s0, s1, s2, s3
}

// Products writes W x of every row x of xs, of cols numbers, as a row of dst: the bits of
// [Product], two vectors in a single walk over W.
func Products(dst, w, xs []float64, cols int) {
	rows := len(w) / cols
	for ; len(xs) >= 2*cols; dst, xs = dst[2*rows:], xs[2*cols:] {
		a, b, x, y := dst[:rows], dst[rows:][:rows], xs[:cols], xs[cols:][:cols]
		i := 0
		for ; i < rows-3; i += 4 {
			a[i], a[i+1], a[i+2], a[i+3], b[i], b[i+1], b[i+2], b[i+3] = dotFourTwice(w[i*cols:], x, y)
		}
		for ; i < rows; i++ {
			row := w[i*cols : (i+1)*cols]
			a[i], b[i] = Dot(row, x), Dot(row, y)
		}
	}
	if len(xs) > 0 {
		Product(dst[:rows], w, xs)
	}
}

// AddLeftProducts adds q W of every row q of qs to a row of dst, of cols numbers, likewise.
func AddLeftProducts(dst, qs, w []float64, cols int) {
	rows := len(w) / cols
	for ; len(qs) >= 2*rows && rows > 0; dst, qs = dst[2*cols:], qs[2*rows:] {
		a, b, p, q := dst[:cols], dst[cols:][:cols], qs[:rows], qs[rows:][:rows]
		i := 0
		for ; i < rows-3; i += 4 {
			axpyFourTwice(p[i:][:4], q[i:][:4], w[i*cols:], a, b)
		}
		for ; i < rows; i++ {
			row := w[i*cols : (i+1)*cols]
			Axpy(p[i], row, a)
			Axpy(q[i], row, b)
		}
	}
	if len(qs) > 0 {
		AddLeftProduct(dst[:cols], qs, w)
	}
}

// dotFourTwice is [dotFour] for two vectors.
func dotFourTwice(w, x, y []float64) (s0, s1, s2, s3, t0, t1, t2, t3 float64) {
	w0, w1, w2, w3 := fourRows(w, len(x))
	y = y[:len(x)]
	j := 0
	for ; j < len(x)-1; j += 2 {
		x0, x1, y0, y1 := x[j], x[j+1], y[j], y[j+1]
		a, b := w0[j], w0[j+1]
		s0 += a*x0 + b*x1
		t0 += a*y0 + b*y1
		a, b = w1[j], w1[j+1]
		s1 += a*x0 + b*x1
		t1 += a*y0 + b*y1
		a, b = w2[j], w2[j+1]
		s2 += a*x0 + b*x1
		t2 += a*y0 + b*y1
		a, b = w3[j], w3[j+1]
		s3 += a*x0 + b*x1
		t3 += a*y0 + b*y1
	}
	if j < len(x) {
		x0, y0 := x[j], y[j]
		s0, t0 = s0+w0[j]*x0, t0+w0[j]*y0
		s1, t1 = s1+w1[j]*x0, t1+w1[j]*y0
		s2, t2 = s2+w2[j]*x0, t2+w2[j]*y0
		s3, t3 = s3+w3[j]*x0, t3+w3[j]*y0
	}
	return
}

// axpyFourTwice is [axpyFour] for two sets of coefficients.
func axpyFourTwice(c, d, w, y, z []float64) {
	w0, w1, w2, w3 := fourRows(w, len(y))
	z = z[:len(y)]
	c0, c1, c2, c3 := c[0], c[1], c[2], c[3]
	d0, d1, d2, d3 := d[0], d[1], d[2], d[3]
	j := 0
	for ; j < len(y)-1; j += 2 {
		v0, v1, v2, v3 := w0[j], w1[j], w2[j], w3[j]
		u0, u1, u2, u3 := w0[j+1], w1[j+1], w2[j+1], w3[j+1]
		y[j] += (c0*v0 + c1*v1) + (c2*v2 + c3*v3)
		z[j] += (d0*v0 + d1*v1) + (d2*v2 + d3*v3)
		y[j+1] += (c0*u0 + c1*u1) + (c2*u2 + c3*u3)
		z[j+1] += (d0*u0 + d1*u1) + (d2*u2 + d3*u3)
	}
	if j < len(y) {
		v0, v1, v2, v3 := w0[j], w1[j], w2[j], w3[j]
		y[j] += (c0*v0 + c1*v1) + (c2*v2 + c3*v3)
		z[j] += (d0*v0 + d1*v1) + (d2*v2 + d3*v3)
	}
}
