// Package ledger keeps one row for every SMS that anybody was owed, whether it
// was sent, waits, failed or was left out, with the reason. It is why nobody
// gets an SMS twice and nobody one at night.
//
// A row's id is made of its cause and its receiver, so the same event
// delivered five times is one row. A message is claimed by a conditional write
// before it is handed to the provider; a claim that is never settled becomes
// unknown and is not repeated by itself for a customer. What has to wait stands
// in the due index until the sweep says that it is due again.
//
//	waiting ──► claimed ──► accepted ──► delivered | undelivered
//	   ▲          │  └────► failed            (refused for good)
//	   └──────────┤                           (throttled: nothing went out)
//	              └───────► unknown           (lease over, or no clear answer)
//	skipped(reason) from the start, or from waiting when its ground is gone
//
// Rules kept here: LAW-3 and the quiet hours of each class, LAW-2 (promotion
// gives way first), PD-11 (a row names a receiver by id; its number only as a
// keyed hash and four digits).
package ledger
