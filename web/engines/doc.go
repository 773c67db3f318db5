// Package engines tests the built site in every browser engine that make test has: whoever opens the lab, or a page with
// figures, in another browser gets the same numbers, the same files and the same manners. It contains nothing but tests.
//
// A test is written once, against a page of any engine, and each runs it; what package browser asks of Chromium is asked of the
// others alone. CHROME and FIREFOX name browsers, WEBKIT a WebKitWebDriver; without them the tests look for them under the usual
// names, and skip Firefox and WebKit where they are missing. They wait for what pages promise, never for a length of time.
//
//	go test ./web/engines -run /firefox                        one engine alone
//	go test ./web/engines -run Looks -screenshots shots        also writes what each paints
package engines
