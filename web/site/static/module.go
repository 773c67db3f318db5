package static

import (
	"regexp"
	"strings"
)

// inline is a type written beside the code.
var inline = regexp.MustCompile(`/\*\* .*?\*/ ?`)

// noted is a comment of a style sheet, indent what begins its lines.
var noted, indent = regexp.MustCompile(`(?s)/\*.*?\*/`), regexp.MustCompile(`(?m)^ +|[ \t]+$`)

// bareStyle leaves the comments and the indentation of a style sheet out of what visitors fetch. Every line stays in its
// place.
func bareStyle(source string) string {
	source = noted.ReplaceAllStringFunc(source, func(comment string) string { return strings.Repeat("\n", strings.Count(comment, "\n")) })
	return indent.ReplaceAllString(source, "")
}

// bareModule leaves the comments of a module out of what visitors fetch: those that begin a line, and types within one.
// Every line stays in its place, so that an error names the one of the source.
func bareModule(source string) string {
	lines := strings.Split(source, "\n")
	within := false // a comment of several lines
	for i, line := range lines {
		text := strings.TrimSpace(line)
		switch {
		case within:
			_, rest, over := strings.Cut(line, "*/")
			lines[i], within = strings.TrimSpace(rest), !over
		case strings.HasPrefix(text, "//"):
			lines[i] = ""
		case strings.HasPrefix(text, "/**") && !strings.Contains(text, "*/"):
			lines[i], within = "", true
		default:
			lines[i] = strings.TrimRight(inline.ReplaceAllString(line, ""), " \t")
		}
	}
	return strings.Join(lines, "\n")
}
