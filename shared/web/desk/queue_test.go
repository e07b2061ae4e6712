package desk

import (
	"context"
	"encoding/base64"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"huiyin/shared/ticket"
)

// pages follows a list to its end, and does something between its pages.
func (b *bench) pages(as, query string, between func(page int)) (numbers, dues []string) {
	b.Helper()
	for page, cursor := 0, ""; ; page++ {
		if page > 100 {
			b.Fatal("the list has no end")
		}
		a := b.call(as, get, "/desk/tickets?"+query+"&cursor="+url.QueryEscape(cursor), "").is(200)
		for _, t := range a.list("tickets") {
			numbers, dues = append(numbers, t["number"].(string)), append(dues, t["dueAt"].(string))
		}
		if cursor = a.text("next"); cursor == "" {
			return numbers, dues
		}
		between(page)
	}
}

func nothing(int) {}

// many are tickets of both teams, of several ages.
func (b *bench) many(n int) []string {
	var all []string
	for i := range n {
		b.now = noon.Add(time.Duration(i*7%20) * time.Minute)
		if i%3 == 0 {
			all = append(all, b.complaint("agent"))
		} else {
			all = append(all, b.inquiry("agent"))
		}
	}
	b.now = noon.Add(time.Hour)
	slices.Sort(all)
	return all
}

func TestTheListOfAllTeamsIsWholeAndInOrder(t *testing.T) {
	b := newBench(t)
	all := b.many(23)
	for _, limit := range []int{1, 2, 5, 7, 23, 100} {
		numbers, dues := b.pages("agent", fmt.Sprintf("scope=all&limit=%d", limit), nothing)
		if !slices.IsSorted(dues) {
			t.Errorf("by %d: not by due time: %v", limit, dues)
		}
		if slices.Sort(numbers); !slices.Equal(numbers, all) {
			t.Errorf("by %d: %d of %d tickets, or some twice", limit, len(numbers), len(all))
		}
	}
}

func TestAListThatChangesMeanwhileLosesNothing(t *testing.T) {
	b := newBench(t)
	all := b.many(20)
	closed := map[string]bool{}
	numbers, _ := b.pages("agent", "scope=all&limit=3", func(page int) {
		number := all[page*3%len(all)]
		if !closed[number] {
			b.do("agent", number, "withdraw", `{"reason":"x"}`).is(200)
			closed[number] = true
		}
	})
	if len(closed) < 3 {
		t.Fatalf("only %d were closed", len(closed))
	}
	for _, number := range all {
		if !closed[number] && !slices.Contains(numbers, number) {
			t.Errorf("%s was lost", number)
		}
	}
	if slices.Sort(numbers); len(slices.Compact(numbers)) != len(numbers) {
		t.Error("a ticket came twice")
	}
}

func TestEachSeesTheListsAskedFor(t *testing.T) {
	b := newBench(t)
	mine, theirs, complaint := b.inquiry("agent"), b.inquiry("agent"), b.complaint("agent")
	b.do("agent", mine, "take", "").is(200)
	b.do("other", theirs, "take", "").is(200)
	b.do("agent", complaint, "assign", `{"to":"101","team":"complaints"}`).is(200) // his, in another team's list
	for query, want := range map[string][]string{
		"": {mine, complaint}, "scope=mine": {mine, complaint}, "scope=team": {mine, theirs}, "scope=team&team=complaints": {complaint},
		"scope=all": {mine, theirs, complaint}, "scope=mine&limit=1": {mine, complaint},
	} {
		got, _ := b.pages("agent", query, nothing)
		slices.Sort(got)
		if slices.Sort(want); !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", query, got, want)
		}
	}
	b.call("agent", get, "/desk/tickets?scope=team&team=nowhere", "").refused(422, "invalid", "team")
	b.call("admin", get, "/desk/tickets?scope=team", "").refused(422, "invalid", "team")
	b.call("agent", get, "/desk/tickets?scope=everything", "").refused(422, "invalid", "scope")
	b.call("agent", get, "/desk/tickets?limit=101", "").refused(422, "invalid", "limit")
	b.call("agent", get, "/desk/tickets?limit=0", "").refused(422, "invalid", "limit")
}

