package sla

import (
	"huiyin/shared/calendar"
	"huiyin/shared/errs"
)

// Book is what is in force in a company: its policies, and its calendars by
// id.
type Book struct {
	Policies  Policies
	Calendars map[string]*calendar.Schedule
	// Revision counts the saves that led to this book: of two books of one
	// company the one with the higher number is the later. 0: nothing was saved.
	Revision int
	// Fallback is what counts where this book has no due time to give; nil: there
	// is nothing to fall back to.
	Fallback *Book
}

// Choose finds what a new ticket, or one whose facts changed, lives by: the
// policy agreed with the customer, if it is there, else the first that matches.
// errs.Internal when the policy names a calendar that is not there.
func (b *Book) Choose(f Facts) (Env, error) {
	if f.Agreement != "" {
		if env, ok, err := b.Of(f.Agreement); ok {
			return env, err
		}
	}
	return b.env(b.Policies.Choose(f, nil))
}

// Of finds what a ticket lives by that was given a policy. false when the
// policy is no longer there.
func (b *Book) Of(policy string) (Env, bool, error) {
	p := &b.Policies.Default
	for i := range b.Policies.Ordered {
		if b.Policies.Ordered[i].ID == policy {
			p = &b.Policies.Ordered[i]
		}
	}
	if p.ID != policy {
		return Env{}, false, nil
	}
	env, err := b.env(p)
	return env, true, err
}

func (b *Book) env(p *Policy) (Env, error) {
	schedule, ok := b.Calendars[p.Calendar]
	if !ok {
		return Env{}, errs.New(errs.Internal, "sla.calendar_missing").With("calendar", p.Calendar).With("policy", p.ID)
	}
	return Env{Calendar: schedule, Policy: p}, nil
}
