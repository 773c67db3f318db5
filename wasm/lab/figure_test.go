package lab

import (
	"encoding/xml"
	"io"
	"strings"
	"testing"
)

// TestFigure: a panel of the run to its end, of a remedy to its own, and nothing of what has nothing to show,
// whatever the playhead and the page show.
func TestFigure(t *testing.T) {
	f := start(t)
	f.call("layout", square)
	f.call("set", `{"scenario":"own"}`)
	f.work()
	drawn := func(args string) string {
		t.Helper()
		result, failure := f.answer("figure", args)
		if failure != nil {
			t.Fatalf("%s: %v", args, failure)
		}
		text := result.(string)
		if text == "" {
			return ""
		}
		for d := xml.NewDecoder(strings.NewReader(text)); ; {
			if _, err := d.Token(); err == io.EOF {
				return text
			} else if err != nil {
				t.Fatalf("%s: %v", args, err)
			}
		}
	}
	own := drawn(`{"width":340,"height":230}`)
	if !strings.Contains(own, "435") || drawn(`{"telling":true,"width":340,"height":230}`) != drawn(`{"panel":"race","width":340,"height":230}`) { // when B is learned
		t.Errorf("the run to its end: %s", own)
	}
	if got := drawn(`{"panel":"pictures","width":340,"height":230}`); got != "" {
		t.Errorf("pictures of no pixels: %s", got)
	}
	pin, others := "", 0
	for range 400 {
		reply := f.asked(`{}`)
		for _, a := range reply.Advice {
			if a.Done && a.Pin != "" {
				pin = a.Pin
				if got := drawn(`{"panel":"training","width":300,"height":120,"pin":"` + pin + `"}`); got == "" || got == own {
					t.Errorf("%s: %s", pin, got)
				}
				others++
			}
		}
		if pin != "" {
			break
		}
		f.work()
	}
	if others == 0 {
		t.Error("no remedy was drawn")
	}
	if got := drawn(`{"panel":"training","width":300,"height":120,"pin":"nothing"}`); got != "" {
		t.Errorf("a remedy that nobody offers: %s", got)
	}
	for args, key := range map[string]string{`{"panel":"x","width":1,"height":1}`: "panel", `{"panel":"race","width":0,"height":9}`: "width", `{"panel":"race","width":9,"height":1e9}`: "height"} {
		if _, failure := f.answer("figure", args); failure["key"] != key {
			t.Errorf("%s: %v", args, failure)
		}
	}
}
