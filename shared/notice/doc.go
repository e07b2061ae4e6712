// Package notice knows who is told what when something happened.
//
// It turns an event into messages for the ledger (Plan), and, when the ledger
// is about to send one, looks its receiver up and says whether the ground
// still holds (Resolve): a ticket answered in between alarms nobody, a
// complaint withdrawn confirms nothing, a customer who opted out a minute ago
// is not greeted.
//
// What a sweep found is told with its run: recipients are resolved, tickets
// read again, and one person with five or more due tickets gets one message
// with their number. Two people with one telephone get one. Tasks are told the
// same way: a reminder to the owner, what is overdue to the supervisor.
//
// Whoever a ticket is handed to is told by SMS that there is one, if the
// register has a mobile number for the place; what it is about stands behind
// the link that the agent sends (package handover).
//
// What a bulletin says, and that it is over, is told by pages of receivers
// (package telling), to each number once.
//
// Rules kept here: PD-5 and PD-8 (bad weather, and what fails), PD-7 (a partner is told, once for each hand-over), JY-2 and JY-10 (what customers are told), PD-10 (with the
// agent's badge), NJ-9 (a moved promise is told by itself), NJ-2, NJ-4 and
// LAW-2 (greetings), PD-11 and LAW-4 (words and persons are looked up when
// sending, never carried along).
package notice
