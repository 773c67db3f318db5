// Package browser tests the built page in a real Chromium, with real clicks, keys,
// drags, touches and pixels. It contains nothing but tests.
//
// The tests build the site into a temporary directory, serve it under a sub-path
// as any static host would, and drive it through the DevTools protocol. CHROME
// names the browser; without it they look for one under the usual names. They wait
// for what the page promises (ready, settled), never for a length of time.
//
//	go test ./web/browser -screenshots shots    also writes the page's screenshots
package browser
