package ticket_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"huiyin/shared/calendar"
	"huiyin/shared/errs"
	"huiyin/shared/sla"
	"huiyin/shared/ticket"
)

// next puts a book in force that differs from the last by an edit.
func (w *world) next(edit func(*sla.Book)) *sla.Book {
	last := w.shelf.all[len(w.shelf.all)-1]
	book := &sla.Book{Policies: last.Policies, Calendars: map[string]*calendar.Schedule{}, Revision: last.Revision + 1, Fallback: last.Fallback}
	book.Policies.Ordered = slices.Clone(last.Policies.Ordered)
	for id, c := range last.Calendars {
		book.Calendars[id] = c
	}
	edit(book)
	w.shelf.all = append(w.shelf.all, book)
	return book
}

// hours is a calendar with the same hours every day.
func hours(t interface{ Fatal(...any) }, id string, version int, from, to string) *calendar.Schedule {
	c := calendar.Calendar{ID: id, Version: version, TimeZone: "Asia/Shanghai", Hours: map[string][]calendar.Span{}}
	for _, day := range []string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"} {
		c.Hours[day] = []calendar.Span{{from, to}}
	}
	schedule, err := calendar.Compile(c, calendar.DefaultHolidays())
	if err != nil {
		t.Fatal(err)
	}
	return schedule
}

// opensAt edits the hours of queries.
func opensAt(t interface{ Fatal(...any) }, from, to string) func(*sla.Book) {
	return func(b *sla.Book) {
		b.Calendars["queries"] = hours(t, "queries", b.Calendars["queries"].Version()+1, from, to)
	}
}

// targets edits the first response of cargo queries.
func targets(response sla.Target) func(*sla.Book) {
	return func(b *sla.Book) {
		for i := range b.Policies.Ordered {
			if p := &b.Policies.Ordered[i]; p.ID == "cargo-status" {
				p.Version = b.Revision + 1
				p.Targets = sla.Targets{sla.FirstResponse: response, sla.Resolution: p.Targets[sla.Resolution]}
			}
		}
	}
}

// edit makes a random edit of calendar or policies, or takes a policy away.
func (w *world) edit(rt *rapid.T) {
	switch rapid.IntRange(0, 3).Draw(rt, "what") {
	case 0:
		from := rapid.IntRange(0, 20).Draw(rt, "from")
		w.next(opensAt(rt, fmt.Sprintf("%02d:30", from), fmt.Sprintf("%02d:00", rapid.IntRange(from+1, 24).Draw(rt, "to"))))
	case 1:
		w.next(targets(sla.Target{Business: sla.Duration(rapid.IntRange(0, 600).Draw(rt, "minutes")) * sla.Duration(time.Minute)}))
	case 2:
		w.next(targets(sla.Target{Elapsed: sla.Duration(rapid.IntRange(1, 600).Draw(rt, "minutes")) * sla.Duration(time.Minute)}))
	case 3:
		w.next(func(b *sla.Book) {
			b.Policies.Ordered = slices.DeleteFunc(b.Policies.Ordered, func(p sla.Policy) bool { return p.ID == "complaint" })
		})
	}
}

func (w *world) rejudge(number string, at time.Time) ticket.Ticket {
	w.Helper()
	t, err := w.Rejudge(w.Context(), at, number)
	if err != nil {
		w.Fatal(err)
	}
	return t
}

func (w *world) due(number string, metric sla.Metric) string {
	t := w.get(number)
	due, ok := t.SLA.DueOf(metric)
	if !ok {
		return "none"
	}
	return due.In(time.FixedZone("", 8*3600)).Format("02 15:04")
}

// An edited calendar moves the due times of timers that run; the event names
// the calendar's version and nothing else; once more is once.
func TestAnEditedCalendarMovesWhatRuns(t *testing.T) {
	w := newWorld(t)
	number := w.open(inquiry("cargo_status")).Number
	if due := w.due(number, sla.Resolution); due != "10 10:00" {
		t.Fatal(due)
	}
	w.next(opensAt(t, "08:30", "12:00"))
	moved := w.rejudge(number, morning.Add(time.Minute))
	for range 3 {
		if again := w.rejudge(number, morning.Add(2*time.Minute)); again.Version != moved.Version {
			t.Errorf("rejudged again: version %d", again.Version)
		}
	}
	if first, whole := w.due(number, sla.FirstResponse), w.due(number, sla.Resolution); first != "09 10:30" || whole != "12 09:30" {
		t.Errorf("due %s and %s", first, whole)
	}
	history := w.events(number)
	if got := types(history); got != "opened rejudged" {
		t.Fatal(got)
	}
	if facts := string(history[1].Data); facts != `{"calendar":{"id":"queries","v":2}}` {
		t.Errorf("facts %s", facts)
	}
	if moved.CalendarVersion != 2 || moved.Revision != 1 || moved.Moved != 1 {
		t.Errorf("lives by %d, since %d, moved by %d", moved.CalendarVersion, moved.Revision, moved.Moved)
	}
}

