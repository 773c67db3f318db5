package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"path"
	"slices"
	"strings"
	"testing"
)

const module = "unimodal-bias-lab"

// allowed says which packages each package may import besides the standard
// library: paths within the module by name, everything under a foreign module
// by its path. A package that is not listed fails the test.
var allowed = map[string][]string{
	"sim/linalg":        {"gonum.org/v1/gonum"},
	"sim/ode":           {"gonum.org/v1/gonum"},
	"sim/theory":        {"sim/linalg", "sim/ode", "gonum.org/v1/gonum"},
	"sim/kernel":        {},
	"sim/tiles":         {},
	"sim/plainjson":     {},
	"sim/table":         {"sim/linalg", "sim/plainjson"},
	"sim":               {"sim/kernel", "sim/linalg", "sim/ode", "sim/plainjson", "sim/table", "sim/theory", "sim/tiles", "gonum.org/v1/gonum"},
	"sim/player":        {"sim", "sim/plainjson"},
	"sim/record":        {}, // for tests
	"sim/python":        {"sim"},
	"sim/report":        {"sim", "sim/runfile"},
	"sim/runfile":       {"sim"},
	"sim/bench":         {"sim"},
	"sim/verify":        {"sim/verify/replay"},
	"sim/verify/replay": {"sim", "sim/runfile"},
	"render":            {"sim", "sim/theory", "render/scene"},
	"render/scene":      {}, // no science: the compiler sees to it
	"render/canvas":     {"render/scene", "github.com/hajimehoshi/ebiten/v2"},
	"render/raster":     {"render/scene", "golang.org/x/image"},
	"wasm/lab":          {"sim", "sim/theory", "sim/plainjson", "sim/player", "sim/python", "sim/runfile", "sim/table", "render", "render/scene"},
	"wasm/figure":       {"wasm/lab", "render/scene"},
	"wasm":              {"wasm/lab", "render/scene", "render/canvas", "github.com/hajimehoshi/ebiten/v2"},
	"wasm/worker":       {"sim", "sim/table"},
	"web/gate":          {},
	"web/site":          {"web/site/static"},
	"web/site/lean":     {},
	"web/site/static":   {"web/site/lean", "sim", "sim/player", "render", "render/scene", "render/raster", "github.com/andybalholm/brotli", "github.com/evanw/esbuild", "github.com/yuin/goldmark"},
	"web/bidi":          {"web/webdriver", "github.com/coder/websocket"},
	"web/webdriver":     {},
	"web/npm":           {},
	"web/headless":      {"github.com/chromedp/chromedp"},
	"web/engines":       {"web/bidi", "web/headless", "web/webdriver", "web/npm", "web/site/static", "github.com/chromedp/chromedp", "github.com/chromedp/cdproto"},
	"web/bench":         {"web/headless", "web/site/static", "github.com/chromedp/chromedp", "github.com/chromedp/cdproto"},
	"web/browser":       {"web/headless", "web/npm", "web/site/static", "sim", "render", "render/scene", "sim/record", "github.com/chromedp/chromedp", "github.com/chromedp/cdproto", "rsc.io/qr"},
}

// listed is what go list tells of a package.
type listed struct {
	ImportPath, Dir                    string
	Imports, TestImports, XTestImports []string
	GoFiles                            []string
}

// packages lists the module for one platform.
func packages(t *testing.T, env ...string) (list []listed) {
	t.Helper()
	cmd := exec.Command("go", "list", "-json=ImportPath,Dir,Imports,TestImports,XTestImports,GoFiles", "./...")
	cmd.Dir = "../.."
	cmd.Env = append(os.Environ(), env...)
	var complaint bytes.Buffer
	cmd.Stderr = &complaint
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, complaint.String())
	}
	for decoder := json.NewDecoder(bytes.NewReader(out)); ; {
		var p listed
		if err := decoder.Decode(&p); errors.Is(err, io.EOF) {
			return list
		} else if err != nil {
			t.Fatal(err)
		}
		list = append(list, p)
	}
}

// TestImportArrows keeps who may know whom: the science knows no picture, the
// pictures know no browser, and JavaScript is met in one file.
func TestImportArrows(t *testing.T) {
	seen := map[string]bool{}
	for _, env := range [][]string{nil, {"GOOS=js", "GOARCH=wasm"}} {
		for _, p := range packages(t, env...) {
			name := strings.TrimPrefix(p.ImportPath, module+"/")
			seen[name] = true
			may, known := allowed[name]
			if !known {
				t.Errorf("package %s is new: say in this test what it may import", name)
				continue
			}
			imports := p.Imports
			if name == "web/browser" || name == "web/engines" { // tests only
				imports = slices.Concat(p.TestImports, p.XTestImports)
			}
			for _, i := range imports {
				if strings.HasPrefix(i, module+"/") {
					if !slices.Contains(may, strings.TrimPrefix(i, module+"/")) {
						t.Errorf("%s must not import %s", name, i)
					}
					continue
				}
				if first, _, _ := strings.Cut(i, "/"); !strings.Contains(first, ".") {
					continue // standard library
				}
				if !slices.ContainsFunc(may, func(m string) bool { return i == m || strings.HasPrefix(i, m+"/") }) {
					t.Errorf("%s must not import %s", name, i)
				}
			}
			for _, file := range p.GoFiles {
				text, err := os.ReadFile(path.Join(p.Dir, file))
				if err != nil {
					t.Fatal(err)
				}
				if bytes.Contains(text, []byte(`"syscall/js"`)) && !(file == "bridge_js.go" && slices.Contains([]string{"wasm", "wasm/worker", "wasm/figure"}, name)) {
					t.Errorf("%s/%s imports syscall/js: the bridges alone do", name, file)
				}
			}
		}
	}
	for name := range allowed {
		if !seen[name] {
			t.Errorf("there is no package %s any more", name)
		}
	}
}

// TestFiguresStayLight: the program of light figures does without the packages that would make it a fifth larger.
func TestFiguresStayLight(t *testing.T) {
	cmd := exec.Command("go", "list", "-deps", "-tags=light", "./wasm/figure")
	cmd.Dir = "../.."
	cmd.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	linked := strings.Fields(string(out))
	if !slices.Contains(linked, module+"/wasm/lab") {
		t.Fatalf("these are its packages: %v", linked)
	}
	for _, heavy := range []string{"encoding/json", "fmt", "os", "net/url", "compress/flate", "gonum.org/v1/gonum/integrate/quad", module + "/sim/table", module + "/sim/runfile", module + "/sim/python"} {
		if slices.Contains(linked, heavy) {
			t.Errorf("a light figure has %s; GOOS=js GOARCH=wasm go list -tags light -deps -f '{{.ImportPath}}: {{.Imports}}' ./wasm/figure says by which way", heavy)
		}
	}
}
