package bidi

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/coder/websocket"
)

// browser answers commands as a test has it; one that is answered by "" hangs it up.
func browser(t *testing.T, answer func(id int, method string) []string) string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/session" {
			t.Errorf("asked for %s", r.URL.Path)
		}
		socket, err := websocket.Accept(w, r, nil)
		if err != nil {
			t.Error(err)
			return
		}
		defer socket.CloseNow()
		for {
			_, data, err := socket.Read(context.Background())
			if err != nil {
				return
			}
			var command struct {
				ID     int
				Method string
			}
			if err := json.Unmarshal(data, &command); err != nil {
				t.Error(err)
			}
			for _, line := range answer(command.ID, command.Method) {
				if line == "" {
					return
				}
				line = strings.ReplaceAll(line, "ID", strings.TrimSpace(string(must(json.Marshal(command.ID)))))
				if err := socket.Write(context.Background(), websocket.MessageText, []byte(line)); err != nil {
					return
				}
			}
		}
	}))
	t.Cleanup(server.Close)
	return "ws" + strings.TrimPrefix(server.URL, "http")
}

func must(data []byte, err error) []byte {
	if err != nil {
		panic(err)
	}
	return data
}

// TestCall: answers find their commands in any order, beside events; mistakes are told with the command; who waits for a
// browser that hangs up is told so, and so is who asks it afterwards.
func TestCall(t *testing.T) {
	heard := make(chan string, 9)
	address := browser(t, func(id int, method string) []string {
		switch method {
		case "later":
			return nil
		case "now":
			return []string{
				`{"type": "event", "method": "log.entryAdded", "params": {"level": "error"}}`,
				`{"type": "success", "id": ID, "result": {"value": "second"}}`,
				`{"type": "success", "id": 2, "result": {"value": "first"}}`,
			}
		case "wrong":
			return []string{`{"type": "error", "id": ID, "error": "no such frame", "message": "there is none"}`}
		case "end":
			return []string{""}
		}
		return []string{`{"type": "success", "id": ID, "result": {}}`}
	})
	ctx := t.Context()
	c, err := Dial(ctx, address, func(event string, params json.RawMessage) { heard <- event + " " + string(params) })
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()

	later := make(chan string)
	begun, stop := context.WithCancel(ctx)
	defer stop()
	go func() {
		var answer struct{ Value string }
		if err := c.Call(begun, "later", nil, &answer); err != nil {
			t.Error(err)
		}
		later <- answer.Value
	}()
	for c.waits() == 0 { // the second command of all
	}
	var answer struct{ Value string }
	if err := c.Call(ctx, "now", map[string]any{}, &answer); err != nil || answer.Value != "second" {
		t.Errorf("%q, %v", answer.Value, err)
	}
	if got := <-later; got != "first" {
		t.Errorf("the first command is answered by %q", got)
	}
	if got := <-heard; got != `log.entryAdded {"level": "error"}` {
		t.Errorf("heard %s", got)
	}
	if err := c.Call(ctx, "wrong", nil, nil); err == nil || err.Error() != "wrong: no such frame: there is none" {
		t.Error(err)
	}
	over, end := context.WithCancel(ctx)
	end()
	if err := c.Call(over, "later", nil, nil); err == nil || !strings.Contains(err.Error(), "canceled") {
		t.Errorf("nobody waits any more: %v", err)
	}
	if err := c.Call(ctx, "fine", nil, nil); err != nil {
		t.Errorf("afterwards: %v", err)
	}
	for range 2 {
		if err := c.Call(ctx, "end", nil, nil); err == nil || !strings.Contains(err.Error(), "hung up") {
			t.Error(err)
		}
	}
}

// waits is how many commands are under way.
func (c *Conn) waits() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.waiting)
}
