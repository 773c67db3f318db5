package sim

import (
	"encoding/binary"
	"hash/fnv"
	"math"
	"strconv"
	"strings"
	"sync"
)

// inTab begins the name of data that no link can hold: they are in this program only.
const inTab = "tab-"

// longestLinked is how many characters of a link data may take: it has other things to say.
const longestLinked = 3000

// mostGroupNumbers is how many numbers the groups of all sets kept may have together; beyond it
// the oldest lose theirs.
const mostGroupNumbers = 1 << 24

// keptSet is a data set with what follows from it.
type keptSet struct {
	own         string
	set         *DataSet
	train, held *Moments
}

// keep is what this program has been brought, oldest first.
var keep struct {
	sync.Mutex
	sets []*keptSet
	read []*keptSet // of links, the last few
}

// Keep checks a data set, keeps it in this program, and returns what [Scenario.Own] is to hold:
// the canonical form where a link can hold it and nothing is held out, else a name that only this
// program knows. The set must not change any more. Its error is an *[Error].
func Keep(d *DataSet) (own string, err error) {
	if err := d.checkShape(); err != nil {
		return "", err
	}
	train, held, err := d.both()
	if err != nil {
		return "", err
	}
	keep.Lock()
	defer keep.Unlock()
	if own = d.linked(); own == "" {
		own = inTab + d.hash()
	}
	entry := &keptSet{own, d, train, held}
	if k := known(own); k != nil {
		*k = *entry
	} else {
		keep.sets = append(keep.sets, entry)
	}
	forgetGroups()
	return own, nil
}

// linked is the canonical form, or nothing where a link cannot hold it.
func (d *DataSet) linked() string {
	if d.D() > MaxOwnInputs || d.HeldOut != nil || d.Pictures != nil {
		return ""
	}
	for _, v := range d.Upper {
		if v > largestEntry || v < -largestEntry {
			return ""
		}
	}
	text := d.String()
	if len(escape(text)) > longestLinked || len(text) > longestOwn {
		return ""
	}
	return text
}

// hash is of everything in the set.
func (d *DataSet) hash() string {
	h := fnv.New64a()
	number := func(v uint64) { h.Write(binary.LittleEndian.AppendUint64(nil, v)) }
	list := func(values []float64) {
		number(uint64(len(values)))
		for _, v := range values {
			number(math.Float64bits(v))
		}
	}
	words := func(texts ...string) {
		number(uint64(len(texts)))
		for _, text := range texts {
			number(uint64(len(text)))
			h.Write([]byte(text))
		}
	}
	for _, m := range d.Modalities {
		words(m.Name)
		number(uint64(m.Dim))
	}
	words(d.Inputs...)
	for _, rows := range d.Pictures {
		number(uint64(rows))
	}
	words(d.Targets...)
	words(d.Source, strconv.FormatBool(d.Centred))
	list(d.Upper)
	list(d.HeldOut)
	list([]float64{float64(d.Rows), float64(d.Held), float64(d.Dropped)})
	for _, g := range d.Groups {
		list(g)
	}
	return strconv.FormatUint(h.Sum64(), 36)
}

func forgetGroups() {
	numbers := 0
	for i := len(keep.sets) - 1; i >= 0; i-- {
		k := keep.sets[i]
		for _, g := range k.set.Groups {
			numbers += len(g)
		}
		if i < len(keep.sets)-1 && numbers > mostGroupNumbers && k.set.Groups != nil {
			without := *k.set
			without.Groups = nil
			k.set = &without
		}
	}
}

// known finds a set in the table, which must be locked.
func known(own string) *keptSet {
	for _, k := range keep.sets {
		if k.own == own {
			return k
		}
	}
	return nil
}

// Kept returns the data set that [Scenario.Own] stands for: the one that was kept, with all that
// is known of it, else what the canonical form says. Nil: this program does not have it. Read only.
func Kept(own string) *DataSet {
	if k, err := ownSet(own); err == nil {
		return k.set
	}
	return nil
}

// Local reports whether data are in this program only.
func Local(own string) bool { return strings.HasPrefix(own, inTab) }

// ownSet is Kept with what follows from it. Its error is an *[Error].
func ownSet(own string) (*keptSet, error) {
	keep.Lock()
	k := known(own)
	keep.Unlock()
	switch {
	case k != nil:
		return k, nil
	case Local(own):
		return nil, &Error{Code: NotHere, Key: "own", Value: own}
	}
	return readOnce(own)
}

// readOnce reads a canonical form, and remembers the last ones that it has read: scenarios ask for
// their data again and again.
func readOnce(own string) (*keptSet, error) {
	const most = 8
	keep.Lock()
	defer keep.Unlock()
	for _, k := range keep.read {
		if k.own == own {
			return k, nil
		}
	}
	d, err := readCompact(own)
	if err != nil {
		return nil, err
	}
	m, err := d.moments()
	if err != nil {
		return nil, err
	}
	if len(keep.read) == most {
		keep.read = keep.read[1:]
	}
	k := &keptSet{own: own, set: d, train: m}
	keep.read = append(keep.read, k)
	return k, nil
}

// checkOwn returns the *[Error] of a text that neither names data of this program nor is the
// canonical form of moments that data can have, or nil.
func checkOwn(text string) error {
	k, err := ownSet(text)
	if err == nil && !Local(text) && k.set.String() != text {
		err = &Error{Code: Mismatch, Key: "own", Value: "it is not written as " + k.set.String()}
	}
	return err
}

// ownDims are the dimensions of the modalities of a person's data, nil of those that are not here.
func (s *Scenario) ownDims() (dims []int) {
	if k, err := ownSet(s.Own); err == nil {
		for _, m := range k.set.Modalities {
			dims = append(dims, m.Dim)
		}
	}
	return dims
}

// ownTargets is d_y of a person's data.
func (s *Scenario) ownTargets() int {
	if k, err := ownSet(s.Own); err == nil {
		return len(k.set.Targets)
	}
	return 1
}

// heldOut are the moments of rows of a person's data that were kept back, or nil.
func (s *Scenario) heldOut() *Moments {
	if s.Task != TaskOwn {
		return nil
	}
	if k, err := ownSet(s.Own); err == nil {
		return k.held
	}
	return nil
}

// Names are what a person calls the modalities, in their order; nil where they have no names but the
// letters of the symbols.
func (s Scenario) Names() (names []string) {
	if s.Task != TaskOwn {
		return nil
	}
	k, err := ownSet(s.Own)
	if err != nil || !k.set.named() {
		return nil
	}
	for _, m := range k.set.Modalities {
		names = append(names, m.Name)
	}
	return names
}
