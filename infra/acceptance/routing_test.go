package acceptance

import (
	"net/http"
	"testing"

	"huiyin/shared/id"
)

// complainFrom posts a complaint of a new customer that a team's region takes.
func (d *desk) complainFrom(t *testing.T, team string) receipt {
	t.Helper()
	typed, _ := newPhone()
	body := complaint(typed)
	body["region"] = regionOf(team)
	var r receipt
	d.post(t, "/complaints", body).into(t, http.StatusCreated, &r)
	return r
}

// rule: QM-3 — what comes in by the form goes to whoever has least, so of six
// complaints each of two agents on duty gets three.
func TestSixComplaintsAreThreeForEachOfTwo(t *testing.T) {
	c := theCrew("turns")
	got := map[string]int{}
	for range 6 {
		r := the.complainFrom(t, c.team)
		defer the.putAway(t, c.team, r.Number)
		one := the.mustTicket(t, r.Number)
		if one.Team != c.team {
			t.Fatalf("a complaint from %s is with %s", regionOf(c.team), one.Team)
		}
		got[one.Owner]++
	}
	if got[c.agentID] != 3 || got["turns-second"] != 3 || len(got) != 2 {
		t.Errorf("six complaints: %v", got)
	}
}

// rule: QM-3 — where no agent is on duty, the supervisor has it, and hears of
// it.
// rule: NJ-15
func TestNobodyIsOnDutyAndTheSupervisorHears(t *testing.T) {
	c := theCrew("away")
	r := the.complainFrom(t, c.team)
	defer the.putAway(t, c.team, r.Number)
	if one := the.mustTicket(t, r.Number); one.Owner != c.supervisorID {
		t.Errorf("%q of %s has it", one.Owner, one.Team)
	}
	the.sweep(t, r.DueAt)
	if texts := the.onlySMS(t, c.supervisor, 1); naming(texts, id.Show(r.Number)) != 1 {
		t.Errorf("the supervisor reads %q", texts)
	}
	the.onlySMS(t, c.agent, 0)
}
