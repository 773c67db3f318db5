package static

import (
	"bytes"
	"errors"
	"fmt"
	"path"

	"github.com/evanw/esbuild/pkg/api"
)

// mapSuffix ends the name of a source map: where in its source every piece of a minified module stands. No module names
// its own, so visitors fetch none; [Handler] names it to whoever looks into the page with the tools of a browser.
const mapSuffix = ".map"

// minified makes a module or a style sheet as short as it gets, after a line that is free for the name of the build. What
// a module exports keeps its name, and so does all that a script has at its top, which other scripts see.
func minified(name string, source []byte) (code, sourceMap []byte, err error) {
	// Browsers that run Go's programs know all of the language; the licences are in README.md.
	o := api.TransformOptions{
		Loader: api.LoaderJS, Target: api.ESNext, LegalComments: api.LegalCommentsNone, Charset: api.CharsetUTF8,
		MinifyWhitespace: true, MinifySyntax: true, MinifyIdentifiers: true,
		Sourcefile: "source/" + path.Base(name), Sourcemap: api.SourceMapExternal,
	}
	switch {
	case path.Ext(name) == ".css":
		o.Loader, o.Sourcemap = api.LoaderCSS, api.SourceMapNone
	case name == serviceName: // the build fills its constants in
		o.MinifySyntax, o.MinifyIdentifiers = false, false
	}
	result := api.Transform(string(source), o)
	for _, m := range append(result.Errors, result.Warnings...) {
		err = errors.Join(err, fmt.Errorf("%s:%d: %s", name, m.Location.Line, m.Text))
	}
	const mappings = `"mappings": "`
	return append([]byte{'\n'}, bytes.TrimSpace(result.Code)...), bytes.Replace(result.Map, []byte(mappings), []byte(mappings+";"), 1), err
}

// minify is the step of a build that does so, and writes the map.
func (s *site) minify(name string, source []byte) ([]byte, error) {
	code, sourceMap, err := minified(name, source)
	if err == nil && sourceMap != nil {
		err = s.write(name+mapSuffix, sourceMap)
	}
	return code, err
}
