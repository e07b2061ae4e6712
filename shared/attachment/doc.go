// Package attachment keeps pictures and papers that belong to a ticket (photos
// of damage, above all) or to a shipment (receipts, photos, scans of waybills).
//
// A file never passes through a function. Whoever may write on either is
// offered a form that the bucket takes for ten minutes, into a place that is
// emptied by itself (incoming/). When the file has arrived its size and what
// its content shows it to be are looked at; only then it is copied to where
// files are kept (kept/), under a name nobody chose, and noted on the ticket or shipment.
// What is never kept is gone after a day.
//
// Nobody can read the bucket. A link to a file is made for somebody who may
// see what it belongs to, and works for five minutes.
//
// Rules kept here: PD-11 and QM-11 (private; nothing is told by an address
// that works for ever), LAW-4 (an erasure removes the files), NJ-12 (proofs).
package attachment
