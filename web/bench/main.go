// Bench compares the simulator as a native program, as WebAssembly in Chromium
// and with hand-written JavaScript in the same Chromium, side by side.
//
//	CHROME=chromium go run ./web/bench
//
// Every row of its table is a ratio of two contestants who took turns: the
// medians stand still on a machine that is busy, single times do not. The pictures
// of sweeps are also given in seconds, as the goals for them are. It exits with 1 if
// JavaScript and Go do not end at the same loss and weights, or if a picture comes
// out otherwise by other painters; no time is held against anyone.
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
	return print(os.Stdout, l.workloads, t, m)
}
