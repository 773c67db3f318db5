package browser

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"html"
	"image"
	"image/color"
	"image/png"
	"log"
	"math"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"unimodal-bias-lab/web/npm"
	"unimodal-bias-lab/web/site/static"
)

var screenshots = flag.String("screenshots", "", "directory to write screenshots of the page to")

// subPath is where the site is served: any static host must do, at any depth.
const subPath = "/blog/2026/lab/"

// strictPath is where the same site is served by a host that allows no workers.
const strictPath = "/strict/lab/"

// barePath is where it is served by a host that allows no WebAssembly, openPath by one that lets
// frames without an origin read it.
const (
	barePath = "/bare/lab/"
	openPath = "/open/lab/"
)

// watchedPath is where a host writes down what it is asked for.
const watchedPath = "/watched/lab/"

// watched is what that host was asked: methods and addresses, by pages and their workers alike.
var watched struct {
	sync.Mutex
	requests []string
}

// patience is the longest a page may stay open. Tests wait for events; this only
// ends those whose event never comes, however busy the machine is.
const patience = 15 * time.Minute

var (
	dist   string // the built site
	server *httptest.Server
)

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
	chrome, err := findChrome()
	if err != nil {
		return 0, err
	}
	temp, err := os.MkdirTemp("", "unimodal-bias-lab-")
	if err != nil {
		return 0, err
	}
	defer os.RemoveAll(temp)
	if dist, err = static.Prepared(filepath.Join("..", ".."), filepath.Join(temp, "dist")); err != nil {
		return 0, err
	}
	mux := http.NewServeMux()
	mux.Handle(subPath, http.StripPrefix(strings.TrimSuffix(subPath, "/"), static.Handler(dist)))
	mux.Handle(strictPath, http.StripPrefix(strings.TrimSuffix(strictPath, "/"), static.HandlerWith(static.Policy+"; worker-src 'none'", dist)))
	mux.Handle(barePath, http.StripPrefix(strings.TrimSuffix(barePath, "/"), static.HandlerWith(strings.ReplaceAll(static.Policy, " 'wasm-unsafe-eval'", ""), dist)))
	site := http.StripPrefix(strings.TrimSuffix(watchedPath, "/"), static.Handler(dist))
	mux.HandleFunc(watchedPath, func(w http.ResponseWriter, r *http.Request) {
		watched.Lock()
		watched.requests = append(watched.requests, r.Method+" "+r.RequestURI)
		watched.Unlock()
		site.ServeHTTP(w, r)
	})
	mux.HandleFunc(openPath, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Access-Control-Allow-Origin", "*")
		http.StripPrefix(strings.TrimSuffix(openPath, "/"), static.Handler(dist)).ServeHTTP(w, r)
	})
	mux.HandleFunc(hostPath, hostPage)
	mux.HandleFunc(otherPath, otherHost)
	mux.HandleFunc(restPath, restPage)
	mux.HandleFunc(pagePath, anyPage)
	mux.HandleFunc(pressedPath, pressed)
	mux.Handle(revealPath+"/", http.StripPrefix(revealPath, npm.Files(filepath.Join("..", ".."), "reveal.js")))
	server = httptest.NewServer(mux)
	defer server.Close()
	if err := startBrowsers(chrome, temp); err != nil {
		return 0, err
	}
	defer stopBrowsers()
	return m.Run(), nil
}

// otherPath is where sites are served as a test has it.
const otherPath = "/other/"

var others sync.Map // the first element of the path below otherPath → http.Handler

func otherHost(w http.ResponseWriter, r *http.Request) {
	name, _, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, otherPath), "/")
	if h, ok := others.Load(name); ok {
		http.StripPrefix(otherPath+name, h.(http.Handler)).ServeHTTP(w, r)
		return
	}
	http.NotFound(w, r)
}

// other serves a site as long as the test runs, and returns its address.
func other(t *testing.T, h http.Handler) string {
	name := strings.ReplaceAll(t.Name(), "/", "-")
	others.Store(name, h)
	t.Cleanup(func() { others.Delete(name) })
	return server.URL + otherPath + name + "/"
}

