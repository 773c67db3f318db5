package render

import (
	"image/color"
	"math"
	"strconv"

	"unimodal-bias-lab/render/scene"
)

// NetworkPanel is the panel's name in keys and hits.
const NetworkPanel = "network"

// Network is the picture of the network in training: branches on the left, the
// layer where they meet, shared layers up to the prediction on the right. Every
// connection is as wide and as coloured as its layer is strong, in the hue of
// what flows through it, so that a branch lights up as it is learned. Every layer
// is as long: a branch with fewer of them starts later. It is plain data; Draw
// reads it only.
type Network struct {
	Depth, Fusion int         // L, L_f of the first branch
	Names         []string    // of the modalities
	Branches      [][]float64 // [m][l]: strength of a layer, 0 to 1 of what it ends with
	Shared        []float64   // the same of the shared layers
	Flow          []float64   // of each modality: its part of what flows through the shared layers
	Handle        scene.Handle

	finals []float64 // memory of Show
	called float64   // width of the longest name of a modality that is more than a letter
}

// NetworkPlot is where the picture put its columns and the handle of the fusion
// layer. Column c holds the units that layer c of the first branch, or a shared
// one, ends in; column 0 its input. A branch with more layers begins before it.
type NetworkPlot struct {
	Low    bool // too low for the handle: there is none
	Box    scene.Rect
	Rect   scene.Rect // from the inputs to the prediction
	Depth  int
	Before int // columns before column 0
	Handle scene.Point
	Reach  float64 // half the side of the square that takes hold of the handle
}

func (p *NetworkPlot) columns() scene.Linear {
	return scene.Linear{From: float64(-p.Before), To: float64(p.Depth), Start: p.Rect.X, End: p.Rect.Right()}
}

// X is where a column lies.
func (p *NetworkPlot) X(column int) float64 { return p.columns().At(float64(column)) }

// Fusion is the fusion layer that a place stands for: the nearest column after
// the input of the first branch.
func (p *NetworkPlot) Fusion(x float64) int {
	return int(scene.Clamp(math.Round(p.columns().Invert(x)), 1, float64(p.Depth)))
}

// Plot is where Draw puts the columns. It depends on the box, the theme and the
// shape of the network only.
func (n *Network) Plot(box scene.Rect, theme *scene.Theme) NetworkPlot {
	small := theme.SmallSize
	side := math.Max(scene.TextWidth("x_{M}", theme.LabelSize, 600)+small*1.2, scene.Rim(theme)+small)
	left := math.Max(side, n.called+small*1.2)
	top := small * 1.2
	bottom := scene.Rim(theme)*2 + small*3.2
	low := box.H-top-bottom < 5*small
	if low { // as a strip: without the handle and its track
		top, bottom = small*0.3, small*1.6
	}
	p := NetworkPlot{
		Box:   box,
		Low:   low,
		Depth: max(1, n.Depth),
		Reach: scene.Reach(theme),
		Rect: scene.Rect{
			X: math.Round(box.X + left),
			Y: math.Round(box.Y + top),
			W: math.Round(box.W - left - side),
			H: math.Round(box.H - top - bottom),
		},
	}
	for m := range n.Branches {
		p.Before = max(p.Before, -n.start(m))
	}
	p.Handle = scene.Point{X: p.X(n.Fusion), Y: p.Rect.Bottom() + small*0.9 + scene.Rim(theme)}
	return p
}

// start is the column of a branch's input.
func (n *Network) start(m int) int { return n.Fusion - len(n.Branches[m]) }

// Draw lays the picture out in box and appends it to the Scene; in a box
// without room for it, or for a network without layers, it draws nothing.
func (n *Network) Draw(s *scene.Scene, box scene.Rect, theme *scene.Theme, words scene.Words) Placed {
	n.call(box, theme, words)
	d := wiring{Network: n, Board: scene.Board{Scene: s, Theme: theme, Words: words}, plot: n.Plot(box, theme)}
	r := d.plot.Rect
	if r.Empty() || !scene.Finite(r.X+r.Y+r.W+r.H) || n.Depth < 1 || n.Fusion < 1 || n.Fusion > n.Depth || !n.connected() {
		return Placed{Wiring: d.plot}
	}
	d.labels()
	d.connections()
	d.units()
	if d.plot.Low {
		return Placed{Wiring: d.plot}
	}
	d.track()
	d.DrawHandle(NetworkPanel, d.plot.Handle, n.Handle, nil)
	return Placed{Wiring: d.plot}
}

// call finds how much room the names of the modalities take: a quarter of the box at most.
func (n *Network) call(box scene.Rect, theme *scene.Theme, words scene.Words) {
	n.called = 0
	for _, name := range n.Names {
		if long, named := words.Name(name); named {
			n.called = math.Max(n.called, math.Min(scene.TextWidth(long, theme.LabelSize, 600), box.W/4))
		}
	}
}

