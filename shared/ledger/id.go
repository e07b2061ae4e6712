package ledger

// The ids of the rows of what a person is told, so that they can be found
// again from what they follow from.

// ToCustomerOf is the row of what the customer of a ticket is told because of
// one of the ticket's events.
func ToCustomerOf(eventID string) string { return eventID + ".customer" }

// OfCode is the row of the SMS that carries a code.
func OfCode(codeID string) string { return "code." + codeID }
