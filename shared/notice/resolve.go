package notice

import (
	"context"
	"strconv"
	"time"

	"huiyin/shared/errs"
	"huiyin/shared/id"
	"huiyin/shared/ledger"
	"huiyin/shared/message"
	"huiyin/shared/sla"
	"huiyin/shared/staff"
	"huiyin/shared/ticket"
	"huiyin/shared/words"
)

// Reasons to send nothing. Each is a sentence in package words: ledger.<why>.
const (
	whyGone     = "gone"     // the receiver is no longer there
	whyErased   = "erased"   // the person asked to be forgotten
	whySettled  = "settled"  // what was to be told is no longer so
	whyExpired  = "expired"  // a code that can't be answered any more
	whySwitched = "switched" // the company switched the text off
)

// Resolve looks a receiver up and says whether the message's ground still
// holds.
func (s *Service) Resolve(ctx context.Context, now time.Time, m ledger.Message) (ledger.Address, error) {
	if m.Facts["bulletin"] != "" {
		return s.touched(ctx, now, m)
	}
	switch m.To.Kind {
	case ledger.ToPerson:
		return s.person(ctx, now, m)
	case ledger.ToPlace:
		return s.place(ctx, m)
	case ledger.ToStaff:
		return s.member(ctx, now, m)
	case ledger.ToCustomer:
		return s.promoted(ctx, now, m)
	case ledger.ToShipper:
		return s.shipper(ctx, m)
	case ledger.ToCode:
		return s.coded(ctx, now, m)
	}
	return ledger.Address{Skip: whyGone}, nil
}

// holds says for which tickets a message to the customer is still true.
var holds = map[message.ID]func(ticket.Ticket, ledger.Message) bool{
	message.InquiryReceived:   open,
	message.ComplaintReceived: open,
	message.ChaseReceived:     open,
	message.Reopened:          open,
	message.Delayed:           owed,
	message.AnswerWaiting:     func(t ticket.Ticket, _ ledger.Message) bool { return !t.Stage.Ended() },
	message.Progress:          open,
	message.ShipmentProblem:   open,
	message.ShipmentCleared: func(t ticket.Ticket, _ ledger.Message) bool {
		return t.Stage == ticket.Resolved || t.Stage == ticket.Closed
	},
	message.Resolved: func(t ticket.Ticket, _ ledger.Message) bool {
		return t.Stage == ticket.Resolved || t.Stage == ticket.Closed
	},
	message.PromiseMoved: func(t ticket.Ticket, m ledger.Message) bool {
		return t.Stage.Open() && instant(t.PromiseDue) == m.Facts["by"]
	},
}

func open(t ticket.Ticket, _ ledger.Message) bool { return t.Stage.Open() }

// owed tells whether the timer a staff alert is about still runs or is late.
func owed(t ticket.Ticket, m ledger.Message) bool {
	cycle, err := strconv.Atoi(m.Facts["cycle"])
	return err == nil && t.SLA.Owes(sla.Metric(m.Facts["metric"]), cycle)
}

func (s *Service) person(ctx context.Context, now time.Time, m ledger.Message) (ledger.Address, error) {
	t, p, err := s.Tickets.Contact(ctx, m.To.ID)
	if errs.Is(err, errs.NotFound) {
		return ledger.Address{Skip: whyGone}, nil
	}
	if err != nil {
		return ledger.Address{}, errs.Wrap(err, "read whom to tell")
	}
	if p.Phone == "" {
		return ledger.Address{Skip: whyErased}, nil
	}
	if still, ok := holds[m.Template]; ok && !still(t, m) {
		return ledger.Address{Skip: whySettled}, nil
	}
	lang := words.Lang(t.Lang)
	params := map[string]string{"number": id.Show(t.Number)}
	if m.Template == message.ShipmentProblem || m.Template == message.ShipmentCleared {
		params = map[string]string{"waybill": shown(t.Waybill, lang)}
	}
	by := t.PromisedBy()
	if at, err := time.Parse(time.RFC3339Nano, m.Facts["by"]); err == nil {
		if !at.After(now) { // it waited too long: a time that has passed is no news
			return ledger.Address{Skip: whySettled}, nil
		}
		by = at
	}
	switch m.Template {
	case message.ShipmentCleared:
	case message.AnswerWaiting, message.Resolved:
		params["badge"] = m.Facts["badge"]
	case message.Progress, message.PromiseMoved:
		params["badge"] = m.Facts["badge"]
		params["by"] = message.Format(by, now, s.Settings.Zone, lang)
	default:
		params["by"] = message.Format(by, now, s.Settings.Zone, lang)
	}
	return ledger.Address{Phone: p.Phone, Key: t.PhoneKey, Lang: lang, Known: p.Known, Params: params}, nil
}

