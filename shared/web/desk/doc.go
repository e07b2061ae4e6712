// Package desk is the API of those who work at the desk: agents, supervisors,
// admins.
//
// Every operation stands in one table (table.go) with the roles that may call
// it; there is no other way to register one, and one without roles can't be
// registered. Before an operation runs, the token is checked, the roles are
// compared, and the person's file at the desk is found: who acts is that
// member of staff, so every event names him. What a role may do is decided by
// the groups of the user pool, who somebody is by the roster.
//
// An operation takes what came in, calls one use case and shows what it gave.
// Pages for agents can be made of the same operations.
//
// Answers about a ticket carry its version as ETag. Every operation that
// changes something takes it back as If-Match and answers 412 when the thing
// is not as the caller has seen it. An action on a ticket without If-Match is
// done on the ticket as it is; a record that is replaced as a whole (staff,
// teams, customers) needs it.
//
// The table says too which operations the audit log tells of: their row is
// written before they run, and an operation whose row can't be written does not
// run. What happens to a ticket stands in the ticket's own history.
//
// Rules kept here: PD-11 and QM-11 (roles, covered numbers, a row in the audit
// log for whoever looks at a whole one), NJ-13 and NJ-16 (what is asked of a
// caller), NJ-15 (any role can take a complaint), LAW-2 (an agent vouches for a
// consent, and for a stop), LAW-4 (a person's copy and erasure, each with a row
// in the audit log and a line in the function's).
package desk
