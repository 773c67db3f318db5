package lab

import (
	"encoding/binary"
	"fmt"
	"math"
	"slices"
	"testing"
	"time"

	"unimodal-bias-lab/sim"
)

// square is a layout with a phase diagram.
const square = `{"width":900,"height":800,"scale":1,"panels":{"training":{"x":0,"y":400,"w":900,"h":400},"phase":{"x":0,"y":0,"w":440,"h":380}}}`

func diagrams(t *testing.T) *fixture {
	f := start(t)
	f.call("layout", square)
	f.call("set", `{"method":"flow"}`)
	return f
}

func (f *fixture) bits() (list []uint64) {
	for _, v := range f.lab.diagram.values {
		list = append(list, math.Float64bits(v))
	}
	return list
}

// complete lets frames pass until the lab has filled the diagram in by itself.
func (f *fixture) complete() {
	f.Helper()
	for i := 0; f.lab.diagram.running(); i++ {
		if f.frame(.016); i > 1e5 {
			f.Fatal("never complete")
		}
	}
}

// worker computes tiles as a worker does: from the spec of the event.
type worker struct {
	*fixture
	job   int
	cells *sim.Cells
}

func (f *fixture) hire() *worker {
	f.Helper()
	news := f.page.data["sweep"]
	sweep, err := sim.DecodeSweep(news["spec"].(string))
	if err != nil {
		f.Fatal(err)
	}
	return &worker{f, int(news["job"].(float64)), sim.NewCells(sweep)}
}

// take asks for a tile, −1 if there is none.
func (w *worker) take() int {
	if n, ok := w.call("take", fmt.Sprintf(`{"job":%d}`, w.job))["tile"].(float64); ok {
		return int(n)
	}
	return -1
}

func (w *worker) deliver(tile int) bool { return w.send(tile, w.cells.Tile(nil, tile)) }

func (w *worker) send(tile int, values []float64) bool {
	var bytes []byte
	for _, v := range values {
		bytes = binary.LittleEndian.AppendUint64(bytes, math.Float64bits(v))
	}
	return w.lab.Deliver(w.job, tile, bytes)
}

// TestDiagramAtOnce: the first picture is there with the next frame, and it is
// refined in slices of frames.
func TestDiagramAtOnce(t *testing.T) {
	f := diagrams(t)
	f.call("diagram", `{"kind":"ratio","cells":32}`)
	f.lab.firstPass(never)
	if slices.ContainsFunc(f.lab.diagram.values, math.IsNaN) {
		t.Error("the first picture has holes")
	}
	if f.lab.diagram.shown >= 32*32 {
		t.Fatal("it took all of it at once")
	}
	f.complete()
	answer := f.call("phaseDiagram", `{}`)
	if answer["done"] != 1.0 || len(answer["values"].([]any)) != 1024 || len(answer["theory"].([]any)) != 1024 {
		t.Errorf("%v, %d values", answer["done"], len(answer["values"].([]any)))
	}
	off := 0.0
	for i, v := range answer["values"].([]any) {
		off = max(off, math.Abs(math.Log(v.(float64)/answer["theory"].([]any)[i].(float64))))
	}
	if off > .3 {
		t.Errorf("a cell is off by a factor of %v", math.Exp(off))
	}
}

// TestFirstPassCutShort: wherever the time of a frame ends the first picture, the workers get
// what is left of it, and are told; the lab has another frame for the tile it is at.
func TestFirstPassCutShort(t *testing.T) {
	for cut := range 30 {
		f := diagrams(t)
		f.call("workers", `{"count":2}`)
		f.call("diagram", `{"kind":"ratio","cells":32}`)
		w := f.hire()
		for tile := w.take(); tile >= 0; tile = w.take() { // quicker than the frame
			w.deliver(tile)
		}
		delete(f.page.data, "sweep")
		looks := 0
		f.lab.firstPass(func() bool { looks++; return looks > cut })
		if !f.lab.diagram.running() {
			continue // it was time enough
		}
		if f.lab.diagram.own >= 0 && f.lab.quiet > 0 {
			t.Fatalf("cut after %d looks: the lab is at a tile, and has no frame for it", cut)
		}
		f.call("stats", `{}`)
		if len(f.lab.diagram.back) > 0 && f.page.data["sweep"] == nil {
			t.Fatalf("cut after %d looks: there is work left, and nobody is told", cut)
		}
		for f.lab.diagram.own >= 0 {
			f.frame(.016)
		}
		for tile := w.take(); tile >= 0; tile = w.take() {
			w.deliver(tile)
		}
		if f.lab.diagram.running() {
			t.Errorf("cut after %d looks: what is left is nobody's", cut)
		}
	}
}

