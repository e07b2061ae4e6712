package setting_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sort"
	"sync"
	"testing"
	"time"

	"huiyin/shared/errs"
	"huiyin/shared/setting"
	"huiyin/shared/sla"
	"huiyin/shared/ticket"
)

// What a change would do is foretold, to the minute, and nothing is stored;
// then it is done, by a job that waits until all processes know the rules.
func TestAChangeIsForetoldAndThenDone(t *testing.T) {
	w := newWorld(t)
	numbers := w.open(250)
	now := morning.Add(5 * time.Hour)
	draft, err := w.calendar("queries", everyDay("08:30", "12:00"), 1)
	if err != nil {
		t.Fatal(err)
	}
	before := w.everything()
	seen, err := w.Preview(t.Context(), now, draft, always)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(w.everything(), before) {
		t.Error("looking wrote something")
	}
	if seen.Looked != 250 || seen.Affected != 250 || seen.Moved != 250 || !seen.Complete || seen.More || len(seen.Tickets) != 250 {
		t.Errorf("%+v", seen.Looked)
	}
	short, err := w.Preview(t.Context(), now, draft, times(2)) // two pages: all of one team
	if err != nil || short.Complete || short.Looked != 125 {
		t.Errorf("out of time: %d looked at, complete %v (%v)", short.Looked, short.Complete, err)
	}

	job := w.saved(draft, nil)
	if job == nil || job.State != setting.Waiting || !job.Next.Equal(morning.Add(2*time.Minute)) {
		t.Fatalf("job %+v", job)
	}
	if err := w.Work(t.Context(), job.Next.Add(-time.Second), job.ID, always); err != nil || w.due(numbers[0], sla.Resolution) != "10 10:00" {
		t.Errorf("too early: %v", err)
	}
	done := w.work(job)
	if done.About != 250 || done.Looked != 250 || done.Moved != 250 || done.Stuck != 0 || !done.Ended.Equal(job.Next) {
		t.Errorf("done %+v", done)
	}
	want := map[string]time.Time{}
	for _, one := range seen.Tickets {
		for _, m := range one.Moves {
			if m.Metric == sla.Resolution {
				want[one.Number] = m.Due
			}
		}
	}
	for i, number := range numbers {
		got := w.get(number)
		due, _ := got.SLA.DueOf(sla.Resolution)
		if !due.Equal(want[number]) || got.CalendarVersion != 2 {
			t.Fatalf("ticket %d is due %v, not %v", i, due, want[number])
		}
	}
}

// A preview lists so many and says that there are more.
func TestAPreviewIsBounded(t *testing.T) {
	w := newWorld(t)
	w.open(520)
	draft, err := w.calendar("queries", everyDay("08:30", "12:00"), 1)
	if err != nil {
		t.Fatal(err)
	}
	seen, err := w.Preview(t.Context(), morning, draft, always)
	if err != nil || seen.Moved != 520 || len(seen.Tickets) != 500 || !seen.More || !seen.Complete {
		t.Errorf("%d move, %d listed, more %v (%v)", seen.Moved, len(seen.Tickets), seen.More, err)
	}
	same, err := w.calendar("business", everyDay("08:30", "19:00", `,"name":"业务电话时间 / Business call hours","exceptions":[]`), 1)
	if err != nil || same.Changes() {
		t.Fatalf("what is in force: %v", err)
	}
	if seen, err = w.Preview(t.Context(), morning, same, always); err != nil || seen.Looked != 0 || !seen.Complete {
		t.Errorf("nothing changes: %+v (%v)", seen, err)
	}
}

// times is a more that says yes so often.
func times(n int) func() bool {
	var mu sync.Mutex
	return func() bool {
		mu.Lock()
		defer mu.Unlock()
		n--
		return n >= 0
	}
}

// everything is all that is stored, as text.
func (w *world) everything() []byte {
	w.Helper()
	raw, err := json.Marshal(w.store.Everything())
	if err != nil {
		w.Fatal(err)
	}
	return raw
}

// outcome is what a job came to: every ticket, every event, and the job.
func (w *world) outcome(numbers []string, job setting.Job) string {
	w.Helper()
	var lines []string
	for _, number := range numbers {
		raw, _ := json.Marshal(w.get(number))
		lines = append(lines, string(raw))
	}
	for _, e := range w.store.Told(0) {
		lines = append(lines, fmt.Sprintf("%s %s %s %s", e.ID, e.Type, e.At, e.Data))
	}
	sort.Strings(lines)
	raw, _ := json.Marshal(job)
	return fmt.Sprintln(lines, string(raw))
}

var errKilled = errors.New("killed")

// life is how many writes a process has left. The last one is done, and nobody
// hears of it.
type life struct {
	mu   sync.Mutex
	left int
}

func (l *life) write(do func() error) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.left <= 0 {
		return errKilled
	}
	l.left--
	err := do()
	if l.left == 0 {
		return errKilled
	}
	return err
}

type mortalTickets struct {
	ticket.Store
	*life
}

func (m mortalTickets) Commit(ctx context.Context, changes ...ticket.Change) error {
	return m.write(func() error { return m.Store.Commit(ctx, changes...) })
}

type mortalSettings struct {
	setting.Store
	*life
}

func (m mortalSettings) Advance(ctx context.Context, job setting.Job) error {
	return m.write(func() error { return m.Store.Advance(ctx, job) })
}

