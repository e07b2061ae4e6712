package desk

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

// summary is a hand-over that nobody has accepted yet.
const summary = `{"to":"department","name":"理赔部","summary":"王小明，外箱破损，问赔付"}`

// rule: SJ-11 the ticket shows who has it, until when, and with whom the time was.
// rule: NJ-17 no hand-over without its one line.
func TestATicketIsHandedOverAndBack(t *testing.T) {
	b := newBench(t)
	number := b.complaint("agent")
	b.do("agent", number, "hand-over", `{"to":"department","name":"理赔部"}`).refused(422, "invalid", "summary")
	b.do("agent", number, "hand-over", `{"to":"branch","name":"理赔部","summary":"x"}`).refused(422, "invalid", "name")
	b.do("agent", number, "hand-over", `{"to":"customer","name":"理赔部","summary":"x"}`).refused(422, "invalid", "to")
	b.do("agent", number, "hand-over/accept", `{"who":"小陈"}`).refused(409, "ticket.not_allowed") // nobody has taken it up
	b.now = noon.Add(10 * time.Minute)
	a := b.do("agent", number, "hand-over", summary).is(200)
	if a.text("owner") != b.staff["agent"] || a.text("handOver.name") != "理赔部" || a.text("handOver.dueAt") != "2026-06-10T08:10:00Z" || a.at("handOver.acceptedAt") != nil {
		t.Errorf("handed over: %s", a.raw)
	}
	b.do("agent", number, "hand-over", summary).refused(409, "ticket.handed_over")
	b.now = noon.Add(20 * time.Minute)
	if a := b.do("supervisor", number, "hand-over/accept", `{"who":"小陈"}`).is(200); a.text("handOver.acceptedAt") != "2026-06-10T04:20:00Z" {
		t.Errorf("accepted: %s", a.raw)
	}
	b.now = noon.Add(50 * time.Minute)
	whole := b.call("agent", get, "/desk/tickets/"+number, "").is(200)
	var totals, stretches []string
	for _, one := range whole.at("split.totals").([]any) {
		s := one.(map[string]any)
		totals = append(totals, fmt.Sprintf("%v %v %v %v", s["with"], s["name"], s["elapsedSeconds"], s["businessSeconds"]))
	}
	for _, one := range whole.at("split.stretches").([]any) {
		s := one.(map[string]any)
		stretches = append(stretches, fmt.Sprint(s["with"], s["from"], s["to"]))
	}
	if want := []string{"us <nil> 1200 1200", "department 理赔部 1800 1800"}; !slices.Equal(totals, want) {
		t.Errorf("totals %q", totals)
	}
	if want := []string{"us2026-06-10T04:00:00Z2026-06-10T04:20:00Z", "department2026-06-10T04:20:00Z2026-06-10T04:50:00Z"}; !slices.Equal(stretches, want) {
		t.Errorf("stretches %q", stretches)
	}
	if !strings.Contains(whole.raw, "外箱破损，问赔付") {
		t.Error("the summary is not among the notes")
	}
	if a := b.do("agent", number, "hand-back", `{"answer":"同意赔付三百元"}`).is(200); a.at("handOver") != nil || a.etag() == "" {
		t.Errorf("handed back: %s", a.raw)
	}
	b.do("agent", number, "hand-back", `{"answer":"再答一次"}`).refused(409, "ticket.not_handed_over")
	b.do("agent", number, "hand-over", `{"to":"partner","name":"保险公司","summary":"请定损","due":"2026-06-11T04:00:00Z","acceptedBy":"小李"}`).is(200)
	if a := b.do("agent", number, "take-back", `{"reason":"客户不要了"}`).is(200); a.at("handOver") != nil {
		t.Errorf("taken back: %s", a.raw)
	}
}

// rule: SJ-11 the list to supervise: what is handed over, of every team, by
// due time, whatever the size of a page.
func TestTheListOfWhatIsHandedOver(t *testing.T) {
	b := newBench(t)
	var want []string
	for i, number := range b.many(20) {
		if i%3 == 0 {
			b.do("agent", number, "hand-over", summary).is(200)
			want = append(want, number)
		}
	}
	b.do("agent", want[0], "take-back", `{"reason":"x"}`).is(200)
	b.do("agent", want[1], "resolve", `{"cause":"x","plan":"x","action":"x","result":"办好了。"}`).is(200)
	want = want[2:]
	for _, limit := range []int{1, 2, 5, 100} {
		got, dues := b.pages("supervisor", fmt.Sprintf("scope=handed_over&limit=%d", limit), nothing)
		if !slices.IsSorted(dues) {
			t.Errorf("by %d: not by due time: %v", limit, dues)
		}
		if slices.Sort(got); !slices.Equal(got, want) {
			t.Errorf("by %d: %v, want %v", limit, got, want)
		}
	}
	for _, one := range b.call("supervisor", get, "/desk/tickets?scope=handed_over", "").is(200).list("tickets") {
		if h := one["handOver"].(map[string]any); h["name"] != "理赔部" {
			t.Errorf("the list says %v", h)
		}
	}
}

// rule: PD-7 everyone who works on the ticket may make a link, while it is
// handed over; the answer has it, the history only that it was made.
func TestALinkIsMadeForWhoeverHasTheTicket(t *testing.T) {
	b := newBench(t)
	number := b.complaint("agent")
	b.do("agent", number, "hand-over/link", "").refused(409, "ticket.not_allowed")
	b.do("agent", number, "hand-over", summary).is(200)
	version := b.call("agent", get, "/desk/tickets/"+number, "").is(200).etag()
	a := b.do("other", number, "hand-over/link", "", "If-Match", version).is(200)
	token, ok := strings.CutPrefix(a.text("path"), "handover/")
	if !ok || a.text("name") != "理赔部" || a.text("shown") == "" || a.text("until") != "2026-06-13T08:00:00Z" || a.at("url") != nil || a.at("contact") != nil {
		t.Errorf("made: %s", a.raw)
	}
	b.do("other", number, "hand-over/link", "", "If-Match", version).refused(412, "ticket.stale")
	whole := b.call("agent", get, "/desk/tickets/"+number, "").is(200)
	if strings.Contains(whole.raw, token) || strings.Contains(b.log.String(), token) {
		t.Error("the link is kept, or logged")
	}
	if !strings.Contains(whole.raw, `"type":"ticket.hand_over_linked"`) {
		t.Errorf("the history does not say so: %s", whole.raw)
	}
	b.call("admin", put, "/desk/places/dept-claims", `{"kind":"department","name":"理赔部","contact":{"name":"小陈","mail":"claims@example.com"}}`, "If-Match", `"1"`).is(200)
	if a := b.do("agent", number, "hand-over/link", "").is(200); a.text("contact.mail") != "claims@example.com" {
		t.Errorf("to whom: %s", a.raw)
	}
	b.do("agent", number, "take-back", `{"reason":"x"}`).is(200)
	b.do("agent", number, "hand-over/link", "").refused(409, "ticket.not_handed_over")
}
