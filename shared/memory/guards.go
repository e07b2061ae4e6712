package memory

import (
	"context"

	"huiyin/shared/ticket"
)

// guard names an open matter: a waybill's, or a complaint's own by its number.
type guard struct{ phone, kind, waybill, number string }

// guard claims or releases the open matter.
func (t Tickets) guard(c ticket.Change) {
	g, own := matter(c.Ticket), ownMatter(c.Ticket)
	if c.Ticket.PhoneKey == "" || c.Was.Open() == c.Ticket.Stage.Open() {
		return
	}
	if c.Was.Open() {
		for _, held := range []guard{g, own} {
			if t.s.guards[held] == c.Ticket.Number {
				delete(t.s.guards, held)
			}
		}
		return
	}
	if holder, taken := t.s.guards[g]; c.Ticket.Waybill == "" || taken && holder != c.Ticket.Number {
		g = own
	}
	if g != own || c.Ticket.Kind == ticket.Complaint {
		t.s.guards[g] = c.Ticket.Number
	}
}

func matter(t ticket.Ticket) guard {
	return guard{phone: t.PhoneKey, kind: string(t.Kind), waybill: t.Waybill}
}

// Matter finds the ticket in which a matter is open.
func (t Tickets) Matter(_ context.Context, phoneKey string, kind ticket.Kind, waybill string) (string, error) {
	return find(t.s, t.s.guards, guard{phone: phoneKey, kind: string(kind), waybill: waybill})
}

func ownMatter(t ticket.Ticket) guard {
	return guard{phone: t.PhoneKey, kind: string(t.Kind), number: t.Number}
}

// OpenComplaint tells whether a number has a complaint that is not settled.
func (t Tickets) OpenComplaint(_ context.Context, phoneKey string) (bool, error) {
	t.s.mu.Lock()
	defer t.s.mu.Unlock()
	for g := range t.s.guards {
		if g.phone == phoneKey && g.kind == string(ticket.Complaint) {
			return true, nil
		}
	}
	return false, nil
}

// OpenComplaints tells which of several numbers have one.
func (t Tickets) OpenComplaints(ctx context.Context, phoneKeys []string) (map[string]bool, error) {
	open := map[string]bool{}
	for _, k := range phoneKeys {
		if complains, err := t.OpenComplaint(ctx, k); err != nil || complains {
			open[k] = true
		}
	}
	return open, nil
}