// stage is a world with open tickets, in which a change has been saved.
func stage(t *testing.T, many int) (*world, []string, *setting.Job) {
	w := newWorld(t)
	numbers := w.open(many)
	return w, numbers, w.saved(w.policies(seed(t, func(p *sla.Policies) {
		p.Ordered[3].Targets[sla.FirstResponse] = sla.Target{Business: sla.Duration(time.Minute)}
		p.Ordered = append(p.Ordered[:1:1], p.Ordered[2:]...)
	}), 1))
}

// A job that is killed after any of its writes and run again does what one does
// that is left alone: the same due times, the same events, the same counts.
func TestAJobKilledAnywhereIsTheJobLeftAlone(t *testing.T) {
	const many = 9
	w, numbers, job := stage(t, many)
	want := w.outcome(numbers, w.work(job))
	for writes := 1; ; writes++ {
		w, numbers, job := stage(t, many)
		alive := *w.Service
		l := &life{left: writes}
		mortal := *w.tickets
		mortal.Store = mortalTickets{w.tickets.Store, l}
		w.Store, w.Tickets = mortalSettings{w.store.Settings(), l}, &mortal
		killed := w.Work(t.Context(), job.Next, job.ID, always)
		*w.Service = alive
		if got := w.outcome(numbers, w.work(job)); got != want {
			t.Fatalf("killed after %d writes (%v):\n%s\nnot\n%s", writes, killed, got, want)
		}
		if killed == nil {
			if writes < many {
				t.Fatalf("it had %d writes only", writes)
			}
			return
		}
	}
}

// Two sweeps that work on one job at once do it once.
func TestTwoJobsAtOnceAreOne(t *testing.T) {
	w, numbers, job := stage(t, 150)
	want := ""
	for try := range 4 {
		if try > 0 {
			w, numbers, job = stage(t, 150)
			var group sync.WaitGroup
			for range 3 {
				group.Go(func() {
					if err := w.Work(t.Context(), job.Next, job.ID, always); err != nil && !errs.Is(err, errs.Stale) {
						t.Error(err)
					}
				})
			}
			group.Wait()
		}
		got := w.outcome(numbers, w.work(job))
		if want == "" {
			want = got
		}
		if got != want {
			t.Fatalf("%s\nnot\n%s", got, want)
		}
	}
}

// A job whose time is up in the middle of a page goes on with the next sweep.
func TestAJobGoesOnWhereItsTimeEnded(t *testing.T) {
	w, numbers, job := stage(t, 30)
	for range 100 {
		if err := w.Work(t.Context(), job.Next, job.ID, times(12)); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := w.Store.Job(t.Context(), job.ID); err != nil || got.State == setting.Done {
		t.Errorf("a page of fifteen in the time of ten: %+v (%v)", got, err)
	}
	if done := w.work(job); done.Looked != len(numbers) {
		t.Errorf("%+v", done)
	}
}

// What comes in while a job runs lives by the new rules already; a ticket that
// was touched meanwhile is left alone; one that is closed never changes.
func TestAJobLeavesAloneWhatLivesByTheNewRules(t *testing.T) {
	w := newWorld(t)
	numbers := w.open(4)
	boss := ticket.Actor{By: "staff:1", Staff: "1", Badge: "1"}
	if _, err := w.tickets.Resolve(t.Context(), morning.Add(10*time.Minute), boss, numbers[0], 0, ticket.Outcome{Cause: "x", Result: "已送达"}); err != nil {
		t.Fatal(err)
	}
	job := w.saved(w.calendar("queries", everyDay("08:30", "12:00"), 1))
	if _, err := w.tickets.Take(t.Context(), morning.Add(11*time.Minute), boss, numbers[1], 0); err != nil {
		t.Fatal(err)
	}
	late := w.open(1)[0]
	versions := map[string]int{}
	for _, number := range append(numbers, late) {
		versions[number] = w.get(number).Version
	}
	done := w.work(job)
	if done.About != 4 || done.Looked != 2 || done.Moved != 2 {
		t.Errorf("%+v", done)
	}
	for i, number := range append(numbers, late) {
		if changed := w.get(number).Version - versions[number]; changed != map[bool]int{true: 1}[i == 2 || i == 3] {
			t.Errorf("ticket %d has %d changes", i, changed)
		}
	}
}

// A ticket for which the new rules have no due time keeps its own, is named,
// and holds up nobody. (A calendar is refused when it has none for a ticket of
// now; a timer that began long before may want more.)
func TestAJobNamesWhatItCannotMove(t *testing.T) {
	w := newWorld(t)
	numbers := w.open(3)
	stuck := stuckAt{w.tickets, numbers[1]}
	w.Tickets = stuck
	done := w.work(w.saved(w.calendar("queries", everyDay("08:30", "12:00"), 1)))
	if done.Stuck != 1 || len(done.Who) != 1 || done.Who[0] != numbers[1] || done.Looked != 3 || done.Moved != 2 {
		t.Errorf("%+v", done)
	}
}

type stuckAt struct {
	*ticket.Service
	number string
}

func (s stuckAt) Rejudge(ctx context.Context, now time.Time, number string) (ticket.Ticket, error) {
	if number == s.number {
		return ticket.Ticket{}, errs.New(errs.Invalid, "setting.stuck")
	}
	return s.Service.Rejudge(ctx, now, number)
}
