package engines

import (
	"context"
	"fmt"
	"os/exec"
	"runtime"

	"unimodal-bias-lab/web/bidi"
)

// gecko is a Firefox, driven by WebDriver BiDi.
type gecko struct {
	*bidi.Firefox
	screen *bidi.Screen
}

func launchFirefox(program, profile string) (browser, error) {
	ctx, stop := context.WithTimeout(context.Background(), patience)
	defer stop()
	var g gecko
	var display string
	if runtime.GOOS == "linux" {
		xvfb, err := exec.LookPath("Xvfb")
		if err != nil {
			return nil, fmt.Errorf("Firefox has WebGL on a screen only: install Xvfb (Debian: apt-get install xvfb libegl1 libgl1-mesa-dri): %w", err)
		}
		if g.screen, err = bidi.NewScreen(xvfb, 1500, 1400); err != nil {
			return nil, err
		}
		display = g.screen.Display
	}
	var err error
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
func (t *geckoTab) wheel(x, y, by float64) error      { return t.Wheel(t.ctx, x, y, by) }
func (t *geckoTab) mistakes() []string                { return t.browser.Mistakes() }
func (t *geckoTab) close()                            { t.Close(context.WithoutCancel(t.ctx)) }

func (t *geckoTab) stroke(phase phase, x, y float64) error {
	actions := []bidi.Action{bidi.Move(x, y)}
	switch phase {
	case down:
		actions = append(actions, bidi.Down())
	case up:
		actions = append(actions, bidi.Up())
	}
	return t.Point(t.ctx, "mouse", actions...)
}

func (t *geckoTab) swipe(x0, y0, x1, y1 float64) (bool, error) {
	return false, t.Point(t.ctx, "touch", bidi.Move(x0, y0), bidi.Down(), bidi.Move((2*x0+x1)/3, (2*y0+y1)/3), bidi.Move((x0+2*x1)/3, (y0+2*y1)/3), bidi.Move(x1, y1), bidi.Up())
}

// webdriverKeys are keys without a character, as WebDriver spells them: https://www.w3.org/TR/webdriver2/#keyboard-actions.
var webdriverKeys = map[string]string{
	"Tab": "\uE004", "Enter": "\uE007", "Escape": "\uE00C", "PageUp": "\uE00E", "PageDown": "\uE00F", "End": "\uE010", "Home": "\uE011",
	"ArrowLeft": "\uE012", "ArrowUp": "\uE013", "ArrowRight": "\uE014", "ArrowDown": "\uE015",
}

func (t *geckoTab) press(key string) error {
	if code, special := webdriverKeys[key]; special {
		key = code
	}
	return t.Press(t.ctx, key)
}
