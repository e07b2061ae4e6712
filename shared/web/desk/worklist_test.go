package desk

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"huiyin/shared/staff"
	"huiyin/shared/ticket"
	"huiyin/shared/worklist"
)

// listed are the numbers of a page of the work list.
func (b *bench) listed(as, query string) (numbers []string) {
	b.Helper()
	for _, l := range b.call(as, get, "/desk/queue?"+query, "").is(200).list("lines") {
		numbers = append(numbers, l["number"].(string))
	}
	return numbers
}

// free is a ticket that nobody has taken: whoever takes a call has it at first.
func (b *bench) free(number string) string {
	b.Helper()
	b.do("agent", number, "assign", `{"team":"service"}`).is(200)
	return number
}

func TestALineSaysWhatOneNeedsToChoose(t *testing.T) {
	b := newBench(t)
	number := b.complaint("agent", `"waybill":"YT1234567"`)
	b.do("agent", number, "take", "").is(200)
	b.do("agent", number, "hand-over", `{"to":"branch","name":"成都分公司","summary":"王小明：货没到"}`).is(200)
	b.do("agent", number, "escalate", `{"reason":"客户很急"}`).is(200)
	b.now = noon.Add(100 * time.Minute)
	line := b.call("agent", get, "/desk/queue", "").is(200).list("lines")[0]
	for field, want := range map[string]any{
		"number": number, "shown": number[:3] + "-" + number[3:6] + "-" + number[6:], "name": "王小明", "type": "complaint", "reason": "delay", "stage": "handling",
		"priority": "normal", "channel": "phone", "requester": "customer", "waybill": "YT1234567", "team": "complaints", "escalated": "person",
		"openedAt": "2026-06-10T04:00:00Z", "dueAt": "2026-06-10T06:00:00Z", "warnAt": "2026-06-10T05:36:00Z", "metric": "first_response", "state": "soon",
	} {
		if line[field] != want {
			t.Errorf("%s is %v, want %v", field, line[field], want)
		}
	}
	owner, with := line["owner"].(map[string]any), line["handOver"].(map[string]any)
	if owner["badge"] != "101" || owner["name"] != "员工101" || with["name"] != "成都分公司" || with["dueAt"] != "2026-06-10T08:00:00Z" || with["acceptedAt"] != nil {
		t.Errorf("%v %v", owner, with)
	}
	for _, secret := range []string{"13912345678", "139****5678", "phone"} {
		if raw := fmt.Sprint(line); strings.Contains(strings.ReplaceAll(raw, "channel:phone", ""), secret) { // rule: PD-11
			t.Errorf("a line tells %s: %s", secret, raw)
		}
	}
	b.now = noon.Add(121 * time.Minute)
	if line := b.call("agent", get, "/desk/queue", "").is(200).list("lines")[0]; line["state"] != "late" {
		t.Errorf("past the due time it is %v", line["state"])
	}
}

func TestTheWorkListByScopeAndFilter(t *testing.T) {
	b := newBench(t)
	mine := b.inquiry("agent")
	b.do("agent", mine, "take", "").is(200)
	b.now = noon.Add(time.Minute)
	free, complaint := b.free(b.inquiry("agent")), b.complaint("agent")
	b.do("other", complaint, "take", "").is(200)
	b.do("other", complaint, "pause", `{"for":"partner","reason":"等网点"}`).is(200)
	me, other := b.staff["agent"], b.staff["other"]
	for query, want := range map[string][]string{
		"": {mine}, "scope=team": {mine, free}, "scope=team&team=complaints": {complaint}, "scope=unassigned": {free}, "scope=all": {mine, free, complaint},
		"scope=unassigned&team=complaints": nil, "scope=handed_over": nil, "scope=escalated": nil,
		"scope=all&type=complaint": {complaint}, "scope=all&kind=price": {mine, free}, "scope=all&reason=delay": {complaint}, "scope=all&reason=lost": nil,
		"scope=all&stage=waiting": {complaint}, "scope=all&waitingFor=partner": {complaint}, "scope=all&waitingFor=customer": nil, "scope=all&priority=urgent": nil,
		"scope=all&owner=" + me: {mine}, "scope=all&owner=102": {complaint}, "scope=all&owner=" + other: {complaint}, "scope=all&owner=none": {free},
		"scope=all&breached=true": nil, "scope=all&breached=false": {mine, free, complaint}, "scope=all&dueWithin=60": {mine, free}, "scope=all&dueWithin=5": nil,
	} {
		if diff := cmp.Diff(want, b.listed("agent", query)); diff != "" {
			t.Errorf("%s: %s", query, diff)
		}
	}
	for query, field := range map[string]string{
		"scope=everything": "scope", "team=nowhere": "team", "owner=999": "owner", "type=letter": "type", "stage=closed": "stage", "breached=yes": "breached",
		"dueWithin=-1": "dueWithin", "limit=101": "limit", "cursor=hello": "cursor", "kind=price&reason=delay": "kind", "kind=price&type=complaint": "kind",
		"reason=delay&type=inquiry": "reason",
	} {
		b.call("agent", get, "/desk/queue?"+query, "").refused(422, "invalid", field)
	}
}

