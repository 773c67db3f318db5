package table

import (
	"math"
	"strings"

	"unimodal-bias-lab/sim/linalg"
)

// Matrix is a symmetric matrix that somebody has in a text.
type Matrix struct {
	N      int
	Names  []string  // of its rows, or nil
	Sizes  []string  // of its blocks, as a first line names them; nil: none does
	Named  bool      // there is such a line
	Values []float64 // N × N
	Grains []float64 // N × N: half a unit of the last printed digit, how far a value may be from what was meant
	Words  []string  // N × N: the numbers as they are written
	Marks  string    // what stands before a fraction
}

// Correlation reports whether every variance is one, and nothing larger.
func (m *Matrix) Correlation() bool {
	for i, v := range m.Values {
		if i%(m.N+1) == 0 && v != 1 || math.Abs(v) > 1 {
			return false
		}
	}
	return true
}

// reading is how a text is taken apart.
type reading struct {
	decimal      string // '.' or ',' where a person has said which; else empty
	lower, upper bool   // the text says which triangle a list of numbers is
	keys         []string
	marks        marks
}

// ReadMatrix reads a symmetric matrix as programs print it and people paste it: in lines
// or brackets, full or a triangle, with names or without. decimal is "." or "," where it is
// known which of them stands before a fraction, else empty. Errors are of type *[Error]; their rows
// and columns are those of the matrix.
func ReadMatrix(text, decimal string) (*Matrix, error) {
	text = plainText(text)
	m, err := readMatrix(text, decimal)
	if err == nil {
		return m, nil
	}
	printed := withoutPrompts(text)
	for i, other := range []string{printed, namesAhead(printed), aligned(printed)} {
		if other == "" || other == text {
			continue
		}
		if again, wrong := readMatrix(other, decimal); wrong == nil && again.N > 1 && !(i == 2 && again.N+1 < strings.Count(other, "\n")) {
			return again, nil // of all its rows
		}
	}
	return m, err
}

func readMatrix(text, decimal string) (*Matrix, error) {
	r := &reading{decimal: decimal}
	text = unwrapped(text)
	sizes, text, named := blocksLine(text)
	text = withLabels(withoutMarkup(text))
	if err := shortened(text); err != nil {
		return nil, err
	}
	lower := strings.ToLower(text)
	r.lower = strings.Contains(lower, "lower") || strings.Contains(lower, "getcov")
	r.upper = !r.lower && strings.Contains(lower, "upper")
	if list, ok := bracketed(text); ok {
		text = r.unbracket(list)
	}
	m, err := r.inLines(text)
	if err != nil {
		return nil, err
	}
	m.Sizes, m.Named = sizes, named
	if len(m.Names) == 0 && len(r.keys) >= m.N {
		m.Names = r.keys[:m.N]
	}
	m.Marks = string(r.marks.decimal)
	return m, m.symmetric()
}

// withLabels gives the labels [1,] and [,1] of R brackets of their own.
func withLabels(text string) string {
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(text, "[")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		if inside, _, closed := strings.Cut(rest[:min(len(rest), 10)], "]"); closed && label(inside) {
			b.WriteString("⟦" + strings.Trim(inside, " ,") + "⟧")
			text = rest[len(inside)+1:]
			continue
		}
		b.WriteByte('[')
		text = rest
	}
}

// label reports whether brackets around a word make a label of R: "1," or ",1".
func label(inside string) bool {
	inside = strings.TrimSpace(inside)
	return len(inside) > 1 && len(inside) < 8 && strings.Count(inside, ",") == 1 && strings.Trim(inside, "0123456789,") == "" &&
		(inside[0] == ',' || inside[len(inside)-1] == ',')
}

// shortened looks for an ellipsis in place of numbers.
func shortened(text string) error {
	row := 0
	for _, line := range strings.Split(text, "\n") {
		row++
		words := strings.FieldsFunc(line, func(r rune) bool { return blank(r) || strings.ContainsRune(",;[](){}|┆│", r) })
		for i, word := range words {
			switch word {
			case "...", "…", "⋯", "⋮", "⋱":
				end := strings.TrimRight(strings.TrimSuffix(strings.TrimRight(line, " "), word), " ")
				if i == len(words)-1 && word == "..." && end != "" && (strings.ContainsAny(end[len(end)-1:], ";[") || i > 0 && strings.Contains(text, "[") && strings.Count(text, "[") == 1) {
					continue // MATLAB: the statement goes on in the next line
				}
				return &Error{Code: Shortened, Key: "own", Value: word, Row: row}
			}
		}
	}
	return nil
}

// blocksLine takes off a first line like "blocks: 2, 3" or "d_A = 2, d_B = 3".
func blocksLine(text string) (sizes []string, rest string, named bool) {
	line, rest, _ := strings.Cut(strings.TrimLeftFunc(text, blank), "\n")
	words := strings.FieldsFunc(line, func(r rune) bool { return blank(r) || strings.ContainsRune(",;:=+()[]/|#%", r) })
	if len(words) == 0 {
		return nil, text, false
	}
	first := strings.ToLower(words[0])
	if !strings.HasPrefix(first, "block") && first != "d_a" && first != "da" {
		return nil, text, false
	}
	if strings.HasPrefix(first, "block") {
		words = words[1:]
	}
	if len(words) > 0 && strings.HasPrefix(strings.ToLower(words[0]), "size") {
		words = words[1:]
	}
	if strings.Contains(line, "=") { // A=2, B=1
		var numbers []string
		for _, word := range words {
			if strings.ContainsAny(word, "0123456789") {
				numbers = append(numbers, word)
			}
		}
		if len(numbers) > 0 {
			words = numbers
		}
	}
	return words, rest, true
}

