package static

import "testing"

func TestSlim(t *testing.T) {
	for _, c := range []struct{ svg, want string }{
		{`<polyline points="0,1 1,1 2,1 3,1.26 4,2" stroke-opacity="0.035"/>`, `<polyline points="0,1 2,1 3,1.3 4,2" stroke-opacity="0.035"/>`},
		{`<polyline points="0.04,1 1,1.01 2,0.99 3,5 3,6 3,7"/>`, `<polyline points="0,1 2,1 3,5 3,7"/>`},
		{`<path d="M0 0L1 0L2 0L3 0L3 1L3 2.06ZM9 9L8 9L7 9L6 9Z"/>`, `<path d="M0 0L1 0L3 0L3 1L3 2.1ZM9 9L8 9L7 9L6 9Z"/>`},
		{`<text x="1.23">1.234</text>`, `<text x="1.23">1.234</text>`},
	} {
		if got := slim(c.svg); got != c.want {
			t.Errorf("slim(%s)\n    = %s\n want %s", c.svg, got, c.want)
		}
	}
}
