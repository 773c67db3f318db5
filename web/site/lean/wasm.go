package lean

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
)

// Program returns a smaller program that does the same as a given one, and whether its function table was understood.
func Program(wasm []byte) (lean []byte, understood bool, err error) {
	const header = "\x00asm\x01\x00\x00\x00"
	if !bytes.HasPrefix(wasm, []byte(header)) {
		return nil, false, errors.New("not a WebAssembly module of version 1")
	}
	const data = 11 // the section's number
	lean = append(lean, header...)
	for in := (reader{wasm[len(header):], nil}); len(in.rest) > 0; {
		id := in.bytes(1)
		body := in.bytes(int(in.unsigned()))
		if in.err != nil {
			return nil, false, in.err
		}
		if id[0] == data {
			image, err := readData(body)
			if err != nil {
				return nil, false, err
			}
			understood = image.strip()
			body = image.section()
		}
		lean = appendUnsigned(append(lean, id[0]), uint64(len(body)))
		lean = append(lean, body...)
	}
	return lean, understood, nil
}

// image is the memory a program starts with.
type image struct {
	from   int // address of its first byte
	memory []byte
}

// readData puts the pieces of a data section together.
func readData(section []byte) (*image, error) {
	type piece struct {
		offset int
		data   []byte
	}
	in := reader{section, nil}
	pieces := make([]piece, 0, in.unsigned())
	for range cap(pieces) {
		if kind := in.bytes(2); in.err == nil && (kind[0] != 0 || kind[1] != 0x41) {
			return nil, fmt.Errorf("a piece of data begins with %x, not with a constant address", kind)
		}
		offset := int(in.signed())
		if stop := in.bytes(1); in.err == nil && stop[0] != 0x0b {
			return nil, errors.New("an address is no constant")
		}
		data := in.bytes(int(in.unsigned()))
		if in.err != nil {
			return nil, in.err
		}
		pieces = append(pieces, piece{offset, data})
	}
	if len(in.rest) > 0 || len(pieces) == 0 {
		return nil, errors.New("the data section has no pieces, or more than it says")
	}
	slices.SortFunc(pieces, func(a, b piece) int { return a.offset - b.offset })
	last := pieces[len(pieces)-1]
	whole := &image{pieces[0].offset, make([]byte, last.offset+len(last.data)-pieces[0].offset)}
	for i, p := range pieces {
		if i > 0 && p.offset < pieces[i-1].offset+len(pieces[i-1].data) {
			return nil, errors.New("pieces of data overlap")
		}
		copy(whole.memory[p.offset-whole.from:], p.data)
	}
	return whole, nil
}

// gap is how many zeros are worth a piece of their own.
const gap = 256

// section writes the memory as a data section, without its long runs of zeros.
func (m *image) section() []byte {
	var pieces []byte
	count := 0
	for at := 0; at < len(m.memory); {
		if m.memory[at] == 0 {
			at++
			continue
		}
		end, zeros := at, 0 // of what is written, and how many zeros stand since
		for i := at; i < len(m.memory) && zeros < gap; i++ {
			if zeros++; m.memory[i] != 0 {
				end, zeros = i+1, 0
			}
		}
		pieces = appendSigned(append(pieces, 0, 0x41), int64(m.from+at))
		pieces = appendUnsigned(append(pieces, 0x0b), uint64(end-at))
		pieces = append(pieces, m.memory[at:end]...)
		count++
		at = end
	}
	return append(appendUnsigned(nil, uint64(count)), pieces...)
}

// reader takes a section apart; after a mistake it hands out nothing.
type reader struct {
	rest []byte
	err  error
}

func (r *reader) bytes(n int) []byte {
	if r.err != nil || n < 0 || n > len(r.rest) {
		r.rest, r.err = nil, errors.New("the module ends too early")
		return nil
	}
	out := r.rest[:n]
	r.rest = r.rest[n:]
	return out
}

// unsigned reads a number in LEB128.
func (r *reader) unsigned() (v uint64) {
	for shift := 0; shift < 64; shift += 7 {
		b := r.bytes(1)
		if r.err != nil {
			return 0
		}
		v |= uint64(b[0]&0x7f) << shift
		if b[0] < 0x80 {
			return v
		}
	}
	r.err = errors.New("a number has too many digits")
	return 0
}

// signed reads a number in signed LEB128.
func (r *reader) signed() (v int64) {
	for shift := 0; shift < 64; {
		b := r.bytes(1)
		if r.err != nil {
			return 0
		}
		v |= int64(b[0]&0x7f) << shift
		if shift += 7; b[0] < 0x80 {
			if b[0]&0x40 != 0 && shift < 64 {
				v |= -1 << shift
			}
			return v
		}
	}
	r.err = errors.New("a number has too many digits")
	return 0
}

func appendUnsigned(dst []byte, v uint64) []byte {
	for ; v >= 0x80; v >>= 7 {
		dst = append(dst, byte(v)|0x80)
	}
	return append(dst, byte(v))
}

func appendSigned(dst []byte, v int64) []byte {
	for v < -0x40 || v >= 0x40 {
		dst = append(dst, byte(v)&0x7f|0x80)
		v >>= 7
	}
	return append(dst, byte(v)&0x7f)
}
