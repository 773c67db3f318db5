package sim

import (
	"math/rand/v2"
	"reflect"
	"testing"
)

// TestEveryFieldIsInTheName: data that differ in anything have another name. Who adds a field to
// DataSet and forgets its hash finds it here.
func TestEveryFieldIsInTheName(t *testing.T) {
	set := drawnSet(rand.New(rand.NewPCG(15, 14)), []int{2, 1}, 2)
	set.HeldOut, set.Groups, set.Source = append([]float64(nil), set.Upper...), [][]float64{set.Upper, set.Upper}, "a.csv"
	before := set.hash()
	kind := reflect.TypeFor[DataSet]()
	for i := range kind.NumField() {
		changed := *set
		switch f := reflect.ValueOf(&changed).Elem().Field(i).Addr().Interface().(type) {
		case *[]Modality:
			*f = []Modality{{"A", 2}, {"C", 1}}
		case *[]string:
			*f = append([]string{"other"}, (*f)[1:]...)
		case *[]float64:
			*f = append([]float64{17}, (*f)[1:]...)
		case *[][]float64:
			*f = (*f)[1:]
		case *[]int:
			*f = []int{2, 0}
		case *int:
			*f += 3
		case *string:
			*f += "x"
		case *bool:
			*f = !*f
		default:
			t.Fatalf("nothing is known of the type of %s", kind.Field(i).Name)
		}
		if changed.hash() == before {
			t.Errorf("%s is not in the hash", kind.Field(i).Name)
		}
		if tag := kind.Field(i).Tag.Get("json"); tag == "" {
			t.Errorf("%s has no name in JSON", kind.Field(i).Name)
		}
	}
}

// TestOldGroupsGo: groups of rows of older sets make room, those of the last one stay, and so do all
// moments.
func TestOldGroupsGo(t *testing.T) {
	before := keep.sets
	defer func() { keep.sets = before }()
	keep.sets = nil
	random := rand.New(rand.NewPCG(15, 15))
	var names []string
	for range 3 {
		set := drawnSet(random, []int{100, 100}, 1)
		for range mostGroupNumbers/len(set.Upper)*2/3 + 1 {
			set.Groups = append(set.Groups, set.Upper)
		}
		own, err := Keep(set)
		if err != nil {
			t.Fatal(err)
		}
		names = append(names, own)
	}
	for i, own := range names {
		if set := Kept(own); set == nil || len(set.Upper) == 0 || (set.Groups != nil) != (i == len(names)-1) {
			t.Errorf("set %d has %d groups", i, len(set.Groups))
		}
	}
}
