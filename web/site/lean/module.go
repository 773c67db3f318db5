package lean

import (
	"bytes"
	"encoding/binary"
)

// Words of the runtime's description of a program (runtime.moduledata), and how many of them are read here. It begins with
// the address of the function table.
const (
	namesWord    = 1
	codesWord    = 10
	entriesWord  = 16 // the table of entries: its address, its length, its capacity
	bucketsWord  = 19
	lowestWord   = 20 // program counter
	highestWord  = 21
	textWord     = 22
	funcdataWord = 40
	moduleWords  = 42
)

// module is that description.
type module [moduleWords]int

// module finds the description of a program whose function table stands at a place in memory; false if there is none that
// agrees with the table, or more than one.
func (m *image) module(table int) (found module, ok bool) {
	pointer := binary.LittleEndian.AppendUint64(nil, uint64(m.from+table))
	header := func(at int) int { return m.from + table + int(binary.LittleEndian.Uint64(m.memory[table+at:])) }
	for at := 0; ; at += 8 {
		next := bytes.Index(m.memory[at:], pointer)
		if next < 0 {
			return found, ok
		}
		if at += next; (m.from+at)%8 != 0 || at+8*moduleWords > len(m.memory) {
			continue
		}
		var words module
		for i := range words {
			words[i] = int(binary.LittleEndian.Uint64(m.memory[at+8*i:]))
		}
		count := int(binary.LittleEndian.Uint64(m.memory[table+8:]))
		if words[namesWord] != header(32) || words[codesWord] != header(56) || words[entriesWord] != header(64) || words[entriesWord+1] != count+1 {
			continue
		}
		if ok {
			return found, false
		}
		found, ok = words, true
	}
}

// A bucket of the table by which the runtime finds a function is 4096 program counters, of which a function for the
// browser has 65 536: the number of the first function in it, and sixteen bytes to be added.
const (
	bucketSize  = 4 + 16
	bucketBits  = 12
	counterBits = 16
	stride      = 16
)

// round makes the numbers in that table multiples of stride. The runtime goes on from there, function by function, to the
// one that is running, so that a number may be too low; few different ones compress well. It reports whether every function
// is found that way, and changes nothing otherwise.
func (m *image) round(words module, entry func(i int) int) bool {
	table, count := words[bucketsWord]-m.from, (words[highestWord]-words[lowestWord])>>bucketBits+1
	if words[textWord] != 0 || table < 0 || count <= 0 || count > len(m.memory)/bucketSize || table+count*bucketSize > len(m.memory) {
		return false
	}
	for i := range words[entriesWord+1] - 1 {
		bucket := (entry(i)<<counterBits - words[lowestWord]) >> bucketBits
		if bucket < 0 || bucket >= count {
			return false
		}
		at := m.memory[table+bucket*bucketSize:]
		if first := int(binary.LittleEndian.Uint32(at)) + int(at[4]); first > i || first <= i-stride {
			return false
		}
	}
	for i := range count {
		at := m.memory[table+i*bucketSize:]
		first := binary.LittleEndian.Uint32(at)
		binary.LittleEndian.PutUint32(at, first-first%stride)
	}
	return true
}

// forget clears the facts at offsets that are needed no more. They are about arguments, which end with a byte of ones; one
// that does not stays.
func (m *image) forget(words module, needed map[int]bool) {
	for offset, need := range needed {
		at := words[funcdataWord] - m.from + offset
		if need || at < 0 || at >= len(m.memory) {
			continue
		}
		length := bytes.IndexByte(m.memory[at:], 0xff) + 1
		for i := 1; i < length; i++ {
			if _, other := needed[offset+i]; other {
				length = 0
			}
		}
		clear(m.memory[at : at+length])
	}
}
