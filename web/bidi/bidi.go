// Package bidi drives a browser by WebDriver BiDi, the W3C's protocol (https://www.w3.org/TR/webdriver-bidi/), over the one
// websocket that Firefox opens. There is no driver in between.
//
//	firefox, err := bidi.Start(ctx, "firefox-esr", profile, display)
//	tab, err := firefox.Tab(ctx)
//	err = tab.Navigate(ctx, address)
//	text, err := tab.Evaluate(ctx, "document.title")
//
// [Conn.Call] sends any command of the protocol; [Tab] has those that tests of a page need. All of them may be called by
// several goroutines at a time.
package bidi

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"

	"github.com/coder/websocket"
)

// Conn is a session with a browser.
type Conn struct {
	socket *websocket.Conn
	heard  func(event string, params json.RawMessage)

	mu      sync.Mutex
	last    int
	waiting map[int]chan message // by the id of the command
	over    error                // why nothing comes any more
}

// message is what a browser sends: the outcome of a command, or an event.
type message struct {
	Type   string          `json:"type"` // success, error or event
	ID     *int            `json:"id"`
	Result json.RawMessage `json:"result"`

	Error string `json:"error"` // a code, with
	Text  string `json:"message"`

	Method string          `json:"method"`
	Params json.RawMessage `json:"params"`
}

// Dial begins a session with the browser that listens at an address (ws://…). What it tells unasked is handed to heard, one
// event after the other; heard sends no commands.
func Dial(ctx context.Context, address string, heard func(event string, params json.RawMessage)) (*Conn, error) {
	socket, _, err := websocket.Dial(ctx, address+"/session", nil)
	if err != nil {
		return nil, err
	}
	socket.SetReadLimit(-1) // pictures
	c := &Conn{socket: socket, heard: heard, waiting: map[int]chan message{}}
	go c.listen()
	if err := c.Call(ctx, "session.new", map[string]any{"capabilities": map[string]any{}}, nil); err != nil {
		c.Close()
		return nil, err
	}
	return c, nil
}

// Close hangs up; commands under way fail.
func (c *Conn) Close() error { return c.socket.CloseNow() }

// listen hands out what comes, until the socket is closed.
func (c *Conn) listen() {
	for {
		var m message
		_, data, err := c.socket.Read(context.Background())
		if err == nil {
			err = json.Unmarshal(data, &m)
		}
		if err != nil {
			c.end(err)
			return
		}
		if m.Type == "event" {
			c.heard(m.Method, m.Params)
		} else if m.ID != nil {
			c.mu.Lock()
			answer := c.waiting[*m.ID]
			delete(c.waiting, *m.ID)
			c.mu.Unlock()
			if answer != nil {
				answer <- m
			}
		}
	}
}

// end lets go of everybody who waits.
func (c *Conn) end(why error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.over = fmt.Errorf("the browser has hung up: %w", why)
	for id, answer := range c.waiting {
		delete(c.waiting, id)
		close(answer)
	}
}

// Call sends a command and decodes its outcome into result, unless that is nil.
func (c *Conn) Call(ctx context.Context, method string, params, result any) error {
	answer := make(chan message, 1)
	c.mu.Lock()
	if c.over != nil {
		defer c.mu.Unlock()
		return c.over
	}
	c.last++
	id := c.last
	c.waiting[id] = answer
	c.mu.Unlock()

	command, err := json.Marshal(map[string]any{"id": id, "method": method, "params": params})
	if err == nil {
		err = c.socket.Write(context.WithoutCancel(ctx), websocket.MessageText, command) // one that breaks off ends the session
	}
	if err != nil {
		return errors.Join(fmt.Errorf("%s: %w", method, err), c.forget(id))
	}
	select {
	case m, open := <-answer:
		if !open {
			return fmt.Errorf("%s: %w", method, c.forget(id))
		}
		if m.Type == "error" {
			return fmt.Errorf("%s: %s: %s", method, m.Error, m.Text)
		}
		if result == nil {
			return nil
		}
		return json.Unmarshal(m.Result, result)
	case <-ctx.Done():
		c.forget(id)
		return fmt.Errorf("%s: %w", method, ctx.Err())
	}
}

// forget waits for the outcome of a command no longer. It returns why nothing comes any more, if so.
func (c *Conn) forget(id int) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.waiting, id)
	return c.over
}
