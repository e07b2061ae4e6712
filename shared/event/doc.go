// Package event is the form of everything that happened.
//
// An event is a fact in the past tense. It stands in the same transaction as
// the change it tells of, is never altered, and travels one way: table →
// stream → relay → bus → whoever subscribes. Every SMS has an event as its
// cause.
//
// An event holds ids and facts, never a name, a phone number, free text or a
// code (rules PD-11, LAW-4): words and persons are items of their own that an
// erasure empties, and whoever acts on the event looks them up at that moment.
package event
