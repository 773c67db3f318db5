package sim

import (
	"encoding/json"
	"errors"
	"math"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
)

// drawnSet is a random data set: y = V x + noise of inputs with a random covariance.
func drawnSet(random *rand.Rand, dims []int, targets int) *DataSet {
	d := unnamed(dims, targets, nil)
	n, rank := d.size(), d.size()+2
	mix := make([]float64, n*rank)
	for i := range mix {
		mix[i] = random.NormFloat64()
	}
	for i := range n {
		for j := i; j < n; j++ {
			sum := 0.0
			for k := range rank {
				sum += mix[i*rank+k] * mix[j*rank+k]
			}
			d.Upper = append(d.Upper, sum/float64(rank))
		}
	}
	return d
}

// TestDataSetIsKept: a set goes into a link and comes back where it fits, else it stays in this
// program, whole.
func TestDataSetIsKept(t *testing.T) {
	random := rand.New(rand.NewPCG(15, 1))
	for _, c := range []struct {
		name    string
		dims    []int
		targets int
		change  func(*DataSet)
		begins  string
	}{
		{"two blocks", []int{2, 2}, 1, func(*DataSet) {}, "2_2~"},
		{"six", []int{1, 2, 1, 1, 2, 1}, 1, func(*DataSet) {}, "1_2_1_1_2_1~"},
		{"names", []int{2, 2, 1}, 1, func(d *DataSet) { d.Modalities[0].Name, d.Modalities[1].Name = "audio", "video" }, "audio:2_video:2_C:1~"},
		{"odd names", []int{1, 1}, 1, func(d *DataSet) { d.Modalities[0].Name, d.Modalities[1].Name = "à_b ~:-,%", "x" }, "à%5Fb%20%7E%3A%2D%2C%25:1_x:1~"},
		{"targets", []int{2, 2}, 3, func(*DataSet) {}, "2_2-3~"},
		{"held out", []int{2, 2}, 1, func(d *DataSet) { d.HeldOut = append([]float64(nil), d.Upper...) }, inTab},
		{"many inputs", []int{10, 30}, 1, func(*DataSet) {}, inTab},
		{"large numbers", []int{1, 1}, 1, func(d *DataSet) {
			for i := range d.Upper {
				d.Upper[i] *= 1e12
			}
		}, inTab},
		{"more than a link takes", []int{4, 8}, MaxTargets, func(*DataSet) {}, inTab},
	} {
		set := drawnSet(random, c.dims, c.targets)
		c.change(set)
		set.Rows, set.Source = 77, c.name+".csv"
		text, err := json.Marshal(set)
		if err != nil {
			t.Fatal(err)
		}
		var back DataSet
		if err := json.Unmarshal(text, &back); err != nil || !reflect.DeepEqual(&back, set) {
			t.Fatalf("%s: %+v came back from JSON as %+v, %v", c.name, set, back, err)
		}
		own, err := Keep(&back)
		if err != nil || !strings.HasPrefix(own, c.begins) || Local(own) != (c.begins == inTab) {
			t.Fatalf("%s: %s, %v, want %s…", c.name, own, err, c.begins)
		}
		if again, err := Keep(set); again != own || err != nil {
			t.Errorf("%s: kept twice it is %s, then %s, %v", c.name, own, again, err)
		}
		if got := Kept(own); !reflect.DeepEqual(got, set) {
			t.Errorf("%s: kept %+v, got %+v", c.name, set, got)
		}
		s, err := Default().With(map[string]any{"task": TaskOwn, "own": own})
		if err != nil || s.Own != own {
			t.Fatalf("%s: %v", c.name, err)
		}
		link := EncodeLink(s, 3)
		if back, epoch, notices := ParseLink(link); back != s || epoch != 3 || len(notices) > 0 {
			t.Errorf("%s: %s came back as %+v, %v", c.name, link, back, notices)
		}
		if Local(own) {
			continue
		}
		forgotten := keep.sets
		keep.sets, keep.read = nil, nil // as in another program
		got := Kept(own)
		if !reflect.DeepEqual(got.Upper, set.Upper) || !reflect.DeepEqual(got.Modalities, set.Modalities) || len(got.Targets) != c.targets || got.Check() != nil {
			t.Errorf("%s: read as %+v", c.name, got)
		}
		keep.sets = forgotten
	}
}