// eigenRows is up to how many rows all eigenvalues are found in a few seconds.
const eigenRows = 256

// Of the largest entry, a difference in the last digit that is nobody's mistake, and one
// that is none at all.
const (
	lastDigit = 1e-3
	sameData  = 1e-5
)

// symmetric checks that what should be the same is.
func (m *Matrix) symmetric() error {
	n := m.N
	for i := range n {
		for j := i + 1; j < n; j++ {
			a, b := m.Values[i*n+j], m.Values[j*n+i]
			scale := math.Sqrt(math.Abs(m.Values[i*n+i] * m.Values[j*n+j]))
			rounding := 1.01 * (m.Grains[i*n+j] + m.Grains[j*n+i])
			if m.Grains[i*n+j] == m.Grains[j*n+i] { // one number is rounded twice to the same digits, but for the last of many
				rounding = math.Min(rounding, lastDigit*scale)
			}
			if math.Abs(a-b) > math.Max(rounding, sameData*scale) {
				return &Error{Code: Asymmetric, Key: "own", Row: i + 1, Column: j + 1, Value: a, Other: b}
			}
			m.Values[j*n+i] = a
		}
	}
	return nil
}

// Nearest is the nearest matrix that moments of some data can be, in units of the standard
// deviations: negative eigenvalues become zero. rounding reports whether the change is
// within what printing so many digits may have done: rounding moves an eigenvalue by vᵀEv, whose
// standard deviation over even errors E within ± the grains is taken four times. least is the
// smallest eigenvalue in these units. A matrix of more than eigenRows rows has no such nearest one here.
func (m *Matrix) Nearest() (values []float64, least float64, rounding bool) {
	n := m.N
	scale := make([]float64, n)
	joint, grains := make([]float64, n*n), make([]float64, n*n)
	for i := range n {
		if scale[i] = math.Sqrt(m.Values[i*n+i]); !(scale[i] > 0) {
			scale[i] = 1
		}
	}
	for i := range n {
		for j := range n {
			joint[i*n+j] = m.Values[i*n+j] / (scale[i] * scale[j])
			grains[i*n+j] = m.Grains[i*n+j] / (scale[i] * scale[j])
		}
	}
	if n > eigenRows { // the largest eigenvalue of n − Σ tells the smallest of Σ
		unit, turned := make([]float64, n*n), make([]float64, n*n)
		for i := range n {
			unit[i*n+i] = 1
			for j := range n {
				turned[i*n+j] = -joint[i*n+j]
			}
			turned[i*n+i] += float64(n)
		}
		return nil, float64(n) - linalg.LargestEigenvalue(unit, turned, n), false
	}
	eigen, vectors := linalg.Eigen(joint, n)
	rounding, least = true, eigen[0]
	for k, v := range eigen {
		variance := 0.0
		for i := range n {
			for j := range i + 1 {
				by := vectors[i*n+k] * vectors[j*n+k] * grains[j*n+i]
				if j < i {
					by *= 2
				}
				variance += by * by
			}
		}
		rounding = rounding && v >= -4*math.Sqrt(variance/3)
	}
	values = make([]float64, n*n)
	for i := range n {
		for j := i; j < n; j++ {
			sum := 0.0
			for k, v := range eigen {
				sum += math.Max(v, 0) * vectors[i*n+k] * vectors[j*n+k]
			}
			values[i*n+j], values[j*n+i] = sum*scale[i]*scale[j], sum*scale[i]*scale[j]
		}
	}
	return values, least, rounding
}

// precision is that of the numbers of a text: how many decimals and how many significant
// ones they have at most, if zeros at the end are left out; else every number says it itself.
type precision struct {
	decimals, significant int
	dropped               bool
}

func precisionOf(words []string) precision {
	d := precision{dropped: true}
	for _, word := range words {
		whole, fraction, _, point := decimalParts(word)
		if !point {
			continue
		}
		d.dropped = d.dropped && !strings.HasSuffix(fraction, "0")
		d.decimals = max(d.decimals, len(fraction))
		d.significant = max(d.significant, len(strings.TrimLeft(whole+fraction, "0")))
	}
	return d
}

// grain is half a unit of the last decimal of a number: how far what is printed may be from
// what was meant.
func (d precision) grain(word string) float64 {
	whole, fraction, power, point := decimalParts(word)
	if !point {
		return 0 // whole numbers are exact
	}
	decimals := len(fraction)
	if d.dropped {
		decimals = max(decimals, min(d.decimals, d.significant-len(strings.TrimLeft(whole, "0"))))
	}
	return 0.5 * math.Pow10(power-decimals)
}

func decimalParts(word string) (whole, fraction string, power int, point bool) {
	mantissa, exponent, _ := strings.Cut(strings.TrimLeft(word, "+-"), "e")
	whole, fraction, point = strings.Cut(mantissa, ".")
	sign := 1
	if strings.HasPrefix(exponent, "-") {
		sign = -1
	}
	for _, c := range strings.TrimLeft(exponent, "+-") {
		power = min(10*power+int(c-'0'), 1000)
	}
	return whole, fraction, sign * power, point
}
