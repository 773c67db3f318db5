package player

import (
	"math"
	"strconv"

	"unimodal-bias-lab/sim"
)

// Speed is the pace of a [Player]: a multiple of the one that plays a whole run
// in [PaceSeconds], or one of the two ends. JSON carries it as a number, or as
// the word for an end.
type Speed float64

// The ends of the speeds.
const (
	SpeedEpoch Speed = 0               // an epoch a second, however long the run
	SpeedMax   Speed = math.MaxFloat64 // at once, as soon as the run is computed
)

// slowest and fastest multiples.
const slowest, fastest = 1.0 / 64, 64.0

// ends by the words for them.
var ends = []struct {
	word  string
	speed Speed
}{{"epoch", SpeedEpoch}, {"max", SpeedMax}}

// Speeds offered by the transport.
var speeds = []Speed{SpeedEpoch, 0.25, 0.5, 1, 2, 4, 16, SpeedMax}

// MarshalJSON writes the number, or the word for an end.
func (s Speed) MarshalJSON() ([]byte, error) {
	for _, e := range ends {
		if s == e.speed {
			return strconv.AppendQuote(nil, e.word), nil
		}
	}
	return strconv.AppendFloat(nil, float64(s), 'g', -1, 64), nil
}

// ParseSpeed reads what MarshalJSON writes; numbers may come spelled. Its error
// is an *[Error].
func ParseSpeed(raw any) (Speed, error) {
	for _, e := range ends {
		if raw == e.word {
			return e.speed, nil
		}
	}
	v, err := sim.Number("speed", raw)
	if err != nil || math.IsNaN(v) {
		return 0, speedError(sim.NotAChoice, raw)
	}
	if v < slowest || v > fastest {
		return 0, speedError(sim.OutOfRange, v)
	}
	return Speed(v), nil
}

// CheckSpeed returns an *[Error] for a pace that is neither an end nor between
// 1/64 and 64.
func CheckSpeed(speed Speed) error {
	if speed == SpeedEpoch || speed == SpeedMax {
		return nil
	}
	_, err := ParseSpeed(float64(speed))
	return err
}

func speedError(code sim.Code, value any) error {
	lo, hi := slowest, fastest
	e := &sim.Error{Code: code, Key: "speed", Value: value, Min: &lo, Max: &hi}
	for _, end := range ends {
		e.Allowed = append(e.Allowed, end.word)
	}
	return e
}
