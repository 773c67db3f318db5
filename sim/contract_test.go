package sim

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"gonum.org/v1/gonum/diff/fd"
	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// What every way to train a network must satisfy. A new form is one row of
// formsUnderTest; a contract is a function that returns what is broken.

// formUnderTest is one way to train a network.
type formUnderTest struct {
	name  string
	flow  bool // follows gradient flow instead of gradient descent
	exact bool // trains the given network, not one like it
	fits  func(Architecture) bool
	start func(moments *Moments, network *Network, eta float64, epochs int) *Run
}

func anyArchitecture(Architecture) bool { return true }

var startFullWidth = formOf(FullWidth, GradientDescent).start

var formsUnderTest = []formUnderTest{
	formOf(FullWidth, GradientDescent),
	formOf(GramFactor, GradientDescent),
	formOf(Modes, GradientDescent),
	formOf(FullWidth, GradientFlow),
	formOf(GramFactor, GradientFlow),
	formOf(Angles, GradientFlow),
	rectifiedForm(FullWidth),
	rectifiedForm(Rays),
	rectifiedForm(Lines),
}

// rectifiedForm is rectified units of slope 1, which are linear, on a few examples
// that have the given moments.
func rectifiedForm(k Form) formUnderTest {
	return formUnderTest{
		name: k.String() + ", rectified", exact: true,
		fits: func(a Architecture) bool {
			return a.Depth == 2 && a.Output == 1 && (k == FullWidth ||
				k == Rays && a.Fusion == 2 && slices.Max(a.Inputs) == 1 ||
				k == Lines && a.Fusion == 1 && len(a.Inputs) == 2 && slices.Max(a.Inputs) == 1)
		},
		start: func(moments *Moments, network *Network, eta float64, epochs int) *Run {
			r, err := StartRun(moments, network, Plan{Eta: eta, Epochs: epochs, Form: k, Activation: ReLU, Slope: 1, Samples: examplesOf(moments)})
			if err != nil {
				panic(err)
			}
			return r
		},
	}
}

// examplesOf are 2 (D + 1) examples of a scalar target with the given moments: the
// columns of ±√(D + 1) F Q for F Fᵀ = E[(x, y)(x, y)ᵀ] and an orthogonal Q, so that
// no input is zero.
func examplesOf(m *Moments) *Samples {
	d := m.Inputs()
	n := d + 1
	c := mat.NewSymDense(n, nil)
	for i := range d {
		for j := range d {
			c.SetSym(i, j, m.sigma[i*d+j])
		}
		c.SetSym(i, d, m.yx[i])
	}
	c.SetSym(d, d, m.yy)
	var eigen mat.EigenSym
	eigen.Factorize(c, true)
	var f mat.Dense
	eigen.VectorsTo(&f)
	f.Apply(func(_, j int, v float64) float64 { return v * math.Sqrt(max(eigen.Values(nil)[j], 0)) }, &f)
	turn := mat.NewDense(n, n, nil)
	random := rand.New(rand.NewPCG(1, 1))
	turn.Apply(func(_, _ int, _ float64) float64 { return random.NormFloat64() }, turn)
	var qr mat.QR
	qr.Factorize(turn)
	qr.QTo(turn)
	f.Mul(mat.DenseCopyOf(&f), turn)
	x := &Samples{Count: 2 * n, Dim: d}
	for j := range n {
		for _, sign := range []float64{math.Sqrt(float64(n)), -math.Sqrt(float64(n))} {
			for i := range d {
				x.Inputs = append(x.Inputs, sign*f.At(i, j))
			}
			x.Targets = append(x.Targets, sign*f.At(d, j))
		}
	}
	return x
}

func formOf(k Form, method string) formUnderTest {
	return formUnderTest{
		name: k.String() + ", " + method, flow: method == GradientFlow, exact: true,
		fits: func(a Architecture) bool { return k.Exact(a, method) },
		start: func(moments *Moments, network *Network, eta float64, epochs int) *Run {
			r, err := StartRun(moments, network, Plan{Eta: eta, Epochs: epochs, Method: method, Form: k})
			if err != nil {
				panic(err)
			}
			return r
		},
	}
}

