package scene

// Advances in thousandths of the type size: for every character the larger one
// of DejaVu Sans (the widest face a system is likely to answer for a generic
// sans) and an Arial metric. Real text is as wide or up to a tenth narrower.
var asciiAdvance = [95]uint16{
	318, 401, 460, 838, 637, 951, 780, 275, 391, 391, 500, 838, 318, 361, 318, 337, //  !"#$%&'()*+,-./
	637, 637, 637, 637, 637, 637, 637, 637, 637, 637, 337, 337, 838, 838, 838, 557, // 0123456789:;<=>?
	1016, 685, 687, 723, 771, 667, 611, 778, 752, 295, 500, 667, 558, 863, 749, 788, // @ABCDEFGHIJKLMNO
	667, 788, 723, 667, 611, 732, 685, 989, 686, 667, 686, 391, 337, 391, 838, 557, // PQRSTUVWXYZ[\]^_
	500, 613, 635, 550, 635, 616, 353, 635, 634, 278, 278, 580, 278, 975, 634, 612, // `abcdefghijklmno
	635, 635, 412, 521, 393, 634, 592, 818, 592, 592, 525, 637, 337, 637, 838, // pqrstuvwxyz{|}~
}

// boldFactor widens a text in the heavier weight, but for ideographs.
const boldFactor = 1.13

// emWidth is the width of plain text in units of its size.
func emWidth(s string) float64 {
	total := 0
	for _, r := range s {
		total += advance(r)
	}
	return float64(total) / 1000
}

func advance(r rune) int {
	switch {
	case r >= ' ' && r <= '~':
		return int(asciiAdvance[r-' '])
	case r == '\u202f' || r == '\u2009': // thin spaces
		return 210
	case r == '\u00a0':
		return advance(' ')
	case r == '·' || r == '’' || r == '‘':
		return 390
	case r == '‖' || r == '–':
		return 560
	case r >= 0x0300 && r <= 0x036f: // combining accents
		return 0
	case r < 0x0250: // accented Latin
		return 700
	case r >= 0x0370 && r < 0x0590: // Greek, Cyrillic
		return 760
	}
	return 1000 // arrows, relations, ideographs
}
