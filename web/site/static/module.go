package static

import (
	"regexp"
	"strings"
)

// inline is a type written beside the code.
var inline = regexp.MustCompile(`/\*\* .*?\*/ ?`)

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
