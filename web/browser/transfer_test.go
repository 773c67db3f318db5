package browser

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"unimodal-bias-lab/web/site/static"
)

// poorHost compresses nothing, knows no type, and loses the connection in the middle of programs.
type poorHost struct {
	gz     []byte // of lab.wasm, if it lies beside it
	ranges bool   // it can begin in the middle
	cuts   []int  // bytes of an answer after which the connection is lost, from the first answer on

	mu    sync.Mutex
	asked []string // of programs, with the range
}

func (h *poorHost) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	r.Header.Del("Accept-Encoding")
	name := strings.TrimPrefix(r.URL.Path, "/")
	switch {
	case name == "program.json":
		w.Write(listOfPrograms(len(h.gz)))
	case strings.HasPrefix(name, "lab.wasm"):
		h.program(w, r, name)
	default:
		static.Handler(dist).ServeHTTP(w, r)
	}
}

// listOfPrograms is program.json of a site whose lab.wasm has a compressed sibling of gz bytes, or none for 0, and the other
// programs have none, whether or not this build wrote any.
func listOfPrograms(gz int) []byte {
	text, err := os.ReadFile(filepath.Join(dist, "program.json"))
	if err != nil {
		panic(err)
	}
	var list map[string]any
	if err := json.Unmarshal(text, &list); err != nil {
		panic(err)
	}
	programs := list["programs"].(map[string]any)
	for _, program := range programs {
		delete(program.(map[string]any), "gz")
	}
	if gz > 0 {
		programs[static.Program].(map[string]any)["gz"] = gz
	}
	if text, err = json.Marshal(list); err != nil {
		panic(err)
	}
	return text
}

func (h *poorHost) program(w http.ResponseWriter, r *http.Request, name string) {
	data := h.gz
	if name == "lab.wasm" {
		var err error
		if data, err = os.ReadFile(filepath.Join(dist, name)); err != nil {
			panic(err)
		}
	}
	h.mu.Lock()
	h.asked = append(h.asked, strings.TrimSpace(name+" "+r.Header.Get("Range")))
	cut := len(data)
	if len(h.cuts) > 0 && (name != "lab.wasm" || h.gz == nil) {
		cut, h.cuts = h.cuts[0], h.cuts[1:]
	}
	h.mu.Unlock()
	if !h.ranges {
		r.Header.Del("Range")
	}
	w.Header().Set("Content-Type", "text/plain")
	w.Header().Set("ETag", `"of this build"`)
	http.ServeContent(&cutting{w, cut}, r, "", time.Time{}, bytes.NewReader(data))
}

// cutting loses the connection after some bytes.
type cutting struct {
	http.ResponseWriter
	left int
}

func (c *cutting) Write(b []byte) (int, error) {
	if len(b) <= c.left {
		c.left -= len(b)
		return c.ResponseWriter.Write(b)
	}
	c.ResponseWriter.Write(b[:c.left])
	c.ResponseWriter.(http.Flusher).Flush()
	panic(http.ErrAbortHandler)
}

func (h *poorHost) log() string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return strings.Join(h.asked, ", ")
}

// packed is the program as gzip has it.
func packed(t *testing.T) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dist, static.Program))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	w, err := gzip.NewWriterLevel(&out, gzip.BestSpeed)
	if err != nil {
		t.Fatal(err)
	}
	w.Write(data)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// watchBar writes down what the bar of progress says.
const watchBar = `globalThis.bars = []; document.addEventListener('DOMContentLoaded', () => {
	const bar = document.getElementById('progress');
	new MutationObserver(() => bars.push([bar.value, bar.max])).observe(bar, {attributes: true});
});`

// TestPoorHosts: a host need not compress, nor know types, nor keep a connection: the smaller file is taken if there is one,
// and what breaks off goes on, in the middle where the host lets it.
func TestPoorHosts(t *testing.T) {
	claim(t)
	gz := packed(t)
	const lost = 1_000_000
	for name, c := range map[string]struct {
		host  *poorHost
		asked string // a pattern: a browser loses some of what has come, and asks for bytes of its own to see whether a host has ranges
		total int
	}{
		"compressed file, ranges": {&poorHost{gz: gz, ranges: true, cuts: []int{lost}}, `^lab.wasm, lab.wasm.gz(, lab.wasm.gz bytes=[1-9][0-9]*-[0-9]*)+$`, len(gz)},
		"program only, no ranges": {&poorHost{cuts: []int{lost, 2 * lost}}, `^lab.wasm(, lab.wasm( bytes=[1-9][0-9]*-[0-9]*)?)+$`, 0},
	} {
		t.Run(name, func(t *testing.T) {
			p := open(t, setup{url: other(t, c.host), reduced: true, script: watchBar, expected: []string{"ERR_"}})
			if got := c.host.log(); !regexp.MustCompile(c.asked).MatchString(got) || len(c.host.cuts) > 0 {
				t.Errorf("asked for %s, want %s", got, c.asked)
			}
			if c.total == 0 {
				info, err := os.Stat(filepath.Join(dist, static.Program))
				if err != nil {
					t.Fatal(err)
				}
				c.total = int(info.Size())
			}
			p.within(`bars.at(-1)[0]`, float64(c.total), float64(c.total))
			p.within(`bars.at(-1)[1]`, float64(c.total), float64(c.total))
			if !p.truth(`bars.every(([value], i) => !i || value >= bars[i - 1][0])`) {
				t.Error("the bar went back")
			}
		})
	}
}

// TestTryAgain: a program that does not come is asked for again when the person says so, and goes on where it broke off;
// the link is opened as if nothing had been.
func TestTryAgain(t *testing.T) {
	const lost = 1_000_000
	host := &poorHost{ranges: true, cuts: []int{lost, 0, 0}}
	p := blank(t, setup{url: other(t, host) + "#v=1&scenario=late&rho=0.3&epoch=250", reduced: true, expected: []string{"ERR_", "network"}})
	p.until(visibleText + `.includes('did not arrive')`)
	p.picture()
	p.click("#notice button")
	p.js(`unimodalBias.ready.then(() => 0)`)
	p.until(`unimodalBias.get().then(s => s.epoch === 250 && s.rho === 0.3)`)
	if p.text(visibleText) != "" {
		t.Error("it still says that something is wrong")
	}
	if got := host.log(); strings.Count(got, ",") < 3 || len(host.cuts) > 0 {
		t.Errorf("asked for %s", got)
	}
}