// hostPath serves a blog post that embeds the address in its query.
const hostPath = "/post"

func hostPage(w http.ResponseWriter, r *http.Request) {
	address, err := url.QueryUnescape(r.URL.RawQuery)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	fmt.Fprintf(w, `<!doctype html><title>A post</title><link rel="icon" href="data:,"><button id="before">before</button><p>Some words.</p>
<iframe id="lab" width="600" height="380" src="%s"></iframe>
<button id="after">after</button><p style="height: 3000px">More words.</p>`, html.EscapeString(address))
}

// findChrome looks where make test's chromium.sh looks, without installing.
func findChrome() (string, error) {
	if chrome := os.Getenv("CHROME"); chrome != "" {
		return exec.LookPath(chrome)
	}
	for _, name := range []string{"chromium", "google-chrome", "google-chrome-stable", "chromium-browser", "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", fmt.Errorf("no Chromium found: install one (Debian: apt-get install chromium), or name it in CHROME")
}

// restPath serves the page on which a tab waits for its next test.
const restPath = "/rest"

func restPage(w http.ResponseWriter, r *http.Request) {
	fmt.Fprint(w, `<!doctype html><title>At rest</title><link rel="icon" href="data:,">`)
}

// tab is one page of the lab in a test of its own.
type tab struct {
	*testing.T
	ctx   context.Context
	scale float64

	mu       sync.Mutex
	mistakes []string // console errors and uncaught exceptions
	requests []string
	bytes    float64  // that have arrived, as they travelled
	expected []string // parts of mistakes the test is about
	forgiven []span   // when mistakes with other parts are no surprise
}

// span is a time in which mistakes with some parts are no surprise; it has not ended yet where to is nothing.
type span struct {
	from, to time.Time
	parts    []string
}

// quick is the device scale of a page of whose pixels nothing is asked. They are painted in
// software, which is half of what a test costs, and this is a quarter of them.
const quick = .5

// setup of a tab before it navigates.
type setup struct {
	width, height int64
	scale         float64 // default: quick
	touch         bool
	dark          bool
	reduced       bool // prefers-reduced-motion: the page does not play by itself
	script        string
	noScript      bool
	offline       bool   // the page may keep itself for when there is no network, which takes a test's time
	first         bool   // nobody has been here: whoever has declined the story is not offered it again
	url           string // default: the served page
	long          bool   // it may stay open as long as the tests may run
	expected      []string
}

// open loads the page and waits until it is ready (unless the test is about a
// page that never is).
func open(t *testing.T, s setup) *tab {
	t.Helper()
	p := blank(t, s)
	p.js(`unimodalBias.ready.then(() => 0)`)
	return p
}

// paused opens a page that rests at epoch 0.
func paused(t *testing.T) *tab {
	t.Helper()
	return open(t, setup{reduced: true})
}

// blank loads the page without waiting for the program.
func blank(t *testing.T, s setup) *tab {
	t.Helper()
	ctx := claim(t).tab(t)
	ctx, stop := context.WithCancel(ctx)
	if !s.long {
		ctx, stop = context.WithTimeout(ctx, patience)
	}
	t.Cleanup(stop)
	p := &tab{T: t, ctx: ctx, expected: s.expected}
	if s.width == 0 {
		s.width, s.height = 640, 480
	}
	if s.scale == 0 {
		s.scale = quick
	}
	p.scale = s.scale
	if s.url == "" {
		s.url = server.URL + subPath
	}
	send(p, network.Enable, network.EnableParams{})
	p.do(chromedp.Listen(ctx, p.event))
	go func() {
		for message, err := range chromedp.Console(ctx) {
			if err != nil {
				return
			}
			if message.IsException() || message.Type == "error" {
				p.note(message.String(), message.Time)
			}
		}
	}()
	options := []chromedp.EmulateViewportOption{chromedp.EmulateScale(s.scale)}
	if s.touch {
		options = append(options, chromedp.EmulateTouch)
	}
	p.do(chromedp.Do(ctx, chromedp.EmulateViewport(s.width, s.height, options...)))
	p.wants(s.dark, s.reduced)
	if !s.offline {
		s.script += `;delete Navigator.prototype.serviceWorker;`
	}
	if !s.first {
		s.script += `;try { localStorage.setItem('unimodal-bias-lab/story', 'told'); } catch {}`
	}
	if s.script != "" {
		send(p, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: s.script})
	}
	if s.noScript {
		send(p, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	}
	p.do(chromedp.Do(ctx, chromedp.Navigate(s.url)))
	t.Cleanup(p.checkMistakes)
	return p
}

// wants sets what the system asks of pages: a dark one, one without motion.
func (p *tab) wants(dark, reduced bool) {
	p.Helper()
	scheme, motion := "light", "no-preference"
	if dark {
		scheme = "dark"
	}
	if reduced {
		motion = "reduce"
	}
	send(p, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
		{Name: "prefers-color-scheme", Value: scheme}, {Name: "prefers-reduced-motion", Value: motion},
	}})
}

