package engines

import (
	"context"
	"os/exec"
	"runtime"
	"slices"
	"strings"

	"unimodal-bias-lab/web/bidi"
	"unimodal-bias-lab/web/webdriver"
)

// gecko is a Firefox, driven by WebDriver BiDi.
type gecko struct {
	*bidi.Firefox
	screen *webdriver.Screen
}

func launchFirefox(program, profile string) (browser, error) {
	ctx, stop := context.WithTimeout(context.Background(), patience)
	defer stop()
	var g gecko
	var display string
	var err error
	if runtime.GOOS == "linux" {
		if g.screen, err = newScreen(); err != nil {
			return nil, err
		}
		display = g.screen.Display
	}
	if g.Firefox, err = bidi.Start(ctx, program, profile, display); err != nil {
		g.stop()
		return nil, err
	}
	return g, nil
}

func (g gecko) stop() {
	if g.Firefox != nil {
		g.Stop()
	}
	if g.screen != nil {
		g.screen.Stop()
	}
}

func (g gecko) tab(ctx context.Context) (tab, error) {
	t, err := g.Tab(ctx)
	return &geckoTab{Tab: t, ctx: ctx, browser: g.Firefox}, err
}

type geckoTab struct {
	*bidi.Tab
	ctx     context.Context
	browser *bidi.Firefox
}

func (t *geckoTab) viewport(width, height int) error  { return t.Viewport(t.ctx, width, height, 1) }
func (t *geckoTab) navigate(address string) error     { return t.Navigate(t.ctx, address) }
func (t *geckoTab) before(script string) error        { return t.Before(t.ctx, script) }
func (t *geckoTab) evaluate(e string) (string, error) { return t.Evaluate(t.ctx, e) }
func (t *geckoTab) screenshot() ([]byte, error)       { return unbase64(t.Screenshot(t.ctx)) }
func (t *geckoTab) press(key string) error            { return t.Perform(t.ctx, webdriver.Key(key)) }
func (t *geckoTab) close()                            { t.Close(context.WithoutCancel(t.ctx)) }

// mistakes leaves out what is of no file: so Firefox complains of those that a page was still fetching through a service worker
// when it was left.
func (t *geckoTab) mistakes() []string {
	return slices.DeleteFunc(t.browser.Mistakes(), func(m string) bool { return strings.HasPrefix(m, "Failed to load ‘’. A ServiceWorker intercepted") })
}

func (t *geckoTab) wheel(x, y, by float64) (reach, error) {
	return hosts, t.Perform(t.ctx, webdriver.Wheel(x, y, by))
}

func (t *geckoTab) stroke(phase phase, x, y float64) error {
	return t.Perform(t.ctx, mouse(phase, x, y))
}

func (t *geckoTab) swipe(x0, y0, x1, y1 float64) (reach, error) {
	return pages, t.Perform(t.ctx, webdriver.Pointer("touch", webdriver.Move(x0, y0), webdriver.Down(), webdriver.Move((2*x0+x1)/3, (2*y0+y1)/3),
		webdriver.Move((x0+2*x1)/3, (y0+2*y1)/3), webdriver.Move(x1, y1), webdriver.Up()))
}

// mouse is a stroke of one, as WebDriver has it.
func mouse(phase phase, x, y float64) webdriver.Device {
	actions := []webdriver.Action{webdriver.Move(x, y)}
	switch phase {
	case down:
		actions = append(actions, webdriver.Down())
	case up:
		actions = append(actions, webdriver.Up())
	}
	return webdriver.Pointer("mouse", actions...)
}

// newScreen starts a screen with room for the windows of the tests.
func newScreen() (*webdriver.Screen, error) {
	xvfb, err := exec.LookPath("Xvfb")
	if err != nil {
		return nil, err
	}
	return webdriver.NewScreen(xvfb, 1500, 1400)
}
