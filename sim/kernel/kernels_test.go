package kernel

import (
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// TestMatrixKernels has every remainder of rows by four and columns by two, narrow and wide.
func TestMatrixKernels(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 3))
	draw := func(n int) []float64 {
		a := make([]float64, n)
		for i := range a {
			a[i] = random.NormFloat64()
		}
		return a
	}
	for rows := 1; rows < 10; rows++ {
		for cols := 1; cols < 18; cols++ {
			w, x, q := draw(rows*cols), draw(cols), draw(rows)
			a, wx, qw := mat.NewDense(rows, cols, w), mat.NewVecDense(rows, nil), mat.NewVecDense(cols, nil)
			wx.MulVec(a, mat.NewVecDense(cols, x))
			qw.MulVec(a.T(), mat.NewVecDense(rows, q))
			var moved mat.Dense
			moved.RankOne(a, 0.7, mat.NewVecDense(rows, q), mat.NewVecDense(cols, x))
			check := func(name string, got, want []float64) {
				if !floats.EqualApprox(got, want, 1e-13) {
					t.Errorf("%d × %d: %s %v, want %v", rows, cols, name, got, want)
				}
			}
			out := draw(rows)
			Product(out, w, x)
			check("product", out, wx.RawVector().Data)
			left := draw(cols)
			LeftProduct(left, q, w)
			check("leftProduct", left, qw.RawVector().Data)
			for count := range 4 { // several at once
				xs, qs := draw(count*cols), draw(count*rows)
				out, left := draw(count*rows), draw(count*cols)
				want := append([]float64(nil), left...)
				Products(out, w, xs, cols)
				AddLeftProducts(left, qs, w, cols)
				for k := range count {
					one := draw(rows)
					Product(one, w, xs[k*cols:(k+1)*cols])
					if !floats.Equal(one, out[k*rows:(k+1)*rows]) {
						t.Errorf("%d × %d: products %v, want %v", rows, cols, out[k*rows:(k+1)*rows], one)
					}
					AddLeftProduct(want[k*cols:(k+1)*cols], qs[k*rows:(k+1)*rows], w)
				}
				check("left products", left, want)
			}
			check("squares", []float64{Squares(w)}, []float64{floats.Dot(w, w)})
			same := append([]float64(nil), w...)
			ProductThenUpdate(draw(rows+1), same, x, q, 0)
			check("no update", same, w)
			if cols == 1 {
				column, scaled := append([]float64(nil), w...), draw(rows)
				ScaleThenAxpy(scaled, column, x[0], q, 0.7*x[0])
				check("scaleThenAxpy", append(scaled, column...), append(append([]float64(nil), wx.RawVector().Data...), moved.RawMatrix().Data...))
			}
			ProductThenUpdate(out, w, x, q, 0.7)
			check("product before the update", out, wx.RawVector().Data)
			check("update", w, moved.RawMatrix().Data)
		}
	}
}

func TestKernels(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for n := range 20 {
		a, b := make([]float64, n), make([]float64, n)
		for i := range a {
			a[i], b[i] = random.NormFloat64(), random.NormFloat64()
		}
		if got, want := Dot(a, b), floats.Dot(a, b); math.Abs(got-want) > 1e-12 {
			t.Errorf("n = %d: dot %v, want %v", n, got, want)
		}
		want := floats.AddScaledTo(make([]float64, n), b, 0.7, a)
		got := append([]float64(nil), b...)
		Axpy(0.7, a, got)
		if !floats.EqualApprox(got, want, 1e-14) {
			t.Errorf("n = %d: axpy %v, want %v", n, got, want)
		}
		got = append(got[:0], b...)
		if s := DotThenAxpy(got, a, 0.7); math.Abs(s-floats.Dot(a, b)) > 1e-12 || !floats.EqualApprox(got, want, 1e-14) {
			t.Errorf("n = %d: dotThenAxpy gave %v and %v", n, s, got)
		}
	}
}
