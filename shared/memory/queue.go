package memory

import (
	"context"
	"strings"

	"huiyin/shared/ticket"
)

// Lines reads a page of a team's listed tickets as lists show them.
func (t Tickets) Lines(_ context.Context, q ticket.LineQuery) (ticket.LinePage, error) {
	var page ticket.LinePage
	tickets, next, err := t.open(q.Team, func(ticket.Line) bool { return true }, q.Cursor, min(q.Limit, ticket.MaxLines))
	for _, found := range tickets {
		page.Lines = append(page.Lines, found.Line())
	}
	page.Next = next
	return page, err
}

// Queue reads a page of a team's listed tickets.
func (t Tickets) Queue(_ context.Context, q ticket.Query) (ticket.Page, error) {
	tickets, next, err := t.open(q.Team, q.Wants, q.Cursor, min(q.Limit, 100))
	return ticket.Page{Tickets: tickets, Next: next}, err
}

// open lists so many of a team's open tickets by the due time shown.
func (t Tickets) open(team string, wants func(ticket.Line) bool, cursor string, limit int) ([]ticket.Ticket, string, error) {
	t.s.mu.Lock()
	defer t.s.mu.Unlock()
	var keys []string
	for number, found := range t.s.tickets {
		if found.Listed() && found.Team == team && wants(found.Line()) {
			keys = append(keys, stamp(found.ShownDue())+"#"+number)
		}
	}
	var tickets []ticket.Ticket
	for {
		page, next, err := t.s.sealed("QUEUE#"+team, keys, cursor, max(limit, 1)-len(tickets)) // a hundred at most
		if err != nil {
			return nil, "", err
		}
		for _, k := range page {
			_, number, _ := strings.Cut(k, "#")
			tickets = append(tickets, clone(t.s.tickets[number]))
		}
		if cursor = next; cursor == "" || len(tickets) >= limit {
			return tickets, next, nil
		}
	}
}

// People reads who asked.
func (t Tickets) People(_ context.Context, numbers []string) (map[string]ticket.Person, error) {
	people := map[string]ticket.Person{}
	for _, number := range numbers {
		if p, err := find(t.s, t.s.people, number); err == nil {
			people[number] = p
		}
	}
	return people, nil
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
