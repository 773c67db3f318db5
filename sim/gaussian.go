package sim

import (
	"math"
	"math/bits"
	"math/rand/v2"
	"sync"
)

// drawGaussians fills dst with std times what NormFloat64 of
// rand.New(rand.NewPCG(seed, stream)) returns, bit for bit and in half the time in a
// browser, where calls are dear: a projected run spent a fifth of its time there. One
// number in a hundred is in a corner of the ziggurat, which is left to package rand.
func drawGaussians(dst []float64, seed, stream uint64, std float64) {
	z, random := zigguratOfRand(), replay{pcg: pcg{seed, stream}}
	slow := rand.New(&random)
	state := random.pcg
	for i := range dst {
		next := state.next()
		u := next.number()
		j, strip := int32(u), u>>32&(strips-1)
		size := uint32(j)
		if j < 0 {
			size = -size
		}
		if size < z.inside[strip] {
			dst[i], state = std*(float64(j)*z.width[strip]), next
			continue
		}
		random.pcg = state
		dst[i] = std * slow.NormFloat64()
		state = random.pcg
	}
}

// pcg is the state of a permuted congruential generator, PCG DXSM of 128 bits [O'Neill
// 2014], as of rand.PCG.
type pcg struct{ hi, lo uint64 }

// next is the state that comes next. It and number are short enough to be inlined, together they
// are not.
func (p pcg) next() pcg {
	hi, lo := bits.Mul64(p.lo, 4865540595714422341)
	hi += p.hi*4865540595714422341 + p.lo*2549297995355413924
	lo, carry := bits.Add64(lo, 1442695040888963407, 0)
	return pcg{hi + 6364136223846793005 + carry, lo}
}

// number is that of a state.
func (p pcg) number() uint64 {
	x := p.hi ^ p.hi>>32
	x *= 0xda942042e4dd58b5
	x ^= x >> 48
	return x * (p.lo | 1)
}

// replay is a source that can be set to any state.
type replay struct{ pcg }

func (r *replay) Uint64() uint64 {
	r.pcg = r.next()
	return r.number()
}

// strips is the number of strips of equal area in the ziggurat of [Marsaglia & Tsang 2000].
const strips = 128

// ziggurat is what most draws need of it: a number j of 32 bits is x = j·width, and is
// taken if |j| < inside.
type ziggurat struct {
	width  [strips]float64
	inside [strips]uint32
}

// probe is a source of the same number over and over, and of zeros after that.
type probe struct {
	number uint64
	asked  int
}

func (p *probe) Uint64() uint64 {
	if p.asked++; p.asked == 1 {
		return p.number
	}
	return 0
}

// zigguratOfRand reads the ziggurat of package rand off its draws, so that there is no second
// table to keep: who takes j looks at one number, who does not at more.
var zigguratOfRand = sync.OnceValue(func() *ziggurat {
	z := &ziggurat{}
	for strip := range uint64(strips) {
		takes := func(j uint32) (x float64, ok bool) {
			p := probe{number: strip<<32 | uint64(j)}
			x = rand.New(&p).NormFloat64()
			return x, p.asked == 1
		}
		lo, hi := uint32(0), uint32(math.MaxInt32) // 0 … lo−1 are taken, hi is not
		for lo < hi {
			middle := lo + (hi-lo)/2
			if _, ok := takes(middle); ok {
				lo = middle + 1
			} else {
				hi = middle
			}
		}
		if z.inside[strip] = lo; lo > 1 {
			z.width[strip], _ = takes(1)
		}
	}
	return z
})
