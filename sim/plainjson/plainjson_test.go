package plainjson

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
)

// texts are JSON, and what is nearly JSON.
var texts = []string{
	`null`, ` true `, `false`, `0`, `-0.5e-3`, `1E+5`, `[]`, `{}`, `[1,"two",[3,{"four":null}]]`, `{"a":1,"b":{"c":[true]},"a":2}`,
	`"\"\\\/\n\r\t\b\fé"`, `"é ↦ \u00e9 \ud83d\ude00 \ud83d \ude00 \ud83d\ud83d\ude00"`, "\"\xff\"", "\t[ 1 ,\n2 ]\r",
	``, ` `, `nul`, `+1`, `.5`, `1.`, `01`, `1e`, `-`, `1e999`, `[1,]`, `[,1]`, `[1 2]`, `{"a"}`, `{"a":}`, `{a:1}`, `{"a":1,}`, `"`, `"\x"`, `"\u12"`, `"\u+123"`, "\"\n\"", `1 2`, `{}}`, `"\ud83d\u"`,
}

// TestParse: what is read is what encoding/json reads, and what that refuses is refused, for texts that were damaged, too.
func TestParse(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	check := func(text string) {
		var want any
		wrong := json.Unmarshal([]byte(text), &want)
		got, err := Parse([]byte(text))
		if (err != nil) != (wrong != nil) || err == nil && !reflect.DeepEqual(got, want) {
			t.Errorf("%q is %#v (%v), not %#v (%v)", text, got, err, want, wrong)
		}
	}
	for _, text := range texts {
		check(text)
		for range 2000 {
			letters := []byte(text)
			for range 1 + rng.IntN(2) {
				if len(letters) == 0 {
					break
				}
				at := rng.IntN(len(letters))
				switch other := strings.Join(texts, ""); rng.IntN(3) {
				case 0:
					letters[at] = other[rng.IntN(len(other))]
				case 1:
					letters = append(letters[:at:at], letters[at+1:]...)
				default:
					letters = append(letters[:at:at], append([]byte{other[rng.IntN(len(other))]}, letters[at:]...)...)
				}
			}
			check(string(letters))
		}
	}
	if _, err := Parse([]byte(strings.Repeat("[", 1e6))); err == nil {
		t.Error("a million lists in each other")
	}
}

type pair struct {
	Name string   `json:"name"`
	With *pair    `json:"with,omitempty"`
	Size float64  `json:"size"`
	List []string `json:"list"`
}

func (p *pair) Fields(f *Fields) {
	f.Add("name", p.Name)
	f.AddIf(p.With != nil, "with", p.With)
	f.Add("size", p.Size)
	f.Add("list", p.List)
}

// TestAppend: what is written means the same as what encoding/json writes.
func TestAppend(t *testing.T) {
	for _, v := range []any{
		nil, true, 7, uint64(math.MaxUint64), 1e21, -1.5e-9, 0.1, "a\"\\\n\u2028é\xff<&>", []int{1, -2}, []float64{0.5, 1e300}, []string{"", "b"}, [][]int{{1}, {}}, [][]float64{{2}},
		[]any{1, "a", nil, []any{}}, map[string]any{"b": 1, "a": map[string]any{}}, map[string]int{"x": 3}, map[string]float64{"y": 0.25}, json.RawMessage(`{"raw":1}`),
		&pair{"a", &pair{Name: "b", List: []string{}}, 2, []string{"c"}},
		List([]*pair{{Name: "in", List: []string{}}}), Map(map[string][]float64{"list": {1}}),
	} {
		var got, want any
		ours := Append(nil, v)
		theirs, _ := json.Marshal(v)
		if err := json.Unmarshal(ours, &got); err != nil {
			t.Errorf("%s: %v", ours, err)
		}
		if json.Unmarshal(theirs, &want); !reflect.DeepEqual(got, want) {
			t.Errorf("%s, not %s", ours, theirs)
		}
	}
	for _, c := range []struct {
		v    any
		want string
	}{
		{math.NaN(), "null"}, {[]float64{math.Inf(1)}, "[null]"}, {[]string(nil), "[]"}, {map[string]any(nil), "{}"}, {Raw(`{"a":1}`), `{"a":1}`},
		{map[string]int{"b": 1, "a": 2}, `{"a":2,"b":1}`},
	} {
		if got := string(Append(nil, c.v)); got != c.want {
			t.Errorf("%v is %s, want %s", c.v, got, c.want)
		}
	}
	defer func() {
		if recover() == nil {
			t.Error("a type that is not known was written")
		}
	}()
	Append(nil, struct{ A int }{1})
}
