package main

import (
	"time"

	"unimodal-bias-lab/render/scene"
	"unimodal-bias-lab/wasm/lab"
)

// figures are the open ones by their numbers.
type figures struct {
	open map[int]*figure
	say  func(id int, message []byte)
	now  func() time.Time
}

// figure is a lab and what the page shows of it.
type figure struct {
	lab   *lab.Lab
	page  *page
	layer scene.ShapeLayer
}

// Open makes a figure on the default scenario, in place of the one that has the number.
func (f *figures) Open(id int) {
	page := &page{id: id, say: f.say}
	f.open[id] = &figure{lab: lab.New(page, f.now), page: page}
}

// Close forgets a figure.
func (f *figures) Close(id int) { delete(f.open, id) }

// Call has a figure run a command; one that is closed answers nothing.
func (f *figures) Call(id int, name string, args []byte) []byte {
	if one := f.open[id]; one != nil {
		return one.lab.Call(name, args)
	}
	return nil
}

// Frame lets seconds pass for a figure and draws it, if there is something new.
func (f *figures) Frame(id int, seconds float64) {
	one := f.open[id]
	if one == nil {
		return
	}
	one.lab.Update(seconds)
	one.lab.Draw(func(s *scene.Scene, _ int, _ *scene.Theme, _ float64) {
		one.page.shapes = one.layer.AppendDiff(one.page.shapes[:0], s)
	})
}

// page is the way of one figure to its page.
type page struct {
	id     int
	say    func(id int, message []byte)
	shapes []byte // of the frame that is being drawn
}

// Frame sends the picture that has just been painted.
func (p *page) Frame(packet []byte) {
	message := append([]byte(`{"shapes":`), p.shapes...)
	message = append(append(message, `,"frame":`...), packet...)
	p.say(p.id, append(message, '}'))
}

// Event sends what happened; names are plain words.
func (p *page) Event(name string, packet []byte) {
	message := append([]byte(`{"event":"`), name...)
	message = append(append(message, `","data":`...), packet...)
	p.say(p.id, append(message, '}'))
}

// Idle sends that there is nothing to draw.
func (p *page) Idle() { p.say(p.id, []byte(`{"idle":true}`)) }
