package table

// Limits of a plan and of a table.
const (
	MaxModalities = 6
	MaxInputs     = 512
	MaxTargets    = 16
	MaxLevels     = 20   // of a category
	MaxColumns    = 4096 // of a table
	MaxHoldOut    = 0.5
	knownDistinct = 256 // values of a column that are counted; there may be more
)

// Options are what a person has said of a file before it is read. Nothing else is guessed then.
type Options struct {
	Decimal   string `json:"decimal,omitempty"`   // "." or ","
	Delimiter string `json:"delimiter,omitempty"` // a character; " " are blanks of any number
	Header    string `json:"header,omitempty"`    // "yes" or "no"
	Nearest   bool   `json:"nearest,omitempty"`   // take the nearest moments that data can have, as [Plan].Nearest
}

// Survey is what a file is found to hold.
type Survey struct {
	Kind        string   `json:"kind"` // "table" or "matrix"
	Source      string   `json:"source"`
	Format      string   `json:"format"` // "text", "npy" or "npz"
	Delimiter   string   `json:"delimiter,omitempty"`
	Decimal     string   `json:"decimal,omitempty"`
	Header      bool     `json:"header"`
	Rows        int      `json:"rows"`
	Bytes       int      `json:"bytes"`
	Asks        *Asks    `json:"asks,omitempty"`
	Columns     []Column `json:"columns"`
	Collinear   [][]int  `json:"collinear,omitempty"` // the first of each is a sum of multiples of the others
	Correlation bool     `json:"correlation,omitempty"`
	Notes       []Note   `json:"notes,omitempty"`
	Guess       Plan     `json:"guess"`
}

// Asks is a question whose answer the file does not hold: open it again with one of Options.
type Asks struct {
	What    string   `json:"what"` // "decimal"
	Options []string `json:"options"`
	Example string   `json:"example"`
}

// Column is one column of a table, or a variable of a matrix, of which Mean is 0 and SD the root of its mean square.
type Column struct {
	Name        string   `json:"name"`
	Kind        string   `json:"kind"` // "number", "category", "text", "constant" or "empty"
	Missing     int      `json:"missing,omitempty"`
	Distinct    int      `json:"distinct,omitempty"` // at most 257, which means more than 256
	Min         float64  `json:"min"`
	Max         float64  `json:"max"`
	Mean        float64  `json:"mean"`
	SD          float64  `json:"sd"`
	Histogram   []int    `json:"histogram,omitempty"`  // 16 parts from Min to Max
	Categories  []string `json:"categories,omitempty"` // of a category, or of whole numbers that may be one
	DuplicateOf *int     `json:"duplicateOf,omitempty"`
}

// Note is something worth saying: Code is
//
//	"words"      a column of numbers has Count other cells, the first of them Value in line Row
//	"preamble"   Count lines above the table are left out
//	"skipped"    Value is an array of something else than numbers
//	"notPositive" the matrix has the eigenvalue Value in units of standard deviations: nearest
//	             takes the nearest moments that data can have
//	"rounding"   the same, within the printed digits: the nearest are taken
type Note struct {
	Code   string `json:"code"`
	Column *int   `json:"column,omitempty"`
	Name   string `json:"name,omitempty"` // of the column
	Row    int    `json:"row,omitempty"`
	Value  any    `json:"value,omitempty"`
	Count  int    `json:"count,omitempty"`
}

// Block is a modality: its name and its columns.
type Block struct {
	Name    string `json:"name"`
	Columns []int  `json:"columns"`
}

// Plan says what the columns are. Columns in OneHot are taken as categories though they hold numbers.
type Plan struct {
	Modalities []Block `json:"modalities"`
	Targets    []int   `json:"targets"`
	OneHot     []int   `json:"oneHot,omitempty"`
	Centre     bool    `json:"centre"`
	HoldOut    float64 `json:"holdOut"`
	Seed       uint64  `json:"seed"`
	Nearest    bool    `json:"nearest,omitempty"` // of an indefinite matrix
}

// Modality is a block of the inputs of a data set.
type Modality struct {
	Name string `json:"name"`
	Dim  int    `json:"dim"`
}

// DataSet holds the second moments that a file comes to, in the shape of package sim's: z =
// (x, y) is of n = D + d_y numbers, an upper triangle of E[z zᵀ] is written row by row.
type DataSet struct {
	Modalities []Modality  `json:"modalities"`
	Inputs     []string    `json:"inputs"`
	Pictures   []int       `json:"pictures,omitempty"` // how many rows a modality has that is one; 0: it is none
	Targets    []string    `json:"targets"`
	Upper      []float64   `json:"upper"`
	HeldOut    []float64   `json:"heldOut,omitempty"` // of the rows held out, about the means of the others
	Rows       int         `json:"rows,omitempty"`
	Held       int         `json:"held,omitempty"`
	Dropped    int         `json:"dropped,omitempty"`
	Groups     [][]float64 `json:"groups,omitempty"` // about the means of all rows: their mean is Upper, but for parts of a row
	Source     string      `json:"source,omitempty"`
	Centred    bool        `json:"centred,omitempty"`

	Rank      int     `json:"rank"`                // of the inputs' moments
	Collinear [][]int `json:"collinear,omitempty"` // inputs: the first of each is a sum of multiples of the others
	Constant  []int   `json:"constant,omitempty"`  // inputs that do not vary
}

// NoteCodes are those of all notes.
var NoteCodes = []string{"words", "preamble", "skipped", "notPositive", "rounding"}
