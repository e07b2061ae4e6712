package desk

import (
	"context"
	"encoding/json"
	"time"

	"huiyin/shared/customer"
	"huiyin/shared/errs"
	"huiyin/shared/setting"
	"huiyin/shared/sla"
	"huiyin/shared/ticket"
)

// Changing is what every change of one file comes with.
type Changing struct {
	Person
	Match
}

// change does something to a file as the caller has seen it.
func (d *Desk) change(ctx context.Context, in Changing, do func(by string, now time.Time, id string, version int) (customer.Customer, error)) (*customerOutput, error) {
	was, err := d.seen(ctx, in.ID, in.Match)
	if err != nil {
		return nil, err
	}
	c, err := do(sender(ctx).by(), d.Now(), was.ID, was.Version)
	return filed(200, c, err)
}

// Classification is a person's choice of class.
type Classification struct {
	Class  string `json:"class" enum:"general,suitable,key"`
	Reason string `json:"reason" minLength:"1" maxLength:"100"`
}

type classifyInput struct {
	Changing
	Body Classification
}

// classify lets a person choose a class; it beats the computed one (rule QM-7).
func (d *Desk) classify(ctx context.Context, in *classifyInput) (*customerOutput, error) {
	return d.change(ctx, in.Changing, func(by string, now time.Time, id string, _ int) (customer.Customer, error) {
		return d.Customers.Classify(ctx, now, by, id, in.Body.Class, in.Body.Reason, false)
	})
}

// Grounds say why something is done.
type Grounds struct {
	Reason string `json:"reason" minLength:"1" maxLength:"100"`
}

type unchooseInput struct {
	Changing
	Body Grounds
}

func (d *Desk) unchoose(ctx context.Context, in *unchooseInput) (*customerOutput, error) {
	return d.change(ctx, in.Changing, func(by string, now time.Time, id string, _ int) (customer.Customer, error) {
		return d.Customers.Unchoose(ctx, now, by, id, in.Body.Reason)
	})
}

// Rating is a credit grade.
type Rating struct {
	Grade  string `json:"grade,omitempty" enum:"A,B,C,D" doc:"None takes the grade away."`
	Reason string `json:"reason" minLength:"1" maxLength:"100"`
}

type rateInput struct {
	Changing
	Body Rating
}

// rate gives a credit grade: for terms of payment, never a reason to limit a
// complaint (rule SJ-10).
func (d *Desk) rate(ctx context.Context, in *rateInput) (*customerOutput, error) {
	return d.change(ctx, in.Changing, func(by string, now time.Time, id string, version int) (customer.Customer, error) {
		return d.Customers.Rate(ctx, now, by, id, version, in.Body.Grade, in.Body.Reason)
	})
}

func (d *Desk) verify(ctx context.Context, in *Changing) (*customerOutput, error) {
	return d.change(ctx, *in, func(by string, now time.Time, id string, version int) (customer.Customer, error) {
		return d.Customers.Verify(ctx, now, by, id, version)
	})
}

// Urgency is how urgently somebody who only asked wants to buy.
type Urgency struct {
	Urgency string `json:"urgency,omitempty" enum:"high,medium,low" doc:"None: a customer now."`
}

type leadInput struct {
	Changing
	Body Urgency
}

func (d *Desk) lead(ctx context.Context, in *leadInput) (*customerOutput, error) {
	return d.change(ctx, in.Changing, func(by string, now time.Time, id string, version int) (customer.Customer, error) {
		c, err := d.Customers.Inquired(ctx, now, by, id, version, in.Body.Urgency)
		if err == nil && c.Lead.Known() {
			_, err = d.Tasks.FollowLead(ctx, now, by, c)
		}
		return c, err
	})
}

func (d *Desk) startOnboarding(ctx context.Context, in *Changing) (*customerOutput, error) {
	f, err := d.Settings.InForce(ctx)
	if err != nil {
		return nil, err
	}
	return d.change(ctx, *in, func(by string, now time.Time, id string, version int) (customer.Customer, error) {
		return d.Customers.Prepare(ctx, now, by, id, version, f.Customers.Onboarding)
	})
}

// Ticked says whether an item of a checklist is done.
type Ticked struct {
	Open bool `json:"open,omitempty" doc:"It is not done after all."`
}

type tickInput struct {
	Changing
	Item string `path:"item" maxLength:"32"`
	Body Ticked
}

func (d *Desk) tick(ctx context.Context, in *tickInput) (*customerOutput, error) {
	return d.change(ctx, in.Changing, func(by string, now time.Time, id string, version int) (customer.Customer, error) {
		return d.Customers.Tick(ctx, now, by, id, version, in.Item, in.Body.Open)
	})
}

// Shelf says whether a file is put away.
type Shelf struct {
	Back bool `json:"back,omitempty" doc:"It is taken out again."`
}

type archiveInput struct {
	Changing
	Body Shelf
}

