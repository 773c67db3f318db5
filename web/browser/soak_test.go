package browser

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/heapprofiler"
	"github.com/chromedp/cdproto/memory"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// long reports whether make soak runs the tests that make test runs in a short form.
func long() bool { return os.Getenv("LAB_SOAK") == "long" }

// minutes is how long a long session is, which SOAK_MINUTES= changes.
func minutes(t *testing.T) time.Duration {
	t.Helper()
	text := os.Getenv("SOAK_MINUTES")
	if text == "" {
		return time.Hour
	}
	n, err := strconv.ParseFloat(text, 64)
	if err != nil || !(n > 0) {
		t.Fatalf("SOAK_MINUTES=%s: not a number of minutes", text)
	}
	return time.Duration(n * float64(time.Minute))
}

// warm is how long a long session goes on before its memory is measured for the first time.
const warm = 5 * time.Minute

// held is what a page holds, with nothing open and at the same state.
type held struct {
	heap, program    float64 // bytes of JavaScript, and of the program
	nodes, listeners int64
}

func (h held) String() string {
	return fmt.Sprintf("JS heap %.2f MB, program %.2f MB, %d nodes, %d listeners", h.heap/1e6, h.program/1e6, h.nodes, h.listeners)
}

// flat compares what is held with what was: no more than a twentieth may come, and of small numbers a little more. The memory
// of the program counts once it has had the time to become as large as its garbage collector lets it.
func (h held) flat(before held) bool {
	const more = 1.05
	return h.heap <= more*before.heap && (h.program <= more*before.program || !long()) &&
		float64(h.nodes) <= more*float64(before.nodes)+50 && float64(h.listeners) <= more*float64(before.listeners)+20
}

// TestSoak: a long session leaves nothing behind. Rounds of random hands, always the same ones, and of all scenarios and
// sheets lead back to one state, at which the page holds as much after many of them as after a few. LAB_SOAK=long takes an
// hour (or SOAK_MINUTES), in an engine that does not optimise, and tells every minute what it holds; else four rounds are enough,
// of which two count as warm.
func TestSoak(t *testing.T) {
	m := loose(t, ground{name: "lab", width: 1280, height: 800}, rand.New(rand.NewPCG(18, 0)))
	m.lasting = true
	if !long() {
		var before held
		for n := 1; n <= 4; n++ {
			m.round(14)
			now := m.holds()
			t.Logf("round %d, %d actions: %v", n, m.actions, now)
			if n == 2 {
				before = now
			} else if n > 2 {
				if now = m.keeps(before, now); !now.flat(before) {
					t.Errorf("after 2 rounds: %v; after %d: %v", before, n, now)
				}
			}
		}
		return
	}
	objects := m.objects()
	start, all := time.Now(), minutes(t)
	var before, now held
	var kept float64
	for told := time.Duration(0); time.Since(start) < all; {
		m.round(40)
		if now = m.holds(); before.heap == 0 && time.Since(start) >= min(warm, all/2) {
			before, kept = now, objects()
		}
		if past := time.Since(start); past-told >= time.Minute {
			told = past.Truncate(time.Minute)
			fmt.Printf("minute %.0f: %d actions, %v\n", past.Minutes(), m.actions, now)
		}
	}
	now = m.keeps(before, now)
	said := fmt.Sprintf("warm: %v; at the end: %v; without what the engine has compiled %.2f and %.2f MB", before, now, kept/1e6, objects()/1e6)
	t.Log(said)
	if !now.flat(before) {
		t.Error(said)
	}
}

