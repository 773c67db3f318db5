package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strings"
)

// listed is what go list tells of a package.
type listed struct {
	ImportPath                         string
	Imports, TestImports, XTestImports []string
}

// list returns the packages of the module.
func list(ctx context.Context) (packages []listed, err error) {
	out, err := output(ctx, "go", "list", "-json=ImportPath,Imports,TestImports,XTestImports", "./...")
	if err != nil {
		return nil, err
	}
	for decoder := json.NewDecoder(bytes.NewReader(out)); ; {
		var p listed
		if err := decoder.Decode(&p); errors.Is(err, io.EOF) {
			return packages, nil
		} else if err != nil {
			return nil, err
		}
		packages = append(packages, p)
	}
}

// driver is what a package that drives a browser imports.
const driver = "github.com/chromedp/chromedp"

// sorted tells apart the packages that know nothing of a built site, those that do, and those that open it in a browser.
func sorted(packages []listed) (alone, ofSite, inBrowser []string) {
	for _, p := range packages {
		switch imports := slices.Concat(p.Imports, p.TestImports, p.XTestImports); {
		case slices.Contains(imports, driver):
			inBrowser = append(inBrowser, p.ImportPath)
		case strings.Contains(p.ImportPath, "/web/"):
			ofSite = append(ofSite, p.ImportPath)
		default:
			alone = append(alone, p.ImportPath)
		}
	}
	return alone, ofSite, inBrowser
}
