package main

import (
	"bytes"
	"context"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/chromedp/chromedp"

	"unimodal-bias-lab/web/headless"
	"unimodal-bias-lab/web/site/static"
)

// page is what Chromium loads, besides the compiled program and its glue.
//
//go:embed index.html bench.js network.js rectified.js sweep.js
var page embed.FS

// lab has every contestant ready to be asked for samples.
type lab struct {
	workloads []workload
	native    string // the compiled program
	tab       context.Context
	address   string // of the server
	closers   []func()
}

// workload as sim/bench lists it.
type workload struct {
	Key       string `json:"key"`
	Text      string `json:"text"`
	FullWidth bool   `json:"fullWidth"` // there is the same in JavaScript
	Pictures  int    `json:"pictures"`  // of a sweep: workers can do the same
	Cells     int    `json:"cells"`     // of a picture
}

// open compiles sim/bench for here and for the browser, serves the page on
// loopback and opens it.
func open(ctx context.Context, chrome string) (l *lab, err error) {
	l = &lab{}
	defer func() {
		if err != nil {
			l.close()
		}
	}()
	if chrome, err = exec.LookPath(chrome); err != nil {
		return l, fmt.Errorf("name a Chromium in CHROME: %w", err)
	}
	temp, err := os.MkdirTemp("", "unimodal-bias-bench-")
	if err != nil {
		return l, err
	}
	l.closers = append(l.closers, func() { os.RemoveAll(temp) })

	l.native = filepath.Join(temp, "bench")
	const program = "unimodal-bias-lab/sim/bench"
	mod, err := output(exec.Command("go", "env", "GOMOD"))
	if err != nil {
		return l, err
	}
	root := filepath.Dir(strings.TrimSpace(string(mod)))
	sources, err := static.Sources(root)
	if err != nil {
		return l, err
	}
	same := "-ldflags=-X unimodal-bias-lab/sim.Build=" + sources // as the page's workers, which take nothing from another build
	if _, err := output(exec.Command("go", "build", same, "-o", l.native, program)); err != nil {
		return l, err
	}
	build := exec.Command("go", "build", same, "-o", filepath.Join(temp, "bench.wasm"), program)
	build.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	if _, err := output(build); err != nil {
		return l, err
	}
	site, err := static.Prepared(root, filepath.Join(temp, "site")) // the page's own workers and glue
	if err != nil {
		return l, err
	}
	list, err := output(exec.Command(l.native, "list"))
	if err != nil {
		return l, err
	}
	if err := json.Unmarshal(list, &l.workloads); err != nil {
		return l, err
	}

	mux := http.NewServeMux()
	mux.Handle("/", http.FileServerFS(page))
	files := http.FileServer(http.Dir(site))
	for _, name := range []string{"/web/", "/wasm_exec.js", "/program.json", "/" + static.Sweeper, "/" + static.Sweeper + ".gz"} {
		mux.Handle(name, files)
	}
	mux.Handle(labPath, http.StripPrefix("/lab", static.Handler(site)))
	mux.HandleFunc("/bench.wasm", func(w http.ResponseWriter, r *http.Request) { http.ServeFile(w, r, filepath.Join(temp, "bench.wasm")) })
	server := httptest.NewServer(mux)
	l.closers = append(l.closers, server.Close)
	l.address = server.URL

	allocator, cancel := chromedp.NewExecAllocator(ctx, headless.Options(chrome, filepath.Join(temp, "profile"))...)
	l.closers = append(l.closers, cancel)
	l.tab, cancel = chromedp.NewContext(allocator)
	l.closers = append(l.closers, cancel)
	if err := chromedp.Do(l.tab, chromedp.Navigate(server.URL)); err != nil {
		return l, fmt.Errorf("%s does not open the page: %w", chrome, err)
	}
	return l, nil
}

func (l *lab) close() {
	for i := len(l.closers) - 1; i >= 0; i-- {
		l.closers[i]()
	}
}

// contestant answers an order of sim/bench.
type contestant func(l *lab, answer any, order ...string) error

func native(l *lab, answer any, order ...string) error {
	out, err := output(exec.Command(l.native, order...))
	if err != nil {
		return err
	}
	return json.Unmarshal(out, answer)
}

func wasm(l *lab, answer any, order ...string) error { return l.ask(answer, "go", order) }

func javascript(l *lab, answer any, order ...string) error {
	if order[0] != "time" {
		return errors.New("JavaScript is only timed")
	}
	return l.ask(answer, "javascript", order[1:])
}

// sweeper has the page's workers, or its frames, paint the pictures of a sweep.
func sweeper(who string) contestant {
	return func(l *lab, answer any, order ...string) error {
		return l.ask(answer, "sweep", []string{order[1], who})
	}
}

// ask calls a function of bench.js.
func (l *lab) ask(answer any, function string, args []string) error {
	list, err := json.Marshal(args)
	if err != nil {
		return err
	}
	expression := fmt.Sprintf("bench.%s(...%s).then(JSON.stringify)", function, list)
	text, err := chromedp.Run(l.tab, chromedp.Evaluate[string](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		return fmt.Errorf("%s: %w", expression, err)
	}
	return json.Unmarshal([]byte(text), answer)
}

// output runs a command; what it complains about becomes part of the error.
func output(cmd *exec.Cmd) ([]byte, error) {
	var complaint bytes.Buffer
	cmd.Stderr = &complaint
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("%s: %w\n%s", strings.Join(cmd.Args, " "), err, complaint.String())
	}
	return out, nil
}
