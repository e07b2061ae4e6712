// Package task is what somebody of the company is to do for a customer by a
// day: visit him, ask him, give him something, see whether his goods came.
//
// A task has one cause, and its id is made of the cause, so whatever makes
// tasks by a rule may do so again and again: one cause gives one task, also
// after it was done. A task is open until it is done or dropped, and both are
// for good; while it is open it can be moved to another day and given to
// somebody else.
//
// Its owner is reminded once, and when it is overdue the supervisor of its team
// hears of it once; a task that is moved begins anew. The sweep finds what fell
// due, as it does with tickets, and sends nothing: package notice tells it with
// the run, after reading the task again. A task whose owner has left belongs to
// the team.
//
// What is written about a customer on a task (a note, what came of it) stands in
// its record only, never in an event, and only on a task that names his file:
// by the file an erasure finds it.
//
// Rules kept here: NJ-1 and QM-8 (visits and revisits), NJ-3 (gifts), NJ-6
// (care), NJ-7 (leads), SJ-13 (opinions).
package task
