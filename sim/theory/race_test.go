package theory

import (
	"math"
	"testing"
)

// TestRaceByHand: κ = 2, ρ = .5, w = (1, 1), so that Σ_yA = 5, Σ_yB = 2 and Σ̃_yB = .75. One
// unit with p = 2u, q = 0 a branch: A climbs at 5 to √1.25 and rests at √1.25, then
// at 1; B climbs at 2, and from then on at .75.
func TestRaceByHand(t *testing.T) {
	const u = 1e-6
	z := []float64{u, u}
	r := TwoLayerRace(toy(2, .5, 1, 1), Training{}, [][]float64{z, z})
	if len(r.Order) != 2 || r.Order[0] != 0 || r.Order[1] != 1 || r.Tied[0] || r.Tied[1] {
		t.Fatalf("order %v, tied %v", r.Order, r.Tied)
	}
	tA := math.Log(1.25/(u*u)-1) / 10
	ub := u * math.Exp(2*tA)
	tB := tA + math.Log(1/(ub*ub)-1)/1.5
	near(t, "t_A", r.Times[0], tA, 1e-12)
	near(t, "t_B", r.Times[1], tB, 1e-12)
	near(t, "level A", r.Levels[0], 1.25, 1e-12)
	near(t, "level B", r.Levels[1], 1, 1e-12)
	for m, want := range [][]Piece{
		{{From: 0, To: tA, Start: math.Log(u), End: math.Log(1.25) / 2, Residual: 5, Rate: 5},
			{From: tA, To: tB, Start: math.Log(1.25) / 2, End: math.Log(1.25) / 2, Rests: true},
			{From: tB, To: math.Inf(1), Rests: true}},
		{{From: 0, To: tA, Start: math.Log(u), End: math.Log(ub), Residual: 2, Rate: 2},
			{From: tA, To: tB, Start: math.Log(ub), Residual: .75, Rate: .75},
			{From: tB, To: math.Inf(1), Rests: true}},
	} {
		if len(r.Lines[m]) != len(want) {
			t.Fatalf("line %d: %v", m, r.Lines[m])
		}
		for i, w := range want {
			p := r.Lines[m][i]
			for _, c := range [][2]float64{{p.From, w.From}, {p.Start, w.Start}, {p.End, w.End}, {p.Residual, w.Residual}, {p.Rate, w.Rate}} {
				if math.Abs(c[0]-c[1]) > 1e-9*(1+math.Abs(c[1])) || p.Rests != w.Rests {
					t.Errorf("piece %d of %d: %+v, want %+v", i, m, p, w)
					break
				}
			}
		}
	}
}

// TestRaceThatTurns: κ = 2, ρ = −.8, w = (1, 1): Σ_yB = −.6, but Σ̃_yB = .36. While A is
// learned the wrong channel of B grows; then it falls as fast as the other one rises.
func TestRaceThatTurns(t *testing.T) {
	const u, v = 1e-6, 2e-6 // of the channels of B: along Σ_yB < 0, and against it
	d := toy(2, -.8, 1, 1)
	r := TwoLayerRace(d, Training{}, [][]float64{{u, u}, {v - u, v + u}})
	line := r.Lines[1]
	if len(line) != 4 {
		t.Fatalf("%+v", line)
	}
	tA := r.Times[0]
	near(t, "the wrong channel", line[0].Rate, .6, 1e-12)
	near(t, "its start", line[0].Start, math.Log(u), 1e-12)
	near(t, "it falls", line[1].Rate, -.36, 1e-12)
	near(t, "from", line[1].Start, math.Log(u)+.6*tA, 1e-9)
	near(t, "the other rises", line[2].Rate, .36, 1e-12)
	// Both are at one height in between.
	met := tA + (math.Log(u/v)+1.2*tA)/.72
	near(t, "where they meet", line[2].From, met, 1e-9)
	near(t, "at the height", line[2].Start, math.Log(v)-.6*tA+.36*(met-tA), 1e-9)
	near(t, "finish", line[2].End, 0, 1e-12)
}

// TestRaceThatNeverEnds: a modality with nothing to learn has a level line, and ones with a
// common start and a common rate come together.
func TestRaceThatNeverEnds(t *testing.T) {
	z := []float64{1e-5, 1e-5}
	r := TwoLayerRace(toy(2, 1, 1, 1), Training{}, [][]float64{z, z}) // B is half of A
	if len(r.Order) != 1 || !math.IsInf(r.Times[1], 1) || r.Levels[1] != 0 {
		t.Errorf("%+v", r)
	}
	last := r.Lines[1][len(r.Lines[1])-1]
	if last.Rate != 0 || last.Rests || !math.IsInf(last.To, 1) || last.Start != last.End {
		t.Errorf("B ends with %+v", last)
	}
	r = TwoLayerRace(toy(1, .3, 1, 1), Training{}, [][]float64{z, z})
	if !r.Tied[0] || !r.Tied[1] || r.Times[0] != r.Times[1] || len(r.Order) != 2 {
		t.Errorf("no tie: %+v", r)
	}
	if r = TwoLayerRace(toy(1, .3, 1, 1), Training{}, [][]float64{z, {1e-5, 1.1e-5}}); r.Order[0] != 1 {
		t.Errorf("from larger weights B is not earlier: %+v", r)
	}
	if r = TwoLayerRace(toy(1, 0, 0, 0), Training{}, [][]float64{z, z}); len(r.Order) != 0 || len(r.Lines[0]) != 1 {
		t.Errorf("nothing to learn: %+v", r)
	}
}

