// Package sheet moves tables in and out: customers, shipments and what carriers
// report of them, tens of thousands of rows, as spreadsheets write them.
//
// A file goes by a signed form straight into the private bucket, never through
// a function. Somebody then says what it is (Start); its heading and its
// encoding are looked at, and an Import is written that the sweep works on, two
// hundred rows at a time, with the time it has left. The record says how many
// rows are done; whoever goes on reads the file from its beginning, passes over
// those, and remembers meanwhile whom they were about, so that a second row
// about the same one is found wherever it stands. A chunk that was cut short is
// done again: a row that says what is stored already writes nothing, so doing it
// twice does it once, and a file that is imported again changes nothing. (What a
// chunk wrote before it was cut short is then counted as unchanged.)
//
// A row is taken over as a whole or not at all. Wrong ones are noted with their
// line, column and reason (a code, never what stood there) and don't stop the
// others, unless they are too many. A column that the file does not have stays
// as it is, an empty cell empties.
//
// Consent to greetings is never taken from a table by itself: only where the
// row says when, how and to which sentence it was given (rule LAW-2), and never
// against a stop.
//
// What goes out is safe to open: a cell that a spreadsheet would work out gets a
// quote in front, which is taken off again when it comes back in. What was
// exported and is imported again changes nothing.
//
// Rules kept here: QM-6 (files kept up to date), QM-11 (exports are audited),
// SJ-4 (import of shipments and of their statuses).
package sheet
