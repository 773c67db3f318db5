package render

import (
	"encoding/binary"
	"image/color"
	"math"

	"unimodal-bias-lab/render/scene"
)

// shadeCount is how many colours a scale has.
const shadeCount = 256

// shades are the colours of a scale from its lower to its upper end, opaque RGBA.
type shades []byte

func (s shades) at(i int) color.NRGBA {
	return color.NRGBA{s[4*i], s[4*i+1], s[4*i+2], 0xff}
}

// fill makes even steps from the lower colour over the one in the middle to the
// upper one: equal steps look equal in OKLab, whatever colours the eye can tell
// apart, for lightness alone would do.
func (s shades) fill(lower, centre, upper color.NRGBA) {
	const half = (shadeCount - 1) / 2.
	ends := [3]oklab{toOKLab(lower), toOKLab(centre), toOKLab(upper)}
	for i := range shadeCount {
		from, to, t := ends[0], ends[1], float64(i)/half
		if t > 1 {
			from, to, t = ends[1], ends[2], t-1
		}
		var mixed oklab
		for k := range mixed {
			mixed[k] = from[k] + t*(to[k]-from[k])
		}
		c := mixed.colour()
		binary.LittleEndian.PutUint32(s[4*i:], packed(c))
	}
}

// packed is an opaque colour as four bytes in the order of a texture.
func packed(c color.NRGBA) uint32 {
	return uint32(c.R) | uint32(c.G)<<8 | uint32(c.B)<<16 | 0xff<<24
}

// halfway is the colour between two in OKLab.
func halfway(a, b color.NRGBA) color.NRGBA {
	p, q := toOKLab(a), toOKLab(b)
	for k := range p {
		p[k] = (p[k] + q[k]) / 2
	}
	return p.colour()
}

// over is what a translucent colour looks like on an opaque one.
func over(c, ground color.NRGBA) color.NRGBA {
	a := scene.Opacity(c)
	blend := func(v, w uint8) uint8 { return uint8(float64(v)*a + float64(w)*(1-a) + .5) }
	return color.NRGBA{blend(c.R, ground.R), blend(c.G, ground.G), blend(c.B, ground.B), 0xff}
}

// leastContrast is that of words with what they stand on (WCAG 2.2, 1.4.3).
const leastContrast = 4.5

// Contrast of two opaque colours, from 1 to 21 (WCAG 2.2).
func Contrast(a, b color.NRGBA) float64 {
	light := func(c color.NRGBA) float64 { return .2126*linear(c.R) + .7152*linear(c.G) + .0722*linear(c.B) + .05 }
	ratio := light(a) / light(b)
	return max(ratio, 1/ratio)
}

// oklab is a colour in a space in which distances are what the eye sees:
// lightness, green to red, blue to yellow (B. Ottosson, 2020).
type oklab [3]float64

func toOKLab(c color.NRGBA) oklab {
	r, g, b := linear(c.R), linear(c.G), linear(c.B)
	l := math.Cbrt(.4122214708*r + .5363325363*g + .0514459929*b)
	m := math.Cbrt(.2119034982*r + .6806995451*g + .1073969566*b)
	s := math.Cbrt(.0883024619*r + .2817188376*g + .6299787005*b)
	return oklab{
		.2104542553*l + .7936177850*m - .0040720468*s,
		1.9779984951*l - 2.4285922050*m + .4505937099*s,
		.0259040371*l + .7827717662*m - .8086757660*s,
	}
}

func (c oklab) colour() color.NRGBA {
	l := c[0] + .3963377774*c[1] + .2158037573*c[2]
	m := c[0] - .1055613458*c[1] - .0638541728*c[2]
	s := c[0] - .0894841775*c[1] - 1.2914855480*c[2]
	l, m, s = l*l*l, m*m*m, s*s*s
	return color.NRGBA{
		display(4.0767416621*l - 3.3077115913*m + .2309699292*s),
		display(-1.2684380046*l + 2.6097574011*m - .3413193965*s),
		display(-.0041960863*l - .7034186147*m + 1.7076147010*s), 0xff,
	}
}

// linear is the amount of light of an sRGB value, 0 to 1.
func linear(v uint8) float64 {
	s := float64(v) / 255
	if s <= .04045 {
		return s / 12.92
	}
	return math.Pow((s+.055)/1.055, 2.4)
}

// display is the sRGB value of an amount of light.
func display(v float64) uint8 {
	v = scene.Clamp(v, 0, 1)
	if v <= .0031308 {
		v *= 12.92
	} else {
		v = 1.055*math.Pow(v, 1/2.4) - .055
	}
	return uint8(v*255 + .5)
}
