// Package webdriver drives a browser by WebDriver, the W3C's protocol (https://www.w3.org/TR/webdriver2/), through a program
// that speaks it over HTTP, such as WebKitWebDriver.
//
//	driver, err := webdriver.Start(ctx, "WebKitWebDriver", env)
//	session, err := driver.Session(ctx, nil)
//	err = session.Navigate(ctx, address)
//	text, err := session.Evaluate(ctx, "document.title")
//
// A [Session] is one window of a browser that the driver starts. Its methods are called one after the other. The devices of
// its hands, and the screen that a browser on a machine without one is given, serve package bidi, too.
package webdriver

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"time"
)

// Driver is a program that starts browsers and drives them.
type Driver struct {
	address string // http://host:port
	client  *http.Client

	process *exec.Cmd
	ended   chan struct{} // closed when the process is over
}

// Start starts a driver, at a port that is free, and waits until it listens. Its environment, and that of its browsers, is
// that of this process with env beside it.
func Start(ctx context.Context, program string, env ...string) (*Driver, error) {
	port, err := freePort()
	if err != nil {
		return nil, err
	}
	d := dial("http://" + net.JoinHostPort("127.0.0.1", port))
	d.process = exec.Command(program, "--port="+port)
	d.process.Env = append(os.Environ(), env...)
	var complaint bytes.Buffer
	d.process.Stderr = &complaint
	d.process.WaitDelay = time.Second // its browsers hold the pipe, too
	if err := d.process.Start(); err != nil {
		return nil, err
	}
	d.ended = make(chan struct{})
	go func() {
		d.process.Wait()
		close(d.ended)
	}()
	for d.call(ctx, http.MethodGet, "/status", nil, nil) != nil {
		select {
		case <-d.ended:
			return nil, fmt.Errorf("%s does not start: %s", program, complaint.String())
		case <-ctx.Done():
			d.Stop()
			return nil, fmt.Errorf("%s does not listen: %w", program, ctx.Err())
		case <-time.After(20 * time.Millisecond):
		}
	}
	return d, nil
}

// dial is a driver that runs already.
func dial(address string) *Driver {
	return &Driver{address: address, client: &http.Client{Transport: &http.Transport{}}} // through no proxy
}

// freePort is a port of this machine at which nobody listens.
func freePort() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer l.Close()
	return strconv.Itoa(l.Addr().(*net.TCPAddr).Port), nil
}

// Stop ends the driver.
func (d *Driver) Stop() {
	d.client.CloseIdleConnections()
	if d.process != nil {
		d.process.Process.Kill()
		<-d.ended
	}
}

// call sends a command and decodes its value into result, unless that is nil.
func (d *Driver) call(ctx context.Context, method, path string, params, result any) error {
	var body []byte
	if method == http.MethodPost {
		var err error
		if params == nil {
			params = struct{}{}
		}
		if body, err = json.Marshal(params); err != nil {
			return err
		}
	}
	request, err := http.NewRequestWithContext(ctx, method, d.address+path, bytes.NewReader(body))
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/json; charset=utf-8")
	response, err := d.client.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	var answer struct{ Value json.RawMessage }
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil {
		return fmt.Errorf("%s %s: what the driver answers is not understood: %w", method, path, err)
	}
	if response.StatusCode != http.StatusOK {
		var mistake struct{ Error, Message string }
		json.Unmarshal(answer.Value, &mistake)
		return fmt.Errorf("%s %s: %s: %s", method, path, mistake.Error, mistake.Message)
	}
	if result == nil {
		return nil
	}
	return json.Unmarshal(answer.Value, result)
}

// Session is a browser with one window.
type Session struct {
	driver *Driver
	path   string
}

// Session starts a browser that has these capabilities, or any. Its scripts may take as long as their context lets them.
func (d *Driver) Session(ctx context.Context, capabilities map[string]any) (*Session, error) {
	if capabilities == nil {
		capabilities = map[string]any{}
	}
	var made struct{ SessionID string }
	if err := d.call(ctx, http.MethodPost, "/session", map[string]any{"capabilities": map[string]any{"alwaysMatch": capabilities}}, &made); err != nil {
		return nil, err
	}
	s := &Session{driver: d, path: "/session/" + made.SessionID}
	if err := s.post(ctx, "/timeouts", map[string]any{"script": nil}, nil); err != nil {
		return nil, errors.Join(err, s.Close(ctx))
	}
	return s, nil
}

// Close ends the browser.
func (s *Session) Close(ctx context.Context) error {
	return s.driver.call(ctx, http.MethodDelete, s.path, nil, nil)
}

func (s *Session) post(ctx context.Context, path string, params, result any) error {
	return s.driver.call(ctx, http.MethodPost, s.path+path, params, result)
}

// Navigate loads an address and waits for the page's load event.
func (s *Session) Navigate(ctx context.Context, address string) error {
	return s.post(ctx, "/url", map[string]any{"url": address}, nil)
}

// Viewport gives the window the size at which the page is this large, in CSS pixels.
func (s *Session) Viewport(ctx context.Context, width, height int) error {
	outer := [2]int{width, height}
	for {
		if err := s.post(ctx, "/window/rect", map[string]any{"x": 0, "y": 0, "width": outer[0], "height": outer[1]}, nil); err != nil {
			return err
		}
		text, err := s.Evaluate(ctx, "JSON.stringify([innerWidth, innerHeight])")
		if err != nil {
			return err
		}
		var inner [2]int
		if err := json.Unmarshal([]byte(text), &inner); err != nil {
			return err
		}
		if inner == [2]int{width, height} {
			return nil
		}
		if ctx.Err() != nil {
			return fmt.Errorf("a page of %d by %d stays at %d by %d: %w", width, height, inner[0], inner[1], ctx.Err())
		}
		var frame struct{ Width, Height int }
		if err := s.driver.call(ctx, http.MethodGet, s.path+"/window/rect", nil, &frame); err != nil {
			return err
		}
		outer = [2]int{width + frame.Width - inner[0], height + frame.Height - inner[1]}
	}
}

// Screenshot returns a PNG of what is in sight.
func (s *Session) Screenshot(ctx context.Context) ([]byte, error) {
	var shot []byte // base 64
	err := s.driver.call(ctx, http.MethodGet, s.path+"/screenshot", nil, &shot)
	return shot, err
}

// Evaluate evaluates an expression of JavaScript in the page, waits for it if it is a promise, and returns its value, which
// has to be text.
func (s *Session) Evaluate(ctx context.Context, expression string) (string, error) {
	const script = `const done = arguments[arguments.length - 1];
(async () => (%s
))().then((text) => done(typeof text === 'string' ? {text} : {error: 'it is no text but ' + typeof text}), (error) => done({error: 'it throws: ' + error}));`
	var outcome struct {
		Text  string
		Error string
	}
	if err := s.post(ctx, "/execute/async", map[string]any{"script": fmt.Sprintf(script, expression), "args": []any{}}, &outcome); err != nil {
		return "", err
	}
	if outcome.Error != "" {
		return "", errors.New(outcome.Error)
	}
	return outcome.Text, nil
}

// Perform has devices do what they do, at the same time.
func (s *Session) Perform(ctx context.Context, devices ...Device) error {
	return s.post(ctx, "/actions", map[string]any{"actions": devices}, nil)
}
