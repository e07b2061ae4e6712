package task_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"huiyin/shared/customer"
	"huiyin/shared/errs"
	"huiyin/shared/task"
)

// filing is a list of files, page by page, that may fail.
type filing struct {
	files []customer.Customer
	fails int // the page that fails once, 0 for none
	read  int
}

func (f *filing) List(_ context.Context, cursor string, limit int) (customer.Page, error) {
	f.read++
	if f.read == f.fails {
		return customer.Page{}, errs.New(errs.Unavailable, "store.unavailable")
	}
	from := 0
	if cursor != "" {
		fmt.Sscan(cursor, &from)
	}
	to := min(from+limit, len(f.files))
	page := customer.Page{Customers: f.files[from:to]}
	if to < len(f.files) {
		page.Next = fmt.Sprint(to)
	}
	return page, nil
}

func always() bool { return true }

// tick walks at an instant, and says how many tasks of each kind there are for
// a customer since.
func (w *world) tick(f *filing, at time.Time) error {
	r := task.Rounds{Tasks: &w.Service, Files: f}
	_, err := r.Tick(ctx, at, always)
	return err
}

func (w *world) of(id string) string {
	w.Helper()
	page, err := w.Store.OfCustomer(ctx, id, "", 100)
	if err != nil {
		w.Fatal(err)
	}
	var kinds []string
	for _, t := range page.Tasks {
		kinds = append(kinds, string(t.Kind))
	}
	slices.Sort(kinds)
	return strings.Join(kinds, " ")
}

func local(text string) time.Time {
	at, err := time.ParseInLocation("2006-01-02 15:04", text, shanghai)
	if err != nil {
		panic(err)
	}
	return at
}

// rule: NJ-1 every customer with an owner is visited each month, once.
// rule: QM-8 and revisited as often as his class asks for.
// rule: SJ-13 a key customer is asked twice a year what he thinks of his agent.
func TestAYearOfWalks(t *testing.T) {
	w := newWorld(t)
	f := &filing{files: []customer.Customer{
		{ID: "key", Class: customer.Key, Owner: "ann"}, {ID: "suitable", Class: customer.Suitable, Owner: "ann"}, {ID: "general", Class: customer.General, Owner: "ann"},
		{ID: "unowned key", Class: customer.Key}, {ID: "unowned", Class: customer.General},
		{ID: "archived", Class: customer.Key, Owner: "ann", Archived: true}, {ID: "merged", Class: customer.Key, Owner: "ann", Merged: "key"},
		{ID: "lead", Class: customer.General, Owner: "ann", Lead: customer.Lead{Urgency: customer.High}},
	}}
	for at := local("2028-03-01 00:00"); at.Before(local("2029-01-01 00:00")); at = at.Add(8 * time.Hour) { // no Spring Festival among them
		for range 2 {
			if err := w.tick(f, at); err != nil {
				t.Fatal(err)
			}
		}
	}
	for id, want := range map[string]map[task.Kind][2]int{
		"key":         {task.Visit: {10, 10}, task.Revisit: {10, 10}, task.Opinion: {1, 2}},
		"suitable":    {task.Visit: {10, 10}, task.Revisit: {3, 4}, task.Opinion: {0, 0}},
		"general":     {task.Visit: {10, 10}, task.Revisit: {0, 1}, task.Opinion: {0, 0}},
		"unowned key": {task.Visit: {10, 10}, task.Revisit: {10, 10}, task.Opinion: {0, 0}},
		"unowned":     {}, "archived": {}, "merged": {}, "lead": {},
	} {
		got := strings.Fields(w.of(id))
		sum := 0
		for kind, bounds := range want {
			n := 0
			for _, k := range got {
				if k == string(kind) {
					n++
				}
			}
			sum += n
			if n < bounds[0] || n > bounds[1] {
				t.Errorf("%s: %d of %s, want %v", id, n, kind, bounds)
			}
		}
		if sum != len(got) {
			t.Errorf("%s has others: %v", id, got)
		}
	}
}

