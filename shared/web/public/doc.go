// Package public is what customers see: the operations that any form or
// program may call, and the pages made of them.
//
// A page can do nothing that an operation can't: a browser's form is
// translated into the JSON it stands for (form.go), the operation answers, and
// the page says it in words (pages.go). So both are checked by the same
// schema and the same use case, and a company's own web site may post either.
//
// Everything works without JavaScript. A request that failed is shown again
// with what was typed; a request sent twice is one, by the key that each form
// carries.
//
// While something is wrong a bulletin says so on every page, and for a while
// that it is over.
//
// Besides customers, whoever a ticket was handed to comes here by a link, sees
// what he needs of it, accepts and answers (package handover). The link's token
// stands in the address only: nothing logs an address, and no page tells
// another one where somebody came from.
//
// Rules kept here: PD-8 (what is wrong is said while it lasts), PD-1, QM-2 and JY-9 (kinds, reasons, targets), JY-2 (what
// happens next and by when), PD-10 (the company and the badge are named),
// LAW-2 (the sentence that was consented to goes along), LAW-4 (the privacy
// page), PD-11 (a ticket opens with number and last four digits, a wrong pair
// and an unknown number look alike).
package public
