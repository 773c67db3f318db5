package static

import (
	"html"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// formulas reads $t_B/t_A$ in Markdown, the way code hosts do, and writes MathML: browsers set it without a script.
type formulas struct{}

var formulaKind = ast.NewNodeKind("Formula")

type formula struct {
	ast.BaseInline
	source string
}

func (*formula) Kind() ast.NodeKind              { return formulaKind }
func (f *formula) Dump(source []byte, level int) { ast.DumpHelper(f, source, level, nil, nil) }
func (formulas) Trigger() []byte                 { return []byte{'$'} }
func (f formulas) RegisterFuncs(r renderer.NodeRendererFuncRegisterer) {
	r.Register(formulaKind, f.render)
}

// Parse takes what stands between two dollar signs of a line, unless a blank follows the first or precedes the second, or
// code comes in between: that is money.
func (formulas) Parse(_ ast.Node, block text.Reader, _ parser.Context) ast.Node {
	line, _ := block.PeekLine()
	source, _, closed := strings.Cut(string(line[1:]), "$")
	if !closed || source == "" || strings.TrimSpace(source) != source || strings.Contains(source, "`") {
		return nil
	}
	block.Advance(len(source) + 2)
	return &formula{source: source}
}

func (formulas) render(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		w.WriteString(mathML(node.(*formula).source))
	}
	return ast.WalkSkipChildren, nil
}

// mathML writes a formula: letters, numbers and signs, \ln and the like, \hat y, \tilde Σ, and scripts, as in W_A^{tot}.
func mathML(source string) string {
	return `<math>` + row(source) + `</math>`
}

func row(source string) string {
	var b strings.Builder
	for source = strings.TrimSpace(source); source != ""; source = strings.TrimSpace(source) {
		var base, sub, sup string
		base, source = token(source)
		for {
			if rest, ok := strings.CutPrefix(source, "_"); ok {
				sub, source = script(rest)
			} else if rest, ok := strings.CutPrefix(source, "^"); ok {
				sup, source = script(rest)
			} else {
				break
			}
		}
		switch {
		case sub != "" && sup != "":
			base = "<msubsup>" + base + sub + sup + "</msubsup>"
		case sub != "":
			base = "<msub>" + base + sub + "</msub>"
		case sup != "":
			base = "<msup>" + base + sup + "</msup>"
		}
		b.WriteString(base)
	}
	return b.String()
}

// accents by the name that LaTeX has for them.
var accents = map[string]string{"hat": "^", "tilde": "~"}

var number = regexp.MustCompile(`^[\d½¼]+(\.\d+)?`)

// token takes the first sign off a formula that has one.
func token(source string) (element, rest string) {
	if n := number.FindString(source); n != "" {
		return "<mn>" + n + "</mn>", source[len(n):]
	}
	end := func(part string, of func(rune) bool) int {
		if i := strings.IndexFunc(part, func(r rune) bool { return !of(r) }); i >= 0 {
			return i
		}
		return len(part)
	}
	if name, ok := strings.CutPrefix(source, `\`); ok {
		n := end(name, unicode.IsLetter)
		if accent, ok := accents[name[:n]]; ok {
			below, rest := token(strings.TrimSpace(name[n:]))
			return `<mover accent="true">` + below + `<mo stretchy="false">` + accent + "</mo></mover>", rest
		}
		return "<mi>" + name[:n] + "</mi>", name[n:]
	}
	first, size := utf8.DecodeRuneInString(source)
	if unicode.IsLetter(first) {
		return "<mi>" + source[:size] + "</mi>", source[size:]
	}
	sign := html.EscapeString(source[:size])
	switch first {
	case '(', ')', '[', ']':
		return `<mo stretchy="false">` + sign + "</mo>", source[size:]
	case '‖', '|': // around something, not between two things
		return `<mo stretchy="false" lspace="0" rspace="0">` + sign + "</mo>", source[size:]
	}
	return "<mo>" + sign + "</mo>", source[size:]
}

// script takes a script off the formula behind _ or ^: one sign, or what is in braces. A word is set upright, letters one
// by one are not.
func script(source string) (element, rest string) {
	inner, rest, braced := "", "", false
	if after, ok := strings.CutPrefix(source, "{"); ok {
		inner, rest, braced = strings.Cut(after, "}")
	}
	switch {
	case source == "":
		return "<mrow></mrow>", ""
	case !braced:
		return token(source)
	case len(inner) > 2 && strings.IndexFunc(inner, func(r rune) bool { return !unicode.IsLetter(r) }) < 0:
		return "<mi>" + inner + "</mi>", rest
	}
	return "<mrow>" + row(inner) + "</mrow>", rest
}
