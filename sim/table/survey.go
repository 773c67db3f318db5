package table

import (
	"math"
	"strconv"
	"strings"
)

// collinearColumns is how many columns may be looked through for sums of each other in the
// survey; what depends on what among those of a plan is found with their moments.
const collinearColumns = 128

// surveyor collects what a survey says.
type surveyor struct {
	columns []column
	block   []float64 // columns × blockRows
	held    int
	gram    *gram // of all columns, with zeros for what is missing; nil: they are too many
	row0    []float64
	first   [][]float64 // rows of a table that may be a matrix
}

func newSurveyor(columns int) *surveyor {
	return &surveyor{columns: make([]column, columns), block: make([]float64, columns*blockRows), row0: make([]float64, columns)}
}

func (s *surveyor) row(c *cells) {
	at := s.held
	for j, v := range c.values {
		if kind := c.kinds[j]; kind != isNumber {
			v = math.NaN()
			if kind == isWord {
				s.columns[j].word(c.text(j), c.line)
			} else {
				s.columns[j].missing++
			}
		}
		s.block[at] = v
		at += blockRows
	}
	if len(s.first) < 2*len(s.columns)+2 && len(s.columns) <= MaxInputs+MaxTargets {
		s.first = append(s.first, append([]float64(nil), c.values...))
	}
	if s.held++; s.held == blockRows {
		s.flush()
	}
}

func (s *surveyor) flush() {
	if s.held == 0 {
		return
	}
	for j := range s.columns {
		s.columns[j].block(s.block[j*blockRows : j*blockRows+s.held])
	}
	if n := len(s.columns); n <= collinearColumns {
		if s.gram == nil {
			shift := make([]float64, n)
			for j := range s.columns {
				shift[j] = s.columns[j].mean
			}
			s.gram = newGram(shift)
		}
		for k := range s.held {
			for j := range s.row0 {
				if s.row0[j] = s.block[j*blockRows+k]; s.row0[j] != s.row0[j] {
					s.row0[j] = s.gram.shift[j]
				}
			}
			s.gram.add(s.row0)
		}
	}
	s.held = 0
}

// alike reports whether most entries of a square table across from each other are the
// same, or one triangle is empty.
func (s *surveyor) alike() bool {
	same, other, zero := 0, 0, 0
	for i := range min(len(s.first), len(s.columns)) {
		for j := range i {
			switch a, b := s.first[i][j], s.first[j][i]; {
			case a == b:
				same++
			case a == 0 || b == 0:
				zero++
			default:
				other++
			}
		}
	}
	return same >= other+zero || other+same == 0
}

// holdsMatrix reports whether some of the rows are a symmetric matrix, as when means or another
// matrix are above or below it.
func (s *surveyor) holdsMatrix() bool {
	n := len(s.columns)
	for from := 0; n > 2 && from+n <= len(s.first); from++ {
		same, nonzero := true, false
		for i := range n {
			for j := range i {
				a, b := s.first[from+i][j], s.first[from+j][i]
				same, nonzero = same && a == b, nonzero || a != 0
			}
		}
		if same && nonzero {
			return true
		}
	}
	return false
}

// surveyed is the survey of a table.
func (r *Reader) surveyed() *Survey {
	r.surveys.flush()
	s := &Survey{Kind: "table", Source: r.name, Format: "text", Rows: r.rows, Bytes: r.bytes, Header: r.style.header != nil}
	if r.array != nil {
		s.Format = r.array.format
		for _, name := range r.array.skipped {
			s.Notes = append(s.Notes, Note{Code: "skipped", Value: name})
		}
	} else {
		s.Delimiter, s.Decimal = string(r.style.delimiter), string(r.style.marks.decimal)
	}
	if r.style.preamble > 0 {
		s.Notes = append(s.Notes, Note{Code: "preamble", Count: r.style.preamble})
	}
	s.Asks = r.asks()
	names := r.names()
	hashes := map[uint64]int{}
	for j := range r.surveys.columns {
		c := &r.surveys.columns[j]
		d := c.describe(names[j])
		if d.Name == "" && s.Format == "text" && !s.Header {
			d.Name = "x" + strconv.Itoa(j+1)
		}
		if other, twice := hashes[c.hash]; twice && d.Kind != "constant" && d.Kind != "empty" && c.numbers == r.surveys.columns[other].numbers {
			d.DuplicateOf = &other
		} else {
			hashes[c.hash] = j
		}
		at := j
		if c.words > 0 && c.numbers > 0 && d.Kind == "text" {
			s.Notes = append(s.Notes, Note{Code: "words", Column: &at, Name: d.Name, Row: c.firstLine, Value: c.firstWord, Count: c.words})
		}
		s.Columns = append(s.Columns, d)
	}
	s.Collinear = r.collinear(s)
	s.Guess = guess(s)
	return s
}