// contractShapes are small enough for a finite difference along every weight.
var contractShapes = []Architecture{
	{Depth: 2, Fusion: 2, Width: 4, Inputs: []int{1, 1}, Output: 1},
	{Depth: 2, Fusion: 1, Width: 4, Inputs: []int{1, 1}, Output: 1},
	{Depth: 2, Fusion: 2, Width: 3, Inputs: []int{3, 2}, Output: 2},
	{Depth: 3, Fusion: 2, Width: 3, Inputs: []int{1, 1}, Output: 1},
	{Depth: 4, Fusion: 1, Width: 3, Inputs: []int{1, 1}, Output: 1},
	{Depth: 4, Fusion: 2, Width: 3, Inputs: []int{1, 1}, Output: 1},
	{Depth: 4, Fusion: 3, Width: 3, Inputs: []int{1, 1}, Output: 1},
	{Depth: 4, Fusion: 4, Width: 3, Inputs: []int{1, 1}, Output: 1},
	{Depth: 2, Fusion: 2, Width: 3, Inputs: []int{1, 2, 1}, Output: 1},
	{Depth: 3, Fusion: 2, Width: 3, Inputs: []int{1, 1, 1}, Output: 1},
	{Depth: 3, Fusion: 3, Width: 3, Inputs: []int{1, 1}, Output: 1, BranchDepths: []int{3, 2}},
	{Depth: 3, Fusion: 2, Width: 3, Inputs: []int{2, 1}, Output: 1, BranchDepths: []int{2, 3}},
	{Depth: 3, Fusion: 2, Width: 3, Inputs: []int{2, 1}, Output: 2, BranchDepths: []int{2, 1}},
	{Depth: 4, Fusion: 2, Width: 3, Inputs: []int{1, 1, 1}, Output: 1, BranchDepths: []int{2, 3, 1}},
}

// contract is one law. mutants are forms that break it, to prove that breaking
// it is noticed.
type contract struct {
	name    string
	check   func(t *testing.T, k formUnderTest, a Architecture, seed uint64) error
	even    bool // a law of branches of equal depth
	mutants []formUnderTest
}

var contracts = []contract{
	{"a step goes down the gradient", stepsAlongGradient, false, []formUnderTest{
		mutant(func(eta float64) float64 { return 1.001 * eta }),
	}},
	{"balances are conserved", conservesBalances, false, []formUnderTest{
		descentCalledFlow,
		mutant(func(eta float64) float64 { return 100 * eta * eta }),
	}},
	{"a small step lowers the loss", lowersLoss, false, []formUnderTest{
		mutant(func(eta float64) float64 { return 50 * eta }),
		mutant(func(eta float64) float64 { return eta / 2 }),
	}},
	{"modalities can be exchanged", isSymmetric, false, []formUnderTest{{
		name: "prefers the first branch", fits: anyArchitecture,
		start: func(m *Moments, n *Network, eta float64, epochs int) *Run {
			floats.Scale(1+1e-9, n.Branches[0][0].Data)
			return startFullWidth(m, n, eta, epochs)
		},
	}}},
	{"half the rate takes twice the time", keepsTime, false, []formUnderTest{
		descentCalledFlow,
		mutant(func(eta float64) float64 { return eta + .3*eta*eta*eta/.02 }),
	}},
	{"a larger target is learned alike", scalesWithTarget, true, []formUnderTest{
		mutant(func(float64) float64 { return .02 }),
	}},
	{"what is not correlated is not learned", ignoresUncorrelated, false, []formUnderTest{{
		name: "sees a correlation", fits: anyArchitecture,
		start: func(m *Moments, n *Network, eta float64, epochs int) *Run {
			yx := m.Cross()
			yx[m.Inputs()-1] += .3 // the last input, of the first output or the last one
			other, err := NewMoments(m.Modalities(), m.Outputs(), m.Sigma(), yx, m.TargetPower())
			if err != nil {
				panic(err)
			}
			return startFullWidth(other, n, eta, epochs)
		},
	}}},
	{"it is the full-width network", equalsFullWidth, false, []formUnderTest{
		mutant(func(eta float64) float64 { return eta * (1 + 1e-8) }),
	}},
}

