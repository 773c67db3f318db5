package main

import (
	"fmt"
	"io"
	"os"
	"text/tabwriter"

	"unimodal-bias-lab/web/site/static"
)

// compress builds the site for the host at $SITE, compresses it, packs it and prints what a visitor has to fetch.
func compress(dist string) error {
	address, err := static.Site(os.Getenv("SITE"))
	if err != nil {
		return err
	}
	if err := static.BuildForHost(".", dist, address); err != nil {
		return err
	}
	sizes, err := static.Compress(dist)
	if err != nil {
		return err
	}
	packed, err := static.Zip(dist)
	if err != nil {
		return err
	}
	if err := table(os.Stdout, sizes); err != nil {
		return err
	}
	page, program := static.FirstLoad(sizes)
	fmt.Printf("a first visit fetches %.1f kB before the program and %.2f MB of program (brotli)\n", float64(page)/1e3, float64(program)/1e6)
	fmt.Printf("%s and %s are complete, for any static host\n", dist, packed)
	if address == "" {
		fmt.Println("previews on other sites need the address: make dist SITE=https://your.host/lab/")
	}
	return nil
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
