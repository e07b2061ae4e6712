package dynamo

import (
	"context"

	"huiyin/shared/ticket"
)

// maxLoad is how much of a team's list is read to see who has how much: one
// request of DynamoDB's.
const maxLoad = 1000

// Loads counts what each owner has of a team's open tickets that wait for
// nobody, of the maxLoad that are due first (eventually consistent).
func (s Tickets) Loads(ctx context.Context, team string) (map[string]int, error) {
	items, err := s.t.query(ctx, "count who has how much", span{index: queueIndex, pk: teamQueue(team), limit: maxLoad})
	if err != nil {
		return nil, err
	}
	loads := map[string]int{}
	for _, it := range items {
		var t ticket.Ticket
		if err := read(it, &t); err != nil {
			return nil, err
		}
		if t.Owner != "" && t.Stage != ticket.Waiting {
			loads[t.Owner]++
		}
	}
	return loads, nil
}
