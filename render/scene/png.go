package scene

import (
	"encoding/binary"
	"hash/crc32"
)

// appendPNG appends an image of opaque RGBA pixels, rows from the top, as a PNG
// file without alpha. It is all that a picture needs of package image/png, for a
// fraction of its size.
func appendPNG(dst []byte, width, height int, pixels []byte) []byte {
	dst = append(dst, "\x89PNG\r\n\x1a\n"...)
	header := binary.BigEndian.AppendUint32(nil, uint32(width))
	header = binary.BigEndian.AppendUint32(header, uint32(height))
	dst = appendChunk(dst, "IHDR", append(header, 8, 2, 0, 0, 0)) // 8 bits, RGB, the only method of each
	rows := make([]byte, 0, height*(1+3*width))
	for y := range height {
		rows = append(rows, 0) // no filter
		for x := range width {
			at := 4 * (y*width + x)
			rows = append(rows, pixels[at:at+3]...)
		}
	}
	dst = appendChunk(dst, "IDAT", packed(rows))
	return appendChunk(dst, "IEND", nil)
}

// appendChunk appends a piece of a PNG file: length, name, data, check sum.
func appendChunk(dst []byte, name string, data []byte) []byte {
	dst = binary.BigEndian.AppendUint32(dst, uint32(len(data)))
	from := len(dst)
	dst = append(append(dst, name...), data...)
	return binary.BigEndian.AppendUint32(dst, crc32.ChecksumIEEE(dst[from:]))
}
