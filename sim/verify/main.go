// Verify replays reference runs of the paper's code and prints, per file and
// column, the largest difference between their curves and ours.
//
//	go run ./sim/verify FOLDER    all *.json files of the folder
//
// It exits with 1 if a file cannot be replayed or differs by more than 1e-8 (two
// layers) or 1e-5 (deeper).
package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"text/tabwriter"

	"unimodal-bias-lab/sim/verify/replay"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: go run ./sim/verify FOLDER")
		os.Exit(2)
	}
	ok, err := verify(os.Stdout, os.Stderr, os.Args[1])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	if !ok {
		os.Exit(1)
	}
}

// verify replays every run of a folder. A file that fails does not keep the
// others from being tried.
func verify(out, complaints io.Writer, folder string) (ok bool, err error) {
	files, err := filepath.Glob(filepath.Join(folder, "*.json"))
	if err != nil {
		return false, err
	}
	if len(files) == 0 {
		return false, fmt.Errorf("%s holds no *.json file", folder)
	}
	ok = true
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "run\tcolumn\tlargest difference\tat epoch\tallowed")
	for _, file := range files {
		run, err := replay.Replay(file)
		if err != nil {
			fmt.Fprintln(complaints, err)
			ok = false
			continue
		}
		for _, d := range run.Differences {
			verdict := ""
			if !(d.Largest <= run.Tolerance()) {
				verdict, ok = "\ttoo far", false
			}
			fmt.Fprintf(table, "%s\t%s\t%.2g\t%d\t%.0e%s\n", run.Name, d.Column, d.Largest, d.Epoch, run.Tolerance(), verdict)
		}
	}
	return ok, table.Flush()
}