// connected reports whether every input has a way to the fusion.
func (n *Network) connected() bool {
	for _, branch := range n.Branches {
		if len(branch) == 0 {
			return false
		}
	}
	return len(n.Branches) > 0 && n.start(0) == 0
}

// wiring is one drawing of a Network.
type wiring struct {
	*Network
	scene.Board
	plot NetworkPlot
}

// unitsPerColumn are drawn for a hidden layer, whatever its width.
const unitsPerColumn = 4

// lane is the part of the picture's height that belongs to branch m.
func (d *wiring) lane(m int) (y, h float64) {
	h = d.plot.Rect.H / float64(len(d.Branches))
	return d.plot.Rect.Y + float64(m)*h, h
}

// unitColumn is the units of one column: how many, and where.
type unitColumn struct {
	count      int
	x, y, step float64 // of the first unit, and down to the next
}

func (u unitColumn) at(i int) scene.Point { return scene.Point{X: u.x, Y: u.y + float64(i)*u.step} }

// column is where the units of a column lie. Branch columns come before the
// fusion column; m is ignored from there on.
func (d *wiring) column(c, m int) unitColumn {
	y, h := d.lane(m)
	spread := 0.72
	if c >= d.Fusion {
		y, h, spread = d.plot.Rect.Y, d.plot.Rect.H, 0.5
	}
	count := unitsPerColumn
	for count > 2 && h*spread/float64(count-1) < 2.4*d.Theme.MarkRadius {
		count--
	}
	u := unitColumn{count: count, x: d.plot.X(c), y: y + h*(1-spread)/2, step: h * spread / float64(count-1)}
	if c == d.start(m) || c == d.Depth {
		u.count, u.y, u.step = 1, y+h/2, 0
	}
	return u
}

// connections draws branch layers, then shared ones: hairlines while they are
// weak, in the hue of the modality as they grow.
func (d *wiring) connections() {
	for m, branch := range d.Branches {
		for l, strength := range branch {
			d.layer(m, l, strength, d.Theme.Modality(m).Mark)
		}
	}
	for l, strength := range d.Shared {
		d.shared(d.Fusion+l, strength)
	}
}

// width is how wide a connection of the given strength is, between two columns.
func (d *wiring) width(strength float64, from, to unitColumn) float64 {
	width := d.Theme.HairWidth + (d.Theme.CurveWidth*1.1-d.Theme.HairWidth)*strength
	if from.count*to.count > unitsPerColumn {
		width = d.Theme.HairWidth + (d.Theme.CurveWidth*0.7-d.Theme.HairWidth)*strength
	}
	return width
}

// layer connects the columns on both sides of a branch's layer l.
func (d *wiring) layer(m, l int, strength float64, hue color.NRGBA) {
	c := d.start(m) + l
	from, to := d.column(c, m), d.column(c+1, m)
	strength = portion(strength)
	width := d.width(strength, from, to)
	colour := blend(scene.Fade(d.Theme.Ink, 0.16), hue, strength)
	for i := range from.count {
		for j := range to.count {
			d.Scene.AddLine(d.key("link", m, l, i*unitsPerColumn+j), from.at(i), to.at(j), width, colour, [2]float64{})
		}
	}
}

// shared connects column l with column l+1 above the fusion: one ribbon for
// every modality side by side, as wide as its part of what flows. (Mixed, the
// two hues would turn grey, the colour of what is not learned.)
func (d *wiring) shared(l int, strength float64) {
	from, to := d.column(l, 0), d.column(l+1, 0)
	strength = portion(strength)
	width := math.Max(d.width(strength, from, to), d.Theme.HairWidth) * (1 + 0.5*strength)
	total := 0.0
	for _, f := range d.Flow {
		total += math.Max(0, f)
	}
	for i := range from.count {
		for j := range to.count {
			a, z := from.at(i), to.at(j)
			length := math.Hypot(z.X-a.X, z.Y-a.Y)
			if !(total > 0) || !scene.Finite(total) || length == 0 {
				d.Scene.AddLine(d.key("link", 0, l, i*unitsPerColumn+j), a, z, d.Theme.HairWidth, scene.Fade(d.Theme.Ink, 0.16), [2]float64{})
				continue
			}
			nx, ny := -(z.Y-a.Y)/length, (z.X-a.X)/length // to the side that lies lower
			at := -width / 2
			for m, f := range d.Flow {
				part := width * math.Max(0, f) / total
				o := at + part/2
				at += part
				if part < d.Theme.HairWidth/4 {
					continue
				}
				d.Scene.AddLine(d.key("link", m, l, i*unitsPerColumn+j), scene.Point{X: a.X + nx*o, Y: a.Y + ny*o}, scene.Point{X: z.X + nx*o, Y: z.Y + ny*o}, part,
					blend(scene.Fade(d.Theme.Ink, 0.16), d.Theme.Modality(m).Mark, strength), [2]float64{})
			}
		}
	}
}

