package sim

import (
	"maps"
	"slices"
	"strings"
)

// Variant is a run to compare with another one: the same scenario but for some values of its
// own, in the order of the parameter table. An empty one is that run itself.
//
// The data follow: who drags κ drags it for every variant that has no κ of its own. How a network is
// built and trained does not: see [Variant.Follow].
type Variant []Difference

// Difference is a value that a variant has in place of the scenario's.
type Difference struct {
	Key   string `json:"key"`
	Value any    `json:"value"` // a float64, or one of the choices
}

// MaxPins is how many variants a link holds, and a picture shows beside a run.
const MaxPins = 3

// pinsKey is the key of the variants in a link.
const pinsKey = "pins"

// Same spells an empty variant.
const Same = "same"

// varies reports whether a variant can have its own value of a parameter: anywhere but in what
// the inputs are, or there would be no modalities to compare, and in weights that somebody brought.
func (p *Parameter) varies() bool {
	return p.Kind != "text" && p.Kind != "kept" && p.Key != "task" && p.Key != "modalities"
}

// follows reports whether variants take a parameter from the scenario as it changes: data, and
// the length of the axis.
func (p *Parameter) follows() bool { return p.Group == "data" || p.Key == "epochs" }

// VariantKeys are the parameters of which a variant can have values of its own.
func VariantKeys() (keys []string) {
	for i := range parameters {
		if parameters[i].varies() {
			keys = append(keys, parameters[i].Key)
		}
	}
	return keys
}

// NewVariant returns the variant with the given values, as for [Scenario.With]. Its error is
// an *[Error].
func NewVariant(values map[string]any) (Variant, error) {
	v := Variant{}
	scratch := Default()
	known := 0
	for i := range parameters {
		row := &parameters[i]
		raw, ok := values[row.Key]
		if !ok || !row.varies() {
			continue
		}
		known++
		if err := row.set(&scratch, raw); err != nil {
			return nil, err
		}
		v = append(v, Difference{row.Key, row.value(&scratch)})
	}
	if known < len(values) {
		for _, key := range slices.Sorted(maps.Keys(values)) {
			if row := parameter(key); row == nil || !row.varies() {
				return nil, &Error{Code: NotAChoice, Key: pinsKey, Value: key, Allowed: VariantKeys()}
			}
		}
	}
	return v, nil
}

// Between is the variant of s that is t, as far as a variant can be.
func Between(s, t Scenario) Variant {
	v := Variant{}
	for i := range parameters {
		row := &parameters[i]
		if value := row.value(&t); row.varies() && value != row.value(&s) {
			v = append(v, Difference{row.Key, value})
		}
	}
	return v
}

// has reports whether the variant has a value of its own.
func (v Variant) has(key string) bool {
	return slices.ContainsFunc(v, func(d Difference) bool { return d.Key == key })
}

// Of is the scenario that the variant makes of s. Nothing changes that the variant does not
// name, but for the fusion layer, which goes along with the depth as in [Scenario.With]: its
// *[Error] says which value is not allowed, or what does not go with the rest.
func (v Variant) Of(s Scenario) (Scenario, error) {
	t, err := v.put(s)
	if err == nil {
		err = t.checkTogether()
	}
	if err != nil {
		return s, err
	}
	return t, nil
}

// put is Of without a check of what goes together.
func (v Variant) put(s Scenario) (Scenario, error) {
	t := s
	for _, d := range v {
		if err := parameter(d.Key).assign(&t, d.Value); err != nil {
			return s, err
		}
	}
	t.keepLate(&s, v.has)
	if !v.has("skew") {
		t.fitDepthGap()
	}
	t.dropWeights(&s)
	return t, nil
}

// Follow is the variant once the scenario it is of has changed: with the new data, but built
// and trained as it was.
func (v Variant) Follow(before, after Scenario) Variant {
	was, err := v.put(before)
	if err != nil {
		panic(err) // it could be made of that scenario
	}
	next := Variant{}
	for i := range parameters {
		row := &parameters[i]
		switch value := row.value(&was); {
		case !row.varies():
		case row.follows() && !v.has(row.Key):
		case row.follows() || value != row.value(&after):
			next = append(next, Difference{row.Key, value})
		}
	}
	return next
}

// Telling is the variant in the order in which it is named: the method, the remedies, the rest;
// the length of a run only if there is nothing else.
func (v Variant) Telling() (told Variant) {
	for _, when := range [...]func(p *Parameter) bool{
		func(p *Parameter) bool { return p.Key == "method" },
		func(p *Parameter) bool { return p.Group == "remedies" },
		func(p *Parameter) bool { return p.Key != "method" && p.Group != "remedies" && p.Key != "epochs" },
		func(p *Parameter) bool { return p.Key == "epochs" && len(told) == 0 },
	} {
		for _, d := range v {
			if when(parameter(d.Key)) {
				told = append(told, d)
			}
		}
	}
	return told
}

