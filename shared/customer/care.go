package customer

import (
	"context"
	"slices"
	"strings"
	"time"

	"huiyin/shared/errs"
	"huiyin/shared/event"
)

// More of what can happen to a file. What is written by hand stands in the
// file or in a Note, never in an event.
const (
	Graded     event.Type = "customer.graded"     // facts: GradeFacts
	Checked    event.Type = "customer.verified"   // no facts
	LeadNoted  event.Type = "customer.lead"       // facts: LeadFacts
	LeadEnded  event.Type = "customer.lead_ended" // no facts: a customer now
	Onboarded  event.Type = "customer.onboarding" // facts: ItemFacts
	Noted      event.Type = "customer.noted"      // no facts; the Note has the event's Seq
	Unarchived event.Type = "customer.unarchived" // no facts
	PutAway    event.Type = "customer.archived"   // no facts
)

// GradeFacts tell how a credit grade moved.
type GradeFacts struct {
	From string `json:"from,omitempty"`
	To   string `json:"to,omitempty"`
}

// LeadFacts tell how urgently somebody who asked wants to buy.
type LeadFacts struct {
	Urgency string    `json:"urgency"`
	At      time.Time `json:"at"` // of the inquiry
}

// ItemFacts name what was ticked of a checklist, or taken back; "" is that the
// list was begun.
type ItemFacts struct {
	Item string `json:"item,omitempty"`
	Open bool   `json:"open,omitempty"` // it was taken back
}

// Grades of credit, the best first (rule SJ-10); the letters are ours.
var Grades = []string{"A", "B", "C", "D"}

// Rate gives a file a credit grade with its reason, "" takes it away. It is for
// terms of payment only: nothing that takes or answers a complaint reads it.
// errs.Invalid grade, reason; errs.NotFound, errs.Stale.
func (s Service) Rate(ctx context.Context, now time.Time, by, id string, version int, grade, reason string) (Customer, error) {
	var f errs.Fields
	oneOf(&f, "grade", grade, append([]string{""}, Grades...))
	reason = needed(&f, "reason", reason, MaxReason)
	if err := f.Err(); err != nil {
		return Customer{}, err
	}
	return s.change(ctx, now, by, id, version, func(c *Customer, w *writing) error {
		if c.Credit == grade {
			return nil
		}
		facts := GradeFacts{From: c.Credit, To: grade}
		c.Credit = grade
		c.Credits = append(tail(c.Credits, MaxHistory-1), Rated{Grade: grade, At: w.at, By: by, Reason: reason})
		return w.tell(c, Graded, facts)
	})
}

// Verify notes that somebody has looked whether the file is right (rule QM-6).
func (s Service) Verify(ctx context.Context, now time.Time, by, id string, version int) (Customer, error) {
	return s.change(ctx, now, by, id, version, func(c *Customer, w *writing) error {
		c.Verified = Verified{At: w.at, By: by}
		return w.tell(c, Checked, nil)
	})
}

// Inquired makes a file one of somebody who only inquired, or changes how urgent
// that is; the inquiry keeps its time. "" ends it: a customer now (rule NJ-7).
// errs.Invalid urgency, errs.NotFound, errs.Stale.
func (s Service) Inquired(ctx context.Context, now time.Time, by, id string, version int, urgency string) (Customer, error) {
	var f errs.Fields
	oneOf(&f, "urgency", urgency, append([]string{""}, urgencies...))
	if err := f.Err(); err != nil {
		return Customer{}, err
	}
	return s.change(ctx, now, by, id, version, func(c *Customer, w *writing) error { return w.lead(c, urgency) })
}

func (w *writing) lead(c *Customer, urgency string) error {
	switch {
	case urgency == c.Lead.Urgency:
		return nil
	case urgency == "":
		c.Lead = Lead{}
		return w.tell(c, LeadEnded, nil)
	}
	at := c.Lead.At
	if at.IsZero() {
		at = w.at
	}
	c.Lead = Lead{Urgency: urgency, At: at, By: w.by}
	return w.tell(c, LeadNoted, LeadFacts{Urgency: urgency, At: at})
}

