// Bench compares the speed of the simulator as a native program, as WebAssembly in
// Chromium, and as hand-written JavaScript in the same Chromium.
//
//	CHROME=chromium go run ./web/bench
//
// Each row of its table is the ratio of two programs that run alternately: on a
// busy machine the median of such ratios is stable, single times are not. Sweeps are
// also given in seconds per picture, as their goals are. Bench exits with 1 if
// JavaScript and Go end at different losses or weights, or if a picture depends on
// who computed it. Being slow is not a failure. At last the operating point of the real page is dragged, as it is and on a
// processor six times slower, as Chromium slows one down; where there is no graphics card, painting in software takes a part of both.
package main

import (
	"cmp"
	"context"
	"fmt"
	"os"
)

func main() {
	if err := bench(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func bench() error {
	l, err := open(context.Background(), cmp.Or(os.Getenv("CHROME"), "chromium"))
	if err != nil {
		return err
	}
	defer l.close()
	for _, w := range l.workloads {
		if w.FullWidth {
			if err := l.agree(w.Key); err != nil {
				return err
			}
		}
		if w.Pictures > 0 {
			if err := l.agreePictures(w.Key); err != nil {
				return err
			}
		}
	}
	t, err := l.times()
	if err != nil {
		return err
	}
	if err := l.sweeps(t); err != nil {
		return err
	}
	m, err := l.memories()
	if err != nil {
		return err
	}
	if err := print(os.Stdout, l.workloads, t, m); err != nil {
		return err
	}
	return l.drags(os.Stdout)
}