// A new due time in the past is a breach at that moment, once; what was
// breached before keeps its due time.
func TestANewDueTimeInThePastIsABreachAtThatMoment(t *testing.T) {
	w := newWorld(t)
	number := w.open(inquiry("cargo_status")).Number
	w.sweep(number, morning.Add(35*time.Minute)) // the first response is breached
	w.next(func(b *sla.Book) {
		targets(sla.Target{Business: sla.Duration(time.Minute)})(b)
		b.Policies.Ordered[3].Targets[sla.Resolution] = sla.Target{Business: sla.Duration(20 * time.Minute)}
	})
	at := morning.Add(40 * time.Minute)
	stored := w.rejudge(number, at)
	w.rejudge(number, at.Add(time.Minute))
	told, _ := fell(t, w.events(number))
	breaches := slices.DeleteFunc(told, func(s string) bool { return s[len(s)-8:] != "breached" })
	if !equal(breaches, []string{"first_response 1 breached", "resolution 1 breached"}) {
		t.Errorf("breaches %q", breaches)
	}
	for _, c := range stored.SLA.Cycles {
		want := map[sla.Metric][2]time.Time{
			sla.FirstResponse: {morning.Add(30 * time.Minute), morning.Add(30 * time.Minute)},
			sla.Resolution:    {morning.Add(20 * time.Minute), at},
		}[c.Metric]
		if !c.Due.Equal(want[0]) || !c.Breached.Equal(want[1]) {
			t.Errorf("%s due %v, breached %v", c.Metric, c.Due, c.Breached)
		}
	}
}

// A ticket that is touched before the job comes lives by the new rules from
// then on, and what ended never changes.
func TestWhoeverTouchesATicketBringsItUnderTheNewRules(t *testing.T) {
	w := newWorld(t)
	number := w.open(inquiry("cargo_status")).Number
	if _, err := w.Reply(t.Context(), morning.Add(time.Minute), agent, number, 0, ticket.Saying{Text: "已到成都"}); err != nil {
		t.Fatal(err)
	}
	before, _ := json.Marshal(w.get(number).SLA.Cycles[0])
	w.next(targets(sla.Target{Elapsed: sla.Duration(time.Hour)}))
	w.next(opensAt(t, "08:30", "12:00"))
	if _, err := w.Note(t.Context(), morning.Add(2*time.Minute), agent, number, "已核实"); err != nil {
		t.Fatal(err)
	}
	if got := types(w.events(number)); got != "opened assigned replied rejudged noted" {
		t.Error(got)
	}
	if after, _ := json.Marshal(w.get(number).SLA.Cycles[0]); string(after) != string(before) {
		t.Errorf("an ended cycle changed: %s", after)
	}
	if due := w.due(number, sla.Resolution); due != "12 09:30" {
		t.Error(due)
	}
}

// A process that has not seen the latest rules reads them before it changes a
// ticket that lives by them.
func TestNobodyTakesATicketBackToEarlierRules(t *testing.T) {
	w := newWorld(t)
	number := w.open(inquiry("cargo_status")).Number
	w.next(opensAt(t, "08:30", "12:00"))
	w.rejudge(number, morning.Add(time.Minute))
	w.shelf.read = 1
	if _, err := w.ChangePriority(t.Context(), morning.Add(2*time.Minute), agent, number, 0, ticket.Urgent, "生鲜"); err != nil {
		t.Fatal(err)
	}
	if got := w.get(number); got.CalendarVersion != 2 || w.due(number, sla.Resolution) != "10 10:30" {
		t.Errorf("lives by %d, due %s", got.CalendarVersion, w.due(number, sla.Resolution))
	}
}

// A breached timer counts its overdue time on the calendar by which it was
// late.
func TestOverdueTimeIsCountedOnTheCalendarOfTheBreach(t *testing.T) {
	w := newWorld(t)
	number := w.open(inquiry("cargo_status")).Number
	w.sweep(number, morning.Add(time.Hour))
	w.next(opensAt(t, "18:00", "18:30"))
	w.rejudge(number, morning.Add(time.Hour))
	timers, err := w.Timers(t.Context(), morning.Add(3*time.Hour), w.get(number))
	if err != nil {
		t.Fatal(err)
	}
	if timers[0].Metric != sla.FirstResponse || timers[0].Overdue != 150*time.Minute {
		t.Errorf("%s is overdue by %v", timers[0].Metric, timers[0].Overdue)
	}
}

