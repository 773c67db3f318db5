package theory

import (
	"encoding/csv"
	"math"
	"os"
	"strconv"
	"testing"
)

// TestDeepTables: the paper's own lag_depth at L = 4, every row of the three
// sweeps, to the digits they are stored with.
func TestDeepTables(t *testing.T) {
	rows := 0
	for _, name := range []string{"theory_rho_sweep.csv", "theory_ratio_sweep.csv", "theory_init_sweep.csv"} {
		f, err := os.Open("../testdata/reference/" + name)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		records, err := csv.NewReader(f).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		for _, record := range records[1:] {
			v := map[string]float64{}
			for i, text := range record {
				if v[records[0][i]], err = strconv.ParseFloat(text, 64); err != nil {
					t.Fatal(err)
				}
			}
			rates := Rates(toy(v["ratio"], v["rho"], 1, 1), 0, 1)
			got := DeepTimeRatio(rates, 4, int(v["Lf"]), v["init"])
			if math.Abs(got-v["lag_depth"]) > 1e-6*v["lag_depth"] {
				t.Errorf("%s: L_f = %g, ρ = %g, κ = %g, u0 = %g: %.9g, the paper's code %.9g", name, v["Lf"], v["rho"], v["ratio"], v["init"], got, v["lag_depth"])
			}
			rows++
		}
	}
	if rows < 100 {
		t.Errorf("only %d rows compared", rows)
	}
}

// TestDeepLimits: the integral where it has a closed form, and the two-layer
// formula as the case L = L_f = 2.
func TestDeepLimits(t *testing.T) {
	r := Rates(toy(2, .3, 1, 1), 0, 1)
	for _, u0 := range []float64{.1, 1e-3, 1e-9} {
		near(t, "two layers", DeepFirstTime(r, 2, 2, u0)/FirstTime(r.First, u0), 1, 1e-10)
		for fusion := 3; fusion <= 8; fusion++ { // late: ∫ u^{1−L} du
			p := float64(fusion - 2)
			want := (math.Pow(u0, -p) - 1) / (p * r.First)
			near(t, "late", DeepFirstTime(r, fusion, fusion, u0)/want, 1, 1e-9)
		}
	}
	near(t, "two layers, ratio", DeepTimeRatio(r, 2, 2, .1), SignedTimeRatio(toy(2, .3, 1, 1), 0, 1), 1e-12)
	if early := DeepTimeRatio(r, 4, 1, .1); early != 1 {
		t.Errorf("early: %v", early)
	}
}
