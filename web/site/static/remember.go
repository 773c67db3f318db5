package static

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime/debug"
	"time"
)

const (
	// worthRemembering is the least size of a file, in bytes, whose compression takes longer than looking it up.
	worthRemembering = 1 << 20
	// forgotten is how long nobody has asked for a compressed file that is deleted.
	forgotten = 30 * 24 * time.Hour
)

// compressors are the versions of what compresses: another one may make something else of the same data.
var compressors = func() (versions []byte) {
	if info, ok := debug.ReadBuildInfo(); ok {
		versions = append(versions, info.GoVersion...)
		for _, m := range info.Deps {
			if m.Path == "github.com/andybalholm/brotli" {
				versions = append(versions, m.Version...)
			}
		}
	}
	return versions
}()

// memory is the directory of what has been compressed on this machine; empty where users have no cache.
func memory() string {
	cache, err := os.UserCacheDir()
	if err != nil {
		return ""
	}
	return filepath.Join(cache, "unimodal-bias-lab")
}

// remembered is what compress makes of data. A large file is compressed once on a machine, since the program takes most
// of a minute: the result is kept in dir, by what it was made from. Without a directory it is made again.
func remembered(dir, kind string, data []byte, compress func() ([]byte, error)) ([]byte, error) {
	if dir == "" || len(data) < worthRemembering {
		return compress()
	}
	sum := sha256.New()
	sum.Write(compressors)
	sum.Write(data)
	name := filepath.Join(dir, hex.EncodeToString(sum.Sum(nil))+kind)
	if out, err := os.ReadFile(name); err == nil {
		now := time.Now()
		os.Chtimes(name, now, now)
		return out, nil
	}
	out, err := compress()
	if err == nil {
		remember(dir, name, out)
	}
	return out, err
}

// remember keeps a file, whole or not at all, and deletes those that nobody has asked for lately.
func remember(dir, name string, out []byte) {
	if os.MkdirAll(dir, 0o755) != nil {
		return
	}
	f, err := os.CreateTemp(dir, "new-")
	if err != nil {
		return
	}
	_, err = f.Write(out)
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Rename(f.Name(), name)
	}
	if err != nil {
		os.Remove(f.Name())
	}
	entries, _ := os.ReadDir(dir)
	for _, entry := range entries {
		if info, err := entry.Info(); err == nil && info.Mode()&fs.ModeType == 0 && time.Since(info.ModTime()) > forgotten {
			os.Remove(filepath.Join(dir, entry.Name()))
		}
	}
}
