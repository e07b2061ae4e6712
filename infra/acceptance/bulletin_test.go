package acceptance

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"huiyin/shared/bulletin"
	"huiyin/shared/event"
	"huiyin/shared/phone"
	"huiyin/shared/ticket"
)

// A team of this test's own.
func init() { teams = append(teams, "weather") }

// rule: PD-5
// rule: PD-8 — a storm is told to who works there and to whom it touches, once,
// however often the events come; it is shown while it lasts, and its end is told
// to the same people.
func TestAStormIsToldToWhomItTouches(t *testing.T) {
	c, other := theCrew("weather"), theCrew("spare")
	there, mine := the.inquireFrom(t, c.team, "四川省成都市武侯区")
	elsewhere, theirs := the.inquireFrom(t, c.team, "上海")
	defer the.putAway(t, c.team, there, elsewhere)
	the.settle(t)
	before := map[phone.Number]int{}
	all := []phone.Number{c.agent, c.supervisor, mine, theirs, other.agent, other.supervisor}
	for _, number := range all {
		before[number] = len(the.sms(t, number))
	}
	got := func(number phone.Number, n int) []string {
		t.Helper()
		return the.onlySMS(t, number, before[number]+n)[before[number]:]
	}
	const words, over = "成都暴雨，当地派送顺延。", "成都天气好转，派送恢复。"
	boss := the.as(t, "supervisor")
	body := map[string]any{"kind": "weather", "text": words, "regions": []string{"成都", regionOf(c.team)}, "tells": map[string]bool{"staff": true, "customers": true}}
	var would struct{ Staff, Customers int }
	the.post(t, "/desk/bulletins/preview", body, boss...).into(t, http.StatusOK, &would)
	if would.Staff != 2 || would.Customers != 1 {
		t.Errorf("the preview counts %+v", would)
	}
	var made struct{ ID string }
	the.post(t, "/desk/bulletins", body, boss...).into(t, http.StatusCreated, &made)
	the.twice(t, made.ID, bulletin.Opened)
	for _, number := range []phone.Number{c.agent, c.supervisor} {
		mustSay(t, got(number, 1)[0], "成都天气恶劣：请减速慢行")
	}
	mustSay(t, got(mine, 1)[0], "因恶劣天气，您的业务可能受影响", "投诉见")
	for _, number := range []phone.Number{theirs, other.agent, other.supervisor} {
		got(number, 0)
	}
	eventually(t, "the notice on the public page", patience, func() bool { return the.shows(t, words) })

	the.post(t, "/desk/bulletins/"+made.ID+"/close", map[string]any{"text": over}, boss...).into(t, http.StatusOK, nil)
	the.twice(t, made.ID, bulletin.Ended)
	for _, number := range []phone.Number{c.agent, c.supervisor} {
		mustSay(t, got(number, 2)[1], "成都的恶劣天气已结束")
	}
	mustSay(t, got(mine, 2)[1], "恶劣天气已结束", "索赔见")
	got(theirs, 0)
	eventually(t, "that it is over, on the public page", patience, func() bool { return the.shows(t, over) && !the.shows(t, words) })
	var record struct {
		Receivers []struct{ Opened, Closing struct{ State string } }
	}
	the.send(t, http.MethodGet, "/desk/bulletins/"+made.ID+"/told", "", "", boss...).into(t, http.StatusOK, &record)
	if len(record.Receivers) == 0 || record.Receivers[0].Opened.State == "" || record.Receivers[0].Closing.State == "" {
		t.Errorf("the record says %+v", record)
	}
}

// inquireFrom opens a question about a place.
func (d *desk) inquireFrom(t *testing.T, team, region string) (string, phone.Number) {
	t.Helper()
	typed, number := newPhone()
	receipt, err := d.tickets(team).Open(t.Context(), d.now(), ticket.TheCustomer, ticket.Intake{
		Kind: ticket.Inquiry, Reason: "cargo_status", Name: "王芳", Phone: typed, Text: "我的货到哪里了？", Region: region})
	if err != nil {
		t.Fatal(err)
	}
	return receipt.Number, number
}

// twice lets a round come to its end, and brings its pages once more.
func (d *desk) twice(t *testing.T, id string, phase bulletin.Phase) {
	t.Helper()
	for range 2 {
		d.sweep(t, d.now().Add(time.Second))
	}
	round := bulletin.RoundID(id, phase)
	pages, err := d.table.Bulletins().Pages(t.Context(), round, 0, 100)
	if err != nil || len(pages) == 0 {
		t.Fatalf("%d pages: %v", len(pages), err)
	}
	for _, p := range pages {
		e, err := event.New(bulletin.RoundSubject(round), p.Page, bulletin.PageEvent, d.now(), event.System, p)
		if err != nil {
			t.Fatal(err)
		}
		d.toBus(t, e)
		d.toQueue(t, e)
	}
}

// shows tells whether the public front page says something.
func (d *desk) shows(t *testing.T, words string) bool {
	t.Helper()
	page := d.send(t, http.MethodGet, "/", "", "", "Accept", "text/html")
	return strings.Contains(string(page.body), words)
}
