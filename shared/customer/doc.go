// Package customer is the customer's file: who the customer is, how to reach
// him, and whether he wants to be greeted.
//
// A file has one telephone number and a number has one file. Consent has a
// life of its own (the table in consent.go): a box ticked on a form is not
// consent yet, it counts once the person has answered a code or an agent has
// confirmed it; and who has said stop can be asked back by nobody but himself.
// Every step keeps its proof: when, how, by whom, which sentence.
//
// A stop holds for the number, not only for the file: it is a record filed
// under the keyed hash of the number, exists also for numbers without a file,
// and outlives an erasure. Whoever sends reads it at that moment.
//
// Name, number and birthday stand in the Customer and nowhere else (the number
// also in a Code, for minutes); events carry ids and facts only, so an erasure
// has one record to empty.
//
// Rules kept here: LAW-2 (proof of consent, a way to refuse), LAW-4 (persons
// apart, the stop survives), PD-11 (codes and numbers in no event and no
// error), QM-6 and QM-7 (the file, its class), NJ-4 (birthdays, solar or
// lunar).
package customer