func (p *tab) event(ev any) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch ev := ev.(type) {
	case *network.EventRequestWillBeSent:
		p.requests = append(p.requests, ev.Request.URL)
	case *network.EventLoadingFinished:
		p.bytes += ev.EncodedDataLength
	}
}

func (p *tab) note(mistake string, at time.Time) {
	isOneOf := func(parts []string) bool {
		return slices.ContainsFunc(parts, func(part string) bool { return strings.Contains(mistake, part) })
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if isOneOf(p.expected) || slices.ContainsFunc(p.forgiven, func(s span) bool {
		return !at.Before(s.from) && (s.to.IsZero() || !at.After(s.to)) && isOneOf(s.parts)
	}) {
		return
	}
	p.mistakes = append(p.mistakes, mistake)
}

// checkMistakes fails a test whose page complained on its console.
func (p *tab) checkMistakes() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, m := range p.mistakes {
		p.Errorf("the page complained: %s", m)
	}
}

func (p *tab) do(err error) {
	p.Helper()
	if err != nil {
		p.Fatal(err)
	}
}

// send sends one protocol command.
func send[P, R any](p *tab, command cdp.Command[P, R], params P) R {
	p.Helper()
	result, err := chromedp.Call(p.ctx, command, params)
	if err != nil {
		p.Fatal(err)
	}
	return result
}

