package static

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"unimodal-bias-lab/render"
	"unimodal-bias-lab/sim"
)

// index.html says where panels stand; which there are is a matter of [render.Panels].
const sharedPanels = "<!-- shared panels -->"

var posterOf = regexp.MustCompile(`<!-- poster of (\w+) -->`)

// fillSlots puts the panels that share a place, and the posters of the others, into the page.
func fillSlots(page string) (string, error) {
	var shared strings.Builder
	for _, panel := range render.Panels {
		if panel.Slot == render.SharedSlot {
			shared.WriteString(slot(panel))
		}
	}
	if !strings.Contains(page, sharedPanels) {
		return "", fmt.Errorf("index.html has no place for the panels that share one: %s", sharedPanels)
	}
	page = strings.Replace(page, sharedPanels, shared.String(), 1)
	for _, panel := range render.Panels {
		if panel.Slot == render.SharedSlot {
			continue
		}
		mark := "<!-- poster of " + panel.Name + " -->"
		if !strings.Contains(page, mark) {
			return "", fmt.Errorf("index.html has no place for the panel %s: %s", panel.Name, mark)
		}
		page = strings.Replace(page, mark, pictures(panel), 1)
	}
	if left := posterOf.FindString(page); left != "" {
		return "", fmt.Errorf("index.html has a place for a panel that there is not: %s", left)
	}
	return page, nil
}

// slot is the place of a panel that shares one with others.
func slot(panel render.Panel) string {
	hidden, steppers := " hidden", ""
	if panel.Opening {
		hidden = ""
	}
	if slices.ContainsFunc(sim.Parameters(), func(p sim.Parameter) bool { return p.Panel == panel.Name }) {
		steppers = `<div class="steppers" hidden></div>`
	}
	return fmt.Sprintf(`<div id="panel-%[1]s" class="slot" data-panel="%[1]s"%[2]s>%[3]s%[4]s</div>`, panel.Name, hidden, steppers, pictures(panel))
}

// pictures are the posters of a panel, of which a browser takes the one that fits the window and the palette. Those that
// are not shown at first wait.
func pictures(panel render.Panel) string {
	id, loading := "", ` loading="lazy"`
	if panel.Opening {
		loading = ""
	}
	if panel.Slot == render.WideSlot {
		id = ` id="poster"`
	}
	const narrow, dark = "(max-width: 699px)", "(prefers-color-scheme: dark)"
	file := func(size, theme string) string {
		return posterName(sim.Default().Slug, panel.Name, size, theme)
	}
	return fmt.Sprintf(`<picture%s>`+
		`<source media="%s and %s" srcset="%s" data-scheme="dark" data-width="%s">`+
		`<source media="%s" srcset="%s" data-scheme="dark">`+
		`<source media="%s" srcset="%s">`+
		`<img src="%s"%s alt=""></picture>`,
		id, narrow, dark, file("narrow", "dark"), narrow, dark, file("wide", "dark"), narrow, file("narrow", "light"), file("wide", "light"), loading)
}
