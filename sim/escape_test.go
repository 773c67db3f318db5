package sim

import (
	"math/rand/v2"
	"net/url"
	"testing"
)

// TestEscape: links are escaped and read as net/url does it.
func TestEscape(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	const letters = "%%%%+ aZ09fFgG-_.~!&=/:,é\x00\xff"
	for range 20000 {
		text := make([]byte, rng.IntN(9))
		for i := range text {
			text[i] = letters[rng.IntN(len(letters))]
		}
		s := string(text)
		if got, want := escape(s), url.QueryEscape(s); got != want {
			t.Fatalf("%q is written %q, not %q", s, got, want)
		}
		if back, ok := unescape(escape(s)); !ok || back != s {
			t.Fatalf("%q comes back as %q", s, back)
		}
		for _, c := range []struct {
			ours func(string) (string, bool)
			net  func(string) (string, error)
		}{{unescape, url.QueryUnescape}, {fromPercents, url.PathUnescape}} {
			got, ok := c.ours(s)
			if want, err := c.net(s); got != want || ok != (err == nil) {
				t.Fatalf("%q is read as %q (%v), not %q (%v)", s, got, ok, want, err)
			}
		}
	}
}