// mutant trains at another rate than it is asked to.
func mutant(rate func(float64) float64) formUnderTest {
	return formUnderTest{name: "another rate", exact: true, fits: anyArchitecture,
		start: func(m *Moments, n *Network, eta float64, epochs int) *Run {
			return startFullWidth(m, n, rate(eta), epochs)
		}}
}

var descentCalledFlow = formUnderTest{name: "descent called flow", flow: true, fits: anyArchitecture, start: startFullWidth}

func TestContracts(t *testing.T) {
	for _, c := range contracts {
		t.Run(c.name, func(t *testing.T) {
			for _, k := range formsUnderTest {
				for _, a := range contractShapes {
					if !k.fits(a) || c.even && !a.Shape().Equal() {
						continue
					}
					for seed := range uint64(2) {
						if err := c.check(t, k, a, seed); err != nil {
							t.Errorf("%s, %+v, seed %d: %v", k.name, a, seed, err)
						}
					}
				}
			}
		})
	}
}

// TestContractsCanFail: every contract notices its mutants, whatever the shape.
func TestContractsCanFail(t *testing.T) {
	for _, c := range contracts {
		if len(c.mutants) == 0 {
			t.Errorf("nothing shows that %q can fail", c.name)
		}
		for _, k := range c.mutants {
			for _, a := range contractShapes {
				if c.even && !a.Shape().Equal() {
					continue
				}
				if c.check(t, k, a, 0) == nil {
					t.Errorf("%q holds for the mutant %q, %+v", c.name, k.name, a)
				}
			}
		}
	}
}

