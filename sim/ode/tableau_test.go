package ode

import (
	"fmt"
	"math"
)

// check verifies what can be verified without trying: shapes, row sums,
// quadrature conditions Σ b_i c_i^{q−1} = 1/q up to the order for the solution
// and the embedded one, and that the dense output starts in k_1 and ends in the
// solution. First same as last is required: the last stage is the next first.
func check(t *Tableau) error {
	n := len(t.C)
	if len(t.A) != n || len(t.B) != n || len(t.Error) != n || len(t.Dense) != n {
		return fmt.Errorf("%s: %d nodes but %d rows, %d weights, %d error weights, %d dense rows", t.Name, n, len(t.A), len(t.B), len(t.Error), len(t.Dense))
	}
	const tol = 1e-12
	for i, row := range t.A {
		sum := 0.0
		for _, a := range row {
			sum += a
		}
		if len(row) > i || math.Abs(sum-t.C[i]) > tol {
			return fmt.Errorf("%s: row %d has %d entries and sum %v, its node is %v", t.Name, i, len(row), sum, t.C[i])
		}
	}
	for j, a := range t.A[n-1] {
		if math.Abs(a-t.B[j]) > tol {
			return fmt.Errorf("%s: the last stage is not the solution", t.Name)
		}
	}
	for q := 1; q <= t.Order; q++ {
		sum, embedded := 0.0, 0.0
		for i, c := range t.C {
			p := math.Pow(c, float64(q-1))
			sum += t.B[i] * p
			embedded += (t.B[i] - t.Error[i]) * p
		}
		if math.Abs(sum-1/float64(q)) > tol {
			return fmt.Errorf("%s: Σ b c^%d = %v", t.Name, q-1, sum)
		}
		if q <= t.Embedded && math.Abs(embedded-1/float64(q)) > tol {
			return fmt.Errorf("%s: Σ b̂ c^%d = %v", t.Name, q-1, embedded)
		}
	}
	for i, row := range t.Dense {
		sum := 0.0
		for _, d := range row {
			sum += d
		}
		first := 0.0
		if i == 0 {
			first = 1
		}
		if math.Abs(sum-t.B[i]) > 1e-9 || row[0] != first {
			return fmt.Errorf("%s: dense row %d begins with %v and ends in %v, the weight is %v", t.Name, i, row[0], sum, t.B[i])
		}
	}
	return nil
}
