package bidi

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"unimodal-bias-lab/web/webdriver"
)

// Tab is a page, with the frames in it.
type Tab struct {
	conn *Conn
	ID   string // its browsing context
}

// Tab opens an empty page, in front of the others.
func (c *Conn) Tab(ctx context.Context) (*Tab, error) {
	var made struct{ Context string }
	err := c.Call(ctx, "browsingContext.create", map[string]any{"type": "tab"}, &made)
	return &Tab{conn: c, ID: made.Context}, err
}

// Close closes it, without asking the page.
func (t *Tab) Close(ctx context.Context) error { return t.call(ctx, "browsingContext.close", nil) }

// Navigate opens an address and waits until it has loaded. Firefox says so too early where the page that is left rewrites its
// own address on the way, so the document itself is asked whether it is the new one.
func (t *Tab) Navigate(ctx context.Context, address string) error {
	before, err := t.document(ctx)
	if err != nil {
		return err
	}
	if err := t.call(ctx, "browsingContext.navigate", map[string]any{"url": address, "wait": "complete"}); err != nil {
		return err
	}
	page, _, within := strings.Cut(address, "#")
	if within && page == before.Page {
		return nil // the same document, at another place
	}
	for {
		now, err := t.document(ctx) // which fails while one document follows another
		if err == nil && now.Begun != before.Begun && now.Loaded {
			return nil
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// document is what tells one from the next.
type document struct {
	Page   string  // its address, without a fragment
	Begun  float64 // milliseconds since 1970
	Loaded bool
}

func (t *Tab) document(ctx context.Context) (d document, err error) {
	told, err := t.Evaluate(ctx, `JSON.stringify({Page: location.href.split('#')[0], Begun: performance.timeOrigin, Loaded: document.readyState === 'complete'})`)
	if err != nil {
		return d, err
	}
	return d, json.Unmarshal([]byte(told), &d)
}

// Before has a script run in every document that the tab loads from now on, frames included, ahead of the scripts of its own.
func (t *Tab) Before(ctx context.Context, script string) error {
	return t.conn.Call(ctx, "script.addPreloadScript", map[string]any{"functionDeclaration": "() => {" + script + "\n}", "contexts": []string{t.ID}}, nil)
}

// Viewport sets the size of the page in CSS pixels, and how many pixels of the screen are one.
func (t *Tab) Viewport(ctx context.Context, width, height int, scale float64) error {
	return t.call(ctx, "browsingContext.setViewport", map[string]any{"viewport": map[string]any{"width": width, "height": height}, "devicePixelRatio": scale})
}

// Screenshot returns a PNG of what is in sight, in base 64.
func (t *Tab) Screenshot(ctx context.Context) (string, error) {
	var shot struct{ Data string }
	err := t.conn.Call(ctx, "browsingContext.captureScreenshot", map[string]any{"context": t.ID}, &shot)
	return shot.Data, err
}

// Evaluate evaluates an expression of JavaScript in the page, waits for it if it is a promise, and returns its value, which
// has to be text.
func (t *Tab) Evaluate(ctx context.Context, expression string) (string, error) {
	var outcome struct {
		Type   string
		Result struct {
			Type  string
			Value any
		}
		ExceptionDetails struct{ Text string }
	}
	err := t.conn.Call(ctx, "script.evaluate", map[string]any{"expression": expression, "target": map[string]any{"context": t.ID}, "awaitPromise": true}, &outcome)
	switch {
	case err != nil:
		return "", err
	case outcome.Type != "success":
		return "", fmt.Errorf("it throws: %s", outcome.ExceptionDetails.Text)
	}
	text, is := outcome.Result.Value.(string)
	if !is {
		return "", fmt.Errorf("it is no text but %s", outcome.Result.Type)
	}
	return text, nil
}

// Perform has devices do what they do, at the same time.
func (t *Tab) Perform(ctx context.Context, devices ...webdriver.Device) error {
	return t.call(ctx, "input.performActions", map[string]any{"actions": devices})
}

// call sends a command about the page.
func (t *Tab) call(ctx context.Context, method string, params map[string]any) error {
	if params == nil {
		params = map[string]any{}
	}
	params["context"] = t.ID
	return t.conn.Call(ctx, method, params, nil)
}
