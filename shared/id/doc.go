// Package id makes names for things: ticket numbers that people read to each
// other over the telephone, and ids that only machines see.
//
// A ticket number has no look-alike letters (no 0/O, 1/I/L, 2/Z, 5/S, 8/B,
// U/V) and ends in a check character, so that a misheard number is a mistake
// that is noticed and not another customer's ticket. It is random, not
// counted: nobody can guess the next one or learn how many there are.
package id
