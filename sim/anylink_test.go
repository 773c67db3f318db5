package sim

import (
	"fmt"
	"math/rand/v2"
	"net/url"
	"os"
	"strconv"
	"strings"
	"testing"
)

// soaking reports whether make soak runs the tests that make test runs in a short form.
func soaking() bool { return os.Getenv("LAB_SOAK") == "long" }

// soakSeed is the seed of random tests, which SEED= in the environment changes.
func soakSeed(t *testing.T) uint64 {
	t.Helper()
	text := os.Getenv("SEED")
	if text == "" {
		return 1
	}
	seed, err := strconv.ParseUint(text, 10, 64)
	if err != nil {
		t.Fatalf("SEED=%s: %v", text, err)
	}
	return seed
}

// TestAnyLink: whatever stands behind the # of an address, there is no panic; the lab opens a scenario that can run, says in
// a sentence what it could not use, and writes a link that is read back whole. Small networks begin to train. LAB_SOAK=long
// reads seven hundred thousand links, else ten thousand.
func TestAnyLink(t *testing.T) {
	links := 10_000
	if soaking() {
		links = 700_000
	}
	seed := soakSeed(t)
	random := rand.New(rand.NewPCG(seed, 18))
	changed, refused, ran := 0, 0, 0
	for n := range links {
		link := anyLink(random)
		trains, notices, fault := opensLink(link, n%4 == 0)
		if fault != "" {
			t.Fatalf("seed %d, link %d, %q: %s", seed, n, link, fault)
		}
		if trains {
			ran++
		}
		if notices > 0 {
			refused++
		} else {
			changed++
		}
	}
	t.Logf("%d links read whole, %d with notices, %d runs begun", changed, refused, ran)
	if changed < links/20 || refused < links/5 || ran < links/20 {
		t.Errorf("%d links read whole, %d with notices and %d runs, of %d: that tests little", changed, refused, ran, links)
	}
}

// opensLink does with a link what the lab does, its theory included if that is asked for, and tells what is wrong with that.
func opensLink(link string, theory bool) (trains bool, notices int, fault string) {
	defer func() {
		if cause := recover(); cause != nil {
			fault = fmt.Sprint("panic: ", cause)
		}
	}()
	s, epoch, told := ParseLink(link)
	pins, more := ParsePins(link, s)
	for _, notice := range append(told, more...) {
		if notice.Error() == "" {
			return false, 0, fmt.Sprintf("%+v has no sentence", notice)
		}
	}
	if err := s.Check(); err != nil {
		return false, 0, "a scenario that cannot run: " + err.Error()
	}
	if epoch < 0 || epoch > s.Epochs {
		return false, 0, fmt.Sprintf("epoch %d of %d", epoch, s.Epochs)
	}
	text := EncodeLink(s, epoch) + EncodePins(s, pins)
	again, epochAgain, left := ParseLink(text)
	pinsAgain, leftOfPins := ParsePins(text, again)
	if again != s || epochAgain != epoch || pinsAgain.String() != pins.String() || len(left)+len(leftOfPins) > 0 {
		return false, 0, fmt.Sprintf("%q comes back as %+v at %d, %v, %v %v", text, again, epochAgain, pinsAgain, left, leftOfPins)
	}
	for _, pin := range pins {
		if of, err := pin.Of(s); err != nil {
			return false, 0, "a pin that does not go with the run: " + err.Error()
		} else if err := of.Check(); err != nil {
			return false, 0, "a pin that cannot run: " + err.Error()
		}
	}
	if trains = s.Width*s.Width*s.Depth <= 2000 && s.DimA+s.DimB <= 12 && s.Samples <= 400; !trains {
		return false, len(told) + len(more), ""
	}
	r, err := NewRun(s)
	if err != nil {
		return false, 0, "no run: " + err.Error()
	}
	if theory {
		if _, err := r.Predict(); err != nil {
			return false, 0, "no theory: " + err.Error()
		}
	}
	for range 4 {
		if !r.Done() {
			r.Part()
		}
	}
	r.Measure(r.Epoch())
	return true, len(told) + len(more), ""
}

