// Package calendar knows when somebody is there to answer.
//
// A Calendar is what an admin writes: a time zone, opening spans for each
// weekday, dated exceptions, and whether Chinese public holidays count. Compile
// makes it into a Schedule, which does the arithmetic: how much open time lies
// between two instants, and when a given amount of it will have passed.
//
// How a day's spans are found: a dated exception, else the holiday data (a day
// off is closed, a make-up working day is like a Monday), else the weekday. For
// a year whose list has not been loaded the days that the law names are off,
// and are marked provisional.
//
// How wall times become instants: as RFC 5545 says. A time that a clock change
// skips is read with the offset before the change; of a time that comes twice
// the first is meant. The zone of the machine plays no part.
//
// Everything is bounded: no answer lies more than 400 days ahead, and looking
// for one ends there. A Schedule lays out a UTC year of spans the first time
// that year is asked for; after that an answer is a binary search.
//
// Also here: which festival falls on which date (LAW-5, NJ-2), from a table.
//
// Rules kept here: QM-4 (fixed service hours), LAW-5 (make-up working days are
// data, a missing year is marked).
package calendar
