package sim

import (
	"math"
	"slices"
	"strconv"
	"strings"
)

// LinkVersion is the version of the grammar of [EncodeLink].
const LinkVersion = 1

// maxLink is the longest link that is read; a longer one was not made here.
const maxLink = 4096

// EncodeLink writes a scenario and an epoch as the fragment of a link: flat
// pairs in the order of the parameter table, starting with the version and the
// preset, whose own values are left out.
//
//	v=1&scenario=late&rho=0.5&seed=7&epoch=300
func EncodeLink(s Scenario, epoch int) string {
	own, err := Preset(s.Slug)
	if err != nil {
		panic(err) // a scenario always starts from a preset
	}
	var b strings.Builder
	b.WriteString("v=" + strconv.Itoa(LinkVersion) + "&scenario=" + escape(s.Slug))
	for i := range parameters {
		row := &parameters[i]
		if v := row.value(&s); v != row.value(&own) {
			b.WriteString("&" + row.Key + "=" + spell(v))
		}
	}
	if epoch > 0 {
		b.WriteString("&epoch=" + strconv.Itoa(epoch))
	}
	return b.String()
}

// ParseLink reads what [EncodeLink] writes, with or without a leading '#'. It
// always returns a scenario that can run: for every key or value it cannot use
// it takes the nearest valid one and says so in a notice, whose Used is what
// stands instead (nil: the key was ignored). Variants are read by [ParsePins].
func ParseLink(fragment string) (s Scenario, epoch int, notices []*Error) {
	s = Default()
	if len(fragment) > maxLink {
		return s, 0, []*Error{{Code: BadLink, Key: "link", Value: strconv.Itoa(len(fragment)) + " characters"}}
	}
	pairs := map[string]string{}
	var order, repeated []string
	for pair := range strings.SplitSeq(strings.TrimPrefix(fragment, "#"), "&") {
		if pair == "" {
			continue
		}
		key, value, _ := strings.Cut(pair, "=")
		key, keyOK := unescape(key)
		value, valueOK := unescape(value)
		if !keyOK || !valueOK {
			notices = append(notices, &Error{Code: BadLink, Key: "link", Value: pair})
			continue
		}
		switch before, twice := pairs[key]; {
		case !twice:
			order = append(order, key)
		case before != value:
			repeated = append(repeated, key)
		}
		pairs[key] = value
	}
	if v, ok := pairs["v"]; ok && v != strconv.Itoa(LinkVersion) {
		notices = append(notices, &Error{Code: BadLink, Key: "v", Value: v, Used: LinkVersion})
	}
	if slug, ok := pairs["scenario"]; ok {
		preset, err := Preset(slug)
		if err != nil {
			notices = append(notices, &Error{Code: UnknownScenario, Key: "scenario", Value: slug, Allowed: Slugs(), Used: s.Slug})
		} else {
			s = preset
		}
	}
	for _, key := range order {
		if key == "v" || key == "scenario" || key == "epoch" || key == pinsKey {
			continue
		}
		row := parameter(key)
		if row == nil {
			notices = append(notices, &Error{Code: UnknownKey, Key: key, Value: pairs[key]})
			continue
		}
		if notice := row.assignNearest(&s, pairs[key]); notice != nil {
			notices = append(notices, notice)
		}
	}
	if slices.ContainsFunc(notices, func(n *Error) bool { return n.Code == NotHere }) {
		s.Eta, s.Epochs = mustPreset(s.Slug).Eta, mustPreset(s.Slug).Epochs // those of the data were in their own time unit
	}
	notices = append(notices, s.repair(nobodyAsked)...)
	if s.Fusion > s.Depth {
		e := outOfRange("fusion", s.Fusion, 1, float64(s.Depth))
		e.Used = s.Depth
		notices = append(notices, e)
		s.Fusion = s.Depth
	}
	if err := s.checkDepthGap(); err != nil {
		e := err.(*Error)
		s.fitDepthGap()
		e.Used = s.DepthGap
		if i := slices.IndexFunc(notices, func(n *Error) bool { return n.Key == "skew" }); i >= 0 {
			e.Value = notices[i].Value // as it was asked for, once
			notices[i] = e
		} else {
			notices = append(notices, e)
		}
	}
	if err := s.checkWeights(); err != nil {
		e := err.(*Error)
		s.Weights = ""
		notices = append(notices, e)
	}
	if text, ok := pairs["epoch"]; ok {
		v, isNumber := spelled(strings.TrimSpace(text))
		if isNumber {
			epoch = int(math.Round(max(0, min(v, float64(s.Epochs)))))
		}
		if e := outOfRange("epoch", text, 0, float64(s.Epochs)); !isNumber || float64(epoch) != v {
			e.Used = epoch
			switch {
			case !isNumber:
				e.Code = NotANumber
			case 0 <= v && v <= float64(s.Epochs):
				e.Code = NotAnInteger
			}
			notices = append(notices, e)
		}
	}
	for _, key := range repeated { // the last one counts, unless it is told to be wrong
		if !slices.ContainsFunc(notices, func(n *Error) bool { return n.Key == key }) {
			notices = append(notices, &Error{Code: Repeated, Key: key, Value: pairs[key], Used: pairs[key]})
		}
	}
	return s, epoch, notices
}

// spelled reads a number as people write it; one too large for any range is infinite.
func spelled(text string) (v float64, isNumber bool) {
	v, err := strconv.ParseFloat(text, 64)
	return v, decimal(text) && (err == nil || math.IsInf(v, 0))
}

// spell writes a value as a link has it.
func spell(v any) string {
	if text, ok := v.(string); ok {
		return escape(text)
	}
	return strings.Replace(strconv.FormatFloat(v.(float64), 'g', -1, 64), "e+", "e", 1) // in an address a + is a blank
}

// assignNearest writes the valid value nearest to what text says, and returns a
// notice if that is not the same. Nothing is near a word that is no choice, or
// near a text that cannot be read: the value stays.
func (p *Parameter) assignNearest(s *Scenario, text string) *Error {
	switch p.Kind {
	case "text", "kept":
		if err := p.read(s, text); err != nil {
			return err.(*Error) // it is ignored
		}
		return nil
	case "choice":
		if p.assign(s, text) == nil {
			return nil
		}
		return &Error{Code: NotAChoice, Key: p.Key, Value: text, Allowed: p.Choices, Used: p.value(s)}
	}
	text = strings.TrimSpace(text) // a + in an address is a blank
	v, isNumber := spelled(text)
	if !isNumber {
		return &Error{Code: NotANumber, Key: p.Key, Value: text, Min: &p.Min, Max: &p.Max, Used: p.value(s)}
	}
	if p.assign(s, v) == nil {
		return nil
	}
	nearest := max(p.Min, min(v, p.Max))
	if p.Kind == "integer" {
		nearest = math.Round(nearest)
	}
	if again := p.assign(s, nearest); again != nil {
		panic(again) // a value within the range
	}
	code := OutOfRange
	if v == max(p.Min, min(v, p.Max)) {
		code = NotAnInteger
	}
	return &Error{Code: code, Key: p.Key, Value: text, Min: &p.Min, Max: &p.Max, Used: nearest}
}
