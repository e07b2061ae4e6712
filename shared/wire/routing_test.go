package wire_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"huiyin/shared/errs"
	"huiyin/shared/event"
	"huiyin/shared/memory"
	"huiyin/shared/oncall"
	"huiyin/shared/staff"
	"huiyin/shared/ticket"
	"huiyin/shared/wire"
)

var noon = time.Date(2026, 6, 10, 4, 0, 0, 0, time.UTC)

// always is open, whatever the calendar.
type always bool

func (o always) Open(string, time.Time) (bool, error) { return bool(o), nil }

// routing is one over a store in memory, with two agents of the team that takes
// complaints and a team that has nobody.
func routing(t *testing.T, open bool) (*wire.Routing, *memory.Store) {
	t.Helper()
	store := memory.New(1)
	for _, team := range []staff.Team{{ID: "complaints", Takes: []staff.Match{{Kind: "complaint"}}}, {ID: "desk", Rank: 9}} {
		team.Version = 1
		if err := store.Staff().SaveTeam(t.Context(), team, told(staff.TeamSubject(team.ID))); err != nil {
			t.Fatal(err)
		}
	}
	for _, m := range []staff.Member{
		{ID: "ann", Badge: "101", Role: staff.Agent, Team: "complaints"}, {ID: "bo", Badge: "102", Role: staff.Agent, Team: "complaints"},
	} {
		m.Version = 1
		if err := store.Staff().SaveMember(t.Context(), m, nil, told(staff.Subject(m.ID))); err != nil {
			t.Fatal(err)
		}
	}
	calls := oncall.Service{Store: store.OnCall(), Zone: time.UTC}
	return &wire.Routing{Roster: &wire.Roster{Store: store.Staff(), Hours: always(open), OnCall: calls.Now},
		Loads: store.Tickets().Loads, Count: store.Tickets().Count}, store
}

func told(subject string) event.Event {
	e, err := event.New(subject, 1, staff.Saved, noon, event.System, nil)
	if err != nil {
		panic(err)
	}
	return e
}

func owner(t *testing.T, r *wire.Routing, in ticket.Ticket) string {
	t.Helper()
	var err error
	if in.Team, err = r.TeamFor(t.Context(), in); err != nil {
		t.Fatal(err)
	}
	got, err := r.OwnerFor(t.Context(), noon, in)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// rule: QM-3
func TestNewTicketsGoToWhoeverHasLeast(t *testing.T) {
	r, _ := routing(t, true)
	complaint := ticket.Ticket{Kind: ticket.Complaint, Reason: "delay", Lang: "zh"}
	got := map[string]int{}
	for range 6 { // faster than the lists are read again
		got[owner(t, r, complaint)]++
	}
	if got["ann"] != 3 || got["bo"] != 3 {
		t.Errorf("six complaints: %v", got)
	}
	about := complaint
	about.Target, about.Accused = ticket.AboutAgent, "工号101"
	for range 3 {
		if got := owner(t, r, about); got != "bo" {
			t.Errorf("%q gets a complaint about ann", got)
		}
	}
	if got := owner(t, r, complaint); got != "ann" {
		t.Errorf("%q gets the next one, with three more than ann", got)
	}
	if got := owner(t, r, ticket.Ticket{Kind: ticket.Inquiry}); got != "" {
		t.Errorf("%q of a team without people", got)
	}
	r, _ = routing(t, false)
	if got := owner(t, r, complaint); got != "" {
		t.Errorf("%q gets a ticket at night", got)
	}
}

// Nothing that comes in waits for a list that can't be read.
func TestATicketIsGivenOutWithoutTheLists(t *testing.T) {
	r, _ := routing(t, true)
	broken := errs.New(errs.Unavailable, "store.unavailable")
	r.Loads = func(context.Context, string) (map[string]int, error) { return nil, broken }
	turn := 0
	r.Count = func(context.Context, string, time.Time) (int, error) { turn++; return turn, nil }
	got := map[string]int{}
	for range 4 {
		got[owner(t, r, ticket.Ticket{Kind: ticket.Complaint})]++
	}
	if got["ann"] != 2 || got["bo"] != 2 {
		t.Errorf("without their loads: %v", got)
	}
	r.Count = func(context.Context, string, time.Time) (int, error) { return 0, errors.New("throttled") }
	if got := owner(t, r, ticket.Ticket{Kind: ticket.Complaint}); got == "" {
		t.Error("without the count of turns nobody gets it")
	}
}

// rule: PD-13 — what a salesperson asks after hours, and what is urgent, goes to
// whoever is on call.
// rule: PD-14
func TestAtNightWhoeverIsOnCallHasWhatCantWait(t *testing.T) {
	r, store := routing(t, false)
	sales := ticket.Ticket{Kind: ticket.Complaint, Requester: ticket.BySalesperson}
	if got := owner(t, r, sales); got != "" {
		t.Errorf("%q is on call", got)
	}
	month := oncall.Month{ID: "2026-06", Version: 1, Seq: 1, Shifts: []oncall.Shift{{Member: "bo", From: noon.Add(-time.Hour), To: noon.Add(time.Hour)}}}
	if err := store.OnCall().SaveMonth(t.Context(), month, told(oncall.Subject("2026-06"))); err != nil {
		t.Fatal(err)
	}
	about := ticket.Ticket{Kind: ticket.Complaint, Priority: ticket.Urgent, Target: ticket.AboutAgent, Accused: "102"}
	for name, c := range map[string]struct {
		in   ticket.Ticket
		want string
	}{
		"a salesperson's": {sales, "bo"},
		"an urgent one":   {ticket.Ticket{Kind: ticket.Inquiry, Priority: ticket.Urgent}, "bo"},
		"any other":       {ticket.Ticket{Kind: ticket.Complaint, Priority: ticket.Normal}, ""},
		"one about bo":    {about, ""},
	} {
		if got := owner(t, r, c.in); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
	night := func(to string, in ticket.Ticket) string {
		t.Helper()
		in.Team = "complaints"
		people, err := r.Roster.Recipients(t.Context(), to, in, noon)
		if err != nil || len(people) != 1 {
			t.Fatalf("%+v %v", people, err)
		}
		return people[0].ID
	}
	if got := night(staff.ToSupervisor, sales); got != "bo" {
		t.Errorf("%s hears of a salesperson's ticket at night", got)
	}
	if got := night(staff.ToOwner, ticket.Ticket{Owner: "ann"}); got != "ann" {
		t.Errorf("%s hears of a ticket that can wait", got)
	}
	r.Roster.OnCall = func(context.Context, staff.Roster, time.Time) ([]staff.Member, error) {
		return nil, errs.New(errs.Unavailable, "store.unavailable")
	}
	if got := owner(t, r, sales); got != "" {
		t.Errorf("%q gets a ticket of whom nobody knows who is on call", got)
	}
}
