package render

import (
	"image/color"
	"math"

	"unimodal-bias-lab/render/scene"
	"unimodal-bias-lab/sim"
)

// PicturesPanel is the panel's name in keys and hits.
const PicturesPanel = "pictures"

// Pictures shows the total weights of modalities whose inputs are the pixels of a picture as
// pictures: those that add to a target in the hue of the modality, those that take from it in ink.
// A row is a modality, a column a target; of one target the modalities stand side by side. Every
// modality has a scale of its own, which the whole run decides, so that its pictures darken as they are
// learned and pale where a part of that was not due to it.
//
// It is plain data; Draw reads it only.
type Pictures struct {
	Modalities []PictureRow
	Targets    []string

	run    *sim.Run // whose scales they are, and whether it was done then
	done   bool
	most   []float64 // of every modality
	totals []float64 // memory of Show
	of     string
	epoch  int
	pixels []byte // memory of Draw
	stamp  int
	shaded picturesKey
}

// PictureRow is a modality.
type PictureRow struct {
	Name          string
	Modality      int
	Rows, Columns int       // of its picture
	Weights       []float64 // d_y × d_m
	Norm          float64   // ‖W_m^tot‖
	Most          float64   // the magnitude of the strongest colour
}

// called is what a person calls the modality.
func (r *PictureRow) called(words scene.Words) string {
	name, _ := words.Name(r.Name)
	return name
}

// picturesKey is what the colours depend on.
type picturesKey struct {
	run   *sim.Run
	done  bool
	epoch int
	theme scene.Theme
}

// HasPictures reports whether a modality of the run is a picture.
func HasPictures(run *sim.Run) bool { return len(pictureRows(run)) > 0 }

// pictureRows are the numbers of rows of the pictures that modalities are, nil: none is.
func pictureRows(run *sim.Run) []int {
	if s := run.Scenario(); s.Task == sim.TaskOwn {
		if d := sim.Kept(s.Own); d != nil {
			return d.Pictures
		}
	}
	return nil
}

// Show fills the picture with the total weights at a moment. Memory is reused.
func (p *Pictures) Show(now Moment) {
	run := now.Run
	rows := pictureRows(run)
	if rows == nil {
		p.Modalities, p.Targets, p.of, p.run = p.Modalities[:0], nil, "", nil
		return
	}
	if own := run.Scenario().Own; p.of != own {
		p.of, p.Targets = own, sim.Kept(own).Targets
	}
	if p.run != run || p.done != run.Done() {
		p.run, p.done, p.most = run, run.Done(), run.LargestTotals(p.most)
	}
	p.totals = run.Totals(p.totals, now.Epoch)
	modalities, d, from, count := run.Moments().Modalities(), run.Moments().Inputs(), 0, 0
	for m, modality := range modalities {
		if rows[m] > 0 {
			if count++; count > len(p.Modalities) {
				p.Modalities = append(p.Modalities, PictureRow{})
			}
			row := &p.Modalities[count-1]
			row.Name, row.Modality, row.Rows, row.Columns = modality.Name, m, rows[m], modality.Dim/rows[m]
			row.Weights = row.Weights[:0]
			for k := range p.Targets {
				row.Weights = append(row.Weights, p.totals[k*d+from:k*d+from+modality.Dim]...)
			}
			row.Norm, row.Most = run.Norm(m)[now.Epoch], p.most[m]
			for _, w := range row.Weights {
				if w = math.Abs(w); w > row.Most && scene.Finite(w) { // between two keyframes
					row.Most = w
				}
			}
		}
		from += modality.Dim
	}
	p.Modalities = p.Modalities[:count]
	p.epoch = now.Epoch
}

// picturePlan is where pictures stand: a block for a modality with its targets in lines, or of one
// target the modalities side by side.
type picturePlan struct {
	pixel        float64 // side of one
	left, top    float64 // of the first picture
	stepX, stepY float64 // from picture to picture
	block        float64 // from modality to modality
	perLine      int     // targets
	everyLine    bool    // names its targets, not the first alone
	side         bool
}