// portion is a strength held within 0 and 1; none where it is not a number.
func portion(strength float64) float64 {
	if math.IsNaN(strength) {
		return 0
	}
	return scene.Clamp(strength, 0, 1)
}

// mixed is the hue of the units in the shared layers: the modalities in
// proportion to what flows.
func (d *wiring) mixed() color.NRGBA {
	total, r, g, b := 0.0, 0.0, 0.0, 0.0
	for m, f := range d.Flow {
		if !(f > 0) {
			continue
		}
		c := d.Theme.Modality(m).Mark
		total += f
		r, g, b = r+f*float64(c.R), g+f*float64(c.G), b+f*float64(c.B)
	}
	if total == 0 {
		return d.Theme.Axis
	}
	return color.NRGBA{uint8(r/total + 0.5), uint8(g/total + 0.5), uint8(b/total + 0.5), 0xff}
}

// units draws the discs over the ends of the lines. Inputs and prediction carry
// their marks: those of the curves.
func (d *wiring) units() {
	radius := d.Theme.MarkRadius
	for m := range d.Branches {
		hue := d.Theme.Modality(m).Mark
		for l := range d.Branches[m] {
			column := d.column(d.start(m)+l, m)
			strength := 1.0
			if l > 0 {
				strength = d.Branches[m][l-1]
			}
			for i := range column.count {
				mark := scene.Mark{Key: d.key("unit", m, l, i), At: column.at(i), Radius: radius * 0.9, Fill: d.Theme.Paper, Ring: blend(scene.Fade(d.Theme.Ink, 0.5), hue, portion(strength)), RingW: d.Theme.ThinWidth}
				if l == 0 {
					mark.Fill, mark.Ring, mark.RingW, mark.Radius = hue, d.Theme.Paper, d.Theme.ThinWidth, radius*1.25
					mark.Shape = shapeOf(m)
				}
				d.Scene.AddMark(mark)
			}
		}
	}
	for c := d.Fusion; c <= d.Depth; c++ {
		column := d.column(c, 0)
		strength := 0.0
		if c > d.Fusion {
			strength = d.Shared[c-d.Fusion-1]
		} else {
			for m := range d.Branches {
				strength = math.Max(strength, d.Branches[m][len(d.Branches[m])-1])
			}
		}
		for i := range column.count {
			mark := scene.Mark{Key: d.key("unit", len(d.Branches), c, i), At: column.at(i), Radius: radius * 0.9, Fill: d.Theme.Paper, Ring: blend(scene.Fade(d.Theme.Ink, 0.5), d.mixed(), portion(strength)), RingW: d.Theme.ThinWidth}
			if c == d.Depth {
				mark.Radius, mark.Ring, mark.RingW = radius*1.25, d.Theme.Ink, d.Theme.ThinWidth*1.4
			}
			d.Scene.AddMark(mark)
		}
	}
}

// labels name the inputs, the prediction and the fusion.
func (d *wiring) labels() {
	size, small := d.Theme.LabelSize, d.Theme.SmallSize
	for m, name := range d.Names[:min(len(d.Names), len(d.Branches))] {
		y, h := d.lane(m)
		content := d.Scene.Format(d.Words, "figure.network.input", "name", name)
		if long, named := d.Words.Name(name); named {
			content = d.Scene.Shorten(long, size, 600, d.called)
		}
		d.Put(scene.Text{
			Key: d.Scene.Key("network/input/", name), Content: content,
			X: d.plot.X(d.start(m)) - d.Theme.MarkRadius - small*0.6, Y: y + h/2 + size*0.33,
			Anchor: scene.End, Size: size, Weight: 600, Colour: d.Theme.Modality(m).Word,
		})
	}
	d.Put(scene.Text{
		Key: "network/output", Content: d.Scene.Format(d.Words, "figure.network.output"),
		X: d.plot.Rect.Right() + d.Theme.MarkRadius + small*0.6, Y: d.plot.Rect.Y + d.plot.Rect.H/2 + size*0.33,
		Anchor: scene.Start, Size: size, Weight: 600, Colour: d.Theme.Ink,
	})
	key := "figure.network.intermediate"
	switch d.Fusion {
	case d.Depth:
		key = "figure.network.late"
	case 1:
		key = "figure.network.early"
	}
	content := d.Scene.Format(d.Words, key, "fusion", d.Scene.Number(float64(d.Fusion), 0), "depth", d.Scene.Number(float64(d.Depth), 0))
	if len(d.Names) == 2 && len(d.Branches) == 2 && d.start(0) != d.start(1) {
		content = d.Scene.Format(d.Words, "figure.network.unequal",
			"one", d.Names[0], "layersOne", d.Scene.Number(float64(len(d.Branches[0])), 0),
			"other", d.Names[1], "layersOther", d.Scene.Number(float64(len(d.Branches[1])), 0))
	}
	half := scene.TextWidth(content, small, 400) / 2
	if 2*half > d.plot.Box.W {
		content = d.Scene.Format(d.Words, d.Scene.Key(key, "Short"), "fusion", d.Scene.Number(float64(d.Fusion), 0), "depth", d.Scene.Number(float64(d.Depth), 0))
		content = d.Scene.Shorten(content, small, 400, d.plot.Box.W)
		half = scene.TextWidth(content, small, 400) / 2
	}
	x := scene.Clamp(d.plot.Handle.X, d.plot.Box.X+half, math.Max(d.plot.Box.X+half, d.plot.Box.Right()-half))
	y := d.plot.Handle.Y + scene.Rim(d.Theme) + small*1.3
	if d.plot.Low {
		x, y = d.plot.Rect.X+d.plot.Rect.W/2, d.plot.Rect.Bottom()+small*1.3
	}
	d.Put(d.Small("network/fusion", content, x, y, scene.Middle, d.Theme.Muted))
}

