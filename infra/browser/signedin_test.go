package browser

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"time"

	"huiyin/infra/local/stack"
	"huiyin/shared/event"
	"huiyin/shared/staff"
	"huiyin/shared/ticket"
)

// backOffice is the team of those who sign in. It takes nothing by itself, so
// what customers' tests open stays nobody's.
const backOffice = "back-office"

// hired are the files of the stack's accounts.
var hired = []staff.Member{
	{ID: "staff-agent", Name: "陈静", Badge: "1024", Phone: "+8613700000011", Role: staff.Agent, Team: backOffice, Login: "agent@huiyin.example"},
	{ID: "staff-supervisor", Name: "吴敏", Badge: "2048", Phone: "+8613700000012", Role: staff.Supervisor, Team: backOffice, Login: "supervisor@huiyin.example"},
	{ID: "staff-admin", Name: "郑强", Badge: "4096", Phone: "+8613700000013", Role: staff.Admin, Login: "admin@huiyin.example"},
}

// hire puts them on the roster, once. A function that has read the roster just
// before believes the old one for a moment.
var hire = sync.OnceValue(func() error {
	ctx := context.Background()
	saved := func(subject string, typ event.Type) event.Event {
		e, err := event.New(subject, 1, typ, morning, event.System, nil)
		if err != nil {
			panic(err)
		}
		return e
	}
	for id, name := range map[string]string{backOffice: "后台", "crowd": "旺季组"} {
		team := staff.Team{ID: id, Version: 1, Seq: 1, Name: name, Calendar: "queries", Rank: 9, Takes: []staff.Match{{Channel: "none"}}}
		if err := the.table.Staff().SaveTeam(ctx, team, saved(staff.TeamSubject(id), staff.TeamSaved)); err != nil {
			return fmt.Errorf("make a team: %w", err)
		}
	}
	for _, m := range hired {
		m.Version, m.Seq, m.Lang = 1, 1, "zh"
		if err := the.table.Staff().SaveMember(ctx, m, nil, saved(staff.Subject(m.ID), staff.Saved)); err != nil {
			return fmt.Errorf("hire %s: %w", m.ID, err)
		}
	}
	time.Sleep(16 * time.Second) // as long as a roster is believed
	return nil
})

// who acts on tickets behind the pages' back.
var chen = ticket.Actor{By: event.Staff("staff-agent"), Staff: "staff-agent", Badge: "1024", Team: backOffice, Role: staff.Agent}

// signIn signs an account of a role in at the console.
func (b *tab) signIn(role string) {
	b.t.Helper()
	b.must(hire())
	for _, user := range stack.Users {
		if user.Role != role {
			continue
		}
		if b.joins(role) {
			return
		}
		b.open(the.page("console/signin"))
		b.fill("name", user.Username)
		b.fill("password", user.Password)
		b.goes(200, b.clicking("main form button"))
		if at := eval[string](b, `location.pathname`); !strings.Contains(at, "/console") || strings.Contains(at, "/signin") {
			b.t.Fatalf("signed in, and is at %s: %s", at, eval[string](b, `document.body.innerText`))
		}
		b.stays(role)
		return
	}
	b.t.Fatalf("no account of a %s", role)
}

// lookInside looks at a page of the console: axe-core finds nothing serious by
// day and by night, nothing scrolls sideways, nothing complains.
func (b *tab) lookInside(name string) {
	b.t.Helper()
	b.quiet()
	if !b.plain && b.lang == "zh" && !eval[bool](b, `typeof axe === "object"`) {
		eval[bool](b, the.axe+"; true")
	}
	for _, a := range []appearance{telephone, night, wideNight, wide} {
		if (a == wideNight || a == night && b.lang != "zh") && !pictures() {
			continue
		}
		b.fits(name, a)
		if !b.plain && b.lang == "zh" && (a == telephone || a == night) { // marks and colours are the same in every language, and at a desk
			b.harmless(name, a)
		}
		b.keep("console-"+name, a)
	}
}

// fits fails when a page is wider than a screen, or complains.
func (b *tab) fits(name string, a appearance) {
	b.t.Helper()
	b.appear(a)
	if width := eval[int64](b, `document.documentElement.scrollWidth`); width > a.width {
		b.t.Errorf("%s at %s px is %d px wide", name, a.name, width)
	}
	if broken := eval[[]string](b, `[...document.querySelectorAll(".scroll td, .scroll th")].filter(e => e.innerText.trim().length > 4 && e.offsetWidth < 60 && e.firstChild && (r => { r.selectNodeContents(e); return r.getBoundingClientRect().height > 70 })(document.createRange())).map(e => e.innerText)`); len(broken) > 0 {
		b.t.Errorf("%s at %s px breaks %q into letters", name, a.name, broken)
	}
	b.quiet()
}
