// Package greeting finds who is to be greeted today, and decides at the moment
// of sending whether that is still right.
//
// A run belongs to one time zone and one local day. It goes through the lists
// of customers (birthdays first, then, on a festival, everybody who may be
// greeted) and records pages: one event for up to a hundred customers. The
// page, the run's cursor and its version are one transaction, so a run that
// breaks off continues where it stood, and one that is repeated, or doubled,
// records nothing twice. A run sends nothing.
//
// Whoever sends asks Decide with what is true then: the consent, the stop, the
// open complaint, the hour at the customer's place.
//
// Which days are festivals (package calendar), and which day of the Chinese
// calendar a day is (lunar_table.go), stand in tables: both are astronomy that
// is known in advance, and neither is computed here. A date beyond the tables
// is an error, not a guess.
//
// Rules kept here: NJ-2 (festivals, each on or off), NJ-4 (birthdays, solar or
// lunar), LAW-2 (only with consent), LAW-3 (promotion only 08:00–21:00 at the
// customer's place), JY-11 (nobody with an open complaint).
package greeting
