//go:build light

package lab

// reader of files: a light figure has none.
type reader struct{}
