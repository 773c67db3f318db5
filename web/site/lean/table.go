package lean

import (
	"bytes"
	"encoding/binary"
	"slices"
	"strings"
)

// magic begins the function table: that of the layout since Go 1.20, one byte an instruction, eight a pointer.
var magic = []byte{0xf1, 0xff, 0xff, 0xff, 0, 0, 1, 8}

// Places in the entry of a function, in bytes (runtime._func).
const (
	nameAt   = 4  // offset of its name
	spAt     = 16 // offset of the table of stack depths
	fileAt   = 20 // of files
	lineAt   = 24 // of lines
	countAt  = 28 // how many tables follow
	unitAt   = 32 // its compilation unit
	startAt  = 36 // the line it starts in
	factsAt  = 43 // how many facts follow those tables, one byte
	tablesAt = 44 // offsets of those that follow, then those of the facts
)

// Two of the facts (internal/abi), for which only the stack of a panic has a use: which functions the compiler has put into
// this one, and what its arguments are to a person.
const (
	inlined   = 3
	arguments = 5
)

var told = []int{inlined, arguments}

// none is the offset of a fact that there is not.
const none = 1<<32 - 1

// Three of the tables that follow (internal/abi): where a function could be interrupted by a signal, of which a browser has
// none, where the code of others begins and ends that the compiler has put into it, and which arguments to print.
var idle = []int{0, 2, 3}

// strip takes lines, files and names off the function table; it reports whether there is one it knows, and changes nothing
// otherwise.
func (m *image) strip() bool {
	at := bytes.Index(m.memory, magic)
	if at < 0 || bytes.Contains(m.memory[at+1:], magic) {
		return false
	}
	t := table{memory: m.memory[at:]}
	count := t.long(8)
	names, units, files, codes, functions := t.long(32), t.long(40), t.long(48), t.long(56), t.long(64)
	if !(0 < count && count < 1<<20 && 72 <= names && names < units && units <= files && files < codes && codes < functions) {
		return false
	}
	entries := make([]int, count)
	for i := range entries {
		entries[i] = functions + t.word(functions+8*i+4)
	}

	// Tables are shared, and so are facts: what any function still needs stays.
	var needed, all []int
	facts := map[int]bool{} // by offset: whether one is needed
	for _, f := range entries {
		for k := range t.facts(f) {
			if offset := t.word(t.fact(f, k)); offset != none {
				facts[offset] = facts[offset] || k != arguments
			}
		}
		needed = append(needed, t.word(f+spAt))
		all = append(all, t.word(f+fileAt), t.word(f+lineAt))
		for i := range min(t.word(f+countAt), 16) {
			if offset := t.word(f + tablesAt + 4*i); slices.Contains(idle, i) {
				all = append(all, offset)
			} else {
				needed = append(needed, offset)
			}
		}
	}
	all = append(append(all, needed...), functions-codes)
	slices.Sort(needed)
	slices.Sort(all)
	all = slices.Compact(all)
	if t.failed || all[len(all)-1] != functions-codes {
		return false
	}

	kept, place := keptNames(t, names, units, entries)
	words, ok := m.module(at)
	if t.failed || len(kept) > units-names || !ok || !m.round(words, func(i int) int { return t.word(functions + 8*i) }) {
		return false
	}
	m.forget(words, facts)
	for i, f := range entries {
		t.put(f+nameAt, place[i])
		for _, field := range []int{fileAt, lineAt, unitAt, startAt} {
			t.put(f+field, 0)
		}
		for _, k := range idle {
			if k < t.word(f+countAt) {
				t.put(f+tablesAt+4*k, 0)
			}
		}
		for _, k := range told {
			if k < t.facts(f) {
				t.put(t.fact(f, k), none)
			}
		}
	}
	clear(t.memory[names:codes])
	copy(t.memory[names:], kept)
	for i, from := range all[:len(all)-1] {
		if _, ok := slices.BinarySearch(needed, from); !ok {
			clear(t.memory[codes+from : codes+all[i+1]])
		}
	}
	return true
}

// keptNames are the names the runtime asks for, each ended by a zero, and where the name of each function is among them: it
// knows its own functions by "runtime.", and two of reflect.
func keptNames(t table, names, units int, entries []int) (kept []byte, place []int) {
	kept = []byte{0} // no name
	at := map[string]int{"": 0}
	for _, f := range entries {
		name := t.text(names+t.word(f+nameAt), units)
		switch {
		case strings.HasPrefix(name, "runtime."):
			name = "runtime."
		case name != "reflect.makeFuncStub" && name != "reflect.methodValueCall":
			name = ""
		}
		if _, ok := at[name]; !ok {
			at[name] = len(kept)
			kept = append(append(kept, name...), 0)
		}
		place = append(place, at[name])
	}
	return kept, place
}

// table is the function table in memory; failed says that an offset led out of it.
type table struct {
	memory []byte
	failed bool
}

func (t *table) within(at, n int) bool {
	if at < 0 || at+n > len(t.memory) {
		t.failed = true
	}
	return !t.failed
}

func (t *table) word(at int) int {
	if !t.within(at, 4) {
		return 0
	}
	return int(binary.LittleEndian.Uint32(t.memory[at:]))
}

func (t *table) long(at int) int {
	if !t.within(at, 8) {
		return 0
	}
	return int(binary.LittleEndian.Uint64(t.memory[at:]))
}

// facts is how many facts there are of the function with an entry, if it is one.
func (t *table) facts(entry int) int {
	if !t.within(entry, tablesAt) {
		return 0
	}
	return int(t.memory[entry+factsAt])
}

// fact is where the offset of one stands.
func (t *table) fact(entry, k int) int { return entry + tablesAt + 4*(t.word(entry+countAt)+k) }

func (t *table) put(at, v int) { binary.LittleEndian.PutUint32(t.memory[at:], uint32(v)) }

// text reads up to a zero.
func (t *table) text(at, end int) string {
	if !t.within(at, 1) || end > len(t.memory) || at >= end {
		t.failed = true
		return ""
	}
	text, _, _ := bytes.Cut(t.memory[at:end], []byte{0})
	return string(text)
}