// track is the line the handle moves on, with a tick at every layer in which
// the branches could meet, and a hairline from the handle up to where they do.
func (d *wiring) track() {
	y := d.plot.Handle.Y
	d.Scene.AddLine("network/track", scene.Point{X: d.plot.X(1), Y: y}, scene.Point{X: d.plot.X(d.Depth), Y: y}, d.Theme.HairWidth, d.Theme.Axis, [2]float64{})
	for c := 1; c <= d.Depth; c++ {
		x := d.plot.X(c)
		d.Scene.AddLine(d.key("tick", 0, c, 0), scene.Point{X: x, Y: y - 4}, scene.Point{X: x, Y: y + 4}, d.Theme.HairWidth, d.Theme.Axis, [2]float64{})
	}
	x := d.plot.X(d.Fusion)
	column := d.column(d.Fusion, 0)
	from := column.at(column.count - 1)
	d.Scene.AddLine("network/fusion/line", scene.Point{X: x, Y: from.Y + d.Theme.MarkRadius + 3}, scene.Point{X: x, Y: y - scene.Rim(d.Theme)}, d.Theme.HairWidth, d.Theme.Axis, [2]float64{})
}

// key names an item of the picture by what it is and where.
func (d *wiring) key(kind string, m, c, i int) string {
	return d.Scene.Key("network/", kind, "/", digits[m%len(digits)], "/", digits[c%len(digits)], "/", digits[i%len(digits)])
}

// digits are the decimal numbers an index needs.
var digits = func() (list [unitsPerColumn*unitsPerColumn + 1]string) {
	for i := range list {
		list[i] = strconv.Itoa(i)
	}
	return list
}()

// blend is the colour at f, 0 to 1, on the way from a to b.
func blend(a, b color.NRGBA, f float64) color.NRGBA {
	mix := func(x, y uint8) uint8 { return uint8(float64(x)*(1-f) + float64(y)*f + 0.5) }
	return color.NRGBA{mix(a.R, b.R), mix(a.G, b.G), mix(a.B, b.B), mix(a.A, b.A)}
}

// Show fills the picture with the network at a moment. A layer's
// strength is its norm as a part of what it has in the balanced solution that
// training ends in. The handle is left alone, memory is reused.
func (n *Network) Show(now Moment) {
	run, epoch := now.Run, now.Epoch
	s := run.Scenario()
	n.Depth, n.Fusion = s.Depth, s.Fusion
	n.Names, n.Flow = n.Names[:0], n.Flow[:0]
	finals := n.finals[:0]
	for m, modality := range run.Moments().Modalities() {
		n.Names = append(n.Names, modality.Name)
		n.Flow = append(n.Flow, run.Norm(m)[epoch])
		finals = append(finals, run.FinalNorm(m))
	}
	n.finals = finals
	n.Branches, n.Shared = run.LayerNorms(epoch, n.Branches, n.Shared)
	shape := run.Shape()
	shared := shape.SharedNorm(finals)
	for m, layers := range n.Branches {
		for l := range layers {
			layers[l] = part(layers[l], shape.BranchNorm(m, finals[m], shared))
		}
	}
	for l := range n.Shared {
		n.Shared[l] = part(n.Shared[l], shared)
	}
}

func part(norm, final float64) float64 {
	if final == 0 {
		return 0
	}
	return scene.Clamp(norm/final, 0, 1)
}
