package ticket

import (
	"cmp"
	"context"
	"slices"
	"time"

	"huiyin/shared/calendar"
	"huiyin/shared/clock"
	"huiyin/shared/sla"
)

// Holder is with whom a ticket is: WithUs, WithCustomer, or somebody it was
// handed to (ToDepartment, ToBranch, ToPartner, with the name). A wait for a
// partner is with a partner without a name.
type Holder struct {
	With string `json:"with,omitempty"`
	Name string `json:"name,omitempty"`
}

// The holders who are no Handover's To.
const (
	WithUs       = "us"
	WithCustomer = ForCustomer
)

// holders is the order in which shares are listed.
var holders = []string{WithUs, ToDepartment, ToBranch, ToPartner, WithCustomer}

// Stretch is a part of a ticket's life that was with one holder: [From, To).
type Stretch struct {
	Holder
	From time.Time `json:"from"`
	To   time.Time `json:"to"`
}

// Share is how much of a ticket's life was with one holder, in seconds to the
// millisecond: on the wall, and of service time by the ticket's calendar.
type Share struct {
	Holder
	Elapsed  float64 `json:"elapsedSeconds"`
	Business float64 `json:"businessSeconds"`
}

// Span is a time between two instants.
type Span struct {
	From time.Time `json:"from"`
	To   time.Time `json:"to"`
}

// Split says with whom a ticket was, from its opening to its end (or to now).
// Every instant is with exactly one; the time between a result and a reopening
// is with nobody and is left out.
type Split struct {
	Stretches []Stretch // in order of time, each as long as it can be
	Shares    []Share   // ours, departments, branches, partners, the customer's; then by name
}

// Split shows with whom a ticket was up to now. Nothing is stored.
func (s *Service) Split(ctx context.Context, now time.Time, t Ticket) (Split, error) {
	_, env, err := s.rules(ctx, &t)
	if err != nil {
		return Split{}, err
	}
	stretches := t.stretches(clock.Later(now, t.LastEventAt))
	return Split{Stretches: stretches, Shares: shares(stretches, env.Calendar)}, nil
}

// stretches cuts the ticket's life at every instant at which its holder could
// change.
func (t *Ticket) stretches(now time.Time) []Stretch {
	end := t.end(now)
	cuts := []time.Time{t.OpenedAt, end}
	for _, h := range t.HandOvers {
		cuts = append(cuts, h.Accepted, h.Ended)
	}
	for _, h := range t.SLA.Holds {
		cuts = append(cuts, h.From, h.To)
	}
	for _, s := range t.Settled {
		cuts = append(cuts, s.From, s.To)
	}
	slices.SortFunc(cuts, time.Time.Compare)
	all := []Stretch{}
	for i := range cuts[:len(cuts)-1] {
		from, to := cuts[i], cuts[i+1]
		settled := slices.ContainsFunc(t.Settled, func(s Span) bool { return during(from, s.From, s.To) })
		if from.Before(t.OpenedAt) || !from.Before(to) || to.After(end) || settled {
			continue
		}
		holder := t.holder(from)
		if n := len(all); n > 0 && all[n-1].Holder == holder && all[n-1].To.Equal(from) {
			all[n-1].To = to
			continue
		}
		all = append(all, Stretch{Holder: holder, From: from, To: to})
	}
	return all
}

// end is when the last stretch ends: with the result or the ticket, else now.
func (t *Ticket) end(now time.Time) time.Time {
	switch {
	case t.Stage.Ended():
		return t.EndedAt
	case t.Stage == Resolved, t.Stage == Closed:
		return t.ResolvedAt
	}
	return now
}

// holder is with whom the ticket was at an instant of its life. What waits for
// the customer is with him, whoever else has it; else a hand-over that was
// accepted comes before a wait for a partner, because it has a name and a clock.
// Until it is accepted it is ours (rule NJ-15).
func (t *Ticket) holder(at time.Time) Holder {
	hold := slices.IndexFunc(t.SLA.Holds, func(h sla.Hold) bool { return during(at, h.From, h.To) })
	if hold >= 0 && t.SLA.Holds[hold].For == ForCustomer {
		return Holder{With: WithCustomer}
	}
	for _, h := range t.HandOvers {
		if h.heldBy(at) {
			return Holder{With: h.To, Name: h.Name}
		}
	}
	if hold >= 0 {
		return Holder{With: ToPartner}
	}
	return Holder{With: WithUs}
}

// heldBy tells whether whoever it was handed to had it at an instant.
func (h Handover) heldBy(at time.Time) bool {
	return !h.Accepted.IsZero() && during(at, h.Accepted, h.Ended)
}

// during tells whether an instant is in [from, to); a zero to is open.
func during(at, from, to time.Time) bool {
	return !at.Before(from) && (to.IsZero() || at.Before(to))
}

// charged is who answers for a breach: whoever held the ticket when it fell
// due. For the clock of a hand-over the customer never does: he can't answer
// it.
func (t *Ticket) charged(b sla.Breach) Holder {
	if b.Metric != sla.Handover {
		return t.holder(b.Due)
	}
	for _, h := range t.HandOvers {
		if h.heldBy(b.Due) {
			return Holder{With: h.To, Name: h.Name}
		}
	}
	return Holder{With: WithUs}
}

// shares adds the stretches up.
func shares(stretches []Stretch, cal *calendar.Schedule) []Share {
	elapsed, business := map[Holder]time.Duration{}, map[Holder]time.Duration{}
	for _, s := range stretches {
		elapsed[s.Holder] += s.To.Sub(s.From)
		business[s.Holder] += cal.Between(s.From, s.To)
	}
	all := []Share{}
	for holder := range elapsed {
		all = append(all, Share{Holder: holder, Elapsed: seconds(elapsed[holder]), Business: seconds(business[holder])})
	}
	slices.SortFunc(all, func(a, b Share) int {
		return cmp.Or(cmp.Compare(slices.Index(holders, a.With), slices.Index(holders, b.With)), cmp.Compare(a.Name, b.Name))
	})
	return all
}

func seconds(d time.Duration) float64 { return float64(d.Milliseconds()) / 1000 }
