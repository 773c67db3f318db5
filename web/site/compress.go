package main

import (
	"fmt"
	"io"
	"os"
	"text/tabwriter"

	"unimodal-bias-lab/web/site/static"
)

// compress builds the site, compresses it and prints what a visitor has to fetch.
func compress(dist string) error {
	if err := build(dist); err != nil {
		return err
	}
	sizes, err := static.Compress(dist)
	if err != nil {
		return err
	}
	if err := table(os.Stdout, sizes); err != nil {
		return err
	}
	page, program := static.FirstLoad(sizes)
	_, err = fmt.Printf("a first visit fetches %.1f kB before the program and %.2f MB of program (brotli)\n", float64(page)/1e3, float64(program)/1e6)
	return err
}

func table(w io.Writer, sizes []static.Size) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "kB\tbrotli\tgzip\t\t")
	total := static.Size{Name: "all"}
	for _, s := range sizes {
		row(t, s)
		total.Plain += s.Plain
		total.Brotli += s.Brotli
		total.Gz += s.Gz
	}
	row(t, total)
	return t.Flush()
}

func row(w io.Writer, s static.Size) {
	kB := func(n int64) float64 { return float64(n) / 1000 }
	fmt.Fprintf(w, "%.1f\t%.1f\t%.1f\t\t%s\n", kB(s.Plain), kB(s.Brotli), kB(s.Gz), s.Name)
}
