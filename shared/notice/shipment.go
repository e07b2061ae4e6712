package notice

import (
	"cmp"
	"context"
	"fmt"
	"strconv"
	"time"

	"huiyin/shared/customer"
	"huiyin/shared/errs"
	"huiyin/shared/event"
	"huiyin/shared/ledger"
	"huiyin/shared/message"
	"huiyin/shared/shipment"
	"huiyin/shared/sla"
	"huiyin/shared/staff"
	"huiyin/shared/ticket"
	"huiyin/shared/words"
)

// Shipments reads shipments.
type Shipments interface {
	// Shipment reads one; errs.NotFound.
	Shipment(ctx context.Context, waybill string) (shipment.Shipment, error)
	// OfDay reads a page of a branch's list for a day.
	OfDay(ctx context.Context, branch, day, cursor string, limit int) (shipment.Page, error)
}

// shipped tells customer and salesperson that something left, and how many days
// it takes (rule NJ-10).
func (s *Service) shipped(_ context.Context, _ time.Time, e event.Event) ([]ledger.Message, error) {
	var f shipment.LeftFacts
	if err := e.Into(&f); err != nil {
		return nil, err
	}
	waybill := e.Subject[len("SHIPMENT#"):]
	facts := map[string]string{"waybill": waybill, "days": strconv.Itoa(f.Days)}
	messages := []ledger.Message{{ID: ledger.ToCustomerOf(e.ID), Class: message.Notice, Cause: e.ID, At: e.At,
		To: ledger.Receiver{Kind: ledger.ToShipper, ID: waybill}, Template: message.Shipped, Facts: facts}}
	if f.Salesperson != "" {
		messages = append(messages, ledger.Message{ID: fmt.Sprintf("%s.staff.%s", e.ID, f.Salesperson), Class: message.Staff, Cause: e.ID, At: e.At,
			To: ledger.Receiver{Kind: ledger.ToStaff, ID: f.Salesperson}, Template: message.ShippedStaff, Facts: facts})
	}
	return messages, nil
}

// expected tells the office of a key customer's shipment that should be there
// (rule NJ-11). Whoever looks after the customer is told by his task.
func (s *Service) expected(ctx context.Context, now time.Time, e event.Event) ([]ledger.Message, error) {
	var f shipment.LeftFacts
	if err := e.Into(&f); err != nil || f.Class != customer.Key {
		return nil, err
	}
	who, err := s.Staff.Member(ctx, f.Salesperson)
	if err != nil && !errs.Is(err, errs.NotFound) {
		return nil, errs.Wrap(err, "read who looks after a customer")
	}
	waybill := e.Subject[len("SHIPMENT#"):]
	return s.office(ctx, now, e, cmp.Or(who.Team, f.Office), who.ID, message.ShipmentExpected, map[string]string{"waybill": waybill, "staff": f.Salesperson})
}

// undispatched tells the supervisors that not all of a list left in time (rule
// SJ-17).
func (s *Service) undispatched(ctx context.Context, now time.Time, e event.Event) ([]ledger.Message, error) {
	var f shipment.UndispatchedFacts
	if err := e.Into(&f); err != nil {
		return nil, err
	}
	return s.office(ctx, now, e, f.Office, "", message.Undispatched, map[string]string{"branch": f.Branch, "day": f.Day})
}

// office is a message to the supervisors of a team, and not to whom it is about.
func (s *Service) office(ctx context.Context, now time.Time, e event.Event, team, but string, id message.ID, facts map[string]string) ([]ledger.Message, error) {
	people, err := s.Staff.Recipients(ctx, string(sla.Supervisor), ticket.Ticket{Team: team}, now)
	if err != nil {
		return nil, errs.Wrap(err, "find the supervisors")
	}
	var messages []ledger.Message
	for _, m := range onePerPhone(people) {
		if m.ID != but {
			messages = append(messages, ledger.Message{ID: fmt.Sprintf("%s.staff.%s", e.ID, m.ID), Class: message.Staff, Cause: e.ID, At: e.At,
				To: ledger.Receiver{Kind: ledger.ToStaff, ID: m.ID}, Template: id, Facts: facts})
		}
	}
	return messages, nil
}

