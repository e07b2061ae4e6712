// Package staff is who works at the desk, in which team, who is there now, and
// who hears of what.
//
// On duty is who works in a team whose hours are open and who is not switched
// to absent. A notice finds its reader in Resolve, which never comes back with
// nobody while the roster has one person left.
//
// The whole roster (at most about a thousand people) is read at once and asked
// in memory: a company's staff changes now and then, and is asked about all
// the time.
//
// Rules kept here: QM-3 (teams, their hours, and what each of them takes on),
// PD-10 (an agent has a badge number that customers are told), PD-11 (roles),
// NJ-15 (there is always somebody).
package staff