func (d *Desk) archive(ctx context.Context, in *archiveInput) (*customerOutput, error) {
	return d.change(ctx, in.Changing, func(by string, now time.Time, id string, version int) (customer.Customer, error) {
		return d.Customers.Archive(ctx, now, by, id, version, in.Body.Back)
	})
}

// AgreementReport tells how a customer's deadlines were kept.
type AgreementReport struct {
	Policy  string         `json:"policy,omitempty" doc:"Of the agreement in force; none without one."`
	Tickets int            `json:"tickets" doc:"That were looked at: the latest, up to 100 of each number."`
	Teams   []TeamKeeping  `json:"teams" doc:"By the team that has the ticket."`
	Since   time.Time      `json:"since,omitzero" doc:"When the oldest of them was opened."`
	All     DeadlineCounts `json:"all"`
}

// TeamKeeping is one team's part.
type TeamKeeping struct {
	Team string `json:"team"`
	DeadlineCounts
}

// DeadlineCounts count deadlines by what became of them.
type DeadlineCounts struct {
	Kept   int `json:"kept"`
	Missed int `json:"missed"`
	Open   int `json:"open" doc:"Neither yet."`
}

type agreementOutput struct{ Body AgreementReport }

// agreement counts kept and missed deadlines of a customer's latest tickets
// (rule SJ-16): with an agreement, those that ran by its policy.
func (d *Desk) agreement(ctx context.Context, in *Person) (*agreementOutput, error) {
	c, err := d.Customers.Get(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	tickets, err := d.ticketsOf(ctx, c, 100)
	if err != nil {
		return nil, err
	}
	out := AgreementReport{Policy: c.Agreement.InForce(d.Now()), Teams: []TeamKeeping{}, Tickets: len(tickets)}
	for _, t := range tickets {
		if out.Since.IsZero() || t.OpenedAt.Before(out.Since) {
			out.Since = t.OpenedAt
		}
		counts := deadlines(t, out.Policy)
		out.All.add(counts)
		at := -1
		for i := range out.Teams {
			if out.Teams[i].Team == t.Team {
				at = i
			}
		}
		if at < 0 {
			at, out.Teams = len(out.Teams), append(out.Teams, TeamKeeping{Team: t.Team})
		}
		out.Teams[at].add(counts)
	}
	return &agreementOutput{Body: out}, nil
}

func (n *DeadlineCounts) add(more DeadlineCounts) {
	n.Kept, n.Missed, n.Open = n.Kept+more.Kept, n.Missed+more.Missed, n.Open+more.Open
}

// deadlines count the cycles of a ticket that ran by a policy, or by any.
func deadlines(t ticket.Ticket, policy string) (n DeadlineCounts) {
	for _, c := range t.SLA.Cycles {
		switch {
		case policy != "" && c.Policy.ID != policy:
		case !c.Breached.IsZero():
			n.Missed++
		case c.State == sla.Met:
			n.Kept++
		case c.State == sla.Running || c.State == sla.Paused:
			n.Open++
		}
	}
	return n
}

// CustomerSettings are what a company decides about its files.
type CustomerSettings customer.Settings

type careOutput struct {
	ETag string `header:"ETag"`
	Body CustomerSettings
}

// care reads what holds for files.
func (d *Desk) care(ctx context.Context, _ *struct{}) (*careOutput, error) {
	f, err := d.Settings.InForce(ctx)
	if err != nil {
		return nil, err
	}
	kept, _ := f.Kept(setting.Customers, setting.CustomersID)
	out := &careOutput{Body: CustomerSettings(f.Customers)}
	if kept.Version > 0 {
		out.ETag = etag(kept.Version)
	}
	return out, nil
}

type saveCareInput struct {
	Match
	Body CustomerSettings
}

func (d *Desk) saveCare(ctx context.Context, in *saveCareInput) (*careOutput, error) {
	seen, err := in.whole()
	if err != nil {
		return nil, err
	}
	k, err := d.Settings.SaveCustomers(ctx, d.Now(), sender(ctx).by(), customer.Settings(in.Body), seen)
	if err != nil {
		return nil, err
	}
	out := &careOutput{ETag: etag(k.Version)}
	return out, json.Unmarshal(k.Value, &out.Body)
}

// owners sees to it that a file is looked after by people who are here. Whom it
// names already it may keep.
func (d *Desk) owners(ctx context.Context, in customer.Input, was customer.Customer) error {
	roster, err := d.Roster.Now(ctx)
	if err != nil {
		return err
	}
	var f errs.Fields
	known := map[string]bool{"": true, was.Owner: true}
	for _, id := range was.CoOwners {
		known[id] = true
	}
	unknown := func(id string) bool {
		m, ok := roster.Member(id)
		return !known[id] && (!ok || m.Left)
	}
	if unknown(in.Owner) {
		f.Add("owner", "customer.staff")
	}
	for _, id := range in.CoOwners {
		if unknown(id) {
			f.Add("coOwners", "customer.staff")
		}
	}
	return f.Err()
}