func TestCountsComeWithTheList(t *testing.T) {
	b := newBench(t)
	mine := b.inquiry("agent")
	b.do("agent", mine, "take", "").is(200)
	b.free(b.inquiry("agent"))
	late := b.complaint("agent")
	b.do("other", late, "take", "").is(200)
	b.do("other", late, "escalate", `{"reason":"客户很急"}`).is(200)
	b.now = noon.Add(29 * time.Minute)
	got := b.call("agent", get, "/desk/queue?scope=all&limit=1&priority=normal", "").is(200)
	counts := got.at("counts").(map[string]any)
	want := map[string]any{
		"scopes": map[string]any{"mine": 1.0, "team": 2.0, "unassigned": 1.0, "all": 3.0, "handed_over": 0.0, "escalated": 1.0},
		"open":   3.0, "breached": 0.0, "dueWithinHour": 2.0, "waiting": 0.0, "followUp": 0.0,
		"kinds": []any{map[string]any{"type": "inquiry", "kind": "price", "count": 2.0}, map[string]any{"type": "complaint", "reason": "delay", "count": 1.0}},
	}
	if diff := cmp.Diff(want, counts); diff != "" {
		t.Error(diff)
	}
	if got.at("found") != 3.0 || len(got.list("lines")) != 1 {
		t.Errorf("%v found, %d shown", got.at("found"), len(got.list("lines")))
	}
}

func TestThePagesOfTheWorkListAreWhole(t *testing.T) {
	b := newBench(t)
	all := b.many(23)
	for _, limit := range []int{1, 5, 23, 100} {
		var seen []string
		for cursor := "first"; cursor != ""; {
			a := b.call("agent", get, fmt.Sprintf("/desk/queue?scope=all&limit=%d&cursor=%s", limit, url.QueryEscape(strings.TrimPrefix(cursor, "first"))), "").is(200)
			for _, l := range a.list("lines") {
				seen = append(seen, l["number"].(string))
			}
			cursor = a.text("next")
		}
		if slices.Sort(seen); !slices.Equal(seen, all) {
			t.Errorf("by %d: %d of %d, or some twice", limit, len(seen), len(all))
		}
	}
}

// Whoever has the list already is told so, and his asking costs nothing within
// the seconds in which it is believed; what he does himself he sees at once.
func TestAskingAgainIsCheap(t *testing.T) {
	b := newBench(t)
	store := &counting{Store: b.store.Tickets()}
	b.desk.Lists.Store = store
	first := b.inquiry("agent")
	a := b.call("agent", get, "/desk/queue?scope=all", "").is(200)
	tag := a.header.Get("ETag")
	asked := *store
	for _, match := range []string{tag, "W/" + tag} {
		if again := b.call("agent", get, "/desk/queue?scope=all", "", "If-None-Match", match).is(304); again.raw != "" || again.header.Get("ETag") != tag {
			t.Errorf("%q with %s", again.raw, again.header.Get("ETag"))
		}
	}
	b.call("other", get, "/desk/queue?scope=team", "").is(200)
	if *store != asked {
		t.Errorf("the store was asked again: %+v after %+v", *store, asked)
	}
	second := b.inquiry("agent") // in the same second
	if got := b.listed("agent", "scope=all"); !slices.Contains(got, second) || !slices.Contains(got, first) {
		t.Errorf("what one did oneself is not there: %v", got)
	}
	b.call("agent", get, "/desk/queue?scope=all", "", "If-None-Match", tag).is(200)

	b.now = b.now.Add(worklist.Believed)
	before := *store
	b.call("agent", get, "/desk/queue?scope=all", "").is(200)
	if store.lists == before.lists || store.people != before.people {
		t.Errorf("later the lists are read again, and no name: %+v after %+v", *store, before)
	}
}