// js evaluates an expression, waits for its promise and returns its JSON.
func (p *tab) js(expression string) any {
	p.Helper()
	v, err := chromedp.Run(p.ctx, chromedp.Evaluate[any](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		p.Fatalf("%s: %v", expression, err)
	}
	return v
}

func (p *tab) number(expression string) float64 {
	p.Helper()
	v, ok := p.js(expression).(float64)
	if !ok {
		return math.NaN()
	}
	return v
}

func (p *tab) text(expression string) string {
	p.Helper()
	v, _ := p.js(expression).(string)
	return v
}

func (p *tab) truth(expression string) bool {
	p.Helper()
	v, _ := p.js(expression).(bool)
	return v
}

// within fails unless the expression is a number in [lo, hi].
func (p *tab) within(expression string, lo, hi float64) {
	p.Helper()
	if v := p.number(expression); !(v >= lo && v <= hi) {
		p.Errorf("%s = %v, want %v … %v", expression, v, lo, hi)
	}
}

// until waits for an expression to become true, for as long as the page may stay open.
func (p *tab) until(expression string) {
	p.Helper()
	if _, err := chromedp.Run(p.ctx, chromedp.Poll[any](expression, chromedp.WithPollingInterval(20*time.Millisecond), chromedp.WithPollingTimeout(0))); err != nil {
		p.Fatalf("never: %s (%v)", expression, err)
	}
}

// resize makes the window another one, and waits until the page is drawn in it.
func (p *tab) resize(width, height int64, touch bool) {
	p.Helper()
	options := []chromedp.EmulateViewportOption{chromedp.EmulateScale(p.scale)}
	if touch {
		options = append(options, chromedp.EmulateTouch)
	}
	p.do(chromedp.Do(p.ctx, chromedp.EmulateViewport(width, height, options...)))
	p.until(fmt.Sprintf(`innerWidth === %d && innerHeight === %d`, width, height))
	p.js(`new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))`)
	p.settled()
}

func (p *tab) settled() {
	p.Helper()
	p.js(`unimodalBias.settled().then(() => 0)`)
}

// key presses a key that has the focus where it is.
func (p *tab) key(keys string) {
	p.Helper()
	p.do(chromedp.Do(p.ctx, chromedp.KeyEvent(keys)))
}

func (p *tab) mouse(kind input.DispatchMouseEventType, x, y float64, buttons int64) {
	p.Helper()
	event := input.DispatchMouseEventParams{Type: kind, X: x, Y: y, Buttons: buttons}
	if kind != input.DispatchMouseEventTypeMouseMoved || buttons != 0 {
		event.Button, event.ClickCount = input.MouseButtonLeft, 1
	}
	send(p, input.DispatchMouseEvent, event)
}

func (p *tab) click(selector string) {
	p.Helper()
	p.clickAt(p.centre(selector))
}

func (p *tab) clickAt(x, y float64) {
	p.Helper()
	p.mouse(input.DispatchMouseEventTypeMouseMoved, x, y, 0)
	p.mouse(input.DispatchMouseEventTypeMousePressed, x, y, 1)
	p.mouse(input.DispatchMouseEventTypeMouseReleased, x, y, 0)
}

// wheel turns the wheel over a point.
func (p *tab) wheel(x, y, by float64) {
	p.Helper()
	send(p, input.DispatchMouseEvent, input.DispatchMouseEventParams{Type: input.DispatchMouseEventTypeMouseWheel, X: x, Y: y, DeltaX: .01, DeltaY: by})
}

type box struct{ X, Y, W, H float64 }

// box is where an element lies in the viewport, after scrolling it there and waiting
// until it stays for two frames: a page that is still arriving may move it.
func (p *tab) box(selector string) (b box) {
	p.Helper()
	p.decode(fmt.Sprintf(`(async () => {
		for (let before = '', still = 0;;) {
			const e = document.querySelector(%q);
			e.scrollIntoView({block: 'center', behavior: 'instant'});
			const {x, y, width, height} = e.getBoundingClientRect();
			const now = [x, y, width, height].join();
			still = now === before ? still + 1 : 0;
			if (still === 2) return {X: x, Y: y, W: width, H: height};
			before = now;
			await new Promise(requestAnimationFrame);
		}
	})()`, selector), &b)
	return b
}

func (p *tab) centre(selector string) (x, y float64) {
	p.Helper()
	b := p.box(selector)
	return b.X + b.W/2, b.Y + b.H/2
}

// decode evaluates an expression into a Go value.
func (p *tab) decode(expression string, into any) {
	p.Helper()
	text, err := json.Marshal(p.js(expression))
	if err == nil {
		err = json.Unmarshal(text, into)
	}
	if err != nil {
		p.Fatalf("%s: %v", expression, err)
	}
}

// screenshot captures the viewport.
func (p *tab) screenshot() image.Image {
	p.Helper()
	data, err := chromedp.Run(p.ctx, chromedp.CaptureScreenshot())
	if err != nil {
		p.Fatal(err)
	}
	img, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		p.Fatal(err)
	}
	return img
}

// save writes a screenshot if they are asked for.
func (p *tab) save(name string) {
	p.Helper()
	if *screenshots == "" {
		return
	}
	p.do(os.MkdirAll(*screenshots, 0o755))
	f, err := os.Create(filepath.Join(*screenshots, name+".png"))
	p.do(err)
	defer f.Close()
	p.do(png.Encode(f, p.screenshot()))
	log.Print("wrote ", f.Name())
}

// near reports whether two colours are close enough to be the same hue on
// screen, blending at the edge of a line aside.
func near(a color.Color, b color.NRGBA) bool {
	r, g, bl, _ := a.RGBA()
	d := func(x uint32, y uint8) float64 { return math.Abs(float64(x>>8) - float64(y)) }
	return d(r, b.R)+d(g, b.G)+d(bl, b.B) < 90
}