// contractMoments are data on which every modality is learned within a few
// dozen τ, one clearly after the other.
func contractMoments(t *testing.T, a Architecture) *Moments {
	t.Helper()
	var modalities []Modality
	var std []float64
	for m, dim := range a.Inputs {
		modalities = append(modalities, Modality{string(rune('A' + m)), dim})
		for range dim {
			std = append(std, math.Pow(.6, float64(m))*1.6)
		}
	}
	d := len(std)
	sigma, w := make([]float64, d*d), make([]float64, a.Output*d)
	for i := range d {
		for j := range d {
			sigma[i*d+j] = .1 * std[i] * std[j]
		}
		sigma[i*d+i] = std[i] * std[i]
		for k := range a.Output {
			w[k*d+i] = 1 - .3*float64((i+k)%2) - 1.6*float64(i*k%2)
		}
	}
	yx, yy := make([]float64, a.Output*d), .2
	for k := range a.Output {
		for i := range d {
			yx[k*d+i] = floats.Dot(sigma[i*d:(i+1)*d], w[k*d:(k+1)*d])
		}
		yy += floats.Dot(yx[k*d:(k+1)*d], w[k*d:(k+1)*d])
	}
	m, err := NewMoments(modalities, a.Output, sigma, yx, yy)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// smallNetwork has initial weights small enough for all of training to follow.
func smallNetwork(t *testing.T, a Architecture, seed uint64) *Network {
	t.Helper()
	n := randomNetwork(t, a, seed)
	scale := .02
	if a.longest() > 2 {
		scale = .45
	}
	floats.Scale(scale, n.weights)
	return n
}

// plainLoss is ½ (Σ_yy − 2 tr W Σ_xy + tr W Σ Wᵀ) by plain matrix products.
func plainLoss(m *Moments, n *Network) float64 {
	d, ky := m.Inputs(), m.Outputs()
	w := mat.NewDense(ky, d, endToEnd(n))
	var half, quadratic, linear mat.Dense
	half.Mul(w, mat.NewDense(d, d, m.Sigma()))
	quadratic.Mul(&half, w.T())
	linear.Mul(w, mat.NewDense(ky, d, m.Cross()).T())
	return (m.TargetPower() - 2*mat.Trace(&linear) + mat.Trace(&quadratic)) / 2
}

// plainGradient is ∂ℒ/∂W of every weight by central differences.
func plainGradient(m *Moments, n *Network) []float64 {
	moved := n.clone()
	return fd.Gradient(nil, func(x []float64) float64 {
		copy(moved.weights, x)
		return plainLoss(m, moved)
	}, slices.Clone(n.weights), &fd.Settings{Formula: fd.Central})
}

func largest(v []float64) float64 { return floats.Norm(v, math.Inf(1)) }

// stepsAlongGradient: a step moves every weight by −η ∂ℒ/∂W; under gradient
// flow, to second order by that at the two ends.
func stepsAlongGradient(t *testing.T, k formUnderTest, a Architecture, seed uint64) error {
	const eta = 1e-3
	m := randomMoments(t, seed, a.Output, a.Inputs...)
	r := k.start(m, randomNetwork(t, a, seed), eta, 200)
	for _, epoch := range []int{0, 20, 199} {
		for r.Epoch() < epoch {
			r.Step()
		}
		before := r.Network().clone()
		if loss := r.Values("loss")[epoch]; math.Abs(loss-plainLoss(m, before)) > 1e-9*m.ZeroLoss() {
			return fmt.Errorf("loss %v at epoch %d, the network's is %v", loss, epoch, plainLoss(m, before))
		}
		r.Step()
		want, tol := plainGradient(m, before), 1e-7
		if k.flow {
			floats.Add(want, plainGradient(m, r.Network()))
			floats.Scale(.5, want)
			tol = 1e-5
		}
		size := largest(want)
		if size < 1e-3 {
			return errors.New("no gradient to compare with")
		}
		for i, w := range r.Network().weights {
			if got := (before.weights[i] - w) / eta; !(math.Abs(got-want[i]) <= tol*(1+size)) {
				return fmt.Errorf("epoch %d moves weight %d by −η·%v, its gradient is %v", epoch, i, got, want[i])
			}
		}
	}
	return nil
}

// conservesBalances: along the flow the balances between layers stay within
// the tolerance of the integrator; gradient descent drifts in proportion to η.
func conservesBalances(t *testing.T, k formUnderTest, a Architecture, seed uint64) error {
	m := randomMoments(t, seed+10, a.Output, a.Inputs...)
	drift := func(eta float64) (worst float64) {
		const time = 1.5
		n := randomNetwork(t, a, seed)
		r := k.start(m, n.clone(), eta, int(time/eta))
		before := balances(r.Network())
		for !r.Done() {
			r.Step()
		}
		for i, after := range balances(r.Network()) {
			after.Sub(after, before[i])
			worst = max(worst, mat.Norm(after, 2))
		}
		return worst
	}
	coarse := drift(2e-3)
	if k.flow {
		if !(coarse <= 1e-7) {
			return fmt.Errorf("the balances drift by %.2g", coarse)
		}
		return nil
	}
	if fine := drift(1e-3); !(coarse/fine > 1.9 && coarse/fine < 2.1) || fine > .05 {
		return fmt.Errorf("the balances drift by %.3g, at half the rate by %.3g", coarse, fine)
	}
	return nil
}

// lowersLoss: from anywhere along a run, a step of a tenth of 1/sharpness
// lowers the loss, by about η |∂ℒ/∂W|².
func lowersLoss(t *testing.T, k formUnderTest, a Architecture, seed uint64) error {
	m := contractMoments(t, a)
	random := rand.New(rand.NewPCG(seed, 3))
	along := startFullWidth(m, smallNetwork(t, a, seed), .02, 600)
	for range 8 {
		for range 1 + random.IntN(70) {
			along.Step()
		}
		begin := along.Network().clone()
		g := make([]float64, len(begin.weights))
		newTraining(begin, plain(m)).gradient(g)
		eta := .1 / sharpnessAt(m, begin, random)
		r := k.start(m, begin, eta, 1)
		r.Step()
		loss := r.Values("loss")
		if len(loss) < 2 {
			return fmt.Errorf("it diverged: %v", r.Diverged())
		}
		drop, linear := loss[0]-loss[1], eta*floats.Dot(g, g)
		if rounding := 1e-14 * m.ZeroLoss(); !(drop >= .85*linear-rounding && drop <= 1.15*linear+rounding) {
			return fmt.Errorf("from epoch %d, a step of %.2g lowers the loss by %.3g, expected %.3g", along.Epoch(), eta, drop, linear)
		}
	}
	return nil
}

// sharpnessAt is the largest |eigenvalue| of the Hessian, by power iteration.
func sharpnessAt(m *Moments, n *Network, random *rand.Rand) (size float64) {
	const h = 1e-5
	v := make([]float64, len(n.weights))
	for i := range v {
		v[i] = random.NormFloat64()
	}
	gradient := func(sign float64) []float64 {
		moved := n.clone()
		floats.AddScaled(moved.weights, sign*h, v)
		g := make([]float64, len(n.weights))
		newTraining(moved, plain(m)).gradient(g)
		return g
	}
	for range 60 {
		floats.Scale(1/floats.Norm(v, 2), v)
		curved := gradient(-1)
		floats.Sub(curved, gradient(1))
		floats.Scale(1/(2*h), curved)
		size = floats.Norm(curved, 2)
		v = curved
	}
	return size
}

// isSymmetric: modalities in the opposite order, with their data and branches,
// give the same curves in the opposite order.
func isSymmetric(t *testing.T, k formUnderTest, a Architecture, seed uint64) error {
	const eta, epochs = .02, 200
	m := randomMoments(t, seed+20, a.Output, a.Inputs...)
	var modalities []Modality
	var from []int // input of m that becomes the next one
	for i := len(a.Inputs) - 1; i >= 0; i-- {
		modalities = append(modalities, m.Modalities()[i])
		for j := range a.Inputs[i] {
			from = append(from, m.offset[i]+j)
		}
	}
	d := m.Inputs()
	var sigma, yx []float64
	for _, i := range from {
		for _, j := range from {
			sigma = append(sigma, m.sigma[i*d+j])
		}
	}
	for row := range a.Output {
		for _, i := range from {
			yx = append(yx, m.yx[row*d+i])
		}
	}
	opposite, err := NewMoments(modalities, a.Output, sigma, yx, m.TargetPower())
	if err != nil {
		t.Fatal(err)
	}
	n := randomNetwork(t, a, seed)
	b := a
	b.Inputs = slices.Clone(a.Inputs)
	slices.Reverse(b.Inputs)
	if a.BranchDepths != nil {
		b.BranchDepths = slices.Clone(a.BranchDepths)
		slices.Reverse(b.BranchDepths)
		b.Fusion = b.BranchDepths[0]
		b.Depth = b.Fusion + a.Depth - a.Fusion
	}
	turned, err := NewNetwork(b)
	if err != nil {
		t.Fatal(err)
	}
	for i, branch := range n.Branches {
		for l, w := range branch {
			copy(turned.Branches[len(a.Inputs)-1-i][l].Data, w.Data)
		}
	}
	for l, w := range n.Shared {
		copy(turned.Shared[l].Data, w.Data)
	}
	tol := 1e-12
	if k.flow {
		tol = 1e-8 // the integrator's: a factor of the Gram matrix depends on the order
	}
	one, other := k.start(m, n, eta, epochs), k.start(opposite, turned, eta, epochs)
	for !one.Done() {
		one.Step()
		other.Step()
		for i := range a.Inputs {
			got, want := other.Total(len(a.Inputs)-1-i), one.Total(i)
			if !floats.EqualApprox(got, want, tol) {
				return fmt.Errorf("epoch %d: modality %d has %v, exchanged %v", one.Epoch(), i, want, got)
			}
		}
	}
	return nil
}

// keepsTime: times in units of τ = 1/η do not depend on η under gradient flow;
// for gradient descent what they differ by halves with η.
func keepsTime(t *testing.T, k formUnderTest, a Architecture, seed uint64) error {
	const eta, longest = .02, 120.
	m := contractMoments(t, a)
	times := func(eta float64) (units []float64, state []float64) {
		r := k.start(m, smallNetwork(t, a, seed), eta, int(longest/eta))
		for !r.Done() {
			r.Step()
			if r.Epoch() == int(3/eta) {
				for i := range a.Inputs {
					state = append(state, r.Total(i)...)
				}
			}
			if r.Epoch()%int(2/eta) == 0 && !floats.HasNaN(r.Measure(r.Epoch()).Times) {
				break
			}
		}
		seen := r.Measure(r.Epoch())
		for i, epochs := range seen.Times {
			if r.passages.levels[i][toFinal] > 0 { // large enough beside the initial weights
				if !seen.apart() { // who of them goes by a plateau is a matter of steps
					epochs = r.passages.since(i, toFinal, math.Inf(1))
				}
				units = append(units, eta*epochs)
			}
		}
		return units, state
	}
	coarse, state := times(eta)
	middle, same := times(eta / 2)
	if len(coarse) == 0 || floats.HasNaN(coarse) || floats.HasNaN(middle) || floats.Min(coarse) < .1 {
		return fmt.Errorf("not everything is learned: %v", coarse)
	}
	if k.flow {
		if !floats.EqualApprox(state, same, 1e-6) || !floats.EqualApprox(coarse, middle, 1e-6) {
			return fmt.Errorf("times %v become %v, the state at 3τ %v becomes %v", coarse, middle, state, same)
		}
		return nil
	}
	fine, _ := times(eta / 4)
	for i := range coarse {
		first, second := coarse[i]-middle[i], middle[i]-fine[i]
		// What is left is of second order, as is reading times between two epochs.
		if !(math.Abs(first-2*second) <= .1*math.Abs(first)+3e-4*fine[i]) || math.Abs(first) > .05*fine[i] {
			return fmt.Errorf("t_%d/τ is %.6g, %.6g, %.6g at η, η/2, η/4", i, coarse[i], middle[i], fine[i])
		}
	}
	return nil
}

// scalesWithTarget: y → c y, every weight → c^{1/L} of it and
// η → η c^{−(2−2/L)} is the same run with W^tot → c W^tot: the residual grows by
// c and the L − 1 other layers by c^{(L−1)/L}.
func scalesWithTarget(t *testing.T, k formUnderTest, a Architecture, seed uint64) error {
	const c, eta, epochs = 1.7, .02, 300
	m := contractMoments(t, a)
	yx := m.Cross()
	floats.Scale(c, yx)
	larger, err := NewMoments(m.Modalities(), a.Output, m.Sigma(), yx, c*c*m.TargetPower())
	if err != nil {
		t.Fatal(err)
	}
	n := smallNetwork(t, a, seed)
	floats.Scale(2, n.weights)
	grown := n.clone()
	depth := float64(a.Depth)
	floats.Scale(math.Pow(c, 1/depth), grown.weights)
	tol := 1e-10
	if k.flow {
		tol = 1e-7
	}
	one, other := k.start(m, n, eta, epochs), k.start(larger, grown, eta*math.Pow(c, 2/depth-2), epochs)
	for !one.Done() {
		one.Step()
		other.Step()
		for i := range a.Inputs {
			got, want := other.Total(i), one.Total(i)
			floats.Scale(1/c, got)
			if !floats.EqualApprox(got, want, tol) {
				return fmt.Errorf("epoch %d: modality %d has %v, for the larger target %v", one.Epoch(), i, want, got)
			}
		}
	}
	return nil
}

// ignoresUncorrelated: the branch of a modality that correlates with nothing
// only shrinks, and so does its end-to-end map unless shared layers, which the
// other modalities grow, carry it along.
func ignoresUncorrelated(t *testing.T, k formUnderTest, a Architecture, seed uint64) error {
	const eta, epochs = .02, 1000
	known := a
	last := len(a.Inputs) - 1
	known.Inputs = a.Inputs[:last]
	m := contractMoments(t, known)
	d := m.Inputs() + a.Inputs[last]
	sigma, yx := make([]float64, d*d), make([]float64, a.Output*d)
	for i := range d {
		sigma[i*d+i] = 1
	}
	for i := range m.Inputs() {
		copy(sigma[i*d:], m.sigma[i*m.Inputs():(i+1)*m.Inputs()])
	}
	for row := range a.Output {
		copy(yx[row*d:], m.yx[row*m.Inputs():(row+1)*m.Inputs()])
	}
	modalities := append(slices.Clone(m.Modalities()), Modality{"Z", a.Inputs[last]})
	all, err := NewMoments(modalities, a.Output, sigma, yx, m.TargetPower())
	if err != nil {
		t.Fatal(err)
	}
	r := k.start(all, smallNetwork(t, a, seed), eta, epochs)
	norms := func() (list []float64) {
		for _, w := range r.Network().Branches[last] {
			list = append(list, w.Norm())
		}
		return list
	}
	begin := norms()
	for !r.Done() {
		r.Step()
	}
	for l, norm := range norms() {
		if !(norm <= begin[l]*(1+1e-9)) {
			return fmt.Errorf("layer %d of the branch grows from %v to %v", l, begin[l], norm)
		}
	}
	total := r.Norm(last)
	most := .1 * m.OptimumNorm(0)
	if a.Fusion == a.Depth {
		most = total[0] * (1 + 1e-9)
	}
	if !(total[epochs] <= most) {
		return fmt.Errorf("the modality goes from %v to %v", total[0], total[epochs])
	}
	if !(r.Norm(0)[epochs] > m.OptimumNorm(0)/2) {
		return errors.New("nothing else is learned")
	}
	return nil
}

// equalsFullWidth: an exact form of gradient descent gives the maps and the
// loss of the full-width network at every epoch, at any width.
func equalsFullWidth(t *testing.T, k formUnderTest, a Architecture, seed uint64) error {
	if !k.exact || k.flow {
		return nil
	}
	m := contractMoments(t, a)
	for _, a.Width = range []int{1, 10, 100, 500} {
		epochs, eta, scale := 300, .04, .05/math.Sqrt(float64(a.Width))
		if a.Depth > 2 {
			epochs, scale = max(8, min(300, 3000/a.Width)), .7
			if a.Width == 500 {
				epochs = 8
			}
		}
		n, err := NewNetwork(a)
		if err != nil {
			t.Fatal(err)
		}
		n.Init(seed+1, scale)
		full := newTraining(n.clone(), plain(m))
		r := k.start(m, n, eta, epochs)
		for e := 0; ; e++ {
			if loss, want := r.Values("loss")[e], full.loss(); !(math.Abs(loss-want) <= 1e-10*want) {
				return fmt.Errorf("width %d, epoch %d: loss %v, at full width %v", a.Width, e, loss, want)
			}
			d := m.Inputs()
			for i := range a.Inputs {
				got := r.Total(i)
				var want []float64
				for row := range a.Output {
					want = append(want, full.total[row*d+m.offset[i]:row*d+m.offset[i+1]]...)
				}
				if !floats.EqualApprox(got, want, 1e-10*largest(want)) {
					return fmt.Errorf("width %d, epoch %d: modality %d has %v, at full width %v", a.Width, e, i, got, want)
				}
			}
			if r.Done() {
				break
			}
			r.Step()
			full.epoch(eta)
		}
	}
	return nil
}
