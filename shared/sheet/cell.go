package sheet

import "strings"

// Mark is what a CSV begins with, so that Excel takes it for UTF-8: the byte
// order mark.
const Mark = "\ufeff"

// dangerous are the signs by which a spreadsheet takes a cell for a formula, also
// as they are written full width.
const dangerous = "=+-@\t\r\n＝＋－＠"

// Safe makes a cell text where a spreadsheet would work it out, by a quote in
// front. A cell that looks as if it had got one already gets a second, so that
// Plain gives back what there was.
func Safe(cell string) string {
	if runs(cell) {
		return "'" + cell
	}
	return cell
}

// Plain takes off what Safe put in front.
func Plain(cell string) string {
	if strings.HasPrefix(cell, "'") && runs(cell) {
		return cell[1:]
	}
	return cell
}

// runs tells whether a cell, less the quotes in front of it, begins like a
// formula.
func runs(cell string) bool { return strings.IndexAny(strings.TrimLeft(cell, "'"), dangerous) == 0 }
