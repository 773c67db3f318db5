// Site builds and serves the lab.
//
//	go run ./web/site build    write the site into dist
//	go run ./web/site serve    build it, then serve it on the first free port from $PORT or 8080 upwards
//	go run ./web/site dist     build it, add compressed siblings and print their sizes
//
// Run it in the top directory of the module.
package main

import (
	"fmt"
	"os"

	"unimodal-bias-lab/web/site/static"
)

const dist = "dist"

var commands = map[string]func() error{
	"build": build,
	"serve": serve,
	"dist":  compress,
}

func main() {
	var command func() error
	if len(os.Args) == 2 {
		command = commands[os.Args[1]]
	}
	if command == nil {
		fmt.Fprintln(os.Stderr, "usage: go run ./web/site build | serve | dist")
		os.Exit(2)
	}
	if err := command(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func build() error { return static.Build(".", dist) }
