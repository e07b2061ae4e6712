// Package person gives out and erases what is stored about one person, who is
// known here by one telephone number, and by those that lead to that number's
// file since a merge: whoever merged files said that they are one customer's. A
// number that is none of its file's own stands for itself only. It is a package
// of its own because it crosses tickets, files and the ledger, none of which may
// know the others.
//
// Export tells everything that can be found from the number without reading
// the whole table: the file with the proofs of its consent, the stop, the
// tickets with their history and every word said on them, what was sent to the
// number and by its files, and the SMS.
//
// Erase makes all of that nobody's. What was decided, chosen from a list or
// measured stays (kinds, times, counts, prices: the figures); what the person
// typed, what was said, and whatever leads back to the person goes. The stop
// stays, filed under the keyed hash of the number: who had said stop counts as
// stopped for good, who had not is as unknown as before the first call. While
// a ticket is open nothing is erased: somebody still owes an answer, which
// could not be given any more. Nor is anything while a parcel is under way to
// the number or from its files: what nobody is named on can't be handed over.
//
// An erasure is noted before its first write and the note is taken away, with
// the event that tells of it, after the last. One that was broken off anywhere
// is found and finished by the next call; a call does a bounded part of the
// work and says whether there is more. The tickets are found by their places
// under the number, so each place goes last of all that belongs to its ticket.
// What comes in after an erasure began is not part of it.
//
// Rules kept here: LAW-4 (access and erasure), LAW-2 (the stop survives),
// PD-11 (the event that tells of an erasure holds no number).
package person
