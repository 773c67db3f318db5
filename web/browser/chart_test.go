package browser

import (
	"fmt"
	"testing"
)

// TestChartPictures takes pictures of the charts, if they are asked for.
func TestChartPictures(t *testing.T) {
	if *screenshots == "" {
		t.Skip("no -screenshots: nothing is asserted here")
	}
	queries := map[string]string{
		"rho":            "?diagram=chartRho#v=1&scenario=late&kappa=3&rho=0.3",
		"rho-negative":   "?diagram=chartRho#v=1&scenario=late&kappa=1.5&rho=-0.6",
		"rho-deep":       "?diagram=chartRho#v=1&scenario=intermediate",
		"kappa":          "?diagram=chartKappa#v=1&scenario=late&rho=0.5",
		"init":           "?diagram=chartInit#v=1&scenario=intermediate",
		"fusion":         "?diagram=chartFusion#v=1&scenario=intermediate",
		"draws":          "?diagram=draws#v=1&scenario=wishart",
		"generalisation": "?diagram=generalisation&cells=32#v=1&scenario=late",
	}
	for _, size := range []setup{{width: 1280, height: 800}, {width: 1280, height: 800, dark: true}, {width: 390, height: 844, scale: 2, touch: true}} {
		size.reduced = true
		for name, query := range queries {
			if size.width != 1280 && name == "rho-deep" || size.dark && len(name) > 6 && name != "generalisation" {
				continue
			}
			size.url = server.URL + subPath + query
			p := open(t, size)
			p.settled()
			if size.touch {
				p.js(`document.getElementById('diagram').scrollIntoView()`)
			}
			p.save(fmt.Sprintf("chart-%s-%d-%v", name, size.width, size.dark))
		}
	}
}
