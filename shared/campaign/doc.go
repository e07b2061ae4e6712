// Package campaign sends one message to a part of the customers: an invitation
// to key customers, news for a region, the message of the month.
//
// A campaign is written, counted, approved and sent. Counting and sending walk
// the lists of those who may be greeted at all, page by page, as long work of
// the sweep that goes on where it stood; nobody else is ever looked at. Sending
// records pages: one event for up to a hundred customers. Who of them really
// gets the message is decided at the moment of sending, like a greeting.
//
// Only so many pages are ahead of those that are done that a campaign which is
// stopped stops at once, and that greetings of the day never wait behind a
// hundred thousand others. A page that finds its campaign stopped is held, and
// let go when it goes on.
//
//	draft ──► counting ──► previewed ──► approved ──► running ──► done
//	  ▲ edited    │  edited    │             └──► stopped ◄──┘
//	  └───────────┴────────────┘                    └──► running (goes on)
//
// Above a number or a price that the company decides, somebody else than its
// author has to approve it. Every month with an entry in the content calendar
// makes a campaign of its own some days before, which needs approval like any
// other.
//
// Rules kept here: NJ-5 (key customers are invited), NJ-8 (each month a message
// to all customers), LAW-2 (consent; the company's address for refusing ends
// every text), LAW-3 (only 08:00–21:00 at the customer's place), JY-11 (nobody
// with an open complaint).
package campaign