// anyLink is a link as people and machines get them wrong: one the lab has written, with other values, with parts that are
// cut, swapped, doubled or of other links, or letters at random.
func anyLink(random *rand.Rand) string {
	switch random.IntN(12) {
	case 0:
		return anyLetters(random, 40)
	case 1, 2, 3:
		s := randomScenario(random)
		if random.IntN(2) == 0 {
			s.Width, s.Samples, s.DimA, s.DimB = min(s.Width, 12), min(s.Samples, 100), min(s.DimA, 4), min(s.DimB, 4)
			s.dropWeights(&s)
		}
		link := EncodeLink(s, random.IntN(s.Epochs+1))
		if random.IntN(2) == 0 {
			return link
		}
		return spoilt(random, link)
	}
	var pairs []string
	if random.IntN(3) > 0 {
		pairs = append(pairs, "v=1")
	}
	if random.IntN(4) > 0 {
		pairs = append(pairs, "scenario="+Slugs()[random.IntN(len(Slugs()))])
	}
	if random.IntN(2) == 0 {
		pairs = append(pairs, "width="+strconv.Itoa(1+random.IntN(12)))
	}
	for range random.IntN(8) {
		pairs = append(pairs, anyPair(random))
	}
	if random.IntN(3) == 0 {
		random.Shuffle(len(pairs), func(i, j int) { pairs[i], pairs[j] = pairs[j], pairs[i] })
	}
	link := strings.Join(pairs, "&")
	if random.IntN(3) == 0 {
		link = spoilt(random, link)
	}
	if random.IntN(2) == 0 {
		return "#" + link
	}
	return link
}

// anyPair is a key, mostly of the table, with a value, mostly near its range.
func anyPair(random *rand.Rand) string {
	row := &parameters[random.IntN(len(parameters))]
	odd := []string{"", "0", "-0", "1e999", "-1e-999", "NaN", "Infinity", "0x10", "1_000", "١٢", ".5.", "%00", "%ff%fe", "null", "true", "9007199254740993", "\u202e", "late"}
	value := odd[random.IntN(len(odd))]
	switch kind := random.IntN(6); {
	case kind == 0:
	case kind == 1:
		value = anyLetters(random, 12)
	case row.Kind == "choice":
		value = row.Choices[random.IntN(len(row.Choices))]
	case row.Kind == "text":
		value = url.QueryEscape([]string{wishartText(random), "4 0 0\n0 1 .5\n0 .5 1", "blocks: 1, 2\n[[4 0 0 4]\n[0 1 0 1]\n[0 0 1 1]\n[4 1 1 6]]", "1;2\n3;4", "~"}[random.IntN(5)])
	case row.Kind == "kept":
		value = anyLetters(random, 12)
	default:
		v := row.Min + (1.2*random.Float64()-.1)*(row.Max-row.Min)
		if random.IntN(3) == 0 {
			v = []float64{row.Min, row.Max, -row.Max, 2 * row.Max}[random.IntN(4)]
		}
		if row.Kind == "integer" && random.IntN(5) > 0 {
			v = float64(int(v))
		}
		value = strconv.FormatFloat(v, "gfe"[random.IntN(3)], -1, 64)
	}
	switch random.IntN(14) {
	case 0:
		return "epoch=" + value
	case 1:
		return []string{"v", "scenario", "link", "own", "", "__proto__", "rho=", "x"}[random.IntN(8)] + "=" + value
	case 2, 3:
		var pins []string
		for range 1 + random.IntN(10) {
			var pairs []string
			for range 1 + random.IntN(3) {
				of := &parameters[random.IntN(len(parameters))]
				v := strconv.FormatFloat(of.Min+random.Float64()*(of.Max-of.Min), 'g', 4, 64)
				if of.Kind == "choice" {
					v = of.Choices[random.IntN(len(of.Choices))]
				}
				pairs = append(pairs, of.Key+":"+v)
			}
			pins = append(pins, strings.Join(pairs, ";"))
		}
		return pinsKey + "=" + strings.Join(pins, ",")
	}
	return row.Key + "=" + value
}

// spoilt cuts, doubles, swaps and replaces letters of a text.
func spoilt(random *rand.Rand, text string) string {
	b := []byte(text)
	for range 1 + random.IntN(4) {
		if len(b) == 0 {
			return string(b)
		}
		i := random.IntN(len(b))
		j := i + random.IntN(min(len(b)-i, 20)+1)
		switch random.IntN(5) {
		case 0:
			b = append(b[:i:i], b[j:]...)
		case 1:
			b = append(b[:j:j], b[i:]...)
		case 2:
			b[i] = "&=%#+;:,~.-e0_ \x00\xff"[random.IntN(17)]
		case 3:
			k := random.IntN(len(b))
			b[i], b[k] = b[k], b[i]
		case 4:
			b = append(append(b[:i:i], anyLetters(random, 6)...), b[i:]...)
		}
	}
	return string(b)
}

// anyLetters are up to so many letters, those that mean something in a link among them.
func anyLetters(random *rand.Rand, most int) string {
	letters := []rune("&&==%#+;:,~.-e0123456789vrhokapE_ \n\t\x00äλ本🙂\u202e\ufffd'\"<>{}[]()\\/")
	b := make([]rune, random.IntN(most+1))
	for i := range b {
		b[i] = letters[random.IntN(len(letters))]
	}
	return string(b)
}
