// Verify replays reference runs of the paper's code. For every column of every
// file it prints the largest difference between their curve and ours.
//
//	go run ./sim/verify FOLDER    all *.json files in the folder
//
// It exits with 1 if a file cannot be replayed, or if a column differs by more
// than 1e-8 (two layers) or 1e-5 (deeper) of the largest loss or weight.
package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
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
	}
	if err != nil || !ok {
		os.Exit(1)
	}
}

// verify replays every run of a folder. A file that fails does not keep the
// others from being tried.
func verify(out, complaints io.Writer, folder string) (ok bool, err error) {
	files, err := runs(folder)
	if err != nil {
		return false, err
	}
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "run\ttrained as\tcolumn\tlargest difference\tat epoch\tallowed")
	columns, differ, unusable := 0, 0, 0
	for _, file := range files {
		runs, err := replay.Replay(file, replay.Forms)
		if err != nil {
			fmt.Fprintln(complaints, err)
			unusable++
			continue
		}
		for _, run := range runs {
			if run.Residual > 0 {
				run.Form += fmt.Sprintf(", residual %.1e", run.Residual)
			}
			for _, d := range run.Differences {
				verdict := ""
				if d.TooFar() {
					verdict = "\ttoo far"
					differ++
				}
				columns++
				fmt.Fprintf(table, "%s\t%s\t%s\t%.2g\t%d\t%.1e%s\n", run.Name, run.Form, d.Column, d.Largest, d.Epoch, d.Allowed, verdict)
			}
		}
	}
	if err := table.Flush(); err != nil {
		return false, err
	}
	fmt.Fprintf(out, "columns compared: %d, too far: %d; unusable files: %d of %d\n", columns, differ, unusable, len(files))
	return differ == 0 && unusable == 0, nil
}

// runs lists the *.json files of a folder.
func runs(folder string) (files []string, err error) {
	entries, err := os.ReadDir(folder)
	if info, failed := os.Stat(folder); failed == nil && !info.IsDir() {
		return nil, fmt.Errorf("%s is a file, a folder of *.json files is needed", folder)
	}
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("there is no folder %s", folder)
	}
	if err != nil {
		return nil, err
	}
	for _, entry := range entries {
		if filepath.Ext(entry.Name()) == ".json" {
			files = append(files, filepath.Join(folder, entry.Name()))
		}
	}
	if len(files) == 0 {
		return nil, fmt.Errorf("%s holds no *.json file", folder)
	}
	return files, nil
}
