package engines

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"flag"
	"fmt"
	"image"
	"image/png"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"unimodal-bias-lab/web/npm"
	"unimodal-bias-lab/web/site/static"
)

var screenshots = flag.String("screenshots", "", "directory to write screenshots to")

// Where the site is served: below a path, as any static host may, and by one that lets frames without an origin read it.
const (
	subPath  = "/blog/lab/"
	openPath = "/open/lab/"
)

// pagePath serves a page whose markup is the query: somebody's post.
const pagePath = "/page"

// patience is the longest a test may have a page open. Tests wait for what comes; this only ends those for which it never
// does, however busy the machine is.
const patience = 6 * time.Minute

var server *httptest.Server

func TestMain(m *testing.M) {
	flag.Parse()
	code, err := run(m)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(code)
}

func run(m *testing.M) (int, error) {
	temp, err := os.MkdirTemp("", "unimodal-bias-lab-")
	if err != nil {
		return 0, err
	}
	defer os.RemoveAll(temp)
	dist, err := static.Prepared(filepath.Join("..", ".."), filepath.Join(temp, "dist"))
	if err != nil {
		return 0, err
	}
	site := static.Handler(dist)
	mux := http.NewServeMux()
	mux.Handle(subPath, http.StripPrefix(strings.TrimSuffix(subPath, "/"), site))
	mux.HandleFunc(openPath, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Access-Control-Allow-Origin", "*")
		http.StripPrefix(strings.TrimSuffix(openPath, "/"), site).ServeHTTP(w, r)
	})
	mux.HandleFunc(pagePath, func(w http.ResponseWriter, r *http.Request) {
		markup, err := url.QueryUnescape(r.URL.RawQuery)
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprint(w, markup)
	})
	const reveal = subPath + "web/examples/reveal.js"
	mux.Handle(reveal+"/", http.StripPrefix(reveal, npm.Files(filepath.Join("..", ".."), "reveal.js")))
	server = httptest.NewServer(eve.around(mux))
	defer server.Close()
	for i := range engines {
		e := &engines[i]
		program, err := find(e)
		if err != nil {
			return 0, err
		}
		if program == "" {
			continue
		}
		e.start = sync.OnceValues(func() (browser, error) { return e.launch(program, filepath.Join(temp, e.name)) })
		defer func() {
			if e.started {
				if b, err := e.start(); err == nil {
					b.stop()
				}
			}
		}()
	}
	return m.Run(), nil
}

// without is what the variable of an engine says where make test's scripts find none and can install none.
const without = "none"

// find looks where make test's scripts look, without installing. Where an engine that is not required is missing, it returns
// nothing, and the engine says so.
func find(e *engine) (string, error) {
	switch named := os.Getenv(e.env); {
	case named == without && !e.required:
		e.missing = "no " + e.program + " on this system"
		return "", nil
	case named != "":
		return exec.LookPath(named)
	}
	for _, name := range e.names {
		path, err := exec.LookPath(name)
		if err != nil {
			continue
		}
		if _, err := exec.LookPath("Xvfb"); err != nil && e.screen {
			e.missing = "no Xvfb on this system"
			return "", nil
		}
		return path, nil
	}
	if e.required {
		return "", fmt.Errorf("no %s found: install one (Debian: apt-get install %s), or name it in %s", e.program, e.debian, e.env)
	}
	e.missing = "no " + e.program + " on this system"
	return "", nil
}

// engine is a browser engine.
type engine struct {
	name, env string
	program   string   // what drives it, as people call it
	names     []string // under which that is installed
	debian    string   // its package
	screen    bool     // it needs one
	required  bool     // the others are skipped where they are missing
	launch    func(program, profile string) (browser, error)

	start   func() (browser, error) // launches it when it is called first
	started bool
	missing string // why there is none
}

// engines are those in which tests run: WebKit, Firefox, Chromium.
var engines = []engine{
	{name: "webkit", env: "WEBKIT", program: "WebKitWebDriver", names: []string{"WebKitWebDriver"}, screen: true, launch: launchWebKit},
	{name: "firefox", env: "FIREFOX", program: "Firefox", names: []string{"firefox-esr", "firefox", "/Applications/Firefox.app/Contents/MacOS/firefox"}, screen: runtime.GOOS == "linux", launch: launchFirefox},
	{name: "chromium", env: "CHROME", program: "Chromium", debian: "chromium", names: []string{"chromium", "google-chrome", "google-chrome-stable", "chromium-browser", "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"}, required: true, launch: launchChromium},
}

// browser is a running one. One test at a time has it to itself.
type browser interface {
	// tab opens an empty tab, in front of others.
	tab(ctx context.Context) (tab, error)
	stop()
}

// tab is what an engine has to be able to do.
type tab interface {
	viewport(width, height int) error
	before(script string) error    // runs in every document from now on, ahead of its own scripts
	navigate(address string) error // and wait for the load event
	// evaluate waits for a promise; the value is text.
	evaluate(expression string) (string, error)
	// stroke takes the mouse to a place, and there does what its phase says.
	stroke(phase phase, x, y float64) error
	// wheel turns the wheel at a place, and says how far that reaches over a frame.
	wheel(x, y, by float64) (reach, error)
	// swipe takes a finger across, and says how far it reaches.
	swipe(x0, y0, x1, y1 float64) (reach, error)
	press(key string) error // as KeyboardEvent.key has it
	screenshot() ([]byte, error)
	mistakes() []string // errors on the console and uncaught exceptions, so far
	close()
}

// phase of a stroke.
type phase int

const (
	move phase = iota
	down
	up
)

// reach of a finger or a wheel that is not a person's.
type reach int

const (
	nowhere reach = iota // the engine has none
	pages                // the page beneath hears of it
	hosts                // and so does what scrolls around it
)

