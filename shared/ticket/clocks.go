package ticket

import (
	"context"
	"time"

	"huiyin/shared/clock"
	"huiyin/shared/errs"
	"huiyin/shared/sla"
)

// Timers shows the clocks of a ticket as they stand at now, with how each due
// time came about. Nothing is stored: a breach that no sweep has written down
// yet is shown all the same.
func (s *Service) Timers(ctx context.Context, now time.Time, t Ticket) ([]sla.Timer, error) {
	_, env, err := s.rules(ctx, &t)
	if err != nil {
		return nil, err
	}
	at := clock.Later(now, t.LastEventAt)
	t.SLA.Advance(env, at)
	return t.SLA.Timers(env, at), nil
}

// maxStory bounds how much of a history is read for a story; a busy ticket has
// a few dozen events.
const maxStory = 2000

// Story is what happened to a ticket as far as its deadlines care, from its
// opening on. errs.NotFound.
func (s *Service) Story(ctx context.Context, number string) ([]sla.Happening, error) {
	var story []sla.Happening
	cursor := ""
	for read := 0; read < maxStory; {
		page, err := s.Store.History(ctx, number, cursor)
		if err != nil {
			return nil, errs.Wrap(err, "read the history")
		}
		for _, e := range page.Events {
			h, moves, err := happening(e)
			if err != nil {
				return nil, err
			}
			if moves && e.Type != Rejudged { // whoever asks has rules of his own
				story = append(story, h)
			}
		}
		read += len(page.Events)
		if cursor = page.Next; cursor == "" {
			break
		}
	}
	if len(story) == 0 {
		return nil, errs.New(errs.NotFound, "ticket.no_such")
	}
	return story, nil
}
