package notice

import (
	"context"
	"strconv"
	"time"

	"huiyin/shared/errs"
	"huiyin/shared/event"
	"huiyin/shared/id"
	"huiyin/shared/ledger"
	"huiyin/shared/message"
	"huiyin/shared/ticket"
	"huiyin/shared/words"
)

// handedOver tells the contact of a place that a ticket is there for it, if the
// register knows a number. It waits for the hours of staff, however urgent the
// ticket is: nobody is on call there for us.
func (s *Service) handedOver(ctx context.Context, _ time.Time, e event.Event) ([]ledger.Message, error) {
	var f ticket.HandOverFacts
	if err := e.Into(&f); err != nil {
		return nil, err
	}
	p, err := s.Places.Named(ctx, f.To, f.Name)
	if errs.Is(err, errs.NotFound) || err == nil && p.Contact.Phone == "" {
		return nil, nil
	}
	if err != nil {
		return nil, errs.Wrap(err, "find the place that got a ticket")
	}
	return []ledger.Message{{
		ID: e.ID + ".place", Class: message.Staff, Cause: e.ID, At: e.At, Number: e.Subject[len("TICKET#"):],
		To: ledger.Receiver{Kind: ledger.ToPlace, ID: p.ID}, Template: message.HandedOver, Facts: map[string]string{"seq": strconv.Itoa(e.Seq)},
	}}, nil
}

// place is the contact of a place, as long as it has not taken the ticket yet:
// whoever was told by telephone needs no SMS.
func (s *Service) place(ctx context.Context, m ledger.Message) (ledger.Address, error) {
	p, err := s.Places.Place(ctx, m.To.ID)
	if errs.Is(err, errs.NotFound) || err == nil && (p.Off || p.Contact.Phone == "") {
		return ledger.Address{Skip: whyGone}, nil
	}
	if err != nil {
		return ledger.Address{}, errs.Wrap(err, "read whom to tell")
	}
	t, _, err := s.Tickets.Contact(ctx, m.Number)
	if errs.Is(err, errs.NotFound) {
		return ledger.Address{Skip: whyGone}, nil
	}
	if err != nil {
		return ledger.Address{}, errs.Wrap(err, "read what was handed over")
	}
	h := t.HandedOver()
	if h == nil || strconv.Itoa(h.Seq) != m.Facts["seq"] || !h.Accepted.IsZero() {
		return ledger.Address{Skip: whySettled}, nil
	}
	key, err := s.Key(ctx, p.Contact.Phone)
	if err != nil {
		return ledger.Address{}, errs.Wrap(err, "key of a phone")
	}
	return ledger.Address{Phone: p.Contact.Phone, Key: key, Lang: words.Lang(p.Lang), Known: true, Params: map[string]string{"number": id.Show(t.Number)}}, nil
}