// TestWorkersAndSlicesAgree: whoever computes the tiles, and in whatever order,
// the picture has the same bits; a tile that was lost is done again, one that comes
// twice or too late is of no use.
func TestWorkersAndSlicesAgree(t *testing.T) {
	for _, kind := range []string{"ratio", "preference", "error", "misattribution", "depthRho"} {
		alone := diagrams(t)
		alone.call("diagram", `{"kind":"`+kind+`","cells":32}`)
		alone.complete()

		f := diagrams(t)
		f.call("workers", `{"count":2}`)
		f.call("diagram", `{"kind":"`+kind+`","cells":32}`)
		f.frame(.016)
		w := f.hire()
		var tiles []int
		for tile := w.take(); tile >= 0; tile = w.take() {
			tiles = append(tiles, tile)
		}
		slices.Reverse(tiles)
		lost := tiles[len(tiles)/2]
		for _, tile := range tiles {
			if tile != lost && !w.deliver(tile) {
				t.Errorf("%s: tile %d was of no use", kind, tile)
			}
		}
		if w.deliver(tiles[0]) {
			t.Errorf("%s: a tile counts twice", kind)
		}
		if f.lab.diagram.running() != true {
			t.Errorf("%s: complete without a tile", kind)
		}
		f.call("giveBack", fmt.Sprintf(`{"job":%d,"tile":%d}`, w.job, lost))
		if tile := w.take(); tile != lost || !w.deliver(tile) {
			t.Errorf("%s: the lost tile came back as %d", kind, tile)
		}
		if f.lab.diagram.running() || !slices.Equal(f.bits(), alone.bits()) {
			t.Errorf("%s: workers and slices give different pictures", kind)
		}
	}
}

// TestOldJobsAreVoid: a change of what the cells are of ends a job at once; a move
// of the operating point does not.
func TestOldJobsAreVoid(t *testing.T) {
	f := diagrams(t)
	f.call("workers", `{"count":1}`)
	f.call("diagram", `{"kind":"ratio","cells":64}`)
	w := f.hire()
	tile := w.take()
	f.call("set", `{"kappa":1.5,"rho":0.2}`)
	if f.lab.diagram.job != w.job || !w.deliver(tile) {
		t.Error("a move of the operating point began another job")
	}
	tile = w.take()
	f.call("set", `{"r":0.7}`)
	if f.lab.diagram.job == w.job || w.deliver(tile) || w.take() >= 0 {
		t.Error("results of the old job count")
	}
	f.frame(.016)
	if slices.ContainsFunc(f.lab.diagram.values, math.IsNaN) {
		t.Error("the new picture has holes")
	}
	f.call("diagram", `{"kind":"theory"}`)
	if f.lab.diagram.cells != nil || f.page.data["sweep"]["spec"] != nil {
		t.Error("a job without a diagram")
	}
}

// TestPauseAndCancel: a paused sweep hands nothing out, a cancelled one leaves its
// picture and can go on.
func TestPauseAndCancel(t *testing.T) {
	f := diagrams(t)
	f.call("workers", `{"count":1}`) // so that the lab does no more than the first pass
	f.call("diagram", `{"kind":"ratio","cells":64}`)
	f.frame(.016)
	f.call("workers", `{"count":0}`)
	f.call("pauseSweep", `{}`)
	shown := f.lab.diagram.shown
	for range 20 {
		f.frame(.016)
	}
	if f.lab.diagram.shown != shown || !f.lab.diagramState().Paused {
		t.Error("it went on")
	}
	f.call("cancelSweep", `{}`)
	if s := f.lab.diagramState(); s.Running || s.Done == 1 || slices.ContainsFunc(f.lab.diagram.values, math.IsNaN) {
		t.Errorf("cancelled: %+v", s)
	}
	f.call("resumeSweep", `{}`)
	f.complete()
	if f.lab.diagramState().Done != 1 {
		t.Error("it was not completed")
	}
	// Workers that die leave nothing behind.
	f.call("workers", `{"count":3}`)
	f.call("set", `{"r":0.6}`)
	w := f.hire()
	w.take()
	w.take()
	f.call("workers", `{"count":0}`)
	f.complete()
}

