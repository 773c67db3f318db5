package lab

import (
	"encoding/csv"
	"encoding/json"
	"math"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"unimodal-bias-lab/sim"
)

// readCSV reads a CSV as pandas does with comment='#', and the lines that this leaves out.
func readCSV(t *testing.T, text string) (notes string, header []string, rows [][]float64) {
	t.Helper()
	for _, line := range strings.SplitAfter(text, "\n") {
		if strings.HasPrefix(line, "#") {
			notes += line
		}
	}
	r := csv.NewReader(strings.NewReader(text))
	r.Comment = '#'
	all, err := r.ReadAll()
	if err != nil || len(all) == 0 {
		t.Fatal(err)
	}
	for _, cells := range all[1:] {
		row := make([]float64, len(cells))
		for i, cell := range cells {
			if row[i], err = strconv.ParseFloat(cell, 64); cell == "" {
				row[i] = math.NaN()
			} else if err != nil {
				t.Fatal(err)
			}
		}
		rows = append(rows, row)
	}
	return notes, all[0], rows
}

// TestExports: every file of every scenario is made, says where it comes from, and holds the columns of the run bit for
// bit. What no file can hold is refused with its reason.
func TestExports(t *testing.T) {
	whole, _, _ := catalogues(t)
	for _, slug := range sim.Slugs() {
		t.Run(slug, func(t *testing.T) {
			t.Parallel()
			f := start(t)
			f.call("set", `{"scenario":"`+slug+`","seed":3}`)
			want := f.columns()
			s := f.lab.player.Scenario()
			link := "https://example.org/lab/#" + sim.EncodeLink(s, 0)

			file := f.exports("csv")
			if file.Name != slug+"-seed3.csv" || file.Type != "text/csv" {
				t.Errorf("it is called %s, %s", file.Name, file.Type)
			}
			notes, header, rows := readCSV(t, file.Text)
			for _, says := range []string{"scenario " + slug, "seed 3", sim.Version, link} {
				if !strings.Contains(notes, says) {
					t.Errorf("the CSV does not say %s", says)
				}
			}
			for i, c := range want {
				if header[i] != c.Name || !strings.Contains(notes, "# "+c.Name+": ") || len(rows) != len(c.Values) {
					t.Fatalf("column %d is %s with %d rows, not %s with %d", i, header[i], len(rows), c.Name, len(c.Values))
				}
				for e, v := range c.Values {
					if rows[e][i] != v {
						t.Fatalf("%s is %v at epoch %d, not %v", c.Name, rows[e][i], e, v)
					}
				}
			}

			var series struct {
				About   provenance
				Columns []sim.Column
			}
			if err := json.Unmarshal([]byte(f.exports("json").Text), &series); err != nil || !sameColumns(series.Columns, want) {
				t.Errorf("the JSON holds other columns: %v", err)
			}
			if a := series.About; a.Permalink != link || a.Seed != 3 || a.Scenario != slug || a.Version != sim.Version || a.Values["epochs"] != float64(s.Epochs) {
				t.Errorf("%+v", a)
			}

			for _, kind := range []string{"run", "numpy", "pytorch"} {
				file := f.exports(kind)
				text, name := file.Text, file.Name
				if !strings.HasPrefix(name, slug+"-seed3.") || !strings.Contains(strings.ReplaceAll(text, `\u0026`, "&"), link) || !strings.Contains(text, sim.Version) {
					t.Errorf("%s: %s does not say where it comes from", kind, name)
				}
				if needs := file.Needs; strings.Contains(text, `"`+slug+`-seed3.run.json"`) != (needs == slug+"-seed3.run.json") {
					t.Errorf("%s: it needs %q, and says otherwise", kind, needs)
				}
			}
		})
	}
	f := start(t)
	if _, failure := f.answer("export", `{"kind":"pdf"}`); failure["code"] != string(sim.NotAChoice) || len(failure["allowed"].([]any)) != len(exporters) {
		t.Error(failure)
	}
	f.call("set", `{"scenario":"relu","fusion":1}`)
	f.work()
	for _, kind := range []string{"run", "numpy", "pytorch"} {
		if _, failure := f.answer("export", `{"kind":"`+kind+`"}`); failure["code"] != string(sim.NoExamples) {
			t.Errorf("%s: %v", kind, failure)
		}
	}
	for _, code := range []string{"error.dataNoGrid", "error." + string(sim.NoExamples), "error.dataRun", "error.dataWeights"} {
		if whole[code] == "" {
			t.Errorf("%s is missing", code)
		}
	}
}

// TestGrids: the grid of a diagram is that of phaseDiagram, cell by cell, and theory alone has none.
func TestGrids(t *testing.T) {
	f := start(t)
	for _, kind := range []string{"gridCsv", "gridJson"} {
		if _, failure := f.answer("export", `{"kind":"`+kind+`"}`); failure["code"] != string(noGrid) {
			t.Error(failure)
		}
	}
	for _, choice := range []string{`{"kind":"ratio","cells":32}`, `{"kind":"chartRho"}`, `{"kind":"own","cells":32,"x":"rho","y":"eta","quantity":"first"}`} {
		f.call("diagram", choice)
		f.call("workers", `{"count":0}`)
		f.call("layout", `{"width":900,"height":420,"scale":2,"panels":{"training":{"x":0,"y":0,"w":450,"h":420},"phase":{"x":450,"y":0,"w":450,"h":420}}}`)
		f.work()
		for i := 0; f.call("phaseDiagram", "{}")["done"] != 1.; i++ {
			if f.frame(.02); i > 20000 {
				t.Fatal("it is never filled in")
			}
		}
		want := f.call("phaseDiagram", "{}")
		var got map[string]any
		if err := json.Unmarshal([]byte(f.exports("gridJson").Text), &got); err != nil {
			t.Fatal(err)
		}
		for key, v := range want {
			if key != "theories" && !reflect.DeepEqual(got[key], v) {
				t.Errorf("%s: %s differs from that of phaseDiagram", choice, key)
			}
		}
		notes, header, rows := readCSV(t, f.exports("gridCsv").Text)
		x, values, theory := want["x"].(map[string]any), want["values"].([]any), want["theory"].([]any)
		known := func(v any) float64 {
			if n, ok := v.(float64); ok {
				return n
			}
			return math.NaN()
		}
		same := func(a, b float64) bool { return a == b || math.IsNaN(a) && math.IsNaN(b) }
		if len(rows) != len(values) || header[0] != x["key"] || !strings.Contains(notes, "100% of it") {
			t.Fatalf("%s: %d rows for %d cells\n%s", choice, len(rows), len(values), notes)
		}
		xs := x["values"].([]any)
		for i, row := range rows {
			at := len(row) - 2
			ok := row[0] == xs[i%len(xs)] && same(row[at], known(values[i])) && same(row[at+1], known(theory[i]))
			if y, has := want["y"].(map[string]any); has {
				ok = ok && header[1] == y["key"] && row[1] == y["values"].([]any)[i/len(xs)]
			}
			if !ok {
				t.Fatalf("%s: row %d is %v", choice, i, row)
			}
		}
	}
}
