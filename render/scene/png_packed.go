//go:build !light

package scene

import (
	"bytes"
	"compress/zlib"
)

// packed is data in the zlib format.
func packed(data []byte) []byte {
	var b bytes.Buffer
	w := zlib.NewWriter(&b)
	w.Write(data) // a buffer takes everything
	w.Close()
	return b.Bytes()
}