// Prepare begins the checklist of a new customer with the items of the
// settings; begun again, it gets those it has not yet (rule SJ-20).
func (s Service) Prepare(ctx context.Context, now time.Time, by, id string, version int, items []Item) (Customer, error) {
	return s.change(ctx, now, by, id, version, func(c *Customer, w *writing) error {
		list := slices.Clone(c.Onboarding.Items)
		for _, item := range items {
			if !slices.ContainsFunc(list, func(t Tick) bool { return t.Item == item.ID }) && len(list) < maxItems {
				list = append(list, Tick{Item: item.ID})
			}
		}
		if len(list) == len(c.Onboarding.Items) {
			return nil
		}
		c.Onboarding.Items = list
		return w.tell(c, Onboarded, ItemFacts{})
	})
}

// Tick notes that an item of the checklist is done, or (open) is not done after
// all. errs.Invalid item.
func (s Service) Tick(ctx context.Context, now time.Time, by, id string, version int, item string, open bool) (Customer, error) {
	return s.change(ctx, now, by, id, version, func(c *Customer, w *writing) error {
		list := slices.Clone(c.Onboarding.Items)
		i := slices.IndexFunc(list, func(t Tick) bool { return t.Item == item })
		if i < 0 {
			var f errs.Fields
			f.Add("item", "customer.no_item")
			return f.Err()
		}
		if list[i].At.IsZero() == open {
			return nil
		}
		if list[i] = (Tick{Item: item}); !open {
			list[i].At, list[i].By = w.at, by
		}
		c.Onboarding.Items = list
		return w.tell(c, Onboarded, ItemFacts{Item: item, Open: open})
	})
}

// Archivable tells whether a file can be put away: nothing was heard of the
// customer for so long (rule QM-6). last is when his last ticket was opened,
// zero for none. Nothing that is still to be done keeps its file from the desk:
// a lead and an open checklist stay.
func (s Settings) Archivable(c Customer, last, now time.Time) bool {
	if s.ArchiveMonths == 0 || c.Archived || c.Merged != "" || c.Lead.Known() || c.Onboarding.Open() {
		return false
	}
	for _, at := range []time.Time{c.CreatedAt, c.UpdatedAt, c.Verified.At, last} {
		if at.AddDate(0, s.ArchiveMonths, 0).After(now) {
			return false
		}
	}
	return true
}

// Archive puts a file away, or (back) takes it out again. An archived file is
// found and read as before; nobody is greeted from it.
func (s Service) Archive(ctx context.Context, now time.Time, by, id string, version int, back bool) (Customer, error) {
	return s.change(ctx, now, by, id, version, func(c *Customer, w *writing) error {
		if c.Archived != back {
			return nil
		}
		if c.Archived = !back; back {
			return w.tell(c, Unarchived, nil)
		}
		return w.tell(c, PutAway, nil)
	})
}

// Heard takes the file of a customer who is in touch again out, when it was put
// away. One that is gone, or became part of another, is let be.
func (s Service) Heard(ctx context.Context, now time.Time, by, id string) error {
	_, err := s.alter(ctx, now, by, id, func(c *Customer, w *writing) error {
		if !c.Archived {
			return nil
		}
		c.Archived = false
		return w.tell(c, Unarchived, nil)
	})
	if errs.Is(err, errs.NotFound) || errs.Is(err, errs.Conflict) {
		return nil
	}
	return errs.Wrap(err, "take a file out again")
}

// change is alter for a file that has to be as the caller has seen it.
func (s Service) change(ctx context.Context, now time.Time, by, id string, version int, do func(*Customer, *writing) error) (Customer, error) {
	was, err := s.read(ctx, id, version)
	if err != nil {
		return Customer{}, err
	}
	c := was
	w := writing{by: by, at: later(now, was.UpdatedAt)}
	if err := do(&c, &w); err != nil || len(w.change.Events) == 0 {
		return was, err
	}
	return s.commit(ctx, c, &was, w.change)
}

// needed is a text that has to be there.
func needed(f *errs.Fields, path, value string, max int) string {
	if value = strings.TrimSpace(value); value == "" {
		f.Add(path, "required")
	}
	text(f, path, value, max)
	return value
}
