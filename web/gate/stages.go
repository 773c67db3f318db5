package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
	"time"
)

// gate counts what passes. Its methods may be called by several stages at a time.
type gate struct {
	mu    sync.Mutex
	out   io.Writer
	start time.Time
	tally
}

func newGate(out io.Writer) *gate {
	return &gate{out: out, start: time.Now(), tally: tally{why: map[string][]string{}}}
}

// say prints a line with the time since the start.
func (g *gate) say(format string, args ...any) {
	g.mu.Lock()
	defer g.mu.Unlock()
	fmt.Fprintf(g.out, "%5s  %s\n", clock(time.Since(g.start)), fmt.Sprintf(format, args...))
}

// clock writes minutes and seconds.
func clock(d time.Duration) string {
	seconds := int(d.Seconds())
	return fmt.Sprintf("%d:%02d", seconds/60, seconds%60)
}

// check runs a stage that passes or fails as a whole. What it has to say is printed if it fails.
func (g *gate) check(name string, f func() (complaint string, err error)) bool {
	g.say("%s …", name)
	start := time.Now()
	complaint, err := f()
	if err != nil {
		g.say("FAIL  %s: %v\n%s", name, err, strings.TrimRight(complaint, "\n"))
	} else {
		g.say("ok    %s (%.1f s)", name, time.Since(start).Seconds())
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if err != nil {
		g.failed++
		return false
	}
	g.passed++
	return true
}

// progress is how often a stage of tests says how far it is.
const progress = 20 * time.Second

// test runs the tests of some packages, one package after the other if they open a browser.
func (g *gate) test(ctx context.Context, name string, env []string, limit time.Duration, packages ...string) {
	if len(packages) == 0 || ctx.Err() != nil {
		return
	}
	g.say("%s …", name)
	args := []string{"test", "-json", "-vet=off", "-timeout=" + limit.String()} // vet has been
	if env != nil {
		args = append(args, "-count=1", "-p=1") // Go does not see what becomes of the site
	}
	cmd := program(ctx, env, "go", append(args, packages...)...)
	var complaint bytes.Buffer
	cmd.Stderr = &complaint
	events, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		g.check(name, func() (string, error) { return "", err })
		return
	}

	s := newStage(g)
	over := make(chan struct{})
	var heart sync.WaitGroup
	heart.Go(func() {
		tick := time.NewTicker(progress)
		defer tick.Stop()
		for {
			select {
			case <-tick.C:
				g.say("      %s", s.now())
			case <-over:
				return
			}
		}
	})
	readErr := s.read(events)
	err = cmd.Wait()
	close(over)
	heart.Wait()
	if readErr != nil || err != nil && s.failed == 0 { // otherwise it is known what has failed
		g.check(name, func() (string, error) { return complaint.String(), errors.Join(err, readErr) })
	}
}

// unformatted names the files that gofmt would write otherwise.
func unformatted(ctx context.Context) (string, error) {
	out, err := command(ctx, nil, "gofmt", "-l", ".")
	if err == nil && out != "" {
		err = errors.New("gofmt -w these files")
	}
	return out, err
}

// command runs a program and returns what it prints.
func command(ctx context.Context, env []string, name string, args ...string) (string, error) {
	out, err := program(ctx, env, name, args...).CombinedOutput()
	return string(out), err
}

// program is a command that, when the gate is interrupted, has a moment to stop what it has started itself.
func program(ctx context.Context, env []string, name string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Env = append(os.Environ(), env...)
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = 10 * time.Second
	return cmd
}

// output runs a program and returns what it prints on its standard output; what it complains about is part of the error.
func output(ctx context.Context, name string, args ...string) ([]byte, error) {
	cmd := program(ctx, nil, name, args...)
	var complaint bytes.Buffer
	cmd.Stderr = &complaint
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("%s: %w\n%s", strings.Join(cmd.Args, " "), err, complaint.String())
	}
	return out, nil
}
