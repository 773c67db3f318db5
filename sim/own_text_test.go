package sim

import (
	"errors"
	"fmt"
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
