// Package headless says how the tests and the benchmark start a Chromium.
package headless

import "github.com/chromedp/chromedp"

// Options are those of a program with its profile in a folder of its own: one that draws WebGL without a graphics card, as a
// machine for tests has none.
func Options(program, profile string, more ...chromedp.ExecAllocatorOption) []chromedp.ExecAllocatorOption {
	return append(append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(program),
		chromedp.NoSandbox,
		chromedp.UserDataDir(profile),
		chromedp.Flag("disable-component-update", true),
		chromedp.Flag("use-angle", "swiftshader"),
		chromedp.Flag("enable-unsafe-swiftshader", true),
		chromedp.Flag("disable-gpu-rasterization", true), // Debian enables it
	), more...)
}
