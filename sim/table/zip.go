package table

import (
	"bytes"
	"compress/flate"
	"io"
)

// zipped is a file in an archive. Package archive/zip would make the program of a worker an
// eighth larger.
type zipped struct {
	name   string
	method uint16
	data   []byte // as it is packed
}

func u16(b []byte) int { return int(b[0]) | int(b[1])<<8 }

func u32(b []byte) int { return u16(b) | u16(b[2:])<<16 }

func u64(b []byte) int { return u32(b) | u32(b[4:])<<32 }

// unzip lists the files of an archive by its directory [ZIP, 4.3.12]; nil: it has none that holds.
//
//	[ZIP]  PKWARE. ZIP file format specification 6.3.10.
func unzip(b []byte) (list []zipped) {
	end := bytes.LastIndex(b, []byte("PK\x05\x06"))
	if end < 0 || len(b) < end+22 {
		return nil
	}
	count, at := u16(b[end+10:]), u32(b[end+16:])
	if at == 0xffffffff || count == 0xffff { // the directory is told of in the record before it
		if far := bytes.LastIndex(b[:end], []byte("PK\x06\x06")); far >= 0 && len(b) >= far+56 {
			count, at = u64(b[far+32:]), u64(b[far+48:])
		}
	}
	for range min(count, MaxColumns+1) {
		if at < 0 || at > len(b)-46 || u32(b[at:]) != 0x02014b50 {
			return nil
		}
		method, size, from := uint16(u16(b[at+10:])), u32(b[at+20:]), u32(b[at+42:])
		packed, name, extra := size, u16(b[at+28:]), u16(b[at+30:])
		next := at + 46 + name + extra + u16(b[at+32:])
		if next > len(b) {
			return nil
		}
		// Sizes of four gigabytes and more, or not yet known when they were written, come behind the name.
		for more := b[at+46+name : at+46+name+extra]; len(more) >= 4; {
			n := min(u16(more[2:]), len(more)-4)
			if u16(more) == 1 {
				longer := more[4 : 4+n]
				for _, field := range []*int{nil, &packed, &from} {
					isLong := field == nil && u32(b[at+24:]) == 0xffffffff || field != nil && *field == 0xffffffff
					if isLong && len(longer) >= 8 {
						if field != nil {
							*field = u64(longer)
						}
						longer = longer[8:]
					}
				}
			}
			more = more[4+n:]
		}
		if from < 0 || from > len(b)-30 || u32(b[from:]) != 0x04034b50 {
			return nil
		}
		start := from + 30 + u16(b[from+26:]) + u16(b[from+28:])
		if start > len(b) || packed < 0 || packed > len(b)-start {
			return nil
		}
		list = append(list, zipped{string(b[at+46 : at+46+name]), method, b[start : start+packed]})
		at = next
	}
	return list
}

// open reads the file as it was before it was packed; nil: in a way that is not known.
func (z *zipped) open() io.Reader {
	switch z.method {
	case 0:
		return bytes.NewReader(z.data)
	case 8:
		return flate.NewReader(bytes.NewReader(z.data))
	}
	return nil
}
