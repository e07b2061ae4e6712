// Package handover lets whoever a ticket was handed to answer without an
// account: by a link that is shown at the desk, and mailed by whoever made it.
//
// A link names one hand-over of one ticket, and until when it is good; it is
// signed and nothing about it is stored, but that it was made. It opens what the
// other side needs (Sheet) and lets it do two things: accept, and answer. As
// soon as the hand-over has ended, by an answer, by being taken back or with the
// ticket, it opens nothing any more; a new hand-over has a new link.
//
// What is shown holds nothing of the customer: no name, no number, no word of
// his. The one line that an agent wrote is shown with what of the customer's
// name or of any mobile number has got into it covered.
//
//	the link …          is told
//	was never made      that there is none; nothing is read for it
//	is too old          that it is; nothing is read either
//	is of an answered   that the answer has arrived, so sending it twice does
//	  hand-over         no harm
//	is of one that was  that nothing more is to be done
//	  taken back, or whose ticket has ended
//
// Who gives a ticket away answers for it until the other side accepts; the name
// typed there, and the answer, are internal notes on the ticket. The history
// says which place did it, and no person.
//
// Rules kept here: NJ-15 (the giver's until it is accepted), PD-7 (only what a
// partner needs passes, and the answer comes back on the ticket), SJ-11 (with
// whom the time was), PD-11.
package handover
