// Site builds and serves the lab.
//
//	go run ./web/site build    write the site into dist
//	go run ./web/site serve    build it, then serve it on the first free port from $PORT or 8080 upwards
//	go run ./web/site dist     build it for the host at $SITE, if that is known, with compressed siblings and previews, and zip it
//
// Run it in the top directory of the module. A second argument names another directory than dist.
package main

import (
	"fmt"
	"os"

	"unimodal-bias-lab/web/site/static"
)

var commands = map[string]func(dist string) error{
	"build": build,
	"serve": serve,
	"dist":  compress,
}

func main() {
	args, dist := os.Args[1:], "dist"
	if len(args) == 2 {
		args, dist = args[:1], args[1]
	}
	var command func(string) error
	if len(args) == 1 {
		command = commands[args[0]]
	}
	if command == nil {
		fmt.Fprintln(os.Stderr, "usage: go run ./web/site build | serve | dist [directory]")
		os.Exit(2)
	}
	if err := command(dist); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func build(dist string) error { return static.Build(".", dist) }
