// Package bulletin tells customers on the public pages what is wrong while it
// is wrong: a system that fails, a storm, a line that is late.
//
// A bulletin is shown from an instant on, until another one or until it is
// closed. Closing it takes a second text, which says that it is over and is
// shown for a while. What is shown now or will be stands together on the
// board, one small record, so that a public page reads one thing however many
// bulletins there have been.
//
//	state    is                                        goes to
//	coming   not shown yet                             shown by time, closed
//	shown    on the public pages                       closed, over by time
//	closed   its second text is on the public pages    over by time
//	over     on no page any more
//
// Who it touches can be told by SMS too, and hears in a second one that it is
// over: a round of its own goes through them, page by page (package telling).
//
// The events say that a bulletin was opened or closed, of what kind and for
// which regions; the words stay in the record.
//
// Rules kept here: PD-5 (who drives is told of bad weather), PD-8 (customers have a right to know when an operation, a
// system or the network fails, and hear when it is over), PD-10 (no forbidden
// words).
package bulletin