func (s *Service) member(ctx context.Context, now time.Time, m ledger.Message) (ledger.Address, error) {
	who, err := s.Staff.Member(ctx, m.To.ID)
	if errs.Is(err, errs.NotFound) || (err == nil && (who.Left || who.Phone == "")) {
		return ledger.Address{Skip: whyGone}, nil
	}
	if err != nil {
		return ledger.Address{}, errs.Wrap(err, "read whom to alarm")
	}
	key, err := s.Key(ctx, who.Phone)
	if err != nil {
		return ledger.Address{}, errs.Wrap(err, "key of a phone")
	}
	params, still, err := s.alarm(ctx, now, m, who)
	if err != nil {
		return ledger.Address{}, err
	}
	if !still {
		return ledger.Address{Skip: whySettled}, nil
	}
	return ledger.Address{Phone: who.Phone, Key: key, Lang: words.Lang(who.Lang), Known: true, Params: params}, nil
}

// alarm is the text of a staff alert, and whether it still holds.
func (s *Service) alarm(ctx context.Context, now time.Time, m ledger.Message, who staff.Member) (map[string]string, bool, error) {
	lang := words.Lang(who.Lang)
	switch m.Template {
	case message.Digest, message.TaskDigest:
		return map[string]string{"count": m.Facts["count"], "late": m.Facts["late"]}, true, nil
	case message.BreachedList:
		due, err := time.Parse(time.RFC3339Nano, m.Facts["due"])
		return map[string]string{"count": m.Facts["count"], "number": id.Show(m.Number), "due": message.At(due, now, s.Settings.Zone, lang)}, true, err
	case message.ShippedStaff, message.ShipmentExpected, message.Undispatched:
		return s.dispatching(ctx, m, who)
	case message.OnCallGap:
		return s.gapped(m, now, lang)
	case message.TaskReminder, message.TaskOverdue:
		return s.duty(ctx, m, now, lang)
	}
	t, _, err := s.Tickets.Contact(ctx, m.Number)
	if errs.Is(err, errs.NotFound) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, errs.Wrap(err, "read the ticket of an alert")
	}
	params := map[string]string{"number": id.Show(m.Number)}
	if m.Template == message.Escalation {
		params["reason"] = words.Text(lang, "notice."+m.Facts["cause"], nil)
		if m.Facts["cause"] == causeDisputed {
			d := t.Disputed()
			return params, d != nil && d.Reviewer == who.ID, nil
		}
		return params, t.Stage.Open() && (m.Facts["metric"] == "" || owed(t, m)), nil
	}
	due, err := time.Parse(time.RFC3339Nano, m.Facts["due"])
	if err != nil {
		return nil, false, errs.Wrap(err, "read the due time of an alert")
	}
	params["metric"] = words.Text(lang, "notice."+m.Facts["metric"], nil)
	if m.Template == message.Breach {
		params["due"] = message.At(due, now, s.Settings.Zone, lang)
	} else {
		params["by"] = message.Format(due, now, s.Settings.Zone, lang)
	}
	return params, owed(t, m), nil
}

func (s *Service) coded(ctx context.Context, now time.Time, m ledger.Message) (ledger.Address, error) {
	c, err := s.Customers.Code(ctx, m.To.ID)
	if errs.Is(err, errs.NotFound) {
		return ledger.Address{Skip: whyExpired}, nil
	}
	if err != nil {
		return ledger.Address{}, errs.Wrap(err, "read a code")
	}
	if !c.Live(now) || c.UsedFor != "" {
		return ledger.Address{Skip: whyExpired}, nil
	}
	known, err := s.Tickets.Known(ctx, c.PhoneKey)
	if err != nil {
		return ledger.Address{}, errs.Wrap(err, "look up a number")
	}
	minutes := strconv.Itoa(int(c.Until.Sub(now).Round(time.Minute) / time.Minute))
	return ledger.Address{Phone: c.Phone, Key: c.PhoneKey, Lang: words.Lang(c.Lang), Known: known.Known,
		Params: map[string]string{"code": c.Digits, "minutes": minutes}}, nil
}
