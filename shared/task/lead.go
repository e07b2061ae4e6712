package task

import (
	"context"
	"slices"
	"time"

	"huiyin/shared/customer"
	"huiyin/shared/errs"
	"huiyin/shared/event"
	"huiyin/shared/phone"
	"huiyin/shared/ticket"
)

// FollowLead plans the call to somebody who only asked (rule NJ-7): once for an
// inquiry, which is its file's at an instant; sooner the more urgent it is.
func (s *Service) FollowLead(ctx context.Context, now time.Time, by string, c customer.Customer) (Task, error) {
	return s.followLead(ctx, now, by, c, "", "")
}

// followLead gives it to whoever took the inquiry while the file has no owner.
func (s *Service) followLead(ctx context.Context, now time.Time, by string, c customer.Customer, owner, team string) (Task, error) {
	rules, err := s.Rules(ctx)
	if err != nil {
		return Task{}, err
	}
	p := Plan{Cause: "lead#" + c.ID + "#" + milli(c.Lead.At).Format(time.RFC3339Nano), Kind: Lead, Customer: c.ID, Owner: owner, Team: team}
	if c.Owner != "" {
		p.Owner, p.Team = c.Owner, ""
	}
	p.Due, p.Remind = s.days(rules, now, rules.Leads[c.Lead.Urgency])
	return s.Plan(ctx, now, by, p)
}

// Leads give everybody who only inquires a file that says so, and plan the call
// to him (rule NJ-7). Who is a customer already, or a lead already, stays what
// he is.
type Leads struct {
	Tasks   *Service
	Files   customer.Service
	Tickets Inquiries
	// Settings are those of files in force.
	Settings func(ctx context.Context) (customer.Settings, error)
	// Receives tells whether a shipment goes, or went, to a number.
	Receives func(ctx context.Context, number phone.Number) (bool, error)
}

// Inquiries reads who asked.
type Inquiries interface {
	// Contact reads a ticket and its person; errs.NotFound.
	Contact(ctx context.Context, number string) (ticket.Ticket, ticket.Person, error)
}

// Follow does what a ticket.Opened asks for; it may come twice. A complaint, a
// message of our own, a colleague's or partner's question make nobody a lead.
// Neither does a question about goods under way, or of somebody to whom a
// shipment goes, unless whoever took it said how urgent it is: they are served
// already.
func (l *Leads) Follow(ctx context.Context, now time.Time, e event.Event) error {
	var f ticket.OpenedFacts
	if err := e.Into(&f); err != nil {
		return err
	}
	if f.Kind != ticket.Inquiry || f.Requester != ticket.ByCustomer || f.Channel == ticket.Proactive {
		return nil
	}
	settings, err := l.Settings(ctx)
	if err != nil {
		return err
	}
	said := f.Urgency != ""
	if !said && slices.Contains(settings.Lead.Never, f.Reason) {
		return nil
	}
	t, who, err := l.Tickets.Contact(ctx, e.Subject[len("TICKET#"):])
	switch {
	case errs.Is(err, errs.NotFound) || err == nil && who.Phone == "": // erased
		return nil
	case err != nil:
		return errs.Wrap(err, "read who asks")
	case !said && t.Waybill != "":
		return nil
	}
	if !said {
		if f.Urgency = settings.Lead.Usual; l.Receives != nil {
			if receives, err := l.Receives(ctx, who.Phone); err != nil || receives {
				return errs.Wrap(err, "look for shipments to whoever asks")
			}
		}
	}
	c, err := l.Files.Meet(ctx, customer.Visitor{Name: who.Name, Title: who.Title, Lang: t.Lang, Region: t.Region, Phone: who.Phone, Urgency: f.Urgency}, e.By, e.At)
	if err == nil && !c.Lead.Known() {
		c, err = l.begun(ctx, c, e, f.Urgency)
	}
	if err != nil || !c.Lead.Known() {
		return errs.Wrap(err, "note a lead")
	}
	_, err = l.Tasks.followLead(ctx, now, event.System, c, t.Owner, t.Team)
	return errs.Wrap(err, "plan the call to a lead")
}

// begun makes a lead of a file that the inquiry itself began, with a consent to
// greetings that came along, unless he was one before, or something says that he
// is a customer.
func (l *Leads) begun(ctx context.Context, c customer.Customer, e event.Event, urgency string) (customer.Customer, error) {
	if !milli(c.CreatedAt).Equal(milli(e.At)) || c.Class != customer.General || c.Agreement != (customer.Agreement{}) {
		return c, nil
	}
	had, err := l.Tasks.Store.OfCustomer(ctx, c.ID, "", 100)
	if err != nil || slices.ContainsFunc(had.Tasks, func(t Task) bool { return t.Kind == Lead }) {
		return c, err
	}
	return l.Files.Inquired(ctx, e.At, e.By, c.ID, c.Version, urgency)
}
