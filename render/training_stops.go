package render

// stopPoint is where a minimum of the error on new data lies.
func (c *chart) stopPoint(i int) (p Point, ok bool) {
	if len(c.Series) == 0 {
		return p, false
	}
	epoch := float64(c.Stops[i].Epoch)
	v := c.series(len(c.Modalities) + len(c.Series)).between(epoch)
	return c.place(epoch, v), finite(v) && v <= c.yMax && c.measured(epoch)
}

// stopLabels name the minima: beside the line that leads from each down to the
// axis, else over the curve.
func (c *chart) stopLabels() {
	s, size, r := c.scene, c.theme.SmallSize, c.plot.Rect
	for i := range c.Stops {
		at, ok := c.stopPoint(i)
		if !ok {
			continue
		}
		words, weight := "figure.training.stop", 400
		if c.Stops[i].Best {
			words, weight = "figure.training.stopBest", 600
		}
		t := c.small(s.Key("training/stop/", s.Number(float64(i), 0)), s.Format(c.words, words, "epoch", c.time(float64(c.Stops[i].Epoch))), 0, 0, Start, c.theme.Ink)
		t.Weight = weight
		gap := c.theme.MarkRadius + size*0.5
	search:
		for _, dy := range [...]float64{-1, 1.9, -2.2, 3.2, -3.4, 4.5, -4.6, 5.8} {
			for _, anchor := range [...]Anchor{Start, End, Middle} {
				t.Anchor, t.X, t.Y = anchor, at.X+gap*float64(1-int(anchor)), at.Y+dy*size
				if anchor == End {
					t.X = at.X - gap
				} else if anchor == Middle {
					t.X = at.X
				}
				if b := t.Bounds(); b.X >= r.X && b.Right() <= c.plot.Box.Right() && c.putClear(t) {
					break search
				}
			}
		}
	}
}

// stopLines lead from the minima down to the axis.
func (c *chart) stopLines() {
	for i := range c.Stops {
		if at, ok := c.stopPoint(i); ok {
			c.upright(c.scene.Key("training/stop/line/", c.scene.Number(float64(i), 0)), at.X, at.Y, c.plot.Rect.Bottom(), c.theme.ThinWidth, Fade(c.theme.Ink, 0.55), [2]float64{})
		}
	}
}

// stopMarks are filled at the lowest minimum, and hollow at the others.
func (c *chart) stopMarks() {
	for i := range c.Stops {
		at, ok := c.stopPoint(i)
		if !ok {
			continue
		}
		m := Mark{Key: c.scene.Key("training/stop/mark/", c.scene.Number(float64(i), 0)), At: at,
			Radius: c.theme.MarkRadius * headSize, Fill: c.theme.Paper, Ring: c.theme.Ink, RingW: c.theme.ThinWidth * 1.5}
		if c.Stops[i].Best {
			m.Fill = c.theme.Ink
		}
		c.scene.AddMark(m)
	}
}
