// Package table reads data as people have them: tables of numbers and categories as text
// or NumPy arrays, and matrices of second moments as programs print them. It knows
// nothing of networks, and of package sim's only its way to report mistakes.
//
// # Two readings
//
// A [Reader] is fed a file in pieces of any size, twice. The first reading is a [Survey]: what
// the columns are, and a guess of which are whose. The second one comes, under a [Plan], to a
// [DataSet]: second moments of inputs and targets, all that linear networks see of data. Memory
// grows with the square of the columns, not with the rows. Texts of up to some megabytes are also kept whole
// until the survey, for they may be a matrix ([ReadMatrix]) or a table in another notation, such as LaTeX.
//
// # What is never done
//
// No number is silently another one. Whether a comma stands before a fraction or between
// thousands is decided once for a text, and asked where it can be both. A row with a gap in a column
// that is used is dropped and counted. A text that is nearly a matrix is refused with the place, and
// not read as a table.
//
// # What is where
//
//	reader.go, text.go, arrays.go, zip.go  bytes to rows · sniff.go  how a text is written ·
//	                             cells.go, number.go, plain.go  cells to numbers
//	survey.go, column.go         the first reading · guess.go  a plan
//	second.go, gram.go           the second one: moments, hold-out, groups, rank · pictures.go  modalities
//	                             that are pictures
//	matrix.go, lines.go, assemble.go, brackets.go, markup.go  matrices of all notations ·
//	                             aligned.go  columns below each other · rewrite.go  tables in those
//	types.go, errors.go, json.go, session.go  what a page gets
package table