// counting counts what the lists read.
type counting struct {
	worklist.Store
	lists, people int
}

func (c *counting) Lines(ctx context.Context, q ticket.LineQuery) (ticket.LinePage, error) {
	c.lists++
	return c.Store.Lines(ctx, q)
}

func (c *counting) People(ctx context.Context, numbers []string) (map[string]ticket.Person, error) {
	c.people++
	return c.Store.People(ctx, numbers)
}

func TestFiltersAreKept(t *testing.T) {
	b := newBench(t)
	path := "/desk/me/filters/" + url.PathEscape("超时的投诉")
	b.call("agent", put, path, `{"scope":"all","type":"complaint","breached":"true"}`).is(200)
	b.call("agent", put, "/desk/me/filters/b", `{"dueWithin":30}`).is(200)
	b.call("agent", put, path, `{"scope":"team","type":"complaint","breached":"true"}`).is(200)
	kept := b.call("agent", get, "/desk/me/filters", "").is(200).list("filters")
	if len(kept) != 2 || kept[0]["name"] != "b" || kept[0]["scope"] != "mine" || kept[0]["dueWithin"] != 30.0 || kept[1]["name"] != "超时的投诉" || kept[1]["scope"] != "team" {
		t.Errorf("%v", kept)
	}
	if one := b.call("agent", get, path, "").is(200); one.text("breached") != "true" {
		t.Errorf("%s", one.raw)
	}
	if len(b.call("other", get, "/desk/me/filters", "").is(200).list("filters")) != 0 {
		t.Error("one's filters are one's own")
	}
	b.call("other", get, path, "").refused(404, "worklist.no_filter")
	if left := b.call("agent", remove, path, "").is(200).list("filters"); len(left) != 1 {
		t.Errorf("%v", left)
	}
	b.call("agent", remove, path, "").refused(404, "worklist.no_filter")
	b.call("agent", put, "/desk/me/filters/x", `{"owner":"999"}`).refused(422, "invalid", "owner")
	b.call("agent", put, "/desk/me/filters/x", `{"scope":"everything"}`).refused(422, "invalid", "scope")
	b.call("agent", put, "/desk/me/filters/"+url.PathEscape(strings.Repeat("长", 41)), `{}`).refused(422, "invalid", "name")
	b.call("agent", put, "/desk/me/filters/%20", `{}`).refused(422, "invalid", "name")
	for i := range worklist.MaxFilters - 1 {
		b.call("agent", put, fmt.Sprint("/desk/me/filters/f", i), `{}`).is(200)
	}
	b.call("agent", put, "/desk/me/filters/more", `{}`).refused(409, "worklist.full")
	b.call("agent", put, "/desk/me/filters/f3", `{"scope":"all"}`).is(200)
}

func TestTheBoardShowsWhoHasHowMuchAndWhoIsThere(t *testing.T) {
	b := newBench(t)
	for i := range 3 {
		if number := b.inquiry("agent"); i == 0 {
			b.free(number)
		}
	}
	complaint := b.complaint("agent")
	b.do("agent", complaint, "assign", `{"to":"101","team":"complaints"}`).is(200)
	b.do("agent", complaint, "pause", `{"for":"customer","reason":"等客户"}`).is(200)
	b.call("admin", put, "/desk/staff/"+b.staff["other"]+"/absence", `{"reason":"sick"}`).is(200)
	orphan := b.complaint("agent")
	b.do("supervisor", orphan, "assign", `{"team":"complaints"}`).is(200)
	b.do("supervisor", orphan, "assign", `{"to":"109"}`).refused(422, "invalid", "to") // who left gets nothing
	teams := b.call("supervisor", get, "/desk/board", "").is(200).list("teams")
	if len(teams) != 2 {
		t.Fatalf("%d teams", len(teams))
	}
	load := func(of map[string]any) string {
		l := of["load"].(map[string]any)
		return fmt.Sprint(l["open"], " ", l["dueWithinHour"], " ", l["breached"], " ", l["waiting"])
	}
	person := func(badge string) map[string]any {
		for _, team := range teams {
			for _, m := range team["members"].([]any) {
				if m.(map[string]any)["badge"] == badge {
					return m.(map[string]any)
				}
			}
		}
		return nil
	}
	complaints, service := teams[0], teams[1]
	if load(service) != "3 3 0 0" || service["unassigned"] != 1.0 || service["openNow"] != true || load(complaints) != "2 0 0 1" || complaints["unassigned"] != 1.0 {
		t.Errorf("%v", teams)
	}
	if m := person("101"); load(m) != "3 2 0 1" || m["onDuty"] != true {
		t.Errorf("%v", m)
	}
	if m := person("102"); m["onDuty"] != false || m["absence"].(map[string]any)["reason"] != "sick" || load(m) != "0 0 0 0" {
		t.Errorf("%v", m)
	}
	if person("109") != nil || person("301") != nil {
		t.Error("who left, or has no team, stands on the board without a ticket")
	}
	b.call("agent", get, "/desk/board", "").refused(403, "desk.role")
}