// SymbolOf is the symbol of a parameter, with markup; empty: it has only a name.
func SymbolOf(key string) string {
	if row := parameter(key); row != nil {
		return row.Symbol
	}
	return ""
}

// String spells the variant as a link has it: key:value;key:value, or same.
func (v Variant) String() string {
	if len(v) == 0 {
		return Same
	}
	var b strings.Builder
	for i, d := range v {
		if i > 0 {
			b.WriteByte(';')
		}
		b.WriteString(d.Key + ":" + spell(d.Value))
	}
	return b.String()
}

// ParseVariant reads what [Variant.String] spells. Its error is an *[Error].
func ParseVariant(text string) (Variant, error) {
	if text == Same {
		return Variant{}, nil
	}
	values := map[string]any{}
	for part := range strings.SplitSeq(text, ";") {
		key, value, ok := strings.Cut(part, ":")
		if !ok || key == "" {
			return nil, &Error{Code: BadLink, Key: pinsKey, Value: text}
		}
		if _, twice := values[key]; twice {
			return nil, &Error{Code: BadLink, Key: pinsKey, Value: text}
		}
		values[key] = strings.TrimSpace(value)
	}
	return NewVariant(values)
}

// Variants spell themselves with commas between them.
type Variants []Variant

func (v Variants) String() string {
	words := make([]string, len(v))
	for i := range v {
		words[i] = v[i].String()
	}
	return strings.Join(words, ",")
}

// ParseVariants reads what [Variants.String] spells: at most [MaxPins] variants that differ
// from each other. Every part it cannot use is left out and told in a notice that quotes it as Pin.
func ParseVariants(text string) (list Variants, notices []*Error) {
	if text == "" {
		return nil, nil
	}
	parts := strings.Split(text, ",")
	for _, part := range parts {
		part = strings.TrimSpace(part)
		v, err := ParseVariant(part)
		switch {
		case err != nil:
			e := err.(*Error)
			e.Pin = part
			notices = append(notices, e)
		case list.Has(v): // one of them will do
		case len(list) == MaxPins:
			notices = append(notices, tooMany(part))
		default:
			list = append(list, v)
		}
	}
	return list, notices
}

// tooMany says that a variant finds no place beside those there are.
func tooMany(pin string) *Error {
	most := float64(MaxPins)
	return &Error{Code: TooMany, Key: pinsKey, Value: pin, Pin: pin, Max: &most}
}

// Has reports whether one of the variants is v.
func (v Variants) Has(one Variant) bool {
	return slices.ContainsFunc(v, func(other Variant) bool { return slices.Equal(one, other) })
}

// Add returns the variants with one more, unless they are [MaxPins] already. Its error is
// an *[Error].
func (v Variants) Add(one Variant) (Variants, error) {
	switch {
	case v.Has(one):
		return v, nil
	case len(v) >= MaxPins:
		return v, tooMany(one.String())
	}
	return append(slices.Clone(v), one), nil
}

// fit leaves out the variants that do not go with a scenario, with a notice for each.
func (v Variants) fit(s Scenario) (fitting Variants, notices []*Error) {
	for _, one := range v {
		if _, err := one.Of(s); err != nil {
			e := err.(*Error)
			e.Pin = one.String()
			notices = append(notices, e)
			continue
		}
		fitting = append(fitting, one)
	}
	return fitting, notices
}

// EncodePins is what [EncodeLink] leaves to be added for the variants of a scenario: those that
// go with it.
func EncodePins(s Scenario, v Variants) string {
	if v, _ = v.fit(s); len(v) == 0 {
		return ""
	}
	return "&" + pinsKey + "=" + v.String()
}

// ParsePins reads the variants of a link whose scenario is known. What is wrong with them
// it tells in notices, as [ParseLink] does of the rest.
func ParsePins(fragment string, s Scenario) (v Variants, notices []*Error) {
	if len(fragment) > maxLink {
		return nil, nil // ParseLink says so
	}
	text := ""
	for pair := range strings.SplitSeq(strings.TrimPrefix(fragment, "#"), "&") {
		if key, value, _ := strings.Cut(pair, "="); key == pinsKey {
			if read, ok := unescape(value); ok {
				text = read
			}
		}
	}
	v, notices = ParseVariants(text)
	v, more := v.fit(s)
	return v, append(notices, more...)
}
