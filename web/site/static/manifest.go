package static

import (
	"encoding/json"
	"os"
	"path/filepath"
)

// ManifestName is the file that says what a build holds.
const ManifestName = "build.json"

// programsName is the file from which the page reads how many bytes a program has, whatever compression it travels in, and
// what else it has to know of it.
const programsName = "program.json"

// Manifest lists what a build has written, itself excepted: the next build reads from it what it may delete.
type Manifest struct {
	Version string           `json:"version"`
	Build   string           `json:"build"` // what the parts of the page say
	Files   map[string]int64 `json:"files"` // by slash-separated name, in bytes
}

// ReadManifest reads what the build in dir has written.
func ReadManifest(dir string) (Manifest, error) {
	var m Manifest
	data, err := os.ReadFile(filepath.Join(dir, ManifestName))
	if err != nil {
		return m, err
	}
	return m, json.Unmarshal(data, &m)
}

// manifest writes the parts, and what a build holds.
func (s *site) manifest() error {
	if err := s.stamp(); err != nil {
		return err
	}
	return s.finish()
}
