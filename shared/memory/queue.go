package memory

import (
	"context"
	"strings"

	"huiyin/shared/ticket"
)

// Queue reads a page of a team's open tickets.
func (t Tickets) Queue(_ context.Context, q ticket.Query) (ticket.Page, error) {
	t.s.mu.Lock()
	defer t.s.mu.Unlock()
	var page ticket.Page
	var keys []string
	for number, found := range t.s.tickets {
		if found.Stage.Open() && found.Team == q.Team && q.Wants(found) {
			keys = append(keys, stamp(found.ShownDue())+"#"+number)
		}
	}
	keys, next, err := t.s.sealed("QUEUE#"+q.Team, keys, q.Cursor, q.Limit)
	if err != nil {
		return page, err
	}
	for _, k := range keys {
		_, number, _ := strings.Cut(k, "#")
		page.Tickets = append(page.Tickets, clone(t.s.tickets[number]))
	}
	page.Next = next
	return page, nil
}

// Loads counts what each owner has.
func (t Tickets) Loads(_ context.Context, team string) (map[string]int, error) {
	t.s.mu.Lock()
	defer t.s.mu.Unlock()
	loads := map[string]int{}
	for _, found := range t.s.tickets {
		if found.Team == team && found.Owner != "" && found.Stage.Open() && found.Stage != ticket.Waiting {
			loads[found.Owner]++
		}
	}
	return loads, nil
}