func TestWhenAMonthsTasksAreDue(t *testing.T) {
	w := newWorld(t)
	f := &filing{files: []customer.Customer{{ID: "c", Class: customer.General, Owner: "ann"}}}
	if err := w.tick(f, local("2028-02-01 08:59")); err != nil {
		t.Fatal(err)
	}
	if got := w.of("c"); got != "" {
		t.Errorf("at night: %s", got)
	}
	if err := w.tick(f, local("2028-02-03 09:00")); err != nil { // nothing ran on the first two days
		t.Fatal(err)
	}
	one, err := w.Get(ctx, task.ID("visit#2028-02#c"))
	if err != nil || !one.Due.Equal(local("2028-02-29 18:00")) || !one.Remind.Equal(local("2028-02-22 09:00")) || one.Owner != "ann" {
		t.Errorf("%+v %v", one, err)
	}
}

// A walk that breaks off at any page goes on, and makes nothing twice.
func TestAWalkGoesOn(t *testing.T) {
	for fails := range 5 {
		w := newWorld(t)
		f := &filing{fails: fails}
		for i := range 350 {
			f.files = append(f.files, customer.Customer{ID: fmt.Sprint("c", i), Class: customer.General, Owner: "ann"})
		}
		now := local("2028-03-01 09:00")
		err := w.tick(f, now)
		if (err != nil) != (fails > 0) || err != nil && !errs.Is(err, errs.Unavailable) {
			t.Fatalf("%d: %v", fails, err)
		}
		if err := w.tick(f, now.Add(time.Hour)); err != nil {
			t.Fatal(err)
		}
		read := f.read
		if err := w.tick(f, now.Add(2*time.Hour)); err != nil || f.read != read {
			t.Errorf("%d: a walk that is done reads on: %v", fails, err)
		}
		walk, err := w.Store.Walk(ctx, "month#2028-03")
		if err != nil || !walk.Done || walk.Files != 350 {
			t.Errorf("%d: %+v %v", fails, walk, err)
		}
		visits, err := w.Store.Due(ctx, []string{task.ListOf("ann")}, now.AddDate(1, 0, 0), 100)
		if err != nil || visits != 100 {
			t.Errorf("%d: %d %v", fails, visits, err)
		}
		for _, c := range f.files {
			if got := strings.Count(w.of(c.ID), "visit"); got < 1 || strings.Count(" "+w.of(c.ID), " visit") != 1 {
				t.Fatalf("%s has %s", c.ID, w.of(c.ID))
			}
		}
	}
}

// Time that runs out is not an error: the next tick goes on.
func TestAWalkEndsInTime(t *testing.T) {
	w := newWorld(t)
	f := &filing{}
	for i := range 250 {
		f.files = append(f.files, customer.Customer{ID: fmt.Sprint("c", i), Class: customer.General, Owner: "ann"})
	}
	r := task.Rounds{Tasks: &w.Service, Files: f}
	pages := 0
	report, err := r.Tick(ctx, local("2028-03-01 09:00"), func() bool { pages++; return pages <= 2 })
	if err != nil || !slices.Equal(report.Left, []string{"month#2028-03"}) || report.Tasks < 200 {
		t.Errorf("%+v %v", report, err)
	}
	report, err = r.Tick(ctx, local("2028-03-01 10:00"), always)
	if err != nil || report.Left != nil || report.Tasks < 50 || report.Tasks > 60 {
		t.Errorf("%+v %v", report, err)
	}
}

// rule: NJ-3 twenty days before Spring Festival each customer of a class with a
// gift is on the list, once a year.
func TestGifts(t *testing.T) {
	w := newWorld(t)
	f := &filing{files: []customer.Customer{
		{ID: "key", Class: customer.Key, Owner: "ann"}, {ID: "suitable", Class: customer.Suitable, Owner: "bo"}, {ID: "general", Class: customer.General, Owner: "ann"},
	}}
	// Spring Festival of 2028 is on 26 January, that of 2029 on 13 February.
	for _, c := range []struct{ at, want string }{{"2028-01-05 12:00", ""}, {"2028-01-06 08:00", ""}, {"2028-01-06 09:00", "gifts#2028"}} {
		if err := w.tick(f, local(c.at)); err != nil {
			t.Fatal(err)
		}
		walk, err := w.Store.Walk(ctx, "gifts#2028")
		if err != nil || walk.ID != c.want {
			t.Errorf("%s: %+v %v", c.at, walk, err)
		}
	}
	page, err := w.Store.Grouped(ctx, task.GiftGroup(2028), "", 100)
	if err != nil || len(page.Tasks) != 2 {
		t.Fatalf("%+v %v", page, err)
	}
	one, err := w.Get(ctx, task.ID("gift#2028#key"))
	if err != nil || one.Note != "新春礼盒" || !one.Due.Equal(local("2028-01-24 18:00")) || !one.Remind.Equal(local("2028-01-17 09:00")) {
		t.Errorf("%+v %v", one, err)
	}
	if err := w.tick(f, local("2029-01-30 09:00")); err != nil {
		t.Fatal(err)
	}
	if page, err = w.Store.Grouped(ctx, task.GiftGroup(2029), "", 100); err != nil || len(page.Tasks) != 2 {
		t.Errorf("next year: %+v %v", page, err)
	}
}

