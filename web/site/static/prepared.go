package static

import (
	"fmt"
	"os"
)

// PreparedEnv names the directory of a site that is built and compressed already. make test prepares one for all of its
// tests, so that the program is compiled and compressed once.
const PreparedEnv = "LAB_DIST"

// Prepared returns the directory of a built site: the one that LAB_DIST names, or else dir, into which it builds one.
func Prepared(root, dir string) (string, error) {
	prepared := os.Getenv(PreparedEnv)
	if prepared == "" {
		return dir, Build(root, dir)
	}
	if _, err := ReadManifest(prepared); err != nil {
		return "", fmt.Errorf("%s=%s holds no site: %w", PreparedEnv, prepared, err)
	}
	return prepared, nil
}