// Draw lays the pictures out in box and appends them to the Scene; in a box without room for them it
// draws nothing.
func (p *Pictures) Draw(s *scene.Scene, box scene.Rect, theme *scene.Theme, words scene.Words) Placed {
	b := scene.Board{Scene: s, Theme: theme, Words: words}
	if len(p.Modalities) == 0 {
		b.Put(b.Small("pictures/needs", s.Format(words, "figure.pictures.needs"), box.X+box.W/2, box.Y+box.H/2, scene.Middle, theme.Muted))
		return Placed{}
	}
	plan, ok := p.plan(box, theme, words)
	if !ok {
		return Placed{}
	}
	p.title(&b, box)
	p.shade(theme)
	offset := 0
	for i := range p.Modalities {
		row := &p.Modalities[i]
		hue := theme.Modality(row.Modality).Word
		size := row.Rows * row.Columns
		for k, target := range p.Targets {
			at := plan.at(row, i, k)
			key := s.Key("pictures/", row.Name, "/", target)
			s.AddCells(scene.Cells{Key: key, Rect: at, Columns: row.Columns, Rows: row.Rows, Pixels: p.pixels[4*offset : 4*(offset+size)], Version: p.stamp})
			frame := s.Pen(scene.Strip{Key: s.Key(key, "/frame"), Width: theme.HairWidth, Colour: theme.Axis})
			for _, corner := range [...]scene.Point{{X: at.X, Y: at.Y}, {X: at.Right(), Y: at.Y}, {X: at.Right(), Y: at.Bottom()}, {X: at.X, Y: at.Bottom()}, {X: at.X, Y: at.Y}} {
				frame.LineTo(corner)
			}
			frame.Lift()
			if !plan.side && (i == 0 || plan.everyLine) {
				b.PutIfFree(b.Small(s.Key(key, "/target"), target, at.X+at.W/2, at.Y-theme.SmallSize*.62, scene.Middle, theme.Muted))
			}
			b.Reserve(at)
			offset += size
		}
		first := plan.at(row, i, 0)
		x, y := box.X, first.Y+theme.SmallSize
		if plan.side {
			x, y = first.X, first.Bottom()+theme.SmallSize*1.4
		}
		name := b.Small(s.Key("pictures/name/", row.Name), row.called(words), x, y, scene.Start, hue)
		name.Weight = 600
		b.Put(name)
		b.Put(b.Small(s.Key("pictures/norm/", row.Name), s.Format(words, "figure.pictures.norm", "value", s.Figures(row.Norm)), x, y+theme.SmallSize*1.35, scene.Start, theme.Muted))
	}
	p.legend(&b, box)
	return Placed{}
}

func (p *Pictures) title(b *scene.Board, box scene.Rect) {
	s, size := b.Scene, b.Theme.SmallSize
	title := b.Small("pictures/title", s.Format(b.Words, "figure.pictures.title"), box.X, box.Y+size, scene.Start, b.Theme.Ink)
	title.Weight = 600
	b.Put(title)
	for _, key := range [...]string{"figure.pictures.how", "figure.pictures.howShort"} {
		how := b.Small("pictures/how", s.Format(b.Words, key), box.X, box.Y+2.45*size, scene.Start, b.Theme.Muted)
		if how.Bounds().Right() <= box.Right() {
			b.Put(how)
			return
		}
	}
}

// plan finds the largest size of a pixel, a whole one if it can be, with which everything has room.
func (p *Pictures) plan(box scene.Rect, theme *scene.Theme, words scene.Words) (best picturePlan, ok bool) {
	size := theme.SmallSize
	high, wide, label := 0, 0, 0.0
	for i := range p.Modalities {
		row := &p.Modalities[i]
		high, wide = max(high, row.Rows), max(wide, row.Columns)
		label = math.Max(label, math.Max(scene.TextWidth(row.called(words), size, 600), 4.5*size))
	}
	if len(p.Targets) == 1 {
		count, gap := float64(len(p.Modalities)), 2*size
		best = picturePlan{side: true, perLine: 1, left: box.X, top: math.Round(box.Y + 3.6*size)}
		best.pixel = math.Min((box.W-gap*(count-1))/count/float64(wide), (box.H-9*size)/float64(high))
		best.fit(wide, high, gap, 0)
		return best, best.pixel >= .5
	}
	gap, blocks := math.Max(2, size*.3), float64(len(p.Modalities))
	for lines := 1; lines <= len(p.Targets); lines++ {
		plan := picturePlan{perLine: (len(p.Targets) + lines - 1) / lines, left: math.Round(box.X + label + size), top: math.Round(box.Y + 5*size), everyLine: lines > 1}
		names := 0.0
		if plan.everyLine {
			names = 1.9 * size
		}
		width := (box.Right()-plan.left+gap)/float64(plan.perLine) - gap
		height := ((box.Bottom()-2.6*size-plan.top)/blocks-size*.8)/float64(lines) - gap - names
		plan.pixel = math.Min(width/float64(wide), height/float64(high))
		plan.fit(wide, high, gap, names)
		if plan.block = math.Max(float64(lines)*plan.stepY+size*.8, 3.1*size); plan.top+blocks*plan.block > box.Bottom()-2*size {
			continue
		}
		plan.block = math.Round(math.Min(1.4*plan.block, (box.Bottom()-2*size-plan.top)/blocks)) // what is left lies between
		if plan.pixel > best.pixel {
			best = plan
		}
	}
	return best, best.pixel >= .5
}

