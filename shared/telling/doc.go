// Package telling tells people by SMS what a bulletin says on the public pages:
// who works in its regions that the weather is bad, and whoever has a ticket or
// a shipment there that it may be late. Closing the bulletin tells the same
// people that it is over.
//
// Nobody is told in the request that opens a bulletin. A round goes through the
// lists as long work of the sweep, and records pages: one event for up to fifty
// receivers, by id only. From there on they are notices like any other: planned
// by package notice, a row of the ledger for each number, looked at again when
// it goes out. A round that breaks off goes on where it stood, and a page that
// comes twice finds its rows.
//
//	part       goes through                                  by
//	staff      the roster                                    staff id
//	tickets    all open tickets                              number
//	shipments  the lists of the last two weeks, by branch    branch, day, waybill
//	again      the pages of the opening, for the end         page
//
// Open tickets are listed by number and not by due time: one whose due time
// moves while a round is on its way is neither forgotten nor named twice.
// Shipments are found on the dispatch lists of the branches in the register; of
// one that leaves from a branch without a list, its customer hears by a ticket
// or on the public pages.
//
// Rules kept here: PD-5 (bad weather is told to who drives), PD-8 (who is
// touched by what fails hears of it, and that it is over), LAW-4 (events and
// pages name nobody).
package telling
