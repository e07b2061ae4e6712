// Package schedule is what the functions that a schedule starts have around
// their use case: the instant they work for, how long they may work, and the
// line they log.
//
// The instant is the event's own time, so a late or repeated event is the same
// event; the machine's clock only says how long is left.
package schedule
