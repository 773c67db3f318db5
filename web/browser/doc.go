// Package browser holds the tests of the built page in a real Chromium: real
// clicks, keys, drags, touches and pixels. There is nothing in it but tests.
//
// The tests build the site into a temporary directory, serve it under a
// sub-path as any static host would, and drive it through the DevTools
// protocol. CHROME names the browser; without it the usual names are tried.
// They wait for what the page promises (ready, settled), never for time.
//
//	go test ./web/browser -screenshots shots    also writes the page's screenshots
package browser