// asks is whether commas are decimal, where the text does not tell, or tells two things.
func (r *Reader) asks() *Asks {
	if r.array != nil || r.options.Decimal != "" {
		return nil
	}
	if r.style.marks.decimal == ',' {
		if r.seen.comma = true; r.seen.conflict == "" {
			return nil
		}
	}
	if r.style.doubtful != "" && !r.seen.point {
		return doubt(r.style.doubtful)
	}
	if _, doubtful := r.seen.decide(); doubtful != "" || r.seen.comma && r.style.marks.decimal == '.' {
		if doubtful == "" {
			doubtful = r.seen.said
		}
		return doubt(doubtful)
	}
	return nil
}

// collinear names the columns that are sums of multiples of others, with what they are of.
func (r *Reader) collinear(s *Survey) (lists [][]int) {
	g := r.surveys.gram
	if g == nil {
		return nil
	}
	var at []int
	for j, c := range s.Columns {
		if c.Kind == "number" && c.Missing == 0 && c.DuplicateOf == nil {
			at = append(at, j)
		}
	}
	upper := g.about(g.mean())
	full := square(upper, g.n)
	part := make([]float64, len(at)*len(at))
	for i, a := range at {
		for j, b := range at {
			part[i*len(at)+j] = full[a*g.n+b]
		}
	}
	found, _ := dependent(part, len(at))
	for _, list := range found {
		for k, i := range list {
			list[k] = at[i]
		}
		lists = append(lists, list)
	}
	return lists
}

// square is the whole matrix of an upper triangle.
func square(upper []float64, n int) []float64 {
	full, next := make([]float64, n*n), 0
	for i := range n {
		for j := i; j < n; j++ {
			full[i*n+j], full[j*n+i] = upper[next], upper[next]
			next++
		}
	}
	return full
}

// ofMatrix is the survey of a matrix.
func (r *Reader) ofMatrix(m *Matrix, asks *Asks) *Survey {
	s := &Survey{Kind: "matrix", Source: r.name, Format: "text", Decimal: m.Marks, Header: m.Names != nil, Rows: m.N, Bytes: r.bytes, Asks: asks, Correlation: m.Correlation()}
	if r.array != nil {
		s.Format = r.array.format
	}
	r.matrix = m
	for j := range m.N {
		c := Column{Name: "x" + strconv.Itoa(j+1), Kind: "number", SD: math.Sqrt(math.Max(0, m.Values[j*m.N+j]))}
		if j < len(m.Names) && m.Names[j] != "" {
			c.Name = m.Names[j]
		} else if j == m.N-1 {
			c.Name = "y"
		}
		if c.SD == 0 {
			c.Kind = "constant"
		}
		s.Columns = append(s.Columns, c)
	}
	s.Collinear, _ = dependent(m.Values, m.N)
	if !definite(m.Values, m.N) {
		if _, least, rounding := m.Nearest(); least < -1e-9 {
			s.Notes = append(s.Notes, Note{Code: map[bool]string{true: "rounding", false: "notPositive"}[rounding], Value: least})
		}
	}
	s.Guess = guess(s)
	if sizes := m.wholeSizes(); sizes != nil {
		s.Guess = s.inSizes(sizes)
	}
	return s
}

// wholeSizes are the sizes that a first line names, if they are some of this matrix.
func (m *Matrix) wholeSizes() (sizes []int) {
	sum := 0
	for _, word := range m.Sizes {
		n, err := strconv.Atoi(strings.TrimSpace(word))
		if err != nil || n < 1 || n > m.N {
			return nil
		}
		sizes, sum = append(sizes, n), sum+n
	}
	if len(sizes) < 2 || len(sizes) > MaxModalities || sum >= m.N {
		return nil
	}
	return sizes
}

// inSizes is the plan of blocks of sizes, in the order of the columns; the others are targets.
func (s *Survey) inSizes(sizes []int) Plan {
	p := Plan{Centre: s.Guess.Centre}
	next := 0
	for b, n := range sizes {
		block := Block{Name: string(rune('A' + b))}
		for range n {
			block.Columns = append(block.Columns, next)
			next++
		}
		p.Modalities = append(p.Modalities, block)
	}
	for ; next < len(s.Columns); next++ {
		p.Targets = append(p.Targets, next)
	}
	return p
}

// definite reports whether a symmetric matrix has no negative eigenvalue, but for rounding: by its
// Cholesky factorisation, a small part of it added to the diagonal.
func definite(a []float64, n int) bool {
	l := make([]float64, n*n)
	for i := range n {
		if a[i*n+i] < 0 {
			return false
		}
		for j := range i + 1 {
			scale := math.Sqrt(a[i*n+i] * a[j*n+j])
			if scale == 0 {
				if a[i*n+j] != 0 {
					return false
				}
				if i == j {
					l[i*n+i] = 1
				}
				continue
			}
			v := a[i*n+j] / scale
			if i == j {
				v += 1e-11
			}
			for k := range j {
				v -= l[i*n+k] * l[j*n+k]
			}
			if i == j {
				if v < 0 {
					return false
				}
				l[i*n+i] = math.Sqrt(v)
			} else if l[j*n+j] > 0 {
				l[i*n+j] = v / l[j*n+j]
			}
		}
	}
	return true
}
