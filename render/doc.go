// Package render turns state into pictures, without knowing who paints them.
//
// A panel such as [Training] is plain data with a Draw method that lays itself
// out into a [Scene]: an ordered display list of strips (polylines), areas,
// bands, segments, marks, cells and texts, each under a stable key. Three painters
// read the same Scene: package canvas draws everything but the texts with
// Ebitengine, the page shows the texts as SVG over that canvas (fed by
// [Overlay]), and [Scene.WriteSVG] writes all of it as one standalone file.
//
// Beside the curves of Training stands what explains the data ([Explanation]: the
// plane, two pairs of bars, or a network's answers) or a phase diagram that was
// simulated: [Diagram], along one parameter [Profile], draw by draw [Scatter].
//
// Units are CSS pixels with the origin at the top left of the stage. Nothing
// here measures a font: text extents come from one conservative advance table
// (see [TextWidth]), so a layout is the same on every machine and can be
// compared with a golden.
//
// A Scene is meant to be rebuilt for every frame. Reset keeps its memory, and
// rebuilding the same picture allocates nothing.
//
//	var scene render.Scene
//	theme := render.LightTheme()
//	plot := training.Draw(&scene, render.Rect{W: 900, H: 420}, &theme, words)
//	err := scene.WriteSVG(w, 900, 420, &theme)
//
// Conventions of the pictures: hue says which modality, dashes say predicted,
// two-pixel solid lines are the running network. Words come from the page's
// catalogue through [Words]; no sentence is written in Go.
package render
