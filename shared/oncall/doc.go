// Package oncall is who answers the hotline when the desk is closed.
//
// A supervisor writes down shifts, month by month, in local time. Somebody is
// on call while a shift of his runs and he is not switched to absent. What the
// hours of the hotline's team and the shifts leave open is a gap.
//
// Rules kept here: PD-14 (after hours the hotline stays reachable: gaps are
// shown for two weeks and told to the supervisor two days ahead; the last one
// who is available can't sign off).
package oncall
