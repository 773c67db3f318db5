//go:build light

package scene

import (
	"encoding/binary"
	"hash/adler32"
)

// packed is data in the zlib format, as they are: a picture that goes from a worker to its page need not be small, but
// what makes it so would have to be fetched.
func packed(data []byte) []byte {
	const most = 0xffff // bytes in a block
	b := []byte{0x78, 0x01}
	for rest := data; ; {
		n := min(len(rest), most)
		last := byte(0)
		if n == len(rest) {
			last = 1
		}
		b = append(b, last)
		b = binary.LittleEndian.AppendUint16(b, uint16(n))
		b = binary.LittleEndian.AppendUint16(b, ^uint16(n))
		b = append(b, rest[:n]...)
		if rest = rest[n:]; last == 1 {
			return binary.BigEndian.AppendUint32(b, adler32.Checksum(data))
		}
	}
}