// TestDataElsewhere: a link to data of another tab says so, and shows the example in its own time
// unit instead.
func TestDataElsewhere(t *testing.T) {
	s, _, notices := ParseLink("v=1&scenario=own&own=tab-1a2b3c&eta=0.0000001&epochs=12000")
	if len(notices) != 1 || notices[0].Code != NotHere || notices[0].Key != "own" || !strings.Contains(notices[0].Error(), "tab-1a2b3c") {
		t.Errorf("notices %v", notices)
	}
	if want := mustPreset("own"); s != want {
		t.Errorf("it shows %+v, want %+v", s, want)
	}
	if Kept("tab-1a2b3c") != nil || !Local("tab-1a2b3c") || Local(ownExample) {
		t.Error("somebody has it")
	}
	if _, err := Default().With(map[string]any{"own": "tab-1a2b3c"}); err == nil {
		t.Error("With takes it")
	}
}

// TestDataSetMistakes: each names the part and the place.
func TestDataSetMistakes(t *testing.T) {
	random := rand.New(rand.NewPCG(15, 2))
	for _, c := range []struct {
		name    string
		targets int
		change  func(*DataSet)
		code    Code
		key     string
		says    string
	}{
		{"one modality", 1, func(d *DataSet) { d.Modalities = d.Modalities[:1] }, OutOfRange, "modalities", "2 to 6"},
		{"seven", 1, func(d *DataSet) {
			*d = *unnamed([]int{1, 1, 1, 1, 1, 1, 1}, 1, make([]float64, 36))
		}, OutOfRange, "modalities", "7"},
		{"no name", 1, func(d *DataSet) { d.Modalities[1].Name = "" }, Mismatch, "modalities", `""`},
		{"a name twice", 1, func(d *DataSet) { d.Modalities[1].Name = "A" }, Mismatch, "modalities", `"A"`},
		{"no inputs", 1, func(d *DataSet) { d.Modalities[1].Dim = 0 }, OutOfRange, "inputs", "0"},
		{"too many inputs", 1, func(d *DataSet) { d.Modalities[0].Dim = MaxDataInputs }, OutOfRange, "inputs", "514"},
		{"no target", 1, func(d *DataSet) { d.Targets = nil }, OutOfRange, "targets", "1 to 16"},
		{"names missing", 1, func(d *DataSet) { d.Inputs = d.Inputs[1:] }, Mismatch, "inputs", "3 names for 4"},
		{"a number missing", 2, func(d *DataSet) { d.Upper = d.Upper[1:] }, Incomplete, "own", "20"},
		{"not a number", 2, func(d *DataSet) { d.Upper[8] = math.NaN() }, BadEntry, "own", "row 2, column 4"},
		{"infinite", 2, func(d *DataSet) { d.Upper[0] = math.Inf(1) }, BadEntry, "own", "row 1, column 1"},
		{"held out, negative", 2, func(d *DataSet) { d.HeldOut = append([]float64{-1}, d.Upper[1:]...) }, NegativeMean, "heldOut", "-1"},
		{"a short group", 2, func(d *DataSet) { d.Groups = [][]float64{d.Upper, d.Upper[2:]} }, Incomplete, "groups", "19"},
		{"indefinite", 1, func(d *DataSet) { d.Upper[1] = 1e3 }, NotPositive, "own", "eigenvalue"},
		{"more explained than there is", 2, func(d *DataSet) {
			d.Upper[20] = 1e-3 // of the second target
		}, Unexplainable, "own", "0.001"},
		{"rows", 1, func(d *DataSet) { d.Rows = -4 }, OutOfRange, "rows", "-4"},
	} {
		set := drawnSet(random, []int{2, 2}, c.targets)
		c.change(set)
		own, err := Keep(set)
		var e *Error
		if !errors.As(err, &e) || own != "" || e.Code != c.code || e.Key != c.key || !strings.Contains(e.Error(), c.says) {
			t.Errorf("%s: %q, %v (%+v), want %s of %s, saying %s", c.name, own, err, e, c.code, c.key, c.says)
		}
		if set.Check() == nil {
			t.Errorf("%s: the check finds nothing", c.name)
		}
	}
}
