package sample_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	"huiyin/shared/calendar"
	"huiyin/shared/errs"
	"huiyin/shared/event"
	"huiyin/shared/memory"
	"huiyin/shared/sample"
	"huiyin/shared/storetest"
	"huiyin/shared/ticket"
	"huiyin/shared/words"
)

var (
	day  = calendar.Date{Year: 2026, Month: 6, Day: 9}
	noon = time.Date(2026, 6, 9, 4, 0, 0, 0, time.UTC) // of that day in Shanghai
	next = noon.Add(20 * time.Hour)
	boss = ticket.Actor{By: "staff:9", Staff: "9", Badge: "900"}
)

// world is a desk in memory with spot checks.
type world struct {
	*testing.T
	*sample.Service
	store *memory.Store
	desk  *ticket.Service
	key   []byte
}

func newWorld(t *testing.T) *world {
	zone, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		t.Fatal(err)
	}
	store := memory.New(1)
	w := &world{T: t, store: store, desk: storetest.Desk(store.Tickets()), key: []byte("a key that nobody knows")}
	w.Service = &sample.Service{Tickets: store.Tickets(), Store: store.Samples(), Zone: zone, Settings: sample.DefaultSettings(),
		Key: func(context.Context) ([]byte, error) { return w.key, nil }}
	return w
}

// tickets opens so many, a minute apart.
func (w *world) tickets(n int, from time.Time) (numbers []string) {
	w.Helper()
	for i := range n {
		number := fmt.Sprintf("T%03d-%02d", i, from.In(w.Zone).Day())
		at := from.Add(time.Duration(i) * time.Minute)
		if err := w.store.Tickets().Commit(w.Context(), ticket.Change{Ticket: ticket.Ticket{Number: number, Version: 1, Stage: ticket.Received,
			Kind: ticket.Complaint, Reason: "delay", OpenedAt: at, LastEventAt: at, PhoneKey: "key"}}); err != nil {
			w.Fatal(err)
		}
		numbers = append(numbers, number)
	}
	return numbers
}

func (w *world) drawn(day calendar.Date) []string {
	w.Helper()
	s, err := w.Of(w.Context(), next, day)
	if err != nil {
		w.Fatal(err)
	}
	var numbers []string
	for _, d := range s.Drawn {
		numbers = append(numbers, d.Ticket.Number)
	}
	return numbers
}

// rule: SJ-14
// A sample is the same whenever it is looked at, another one under another key
// and on another day, and has every ticket as often as any other.
func TestASampleIsDrawnByLot(t *testing.T) {
	w := newWorld(t)
	w.tickets(40, noon)
	first := w.drawn(day)
	if len(first) != 5 {
		t.Fatalf("%d were drawn", len(first))
	}
	w.tickets(30, noon.AddDate(0, 0, -1)) // of another day
	if again := w.drawn(day); fmt.Sprint(again) != fmt.Sprint(first) {
		t.Errorf("drawn %v, and then %v", first, again)
	}
	yesterday := w.drawn(day.AddDays(-1))
	for _, number := range yesterday {
		if !strings.HasSuffix(number, "-08") {
			t.Errorf("%s was not opened on the day before", number)
		}
	}
	times := map[string]int{}
	const draws = 400
	for i := range draws {
		w.key = fmt.Appendf(nil, "key %d", i)
		for _, number := range w.drawn(day) {
			times[number]++
		}
	}
	for i := range 40 { // 50 expected, 6.6 the standard deviation
		if n := times[fmt.Sprintf("T%03d-09", i)]; n < 20 || n > 80 {
			t.Errorf("ticket %d was drawn %d times of %d", i, n, draws)
		}
	}
}

// rule: SJ-14
// The sample has what is open and what is closed, in the order of opening, and of
// a day of the company's zone.
func TestASampleHasWhateverBecameOfTheDay(t *testing.T) {
	w := newWorld(t)
	numbers := w.tickets(4, noon)
	w.tickets(1, noon.Add(12*time.Hour)) // 2026-06-10 00:00 in Shanghai, of the same day in UTC
	for i, stage := range []ticket.Stage{ticket.Resolved, ticket.Withdrawn} {
		stored, err := w.store.Tickets().Get(t.Context(), numbers[i])
		if err != nil {
			t.Fatal(err)
		}
		was := stored.Stage
		stored.Version, stored.Stage = 2, stage
		if err := w.store.Tickets().Commit(t.Context(), ticket.Change{Ticket: stored, Was: was}); err != nil {
			t.Fatal(err)
		}
	}
	if got := w.drawn(day); fmt.Sprint(got) != fmt.Sprint(numbers) {
		t.Errorf("drawn %v of %v", got, numbers)
	}
	s, err := w.Of(t.Context(), next, day)
	if err != nil || s.Of != 4 || s.Drawn[0].Ticket.Stage != ticket.Resolved {
		t.Errorf("%+v %v", s, err)
	}
	empty, err := w.Of(t.Context(), next, day.AddDays(-30))
	if err != nil || empty.Of != 0 || len(empty.Drawn) != 0 {
		t.Errorf("of a day without tickets: %+v %v", empty, err)
	}
	if got := w.Yesterday(next); got != day {
		t.Errorf("the last day that is over is %s", got)
	}
}

