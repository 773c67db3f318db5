package engines

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/chromedp/cdproto/input"
	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"unimodal-bias-lab/web/headless"
)

// blink is a Chromium, driven by its own protocol.
type blink struct {
	ctx  context.Context
	ends []context.CancelFunc
}

func launchChromium(program, profile string) (browser, error) {
	allocator, endAllocator := chromedp.NewExecAllocator(context.Background(), headless.Options(program, profile)...)
	ctx, end := chromedp.NewContext(allocator)
	b := &blink{ctx: ctx, ends: []context.CancelFunc{end, endAllocator}}
	if err := chromedp.Do(ctx); err != nil {
		b.stop()
		return nil, fmt.Errorf("%s does not start: %w", program, err)
	}
	return b, nil
}

func (b *blink) stop() {
	for _, end := range b.ends {
		end()
	}
}

func (b *blink) tab(ctx context.Context) (tab, error) {
	own, end := chromedp.NewContext(b.ctx)
	t := &blinkTab{ctx: own, end: end}
	context.AfterFunc(ctx, end)
	if err := chromedp.Do(own); err != nil {
		return nil, err
	}
	go func() {
		for message, err := range chromedp.Console(own) {
			if err != nil {
				return
			}
			if message.IsException() || message.Type == "error" {
				t.mu.Lock()
				t.list = append(t.list, message.String())
				t.mu.Unlock()
			}
		}
	}()
	return t, nil
}

type blinkTab struct {
	ctx  context.Context
	end  context.CancelFunc
	held bool // the button of the mouse

	mu   sync.Mutex
	list []string
}

func (t *blinkTab) close() { t.end() }

func (t *blinkTab) mistakes() []string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.list
}

func (t *blinkTab) viewport(width, height int) error {
	return chromedp.Do(t.ctx, chromedp.EmulateViewport(int64(width), int64(height), chromedp.EmulateScale(1)))
}

func (t *blinkTab) navigate(address string) error {
	return chromedp.Do(t.ctx, chromedp.Navigate(address))
}

func (t *blinkTab) before(script string) error {
	_, err := chromedp.Call(t.ctx, cdppage.AddScriptToEvaluateOnNewDocument, cdppage.AddScriptToEvaluateOnNewDocumentParams{Source: script})
	return err
}

func (t *blinkTab) evaluate(expression string) (string, error) {
	return chromedp.Run(t.ctx, chromedp.Evaluate[string](expression, chromedp.EvalAwaitPromise))
}

func (t *blinkTab) screenshot() ([]byte, error) {
	return chromedp.Run(t.ctx, chromedp.CaptureScreenshot())
}

func (t *blinkTab) wheel(x, y, by float64) (reach, error) {
	_, err := chromedp.Call(t.ctx, input.DispatchMouseEvent, input.DispatchMouseEventParams{Type: input.DispatchMouseEventTypeMouseWheel, X: x, Y: y, DeltaX: .01, DeltaY: by})
	return hosts, err
}

func (t *blinkTab) swipe(x0, y0, x1, y1 float64) (reach, error) {
	finger := func(kind input.DispatchTouchEventType, points ...*input.TouchPoint) error {
		_, err := chromedp.Call(t.ctx, input.DispatchTouchEvent, input.DispatchTouchEventParams{Type: kind, TouchPoints: append([]*input.TouchPoint{}, points...)})
		return err
	}
	err := finger(input.DispatchTouchEventTypeTouchStart, &input.TouchPoint{X: x0, Y: y0})
	const steps = 10
	for i := 1; i <= steps && err == nil; i++ {
		part := float64(i) / steps
		err = finger(input.DispatchTouchEventTypeTouchMove, &input.TouchPoint{X: x0 + part*(x1-x0), Y: y0 + part*(y1-y0)})
	}
	return hosts, errors.Join(err, finger(input.DispatchTouchEventTypeTouchEnd))
}

func (t *blinkTab) stroke(phase phase, x, y float64) error {
	event := input.DispatchMouseEventParams{Type: input.DispatchMouseEventTypeMouseMoved, X: x, Y: y}
	switch phase {
	case down:
		t.held = true
		event.Type, event.ClickCount = input.DispatchMouseEventTypeMousePressed, 1
	case up:
		t.held = false
		event.Type, event.ClickCount = input.DispatchMouseEventTypeMouseReleased, 1
	}
	if t.held {
		event.Buttons = 1
	}
	if t.held || phase == up {
		event.Button = input.MouseButtonLeft
	}
	_, err := chromedp.Call(t.ctx, input.DispatchMouseEvent, event)
	return err
}

// chromiumKeys are keys without a character, as chromedp spells them.
var chromiumKeys = map[string]string{
	"Tab": kb.Tab, "Enter": kb.Enter, "Escape": kb.Escape, "PageUp": kb.PageUp, "PageDown": kb.PageDown, "End": kb.End, "Home": kb.Home,
	"ArrowLeft": kb.ArrowLeft, "ArrowUp": kb.ArrowUp, "ArrowRight": kb.ArrowRight, "ArrowDown": kb.ArrowDown,
}

func (t *blinkTab) press(key string) error {
	if code, special := chromiumKeys[key]; special {
		key = code
	}
	return chromedp.Do(t.ctx, chromedp.KeyEvent(key))
}
