// Package scene is the display list of a picture and the grammar it is written
// in: places and scales, ticks, marked-up texts and the room they take, themes,
// words. It knows no science.
//
// A [Scene] is an ordered list of strips (polylines), areas, bands, segments,
// marks, cells and texts, each under a stable key. Three painters read it:
// package canvas draws everything but the texts with Ebitengine, the page shows
// the texts as SVG over that canvas (fed by [TextLayer]), and [Scene.WriteSVG]
// writes all of it as one standalone file.
//
// Units are CSS pixels with the origin at the top left of the stage. Nothing
// here measures a font: text extents come from one conservative table (see
// [TextWidth]), so a layout is the same on every machine and can be compared
// with a golden.
//
// A Scene is rebuilt for every frame. [Scene.Reset] keeps its memory, and
// building the same picture again allocates nothing.
//
// # What is where
//
//	scene.go      the list, and how to add to it
//	geometry.go   points, rectangles · scale.go, ticks.go  axes · contours.go  level lines
//	markup.go     sub- and superscripts · advance.go  text widths · words.go  the catalogue
//	theme.go      colours and sizes · handle.go  what can be dragged · plot.go  pointers on an axis
//	board.go      one drawing in progress: room that is taken
//	stacks.go     rows and columns of labels · spread.go  least moves that part them
//	textlayer.go  what changed in the texts · svg.go, png.go  files
package scene
