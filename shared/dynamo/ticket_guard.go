package dynamo

import (
	"context"

	"huiyin/shared/ticket"
)

// The guard of an open matter is an item in the phone number's partition that
// names the ticket. It is made when a ticket opens or is reopened, in the same
// transaction, and goes when it is not open any more.

const guardKind = "open"

// guardLost says that nothing but the guard of one change was in the way.
type guardLost struct{ change int }

func (*guardLost) Error() string { return "the guard of the matter is another ticket's" }

// guardOps claim or release the guard when a change opens or closes a ticket.
// unguarded is for a reopened ticket whose matter is open in another one.
func guardOps(c ticket.Change, change int, unguarded bool) ([]op, error) {
	was, is := c.Was.Open(), c.Ticket.Stage.Open()
	k, guarded := matterKey(c.Ticket, unguarded)
	if was == is || !guarded {
		return nil, nil
	}
	lost := func(item) error { return &guardLost{change} }
	if was && !unguarded {
		return []op{deleteIf(k, holds(numberAttr, c.Ticket.Number), lost)}, nil
	}
	if was {
		return []op{remove(k)}, nil // it carries the ticket's own number
	}
	it, err := newItem(k, guardKind, nil)
	if err != nil {
		return nil, err
	}
	it[numberAttr] = text(c.Ticket.Number)
	if c.Was != "" {
		return []op{putIf(it, heldBy(numberAttr, c.Ticket.Number), lost)}, nil
	}
	return []op{putIf(it, absent(), func(stored item) error {
		return &ticket.MatterTaken{Number: str(stored, numberAttr)}
	})}, nil
}

// Matter finds the ticket in which a matter is open.
func (s Tickets) Matter(ctx context.Context, phoneKey string, kind ticket.Kind, waybill string) (string, error) {
	it, err := s.t.get(ctx, "look for an open matter", waybillMatterKey(ticket.Ticket{PhoneKey: phoneKey, Kind: kind, Waybill: waybill}))
	return str(it, numberAttr), err
}

// matterKey is the guard of a ticket's matter. A complaint without a waybill,
// or whose waybill's guard is another ticket's, is guarded by its own number:
// nothing is refused by that, but it shows that a complaint is open.
func matterKey(t ticket.Ticket, unguarded bool) (key, bool) {
	switch {
	case t.PhoneKey == "":
		return key{}, false
	case t.Waybill != "" && !unguarded:
		return waybillMatterKey(t), true
	case t.Kind == ticket.Complaint:
		return numberMatterKey(t), true
	}
	return key{}, false
}
