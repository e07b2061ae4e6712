// Package sweep finds what fell due and writes it down. It sends nothing.
//
// A sweep asks the due index, shard by shard, for everything whose time has
// come: tickets with a timer, tasks, ledger rows that waited, runs that somebody left
// open. Each record is read again (the index may be stale) and changed by a
// conditional write together with its event, so two sweeps at once, a sweep
// repeated, or a sweep after an outage record every step once.
//
// What one sweep finds in tickets is filed under a run, RUN#<event time>. Two
// functions that sweep for the same event time share the run; whoever leaves
// it last writes its closing event, and that event, not the single finds, leads
// to SMS: many finds for one person can then become one message. A run that
// was left open is closed by the next sweep.
//
// Jobs (a change of the rules that goes through all open tickets) are due like
// anything else and get the time that is left at the end: deadlines come first.
//
// A record that can't be read is set aside, where an admin sees it, and the
// rest goes on.
package sweep