// rule: SJ-13 a poor opinion of an agent plans a talk about another one, which
// is not the agent's own task.
func TestAPoorOpinion(t *testing.T) {
	w := newWorld(t)
	p := visit("opinion#1")
	p.Kind, p.Owner, p.About = task.Opinion, "", "ann"
	one := w.plan(p)
	if one.Owner != "" || one.Team != "sales" {
		t.Errorf("the question about ann is %+v", one)
	}
	for range 2 {
		_, err := w.Done(ctx, start, by, one.ID, 0, task.Result{Outcome: task.Poor, Report: "总是联系不上"})
		if err != nil && !errs.Is(err, errs.Conflict) {
			t.Fatal(err)
		}
	}
	talk, err := w.Get(ctx, task.ID("after#"+one.ID))
	if err != nil || talk.Kind != task.Reassign || talk.Owner != "" || talk.Team != "sales" || talk.About != "ann" || talk.Customer != "C1" ||
		!talk.Due.Equal(local("2026-06-10 18:00")) {
		t.Errorf("%+v %v", talk, err)
	}
	p.Cause = "opinion#2"
	two := w.plan(p)
	if _, err := w.Done(ctx, start, by, two.ID, 0, task.Result{Outcome: task.Good}); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Get(ctx, task.ID("after#"+two.ID)); !errs.Is(err, errs.NotFound) {
		t.Errorf("after a good one: %v", err)
	}
}

// rule: NJ-7 the more urgent an inquiry, the sooner somebody calls; who is not
// ready yet is called again.
func TestALeadIsFollowedUp(t *testing.T) {
	for urgency, want := range map[string]string{customer.High: "2026-06-06 18:00", customer.Medium: "2026-06-08 18:00", customer.Low: "2026-06-19 18:00"} {
		w := newWorld(t)
		c := customer.Customer{ID: "C1", Owner: "bo", Lead: customer.Lead{Urgency: urgency, At: start}}
		one, err := w.FollowLead(ctx, start, by, c)
		if err != nil || one.Kind != task.Lead || one.Owner != "bo" || !one.Due.Equal(local(want)) {
			t.Errorf("%s: %+v %v", urgency, one, err)
		}
		again, err := w.FollowLead(ctx, start.Add(time.Hour), by, c)
		if err != nil || again.ID != one.ID {
			t.Errorf("%s: twice: %+v %v", urgency, again, err)
		}
		if _, err := w.Done(ctx, start, by, one.ID, 0, task.Result{Outcome: task.Later}); err != nil {
			t.Fatal(err)
		}
		next, err := w.Get(ctx, task.ID("after#"+one.ID))
		if err != nil || next.Kind != task.Lead || next.Owner != "bo" || !next.Due.Equal(local("2026-06-19 18:00")) {
			t.Errorf("%s: then %+v %v", urgency, next, err)
		}
	}
}

func TestRulesAreChecked(t *testing.T) {
	if err := task.DefaultRules().Check(); err != nil {
		t.Error(err)
	}
	for field, edit := range map[string]func(*task.Rules){
		"revisits.key": func(r *task.Rules) { r.Revisits = map[string]int{"key": 13} }, "opinions.vip": func(r *task.Rules) { r.Opinions = map[string]int{"vip": 1} },
		"by": func(r *task.Rules) { r.By = "25:00" }, "giftBy": func(r *task.Rules) { r.GiftBy = r.GiftDays }, "gifts.general": func(r *task.Rules) {
			r.Gifts = map[string]string{"general": strings.Repeat("礼", task.MaxGift+1)}
		}, "remindDays": func(r *task.Rules) { r.RemindDays = -1 },
	} {
		r := task.DefaultRules()
		edit(&r)
		var wrong *errs.Error
		if err := r.Check(); !errors.As(err, &wrong) || len(wrong.Fields) != 1 || wrong.Fields[0].Path != field {
			t.Errorf("%s: %v", field, err)
		}
	}
}
