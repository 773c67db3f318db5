// Package canvas paints a render.Scene with Ebitengine: everything but the
// texts, which the page shows above the canvas.
//
// All items become one mesh of triangles, in painting order, drawn by a single
// call. Edges are feathered: a transparent rim one device pixel wide stands in
// for antialiasing, which costs no extra pass. Ebitengine's own vector strokes
// are not used for curves: they fill a polyline as a fan with a four-bit overlap
// count, which leaves gaps in long lines and is many times slower.
package canvas