// Who leaves keeps his tickets until somebody gives them away: the board shows
// that.
func TestTheBoardShowsWhoLeftWithTickets(t *testing.T) {
	b := newBench(t)
	number := b.inquiry("agent")
	b.do("agent", number, "take", "").is(200)
	roster, err := b.Now(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	m, _ := roster.Member(b.staff["agent"])
	if _, err := b.desk.Staff.Save(t.Context(), staff.Person{ID: m.ID, Version: m.Version, Badge: m.Badge, Name: m.Name, Role: m.Role, Team: m.Team, Lang: m.Lang, Phone: string(m.Phone), Left: true}, "system", b.now); err != nil {
		t.Fatal(err)
	}
	board := b.call("supervisor", get, "/desk/board", "").is(200)
	if !strings.Contains(board.raw, `"badge":"101"`) || !strings.Contains(board.raw, `"left":true`) {
		t.Errorf("%s", board.raw)
	}
}

// Many tickets go to one person at once; each is told of on its own, and the
// same again changes nothing.
func TestTicketsAreHandedOutTogether(t *testing.T) {
	b := newBench(t)
	one, two := b.free(b.inquiry("agent")), b.free(b.inquiry("agent"))
	about := b.call("agent", post, "/desk/tickets", `{"type":"complaint","reason":"attitude","target":"agent","agent":"101","name":"王","phone":"13912345678","text":"态度差"}`).is(201).text("number")
	closed := b.inquiry("agent")
	b.do("agent", closed, "withdraw", `{"reason":"x"}`).is(200)
	body := fmt.Sprintf(`{"numbers":[%q,%q,%q,%q,%q,"K7M3QP9XA","hello"],"to":"101"}`, one, strings.ToLower(two), one, about, closed)
	versions := ""
	for range 2 {
		a := b.call("supervisor", post, "/desk/board/assign", body).is(200)
		var got []string
		for _, r := range a.list("results") {
			got = append(got, fmt.Sprint(r["number"], " ", r["done"], " ", r["code"]))
		}
		want := []string{one + " true <nil>", two + " true <nil>", about + " false ticket.accused", closed + " false ticket.not_allowed",
			"K7M3QP9XA false desk.no_ticket", "hello false desk.no_ticket"}
		if diff := cmp.Diff(want, got); diff != "" || a.at("done") != 2.0 {
			t.Errorf("%v done: %s", a.at("done"), diff)
		}
		now := fmt.Sprint(b.call("agent", get, "/desk/tickets/"+one, "").at("ticket").(map[string]any)["version"])
		if versions != "" && now != versions {
			t.Errorf("the same again changed something: version %s after %s", now, versions)
		}
		versions = now
	}
	if got := b.listed("agent", "scope=mine"); len(got) != 2 {
		t.Errorf("%v", got)
	}
	b.call("supervisor", post, "/desk/board/assign", fmt.Sprintf(`{"numbers":[%q],"team":"complaints"}`, one)).is(200)
	if got := b.listed("agent", "scope=unassigned&team=complaints"); !slices.Contains(got, one) {
		t.Errorf("back to a team: %v", got)
	}
	b.call("supervisor", post, "/desk/board/assign", `{"numbers":[],"to":"101"}`).refused(422, "invalid", "numbers")
	b.call("supervisor", post, "/desk/board/assign", `{"numbers":["`+strings.Repeat(`x","`, 50)+`x"],"to":"101"}`).refused(422, "invalid", "numbers")
	b.call("supervisor", post, "/desk/board/assign", fmt.Sprintf(`{"numbers":[%q]}`, one)).refused(422, "invalid", "to")
	b.call("agent", post, "/desk/board/assign", body).refused(403, "desk.role")
}