// shipper is whose shipment it is, while it is on its way.
func (s *Service) shipper(ctx context.Context, m ledger.Message) (ledger.Address, error) {
	ship, err := s.Shipments.Shipment(ctx, m.To.ID)
	if errs.Is(err, errs.NotFound) {
		return ledger.Address{Skip: whyGone}, nil
	}
	if err != nil {
		return ledger.Address{}, errs.Wrap(err, "read a shipment")
	}
	if ship.State.Ended() {
		return ledger.Address{Skip: whySettled}, nil
	}
	c, err := customer.Follow(ctx, s.Customers.Customer, ship.Customer)
	if errs.Is(err, errs.NotFound) || err == nil && c.Phone == "" {
		return ledger.Address{Skip: whyGone}, nil
	}
	if err != nil {
		return ledger.Address{}, errs.Wrap(err, "read whose shipment it is")
	}
	to := ledger.Address{Phone: c.Phone, Key: c.PhoneKey, Lang: words.Lang(c.Lang), Known: true, Params: left(m, words.Lang(c.Lang))}
	if c.Zone != "" {
		if to.Zone, err = time.LoadLocation(c.Zone); err != nil {
			return ledger.Address{}, errs.Wrap(err, "load a customer's zone")
		}
	}
	return to, nil
}

func left(m ledger.Message, lang words.Lang) map[string]string {
	return map[string]string{"waybill": shown(m.Facts["waybill"], lang), "days": m.Facts["days"]}
}

// shown is a waybill as it fits into one part of an SMS: of the few that are
// longer, the end, by which people know them.
func shown(waybill string, lang words.Lang) string {
	most := 20
	if lang == words.English {
		most = 32
	}
	if len(waybill) <= most {
		return waybill
	}
	return ".." + waybill[len(waybill)-most+2:]
}

// dispatching are the texts of staff alerts about shipments; still is false for
// what is so no more.
func (s *Service) dispatching(ctx context.Context, m ledger.Message, who staff.Member) (params map[string]string, still bool, err error) {
	lang := words.Lang(who.Lang)
	switch m.Template {
	case message.ShippedStaff:
		return left(m, lang), true, nil
	case message.ShipmentExpected:
		ship, err := s.Shipments.Shipment(ctx, m.Facts["waybill"])
		if errs.Is(err, errs.NotFound) {
			return nil, false, nil
		}
		if err != nil {
			return nil, false, errs.Wrap(err, "read a shipment")
		}
		badge := words.Text(lang, "notice.task.nobody", nil)
		if sales, err := s.Staff.Member(ctx, m.Facts["staff"]); err == nil {
			badge = sales.Badge
		}
		return map[string]string{"waybill": shown(ship.Waybill, lang), "badge": badge}, !ship.State.Ended(), nil
	}
	count, err := s.standing(ctx, m.Facts["branch"], m.Facts["day"])
	branch := []rune(m.Facts["branch"])
	return map[string]string{"branch": string(branch[:min(len(branch), 12)]), "count": strconv.Itoa(count), "day": m.Facts["day"]}, count > 0, err
}

// standing counts what is on a list and has not left.
func (s *Service) standing(ctx context.Context, branch, day string) (count int, err error) {
	for cursor, first := "", true; first || cursor != ""; first = false {
		page, err := s.Shipments.OfDay(ctx, branch, day, cursor, 100)
		if err != nil {
			return 0, errs.Wrap(err, "read a dispatch list")
		}
		for _, ship := range page.Shipments {
			if ship.Dispatched.IsZero() {
				count++
			}
		}
		cursor = page.Next
	}
	return count, nil
}
