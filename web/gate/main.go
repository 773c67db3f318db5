// Gate runs every check of the project, as make test does: formatting, vet, the tests
// that need no browser, one build and one compression of the site for all tests, and
// the page in a real Chromium. It says what it is doing, shows failures as they come,
// and ends with the slowest tests.
//
//	go run ./web/gate          everything; CHROME names the browser
//	go run ./web/gate soak     the tests that take minutes
//
// It runs in the directory of the module. No verdict depends on how long something
// takes: the limits below only end what hangs.
package main

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
	"time"

	"unimodal-bias-lab/web/site/static"
)

// limit ends a package that hangs, on a machine however slow and busy.
const limit = "-timeout=60m"

// browsing are the packages that drive a Chromium. They run after everything that
// compiles, compresses or computes, one after the other.
var browsing = []string{"unimodal-bias-lab/web/browser", "unimodal-bias-lab/web/bench"}

// shipping are the packages whose tests look at the built site.
var shipping = []string{"unimodal-bias-lab/web/site", "unimodal-bias-lab/web/site/static"}

func main() {
	g := &gate{out: os.Stdout, start: time.Now()}
	stages := g.everything
	if len(os.Args) > 1 {
		if os.Args[1] != "soak" || len(os.Args) > 2 {
			fmt.Fprintln(os.Stderr, "usage: go run ./web/gate [soak]")
			os.Exit(2)
		}
		stages = g.soak
	}
	err := stages()
	g.results.write(g.out)
	fmt.Fprintf(g.out, "%.0f s in all\n", time.Since(g.start).Seconds())
	if err != nil {
		fmt.Fprintln(g.out, err)
	}
	fmt.Fprintf(g.out, "%d passed, %d failed\n", g.results.passed, g.results.failed)
	if err != nil || g.results.failed > 0 {
		os.Exit(1)
	}
}

// gate is a run of the checks.
type gate struct {
	out     io.Writer
	start   time.Time
	results results
}

// stage says what is done, does it, and says how long that took.
func (g *gate) stage(what string, do func() error) error {
	fmt.Fprintf(g.out, "— %s\n", what)
	start := time.Now()
	if err := do(); err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	fmt.Fprintf(g.out, "  %.0f s\n", time.Since(start).Seconds())
	return nil
}

// everything is make test. A stage that fails ends it, but for tests: all of those run.
func (g *gate) everything() error {
	if err := g.stage("formatting", formatting); err != nil {
		return err
	}
	err := g.stage("vet, for this machine and for the browser", func() error {
		if err := run(nil, "go", "vet", "./..."); err != nil {
			return err
		}
		return run([]string{"GOOS=js", "GOARCH=wasm"}, "go", "vet", "./sim/...", "./render/...", "./wasm/...")
	})
	if err != nil {
		return err
	}
	computing, err := packages()
	if err != nil {
		return err
	}
	if err := g.stage("the simulator, the pictures and the program", func() error { return g.test(nil, computing...) }); err != nil {
		return err
	}
	return g.withSite(func(site []string) error {
		if err := g.stage("the site", func() error { return g.test(site, shipping...) }); err != nil {
			return err
		}
		return g.stage("the page in Chromium", func() error { return g.test(site, append([]string{"-p=1"}, browsing...)...) })
	})
}

// soak is make soak.
func (g *gate) soak() error {
	return g.withSite(func(site []string) error {
		return g.stage("a long session, and one of random hands (minutes)", func() error {
			return g.test(append(site, "LAB_SOAK=long"), "-run=^Test(Soak|Monkey)$", "-v", browsing[0])
		})
	})
}

// withSite builds and compresses the site once and hands it to tests.
func (g *gate) withSite(do func(env []string) error) error {
	dir, err := os.MkdirTemp("", "unimodal-bias-lab-site-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	err = g.stage("building and compressing the site, once for all tests", func() error {
		if err := static.Build(".", dir); err != nil {
			return err
		}
		_, err := static.Compress(dir)
		return err
	})
	if err != nil {
		return err
	}
	return do([]string{static.PreparedEnv + "=" + dir})
}

// test runs go test and reads what it says. That tests fail is no error: it is counted,
// and the others go on.
func (g *gate) test(env []string, args ...string) error {
	cmd := exec.Command("go", append([]string{"test", "-json", limit}, args...)...)
	cmd.Env = append(os.Environ(), env...)
	var complaint bytes.Buffer
	cmd.Stderr = &complaint
	said, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	failed := g.results.failed
	if err := g.results.read(said, g.out); err != nil {
		return err
	}
	if err := cmd.Wait(); err != nil && g.results.failed == failed { // it is not the tests
		return fmt.Errorf("%w\n%s", err, complaint.String())
	}
	return nil
}

// formatting names the files that gofmt would write otherwise.
func formatting() error {
	out, err := exec.Command("gofmt", "-l", ".").Output()
	if err == nil && len(out) > 0 {
		err = fmt.Errorf("gofmt these files: %s", strings.Join(strings.Fields(string(out)), " "))
	}
	return err
}

func run(env []string, name string, args ...string) error {
	cmd := exec.Command(name, args...)
	cmd.Env = append(os.Environ(), env...)
	cmd.Stdout, cmd.Stderr = os.Stderr, os.Stderr
	return cmd.Run()
}

// packages are those that need neither the site nor a browser.
func packages() (list []string, err error) {
	out, err := exec.Command("go", "list", "./...").Output()
	if err != nil {
		return nil, err
	}
	for _, p := range strings.Fields(string(out)) {
		if !slices.Contains(browsing, p) && !slices.Contains(shipping, p) {
			list = append(list, p)
		}
	}
	slices.SortFunc(list, func(a, b string) int { return cmp.Compare(a, b) })
	return list, nil
}
