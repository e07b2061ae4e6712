package dynamo_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"huiyin/shared/clock"
	"huiyin/shared/dynamo"
	"huiyin/shared/dynamo/capacity"
	"huiyin/shared/obs"
	"huiyin/shared/staff"
	"huiyin/shared/token"
	"huiyin/shared/web"
	"huiyin/shared/web/console"
	"huiyin/shared/web/desk"
	"huiyin/shared/wire"
	"huiyin/shared/wire/agents"
	"huiyin/shared/words"
)

// somebody is who is signed in, whatever the request brings.
type somebody struct{}

func (somebody) Verify(context.Context, string) (token.Identity, error) {
	return token.Identity{Subject: "sub", Username: "supervisor", Groups: []string{"supervisor"}}, nil
}

// A view of the work list with a thousand open tickets, by a process that has
// just started: everything it reads is at most a unit for each line on the page,
// and the page is small. Asked for again it reads next to nothing.
func TestAViewOfTheWorkListCostsNoMoreThanItsPage(t *testing.T) {
	table := dynamo.New(settings(t, nil), newTable(t), 1)
	aThousand(t, table.Tickets())
	zone, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		t.Fatal(err)
	}
	at := aDay.Add(30 * time.Minute)
	now := func() time.Time { return at }
	build := func() (*web.App, *desk.Desk) {
		parts := agents.Parts{Table: table, Zone: zone, Clock: clock.New(0)}
		d := parts.Desk()
		d.Tokens, d.Now = somebody{}, now
		pages := &console.Console{Company: console.Company{Name: "回音物流"}, Languages: words.Langs, Zone: zone, Now: now}
		app := web.New(web.Settings{Languages: words.Langs, Log: obs.Logger(io.Discard), MaxBody: desk.MaxBody, Page: pages.Problem})
		d.Serve(app)
		pages.Serve(app)
		return app, d
	}
	_, d := build()
	if _, err := d.Staff.SaveTeam(t.Context(), staff.Team{ID: wire.DefaultTeam, Name: "客服一组", Calendar: "queries"}, hours{}, "system", at); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Staff.Save(t.Context(), staff.Person{Login: "supervisor", Badge: "201", Name: "王主管", Lang: "zh", Phone: "13800138000",
		Role: staff.Supervisor, Team: wire.DefaultTeam}, "system", at); err != nil {
		t.Fatal(err)
	}
	app, _ := build() // a process that has read nothing
	view := func(what string, most float64) {
		t.Helper()
		ctx, spent := capacity.With(t.Context())
		r := httptest.NewRequest(http.MethodGet, "/console/queue?scope=team", nil).WithContext(ctx)
		r.Header.Set("Authorization", "Bearer x")
		w := httptest.NewRecorder()
		app.ServeHTTP(w, r)
		if n := strings.Count(w.Body.String(), "<li data-id="); w.Code != 200 || n != 50 {
			t.Fatalf("%s: %d with %d lines: %s", what, w.Code, n, w.Body)
		}
		writes, reads, requests := spent.Units()
		t.Logf("%-20s %5.1f reads %2d requests %6d bytes", what, reads, requests, w.Body.Len())
		if reads > most || writes > 0 || w.Body.Len() > 60<<10 {
			t.Errorf("%s: %v reads, %v writes, %d bytes", what, reads, writes, w.Body.Len())
		}
	}
	view("the first view", 50)
	view("a moment later", 5)
	at = at.Add(time.Minute)
	view("a minute later", 25)
}

// hours know every calendar.
type hours struct{}

func (hours) Open(string, time.Time) (bool, error) { return true, nil }
