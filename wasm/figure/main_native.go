//go:build !js

package main

import "log"

func main() {
	log.Fatal("this program runs in a web worker: build it with GOOS=js GOARCH=wasm, or type make")
}
