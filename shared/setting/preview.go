package setting

import (
	"context"
	"time"

	"huiyin/shared/errs"
	"huiyin/shared/sla"
	"huiyin/shared/ticket"
)

// maxForeseen is how many tickets a preview lists; it counts them all.
const maxForeseen = 500

// Preview is what a draft would do to the open tickets. It counts every one it
// has looked at.
type Preview struct {
	Looked   int // open tickets looked at
	Affected int // that would live by something new
	Moved    int // of which a due time would change, a timer start or end
	Breached int // of which a timer would be late at once
	Stuck    int // for which the new rules have no due time: they would stay as they are
	// Complete: all were looked at. Without it the time was up.
	Complete bool
	// More: more would move than are listed.
	More    bool
	Tickets []Foreseen // that would move, in the order of the teams' lists
}

// Foreseen is a ticket that would move.
type Foreseen struct {
	Number string
	Team   string
	Moves  []ticket.Move
}

// Preview looks at every open ticket with a draft's eyes, and stores nothing.
// more tells whether there is time for another page; the lists are read as they
// are in the index, a second old or so.
func (s *Service) Preview(ctx context.Context, now time.Time, d *Draft, more func() bool) (Preview, error) {
	p := Preview{Tickets: []Foreseen{}}
	if !d.Changes() || !d.before.moves(d.after) {
		p.Complete = true
		return p, nil
	}
	teams, err := s.Teams(ctx)
	if err != nil {
		return p, errs.Wrap(err, "list the teams")
	}
	for _, team := range teams {
		cursor := ""
		for {
			if !more() {
				return p, nil
			}
			page, err := s.Queue(ctx, ticket.Query{Team: team, Cursor: cursor, Limit: pageSize})
			if err != nil {
				return p, errs.Wrap(err, "read a list")
			}
			for _, t := range page.Tickets {
				if err := s.foresee(ctx, now, t, d.after.Book, &p); err != nil {
					return p, err
				}
			}
			if cursor = page.Next; cursor == "" {
				break
			}
		}
	}
	p.Complete = true
	return p, nil
}

func (s *Service) foresee(ctx context.Context, now time.Time, t ticket.Ticket, book *sla.Book, p *Preview) error {
	seen, err := s.Tickets.Foresee(ctx, now, t, book)
	if err != nil {
		return errs.Wrap(err, "look at "+t.Number)
	}
	p.Looked++
	if seen.Stuck {
		p.Stuck++
	}
	if seen.Affected {
		p.Affected++
	}
	if len(seen.Moves) == 0 {
		return nil
	}
	p.Moved++
	for _, m := range seen.Moves {
		if m.Breached {
			p.Breached++
			break
		}
	}
	if len(p.Tickets) == maxForeseen {
		p.More = true
		return nil
	}
	p.Tickets = append(p.Tickets, Foreseen{Number: t.Number, Team: t.Team, Moves: seen.Moves})
	return nil
}
