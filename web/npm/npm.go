// Package npm finds packages of npm that tests of the page need.
package npm

import (
	"errors"
	"fmt"
	"net/http"
	"os/exec"
	"path/filepath"
	"strings"
)

// Folder is where a package lies, fetched if need be; root is the directory of the module. Its error says what to install.
func Folder(root, name string) (string, error) {
	out, err := exec.Command(filepath.Join(root, "web", "site", "npm.sh"), name).Output()
	var failed *exec.ExitError
	if errors.As(err, &failed) {
		return "", errors.New(strings.TrimSpace(string(failed.Stderr)))
	} else if err != nil {
		return "", fmt.Errorf("%s: %w", name, err)
	}
	return strings.TrimSpace(string(out)), nil
}

// Files serves those of a package; where it cannot be had, the error.
func Files(root, name string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		folder, err := Folder(root, name)
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		http.FileServer(http.Dir(folder)).ServeHTTP(w, r)
	})
}
