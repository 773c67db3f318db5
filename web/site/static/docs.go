package static

import (
	"bytes"
	_ "embed"
	"fmt"
	"html/template"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// Documents are the files of docs by name, in the order in which the pages name one another.
var Documents = []string{"science", "link", "decisions", "hosting", "score"}

// document is a file of docs and what its page is made of.
type document struct {
	Name, Title, Lead string // Lead is the first paragraph, without its markup
	Sections          []section
	Head, Body        template.HTML // up to that paragraph, and from there on
}

// section is a heading of the second level.
type section struct{ ID, Title string }

//go:embed docs.html
var frame string

var docsPage = template.Must(template.New("docs").Parse(frame))

// The alignment of a column is an attribute, for the policy of the page allows no style of an element's own. Quotation
// marks are signs, not entities, which XML has not.
var markdown = goldmark.New(
	goldmark.WithExtensions(
		extension.NewTable(extension.WithTableCellAlignMethod(extension.TableCellAlignAttribute)),
		extension.NewTypographer(extension.WithTypographicSubstitutions(extension.TypographicSubstitutions{
			extension.LeftSingleQuote: []byte("‘"), extension.RightSingleQuote: []byte("’"), extension.Apostrophe: []byte("’"),
			extension.LeftDoubleQuote: []byte("“"), extension.RightDoubleQuote: []byte("”"),
			extension.EnDash: nil, extension.EmDash: nil, extension.Ellipsis: nil, extension.LeftAngleQuote: nil, extension.RightAngleQuote: nil,
		})),
	),
	goldmark.WithParserOptions(
		parser.WithAutoHeadingID(),
		parser.WithInlineParsers(util.Prioritized(formulas{}, 150)),
		parser.WithASTTransformers(util.Prioritized(links{}, 100)),
	),
	goldmark.WithRendererOptions(html.WithXHTML(), renderer.WithNodeRenderers(util.Prioritized(formulas{}, 100))),
)

// docs writes a page for every document.
func (s *site) docs() error {
	var all []document
	for _, name := range Documents {
		file := filepath.Join(s.root, "docs", name+".md")
		source, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		d, err := readDocument(name, source)
		if err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
		all = append(all, d)
	}
	for _, d := range all {
		var page bytes.Buffer
		if err := docsPage.Execute(&page, map[string]any{"Policy": Policy, "Document": d, "All": all}); err != nil {
			return err
		}
		if err := s.write("docs/"+d.Name+".html", page.Bytes()); err != nil {
			return err
		}
	}
	return nil
}

func readDocument(name string, source []byte) (document, error) {
	d := document{Name: name}
	root := markdown.Parser().Parse(text.NewReader(source))
	head := 0 // nodes of it
	for node := root.FirstChild(); node != nil; node = node.NextSibling() {
		if d.Lead == "" {
			head++
		}
		switch node := node.(type) {
		case *ast.Heading:
			switch {
			case node.Level == 1 && d.Title == "":
				d.Title = words(node, source)
			case node.Level == 2:
				id, _ := node.AttributeString("id")
				d.Sections = append(d.Sections, section{string(id.([]byte)), words(node, source)})
			}
		case *ast.Paragraph:
			if d.Lead == "" {
				d.Lead = words(node, source)
			}
		}
	}
	if d.Title == "" || d.Lead == "" {
		return d, fmt.Errorf("it needs a heading of the first level and a paragraph below it")
	}
	for i, node := 0, root.FirstChild(); node != nil; i, node = i+1, node.NextSibling() {
		var part bytes.Buffer
		if err := markdown.Renderer().Render(&part, source, node); err != nil {
			return d, err
		}
		if i < head {
			d.Head += template.HTML(part.String())
		} else {
			d.Body += scrolling(part.String())
		}
	}
	return d, nil
}

// scrolling lets what is too wide for a telephone scroll by itself, with the arrow keys as well.
func scrolling(html string) template.HTML {
	return template.HTML(strings.NewReplacer(
		"<table>", `<div class="wide" tabindex="0"><table>`, "</table>", "</table></div>",
		"<pre>", `<pre tabindex="0">`,
	).Replace(html))
}

// words is the text of a node without its markup.
func words(node ast.Node, source []byte) string {
	var b strings.Builder
	ast.Walk(node, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Text:
			b.Write(n.Value(source))
			if n.SoftLineBreak() || n.HardLineBreak() {
				b.WriteByte(' ')
			}
		case *ast.String:
			b.Write(n.Value)
		case *formula:
			b.WriteString(strings.NewReplacer("{", "", "}", "", `\`, "").Replace(n.source))
		}
		return ast.WalkContinue, nil
	})
	return b.String()
}

// links leads from one page to another, where the documents lead from file to file.
type links struct{}

func (links) Transform(root *ast.Document, _ text.Reader, _ parser.Context) {
	ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		link, ok := n.(*ast.Link)
		if !ok || !entering {
			return ast.WalkContinue, nil
		}
		to, err := url.Parse(string(link.Destination))
		switch {
		case err != nil:
		case to.IsAbs():
			link.SetAttributeString("rel", []byte("noreferrer"))
		case path.Ext(to.Path) == ".md":
			file, fragment, found := strings.Cut(string(link.Destination), "#")
			file = strings.TrimSuffix(file, ".md") + ".html"
			if found {
				file += "#" + fragment
			}
			link.Destination = []byte(file)
		}
		return ast.WalkContinue, nil
	})
}