// objects measures the bytes of the objects, texts and numbers of JavaScript that are left, without the code that its engine
// compiles: of that there is more the longer a page is used, until the engine throws some of it away.
func (m *monkey) objects() func() float64 {
	m.Helper()
	var lock sync.Mutex
	var text strings.Builder
	m.do(chromedp.Listen(m.ctx, func(event any) {
		if chunk, ok := event.(*heapprofiler.EventAddHeapSnapshotChunk); ok {
			lock.Lock()
			defer lock.Unlock()
			text.WriteString(chunk.Chunk)
		}
	}))
	return func() (bytes float64) {
		m.Helper()
		m.holds() // without garbage
		send(m.tab, heapprofiler.TakeHeapSnapshot, heapprofiler.TakeHeapSnapshotParams{})
		lock.Lock()
		defer lock.Unlock()
		var heap struct {
			Snapshot struct {
				Meta struct {
					Fields []string `json:"node_fields"`
					Types  []any    `json:"node_types"`
				}
			}
			Nodes []int
		}
		m.do(json.Unmarshal([]byte(text.String()), &heap))
		text.Reset()
		fields := heap.Snapshot.Meta.Fields
		kind, size := slices.Index(fields, "type"), slices.Index(fields, "self_size")
		kinds, _ := heap.Snapshot.Meta.Types[kind].([]any)
		for node := range slices.Chunk(heap.Nodes, len(fields)) {
			switch kinds[node[kind]] {
			case "code", "native", "hidden", "object shape":
			default:
				bytes += float64(node[size])
			}
		}
		return bytes
	}
}

// round does what a person could do in a session, and ends at the state to compare.
func (m *monkey) round(actions int) {
	m.Helper()
	m.random = rand.New(rand.NewPCG(18, 1)) // the same hands every time: what grows then is left behind
	for range actions {
		m.act()
	}
	m.check(false)
	m.back()
	for _, slug := range m.slugs {
		m.say(fmt.Sprintf(`unimodalBias.set({scenario: %q, epochs: 200, epoch: 100}).catch(() => 0).then(() => 0)`, slug))
	}
	m.say(`unimodalBias.set({rho: 9}).catch(() => 0).then(() => 0)`)
	for _, sheet := range []string{"about-open", "card-open", "compare-open", "help", "share-open"} {
		m.say(`document.getElementById('` + sheet + `').click(), 0`)
		m.until(`document.querySelector('dialog[open]') !== null`)
		m.key(kb.Escape)
		m.until(`document.querySelector('dialog[open]') === null`)
	}
	m.actions += len(m.slugs) + 6
	m.back()
}

// back takes the page to the state to compare.
func (m *monkey) back() {
	m.Helper()
	m.scale = quick
	m.do(chromedp.Do(m.ctx, chromedp.EmulateViewport(m.ground.width, m.ground.height, chromedp.EmulateScale(quick))))
	m.wants(false, true)
	m.say(`(e => { e.value = 'light'; e.dispatchEvent(new Event('change', {bubbles: true})); document.activeElement?.blur(); return 0; })(document.getElementById('theme'))`)
	m.say(`unimodalBias.unpin().catch(() => 0).then(() => unimodalBias.diagram({kind: 'theory'})).then(() => unimodalBias.set({scenario: 'late', epoch: 500, speed: 1, playing: false})).then(() => unimodalBias.settled()).then(() => 0)`)
}

// keeps measures again where a page holds more than before, for some seconds: what it is about to let go is not left behind.
func (m *monkey) keeps(before, now held) held {
	m.Helper()
	for n := 0; n < 10 && !now.flat(before); n++ {
		m.js(`new Promise((done) => setTimeout(done, 1000))`)
		now = m.holds()
	}
	return now
}

// holds measures what the page holds.
func (m *monkey) holds() held {
	m.Helper()
	for range 2 {
		send(m.tab, heapprofiler.CollectGarbage, cdp.Empty{})
	}
	c := send(m.tab, memory.GetDOMCounters, cdp.Empty{})
	program, _ := m.say(`programBytes()`).(float64)
	return held{send(m.tab, runtime.GetHeapUsage, cdp.Empty{}).UsedSize, program, c.Nodes, c.JsEventListeners}
}
