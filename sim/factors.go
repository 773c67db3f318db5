package sim

import (
	"unimodal-bias-lab/sim/kernel"
	"unimodal-bias-lab/sim/linalg"
)

// factors is a two-layer network of width N in the least width that is as good
// (ours). Row i of Z_m holds the incoming and the outgoing weights
// of hidden unit i of branch m. An epoch multiplies Z_m from the right by one
// small matrix, the same for every unit. So with Z_m = Q_m R_m, the columns of
// Q_m orthonormal, Q_m stays for ever, and R_m, a factor of the Gram matrix
// Z_mᵀ Z_m = R_mᵀ R_m, trains like a network of its own: one of as many hidden
// units as a unit has weights, whatever N is. Early fusion is one branch that
// reads everything.
type factors struct {
	*weights             // of R
	bases    [][]float64 // Q_m, N × rows of R_m; nil for the identity
	wide     *Network
	inner    []unitGroup // of R
	outer    []unitGroup // of wide
	r, z     []float64   // memory of network
}

func newFactors(d *drive, n *Network) *factors {
	f := &factors{wide: n.clone()}
	narrow := &Network{Architecture: n.Architecture}
	narrow.Width = 0
	var parts [][]float64 // R_m
	for _, g := range unitGroups(n) {
		z, columns := g.gather(nil)
		rows := min(n.Width, columns)
		if rows == n.Width {
			f.bases, parts = append(f.bases, nil), append(parts, z)
		} else {
			q, r := linalg.QR(z, n.Width, columns)
			f.bases, parts = append(f.bases, q), append(parts, r)
		}
		narrow.Width = max(narrow.Width, rows)
		for _, l := range g.incoming {
			narrow.Branches = append(narrow.Branches, []Layer{{Rows: rows, Cols: l.Cols}})
		}
		out := Layer{Rows: g.outgoing.Rows, Cols: rows}
		if n.Fusion == 1 {
			narrow.Shared = []Layer{out}
		} else {
			last := len(narrow.Branches) - 1
			narrow.Branches[last] = append(narrow.Branches[last], out)
		}
	}
	narrow.allocate()
	f.inner, f.outer = unitGroups(narrow), unitGroups(f.wide)
	for i, g := range f.inner {
		g.scatter(parts[i])
	}
	f.weights = newWeights(d, narrow)
	return f
}

// network multiplies Z_m = Q_m R_m out.
func (f *factors) network() *Network {
	for i, g := range f.inner {
		r, columns := g.gather(f.r[:0])
		f.r = r
		if f.bases[i] == nil {
			f.outer[i].scatter(r)
			continue
		}
		rows, size := len(r)/columns, f.wide.Width*columns
		if len(f.z) < size {
			f.z = make([]float64, size)
		}
		z := f.z[:size]
		clear(z)
		for u := range f.wide.Width {
			for k, q := range f.bases[i][u*rows : (u+1)*rows] {
				kernel.Axpy(q, r[k*columns:(k+1)*columns], z[u*columns:(u+1)*columns])
			}
		}
		f.outer[i].scatter(z)
	}
	return f.wide
}

// unitGroup are the hidden units that share their inputs in a two-layer network:
// those of one branch, or all of them in early fusion.
type unitGroup struct {
	incoming []Layer // units × d_m each
	outgoing Layer   // d_y × units
}

func unitGroups(n *Network) (groups []unitGroup) {
	if n.Fusion == 1 {
		g := unitGroup{outgoing: n.Shared[0]}
		for _, branch := range n.Branches {
			g.incoming = append(g.incoming, branch[0])
		}
		return []unitGroup{g}
	}
	for _, branch := range n.Branches {
		groups = append(groups, unitGroup{branch[:1], branch[1]})
	}
	return groups
}

// gather appends Z to z: a row a unit, its incoming weights first.
func (g unitGroup) gather(z []float64) (_ []float64, columns int) {
	for i := range g.outgoing.Cols {
		for _, l := range g.incoming {
			z = append(z, l.Row(i)...)
		}
		for k := range g.outgoing.Rows {
			z = append(z, g.outgoing.Row(k)[i])
		}
	}
	return z, len(z) / g.outgoing.Cols
}

// scatter is the inverse of gather.
func (g unitGroup) scatter(z []float64) {
	for i := range g.outgoing.Cols {
		for _, l := range g.incoming {
			z = z[copy(l.Row(i), z):]
		}
		for k := range g.outgoing.Rows {
			g.outgoing.Row(k)[i], z = z[0], z[1:]
		}
	}
}
