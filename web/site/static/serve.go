package static

import (
	"net/http"
	"os"
	"path"
	"path/filepath"
	"strings"
)

// Policy is the content security policy of the page. index.html carries it too, for hosts that send none.
const Policy = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; img-src 'self' blob: data:; media-src blob:; object-src 'none'; base-uri 'none'"

// types names the media type of every kind of file in a site. The machine's own table is not asked: it differs, and a
// browser compiles no program of another type while it arrives.
var types = map[string]string{
	".css":         "text/css; charset=utf-8",
	".csv":         "text/csv; charset=utf-8",
	".html":        "text/html; charset=utf-8",
	".js":          "text/javascript; charset=utf-8",
	".gz":          "application/gzip", // asked for as it is
	".json":        "application/json",
	mapSuffix:      "application/json",
	".lua":         "text/plain; charset=utf-8",
	".png":         "image/png",
	".svg":         "image/svg+xml",
	".wasm":        "application/wasm",
	".webmanifest": "application/manifest+json",
}

// encodings are the compressed siblings of [Compress], best first.
var encodings = []struct{ name, suffix string }{{"br", ".br"}, {"gzip", ".gz"}}

// Handler serves a built site: its files, compressed where that was prepared, with the policy and the media types the
// page needs. Every answer is to be revalidated, so that the next build is seen at once. The examples are the pages of others,
// which have policies of their own or none.
func Handler(dir string) http.Handler { return HandlerWith(Policy, dir) }

// HandlerWith serves a site under another policy, as a stricter host would.
func HandlerWith(policy, dir string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name := path.Clean("/" + r.URL.Path)
		if strings.HasSuffix(r.URL.Path, "/") {
			name = path.Join(name, "index.html")
		}
		kind, ok := types[path.Ext(name)]
		if !ok {
			http.NotFound(w, r)
			return
		}
		header := w.Header()
		if !strings.HasPrefix(name, "/web/examples/") {
			header.Set("Content-Security-Policy", policy)
		}
		header.Set("X-Content-Type-Options", "nosniff")
		header.Set("Cache-Control", "no-cache")
		header.Set("Vary", "Accept-Encoding")

		plain := filepath.Join(dir, filepath.FromSlash(name))
		file, encoding := encoded(plain, r.Header.Get("Accept-Encoding"))
		f, err := os.Open(file)
		if err != nil {
			http.NotFound(w, r)
			return
		}
		defer f.Close()
		info, err := f.Stat()
		if err != nil || info.IsDir() {
			http.NotFound(w, r)
			return
		}
		header.Set("Content-Type", kind)
		if encoding != "" {
			header.Set("Content-Encoding", encoding)
		}
		if _, err := os.Stat(plain + mapSuffix); err == nil {
			header.Set("SourceMap", path.Base(name)+mapSuffix)
		}
		http.ServeContent(w, r, name, info.ModTime(), f)
	})
}

// encoded returns the best prepared form of a file that a client accepts, and what it is encoded in.
func encoded(file, accepted string) (name, encoding string) {
	for _, e := range encodings {
		if !accepts(accepted, e.name) {
			continue
		}
		if _, err := os.Stat(file + e.suffix); err == nil {
			return file + e.suffix, e.name
		}
	}
	return file, ""
}

// accepts reads an Accept-Encoding header as far as browsers use it: a list of names, some with a weight.
func accepts(header, encoding string) bool {
	for part := range strings.SplitSeq(header, ",") {
		name, weight, _ := strings.Cut(part, ";")
		if strings.TrimSpace(name) == encoding && strings.TrimSpace(weight) != "q=0" {
			return true
		}
	}
	return false
}
