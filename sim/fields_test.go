package sim

import (
	"encoding/json"
	"reflect"
	"testing"

	"unimodal-bias-lab/sim/plainjson"
)

// TestFieldsAreTheTags: what the page is told is written as encoding/json writes it, every field of it, and of no field
// that is empty more than that.
func TestFieldsAreTheTags(t *testing.T) {
	for _, v := range []plainjson.Object{&Error{}, SweepChoice{}, DiagramKind{}, ScenarioDescription{}, Parameter{}, &Sum{}, DiagramDescription{}} {
		full := reflect.New(reflect.Indirect(reflect.ValueOf(v)).Type())
		fill(t, full.Elem())
		if reflect.TypeOf(v).Kind() == reflect.Struct {
			full = full.Elem()
		}
		for _, v := range []any{full.Interface(), v} {
			var ours, theirs map[string]any
			text, err := json.Marshal(v)
			if err != nil {
				t.Fatal(err)
			}
			if err := json.Unmarshal(text, &theirs); err != nil {
				t.Fatal(err)
			}
			if err := json.Unmarshal(plainjson.Append(nil, v), &ours); err != nil {
				t.Fatal(err)
			}
			for name, want := range theirs {
				if got, there := ours[name]; !there || want != nil && !reflect.DeepEqual(got, want) { // a list that is nil is an empty one
					t.Errorf("%T: %s is %v, want %v", v, name, got, want)
				}
			}
			if len(ours) != len(theirs) {
				t.Errorf("%T: %v, want %v", v, ours, theirs)
			}
		}
	}
	var ours, theirs any
	d := Describe("one", "two")
	text, _ := json.Marshal(d)
	if json.Unmarshal(text, &theirs) != nil || json.Unmarshal(plainjson.Append(nil, d), &ours) != nil || !reflect.DeepEqual(ours, theirs) {
		t.Error("the description is another one")
	}
}

// fill gives every field a value, each another one.
func fill(t *testing.T, v reflect.Value) {
	t.Helper()
	n := 1
	var set func(v reflect.Value)
	set = func(v reflect.Value) {
		n++
		switch v.Kind() {
		case reflect.String:
			v.SetString("text " + string(rune('a'+n)))
		case reflect.Int:
			v.SetInt(int64(n))
		case reflect.Float64:
			v.SetFloat(float64(n) / 4)
		case reflect.Bool:
			v.SetBool(true)
		case reflect.Interface:
			v.Set(reflect.ValueOf(float64(n)))
		case reflect.Pointer:
			v.Set(reflect.New(v.Type().Elem()))
			set(v.Elem())
		case reflect.Slice:
			v.Set(reflect.MakeSlice(v.Type(), 1, 1))
			set(v.Index(0))
		case reflect.Map:
			v.Set(reflect.MakeMap(v.Type()))
			item := reflect.New(v.Type().Elem()).Elem()
			set(item)
			v.SetMapIndex(reflect.ValueOf("key"), item)
		case reflect.Struct:
			for i := range v.NumField() {
				if v.Field(i).CanSet() {
					set(v.Field(i))
				}
			}
		default:
			t.Fatalf("a field is of kind %s", v.Kind())
		}
	}
	set(v)
}
