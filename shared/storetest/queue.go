package storetest

import (
	"testing"
	"time"

	"huiyin/shared/errs"
	"huiyin/shared/ticket"
)

// loads: what each owner has of a team's open tickets, but those that wait.
func loads(t *testing.T, fresh Fresh) {
	s := fresh(t)
	for i, one := range []struct {
		team, owner string
		stage       ticket.Stage
	}{
		{"service", "ann", ticket.Received}, {"service", "ann", ticket.Handling}, {"service", "ann", ticket.Waiting},
		{"service", "ann", ticket.Resolved}, {"service", "bo", ticket.Handling}, {"service", "", ticket.Received},
		{"other", "bo", ticket.Handling},
	} {
		c := opened(name("T", i), func(t *ticket.Ticket) { t.Team, t.Owner, t.PhoneKey = one.team, one.owner, name("phone-", i) })
		commit(t, s, c)
		if one.stage != ticket.Received {
			commit(t, s, with(next(c, one.stage), ticket.Noted))
		}
	}
	for team, want := range map[string]map[string]int{"service": {"ann": 2, "bo": 1}, "other": {"bo": 1}, "gone": {}} {
		got, err := s.Tickets.Loads(ctx, team)
		is(t, "loads", err, nil)
		same(t, "who has how much of "+team, got, want)
	}
}

// queues: a team's open tickets by due time, page by page, nobody else's.
func queues(t *testing.T, fresh Fresh) {
	s := fresh(t)
	const many = 25
	var want, hers, handed []string
	for i := range many {
		number := name("T", i)
		want = append(want, number)
		commit(t, s, opened(number, func(t *ticket.Ticket) {
			t.PhoneKey = name("phone-", i)
			// without a timer a ticket stands at its last event, which is a second after its opening
			t.OpenedAt = start.Add(time.Duration(i) * time.Minute)
			if i%6 == 0 {
				t.Owner = "hers"
			}
			if i%5 == 0 { // one is back
				t.HandOvers = []ticket.Handover{{To: "branch", Name: "east", At: t.OpenedAt}}
				if i == 10 {
					t.HandOvers[0].Ended = t.OpenedAt
				}
			}
		}))
		if i%6 == 0 {
			hers = append(hers, number)
		}
		if i%5 == 0 && i != 10 {
			handed = append(handed, number)
		}
	}
	commit(t, s, opened("XXX", func(t *ticket.Ticket) { t.Team, t.PhoneKey = "other", "phone-x" }))

	list := func(q ticket.Query) []string {
		return pages(t, q.Limit, func(cursor string) ([]string, string, error) {
			q.Team, q.Cursor = "service", cursor
			page, err := s.Tickets.Queue(ctx, q)
			var numbers []string
			for _, one := range page.Tickets {
				numbers = append(numbers, one.Number)
			}
			return numbers, page.Next, err
		})
	}
	for _, limit := range []int{1, 7, many, 100} {
		same(t, "the team's list", list(ticket.Query{Limit: limit}), want)
		same(t, "her list", list(ticket.Query{Owner: "hers", Limit: limit}), hers)
		same(t, "what is handed over", list(ticket.Query{Handed: true, Limit: limit}), handed)
		same(t, "hers that is handed over", list(ticket.Query{Owner: "hers", Handed: true, Limit: limit}), handed[:1])
	}
	same(t, "nobody's list", list(ticket.Query{Owner: "nobody", Limit: 10}), []string{})

	first, err := s.Tickets.Queue(ctx, ticket.Query{Team: "service", Limit: 3})
	is(t, "queue", err, nil)
	_, err = s.Tickets.Queue(ctx, ticket.Query{Team: "other", Cursor: first.Next, Limit: 3})
	kind(t, "another team's cursor", err, errs.Invalid)
	for _, bad := range tampered(first.Next) {
		_, err = s.Tickets.Queue(ctx, ticket.Query{Team: "service", Cursor: bad, Limit: 3})
		kind(t, "a tampered cursor", err, errs.Invalid)
	}
}