// page is a tab in a test.
type page struct {
	*testing.T
	tab
	engine string
	said   *sync.Map // to all engines: by name, the values that have to be the same, by engine
}

// each runs a test in every engine, side by side.
func each(t *testing.T, test func(p *page)) { in(t, engines, test) }

// others runs a test in the engines other than Chromium, in which package browser asks the same, and more.
func others(t *testing.T, test func(p *page)) { in(t, engines[:len(engines)-1], test) }

// firefox runs a test in Firefox alone: what takes long, and asks more of the page than of the engine.
func firefox(t *testing.T, test func(p *page)) { in(t, engines[1:2], test) }

func in(t *testing.T, some []engine, test func(p *page)) {
	var said sync.Map
	t.Cleanup(func() { compare(t, &said) }) // once all are through
	for i := range some {
		e := &some[i]
		t.Run(e.name, func(t *testing.T) {
			if e.missing != "" {
				t.Skip(e.missing)
			}
			t.Parallel()
			e.started = true
			b, err := e.start()
			if err != nil {
				t.Fatal(err)
			}
			ctx, stop := context.WithTimeout(t.Context(), patience)
			defer stop()
			opened, err := b.tab(ctx)
			if err != nil {
				t.Fatal(err)
			}
			p := &page{T: t, tab: opened, engine: e.name, said: &said}
			defer p.close()
			defer func() {
				for _, m := range p.mistakes() {
					t.Errorf("the page complained: %s", m)
				}
			}()
			test(p)
		})
	}
}

// visit loads an address in a window of some size. The page does not keep itself for when there is no network, which takes a
// while, and which the tests after it would notice.
func (p *page) visit(width, height int, address string) {
	p.Helper()
	p.must(p.before(`delete Navigator.prototype.serviceWorker;`))
	p.must(p.viewport(width, height))
	p.must(p.navigate(address))
}

// lab is the address of the lab.
func lab(query, hash string) string { return server.URL + subPath + "?" + query + "#v=1&" + hash }

// markup is the address of a page with this text.
func markup(text string) string {
	return server.URL + pagePath + "?" + url.QueryEscape(`<!doctype html><meta name="viewport" content="width=device-width"><title>A page</title><link rel="icon" href="data:,">`+text)
}

func (p *page) must(err error) {
	p.Helper()
	if err != nil {
		p.Fatal(err)
	}
}

// decode evaluates an expression into a Go value.
func (p *page) decode(expression string, into any) {
	p.Helper()
	text, err := p.evaluate(`(async () => JSON.stringify((await (` + expression + `)) ?? null))()`)
	if err == nil {
		err = json.Unmarshal([]byte(text), into)
	}
	if err != nil {
		p.Fatalf("%s: %v", expression, err)
	}
}

// js evaluates an expression for what it does.
func (p *page) js(expression string) {
	p.Helper()
	p.decode(`(async () => { await (`+expression+`); })()`, new(any))
}

func (p *page) text(expression string) (s string) {
	p.Helper()
	p.decode(expression, &s)
	return s
}

func (p *page) number(expression string) (x float64) {
	p.Helper()
	p.decode(expression, &x)
	return x
}

// until waits for an expression to become true.
func (p *page) until(expression string) {
	p.Helper()
	for begun := time.Now(); ; time.Sleep(20 * time.Millisecond) {
		var is any
		p.decode(expression, &is)
		switch is {
		case nil, false, 0., "":
		default:
			return
		}
		if time.Since(begun) > patience {
			p.Fatalf("never: %s", expression)
		}
	}
}

// box is where an element lies in the viewport.
type box struct{ X, Y, Width, Height float64 }

// at is the place of a fraction of its width and height.
func (b box) at(x, y float64) (float64, float64) { return b.X + x*b.Width, b.Y + y*b.Height }

// box scrolls an element to the middle and says where it lies, once it stays there for two frames.
func (p *page) box(element string) (b box) {
	p.Helper()
	p.decode(`(async () => {
		for (let before = '', still = 0;;) {
			const e = `+element+`;
			e.scrollIntoView({block: 'center', behavior: 'instant'});
			const {x, y, width, height} = e.getBoundingClientRect();
			const now = [x, y, width, height].join();
			still = now === before ? still + 1 : 0;
			if (still === 2) return {x, y, width, height};
			before = now;
			await new Promise(requestAnimationFrame);
		}
	})()`, &b)
	return b
}

// drag takes what lies at a place to another, and lets it go.
func (p *page) drag(x0, y0, x1, y1 float64) {
	p.Helper()
	p.must(p.stroke(down, x0, y0))
	const steps = 8
	for i := 1; i <= steps; i++ {
		part := float64(i) / steps
		p.must(p.stroke(move, x0+part*(x1-x0), y0+part*(y1-y0)))
	}
	p.must(p.stroke(up, x1, y1))
}

func (p *page) clickAt(x, y float64) {
	p.Helper()
	p.must(p.stroke(move, x, y))
	p.must(p.stroke(down, x, y))
	p.must(p.stroke(up, x, y))
}

// picture is a screenshot, which is also saved if they are asked for.
func (p *page) picture(name string) image.Image {
	p.Helper()
	data, err := p.screenshot()
	p.must(err)
	img, err := png.Decode(bytes.NewReader(data))
	p.must(err)
	if *screenshots != "" {
		p.must(os.MkdirAll(*screenshots, 0o755))
		p.must(os.WriteFile(filepath.Join(*screenshots, name+"-"+p.engine+".png"), data, 0o644))
	}
	return img
}

// unbase64 decodes what browsers send pictures as.
func unbase64(text string, err error) ([]byte, error) {
	if err != nil {
		return nil, err
	}
	return base64.StdEncoding.DecodeString(text)
}
