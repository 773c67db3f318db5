// Command figure is the program of light figures: any number of labs, each painted as SVG elements that a page keeps by
// their keys. It needs no graphics context, no Ebitengine and, as it runs in a worker, no time of the page.
//
// It sets globalThis.unimodalBiasFigures to {open(id), call(id, name, arguments), frame(id, seconds), close(id)}. A figure
// is opened under a number of the caller's choice. call is what the lab answers ([lab.Lab.Call]), JSON in, JSON out; frame
// lets seconds pass and draws. What a figure has to say goes to globalThis.unimodalBiasFiguresSay(id, json):
//
//	{"shapes":{…},"frame":{…}}    the picture has changed: shapes as scene.ShapeLayer writes them, texts and state as in the lab
//	{"event":name,"data":{…}}     state, milestone, error
//	{"idle":true}                 there is nothing to draw until the next call
package main
