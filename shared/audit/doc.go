// Package audit keeps the log of who did what at the desk, and who looked at
// what is kept covered.
//
// A row is written before an operation runs and marked with how it ended
// afterwards: nothing is done that stands nowhere, and what cannot be written
// down is not done. A row that stays begun is an operation of which nobody
// knows how it ended; its function died.
//
//	from   to       when
//	–      begun    the caller may do it, and it is about to be done
//	begun  done     it was answered as done
//	begun  refused  it was answered as the caller's mistake; nothing was done
//	begun  failed   it was answered as our fault; it may have been done in part
//
// A row holds ids and nothing that a person is called by: who acts is a member
// of staff or an account, what it was about are the ids in the request's path
// and those that the use case adds. A word that is no id, because somebody
// typed a telephone number where an id belongs, is left out.
//
// What happens to a ticket is not here: its events are its history, and they
// name who did it.
//
// Rules kept here: PD-11 and QM-11 (customers' secrets are kept, and whoever
// looked at one can be named), LAW-4 (what was done with a person's data).
package audit