// TestAnotherDiagramGoesOn: who pauses one diagram and chooses another one wants to see
// that one.
func TestAnotherDiagramGoesOn(t *testing.T) {
	f := diagrams(t)
	f.call("workers", `{"count":1}`) // so that the lab does no more than the first pass
	f.call("diagram", `{"kind":"ratio","cells":64}`)
	f.frame(.016)
	f.call("pauseSweep", `{}`)
	if s := f.lab.diagramState(); !s.Paused || !s.Running {
		t.Fatalf("not paused: %+v", s)
	}
	f.call("diagram", `{"kind":"misattribution"}`)
	if s := f.lab.diagramState(); s.Paused || !s.Running || f.hire().take() < 0 {
		t.Errorf("the next diagram waits: %+v", s)
	}
}

// TestPick: the cell under a click becomes the scenario, with its very values, in
// a run long enough.
func TestPick(t *testing.T) {
	for _, kind := range []string{"ratio", "preference", "depthKappa", "own"} {
		f := diagrams(t)
		f.call("diagram", `{"kind":"`+kind+`","cells":32,"x":"wB","y":"eta"}`)
		f.frame(.016)
		c, plot := f.lab.diagram.cells, f.lab.diagramPlot
		i, j := c.X.Count*4/5, c.Y.Count/4
		x := plot.Rect.X + plot.Rect.W*(float64(i)+.4)/float64(c.X.Count)
		y := plot.Rect.Bottom() - plot.Rect.H*(float64(j)+.6)/float64(c.Y.Count)
		f.call("pick", fmt.Sprintf(`{"x":%v,"y":%v}`, x, y))
		f.work()
		s, want := f.lab.player.Scenario(), c.Scenario(i, j)
		if sim.NumberOf(s, c.X.Key) != c.X.Value(i) || sim.NumberOf(s, c.Y.Key) != c.Y.Value(j) || s.Depth != want.Depth || s.Fusion != want.Fusion || s.Init != want.Init {
			t.Errorf("%s: cell (%d, %d) became %+v, want %+v", kind, i, j, s, want)
		}
		if m := c.Measure(i, j); s.Depth == 2 && !(m.Times[m.Second] < float64(s.Epochs)) {
			t.Errorf("%s: B is learned at %v, the run ends at %d", kind, m.Times[m.Second], s.Epochs)
		}
	}
}

// TestPickSlowCell: a network that takes longer to learn than any run of the page can be
// becomes the longest run there is, not a mistake.
func TestPickSlowCell(t *testing.T) {
	f := diagrams(t)
	f.call("diagram", `{"kind":"own","cells":32,"x":"wB","y":"eta"}`)
	f.frame(.016)
	c, plot := f.lab.diagram.cells, f.lab.diagramPlot
	i := c.X.Count * 2 / 3
	if m := c.Measure(i, 0); !(m.Second >= 0 && m.Times[m.Second] > 20000) {
		t.Fatalf("both are learned at %v", m.Times)
	}
	x := plot.Rect.X + plot.Rect.W*(float64(i)+.4)/float64(c.X.Count)
	f.call("pick", fmt.Sprintf(`{"x":%v,"y":%v}`, x, plot.Rect.Bottom()-1))
	if s := f.lab.player.Scenario(); s.Eta != c.Y.Value(0) || s.Epochs != 20000 {
		t.Errorf("it became a run of %d epochs at η = %v, want 20000 at %v", s.Epochs, s.Eta, c.Y.Value(0))
	}
}

// TestWrongDiagrams: a sentence names what is allowed, and nothing changes.
func TestWrongDiagrams(t *testing.T) {
	f := diagrams(t)
	f.call("diagram", `{"kind":"ratio","cells":32}`)
	before := f.lab.diagram.choice
	for _, wrong := range []string{`{"kind":"heat"}`, `{"cells":33}`, `{"kind":"own","x":"colour"}`, `{"kind":"own","x":"rho","y":"rho"}`, `{"kind":"own","quantity":"beauty"}`} {
		if _, failure := f.answer("diagram", wrong); failure == nil || failure["key"] == nil {
			t.Errorf("%s: %v", wrong, failure)
		}
	}
	if f.lab.diagram.choice != before {
		t.Errorf("the choice is %+v", f.lab.diagram.choice)
	}
}

