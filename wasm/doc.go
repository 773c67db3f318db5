// Command wasm is the program in the page: a [lab.Lab], driven and painted by Ebitengine (game.go). Only bridge_js.go
// knows JavaScript.
package main
