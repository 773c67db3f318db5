package sim

import "testing"

// TestCounting: the rows that have a say are those that change something beside the choices made: units have a slope where they are
// rectified, and a batch where there are batches.
func TestCounting(t *testing.T) {
	keys := func(slug string) map[string]bool {
		s, err := Preset(slug)
		if err != nil {
			t.Fatal(err)
		}
		list := map[string]bool{}
		for _, p := range Counting(s) {
			list[p.Key] = true
		}
		return list
	}
	late, relu := keys("late"), keys("relu")
	for key, want := range map[string][2]bool{"slope": {false, true}, "batch": {false, false}, "own": {false, false}, "depth": {true, true}, "seed": {true, true}} {
		if got := [2]bool{late[key], relu[key]}; got != want {
			t.Errorf("%s counts in late and relu: %v", key, got)
		}
	}
}