// TestRaceUnderDecay: weight decay draws a line down by λ₂ per τ while nothing drives it, as it slows down what is driven.
// κ = 2, ρ = −.5, w = (1, 1), λ₂ = .7: Σ_yB = 0 and Σ_yA = 3.
func TestRaceUnderDecay(t *testing.T) {
	const u, decay = 1e-6, .7
	d := toy(2, -.5, 1, 1)
	d.Decay = decay
	z := []float64{u, u}
	r := TwoLayerRace(d, Training{}, [][]float64{z, z})
	if len(r.Order) != 1 || r.Order[0] != 0 || len(r.Lines[1]) != 2 {
		t.Fatalf("%+v", r)
	}
	first, then := r.Lines[1][0], r.Lines[1][1]
	near(t, "A climbs", r.Lines[0][0].Rate, 3-decay, 1e-12)
	near(t, "B falls", first.Rate, -decay, 1e-12)
	near(t, "as far as", first.End, first.Start-decay*r.Times[0], 1e-12)
	if math.Abs(then.Start-first.End) > .5 || !(then.Rate < 0) || !math.IsNaN(then.End) { // of one unit, half is along what drives it now
		t.Errorf("B ends with %+v", then)
	}
	d.Decay = 5
	if r = TwoLayerRace(d, Training{}, [][]float64{z, z}); len(r.Order) != 0 || !(r.Lines[0][0].Rate < 0) || r.Lines[1][0].Rate != -5 || !math.IsNaN(r.Lines[1][0].End) {
		t.Errorf("over all signals: %+v", r)
	}
}

// TestRaceThatReturns: κ = 2, ρ = .9, w = (−.1, 1): A is learned at +.35 and has to end at
// −.1, so that its line falls, turns and comes back.
func TestRaceThatReturns(t *testing.T) {
	z := []float64{1e-5, .7e-5}
	r := TwoLayerRace(toy(2, .9, -.1, 1), Training{}, [][]float64{z, z})
	first := r.Lines[0]
	if len(r.Order) != 2 || r.Order[0] != 0 || len(first) < 4 {
		t.Fatalf("%+v", r)
	}
	n := len(first)
	falls, rises, rests := first[n-3], first[n-2], first[n-1]
	if !(falls.Rate < 0) || !(rises.Rate > 0) || !rests.Rests || falls.From != r.Times[1] {
		t.Errorf("%+v", first)
	}
	near(t, "A alone", falls.Start, math.Log(.35)/2, 1e-9)
	near(t, "A in the end", rests.Start, math.Log(.1)/2, 1e-9)
}

// TestDeepRace: between two modalities of one input it has the ratio of [DeepTimeRatio] in the
// limit, signs included; the first half-time is that of the flow, integrated.
func TestDeepRace(t *testing.T) {
	opposite := 0
	for _, depth := range []int{3, 4, 6} {
		for _, rho := range []float64{-.8, -.3, 0, .6} {
			d := toy(2, rho, 1, 1)
			rates := Rates(d, 0, 1)
			if rates.K < 0 {
				opposite++
			}
			want := DeepTimeRatio(rates, depth, depth, 1e-6)
			r := DeepRace(d, depth, []float64{1e-6, 1e-6})
			near(t, "ratio", r.Times[1]/r.Times[0]/want, 1, 1e-5)
			plateau, s := r.Levels[0], rates.First
			u, time := .02, 0.
			for dt := 1e-3; math.Pow(u, float64(depth)) < plateau/2; time += dt {
				dt = 1e-3 * u / (s * math.Pow(u, float64(depth-1)))
				slope := func(u float64) float64 {
					return s * (1 - math.Pow(u, float64(depth))/plateau) * math.Pow(u, float64(depth-1))
				}
				k := slope(u)
				u += dt * slope(u+dt*k/2)
			}
			near(t, "half-time", DeepHalfTime(s, plateau, .02, depth)/time, 1, 2e-3)
			line := r.Lines[1]
			near(t, "start", line[0].Start, -math.Pow(1e-6, float64(2-depth))/float64(depth-2), math.Abs(line[0].Start)*1e-12)
			near(t, "slope", line[0].Rate, math.Abs(d.Yx[1]), 1e-12)
		}
	}
	if opposite == 0 {
		t.Error("no channel turned")
	}
}
