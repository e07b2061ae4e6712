package dynamo_test

import (
	"fmt"
	"testing"
	"time"

	"huiyin/shared/dynamo"
	"huiyin/shared/dynamo/capacity"
	"huiyin/shared/event"
	"huiyin/shared/staff"
	"huiyin/shared/storetest"
	"huiyin/shared/ticket"
	"huiyin/shared/wire"
)

// always is open, whatever the calendar.
type always struct{}

func (always) Open(string, time.Time) (bool, error) { return true, nil }

// rule: QM-3 — what it costs that a new ticket goes to whoever has least: the
// event that tells of it, the turn where there are equals, and now and then one
// reading of the team's list and of the roster.
func TestWhatRoutingCosts(t *testing.T) {
	table := dynamo.New(settings(t, nil), newTable(t), 1)
	roster := staff.Roster{Teams: []staff.Team{{ID: "service", Version: 1, Calendar: "day"}}}
	for i := range 4 {
		roster.Members = append(roster.Members, staff.Member{ID: fmt.Sprint("m", i), Version: 1, Badge: fmt.Sprint(100 + i), Role: staff.Agent, Team: "service"})
	}
	told := func(subject string) event.Event {
		e, err := event.New(subject, 1, staff.Saved, noonOnTheDesk, event.System, nil)
		if err != nil {
			t.Fatal(err)
		}
		return e
	}
	if err := table.Staff().SaveTeam(t.Context(), roster.Teams[0], told(staff.TeamSubject("service"))); err != nil {
		t.Fatal(err)
	}
	for _, m := range roster.Members {
		if err := table.Staff().SaveMember(t.Context(), m, nil, told(staff.Subject(m.ID))); err != nil {
			t.Fatal(err)
		}
	}
	plain, routed := storetest.Desk(table.Tickets()), storetest.Desk(table.Tickets())
	routed.Routing = &wire.Routing{Roster: &wire.Roster{Store: table.Staff(), Hours: always{}},
		Loads: table.Tickets().Loads, Count: table.Tickets().Count}
	phones := 0
	open := func(desk *ticket.Service) (writes, reads float64, requests int) {
		t.Helper()
		phones++
		ctx, spent := capacity.With(t.Context())
		if _, err := desk.Open(ctx, noonOnTheDesk, ticket.TheCustomer, ticket.Intake{Kind: ticket.Inquiry, Reason: "price",
			Name: "王芳", Phone: fmt.Sprintf("+8613800%06d", phones), Text: "到北京多少钱？"}); err != nil {
			t.Fatal(err)
		}
		return spent.Units()
	}
	open(plain) // the keys are there now
	writes, reads, requests := open(plain)
	for i, most := range []struct {
		writes, reads float64
		requests      int
	}{{3, 2, 3}, {3, 0, 1}, {3, 0, 1}, {2, 0, 0}} { // the last: one of four is left with fewer
		w, r, n := open(routed)
		t.Logf("ticket %d: %v writes, %v reads, %d requests more", i+1, w-writes, r-reads, n-requests)
		if w-writes > most.writes || r-reads > most.reads || n-requests > most.requests {
			t.Errorf("ticket %d: %v writes, %v reads and %d requests more than without, at most %+v were expected",
				i+1, w-writes, r-reads, n-requests, most)
		}
	}
	loads, err := table.Tickets().Loads(t.Context(), "service")
	if err != nil || len(loads) != 4 {
		t.Errorf("four tickets for four: %v %v", loads, err)
	}
}

var noonOnTheDesk = time.Date(2026, 6, 10, 4, 0, 0, 0, time.UTC)
