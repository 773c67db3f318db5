// Bench times the simulator on the workloads that make bench compares between
// native code, WebAssembly and JavaScript.
//
//	go run ./sim/bench                 milliseconds of every workload, native
//	go run ./sim/bench list            the workloads
//	go run ./sim/bench time KEY MS     one sample: runs for MS milliseconds or more
//	go run ./sim/bench memory KEY MS   memory before and after MS milliseconds of runs
//	go run ./sim/bench problem KEY     what a full-width workload trains on
//	go run ./sim/bench pictures KEY    what the workers of a sweep are given
//
// With a subcommand it prints one JSON value. Compiled for the browser, the same
// source gets the subcommand as its arguments and prints to the console.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
	"strconv"
	"text/tabwriter"
	"time"
)

func main() {
	if err := obey(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

var errUsage = errors.New("usage: bench [list | time KEY MS | memory KEY MS | problem KEY | pictures KEY]")

func obey(args []string) error {
	var answer any
	var err error
	switch {
	case len(args) == 0:
		return table()
	case len(args) == 1 && args[0] == "list":
		answer = workloads
	case len(args) == 2 && args[0] == "problem":
		answer, err = describe(args[1])
	case len(args) == 2 && args[0] == "pictures":
		answer, err = list(args[1])
	case len(args) == 3 && args[0] == "time":
		answer, err = with(args[1:], (*workload).sample)
	case len(args) == 3 && args[0] == "memory":
		answer, err = with(args[1:], (*workload).memory)
	default:
		err = errUsage
	}
	if err != nil {
		return err
	}
	return json.NewEncoder(os.Stdout).Encode(answer)
}

// with reads a workload's key and a number of milliseconds.
func with[T any](args []string, f func(*workload, time.Duration) (T, error)) (answer T, err error) {
	w, err := find(args[0])
	if err != nil {
		return answer, err
	}
	n, err := strconv.Atoi(args[1])
	if err != nil {
		return answer, errUsage
	}
	return f(w, time.Duration(n)*time.Millisecond)
}

func find(key string) (*workload, error) {
	i := slices.IndexFunc(workloads, func(w workload) bool { return w.Key == key })
	if i < 0 {
		return nil, fmt.Errorf("there is no workload %q", key)
	}
	return &workloads[i], nil
}

func table() error {
	out := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	for _, w := range workloads {
		s, err := w.sample(100 * time.Millisecond)
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "(%s)\t%.3f ms\t%s\n", w.Key, s.Milliseconds, w.Text)
	}
	return out.Flush()
}
