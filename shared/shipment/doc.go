// Package shipment is what the company knows of each consignment: whose it is,
// what it is, when it left, where it is now, when it should be there, and what
// went wrong on the way.
//
// A shipment is named by its waybill and is one record. Carriers report
// statuses, often twice and not in their order; each has an id made of what it
// says, so a repeated one changes nothing, and where the shipment stands is
// worked out from all of them in the order of their own times (state.go). An
// end stays an end, whatever is reported later, unless a person corrects it.
//
// What has to be done at a time (not dispatched by the branch's hour, to be
// there by now, late) and what follows from a status (a ticket for an
// exception, its end) is due in the one due index and done by the sweep
// (due.go): whoever reports a status waits for nothing, and nothing is lost
// when a function dies.
//
// Consignee, what statuses say and what customers instructed is personal. It
// stands in the record, in no event, and goes with an erasure; figures stay.
// Money is in fen, weights in grams.
//
// Receipts, photos and scans are files of package attachment; the record says
// which there are, and an erasure has them removed.
//
// Rules kept here: SJ-4 (a record of every shipment), NJ-12 (with its proofs), SJ-3 (figures
// by customer and month), SJ-6 (corrections, logged), SJ-8 (insured value),
// SJ-17 (the daily list of a branch, and who hears when it is not done in
// time), SJ-21 (the carrier), SJ-23 (instructions), NJ-10 (told when it
// leaves), NJ-11 (asked for when it should be there, traced until found),
// NJ-18 (the mode asked for, and why another was taken), QM-13 (told before he
// asks).
package shipment
