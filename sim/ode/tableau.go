// Package ode integrates ordinary differential equations ẏ = f(t, y) with
// embedded Runge–Kutta pairs. A tableau is a value; the
// stepping is written once, for all of them.
//
//	s := ode.NewStepper(ode.DormandPrince, len(y0))
//	s.Start(field, 0, y0)
//	for s.T < end {
//		if err := s.Step(end); err != nil { … }
//		// s.T, s.Y; between s.T-s.Taken and s.T: s.Dense(t, y)
//	}
//
// Reference: [HNW] Hairer, Nørsett, Wanner, Solving Ordinary Differential
// Equations I, 2nd ed., sec. II.4–II.6.
package ode

// Tableau is an explicit embedded Runge–Kutta pair with dense output.
type Tableau struct {
	Name     string
	Order    int         // of the solution that is carried on
	Embedded int         // of the one that estimates the error
	C        []float64   // nodes
	A        [][]float64 // A[i][j], j < i
	B        []float64   // weights of the solution
	Error    []float64   // weights of solution minus embedded solution
	// Dense[i] are the coefficients of θ, θ², … of stage i in the continuous
	// solution y(t + θh) = y + h Σ_i b_i(θ) k_i.
	Dense      [][]float64
	DenseOrder int
}

// DormandPrince is the pair of orders 5(4) of Dormand and Prince (1980), first
// same as last, with the continuous solution of order 4 [HNW, table II.5.2 and
// eq. II.6.12 ff.].
var DormandPrince = Tableau{
	Name: "Dormand–Prince 5(4)", Order: 5, Embedded: 4,
	C: []float64{0, 1. / 5, 3. / 10, 4. / 5, 8. / 9, 1, 1},
	A: [][]float64{
		{},
		{1. / 5},
		{3. / 40, 9. / 40},
		{44. / 45, -56. / 15, 32. / 9},
		{19372. / 6561, -25360. / 2187, 64448. / 6561, -212. / 729},
		{9017. / 3168, -355. / 33, 46732. / 5247, 49. / 176, -5103. / 18656},
		{35. / 384, 0, 500. / 1113, 125. / 192, -2187. / 6784, 11. / 84},
	},
	B:     []float64{35. / 384, 0, 500. / 1113, 125. / 192, -2187. / 6784, 11. / 84, 0},
	Error: []float64{71. / 57600, 0, -71. / 16695, 71. / 1920, -17253. / 339200, 22. / 525, -1. / 40},
	Dense: [][]float64{
		{1, -8048581381. / 2820520608, 8663915743. / 2820520608, -12715105075. / 11282082432},
		{0, 0, 0, 0},
		{0, 131558114200. / 32700410799, -68118460800. / 10900136933, 87487479700. / 32700410799},
		{0, -1754552775. / 470086768, 14199869525. / 1410260304, -10690763975. / 1880347072},
		{0, 127303824393. / 49829197408, -318862633887. / 49829197408, 701980252875. / 199316789632},
		{0, -282668133. / 205662961, 2019193451. / 616988883, -1453857185. / 822651844},
		{0, 40617522. / 29380423, -110615467. / 29380423, 69997945. / 29380423},
	},
	DenseOrder: 4,
}

// BogackiShampine is the pair of orders 3(2) of Bogacki and Shampine (1989),
// with cubic Hermite dense output.
var BogackiShampine = Tableau{
	Name: "Bogacki–Shampine 3(2)", Order: 3, Embedded: 2,
	C:     []float64{0, 1. / 2, 3. / 4, 1},
	A:     [][]float64{{}, {1. / 2}, {0, 3. / 4}, {2. / 9, 1. / 3, 4. / 9}},
	B:     []float64{2. / 9, 1. / 3, 4. / 9, 0},
	Error: []float64{-5. / 72, 1. / 12, 1. / 9, -1. / 8},
	Dense: [][]float64{
		{1, -4. / 3, 5. / 9},
		{0, 1, -2. / 3},
		{0, 4. / 3, -8. / 9},
		{0, -1, 1},
	},
	DenseOrder: 3,
}
