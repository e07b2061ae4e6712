// Package place keeps whom work is handed to and what carriage costs: the
// register of departments, branches (网点) and partners, and the tariffs.
//
// Both are lists that a company keeps by hand or brings along as a table, and
// that agents search while a caller waits: which branch serves that district,
// what ten kilograms to Chengdu cost. A list is small enough to be read as a
// whole (MaxRows); a process keeps it and asks before each use whether somebody
// has saved since, so nobody is told yesterday's price.
//
// Where nothing was saved under an id, what the program brings along (seed) is
// in force; its version is 1, and the first one saved over it is 2. A place is
// never deleted: whoever no longer gets work is inactive, because old tickets
// go on naming it. Tariffs are.
//
// A save is a transaction per hundred rows, with one event that names the rows.
// Every save counts the list up, and a save of a list that was counted up since
// it was read is worked out anew; so two people can't give one name to two
// places, and a table that broke off can be sent again: rows that say what
// stands there already change nothing.
//
// The name, phone and mail of a contact are of people who work elsewhere. They
// stand in the row alone, never in an event, and go when whoever keeps the
// register takes them out.
//
// Rules kept here: PD-1 (coverage and prices are answered from a searchable
// table that the company keeps), PD-7 and SJ-11 (a ticket is handed to whom the
// register knows).
package place
