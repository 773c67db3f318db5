package webdriver

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// answering is a driver that answers every command as a test has it, and writes the commands down.
func answering(t *testing.T, answers map[string]string) (d *Driver, asked func() []string) {
	t.Helper()
	var list []string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		command := r.Method + " " + r.URL.Path
		list = append(list, strings.TrimSpace(command+" "+string(body)))
		answer, known := answers[command]
		if !known {
			w.WriteHeader(http.StatusNotFound)
			answer = `{"error": "unknown command", "message": "never heard of"}`
		}
		io.WriteString(w, `{"value": `+answer+`}`)
	}))
	t.Cleanup(server.Close)
	d = dial(server.URL)
	t.Cleanup(d.Stop)
	return d, func() []string { return list }
}

// TestSession: a session has its own path, its scripts no limit, and a viewport the size that was asked for, whatever the window
// has around it; mistakes of the driver and of the page are told.
func TestSession(t *testing.T) {
	inner := []string{`{"text": "[1000, 680]"}`, `{"text": "[1000, 700]"}`}
	answers := map[string]string{
		"POST /session":              `{"sessionId": "s1", "capabilities": {}}`,
		"POST /session/s1/timeouts":  `null`,
		"POST /session/s1/url":       `null`,
		"GET /session/s1/screenshot": `"aGVsbG8="`,
		"DELETE /session/s1":         `null`,
	}
	d, asked := answering(t, answers)
	ctx := t.Context()
	s, err := d.Session(ctx, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Navigate(ctx, "http://a/"); err != nil {
		t.Error(err)
	}
	if got, err := s.Screenshot(ctx); err != nil || string(got) != "hello" {
		t.Errorf("%q, %v", got, err)
	}
	for _, c := range []struct{ answer, text, mistake string }{
		{`{"text": "yes"}`, "yes", ""},
		{`{"error": "it throws: Error: no"}`, "", "it throws: Error: no"},
	} {
		answers["POST /session/s1/execute/async"] = c.answer
		text, err := s.Evaluate(ctx, "1")
		mistake := ""
		if err != nil {
			mistake = err.Error()
		}
		if text != c.text || mistake != c.mistake {
			t.Errorf("%s: %q, %q", c.answer, text, mistake)
		}
	}
	if err := s.Perform(ctx, Key("Enter")); err == nil || !strings.Contains(err.Error(), "unknown command: never heard of") {
		t.Error(err)
	}
	if err := s.Close(ctx); err != nil {
		t.Error(err)
	}
	want := []string{`POST /session {"capabilities":{"alwaysMatch":{}}}`, `POST /session/s1/timeouts {"script":null}`, `POST /session/s1/url {"url":"http://a/"}`, `GET /session/s1/screenshot`}
	if got := asked()[:4]; !slices.Equal(got, want) {
		t.Errorf("asked %q", got)
	}

	// The window has a bar of 20 pixels.
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.Method + r.URL.Path {
		case "GET/window/rect":
			io.WriteString(w, `{"value": {"x": 0, "y": 0, "width": 1000, "height": 700}}`)
		case "POST/window/rect":
			var rect struct{ Width, Height int }
			json.NewDecoder(r.Body).Decode(&rect)
			if want := 700 + 20*(2-len(inner)); rect.Width != 1000 || rect.Height != want {
				t.Errorf("the window becomes %v, for %d", rect, want)
			}
			io.WriteString(w, `{"value": null}`)
		default:
			io.WriteString(w, `{"value": `+inner[0]+`}`)
			inner = inner[1:]
		}
	}))
	defer server.Close()
	if err := (&Session{driver: dial(server.URL)}).Viewport(ctx, 1000, 700); err != nil || len(inner) != 0 {
		t.Error(err, inner)
	}
}

// TestStart: a program that is no driver is told so, with what it says.
func TestStart(t *testing.T) {
	program := filepath.Join(t.TempDir(), "driver")
	if err := os.WriteFile(program, []byte("#!/bin/sh\necho no display >&2\nexit 1\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	if _, err := Start(context.Background(), program); err == nil || !strings.Contains(err.Error(), "does not start: no display") {
		t.Error(err)
	}
}

// TestDevices: hands are spelled as WebDriver has them.
func TestDevices(t *testing.T) {
	for want, device := range map[string]Device{
		`{"actions":[{"duration":0,"type":"pointerMove","x":1,"y":2},{"button":0,"type":"pointerDown"},{"button":0,"type":"pointerUp"}],"id":"touch","parameters":{"pointerType":"touch"},"type":"pointer"}`: Pointer("touch", Move(1.2, 2.7), Down(), Up()),
		`{"actions":[{"type":"keyDown","value":"a"},{"type":"keyUp","value":"a"}],"id":"keys","type":"key"}`:                                                                                                 Key("a"),
		"{\"actions\":[{\"type\":\"keyDown\",\"value\":\"\ue007\"},{\"type\":\"keyUp\",\"value\":\"\ue007\"}],\"id\":\"keys\",\"type\":\"key\"}":                                                             Key("Enter"),
		`{"actions":[{"deltaX":0,"deltaY":-5,"type":"scroll","x":3,"y":4}],"id":"wheel","type":"wheel"}`:                                                                                                     Wheel(3, 4, -5),
	} {
		if got, err := json.Marshal(device); err != nil || string(got) != want {
			t.Errorf("%s, not %s", got, want)
		}
	}
}
