package table

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
)

// trees is what the texts below mean, of two decimals.
var trees = []float64{9.85, 10.38, 49.89, 10.38, 40.6, 62.66, 49.89, 62.66, 270.2}

const treeNames = "Girth Height Volume"

// TestForms: further forms of every kind, of other programs, with the same numbers.
func TestForms(t *testing.T) {
	tab := func(text string) string { return strings.ReplaceAll(text, "|", "\t") }
	for _, c := range []struct{ name, text, names string }{
		// Names.
		{"R, names with blanks", "             Tree Girth  Tree Height Volume\nTree Girth         9.85        10.38  49.89\nTree Height       10.38        40.60  62.66\nVolume            49.89        62.66 270.20", ""},
		{"quoted names with blanks", "\"\" \"Tree Girth\" \"Tree Height\" \"Volume\"\n\"Tree Girth\" 9.85 10.38 49.89\n\"Tree Height\" 10.38 40.60 62.66\n\"Volume\" 49.89 62.66 270.20", "Tree Girth,Tree Height,Volume"},
		{"numbered rows", "       1      2      3\n1   9.85  10.38  49.89\n2  10.38  40.60  62.66\n3  49.89  62.66 270.20", ""},
		{"counted from 0", "       0      1      2\n0   9.85  10.38  49.89\n1  10.38  40.60  62.66\n2  49.89  62.66 270.20", ""},
		{"CSV counted from 0", ",0,1,2\n0,9.85,10.38,49.89\n1,10.38,40.60,62.66\n2,49.89,62.66,270.20", ""},
		{"numbers before names", "1. Girth 9.85 10.38 49.89\n2. Height 10.38 40.60 62.66\n3. Volume 49.89 62.66 270.20", treeNames},
		{"numbered names with blanks, tabs", tab("1. Girth|9.85\n2. Height 2|10.38|40.60\n3. Volume|49.89|62.66|270.20"), "Girth,Height 2,Volume"},
		{"names behind a comment", "# Girth Height Volume\n9.85 10.38 49.89\n10.38 40.60 62.66\n49.89 62.66 270.20", treeNames},
		{"a caption", "Covariance matrix of the trees\n9.85 10.38 49.89\n10.38 40.60 62.66\n49.89 62.66 270.20", ""},
		{"Cyrillic", " обхват высота объём\nобхват 9.85 10.38 49.89\nвысота 10.38 40.60 62.66\nобъём 49.89 62.66 270.20", "обхват высота объём"},
		{"SAS", "                 Covariance Matrix, DF = 30\n\n                  Girth          Height          Volume\n\nGirth              9.85           10.38           49.89\nHeight            10.38           40.60           62.66\nVolume            49.89           62.66          270.20\n", treeNames},
		{"SPSS factor analysis", tab("||Girth|Height|Volume\nCovariance|Girth|9.85|10.38|49.89\n|Height|10.38|40.60|62.66\n|Volume|49.89|62.66|270.20"), treeNames},
		{"Stata", "(obs=31)\n\n             |    Girth   Height   Volume\n-------------+---------------------------\n       Girth |     9.85\n      Height |    10.38    40.60\n      Volume |    49.89    62.66   270.20\n", treeNames},
		{"a footer", "Girth Height Volume\nGirth 9.85 10.38 49.89\nHeight 10.38 40.60 62.66\nVolume 49.89 62.66 270.20\nNote: N = 31", treeNames},
		{"tibble", "# A tibble: 3 × 4\n  term   Girth Height Volume\n  <chr>  <dbl>  <dbl>  <dbl>\n1 Girth   9.85   10.38  49.89\n2 Height 10.38   40.60  62.66\n3 Volume 49.89   62.66 270.20", treeNames},
		{"Julia", "3×3 Matrix{Float64}:\n  9.85  10.38   49.89\n 10.38  40.6    62.66\n 49.89  62.66  270.2", ""},
		{"Julia, named", "3×4 DataFrame\n Row │ variable  Girth    Height   Volume\n     │ String    Float64  Float64  Float64\n─────┼─────────────────────────────────────\n   1 │ Girth        9.85    10.38    49.89\n   2 │ Height      10.38    40.6     62.66\n   3 │ Volume      49.89    62.66   270.2", treeNames},
		// Triangles.
		{"lower", "9.85\n10.38 40.60\n49.89 62.66 270.20", ""},
		{"lower, CSV", "9.85,,\n10.38,40.60,\n49.89,62.66,270.20", ""},
		{"lower, decimal commas", "9,85\n10,38 40,60\n49,89 62,66 270,20", ""},
		{"upper", "9.85 10.38 49.89\n     40.60 62.66\n          270.20", ""},
		{"upper, tabs", tab("9.85|10.38|49.89\n|40.60|62.66\n||270.20"), ""},
		{"upper, tabs, names", tab("|Girth|Height|Volume\nGirth|9.85|10.38|49.89\nHeight||40.60|62.66\nVolume|||270.20"), treeNames},
		{"lower, NA above", "Girth Height Volume\nGirth 9.85 NA NA\nHeight 10.38 40.60 NA\nVolume 49.89 62.66 270.20", treeNames},
		{"lavaan", "lower <- '\n 9.85,\n 10.38, 40.60,\n 49.89, 62.66, 270.20 '\nS <- getCov(lower, names = c(\"Girth\", \"Height\", \"Volume\"))", ""},
		{"lavaan, numbers", "lav_matrix_lower2full(c(9.85, 10.38, 40.60, 49.89, 62.66, 270.20))", ""},
		{"LaTeX, lower", "\\begin{tabular}{lrrr}\n & Girth & Height & Volume \\\\ \\hline\nGirth & 9.85 & & \\\\\nHeight & 10.38 & 40.60 & \\\\\nVolume & 49.89 & 62.66 & 270.20 \\\\\n\\end{tabular}", treeNames},
		// Wrapped columns.
		{"R, wrapped", "           Girth Height\nGirth       9.85  10.38\nHeight     10.38  40.60\nVolume     49.89  62.66\n       Volume\nGirth   49.89\nHeight  62.66\nVolume 270.20", treeNames},
		{"R, wrapped, without names", "      [,1]  [,2]\n[1,]  9.85 10.38\n[2,] 10.38 40.60\n[3,] 49.89 62.66\n       [,3]\n[1,]  49.89\n[2,]  62.66\n[3,] 270.20", ""},
		{"pandas, wrapped", "        Girth  Height  \\\nGirth    9.85   10.38   \nHeight  10.38   40.60   \nVolume  49.89   62.66   \n\n        Volume  \nGirth    49.89  \nHeight   62.66  \nVolume  270.20  ", treeNames},
		{"MATLAB, wrapped", "  Columns 1 through 2\n\n    9.85   10.38\n   10.38   40.60\n   49.89   62.66\n\n  Column 3\n\n   49.89\n   62.66\n  270.20\n", ""},
		{"Octave, wrapped", "S =\n\n Columns 1 and 2:\n\n    9.85   10.38\n   10.38   40.60\n   49.89   62.66\n\n Column 3:\n\n   49.89\n   62.66\n  270.20\n", ""},
		// Brackets.
		{"MATLAB, continued", "S = [ 9.85, 10.38, 49.89; ...\n     10.38, 40.60, 62.66; ...\n     49.89, 62.66, 270.20 ];", ""},
		{"MATLAB, commas in lines", "S = [9.85, 10.38, 49.89\n10.38, 40.60, 62.66\n49.89, 62.66, 270.20]", ""},
		{"Python tuples", "((9.85, 10.38, 49.89), (10.38, 40.60, 62.66), (49.89, 62.66, 270.20))", ""},
		{"NumPy scalars", "[[np.float64(9.85), np.float64(10.38), np.float64(49.89)], [np.float64(10.38), np.float64(40.60), np.float64(62.66)], [np.float64(49.89), np.float64(62.66), np.float64(270.20)]]", ""},
		{"wrapped rows", "array([[  9.85,\n         10.38,  49.89],\n       [ 10.38,\n         40.6 ,  62.66],\n       [ 49.89,\n         62.66, 270.2 ]])", ""},
		{"R dput", "structure(c(9.85, 10.38, 49.89, 10.38, 40.6, 62.66, 49.89, 62.66, 270.2), dim = c(3L, 3L), dimnames = list(c(\"Girth\", \"Height\", \"Volume\"), c(\"Girth\", \"Height\", \"Volume\")))", ""},
		{"R matrix", "S <- matrix(c(9.85,10.38,49.89,10.38,40.60,62.66,49.89,62.66,270.20), 3, 3)", ""},
		{"R rbind", "rbind(c(9.85, 10.38, 49.89), c(10.38, 40.60, 62.66), c(49.89, 62.66, 270.20))", ""},
		{"pandas split", `{"columns":["Girth","Height","Volume"],"index":["Girth","Height","Volume"],"data":[[9.85,10.38,49.89],[10.38,40.6,62.66],[49.89,62.66,270.2]]}`, ""},
		{"pandas records", `[{"Girth":9.85,"Height":10.38,"Volume":49.89},{"Girth":10.38,"Height":40.6,"Volume":62.66},{"Girth":49.89,"Height":62.66,"Volume":270.2}]`, treeNames},
		{"Python dictionary", `{'Girth': {'Girth': 9.85, 'Height': 10.38, 'Volume': 49.89}, 'Height': {'Girth': 10.38, 'Height': 40.6, 'Volume': 62.66}, 'Volume': {'Girth': 49.89, 'Height': 62.66, 'Volume': 270.2}}`, treeNames},
		{"Mathematica powers", "{{9.85, 1.038*^1, 4.989*^1}, {10.38, 40.6, 62.66}, {49.89, 62.66, 2.702*^2}}", ""},
		{"C", "double S[3][3] = {{9.85, 10.38, 49.89}, {10.38, 40.60, 62.66}, {49.89, 62.66, 270.20}};", ""},
		// Markup.
		{"LaTeX bmatrix", "$$\\Sigma = \\begin{bmatrix} 9.85 & 10.38 & 49.89 \\\\ 10.38 & 40.60 & 62.66 \\\\ 49.89 & 62.66 & 270.20 \\end{bmatrix}$$", ""},
		{"LaTeX array", "\\left[\\begin{array}{ccc}\n9.85 & 10.38 & 49.89\\\\[2pt]\n10.38 & 40.60 & 62.66\\\\\n49.89 & 62.66 & 270.20\n\\end{array}\\right]", ""},
		{"Markdown", "| | Girth | Height | Volume |\n|---|---:|---:|---:|\n| **Girth** | 9.85 | 10.38 | 49.89 |\n| **Height** | 10.38 | 40.60 | 62.66 |\n| **Volume** | 49.89 | 62.66 | 270.20 |", ""},
		{"Org", "|        | Girth | Height | Volume |\n|--------+-------+--------+--------|\n| Girth  |  9.85 |  10.38 |  49.89 |\n| Height | 10.38 |  40.60 |  62.66 |\n| Volume | 49.89 |  62.66 | 270.20 |", treeNames},
		{"HTML", "<table><tr><th></th><th>Girth</th><th>Height</th><th>Volume</th></tr><tr><th>Girth</th><td>9.85</td><td>10.38</td><td>49.89</td></tr><tr><th>Height</th><td>10.38</td><td>40.60</td><td>62.66</td></tr><tr><th>Volume</th><td>49.89</td><td>62.66</td><td>270.20</td></tr></table>", treeNames},
		{"a drawn table", "┌────────┬───────┬────────┬────────┐\n│        │ Girth │ Height │ Volume │\n├────────┼───────┼────────┼────────┤\n│ Girth  │  9.85 │  10.38 │  49.89 │\n│ Height │ 10.38 │  40.60 │  62.66 │\n│ Volume │ 49.89 │  62.66 │ 270.20 │\n└────────┴───────┴────────┴────────┘", treeNames},
		{"MySQL", "+-------+--------+--------+\n| Girth | Height | Volume |\n+-------+--------+--------+\n|  9.85 |  10.38 |  49.89 |\n| 10.38 |  40.60 |  62.66 |\n| 49.89 |  62.66 | 270.20 |\n+-------+--------+--------+", treeNames},
		// Numbers.
		{"exponents", "9.85E+00 1.038E+01 4.989e1\n1.038D+01 4.06d1 6.266E+01\n4.989E+01 6.266E+01 2.702E2", ""},
		{"zero-width blanks", "9.85\u200b 10.38 49.89\n10.38 40.60\ufeff 62.66\n49.89 62.66 270.20\u200b", ""},
		{"line separators", "9.85 10.38 49.89\u202810.38 40.60 62.66\u202849.89 62.66 270.20", ""},
		{"thin blanks between", "9.85\u200910.38\u200949.89\n10.38\u200940.60\u200962.66\n49.89\u200962.66\u2009270.20", ""},
		{"semicolons and decimal commas, names", ";Girth;Height;Volume\nGirth;9,85;10,38;49,89\nHeight;10,38;40,6;62,66\nVolume;49,89;62,66;270,2", treeNames},
		{"quoted decimal commas, names", "\"\",\"Girth\",\"Height\",\"Volume\"\n\"Girth\",\"9,85\",\"10,38\",\"49,89\"\n\"Height\",\"10,38\",\"40,6\",\"62,66\"\n\"Volume\",\"49,89\",\"62,66\",\"270,2\"", treeNames},
		{"powers of ten", "0.985×10^1 10.38 49.89\n10.38 4.06×10^1 62.66\n49.89 62.66 2.702×10^2", ""},
		{"smart quotes", "“Girth” “Height” “Volume”\n9.85 10.38 49.89\n10.38 40.60 62.66\n49.89 62.66 270.20", treeNames},
	} {
		m, err := ReadMatrix(c.text, "")
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if m.N != 3 {
			t.Errorf("%s: %v", c.name, m.Values)
			continue
		}
		for i, v := range m.Values {
			if math.Abs(v-trees[i]) > 1e-9 {
				t.Errorf("%s: %v", c.name, m.Values)
				break
			}
		}
		want := strings.Fields(c.names)
		if strings.Contains(c.names, ",") {
			want = strings.Split(c.names, ",")
		}
		if c.names != "" && !slices.Equal(m.Names, want) {
			t.Errorf("%s: the names are %q", c.name, m.Names)
		}
	}
}

