package acceptance

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"huiyin/shared/event"
	"huiyin/shared/sla"
	"huiyin/shared/ticket"
)

// savedSetting is what a save is answered with.
type savedSetting struct {
	Version int             `json:"version"`
	Value   json.RawMessage `json:"value"`
	Job     string          `json:"job"`
}

// put saves a setting; tag is the version seen, "" for a new one.
func (d *desk) put(t *testing.T, role, path, tag, kind, body string) reply {
	t.Helper()
	headers := d.as(t, role)
	if tag != "" {
		headers = append(headers, "If-Match", tag)
	}
	return d.send(t, http.MethodPut, path, kind, body, headers...)
}

// open is a calendar that is open at the same hours every day.
func open(from, to string) string {
	var hours []string
	for _, day := range []string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"} {
		hours = append(hours, fmt.Sprintf(`%q:[[%q,%q]]`, day, from, to))
	}
	return `{"timeZone":"Asia/Shanghai","hours":{` + strings.Join(hours, ",") + `}}`
}

// rule: QM-4 — an admin shortens a team's hours: he sees beforehand which
// ticket moves and to when, the next sweeps move it, a supervisor watches how
// far that has come, and an agent can do none of it.
func TestAChangedCalendarMovesAnOpenTicketWithTheNextSweeps(t *testing.T) {
	const name, kind = "settings", "application/json"
	calendar := "/desk/calendars/" + name
	the.put(t, "admin", calendar, "", kind, open("08:30", "18:30")).into(t, http.StatusOK, nil)
	the.addPolicy(t, `{"id":"settings","name":"试用","calendar":"settings","when":{"team":["settings"]},
		"targets":{"first_response":{"business":"2h"}},"steps":[{"at":"due","to":["owner"]}]}`)

	the.rules.Forget()
	number, _ := the.inquire(t, name, at(0, 11, 0))
	defer the.putAway(t, name, number)
	if due := the.firstResponse(t, number).Due; !due.Equal(at(0, 13, 0)) {
		t.Fatalf("due %v", due)
	}

	shorter := open("08:30", "12:00")
	the.put(t, "agent", calendar, `"1"`, kind, shorter).into(t, http.StatusForbidden, nil)
	the.put(t, "supervisor", calendar, `"1"`, kind, shorter).into(t, http.StatusForbidden, nil)
	var look struct {
		Moved    int
		Complete bool
		Tickets  []struct {
			Number string
			Timers []struct{ Was, Due time.Time }
		}
	}
	the.send(t, http.MethodPost, calendar+"/preview", kind, shorter, append(the.as(t, "admin"), "If-Match", `"1"`)...).into(t, http.StatusOK, &look)
	if look.Moved != 1 || !look.Complete || look.Tickets[0].Number != number || !look.Tickets[0].Timers[0].Due.Equal(at(1, 9, 30)) {
		t.Errorf("the preview says %+v", look)
	}
	var changed savedSetting
	the.put(t, "admin", calendar, `"1"`, kind, shorter).into(t, http.StatusOK, &changed)
	the.put(t, "admin", calendar, `"1"`, kind, open("08:30", "10:00")).into(t, http.StatusPreconditionFailed, nil)

	var job struct {
		State                      string
		About, Done, Moved, Stuck  int
		Begins, ChangedAt, EndedAt time.Time
	}
	watch := func() {
		the.send(t, http.MethodGet, "/desk/jobs/"+changed.Job, "", "", the.as(t, "supervisor")...).into(t, http.StatusOK, &job)
	}
	watch()
	if job.State != "waiting" || !the.firstResponse(t, number).Due.Equal(at(0, 13, 0)) {
		t.Errorf("before any sweep: %+v", job)
	}
	begins := job.Begins
	for minute := 0; job.State != "done" && minute < 5; minute++ {
		the.sweep(t, begins.Add(time.Duration(minute)*time.Minute))
		watch()
	}
	if job.State != "done" || job.Moved != 1 || job.Stuck != 0 || job.About < 1 || job.EndedAt.IsZero() {
		t.Errorf("the job came to %+v", job)
	}
	the.rules.Forget()
	timer := the.firstResponse(t, number)
	if !timer.Due.Equal(at(1, 9, 30)) || timer.State != sla.Running || timer.Calendar.Version != 2 {
		t.Errorf("due %v, %s, by version %d", timer.Due, timer.State, timer.Calendar.Version)
	}
	the.sweep(t, begins.Add(6*time.Minute))
	if n := the.happenedTo(t, number, ticket.Rejudged); n != 1 {
		t.Errorf("it was rejudged %d times", n)
	}
}

// addPolicy puts a policy before all others.
func (d *desk) addPolicy(t *testing.T, policy string) {
	t.Helper()
	now := d.send(t, http.MethodGet, "/desk/policies", "", "", d.as(t, "admin")...)
	var had struct {
		Value struct {
			Policies []json.RawMessage `json:"policies"`
			Default  json.RawMessage   `json:"default"`
		}
	}
	now.into(t, http.StatusOK, &had)
	had.Value.Policies = append([]json.RawMessage{json.RawMessage(policy)}, had.Value.Policies...)
	body, err := json.Marshal(had.Value)
	if err != nil {
		t.Fatal(err)
	}
	var is savedSetting
	d.put(t, "admin", "/desk/policies", now.header.Get("ETag"), "application/json", string(body)).into(t, http.StatusOK, &is)
	if is.Job != "" {
		t.Errorf("a policy that no ticket has starts %s", is.Job)
	}
}

// happenedTo counts the events of a type in a ticket's history.
func (d *desk) happenedTo(t *testing.T, number string, typ event.Type) (n int) {
	t.Helper()
	page, err := d.table.Tickets().History(t.Context(), number, "")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range page.Events {
		if e.Type == typ {
			n++
		}
	}
	return n
}

// rule: LAW-5 — the table of the notice goes through the whole way, with its
// Chinese, and is read back as days.
func TestANoticesTableIsLoadedAsItWasPasted(t *testing.T) {
	const path = "/desk/holidays/2031"
	the.put(t, "admin", path, "", "text/csv", "\ufeff日期,名称,休或班\r\n1月1日（周三）至3日（周五）,元旦,休\r\n1月5日,元旦,班\r\n").into(t, http.StatusOK, nil)
	var read struct {
		Value []struct {
			Date, Name string
			Off        bool
		}
	}
	the.send(t, http.MethodGet, path, "", "", the.as(t, "supervisor")...).into(t, http.StatusOK, &read)
	if fmt.Sprint(read.Value) != "[{2031-01-01 元旦 true} {2031-01-02 元旦 true} {2031-01-03 元旦 true} {2031-01-05 元旦 false}]" {
		t.Errorf("read back: %v", read.Value)
	}
	the.put(t, "admin", path, `"1"`, "text/csv", "2032-01-01,元旦,休").into(t, http.StatusUnprocessableEntity, nil)
}
