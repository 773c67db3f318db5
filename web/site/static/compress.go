package static

import (
	"bytes"
	"compress/gzip"
	"io"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/andybalholm/brotli"

	"unimodal-bias-lab/render"
	"unimodal-bias-lab/sim"
)

// Size is one file of a site and what compression makes of it, in bytes.
type Size struct {
	Name              string
	Plain, Brotli, Gz int64
}

// Compress writes a .br and a .gz sibling of every file of the build in dir that they make smaller, as small as they
// get, and returns the sizes in the order of the names.
func Compress(dir string) ([]Size, error) {
	m, err := ReadManifest(dir)
	if err != nil {
		return nil, err
	}
	var sizes []Size
	for _, name := range slices.Sorted(maps.Keys(m.Files)) {
		file := filepath.Join(dir, filepath.FromSlash(name))
		data, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		size := Size{Name: name, Plain: int64(len(data))}
		if size.Brotli, err = sibling(file+".br", data, brotliWriter); err != nil {
			return nil, err
		}
		if size.Gz, err = sibling(file+".gz", data, gzipWriter); err != nil {
			return nil, err
		}
		sizes = append(sizes, size)
	}
	return sizes, nil
}

// opening reports whether a wide, light window shows a poster at first; the others are fetched when someone asks for them.
func opening(poster string) bool {
	return slices.ContainsFunc(render.Panels, func(panel render.Panel) bool {
		return panel.Opening && poster == posterName(sim.Default().Slug, panel.Name, "wide", "light")
	})
}

// later are the files that wait until somebody asks for what they do; no module of the opening page imports them, which a
// test looks after. The types are never fetched at all.
var later = []string{
	Sweeper, ManifestName, "web/card.js", "web/diagram.css", "web/diagram.js", "web/dialogs.css", "web/dialogs.js", "web/docs.css", "web/matrix.js", "web/more.js", "web/status.js", "web/sweep.js", "web/text.js", "web/worker.js", "web/describe.js",
}

// FirstLoad sums up what a visitor fetches in brotli: everything before the
// program with one set of posters, and the program itself.
func FirstLoad(sizes []Size) (page, program int64) {
	for _, s := range sizes {
		switch {
		case s.Name == Program:
			program = s.Brotli
		case strings.HasPrefix(s.Name, "posters/") && !opening(s.Name), path.Dir(s.Name) == "web/examples", path.Dir(s.Name) == "docs",
			slices.Contains(later, s.Name), strings.HasSuffix(s.Name, restSuffix):
		default:
			page += s.Brotli
		}
	}
	return page, program
}

func brotliWriter(w io.Writer) io.WriteCloser {
	return brotli.NewWriterOptions(w, brotli.WriterOptions{Quality: brotli.BestCompression, LGWin: 24})
}

func gzipWriter(w io.Writer) io.WriteCloser {
	z, err := gzip.NewWriterLevel(w, gzip.BestCompression)
	if err != nil {
		panic(err) // the level is a constant
	}
	return z
}

// sibling writes data compressed to file if that is shorter, and returns the length a client has to fetch.
func sibling(file string, data []byte, writer func(io.Writer) io.WriteCloser) (int64, error) {
	var out bytes.Buffer
	w := writer(&out)
	if _, err := w.Write(data); err != nil {
		return 0, err
	}
	if err := w.Close(); err != nil {
		return 0, err
	}
	if out.Len() >= len(data) {
		return int64(len(data)), nil
	}
	return int64(out.Len()), os.WriteFile(file, out.Bytes(), 0o644)
}
