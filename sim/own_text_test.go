package sim

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"os"
	"slices"
	"strings"
	"testing"

	"unimodal-bias-lab/sim/linalg"
)

// TestAsymmetryEitherWay: two entries that should be the same are told, whichever of
// them is larger, and whatever else is wrong with the matrix: without a word the upper
// one would count, and the person's data would be other data.
func TestAsymmetryEitherWay(t *testing.T) {
	for _, c := range []struct{ name, matrix string }{
		{"the upper one is larger", "4 0.5 4\n0.25 1 1\n4 1 5"},
		{"the lower one is larger", "4 0.25 4\n0.5 1 1\n4 1 5"},
		{"beside a negative mean square", "-4 0.25 4\n0.5 1 1\n4 1 5"},
	} {
		_, _, err := ParseMoments(c.matrix)
		var e *Error
		if !errors.As(err, &e) || e.Code != Asymmetric || e.Row != 1 || e.Column != 2 {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

// TestCommas: whether a comma stands before a fraction or between thousands is decided once
// for a text, and asked where both are possible.
func TestCommas(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"decimal, in a spreadsheet", "9,848\t1,5\t2\n1,5\t40,6\t3\n2\t3\t5", "1_1~9.848_1.5_2_40.6_3_5"},
		{"decimal, blanks", "9,85 1,38 4,89\n1,38 40,60 6,66\n4,89 6,66 27,20", "1_1~9.85_1.38_4.89_40.6_6.66_27.2"},
		{"decimal, commas and blanks", "9,85, 1,38, 4,89\n1,38, 40,60, 6,66\n4,89, 6,66, 27,20", "1_1~9.85_1.38_4.89_40.6_6.66_27.2"},
		{"thousands beside points", "1,250\t0\t1.1\n0\t2.5\t1.2\n1.1\t1.2\t3.0", "1_1~1250_0_1.1_2.5_1.2_3"},
		{"thousands beside hundreds", "4,701\t672\t32\n672\t15,361\t-633\n32\t-633\t3,632", "1_1~4701_672_32_15361_-633_3632"},
		{"thousands with fractions", "1,234.5;0;1\n0;2,000.5;1\n1;1;3", "1_1~1234.5_0_1_2000.5_1_3"},
		{"commas part the numbers", "4,2,1\n2,5,1\n1,1,3", "1_1~4_2_1_5_1_3"},
		{"and blanks", "4, 2, 1\n2, 5, 1\n1, 1, 3", "1_1~4_2_1_5_1_3"},
		{"both are possible", "9,848\t10,383\t49,888\n10,383\t40,600\t62,660\n49,888\t62,660\t270,203", "9,848"},
	} {
		got, _, err := ParseMoments(c.text)
		var e *Error
		if errors.As(err, &e) && e.Code == Ambiguous {
			got = fmt.Sprint(e.Value)
		} else if err != nil {
			got = err.Error()
		}
		if got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

// TestOwnCollection: what set({own: text}) takes of the texts in table/testdata/own is what
// they mean, in the blocks of the case; what has no meaning is refused.
func TestOwnCollection(t *testing.T) {
	data, err := os.ReadFile("table/testdata/own/cases.json")
	if err != nil {
		t.Fatal(err)
	}
	var cases []struct {
		ID, File, Policy string
		Blocks           []int
		Truth            [][]float64
		Tol              float64
	}
	if err := json.Unmarshal(data, &cases); err != nil || len(cases) != 137 {
		t.Fatal(len(cases), err)
	}
	for _, c := range cases {
		data, err := os.ReadFile("table/testdata/own/texts/" + c.File)
		if err != nil {
			t.Fatal(err)
		}
		text := string(data)
		if n := len(c.Blocks); n == 2 && c.Blocks[0]+c.Blocks[1] > 2 {
			text = format("blocks: %v, %v\n", c.Blocks[0], c.Blocks[1]) + text
		}
		_, m, err := ParseMoments(text)
		var e *Error
		switch {
		case errors.As(err, &e) && e.Code == Ambiguous && c.ID == "y01-us-thousands-all": // the text does not tell
		case c.Policy == "refuse":
			if err == nil {
				t.Errorf("%s: taken as %v", c.ID, m.Joint())
			} else {
				t.Logf("%s: %v", c.ID, err)
			}
		case err != nil:
			if c.Policy == "accept" {
				t.Errorf("%s: %v", c.ID, err)
			}
		case c.Truth == nil:
		default:
			joint, n := m.Joint(), len(c.Truth)
			if len(joint) != n*n || len(c.Blocks) == 2 && m.modalities[0].Dim != c.Blocks[0] {
				t.Errorf("%s: %d numbers, %v", c.ID, len(joint), m.modalities)
				continue
			}
			for i, want := range slices.Concat(c.Truth...) {
				scale := math.Sqrt(math.Abs(c.Truth[i/n][i/n] * c.Truth[i%n][i%n]))
				if math.Abs(joint[i]-want) > c.Tol*math.Max(scale, math.Abs(want)) {
					t.Errorf("%s: %v in row %d, column %d, want %v", c.ID, joint[i], i/n+1, i%n+1, want)
				}
			}
		}
	}
}

// TestRoundedMoments: what rounding to the printed digits has made impossible is taken to
// the nearest possible data; what it has not is refused.
func TestRoundedMoments(t *testing.T) {
	for _, c := range []struct {
		text string
		good bool
	}{
		{"1.0 0.71 1.21\n0.71 0.5 0.86\n1.21 0.86 1.46", true}, // x, x/√2 and their sum, of two digits
		{"1.0 0.71 1.21\n0.71 0.50 1.30\n1.21 1.30 1.46", false},
		{"1.00 0.501 0.3\n0.50 1.00 0.3\n0.3 0.3 1", true}, // one triangle has a digit more
		{"1.00 0.541 0.3\n0.50 1.00 0.3\n0.3 0.3 1", false},
	} {
		_, m, err := ParseMoments(c.text)
		if (err == nil) != c.good {
			t.Errorf("%q: %v", c.text, err)
		}
		if err != nil {
			continue
		}
		if values, _ := linalg.Eigen(m.Joint(), 3); values[0] < -1e-9 {
			t.Errorf("%q: an eigenvalue of %v", c.text, values[0])
		}
	}
}

// TestTextsOfOtherHands: a text means what it says or is refused with the place or the number
// that is at fault; no number is silently another one, and the suggested time can be set.
func TestTextsOfOtherHands(t *testing.T) {
	rate, length := parameter("eta"), parameter("epochs")
	for _, c := range []struct{ name, text, want string }{
		// Commas and points.
		{"thousands in one row only", "2,500\t12.5\t40\n12.5\t1.5\t3.25\n40\t3.25\t1,200", "1_1~2500_12.5_40_1.5_3.25_1200"},
		{"decimal commas of three digits", "0,125\t0,015\t0,110\n0,015\t0,400\t0,035\n0,110\t0,035\t0,900", "1_1~0.125_0.015_0.11_0.4_0.035_0.9"},
		{"decimal commas and exponents", "1,5e3\t2\t3\n2\t4,25\t0,5\n3\t0,5\t2,5", "1_1~1500_2_3_4.25_0.5_2.5"},
		{"all of three digits", "1,125;1,015;1,110\n1,015;4,400;1,035\n1,110;1,035;9,900", "matrixCommas 1,125"},
		{"both uses of the comma", "1,234.5\t0,5\t1\n0,5\t2\t1\n1\t1\t3", "matrixCommas 1,234.5"},
		{"millions", "1,250,000\t0\t1000\n0\t2\t1\n1000\t1\t3", "1_1~1.25e+06_0_1000_2_1_3"},
		// Minus signs and numbers that are none.
		{"true minus", "4 −0.5 1\n−0.5 1 0\n1 0 2", "1_1~4_-0.5_1_1_0_2"},
		{"hexadecimal", "4 0 1\n0 0x2 0\n1 0 2", "matrixEntry 0x2"},
		{"thousands of a program", "1_000 0 1\n0 2 0\n1 0 2", "1_1~1000_0_1_2_0_2"},
		{"no thousands of a program", "1_0 0 1\n0 2 0\n1 0 2", "matrixEntry 1_0"},
		{"no number", "4 NaN 1\nNaN 2 0\n1 0 2", "matrixEntry NaN"},
		{"without an end", "4 0 1\n0 Inf 0\n1 0 2", "matrixEntry Inf"},
		{"a share", "100% 0 10%\n0 100% 0\n10% 0 100%", "matrixEntry 100%"},
		// Rounding.
		{"one digit, twice another", "4 0.5 2\n0.4 1 0.2\n2 0.2 3", "matrixAsymmetric 0.5"},
		{"a last digit of many", "1.0004 0.3127 0.5\n0.3128 1.2 0.4\n0.5 0.4 1.0", "1_1~1.0004_0.3127_0.5_1.2_0.4_1"},
		{"a mistake beside zeros left out", "1 0.8 0.31\n0.83 1 0.25\n0.31 0.25 1", "matrixAsymmetric 0.8"},
		{"collinear, of two digits", "1.00 1.00 0.71\n1.00 1.00 0.70\n0.71 0.70 1.00", "1_1"},
		{"indefinite, of two digits", "1 0.9 0.1\n0.9 1 0.9\n0.1 0.9 1", "matrixUnexplained 1"},
		// Units.
		{"tiny", "1e-10 2e-11 3e-11\n2e-11 1e-10 1e-11\n3e-11 1e-11 1e-10", "1_1~1e-10_2e-11_3e-11_1e-10_1e-11_1e-10"},
		{"huge", "8e8 1e8 4e8\n1e8 9e8 2e8\n4e8 2e8 7e8", "1_1~8e+08_1e+08_4e+08_9e+08_2e+08_7e+08"},
		{"of unlike units", "1e8 10 5e3\n10 1e-4 1e-3\n5e3 1e-3 2", "1_1~1e+08_10_5000_0.0001_0.001_2"},
		{"no covariance with the target", "2 0 0\n0 1 0\n0 0 3", "1_1~2_0_0_1_0_3"},
		{"out of a terminal", "1_1~4_0_4_1_1_5\n", "1_1~4_0_4_1_1_5"},
	} {
		got, _, err := ParseMoments(c.text)
		var e *Error
		if errors.As(err, &e) {
			got = fmt.Sprint(e.Code, " ", e.Value)
		}
		if got != c.want && !(err == nil && strings.HasPrefix(got, c.want+"~")) {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
		if err != nil {
			continue
		}
		s, err := Preset("own")
		if err != nil {
			t.Fatal(err)
		}
		s.Own = got
		if s.Eta, s.Epochs, err = s.OwnTime(); err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
		if err := s.Check(); err != nil || s.Eta < rate.Min || s.Eta > rate.Max || float64(s.Epochs) < length.Min || float64(s.Epochs) > length.Max {
			t.Errorf("%s: in %d epochs at η = %v: %v", c.name, s.Epochs, s.Eta, err)
		}
	}
}
