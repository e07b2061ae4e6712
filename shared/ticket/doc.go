// Package ticket is the life of an inquiry or a complaint, from the moment it
// comes in until nobody owes anybody an answer.
//
// Its history is its events: every use case reads the ticket, asks the life
// cycle whether the action is allowed, writes the new record together with the
// events that tell what happened (one transaction), and sends nothing itself.
// The deadlines (package sla) are a fold over the same events, so what the
// record says is due can always be worked out again.
//
// A complaint goes by the book: steps from its cause to its lesson, recorded
// one after another, with a stage "closed" when none is missing (steps.go,
// book.go, decision 13). A disagreement with an answer is ruled on by somebody
// uninvolved (dispute.go).
//
// What is said (a question, a reply, a note) and who said it (name, phone) are
// items of their own, Words and Person; events name them by number only.
//
// Rules kept here: PD-1 and QM-2 (kinds and reasons), PD-3 (carry over), PD-9
// and NJ-9 (what escalates by itself, and the violation it shows), PD-10
// (forbidden words), JY-11 (nothing is recommended to who complains), PD-12 and
// NJ-14 (an interim reply fixes the next one), NJ-13 (fields of a phone
// intake), NJ-15 (always an owner or a team), JY-1 (channels), JY-2 and QM-5
// (what happens next and by when, the steps of a complaint), JY-10 (taken up
// again), SJ-19 (disputes), SJ-11 and NJ-17 (hand-overs, with whom the time
// was, one line of what it is about), JY-9 (what a complaint is about, and the agent it
// names does not handle it), LAW-4 (persons apart from records).
package ticket
