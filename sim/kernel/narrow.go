package kernel

// narrow is the number of columns up to which [LeftProduct] goes down all rows at once, eight
// and four columns at a time, in a single function: for the layers of a projected network, a
// dozen columns wide, that takes two thirds of the time.
const narrow = 16

// leftNarrow is [LeftProduct] of a narrow matrix, of a multiple of four columns.
func leftNarrow(dst, q, w []float64) {
	n := len(dst)
	for ; len(dst) >= 8; dst = dst[8:] {
		var s0, s1, s2, s3, s4, s5, s6, s7 float64
		rows := w
		for _, c := range q {
			r := rows[:8]
			s0 += c * r[0]
			s1 += c * r[1]
			s2 += c * r[2]
			s3 += c * r[3]
			s4 += c * r[4]
			s5 += c * r[5]
			s6 += c * r[6]
			s7 += c * r[7]
			if len(rows) < n {
				break
			}
			rows = rows[n:]
		}
		dst[0], dst[1], dst[2], dst[3], dst[4], dst[5], dst[6], dst[7] = s0, s1, s2, s3, s4, s5, s6, s7
		if len(w) < 8 {
			return
		}
		w = w[8:]
	}
	if len(dst) < 4 {
		return
	}
	var s0, s1, s2, s3 float64
	for _, c := range q {
		r := w[:4]
		s0 += c * r[0]
		s1 += c * r[1]
		s2 += c * r[2]
		s3 += c * r[3]
		if len(w) < n {
			break
		}
		w = w[n:]
	}
	dst[0], dst[1], dst[2], dst[3] = s0, s1, s2, s3
}
