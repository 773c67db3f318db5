package static

import (
	"archive/zip"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"time"
)

// zipFolder is the folder within the zip.
const zipFolder = "unimodal-bias-lab"

// Zip packs the build in dir, with its compressed siblings, into one file beside it, dir.zip, and returns that file's name.
// The same build makes the same zip, byte for byte: nothing in it tells when or where it was made.
func Zip(dir string) (string, error) {
	m, err := ReadManifest(dir)
	if err != nil {
		return "", err
	}
	names := append(slices.Collect(maps.Keys(m.Files)), ManifestName)
	for _, name := range slices.Clone(names) {
		for _, e := range encodings {
			if _, err := os.Stat(filepath.Join(dir, filepath.FromSlash(name+e.suffix))); err == nil {
				names = append(names, name+e.suffix)
			} else if !errors.Is(err, fs.ErrNotExist) {
				return "", err
			}
		}
	}
	slices.Sort(names)
	file := filepath.Clean(dir) + ".zip"
	out, err := os.Create(file)
	if err != nil {
		return "", err
	}
	z := zip.NewWriter(out)
	for _, name := range names {
		if err = errors.Join(err, pack(z, dir, name)); err != nil {
			break
		}
	}
	return file, errors.Join(err, z.Close(), out.Close())
}

// pack adds a file. What is compressed already is stored as it is.
func pack(z *zip.Writer, dir, name string) error {
	data, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
	if err != nil {
		return err
	}
	header := &zip.FileHeader{Name: path.Join(zipFolder, name), Method: zip.Deflate, Modified: time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)}
	header.SetMode(0o644)
	switch path.Ext(name) {
	case ".br", ".gz", ".png":
		header.Method = zip.Store
	}
	w, err := z.CreateHeader(header)
	if err == nil {
		_, err = w.Write(data)
	}
	return err
}
