// Package rank computes, once a month, the class of every customer from what
// the customer brought in (rule QM-7).
//
// A run looks at the twelve months before its own. A customer's figure is the
// margin of these months where the cost of every shipment in them is known, else
// their revenue as a stand-in, which is what it is called wherever it shows. So
// that both can stand in one order, a revenue counts as the margin it would have
// at the rate of those whose margin is known (as it is while nobody's is).
//
// Ranked are the customers who had shipments in these months. The first twentieth
// of them are key, the next three twentieths suitable (the shares are
// configuration, rounded up: the best of three customers is key), all others
// general. Who brought in nothing, or less, is general whatever the share says.
// Equal figures, equal class: those who stand equal across a border are all below
// it, so no class has more than its share but by rounding.
//
// Who had a computed class once and no shipment in these months is general. Of
// whom nothing was ever computed and no shipment is known, nothing is known: he
// keeps the class he has. So does everybody whose class a person has chosen; the
// computed one is noted beside it. Archived and merged files are passed over.
//
// A run goes through all files page by page, writes the figures down in the
// table, which sorts them, finds the two borders, and then gives the classes. It
// is cut short at any page and goes on there; done twice it is done once, because
// figures are written down before they are used and a class that is given again
// changes nothing. A month has one run.
package rank