// TestMarks: thousands and fractions of other countries, and of triangles.
func TestMarks(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"German thousands", "1.234,5\t0,5\t1\n0,5\t2\t1\n1\t1\t3", "1234.5 0.5 1 0.5 2 1 1 1 3"},
		{"Swiss thousands", "1'234.5 0.5 1\n0.5 2 1\n1 1 3", "1234.5 0.5 1 0.5 2 1 1 1 3"},
		{"curly Swiss thousands", "1’234.5\t0.5\t1\n0.5\t2\t1\n1\t1\t3", "1234.5 0.5 1 0.5 2 1 1 1 3"},
		{"French thousands", "1\u202f234,5;0,5;1\n0,5;2;1\n1;1;3", "1234.5 0.5 1 0.5 2 1 1 1 3"},
		{"blanks in cells", "1 234,5;0,5;1\n0,5;2;1\n1;1;3", "1234.5 0.5 1 0.5 2 1 1 1 3"},
		{"non-breaking thousands", "1\u00a0234,5\t0,5\t1\n0,5\t2\t1\n1\t1\t3", "1234.5 0.5 1 0.5 2 1 1 1 3"},
		{"German millions", "1.234.567\t0\t1\n0\t2\t1\n1\t1\t3", "1.234567e+06 0 1 0 2 1 1 1 3"},
		{"Indian", "12,34,567\t0\t1\n0\t2\t1\n1\t1\t3", "matrixEntry"},
		{"either", "1,234\t0\t1,100\n0\t2,500\t1,200\n1,100\t1,200\t3,000", "matrixCommas"},
		{"either, a triangle", "1,234\n1,100 2,500\n1,050 1,200 3,000", "matrixCommas"},
		{"points of three digits", "1.234 0 1.100\n0 2.500 1.200\n1.100 1.200 3.000", "1.234 0 1.1 0 2.5 1.2 1.1 1.2 3"},
		{"names with points and commas", "\"a.b,c\" 4 0.5 1\n\"d, e\" 0.5 2 1\n\"f\" 1 1 3", "4 0.5 1 0.5 2 1 1 1 3"},
		{"hyphen as minus", "4 ‐0,5 1\n‐0,5 2 –1\n1 —1 3", "4 -0.5 1 -0.5 2 -1 1 -1 3"},
		{"fractions", "{{4, 1/2, 1}, {1/2, 2, 1}, {1, 1, 3}}", "4 0.5 1 0.5 2 1 1 1 3"},
		{"MATLAB's factor", "S =\n\n   1.0e+03 *\n\n    0.0040    0.0005    0.0010\n    0.0005    0.0020    0.0010\n    0.0010    0.0010    0.0030\n", "4 0.5 1 0.5 2 1 1 1 3"},
		{"without a diagonal", "        a   b   c\nb     0.5\nc     0.2 0.3\ny     0.1 0.4 0.6", "1 0.5 0.2 0.1 0.5 1 0.3 0.4 0.2 0.3 1 0.6 0.1 0.4 0.6 1"},
		{"without a diagonal, above", "     b   c   y\na  0.5 0.2 0.1\nb      0.3 0.4\nc          0.6", "1 0.5 0.2 0.1 0.5 1 0.3 0.4 0.2 0.3 1 0.6 0.1 0.4 0.6 1"},
		{"without a diagonal, in a sheet", "\ta\tb\tc\na\t\t.5\t.2\nb\t.5\t\t.3\nc\t.2\t.3\t", "1 0.5 0.2 0.5 1 0.3 0.2 0.3 1"},
		{"covariances without a diagonal", "\ta\tb\tc\na\t\t5\t2\nb\t5\t\t3\nc\t2\t3\t", "matrixGap"},
		{"a gap in a full matrix", "4\t\t1\n0.5\t2\t1\n1\t1\t3", "matrixGap"},
		{"dots in the middle", "[[4, ..., 1], [0.5, ..., 1], [1, ..., 3]]", "matrixShortened"},
		{"pandas, shortened", "     a    b  ...    y\na  4.0  0.5  ...  1.0\nb  0.5  2.0  ...  1.0\n..  ...  ...  ...  ...\ny  1.0  1.0  ...  3.0", "matrixShortened"},
		{"stars", "1 .52** .97**\n.52** 1 .60**\n.97** .60** 1", "matrixEntry"},
		{"means above", "13.2 76 30.1\n4 0.5 1\n0.5 2 1\n1 1 3", "matrixSquare"},
		{"nothing", "no numbers at all", "matrixMissing"},
	} {
		m, err := ReadMatrix(c.text, "")
		var e *Error
		got := ""
		if errors.As(err, &e) {
			got = e.Code
		} else {
			got = strings.Trim(fmt.Sprint(m.Values), "[]")
		}
		if got != c.want {
			t.Errorf("%s: %s, want %s (%v)", c.name, got, c.want, err)
		}
	}
}