func TestACursorLeadsNowhereElse(t *testing.T) {
	b := newBench(t)
	b.many(12)
	next := func(query string) string {
		cursor := b.call("agent", get, "/desk/tickets?"+query+"&limit=2", "").is(200).text("next")
		if cursor == "" {
			t.Fatal("one page")
		}
		return cursor
	}
	all, service, complaints := next("scope=all"), next("scope=team&team=service"), next("scope=team&team=complaints")
	inner := func(cursor string) string {
		raw, _ := base64.RawURLEncoding.DecodeString(cursor)
		return string(raw)
	}
	swapped := strings.Replace(inner(service), "service", "complaints", 1)
	sealed := strings.Split(inner(service), `"`)[3]
	changed := strings.Replace(inner(service), sealed[:5], "AAAAA", 1)
	for name, c := range map[string]struct{ query, cursor string }{
		"noise": {"scope=all", "hello"}, "not base64": {"scope=all", "+/="}, "an empty object": {"scope=all", base64.RawURLEncoding.EncodeToString([]byte("{}"))},
		"a list": {"scope=all", base64.RawURLEncoding.EncodeToString([]byte("[]"))}, "null": {"scope=all", base64.RawURLEncoding.EncodeToString([]byte("null"))},
		"of all teams for one": {"scope=team", all}, "of another team": {"scope=team&team=service", complaints},
		"under another name":    {"scope=team&team=complaints", base64.RawURLEncoding.EncodeToString([]byte(swapped))},
		"changed":               {"scope=team&team=service", base64.RawURLEncoding.EncodeToString([]byte(changed))},
		"an unknown team":       {"scope=all", base64.RawURLEncoding.EncodeToString([]byte(`{"DOUBT":""}`))},
		"a position of his own": {"scope=all", base64.RawURLEncoding.EncodeToString([]byte(`{"service":"UVVFVUU"}`))},
	} {
		if a := b.call("agent", get, "/desk/tickets?"+c.query+"&cursor="+url.QueryEscape(c.cursor), ""); a.status != 422 || a.list("errors")[0]["field"] != "cursor" {
			t.Errorf("%s: %s", name, a.raw)
		}
	}
	b.call("agent", get, "/desk/tickets?cursor="+strings.Repeat("A", 8001), "").refused(422, "invalid", "cursor")
	number := b.inquiry("agent")
	b.call("agent", get, "/desk/tickets/"+number+"/history?cursor=AAAA", "").is(422)
}

// short is a store whose pages of a team's list end early, as one does that
// looks for one owner's tickets among a thousand; with empty, some have none.
type short struct {
	ticket.Store
	empty bool
	mu    sync.Mutex
	asked int
}

func (s *short) Queue(ctx context.Context, q ticket.Query) (ticket.Page, error) {
	s.mu.Lock()
	s.asked++
	asked := s.asked
	s.mu.Unlock()
	if s.empty && asked%3 == 0 && q.Cursor != "" {
		return ticket.Page{Next: q.Cursor}, nil
	}
	q.Limit = min(q.Limit, 1+asked%2)
	return s.Store.Queue(ctx, q)
}

func TestShortPagesOfTheStoreLoseNothing(t *testing.T) {
	b := newBench(t)
	all, store := b.many(17), b.desk.Tickets.Store
	for _, empty := range []bool{false, true} {
		b.desk.Tickets.Store = &short{Store: store, empty: empty}
		numbers, dues := b.pages("agent", "scope=all&limit=4", nothing)
		if !empty && !slices.IsSorted(dues) {
			t.Errorf("not by due time: %v", dues)
		}
		if slices.Sort(numbers); !slices.Equal(numbers, all) {
			t.Errorf("empty pages %v: %d of %d tickets, or some twice", empty, len(numbers), len(all))
		}
	}
}

func TestTicketsAreFoundByWhatACallerKnows(t *testing.T) {
	b := newBench(t)
	old := b.inquiry("agent", `"waybill":"YT1234567"`)
	b.now = b.now.Add(time.Minute)
	late := b.complaint("agent", `"waybill":"YT1234567"`)
	other := b.call("agent", post, "/desk/tickets", `{"type":"inquiry","kind":"price","name":"李","phone":"13911112222","text":"?"}`).is(201).text("number")
	for query, want := range map[string][]string{
		"number=" + strings.ToLower(old[:3]) + "-" + old[3:]: {old}, "phone=139+1234+5678": {late, old}, "phone=%2B8613912345678": {late, old},
		"waybill=yt+1234567": {late, old}, "phone=13911112222": {other}, "waybill=NONE1": {}, "phone=13999999999": {}, "phone=13912345678&limit=1": {late},
	} {
		got := []string{}
		for _, found := range b.call("agent", get, "/desk/search?"+query, "").is(200).list("tickets") {
			got = append(got, found["number"].(string))
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", query, got, want)
		}
	}
	b.call("agent", get, "/desk/search", "").refused(422, "invalid", "number", "phone", "waybill")
	b.call("agent", get, "/desk/search?phone=1&waybill=2", "").refused(422, "invalid", "number")
	b.call("agent", get, "/desk/search?phone=hello", "").refused(422, "invalid", "phone")
	b.call("agent", get, "/desk/search?number=hello", "").refused(422, "invalid", "number")
}
