package bidi

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
)

// Firefox is a Firefox with a profile of its own.
type Firefox struct {
	*Conn
	process *exec.Cmd

	mu       sync.Mutex
	mistakes []string
}

// prefs let it draw without a graphics card, hear touches, and ask nobody for anything. The rest of what a browser under test should
// not do it leaves off by itself, once it is driven.
var prefs = map[string]any{
	"webgl.force-enabled":                            true,
	"webgl.disable-fail-if-major-performance-caveat": true,
	"dom.w3c_touch_events.enabled":                   1,
	"app.normandy.enabled":                           false,
	"app.update.disabledForTesting":                  true,
	"browser.shell.checkDefaultBrowser":              false,
	"datareporting.policy.dataSubmissionEnabled":     false,
	"messaging-system.rsexperimentloader.enabled":    false,
	"services.settings.server":                       "data:,#remote-settings-dummy/v1",
	"toolkit.telemetry.enabled":                      false,
}

// Start starts a Firefox whose profile is in a folder, which it makes, and begins a session. It has its window on a display,
// or none if that is "".
func Start(ctx context.Context, program, profile, display string) (*Firefox, error) {
	if err := os.MkdirAll(profile, 0o755); err != nil {
		return nil, err
	}
	var lines strings.Builder
	for key, value := range prefs {
		fmt.Fprintf(&lines, "user_pref(%q, %#v);\n", key, value)
	}
	if err := os.WriteFile(filepath.Join(profile, "user.js"), []byte(lines.String()), 0o644); err != nil {
		return nil, err
	}

	f := &Firefox{process: exec.Command(program, "--no-remote", "--remote-debugging-port", "0", "--profile", profile, "--width", "1400", "--height", "1350")}
	f.process.Env = append(os.Environ(), "HOME="+profile, "DISPLAY="+display, "MOZ_CRASHREPORTER_DISABLE=1")
	if display == "" {
		f.process.Args = append(f.process.Args, "--headless")
	}
	says, err := f.process.StderrPipe()
	if err != nil {
		return nil, err
	}
	if err := f.process.Start(); err != nil {
		return nil, err
	}
	address, err := addressIn(says)
	if err == nil {
		f.Conn, err = Dial(ctx, address, f.hear)
	}
	if err == nil {
		err = f.Call(ctx, "session.subscribe", map[string]any{"events": []string{"log.entryAdded"}}, nil)
	}
	if err != nil {
		f.Stop()
		return nil, fmt.Errorf("%s does not start: %w", program, err)
	}
	return f, nil
}

// addressIn reads what a Firefox says until it names the address at which it listens. What it says afterwards is let pass.
func addressIn(says interface{ Read([]byte) (int, error) }) (string, error) {
	var complaint strings.Builder
	lines := bufio.NewScanner(says)
	for lines.Scan() {
		if _, address, found := strings.Cut(lines.Text(), "WebDriver BiDi listening on "); found {
			go func() {
				for lines.Scan() {
				}
			}()
			return strings.TrimSpace(address), nil
		}
		complaint.WriteString("\n" + lines.Text())
	}
	return "", fmt.Errorf("it names no address: %v%s", lines.Err(), complaint.String())
}

// Stop ends it.
func (f *Firefox) Stop() {
	if f.Conn != nil {
		f.Close()
	}
	f.process.Process.Kill()
	f.process.Wait()
}

// hear writes down what pages and their workers complain about.
func (f *Firefox) hear(event string, params json.RawMessage) {
	if event != "log.entryAdded" {
		return
	}
	var entry struct {
		Level, Text string
		StackTrace  struct {
			CallFrames []struct {
				URL        string
				LineNumber int
			}
		}
	}
	if json.Unmarshal(params, &entry) != nil || entry.Level != "error" {
		return
	}
	for _, at := range entry.StackTrace.CallFrames {
		entry.Text += fmt.Sprintf("\n  %s:%d", at.URL, at.LineNumber+1)
	}
	f.mu.Lock()
	f.mistakes = append(f.mistakes, entry.Text)
	f.mu.Unlock()
}

// Mistakes returns what pages have complained about since it was called last: errors on their consoles, and exceptions that
// nobody has caught.
func (f *Firefox) Mistakes() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	list := f.mistakes
	f.mistakes = nil
	return list
}
