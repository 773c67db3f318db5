package engines

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"unimodal-bias-lab/web/webdriver"
)

// webkit is WebKitGTK's MiniBrowser, driven by WebDriver. Every tab is a browser of its own.
type webkit struct {
	program, profile string
	screen           *webdriver.Screen
}

// frugal takes from MiniBrowser's bars what would keep its window from being as narrow as a telephone.
const frugal = `* { min-width: 0; min-height: 0; padding: 0; margin: 0; border-width: 0; font-size: 1px; -gtk-icon-source: none; }`

func launchWebKit(program, profile string) (browser, error) {
	for _, gtk := range []string{"gtk-3.0", "gtk-4.0"} {
		folder := filepath.Join(profile, gtk)
		if err := os.MkdirAll(folder, 0o755); err != nil {
			return nil, err
		}
		if err := os.WriteFile(filepath.Join(folder, "gtk.css"), []byte(frugal), 0o644); err != nil {
			return nil, err
		}
	}
	screen, err := newScreen()
	if err != nil {
		return nil, err
	}
	return webkit{program, profile, screen}, nil
}

func (w webkit) stop() { w.screen.Stop() } // and with it what is still on it

func (w webkit) tab(ctx context.Context) (tab, error) {
	driver, err := webdriver.Start(ctx, w.program,
		"DISPLAY="+w.screen.Display, "WAYLAND_DISPLAY=", "GDK_BACKEND=x11", "GSETTINGS_BACKEND=memory", "NO_AT_BRIDGE=1",
		"HOME="+w.profile, "XDG_CONFIG_HOME="+w.profile, "XDG_CACHE_HOME="+w.profile, "XDG_DATA_HOME="+w.profile,
		"LIBGL_ALWAYS_SOFTWARE=1",
		"WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS=1") // which containers do not allow; it sees nothing but this site
	if err != nil {
		return nil, err
	}
	session, err := driver.Session(ctx, nil)
	if err != nil {
		driver.Stop()
		return nil, fmt.Errorf("%s starts no browser: %w", w.program, err)
	}
	eve.reset()
	return &webkitTab{session: session, driver: driver, ctx: ctx}, nil
}

type webkitTab struct {
	session *webdriver.Session
	driver  *webdriver.Driver
	ctx     context.Context
}

func (t *webkitTab) viewport(width, height int) error {
	return t.session.Viewport(t.ctx, width, height)
}
func (t *webkitTab) navigate(address string) error     { return t.session.Navigate(t.ctx, address) }
func (t *webkitTab) before(script string) error        { eve.add(script); return nil }
func (t *webkitTab) evaluate(e string) (string, error) { return t.session.Evaluate(t.ctx, e) }
func (t *webkitTab) screenshot() ([]byte, error)       { return t.session.Screenshot(t.ctx) }
func (t *webkitTab) mistakes() []string                { return eve.complaints() }

func (t *webkitTab) stroke(phase phase, x, y float64) error {
	return t.session.Perform(t.ctx, mouse(phase, x, y))
}

// wheel scrolls the page, but over a frame, unlike a person's, it does nothing.
func (t *webkitTab) wheel(x, y, by float64) (reach, error) {
	return nowhere, t.session.Perform(t.ctx, webdriver.Wheel(x, y, by))
}

// swipe does nothing: a touch of WebKitWebDriver is a mouse.
func (t *webkitTab) swipe(x0, y0, x1, y1 float64) (reach, error) { return nowhere, nil }

func (t *webkitTab) press(key string) error { return t.session.Perform(t.ctx, webdriver.Key(key)) }

func (t *webkitTab) close() {
	ctx, stop := context.WithTimeout(context.WithoutCancel(t.ctx), 20*time.Second)
	defer stop()
	t.session.Close(ctx)
	t.driver.Stop()
}

// evening is what WebDriver has no command for: scripts ahead of those of a page, and what a page complains about. The server
// puts a script into the documents that it sends to WebKit, and hears from it.
type evening struct {
	mu       sync.Mutex
	script   string
	mistakes []string
}

var eve evening

// Where that script is, and where it complains.
const (
	evePath       = "/before.js"
	complaintPath = "/complaint"
)

// complain tells the server of errors on the console and of exceptions that nobody has caught, in the page and in its workers,
// before anything else happens.
const complain = `
((server) => {
	const tell = (...what) => {
		const request = new XMLHttpRequest();
		request.open('POST', server + '` + complaintPath + `', false);
		try { request.send(what.map((each) => each?.stack ? each + '\n' + each.stack : String(each)).join(' ')); } catch { /* a frame that may send nothing */ }
	};
	const {error} = console;
	console.error = (...what) => { tell(...what); error.apply(console, what); };
	addEventListener('error', (event) => { if (event.message) tell(event.message, event.filename + ':' + event.lineno); });
	addEventListener('unhandledrejection', ({reason}) => tell('nobody catches', reason));
	const Plain = Worker;
	globalThis.Worker = class Worker extends Plain {
		constructor(...given) {
			super(...given);
			this.addEventListener('error', ({message, filename, lineno}) => tell('a worker:', message, filename + ':' + lineno));
		}
	};
})(new URL(document.currentScript.src).origin);
`

func (e *evening) reset() {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.script, e.mistakes = complain, nil
}

func (e *evening) add(script string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.script += "{" + script + "\n}\n"
}

func (e *evening) complaints() []string {
	e.mu.Lock()
	defer e.mu.Unlock()
	return slices.Clone(e.mistakes)
}

// around answers for a site, with the script ahead of the documents that go to WebKit.
func (e *evening) around(site http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch agent := r.UserAgent(); {
		case r.URL.Path == evePath:
			e.mu.Lock()
			defer e.mu.Unlock()
			w.Header().Set("Content-Type", "text/javascript")
			w.Header().Set("Cache-Control", "no-store")
			io.WriteString(w, e.script)
		case r.URL.Path == complaintPath:
			w.Header().Set("Access-Control-Allow-Origin", "*")
			text, _ := io.ReadAll(r.Body)
			e.mu.Lock()
			defer e.mu.Unlock()
			e.mistakes = append(e.mistakes, string(text))
		case strings.Contains(agent, "AppleWebKit/") && !strings.Contains(agent, "Chrome") && strings.Contains(r.Header.Get("Accept"), "text/html"):
			for _, name := range []string{"Accept-Encoding", "If-Modified-Since", "If-None-Match", "Range"} {
				r.Header.Del(name)
			}
			whole := httptest.NewRecorder()
			site.ServeHTTP(whole, r)
			text := whole.Body.String()
			if strings.HasPrefix(whole.Header().Get("Content-Type"), "text/html") {
				start := strings.Index(strings.ToLower(text), "<!doctype html>")
				if start < 0 {
					http.Error(w, r.URL.Path+" has no doctype", http.StatusInternalServerError)
					return
				}
				start += len("<!doctype html>")
				text = text[:start] + `<script src="` + evePath + `"></script>` + text[start:]
			}
			for name, values := range whole.Header() {
				w.Header()[name] = values
			}
			w.Header().Set("Content-Length", strconv.Itoa(len(text)))
			w.WriteHeader(whole.Code)
			io.WriteString(w, text)
		default:
			site.ServeHTTP(w, r)
		}
	})
}
