// Gate runs everything that a change has to pass, as make test and continuous
// integration do, and says what it is doing while it does it.
//
//	CHROME=chromium FIREFOX=firefox-esr WEBKIT=WebKitWebDriver go run ./web/gate    everything
//	CHROME=chromium go run ./web/gate soak                   the tests that take long: random runs, links and messages, random hands for an hour
//
// Its stages are formatting; one build of the site and one compression of it, and
// beside them vet, for this machine and for the browser, and the tests that drive no
// browser; and the tests that look at this build: its files first, then the page in
// Chromium, Firefox and WebKit, with nothing beside them. A failure is printed at once, and the other stages go on as
// far as they can. At the end stand the slowest tests, the packages, which tests were skipped and why, and how many
// checks have passed.
//
// No stage has to be quick: the limits below only end what hangs. GOFLAGS reaches
// the go commands; GOFLAGS=-count=1 also runs the tests whose results Go remembers.
//
// Run it in the top directory of the module.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"
)

// Limits of a package's tests.
const (
	patience        = 40 * time.Minute
	browserPatience = 3 * time.Hour // everything in one package, perhaps on a machine that has twice as much to do
	soakPatience    = 3 * time.Hour
)

// preparedEnv tells the tests where the site is, see static.PreparedEnv.
const preparedEnv = "LAB_DIST"

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	stages := everything
	switch {
	case len(os.Args) == 2 && os.Args[1] == "soak":
		stages = soak
	case len(os.Args) > 1:
		fmt.Fprintln(os.Stderr, "usage: go run ./web/gate [soak]")
		os.Exit(2)
	}
	if err := run(ctx, stages); err != nil {
		fmt.Fprintln(os.Stderr, err)
		stop()
		os.Exit(1)
	}
}

// run goes through the stages. It returns an error unless everything has passed.
func run(ctx context.Context, stages func(ctx context.Context, g *gate, dist string)) error {
	temp, err := os.MkdirTemp("", "unimodal-bias-lab-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(temp)
	dist := filepath.Join(temp, "dist")

	g := newGate(os.Stdout)
	stages(ctx, g, dist)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	g.report()
	if g.failed > 0 {
		return errors.New("the gate is shut")
	}
	return nil
}

// everything is make test.
func everything(ctx context.Context, g *gate, dist string) {
	g.check("formatting", func() (string, error) { return unformatted(ctx) })
	var alone, ofSite, inBrowser []string
	g.check("list of packages", func() (string, error) {
		all, err := list(ctx)
		alone, ofSite, inBrowser = sorted(all)
		return "", err
	})

	// Compressing the program takes one core as long as the following takes the other.
	built := make(chan bool, 1)
	go func() { built <- g.build(ctx, dist) }()
	g.check("vet", func() (string, error) { return command(ctx, nil, "go", "vet", "./...") })
	g.check("vet for the browser", func() (string, error) {
		return command(ctx, []string{"GOOS=js", "GOARCH=wasm"}, "go", "vet", "./sim/...", "./render/...", "./wasm/...")
	})
	g.check("vet of figures", func() (string, error) {
		return command(ctx, []string{"GOOS=js", "GOARCH=wasm"}, "go", "vet", "-tags=light", "./wasm/figure", "./render/scene", "./sim") // tests of wasm/lab need what light figures leave out
	})
	g.test(ctx, "tests of simulation and drawing", nil, patience, alone...)
	if <-built {
		env := []string{preparedEnv + "=" + dist}
		g.test(ctx, "tests of the site", env, patience, ofSite...)
		g.test(ctx, "tests of the page in browsers", env, browserPatience, inBrowser...)
	} else {
		g.say("      without a site, no tests of it")
	}
}

// soak is make soak.
func soak(ctx context.Context, g *gate, dist string) {
	g.test(ctx, "two thousand random runs, and what is said of them", []string{"LAB_SOAK=long"}, patience, "-run=^TestTruth$", "./sim")
	g.test(ctx, "two thousand more, and the stories told of them", []string{"LAB_SOAK=long"}, patience, "-run=^TestStoriesAreTrue$", "./sim/player")
	g.test(ctx, "seven hundred thousand links", []string{"LAB_SOAK=long"}, soakPatience, "-run=^TestAnyLink$", "./sim")
	g.test(ctx, "three hundred thousand messages", []string{"LAB_SOAK=long"}, soakPatience, "-run=^TestAnyMessage$", "./wasm/lab")
	if g.build(ctx, dist) {
		env := []string{preparedEnv + "=" + dist, "LAB_SOAK=long"}
		g.test(ctx, "a hundred thousand messages; random hands", env, soakPatience, "-run=^Test(HostileMessages|Monkey)$", "./web/browser")
		g.test(ctx, "an hour of random hands", env, soakPatience, "-run=^TestSoak$", "./web/browser")
	}
}

// build makes the site that the tests look at.
func (g *gate) build(ctx context.Context, dist string) bool {
	return g.check("build of the site, compressed", func() (string, error) { return command(ctx, nil, "go", "run", "./web/site", "dist", dist) })
}
