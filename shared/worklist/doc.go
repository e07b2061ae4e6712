// Package worklist is what those at the desk work through: the open tickets as
// lines (ticket.Line), what is due next first, with filters and counts; who has
// how much (the supervisors' board); and the filters that somebody keeps.
//
// Everything comes out of one bounded read of each team's list, believed for a
// few seconds, so that a page with a thousand open tickets costs no more than
// one with fifty, and twenty people who look cost about what one does.
//
// What is late or due first comes first; what waits for somebody else stands
// behind, by the due time it had. All tickets are customers'; internal work
// would stand behind them (rule PD-16).
//
// Rules kept here: SJ-11 (what is handed over, with its clock), NJ-13 and PD-9
// (what was reported upwards), PD-16.
package worklist
