package acceptance

import (
	"context"
	"crypto/rand"
	"fmt"
	"testing"
	"time"

	"huiyin/shared/event"
	"huiyin/shared/phone"
	"huiyin/shared/staff"
	"huiyin/shared/ticket"
	"huiyin/shared/wire"
)

// crew is a team with one agent and one supervisor, so that a test about the
// staff knows whose telephones ring.
type crew struct {
	team                   string
	agent, supervisor      phone.Number
	agentID, supervisorID  string
	agentBadge, otherBadge string
}

// teams are the teams of the tests about the staff. Everybody is hired before
// the first test, because functions believe a roster for a while.
var teams = []string{"service", "overdue", "answered", "digest", "crowd", "quiet", "alert", "dying", "restart", "poison", "waiting", "morning", "settings", "spare", "turns", "away"}

// manager hears of what is an hour late, in every team.
const manager = phone.Number("+8613700000001")

// theCrew is the crew of a team.
func theCrew(team string) crew {
	for i, name := range teams {
		if name == team {
			return crew{team: team, agentID: team + "-agent", supervisorID: team + "-supervisor",
				agent: phone.Number(fmt.Sprintf("+861370001%04d", i)), supervisor: phone.Number(fmt.Sprintf("+861370002%04d", i)),
				agentBadge: fmt.Sprintf("1%03d", i), otherBadge: fmt.Sprintf("2%03d", i)}
		}
	}
	panic("no team " + team)
}

// hire writes the roster: a crew per team, the manager, and the accounts.
func (d *desk) hire(ctx context.Context) error {
	members := []staff.Member{
		{ID: "manager", Name: "周经理", Badge: "M1", Phone: manager, Role: staff.Manager},
		{ID: "staff-agent", Name: "陈静", Badge: "1024", Phone: "+8613700000011", Role: staff.Agent, Team: "service", Login: "agent@huiyin.example"},
		{ID: "staff-supervisor", Name: "吴敏", Badge: "2048", Phone: "+8613700000012", Role: staff.Supervisor, Team: "spare", Login: "supervisor@huiyin.example"},
		{ID: "staff-admin", Name: "郑强", Badge: "4096", Phone: "+8613700000013", Role: staff.Admin, Login: "admin@huiyin.example"},
	}
	turns := theCrew("turns")
	members = append(members, staff.Member{ID: "turns-second", Name: "坐席", Badge: "1999", Phone: turns.agent, Role: staff.Agent, Team: turns.team})
	for i, name := range teams {
		c := theCrew(name)
		team := staff.Team{ID: name, Version: 1, Seq: 1, Name: name, Calendar: "queries", Rank: i}
		if i > 0 { // only the first takes what comes in by itself
			team.Takes = []staff.Match{{Channel: "none of " + name}, {Kind: "complaint", Region: regionOf(name)}}
		}
		if err := d.table.Staff().SaveTeam(ctx, team, saved(staff.TeamSubject(name), staff.TeamSaved)); err != nil {
			return fmt.Errorf("make a team: %w", err)
		}
		members = append(members,
			staff.Member{ID: c.agentID, Name: "坐席", Badge: c.agentBadge, Phone: c.agent, Role: staff.Agent, Team: name},
			staff.Member{ID: c.supervisorID, Name: "主管", Badge: c.otherBadge, Phone: c.supervisor, Role: staff.Supervisor, Team: name})
	}
	for _, m := range members {
		m.Version, m.Seq, m.Lang = 1, 1, "zh"
		if m.ID == "away-agent" {
			m.Absence = &staff.Absence{Since: morning.Add(-time.Hour), Reason: "training"}
		}
		if err := d.table.Staff().SaveMember(ctx, m, nil, saved(staff.Subject(m.ID), staff.Saved)); err != nil {
			return fmt.Errorf("hire %s: %w", m.ID, err)
		}
	}
	return nil
}

// regionOf is where the complaints come from that a team takes.
func regionOf(team string) string { return "the region of " + team }

func saved(subject string, typ event.Type) event.Event {
	e, err := event.New(subject, 1, typ, morning, event.System, nil)
	if err != nil {
		panic(err)
	}
	return e
}

// fixed is a desk on which every ticket goes to one team, and to nobody in it.
type fixed string

func (f fixed) TeamFor(context.Context, ticket.Ticket) (string, error) { return string(f), nil }

func (f fixed) OwnerFor(context.Context, time.Time, ticket.Ticket) (string, error) { return "", nil }

// tickets are the use cases as the functions have them, for one team.
func (d *desk) tickets(team string) *ticket.Service {
	s := wire.Tickets(d.table, d.rules, d.roster, d.phones)
	s.Routing, s.Random = fixed(team), rand.Reader
	return s
}

// actor is the agent of a crew.
func (c crew) actor() ticket.Actor {
	return ticket.Actor{By: event.Staff(c.agentID), Staff: c.agentID, Badge: c.agentBadge, Team: c.team, Role: staff.Agent}
}

// inquire opens a question about cargo (half an hour to the first answer) for
// a new customer of a team.
func (d *desk) inquire(t *testing.T, team string, at time.Time) (string, phone.Number) {
	t.Helper()
	typed, number := newPhone()
	return d.inquireAs(t, team, at, typed), number
}

func (d *desk) inquireAs(t *testing.T, team string, at time.Time, typed string) string {
	t.Helper()
	receipt, err := d.tickets(team).Open(t.Context(), at, ticket.TheCustomer, ticket.Intake{
		Kind: ticket.Inquiry, Reason: "cargo_status", Name: "王芳", Phone: typed, Text: "我的货到哪里了？",
	})
	if err != nil {
		t.Fatal(err)
	}
	return receipt.Number
}

// owned gives a ticket to the agent of a crew.
func (d *desk) owned(t *testing.T, c crew, number string, at time.Time) {
	t.Helper()
	if _, err := d.tickets(c.team).Take(t.Context(), at, c.actor(), number, 0); err != nil {
		t.Fatal(err)
	}
}

// putAway withdraws tickets at the end of a test, so that no later sweep finds
// them.
func (d *desk) putAway(t *testing.T, team string, numbers ...string) {
	t.Helper()
	ctx := context.WithoutCancel(t.Context())
	for _, number := range numbers {
		if _, err := d.tickets(team).Withdraw(ctx, d.now(), ticket.Actor{By: event.System}, number, 0, "the test is over", false); err != nil {
			t.Errorf("put %s away: %v", number, err)
		}
	}
}

// mustTicket reads a ticket.
func (d *desk) mustTicket(t *testing.T, number string) ticket.Ticket {
	t.Helper()
	read, err := d.table.Tickets().Get(t.Context(), number)
	if err != nil {
		t.Fatal(err)
	}
	return read
}
