// Package wire puts together what several functions need, so that each main
// only says which parts it is made of.
//
// What a company has stored (calendars, policies, its roster) is read when it
// is first needed and kept for a little while; what it has not stored comes
// from the binary, so a bare deployment works at once.
package wire
