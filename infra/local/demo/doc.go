// Package demo fills a fresh local stack with a company that could be real:
// two teams of agents from Shanghai, Chengdu and Guangzhou (the letters of a
// badge say which branch), their customers, shipments on
// their way, tickets in every stage, and the message of a month to come.
//
// Everything goes through the use cases that the functions call, at instants
// before the desk's present, so what stands in the table is what the functions
// would have written. The SMS that follow are real too: the ledger skips what
// is more than a day old, so that only today's matters ring.
//
// The people are made up. Mainland China keeps no telephone numbers for
// fiction; theirs are evenly counted ones from 138 0000 1001 and 139 0000 9001
// on, and nothing that a local stack sends leaves the machine. The foreign
// numbers are from the ranges kept for fiction in North America (555-01xx) and
// Australia (491 570 15x).
package demo