// What other rules would do is foretold, and nothing is done.
func TestForeseeing(t *testing.T) {
	w := newWorld(t)
	number := w.open(inquiry("cargo_status")).Number
	other := w.open(inquiry("price")).Number
	stored := w.get(number)
	raw, _ := json.Marshal(stored)
	book := w.next(targets(sla.Target{Business: sla.Duration(time.Minute)}))
	w.shelf.all = w.shelf.all[:1]
	now := morning.Add(5 * time.Minute)
	seen, err := w.Foresee(t.Context(), now, stored, book)
	want := []ticket.Move{{Metric: sla.FirstResponse, Cycle: 1, Was: morning.Add(30 * time.Minute), Due: morning.Add(time.Minute), Breached: true}}
	if err != nil || !seen.Affected || !slices.Equal(seen.Moves, want) {
		t.Errorf("%+v, %v", seen, err)
	}
	if after, _ := json.Marshal(stored); string(after) != string(raw) {
		t.Error("looking changed it")
	}
	if seen, err = w.Foresee(t.Context(), now, w.get(other), book); err != nil || seen.Affected || seen.Moves != nil {
		t.Errorf("another policy's: %+v, %v", seen, err)
	}
	gone := w.next(targets(sla.Target{}))
	if seen, err = w.Foresee(t.Context(), now, stored, gone); err != nil || len(seen.Moves) != 1 || !seen.Moves[0].Due.IsZero() {
		t.Errorf("without a target: %+v, %v", seen, err)
	}
}

// never is open for one minute, long ago.
func never(t interface{ Fatal(...any) }, version int) *calendar.Schedule {
	schedule, err := calendar.Compile(calendar.Calendar{ID: "queries", Version: version, TimeZone: "Asia/Shanghai", Hours: map[string][]calendar.Span{},
		Exceptions: []calendar.Exception{{Date: "2020-01-01", Spans: []calendar.Span{{"10:00", "10:01"}}}}}, calendar.DefaultHolidays())
	if err != nil {
		t.Fatal(err)
	}
	return schedule
}

// rule: LAW-1 — a calendar that is never open again loses nothing: a complaint
// is opened by the rules in the program, which its event says; what a customer
// says is heard; an open ticket keeps its due times. Once the rules are
// repaired everything lives by them.
func TestACalendarWithoutOpenTimeLosesNothing(t *testing.T) {
	w := newWorld(t)
	before := w.open(inquiry("cargo_status")).Number
	due := w.due(before, sla.FirstResponse)
	broken := w.next(func(b *sla.Book) { b.Calendars["queries"] = never(t, 2) })
	if _, err := w.Open(t.Context(), morning, ticket.TheCustomer, complaint()); !errs.Is(err, errs.Invalid) {
		t.Fatalf("without anything to fall back to: %v", err)
	}
	broken.Fallback = defaults(t)
	broken.Fallback.Revision = broken.Revision

	r := w.open(complaint())
	opened := w.events(r.Number)[0]
	var facts ticket.OpenedFacts
	if err := opened.Into(&facts); err != nil {
		t.Fatal(err)
	}
	if stored := w.get(r.Number); !facts.Fallback || !stored.Fallback || r.Due.IsZero() || w.due(r.Number, sla.Statutory) != "16 10:00" {
		t.Errorf("opened with %s, due %v", opened.Data, r.Due)
	}
	if _, err := w.Rejudge(t.Context(), morning, before); errs.As(err).Code != "setting.stuck" || w.due(before, sla.FirstResponse) != due {
		t.Errorf("rejudged: %v, due %s", err, w.due(before, sla.FirstResponse))
	}
	// A reply needs no calendar; the message after it starts a timer.
	if _, err := w.Reply(t.Context(), morning.Add(time.Minute), agent, before, 0, ticket.Saying{Text: "已到成都"}); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Hear(t.Context(), morning.Add(2*time.Minute), agent, before, 0, "还没有收到"); err != nil {
		t.Fatal(err)
	}
	if got := types(w.events(before)); got != "opened assigned replied rejudged heard" || w.due(before, sla.NextResponse) != "09 10:32" {
		t.Errorf("%s, due %s", got, w.due(before, sla.NextResponse))
	}

	w.next(func(b *sla.Book) { b.Calendars["queries"] = hours(t, "queries", 3, "08:30", "12:00") })
	for _, number := range []string{before, r.Number} {
		if got := w.rejudge(number, morning.Add(3*time.Minute)); got.Fallback || got.CalendarVersion != 3 {
			t.Errorf("%s lives by %d (%v)", number, got.CalendarVersion, got.Fallback)
		}
	}
	if due := w.due(r.Number, sla.FirstResponse); due != "09 12:00" {
		t.Errorf("repaired: due %s", due)
	}
}
