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
// A row is a modality, a column a target; of one target the modalities stand side by side. All have one
// scale, which the whole run decides, so that they darken as they are learned.
//
// It is plain data; Draw reads it only.
type Pictures struct {
	Modalities []PictureRow
	Targets    []string
	Most       float64 // the magnitude of the strongest colour

	run    *sim.Run // whose Most it is, and whether it was done then
	done   bool
	totals []float64 // memory of Show
	of     string
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
}

// picturesKey is what the colours depend on.
type picturesKey struct {
	run   *sim.Run
	epoch int
	most  float64
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
		p.run, p.done, p.Most = run, run.Done(), run.LargestTotal()
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
			row.Norm = run.Norm(m)[now.Epoch]
		}
		from += modality.Dim
	}
	p.Modalities = p.Modalities[:count]
	for _, row := range p.Modalities {
		for _, w := range row.Weights {
			if w = math.Abs(w); w > p.Most && scene.Finite(w) {
				p.Most = w
			}
		}
	}
	p.shaded.run, p.shaded.epoch = run, now.Epoch
}

// picturePlan is where pictures stand: rows of modalities and columns of targets, or of one target
// the modalities in a row.
type picturePlan struct {
	pixel        float64 // side of one
	left, top    float64 // of the first picture
	stepX, stepY float64
	side         bool // modalities stand side by side
}

// Draw lays the pictures out in box and appends them to the Scene; in a box without room for them it
// draws nothing.
func (p *Pictures) Draw(s *scene.Scene, box scene.Rect, theme *scene.Theme, words scene.Words) Placed {
	b := scene.Board{Scene: s, Theme: theme, Words: words}
	if len(p.Modalities) == 0 {
		b.Put(b.Small("pictures/needs", s.Format(words, "figure.pictures.needs"), box.X+box.W/2, box.Y+box.H/2, scene.Middle, theme.Muted))
		return Placed{}
	}
	plan, ok := p.plan(box, theme)
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
			at := scene.Rect{X: plan.left + float64(k)*plan.stepX, Y: plan.top + float64(i)*plan.stepY, W: float64(row.Columns) * plan.pixel, H: float64(row.Rows) * plan.pixel}
			if plan.side {
				at.X, at.Y = plan.left+float64(i)*plan.stepX, plan.top
			}
			key := s.Key("pictures/", row.Name, "/", target)
			s.AddCells(scene.Cells{Key: key, Rect: at, Columns: row.Columns, Rows: row.Rows, Pixels: p.pixels[4*offset : 4*(offset+size)], Version: p.stamp})
			frame := s.Pen(scene.Strip{Key: s.Key(key, "/frame"), Width: theme.HairWidth, Colour: theme.Axis})
			for _, corner := range [...]scene.Point{{X: at.X, Y: at.Y}, {X: at.Right(), Y: at.Y}, {X: at.Right(), Y: at.Bottom()}, {X: at.X, Y: at.Bottom()}, {X: at.X, Y: at.Y}} {
				frame.LineTo(corner)
			}
			frame.Lift()
			b.Reserve(at)
			if i == 0 && !plan.side && len(p.Targets) > 1 {
				b.PutIfFree(b.Small(s.Key("pictures/target/", target), target, at.X+at.W/2, plan.top-theme.SmallSize*.6, scene.Middle, theme.Muted))
			}
			offset += size
		}
		x, y, anchor := box.X, plan.top+float64(i)*plan.stepY+float64(row.Rows)*plan.pixel/2, scene.Start
		if plan.side {
			x, y = plan.left+float64(i)*plan.stepX, plan.top+float64(row.Rows)*plan.pixel+theme.SmallSize*1.4
		}
		name := b.Small(s.Key("pictures/name/", row.Name), row.Name, x, y, anchor, hue)
		name.Weight = 600
		b.Put(name)
		b.Put(b.Small(s.Key("pictures/norm/", row.Name), s.Format(words, "figure.pictures.norm", "value", s.Figures(row.Norm)), x, y+theme.SmallSize*1.35, anchor, theme.Muted))
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

// plan finds the largest whole size of a pixel with which everything has room.
func (p *Pictures) plan(box scene.Rect, theme *scene.Theme) (plan picturePlan, ok bool) {
	size := theme.SmallSize
	plan.side = len(p.Targets) == 1
	high, wide, label := 0, 0, 0.0
	for i := range p.Modalities {
		row := &p.Modalities[i]
		high, wide = max(high, row.Rows), max(wide, row.Columns)
		label = math.Max(label, math.Max(scene.TextWidth(row.Name, size, 600), 4.5*size))
	}
	across, down := float64(len(p.Targets)), float64(len(p.Modalities))
	left, top, bottom := label+size, 4.9*size, 2.6*size
	if plan.side {
		across, down, left, top, bottom = down, 1, 0, 3.6*size, 5.4*size
	}
	gap := math.Max(2, size*.3)
	if plan.side {
		gap = 2 * size
	}
	w, h := (box.W-left-gap*(across-1))/across, (box.H-top-bottom-gap*(down-1))/down
	plan.pixel = math.Min(w/float64(wide), h/float64(high))
	if plan.pixel >= 1 {
		plan.pixel = math.Floor(plan.pixel)
	}
	if !(plan.pixel >= .5) {
		return plan, false
	}
	plan.left, plan.top = math.Round(box.X+left), math.Round(box.Y+top)
	plan.stepX, plan.stepY = float64(wide)*plan.pixel+math.Round(gap), float64(high)*plan.pixel+math.Round(gap)
	return plan, true
}

// shade works out the colours, unless they are those of last time.
func (p *Pictures) shade(theme *scene.Theme) {
	now := picturesKey{p.shaded.run, p.shaded.epoch, p.Most, *theme}
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
			c := p.colour(theme, row.Modality, w)
			p.pixels = append(p.pixels, c.R, c.G, c.B, 0xff)
		}
	}
}

// colour is that of a weight: paper at zero.
func (p *Pictures) colour(theme *scene.Theme, modality int, w float64) color.NRGBA {
	if !(p.Most > 0) || !scene.Finite(w) {
		return theme.Paper
	}
	full := theme.Modality(modality).Mark
	if w < 0 {
		full = theme.Ink
	}
	return blend(theme.Paper, full, scene.Clamp(math.Abs(w)/p.Most, 0, 1))
}

// legend says what the colours mean, as far as there is room.
func (p *Pictures) legend(b *scene.Board, box scene.Rect) {
	s, theme, size := b.Scene, b.Theme, b.Theme.SmallSize
	x, y, side := box.X, box.Bottom()-size*.5, size*.9
	swatch := func(key string, colour color.NRGBA) {
		s.AddRect(s.Key("pictures/legend/", key, "/swatch"), scene.Rect{X: x, Y: y - side*.9, W: side, H: side}, colour)
		x += side * 1.2
	}
	text := func(key, words, value string) {
		t := b.Small(s.Key("pictures/legend/", key), s.Format(b.Words, words, "value", value), x+size*.2, y, scene.Start, theme.Muted)
		if t.Bounds().Right() <= box.Right() && b.PutIfFree(t) {
			x = t.Bounds().Right() + size*1.2
		}
	}
	for i := range p.Modalities {
		row := &p.Modalities[i]
		swatch(row.Name, theme.Modality(row.Modality).Mark)
	}
	text("for", "figure.pictures.for", "")
	swatch("against", theme.Ink)
	text("against", "figure.pictures.against", "")
	text("most", "figure.pictures.most", s.Figures(p.Most))
}