// fit makes a pixel a whole number and works out the steps from picture to picture.
func (p *picturePlan) fit(wide, high int, gap, names float64) {
	if p.pixel >= 1 {
		p.pixel = math.Floor(p.pixel)
	}
	p.stepX, p.stepY = float64(wide)*p.pixel+math.Round(gap), float64(high)*p.pixel+math.Round(gap+names)
}

// at is where the picture of a modality and a target stands.
func (p *picturePlan) at(row *PictureRow, i, k int) scene.Rect {
	r := scene.Rect{X: p.left + float64(k%p.perLine)*p.stepX, Y: p.top + float64(i)*p.block + float64(k/p.perLine)*p.stepY, W: float64(row.Columns) * p.pixel, H: float64(row.Rows) * p.pixel}
	if p.side {
		r.X, r.Y = p.left+float64(i)*p.stepX, p.top
	}
	return r
}

// shade works out the colours, unless they are those of last time.
func (p *Pictures) shade(theme *scene.Theme) {
	now := picturesKey{p.run, p.done, p.epoch, *theme}
	count := 0
	for i := range p.Modalities {
		count += len(p.Modalities[i].Weights)
	}
	if p.stamp > 0 && now == p.shaded && len(p.pixels) == 4*count {
		return
	}
	p.shaded = now
	p.stamp++
	if cap(p.pixels) < 4*count {
		p.pixels = make([]byte, 0, 4*count)
	}
	p.pixels = p.pixels[:0]
	for i := range p.Modalities {
		row := &p.Modalities[i]
		for _, w := range row.Weights {
			c := row.colour(theme, w)
			p.pixels = append(p.pixels, c.R, c.G, c.B, 0xff)
		}
	}
}

// colour is that of a weight: paper at zero.
func (r *PictureRow) colour(theme *scene.Theme, w float64) color.NRGBA {
	if !(r.Most > 0) || !scene.Finite(w) {
		return theme.Paper
	}
	full := theme.Modality(r.Modality).Mark
	if w < 0 {
		full = theme.Ink
	}
	return blend(theme.Paper, full, scene.Clamp(math.Abs(w)/r.Most, 0, 1))
}

// legend says what the colours mean, as far as there is room.
func (p *Pictures) legend(b *scene.Board, box scene.Rect) {
	s, theme, size := b.Scene, b.Theme, b.Theme.SmallSize
	x, y, side := box.X, box.Bottom()-size*.5, size*.9
	swatch := func(key string, colour color.NRGBA) {
		s.AddRect(s.Key("pictures/legend/", key, "/swatch"), scene.Rect{X: x, Y: y - side*.9, W: side, H: side}, colour)
		x += side * 1.2
	}
	text := func(key, words string) {
		t := b.Small(s.Key("pictures/legend/", key), s.Format(b.Words, words), x+size*.2, y, scene.Start, theme.Muted)
		if t.Bounds().Right() <= box.Right() && b.PutIfFree(t) {
			x = t.Bounds().Right() + size*1.2
		}
	}
	for i := range p.Modalities {
		row := &p.Modalities[i]
		swatch(row.Name, theme.Modality(row.Modality).Mark)
	}
	text("for", "figure.pictures.for")
	swatch("against", theme.Ink)
	text("against", "figure.pictures.against")
	text("scale", "figure.pictures.scale")
}
