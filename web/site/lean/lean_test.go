package lean

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// source is a program with names to lose and one to keep. That programs still run is what every test of the page shows.
const source = `package main

import (
	"errors"
	"reflect"
)

func caught(n int) error {
	return errors.New([]string{"a", "b"}[n])
}

func main() {
	f := reflect.MakeFunc(reflect.TypeOf(caught), func(in []reflect.Value) []reflect.Value { return in })
	println(caught(1).Error(), f.IsValid())
}
`

// TestProgram: a program without what only a debugger reads has the same sections but for its data, is smaller where it is
// compressed, and its table is understood; done twice, nothing more changes.
func TestProgram(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{"go.mod": "module sample\n\ngo 1.26\n", "main.go": source} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	out := filepath.Join(dir, "sample.wasm")
	build := exec.Command("go", "build", "-ldflags=-s -w", "-o", out)
	build.Dir, build.Env = dir, append(os.Environ(), "GOOS=js", "GOARCH=wasm", "GOFLAGS=", "GOWORK=off")
	if text, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	wasm, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	lean, understood, err := Program(wasm)
	if err != nil || !understood {
		t.Fatalf("understood: %v, %v", understood, err)
	}
	for _, name := range []string{"main.main", "runtime.mallocgc", "malloc.go"} {
		if !bytes.Contains(wasm, []byte(name)) || bytes.Contains(lean, []byte(name)) {
			t.Errorf("%s: it is there before and gone then, that is the point", name)
		}
	}
	if !bytes.Contains(lean, []byte("reflect.makeFuncStub\x00")) {
		t.Error("a name that the runtime asks for is gone")
	}
	sameFunctions(t, wasm, lean)
	again, understood, err := Program(lean)
	if err != nil || !understood || !bytes.Equal(again, lean) {
		t.Errorf("a lean program is made leaner: understood %v, %v", understood, err)
	}
}

// sameFunctions asks for every function the way the runtime does: it is found, with the facts that the garbage collector and
// deferred calls need, and nothing is said of its arguments any more.
func sameFunctions(t *testing.T, before, after []byte) {
	t.Helper()
	type description struct {
		*image
		table
		module
		count, functions int
	}
	read := func(wasm []byte) (d description) {
		in := reader{wasm[8:], nil}
		for len(in.rest) > 0 {
			id, body := in.bytes(1), in.bytes(int(in.unsigned()))
			if in.err != nil || id[0] != 11 {
				continue
			}
			var err error
			if d.image, err = readData(body); err != nil {
				t.Fatal(err)
			}
		}
		at := bytes.Index(d.image.memory, magic)
		d.table = table{memory: d.image.memory[at:]}
		d.module, _ = d.image.module(at)
		d.count, d.functions = d.long(8), d.long(64)
		return d
	}
	old, lean := read(before), read(after)
	var offsets []int // of all facts
	for i := range old.count {
		f := old.functions + old.word(old.functions+8*i+4)
		for k := range old.facts(f) {
			offsets = append(offsets, old.word(old.fact(f, k)))
		}
	}
	slices.Sort(offsets)
	text := func(d description, offset int) string { // a fact, up to the next one
		next, _ := slices.BinarySearch(offsets, offset+1)
		at := d.module[funcdataWord] - d.from
		return string(d.image.memory[at+offset : at+min(offsets[next], offset+1000)])
	}
	starts, told := map[int]bool{}, 0
	for i := range lean.count {
		at := lean.module[bucketsWord] - lean.from + (lean.word(lean.functions+8*i)<<counterBits-lean.module[lowestWord])>>bucketBits*bucketSize
		found := int(lean.image.memory[at]) + int(lean.image.memory[at+1])<<8 + int(lean.image.memory[at+4])
		starts[found] = true
		for lean.word(lean.functions+8*(found+1)) <= lean.word(lean.functions+8*i) {
			found++
		}
		if found != i {
			t.Fatalf("function %d is taken for %d", i, found)
		}
		was, is := old.functions+old.word(old.functions+8*i+4), lean.functions+lean.word(lean.functions+8*i+4)
		for k := range max(old.facts(was), lean.facts(is)) {
			a, b := old.word(old.fact(was, k)), lean.word(lean.fact(is, k))
			switch {
			case k == inlined || k == arguments:
				if a != none {
					told++
				}
				if b != none {
					t.Fatalf("function %d: fact %d is still there", i, k)
				}
			case a != b || a != none && text(old, a) != text(lean, b):
				t.Fatalf("function %d: fact %d was %d, %q, and is %d, %q", i, k, a, text(old, a), b, text(lean, b))
			}
		}
	}
	if lean.count != old.count || lean.count < 1000 || told < 500 || len(starts) > lean.count/stride+1 {
		t.Errorf("%d functions of %d, %d facts about arguments, found from %d starts", lean.count, old.count, told, len(starts))
	}
}

// TestOtherTablesStay: what is no function table of the known layout is left as it is, and what is no program is refused.
func TestOtherTablesStay(t *testing.T) {
	for _, data := range []string{"no table at all", string(magic), string(magic) + strings.Repeat("\xff", 200), strings.Repeat(string(magic), 2)} {
		m := &image{8, []byte(data)}
		if m.strip() || string(m.memory) != data {
			t.Errorf("%.20q was changed", data)
		}
	}
	for _, wasm := range []string{"", "\x7fELF", "\x00asm\x01\x00\x00\x00\x0b\x05\x01"} {
		if _, _, err := Program([]byte(wasm)); err == nil {
			t.Errorf("%q is taken for a program", wasm)
		}
	}
}

// TestSection: a memory comes back from the section that is written of it, wherever its zeros are.
func TestSection(t *testing.T) {
	for _, memory := range [][]byte{
		[]byte("plain"),
		append(append([]byte{1}, make([]byte, gap-1)...), 2),
		append(append([]byte{1, 0, 0, 3}, make([]byte, 5*gap)...), 2, 4),
	} {
		m := &image{1 << 16, memory}
		got, err := readData(m.section())
		if err != nil || got.from != m.from || !bytes.Equal(got.memory, memory) {
			t.Errorf("%d bytes became %+v, %v", len(memory), got, err)
		}
	}
}
