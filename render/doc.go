// Package render turns the state of the lab into pictures. It says what is drawn
// and where; package scene is the display list it writes, and the painters.
//
// A panel such as [Training] is plain data: Show fills it from a run, Draw lays it
// out in a box and appends it to a Scene. Draw changes nothing but the panel's own
// memory, and the same state gives the same picture. Where a panel's Show would
// hide what it reads, it can be filled by hand: tests do.
//
//	var list scene.Scene
//	theme := scene.LightTheme()
//	plot := training.Draw(&list, scene.Rect{W: 900, H: 420}, &theme, words)
//	err := list.WriteSVG(w, 900, 420, &theme)
//
// # Conventions of the pictures
//
// Hue says which modality. Dashes say predicted; two-pixel solid lines are the
// running network. Words come from the page's catalogue through [scene.Words]: no
// sentence is written in Go.
//
// # What is where
//
//	training*.go        the curves: layout, labels, unimodal phase, predictions, stops
//	explanation.go      what stands beside them: one of the next three
//	phase*.go           the plane of (κ, r): regions, hatching, captions
//	preference.go       two pairs of bars, for data that have no place in that plane
//	response.go         what a network answers, for XOR
//	race*.go            the straight lines of growth, and where they bend
//	network.go          the architecture, lit up by its weights
//	units.go            hidden units · portrait*.go  the phase portrait · weights.go  their plane
//	diagram*.go         a simulated phase diagram: shades, axes, contours, legend
//	profile*.go         one along a parameter · scatter.go  one draw by draw
//	sample.go           long series, thinned to what a screen shows · shades.go  colour scales
package render
