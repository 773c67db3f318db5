package scene

// interval is a label on one axis: it wants its centre at want and takes half
// to either side.
type interval struct{ want, half, at float64 }

// spread moves the intervals (ordered by want) as little as possible, in the
// sense of least squares, so that none overlaps and all lie within [lo, hi].
// It reports false, and leaves a packing that begins at lo, if there is no room.
//
// Subtracting from each wish the room its predecessors take turns the task into
// isotonic regression, which pooling adjacent violators solves exactly.
func spread(list []interval, gap, lo, hi float64) bool {
	if len(list) == 0 {
		return true
	}
	packed := lo - gap
	for i := range list {
		packed += gap + list[i].half
		list[i].at = packed // for now: where it sits when packed from lo
		packed += list[i].half
	}
	slack := hi - packed
	if slack < 0 {
		return false
	}
	for i := 0; i < len(list); {
		i = pool(list, i)
	}
	// Pools now share one offset each; clamping keeps them in order.
	for i := range list {
		list[i].at += Clamp(list[i].want, 0, slack)
	}
	return true
}

// pool merges interval i, whose wish becomes its offset from the packed place,
// with the pools before it until their offsets ascend. In a finished entry,
// want is the offset of its pool.
func pool(list []interval, i int) int {
	mean := list[i].want - list[i].at
	count := 1
	for first := i; first > 0 && list[first-1].want > mean; first = i - count + 1 {
		before := 1
		for first-1-before >= 0 && list[first-1-before].want == list[first-1].want {
			before++
		}
		mean = (mean*float64(count) + list[first-1].want*float64(before)) / float64(count+before)
		count += before
	}
	for k := i - count + 1; k <= i; k++ {
		list[k].want = mean
	}
	return i + 1
}
