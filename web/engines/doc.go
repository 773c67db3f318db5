// Package engines tests the built site in every browser engine that make test has: whoever opens the lab, or a page with
// figures, in another browser gets the same numbers, the same files and the same manners. It contains nothing but tests.
//
// A test is written once, against a page of any engine, and each runs it. CHROME and FIREFOX name the browsers; without
// them the tests look for them under the usual names. They wait for what pages promise, never for a length of time.
//
//	go test ./web/engines -run /firefox                        one engine alone
//	go test ./web/engines -run Looks -screenshots shots        also writes what each paints
package engines
