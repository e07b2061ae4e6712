// Package sla is the deadline engine: what happened to a ticket, under a policy
// and a calendar, gives its timers and the notices they owe.
//
// It is a fold. Open makes the State of a new ticket, Apply takes it over one
// Happening, Advance judges the clocks up to an instant. The same three serve a
// live ticket (whose State is stored with it), the sweep, and the simulator
// (Simulate), so all of them agree. Nothing here reads a clock or a store.
//
// A timer belongs to a metric and runs in cycles:
//
//	metric          starts                                met by
//	first_response  opening                               a public reply
//	handover        the hand-over                         the answer handed back
//	next_response   oldest unanswered customer message    a public reply
//	resolution      opening, reopening                    resolving
//	statutory       opening (a later cycle keeps it)      resolving
//	promise         the promise                           a public reply, or the work done
//
//	from     to         when
//	running  paused     the ticket is put on hold (next_response and resolution,
//	                    unless their target is elapsed time)
//	paused   running    the hold ends; the time of its own kind it had left is kept
//	running  met        in time; at the due instant is in time
//	running  breached   the due instant has passed
//	paused   breached   the hold ends and it turns out to be late
//	any      cancelled  merged, withdrawn, resolved (next_response, handover),
//	                    moved (promise), taken back (handover)
//
// A breached cycle goes on (later steps, overdue time) until it is answered,
// resolved or cancelled; it stays breached. An ended cycle never changes.
//
// Rules kept here: PD-2, PD-3 (carry over; what comes after hours), PD-13,
// NJ-9 and NJ-14 (promises; results by the next day), LAW-1 (statutory clock),
// SJ-5 (urgent), SJ-11 (a hand-over
// has its own clock), SJ-16 (a customer's agreement comes first), QM-4.
package sla
