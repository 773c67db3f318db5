package table

import (
	"math"
	"slices"
	"strconv"
)

// blockRows is how many rows are looked at together, a column after the other.
const blockRows = 256

const bins = 256 // of a histogram while it grows

// column is what is known of a column so far.
type column struct {
	numbers, missing, words int
	firstWord               string
	firstLine               int
	min, max                float64
	mean, squares           float64 // Σ (v − mean)²
	hash                    uint64
	distinct                set
	levels                  map[string]bool // of words; nil: too many
	low, width              float64         // of the histogram: its first bin begins at low
	counts                  []int
}

// set holds the bits of a few numbers.
type set struct {
	slots []uint64 // bits + 1; 0: empty
	n     int
}

// add reports whether there is room for more.
func (s *set) add(v float64) bool {
	if s.n > knownDistinct {
		return false
	}
	if s.slots == nil {
		s.slots = make([]uint64, 16)
	}
	bits := math.Float64bits(v) + 1
	mask := uint64(len(s.slots) - 1)
	for at := mixed(bits) & mask; ; at = (at + 1) & mask {
		switch s.slots[at] {
		case bits:
			return true
		case 0:
			s.slots[at] = bits
			s.n++
			if 2*s.n > len(s.slots) {
				old := s.slots
				s.slots, s.n = make([]uint64, 2*len(old)), 0
				for _, b := range old {
					if b != 0 {
						s.add(math.Float64frombits(b - 1))
					}
				}
			}
			return true
		}
	}
}

// values are those of the set in ascending order.
func (s *set) values() (list []float64) {
	for _, b := range s.slots {
		if b != 0 {
			list = append(list, math.Float64frombits(b-1))
		}
	}
	slices.Sort(list)
	return list
}

// mixed is a hash of 64 bits (splitmix64).
func mixed(x uint64) uint64 {
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// word adds a cell that is none of numbers.
func (c *column) word(text []byte, line int) {
	if c.words == 0 {
		c.levels, c.firstLine, c.firstWord = map[string]bool{}, line, tidyWord(text)
	}
	c.words++
	if c.levels != nil && !c.levels[string(text)] {
		if len(c.levels) == MaxLevels {
			c.levels = nil
		} else {
			c.levels[string(text)] = true
		}
	}
	c.hash = (c.hash ^ 0x9e37) * 0x100000001b3
	for _, b := range text {
		c.hash = (c.hash ^ uint64(b)) * 0x100000001b3
	}
}

// block adds the cells of a column in several rows; NaN for what is no number. Means and
// squares about them are merged block by block [CGL].
//
//	[CGL]  Chan, Golub, LeVeque. Algorithms for computing the sample variance. Am. Stat. 37, 1983.
func (c *column) block(values []float64) {
	hash, sum, n, counting := c.hash, 0.0, 0, c.distinct.n <= knownDistinct
	lo, hi := math.Inf(1), math.Inf(-1)
	for _, v := range values {
		hash = (hash ^ math.Float64bits(v)) * 0x9e3779b97f4a7c15
		hash ^= hash >> 29
		if v != v {
			continue
		}
		n++
		if v < lo {
			lo = v
		}
		if v > hi {
			hi = v
		}
		sum += v
		if counting {
			counting = c.distinct.add(v)
		}
	}
	c.hash = hash
	if n == 0 {
		return
	}
	before, squares, mean := c.numbers, 0.0, sum/float64(n)
	for _, v := range values {
		if v == v {
			squares += (v - mean) * (v - mean)
		}
	}
	if before == 0 {
		c.min, c.max, c.mean = lo, hi, mean
	}
	old := c.min
	c.min, c.max = math.Min(c.min, lo), math.Max(c.max, hi)
	c.numbers += n
	share := float64(n) / float64(c.numbers)
	by := mean - c.mean
	c.mean += by * share
	c.squares += squares + by*by*share*float64(before)
	if c.width == 0 && c.max > c.min {
		c.counts = make([]int, bins)
		c.width = math.Max((c.max-c.min)/(bins/2), math.SmallestNonzeroFloat64)
		c.low = c.min - c.width*bins/4
		c.widen()
		c.counts[c.bin(old)] = before // all before were the same
	}
	if c.width > 0 {
		c.widen()
		counts, low, by := c.counts, c.low, 1/c.width
		for _, v := range values {
			if v == v {
				counts[min(max(int((v-low)*by), 0), bins-1)]++
			}
		}
	}
}

func (c *column) bin(v float64) int { return min(max(int((v-c.low)/c.width), 0), bins-1) }

// widen makes the histogram wide enough: bins become twice as wide, two by two.
func (c *column) widen() {
	for c.min < c.low || c.max >= c.low+bins*c.width {
		from := 0
		if c.min < c.low {
			from = bins / 2 // they move up
			c.low -= bins * c.width
		}
		wider := make([]int, bins)
		for i, n := range c.counts {
			wider[from+i/2] += n
		}
		c.counts, c.width = wider, 2*c.width
	}
}

// sd is the standard deviation, over n.
func (c *column) sd() float64 { return math.Sqrt(c.squares / float64(max(c.numbers, 1))) }

// describe says what the column is. Its histogram has sixteen parts from the least to the
// largest value, with each bin where its middle is.
func (c *column) describe(name string) Column {
	d := Column{Name: name, Missing: c.missing, Min: c.min, Max: c.max, Distinct: c.distinct.n}
	switch levels := len(c.levels); {
	case c.numbers+c.words == 0:
		d.Kind = "empty"
	case c.words == 0:
		d.Kind, d.Mean, d.SD = "number", c.mean, c.sd()
		if c.distinct.n == 1 {
			d.Kind, d.SD = "constant", 0
			break
		}
		d.Histogram = make([]int, 16)
		for i, n := range c.counts {
			at := (c.low + (float64(i)+.5)*c.width - c.min) / (c.max - c.min)
			d.Histogram[min(max(int(16*at), 0), 15)] += n
		}
		if values := c.distinct.values(); len(values) <= MaxLevels && whole(values) {
			for _, v := range values {
				d.Categories = append(d.Categories, strconv.FormatFloat(v, 'f', -1, 64))
			}
		}
	case c.numbers == 0 && levels == 1:
		d.Kind, d.Distinct, d.Categories = "constant", 1, c.categories()
	case c.numbers == 0 && levels > 0 && 2*levels <= max(c.words, 4):
		d.Kind, d.Distinct, d.Categories = "category", levels, c.categories()
	default:
		d.Kind, d.Distinct = "text", c.distinct.n+levels
		if c.levels == nil {
			d.Distinct = knownDistinct + 1
		}
	}
	return d
}

func (c *column) categories() (list []string) {
	for level := range c.levels {
		list = append(list, level)
	}
	slices.Sort(list)
	return list
}

// whole reports whether numbers may be labels of classes.
func whole(values []float64) bool {
	for _, v := range values {
		if v != math.Trunc(v) || math.Abs(v) > 1e6 {
			return false
		}
	}
	return true
}
