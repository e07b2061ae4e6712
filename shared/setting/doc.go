// Package setting keeps what a company changes without a deployment: its
// calendars, its policies and their order, and the lists of public holidays.
//
// A setting is saved as a whole, checked by the readers that everything else
// uses, under a version that is one more than the one its author saw. Earlier
// versions stay, with author and time. Where nothing was saved, what the
// program brings along is in force; its version is 1, and the first one saved
// over it is 2. So a version never means two things.
//
// A version says all that counts: a calendar that follows public holidays gets
// a new version when a year's list is saved, and a policy whose text changed
// gets the number of the list of policies that it stands in.
//
// Before a change is saved it can be looked at (Preview): which open tickets it
// would move, from when to when. Saving a change that can move open tickets
// starts a Job. It begins when every process has read the new rules, goes
// through the lists of open tickets page by page, and makes each ticket live by
// the rules in force (package ticket's Rejudge). It is carried on by the sweep
// and can be killed anywhere, or run twice at once: a page is on record before
// its first ticket is touched, and a ticket that lives by the new rules is left
// alone.
//
//	from     to       when
//	waiting  running  its time has come: the open tickets are counted
//	running  running  a page was handled, the next one is on record
//	running  done     the last list has ended
//
// Rules kept here: QM-4 (service hours are the company's to set), LAW-5 (public
// holidays are data; a missing year is told, not guessed).
package setting
