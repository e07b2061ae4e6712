package demo

import (
	"context"
	"fmt"
	"strings"
	"time"

	"huiyin/shared/errs"
	"huiyin/shared/event"
	"huiyin/shared/phone"
	"huiyin/shared/staff"
	"huiyin/shared/ticket"
)

// story is an entry of data/open.json and closed.json: a ticket and what
// happened to it.
type story struct {
	Name               string // by which another story speaks of it
	Kind               ticket.Kind
	Reason             string
	Target             string
	Accused            string // badge
	From               string // telephone number
	Who                string // name of somebody without a file
	By                 string // badge of the agent who took the call; none: the form
	Channel, Requester string
	Rings              int
	Priority           string
	Lang               string
	Region             string
	Waybill            string
	Text               string
	Opened             string // "35m" ago, or "3d 10:12": three days ago at that hour
	Steps              []step
}

// telling is a story that is being told.
type telling struct {
	desk
	story
	roster staff.Roster
	told   map[string]string // number of each ticket, by its story's name
	person person
	phone  phone.Number
	number string
	start  time.Time
}

// tell tells the stories, those that have ended first.
func (d desk) tell(ctx context.Context, roster staff.Roster, known names) error {
	told := map[string]string{}
	for _, file := range []string{"closed", "open"} {
		var stories []story
		if err := read(file, &stories); err != nil {
			return err
		}
		for _, s := range stories {
			t := telling{desk: d, story: s, roster: roster, told: told}
			if err := t.all(ctx, known); err != nil {
				return fmt.Errorf("ticket %s: %w", s.Name, err)
			}
			told[s.Name] = t.number
		}
	}
	return nil
}

// all opens the ticket and takes the steps that were not taken before.
func (t *telling) all(ctx context.Context, known names) error {
	var err error
	if t.start, err = t.instant(t.Opened); err != nil {
		return err
	}
	if t.phone, err = t.tickets.Phones.Parse("phone", t.From); err != nil {
		return err
	}
	t.person = known[t.phone]
	done, err := t.find(ctx)
	if err != nil {
		return err
	}
	if t.number == "" {
		receipt, err := t.tickets.Open(ctx, t.start, t.actor(t.By), t.intake(t.Text))
		if err != nil {
			return err
		}
		t.number = receipt.Number
	}
	for _, s := range remaining(t.Steps, done) {
		if err := t.take(ctx, s); err != nil {
			return fmt.Errorf("%s after %s: %w", s.Do, s.After, err)
		}
	}
	return nil
}

// find looks for the ticket from an earlier try, and reads what happened to
// it.
func (t *telling) find(ctx context.Context) ([]event.Type, error) {
	key, err := t.tickets.Phones.Key(ctx, t.phone)
	if err != nil {
		return nil, err
	}
	numbers, err := t.tickets.Store.ByPhone(ctx, key, 20)
	if err != nil {
		return nil, err
	}
	there, err := t.tickets.Store.Tickets(ctx, numbers)
	if err != nil {
		return nil, err
	}
	for _, other := range there {
		if other.Kind == t.Kind && other.Reason == t.Reason && other.Waybill == t.Waybill {
			t.number, t.start = other.Number, other.OpenedAt
			history, err := t.tickets.Store.History(ctx, other.Number, "")
			var types []event.Type
			for _, e := range history.Events {
				if e.At.After(other.OpenedAt) { // who was given it at the opening is no step
					types = append(types, e.Type)
				}
			}
			return types, err
		}
	}
	return nil, nil
}

// intake is what came in.
func (t *telling) intake(text string) ticket.Intake {
	in := ticket.Intake{
		Kind: t.Kind, Reason: t.Reason, Target: t.Target, Accused: t.Accused, Name: t.person.Name, Phone: t.From,
		Title: t.person.Title, Waybill: t.Waybill, Region: t.Region, Text: text, Lang: t.Lang, Channel: t.Channel,
		Requester: t.Requester, Priority: t.Priority, Rings: t.Rings,
	}
	if t.Who != "" {
		in.Name = t.Who
	}
	return in
}

// actor is who acts: the member of staff with a badge, or the customer.
func (t *telling) actor(badge string) ticket.Actor {
	m, ok := t.roster.ByBadge(badge)
	if !ok {
		return ticket.TheCustomer
	}
	return ticket.Actor{By: event.Staff(m.ID), Staff: m.ID, Badge: m.Badge, Team: m.Team, Role: m.Role}
}

// instant reads "35m" (ago) or "3d 10:12" (three local days ago, at that hour).
func (d desk) instant(text string) (time.Time, error) {
	days, hour, dated := strings.Cut(text, "d ")
	if !dated {
		ago, err := time.ParseDuration(text)
		return d.now.Add(-ago), err
	}
	var n, h, m int
	if _, err := fmt.Sscanf(days+" "+hour, "%d %d:%d", &n, &h, &m); err != nil {
		return time.Time{}, errs.Wrap(err, "read the time "+text)
	}
	local := d.now.In(d.zone)
	return time.Date(local.Year(), local.Month(), local.Day()-n, h, m, 0, 0, d.zone).UTC(), nil
}