// One more ticket may be another draw, so the day has to be over.
func TestNoSampleOfADayThatGoesOn(t *testing.T) {
	w := newWorld(t)
	w.tickets(3, noon)
	end := time.Date(2026, 6, 9, 16, 0, 0, 0, time.UTC)
	for at, over := range map[time.Time]bool{noon: false, end.Add(-time.Millisecond): false, end: true} {
		_, err := w.Of(t.Context(), at, day)
		if (err == nil) != over {
			t.Errorf("at %s: %v", at, err)
		}
		if err != nil && (errs.As(err).Fields[0].Path != "day" || !words.Has(errs.As(err).Fields[0].Code)) {
			t.Errorf("at %s: %v", at, err)
		}
	}
}

var good = sample.Finding{Marks: sample.Marks{Attitude: 5, Accuracy: 4, Speed: 1, Record: 3}, Remark: "  三小时没有回电 ", Anomaly: true}

// rule: SJ-14
// Who reviewed and what was found is kept with the ticket of the sample.
func TestAReviewIsKept(t *testing.T) {
	w := newWorld(t)
	w.tickets(20, noon)
	number := w.drawn(day)[2]
	r, err := w.Review(t.Context(), next, boss, day, number, good)
	if err != nil || r.Version != 1 || r.Remark != "三小时没有回电" {
		t.Fatalf("%+v %v", r, err)
	}
	s, err := w.Of(t.Context(), next, day)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range s.Drawn {
		if (d.Review != nil) != (d.Ticket.Number == number) {
			t.Errorf("%s has the review %v", d.Ticket.Number, d.Review)
		}
		if d.Review != nil && *d.Review != r {
			t.Errorf("kept %+v, not %+v", *d.Review, r)
		}
	}
	told := w.store.Told(0)
	last := told[len(told)-1]
	if last.Type != sample.Reviewed || last.By != "staff:9" || strings.Contains(string(last.Data), "回电") || !strings.Contains(string(last.Data), `"anomaly":true`) {
		t.Errorf("told %s %s", last.Type, last.Data)
	}

	better := good
	better.Speed, better.Anomaly, better.Remark = 4, false, ""
	if r, err = w.Review(t.Context(), next, boss, day, number, better); err != nil || r.Version != 2 || r.Speed != 4 || r.Remark != "" {
		t.Errorf("changed: %+v %v", r, err)
	}
	other := ticket.Actor{By: "staff:8", Staff: "8", Badge: "800"}
	_, err = w.Review(t.Context(), next, other, day, number, good)
	w.refused("by somebody else", err, errs.Conflict, "sample.reviewed")
}

func (w *world) refused(what string, err error, kind errs.Kind, code string) {
	w.Helper()
	if !errs.Is(err, kind) || errs.As(err).Code != code || !words.Has(code) {
		w.Errorf("%s: %v", what, err)
	}
}

func TestReviewsThatAreRefused(t *testing.T) {
	w := newWorld(t)
	all := w.tickets(20, noon)
	drawn := w.drawn(day)
	for _, number := range append(all, "K7M3QP9XA") {
		if !strings.Contains(strings.Join(drawn, " "), number) {
			_, err := w.Review(t.Context(), next, boss, day, number, good)
			w.refused("one that was not drawn", err, errs.NotFound, "sample.not_drawn")
		}
	}
	for what, c := range map[string]struct {
		change func(*sample.Finding)
		fields string
	}{
		"no marks":                            {func(f *sample.Finding) { f.Marks = sample.Marks{} }, "attitude sample.mark, accuracy sample.mark, speed sample.mark, record sample.mark"},
		"six":                                 {func(f *sample.Finding) { f.Speed = 6 }, "speed sample.mark"},
		"a long remark":                       {func(f *sample.Finding) { f.Remark = strings.Repeat("长", sample.MaxRemark+1) }, "remark too_long"},
		"no text":                             {func(f *sample.Finding) { f.Remark = "a\xff" }, "remark ticket.not_text"},
		"a bell":                              {func(f *sample.Finding) { f.Remark = "a\a" }, "remark ticket.control"},
		"an anomaly of which nothing is said": {func(f *sample.Finding) { f.Remark = " " }, "remark sample.say_what"},
	} {
		found := good
		c.change(&found)
		_, err := w.Review(t.Context(), next, boss, day, drawn[0], found)
		var fields []string
		for _, f := range errs.As(err).Fields {
			fields = append(fields, f.Path+" "+f.Code)
		}
		if got := strings.Join(fields, ", "); got != c.fields {
			t.Errorf("%s: %s", what, got)
		}
	}
	edit := func(number string, change func(*ticket.Ticket)) {
		stored, err := w.store.Tickets().Get(t.Context(), number)
		if err != nil {
			t.Fatal(err)
		}
		stored.Version++
		change(&stored)
		if err := w.store.Tickets().Commit(t.Context(), ticket.Change{Ticket: stored, Was: stored.Stage}); err != nil {
			t.Fatal(err)
		}
	}
	edit(drawn[1], func(t *ticket.Ticket) { t.Owner = boss.Staff })
	_, err := w.Review(t.Context(), next, boss, day, drawn[1], good)
	w.refused("his own", err, errs.Forbidden, "sample.own")
	edit(drawn[2], func(t *ticket.Ticket) { t.PhoneKey = "" })
	_, err = w.Review(t.Context(), next, boss, day, drawn[2], good)
	w.refused("an erased one", err, errs.Conflict, "sample.erased")

	w.Service.Store = racing{w.store.Samples()}
	_, err = w.Review(t.Context(), next, boss, day, drawn[3], good)
	w.refused("one that has just changed", err, errs.Stale, "sample.stale")
}

// racing is a store in which somebody else was faster.
type racing struct{ sample.Store }

func (r racing) Save(ctx context.Context, review sample.Review, of ticket.Ticket, told event.Event) error {
	of.Version--
	return r.Store.Save(ctx, review, of, told)
}