// TestWorkersTakeOver: the tile the lab is in the middle of when the first worker
// comes is not lost.
func TestWorkersTakeOver(t *testing.T) {
	f := diagrams(t)
	f.call("diagram", `{"kind":"ratio","cells":64}`)
	d := &f.lab.diagram
	f.lab.deliverOwn(func() bool { return true })
	if d.own < 0 || len(d.buffer) == 0 {
		t.Fatalf("the lab is at tile %d with %d cells", d.own, len(d.buffer))
	}
	f.call("workers", `{"count":1}`)
	w := f.hire()
	for tile := w.take(); tile >= 0; tile = w.take() {
		w.deliver(tile)
	}
	if d.running() {
		t.Errorf("%d of %d cells", d.shown, d.total())
	}
}

// TestTimeLeftKnowsNoPause: the time that a diagram still takes goes by how fast it is
// filled in while it is, not by how long it rested.
func TestTimeLeftKnowsNoPause(t *testing.T) {
	f := diagrams(t)
	f.call("workers", `{"count":1}`)
	f.call("diagram", `{"kind":"ratio","cells":64}`)
	f.frame(.016)
	w := f.hire()
	work := func() {
		for range 4 {
			f.time = f.time.Add(time.Second)
			w.deliver(w.take())
			f.frame(.016)
		}
	}
	work()
	before := f.lab.diagramState().Left
	f.call("pauseSweep", `{}`)
	f.time = f.time.Add(time.Hour)
	f.frame(.016)
	f.call("resumeSweep", `{}`)
	f.frame(.016)
	work()
	if after := f.lab.diagramState().Left; !(before > 0 && after > 0 && after < 2*before) {
		t.Errorf("%v seconds were left, after an hour's rest and more work %v", before, after)
	}
}

// TestPickIsOfWhatIsSeen: a cell of a diagram that has gone since it was drawn is no cell of the one that comes.
func TestPickIsOfWhatIsSeen(t *testing.T) {
	f := diagrams(t)
	f.call("diagram", `{"kind":"preference","cells":64}`)
	f.frame(.016)
	for _, kind := range append(sim.SweepKinds(), "preference") {
		before := f.call("get", "{}")
		f.call("diagram", `{"kind":"`+kind+`","cells":32}`)
		f.call("pick", `{"x":300,"y":100}`)
		if got := f.call("get", "{}"); fmt.Sprint(got) != fmt.Sprint(before) {
			t.Errorf("%s: a cell of the diagram before makes the run %v", kind, got)
		}
	}
	f.frame(.016)
	before := f.call("get", "{}")
	f.call("pick", `{"x":300,"y":100}`)
	if fmt.Sprint(f.call("get", "{}")) == fmt.Sprint(before) {
		t.Error("a cell that is seen is not taken")
	}
}

// TestBrokenWorker: of what a worker delivers that its quantity cannot have nothing is shown, and the diagram is drawn and told.
func TestBrokenWorker(t *testing.T) {
	for _, kind := range []string{"preference", "ratio", "generalisation"} {
		f := diagrams(t)
		f.call("workers", `{"count":1}`)
		f.call("diagram", fmt.Sprintf(`{"kind":%q,"cells":32}`, kind))
		w := f.hire()
		garbage := []float64{-5e18, 5e18, .5, -1, math.Inf(1), math.Inf(-1), 1e300, 0, 1}
		for tile, n := w.take(), 0; tile >= 0; tile = w.take() {
			values := make([]float64, w.cells.Size(tile))
			for i := range values {
				values[i] = garbage[n%len(garbage)]
				n++
			}
			w.send(tile, values)
		}
		for range 100 {
			f.frame(1. / 60)
		}
		if _, failure := f.answer("tell", `{}`); failure != nil {
			t.Errorf("%s: %v", kind, failure)
		}
		scale := f.lab.diagram.cells.Shows().Scale.Kind
		for at, v := range f.lab.diagram.values {
			if !scale.Holds(v) {
				t.Fatalf("%s: cell %d is %v", kind, at, v)
			}
		}
	}
}
