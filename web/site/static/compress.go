package static

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"errors"
	"io"
	"io/fs"
	"maps"
	"math/bits"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"

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
// get, on all cores, and returns the sizes in the order of the names.
func Compress(dir string) ([]Size, error) {
	m, err := ReadManifest(dir)
	if err != nil {
		return nil, err
	}
	// The largest first: one core is busy with the program for about as long as the others are with all the rest.
	names := slices.SortedFunc(maps.Keys(m.Files), func(a, b string) int {
		return cmp.Or(cmp.Compare(m.Files[b], m.Files[a]), cmp.Compare(a, b))
	})
	queue := make(chan string, len(names))
	for _, name := range names {
		queue <- name
	}
	close(queue)
	failed := make([]error, runtime.GOMAXPROCS(0))
	var workers sync.WaitGroup
	for i := range failed {
		workers.Go(func() {
			for name := range queue {
				failed[i] = errors.Join(failed[i], compress(filepath.Join(dir, filepath.FromSlash(name))))
			}
		})
	}
	workers.Wait()
	if err := errors.Join(failed...); err != nil {
		return nil, err
	}
	if err := Finish(dir); err != nil {
		return nil, err
	}
	for _, name := range []string{programsName, serviceName, ManifestName} {
		if err := compress(filepath.Join(dir, name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
	}
	return Sizes(dir)
}

// compress writes both siblings of a file.
func compress(file string) error {
	data, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	return errors.Join(sibling(file+".br", data, brotliWriter), sibling(file+".gz", data, gzipWriter))
}

// Sizes returns what [Compress] has made of the build in dir, in the order of the names.
func Sizes(dir string) ([]Size, error) {
	m, err := ReadManifest(dir)
	if err != nil {
		return nil, err
	}
	var sizes []Size
	for _, name := range slices.Sorted(maps.Keys(m.Files)) {
		file := filepath.Join(dir, filepath.FromSlash(name))
		plain, err := os.Stat(file)
		if err != nil {
			return nil, err
		}
		size := Size{name, plain.Size(), plain.Size(), plain.Size()}
		for suffix, length := range map[string]*int64{".br": &size.Brotli, ".gz": &size.Gz} {
			if info, err := os.Stat(file + suffix); err == nil {
				*length = info.Size()
			} else if !errors.Is(err, fs.ErrNotExist) {
				return nil, err
			}
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
	ElementName,
	Figures,
	ManifestName,
	Sweeper,
	serviceName,
	"figure.html",
	"web/aloud.js",
	"web/answer.css",
	"web/answer.js",
	"web/beside.js",
	"web/blank.js",
	"web/board.js",
	"web/boxes.js",
	"web/bring.js",
	"web/card.js",
	"web/code.js",
	"web/columns.js",
	"web/compare.js",
	"web/copy.js",
	"web/data.css",
	"web/data.js",
	"web/describe.js",
	"web/diagram.css",
	"web/diagram.js",
	"web/dialogs.css",
	"web/dialogs.js",
	"web/differing.js",
	"web/docs.css",
	"web/drop.js",
	"web/embed.js",
	"web/export.js",
	"web/figure-engine.js",
	"web/figure-page.js",
	"web/figure-words.js",
	"web/figure-worker.js",
	"web/figure.css",
	"web/figure.js",
	"web/figures.js",
	"web/film.js",
	"web/fit.js",
	"web/form.js",
	"web/frame.js",
	"web/fullscreen.js",
	"web/guess.js",
	"web/heard.js",
	"web/hints.js",
	"web/histogram.js",
	"web/inwords.css",
	"web/inwords.js",
	"web/kept.js",
	"web/keys.js",
	"web/languages.js",
	"web/lead.js",
	"web/lecture.css",
	"web/lecture.js",
	"web/lesson.css",
	"web/messages.js",
	"web/missing.js",
	"web/mistake.js",
	"web/more.js",
	"web/notes.css",
	"web/notes.js",
	"web/offline.js",
	"web/paper.js",
	"web/picture.js",
	"web/planner.js",
	"web/png.js",
	"web/poll.js",
	"web/presenter.js",
	"web/print.css",
	"web/print.js",
	"web/progress.js",
	"web/qr.js",
	"web/quotation.js",
	"web/reader.js",
	"web/reading.js",
	"web/roles.js",
	"web/said.js",
	"web/shapes.js",
	"web/share.css",
	"web/share.js",
	"web/shareembed.js",
	"web/sharefigure.js",
	"web/sharefilm.js",
	"web/single.js",
	"web/snippets.js",
	"web/spotlight.js",
	"web/status.js",
	"web/sweep.js",
	"web/tables.js",
	"web/tell.js",
	"web/text.js",
	"web/torch.js",
	"web/weights.js",
	"web/wishes.js",
	"web/step.js",
	"web/stepped.js",
	"web/undo.js",
	"web/story.css",
	"web/story.js",
	"web/worker.js",
}

// FirstLoad sums up what a visitor fetches in brotli: everything before the
// program with one set of posters, and the program itself.
func FirstLoad(sizes []Size) (page, program int64) {
	for _, s := range sizes {
		switch {
		case s.Name == Program:
			program = s.Brotli
		case languageOf(s.Name) != "" && languageOf(s.Name) != English:
		case strings.HasPrefix(s.Name, "posters/") && !opening(s.Name), strings.HasPrefix(s.Name, "s/"), strings.HasPrefix(s.Name, storyDir), path.Ext(s.Name) == ".png", path.Ext(s.Name) == mapSuffix, path.Dir(s.Name) == "web/examples", path.Dir(s.Name) == "data", path.Dir(s.Name) == "docs",
			slices.Contains(later, s.Name), strings.HasSuffix(s.Name, restSuffix):
		default:
			page += s.Brotli
		}
	}
	return page, program
}

// brotliWriter has a window as large as what it compresses: a larger one costs a small file much time, and gains nothing.
func brotliWriter(w io.Writer, length int) io.WriteCloser {
	const least, most = 10, 24 // that the format knows
	return brotli.NewWriterOptions(w, brotli.WriterOptions{Quality: brotli.BestCompression, LGWin: max(least, min(bits.Len(uint(length))+1, most))})
}

func gzipWriter(w io.Writer, _ int) io.WriteCloser {
	z, err := gzip.NewWriterLevel(w, gzip.BestCompression)
	if err != nil {
		panic(err) // the level is a constant
	}
	return z
}

// sibling writes data compressed to file if that is shorter; otherwise there is to be no such file.
func sibling(file string, data []byte, writer func(w io.Writer, length int) io.WriteCloser) error {
	out, err := remembered(memory(), filepath.Ext(file), data, func() ([]byte, error) {
		var out bytes.Buffer
		w := writer(&out, len(data))
		if _, err := w.Write(data); err != nil {
			return nil, err
		}
		err := w.Close()
		return out.Bytes(), err
	})
	if err != nil {
		return err
	}
	if len(out) < len(data) {
		return os.WriteFile(file, out, 0o644)
	}
	if err := os.Remove(file); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}
