// Package violation is the register of what a company fines its staff for: which
// kinds there are and what each costs (a list the company edits), who it was,
// what shows it, and what became of it.
//
// Nobody is charged by a machine, nor by one person alone: what the system
// finds, or a supervisor writes down, is proposed; a supervisor who is not the
// person concerned confirms or dismisses it; the person concerned may appeal
// once, and somebody else than who confirmed it decides.
//
// What people wrote (note, remarks) may name a customer, so it goes when the
// customer of the ticket is erased; the figures stay.
//
// Rules kept here: PD-9 (kinds, amounts, evidence, the appeal is ours), QM-10.
package violation
