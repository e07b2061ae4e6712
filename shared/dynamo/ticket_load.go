package dynamo

import (
	"context"

	"huiyin/shared/ticket"
)

// maxLoad is how much of a team's list is read to see who has how much.
const maxLoad = 1000

// Loads counts what each owner has of a team's open tickets that wait for
// nobody, of the maxLoad that are due first (eventually consistent).
func (s Tickets) Loads(ctx context.Context, team string) (map[string]int, error) {
	lines, _, err := s.lines(ctx, teamQueue(team), "", maxLoad)
	if err != nil {
		return nil, err
	}
	loads := map[string]int{}
	for _, l := range lines {
		if l.Owner != "" && l.Stage.Open() && l.Stage != ticket.Waiting {
			loads[l.Owner]++
		}
	}
	return loads, nil
}
