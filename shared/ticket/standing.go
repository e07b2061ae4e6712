package ticket

import (
	"context"
	"time"

	"huiyin/shared/clock"
	"huiyin/shared/sla"
)

// Standing is how a ticket stands at an instant, for figures: its clocks, judged
// up to then, and with whom the time was.
type Standing struct {
	SLA    sla.State
	Shares []Share
}

// Stand judges a ticket up to now. Nothing is stored, and t stays as it is: a
// breach that no sweep has written down yet is counted all the same.
func (s *Service) Stand(ctx context.Context, now time.Time, t Ticket) (Standing, error) {
	_, env, err := s.rules(ctx, &t)
	if err != nil {
		return Standing{}, err
	}
	at := clock.Later(now, t.LastEventAt)
	state := t.SLA.Clone()
	state.Advance(env, at)
	return Standing{SLA: state, Shares: shares(t.stretches(at), env.Calendar)}, nil
}
