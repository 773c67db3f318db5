package lab

import (
	"encoding/json"
	"reflect"
	"testing"

	"unimodal-bias-lab/render/scene"
	"unimodal-bias-lab/sim"
	"unimodal-bias-lab/sim/plainjson"
)

// everything is a place of every kind.
type everything struct {
	Text    string
	Number  float64
	Yes     bool
	Whole   int
	Any     any
	All     map[string]any
	Maybe   *string
	List    []string
	Words   scene.Words
	Layout  Layout
	Another *Layout
}

func (e *everything) fields() into {
	return into{
		"text": &e.Text, "number": &e.Number, "yes": &e.Yes, "whole": &e.Whole, "any": &e.Any, "all": &e.All, "maybe": &e.Maybe, "list": &e.List,
		"words": &e.Words, "layout": &e.Layout, "another": &e.Another,
	}
}

// TestDecode: arguments go where encoding/json would put them, and what it refuses is refused.
func TestDecode(t *testing.T) {
	for _, args := range []string{
		`null`, `{}`, `{"text":"a","number":0.5,"yes":true,"whole":-3}`, `{"any":[1,"b"],"all":{"a":null},"maybe":"","list":["x","y"],"words":{"key":"word"}}`,
		`{"layout":{"width":1,"height":2,"scale":3,"panels":{"training":{"x":1,"y":2,"w":3,"h":4},"race":{}}},"another":{"width":7}}`,
		`{"text":null,"number":null,"maybe":null,"another":null,"more":{"of":"it"}}`, `{"whole":4.0}`,
		`{"text":1}`, `{"number":"1"}`, `{"yes":1}`, `{"whole":1.5}`, `{"whole":1e300}`, `{"all":[]}`, `{"maybe":1}`, `{"list":"x"}`, `{"list":[1]}`, `{"words":{"key":1}}`,
		`{"words":"x"}`, `{"layout":1}`, `{"layout":{"width":"1"}}`, `{"another":{"panels":{"race":1}}}`, `{"another":{"panels":{"race":{"x":"1"}}}}`, `{"another":[]}`,
		``, `[]`, `1`, `"text"`, `{`, `{"text":"a"`, `{"text":}`,
	} {
		var got, want everything
		wrong := json.Unmarshal([]byte(args), &want)
		if args == `{"whole":4.0}` { // a number, as far as the page is concerned
			want.Whole, wrong = 4, nil
		}
		err := decode([]byte(args), got.fields())
		if (err != nil) != (wrong != nil) || err == nil && !reflect.DeepEqual(got, want) {
			t.Errorf("%s is read as %+v (%v), not %+v (%v)", args, got, err, want, wrong)
		}
	}
	if err := (into{"a": nil}).cover([]byte(`{"a":1,"b":2}`)); err == nil || err.(*sim.Error).Key != "b" {
		t.Errorf("a field without a place: %v", err)
	}
}

// TestFieldsAreTheTags: what the page is told of the lab's own state is what encoding/json would write.
func TestFieldsAreTheTags(t *testing.T) {
	for _, v := range []any{
		defaultOptions, region{"A", "B", true}, lost{"file", true},
		diagramState{defaultChoice, 2, 3, 0.5, true, true, unknown, "usual", true, 7}, diagramState{Left: 4},
		account{Of: areaRun, Said: []statement{word("tell.plus"), word("tell.needs", "words", word("tell.minus"), "list", []string{"a"})}},
		account{Of: areaHistory, Said: []statement{}, Milestones: []map[string]any{{"code": "start"}}, Order: []statement{word("tell.plus")}},
		differences{[]difference{{"kappa", 2.0}, {"task", word("tell.plus")}}},
	} {
		var ours, theirs any
		if json.Unmarshal(encode(v), &theirs) != nil || json.Unmarshal(marshal(v), &ours) != nil || !reflect.DeepEqual(ours, theirs) {
			t.Errorf("%T: %v, want %v", v, ours, theirs)
		}
	}
	var _ plainjson.Object = diagramState{}
}
