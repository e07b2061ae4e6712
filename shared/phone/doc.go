// Package phone is a telephone number as the desk keeps and shows it.
//
// A number is stored in E.164 ("+8613800138000"), shown with its middle
// covered ("138****8000"), and written to logs only as a keyed hash with the
// last four digits. Reading what a person typed needs the numbering plans of
// the world, 6 MB of them: that lives in phone/parse, linked only where
// numbers come in.
//
// Rules kept here: PD-11 (customers' data are covered on screens and in logs),
// LAW-4 (an opt-out outlives an erasure as a hash, without the number).
package phone
