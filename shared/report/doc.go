// Package report makes figures of tickets: one row for each that was opened in a
// period, for a spreadsheet (CSV) or a program (JSON), archived and counted
// outside of the desk (rule JY-4).
//
// A row holds numbers, codes and instants, nothing that anybody wrote but the
// place (the region), and no phone number. It is worked out from the ticket's
// record alone, so a period costs what its records cost to read.
//
// A period is read part by part, each as large as one answer may be; rows are
// written as they are read, so a part takes the same memory whatever the length
// of the period. A ticket that changes between two parts stands in exactly one
// of them, as it is when that part is read: what decides is when it was opened,
// which never changes.
package report
