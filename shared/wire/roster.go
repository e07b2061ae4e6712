package wire

import (
	"context"
	"sync"
	"time"

	"huiyin/shared/dynamo"
	"huiyin/shared/errs"
	"huiyin/shared/staff"
	"huiyin/shared/ticket"
)

// rosterKept is how long a roster is believed: short enough that whoever has
// just gone absent is told nothing more after it, long enough for one batch.
const rosterKept = 15 * time.Second

// Roster answers who is to be told, from a roster read a moment ago.
type Roster struct {
	Store staff.Store
	Hours staff.Hours
	// OnCall lists who is on call.
	OnCall func(ctx context.Context, roster staff.Roster, now time.Time) ([]staff.Member, error)

	mu     sync.Mutex
	roster staff.Roster
	read   time.Time
}

// NewRoster is the roster of a table, with the hours and the shifts in force.
func NewRoster(table *dynamo.Table, rules *Rules) *Roster {
	return &Roster{Store: table.Staff(), Hours: rules, OnCall: OnCall(table, rules).Now}
}

// Now is everybody, as read a moment ago.
func (r *Roster) Now(ctx context.Context) (staff.Roster, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if time.Since(r.read) < rosterKept {
		return r.roster, nil
	}
	roster, err := r.Store.Roster(ctx)
	if err != nil {
		return staff.Roster{}, errs.Wrap(err, "read the roster")
	}
	r.roster, r.read = roster, time.Now()
	return roster, nil
}

// Forget lets the next question read everybody anew.
func (r *Roster) Forget() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.read = time.Time{}
}

// Recipients resolves a role for a ticket. A roster on which nobody stands yet
// (a desk that was deployed a minute ago) gives nobody.
func (r *Roster) Recipients(ctx context.Context, role string, t ticket.Ticket, now time.Time) ([]staff.Member, error) {
	roster, err := r.Now(ctx)
	if err != nil || len(roster.Members) == 0 {
		return nil, err
	}
	matter := staff.Matter{Owner: t.Owner, Team: t.Team, Urgent: t.Priority == ticket.Urgent, Sales: t.Requester == ticket.BySalesperson}
	if anyHour(t) {
		on, err := r.OnCall(ctx, roster, now)
		if err != nil {
			return nil, err
		}
		for _, m := range on {
			matter.OnCall = append(matter.OnCall, m.ID)
		}
	}
	return roster.Resolve(role, matter, r.Hours, now)
}

// anyHour tells whether a ticket is seen to when the desk is closed (rules
// PD-13, SJ-5).
func anyHour(t ticket.Ticket) bool {
	return t.Priority == ticket.Urgent || t.Requester == ticket.BySalesperson
}

// Member reads one; errs.NotFound.
func (r *Roster) Member(ctx context.Context, id string) (staff.Member, error) {
	roster, err := r.Now(ctx)
	if err != nil {
		return staff.Member{}, err
	}
	m, ok := roster.Member(id)
	if !ok {
		return staff.Member{}, errs.New(errs.NotFound, "staff.unknown")
	}
	return m, nil
}

// Reviewers lists who may rule on disputes: supervisors and managers, and who
// of them is on duty.
func (r *Roster) Reviewers(ctx context.Context, now time.Time) ([]ticket.Reviewer, error) {
	roster, err := r.Now(ctx)
	if err != nil {
		return nil, err
	}
	superiors, err := roster.Superiors(r.Hours, now)
	if err != nil {
		return nil, err
	}
	all := make([]ticket.Reviewer, len(superiors))
	for i, s := range superiors {
		all[i] = ticket.Reviewer{Staff: s.ID, Badge: s.Badge, Name: s.Name, OnDuty: s.OnDuty}
	}
	return all, nil
}
