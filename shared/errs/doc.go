// Package errs is the one error type of the desk.
//
// A use case says what went wrong as a Kind (what the caller can do about it)
// and a Code (a stable word that the texts in package words are filed under).
// Errors about input name the fields. The edges turn a Kind into an HTTP
// status in one table and a Code into a sentence in the caller's language;
// nothing below the edges knows either.
//
// Rules kept here: PD-11 (an error never carries a customer's data: Args hold
// limits and allowed values, not what was typed).
package errs
