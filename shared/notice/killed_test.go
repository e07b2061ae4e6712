package notice_test

import (
	"context"
	"fmt"
	"regexp"
	"strconv"
	"sync"
	"testing"
	"time"

	"huiyin/shared/event"
	"huiyin/shared/ledger"
	"huiyin/shared/message"
	"huiyin/shared/phone"
	"huiyin/shared/sweep"
	"huiyin/shared/ticket"
)

// killer ends a function at its n-th write: after the write was done, or just
// before it. The order of writes is the program's own.
type killer struct {
	mu     sync.Mutex
	left   int
	before bool
	dead   bool
}

func (k *killer) write(do func() error) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.left--
	switch {
	case k.dead || (k.left == 0 && k.before):
		k.dead = true
		return context.Canceled
	case k.left == 0:
		k.dead = true
		_ = do() // it was carried out, and nobody lived to hear of it
		return context.Canceled
	}
	return do()
}

func (k *killer) isDead() bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.dead
}

// The stores of a sweep, through the killer.
type mortalTickets struct {
	ticket.Store
	k *killer
}

func (m mortalTickets) Commit(ctx context.Context, changes ...ticket.Change) error {
	return m.k.write(func() error { return m.Store.Commit(ctx, changes...) })
}

type mortalRuns struct {
	sweep.Store
	k *killer
}

func (m mortalRuns) JoinRun(ctx context.Context, run, worker string, abandoned time.Time) error {
	return m.k.write(func() error { return m.Store.JoinRun(ctx, run, worker, abandoned) })
}

func (m mortalRuns) LeaveRun(ctx context.Context, run, worker string) error {
	return m.k.write(func() error { return m.Store.LeaveRun(ctx, run, worker) })
}

func (m mortalRuns) FinishRun(ctx context.Context, run, worker string, e event.Event) error {
	return m.k.write(func() error { return m.Store.FinishRun(ctx, run, worker, e) })
}

func (m mortalRuns) SetAside(ctx context.Context, subject, why string, at time.Time) error {
	if m.k.isDead() {
		return context.Canceled
	}
	return m.Store.SetAside(ctx, subject, why, at)
}

type mortalRows struct {
	ledger.Store
	k *killer
}

func (m mortalRows) Put(ctx context.Context, row ledger.Row, events ...event.Event) error {
	return m.k.write(func() error { return m.Store.Put(ctx, row, events...) })
}

// dying runs one sweep that is killed at its n-th write; false when it had
// fewer.
func (w *world) dying(now time.Time, n int, before bool) bool {
	k := &killer{left: n, before: before}
	tickets, rows := *w.tickets, *w.ledger
	tickets.Store, rows.Store = mortalTickets{w.store.Tickets(), k}, mortalRows{w.store.Ledger(), k}
	sweeps := &sweep.Service{Store: mortalRuns{w.store.Sweeps(), k}, Tickets: &tickets, Dues: map[string]sweep.Due{"LEDGER": &rows}, Log: func(string, error) {}}
	ctx, end := context.WithCancel(w.Context())
	_, _ = sweeps.Run(ctx, now, "mortal", func() bool {
		if k.isDead() {
			end()
		}
		return !k.isDead()
	})
	end()
	return k.isDead()
}

// A sweep that is killed at any of its writes loses and doubles nothing: after
// the next sweeps every step is recorded once and told once, singly or as part
// of a digest, and every row that waited went out once.
func TestASweepKilledAnywhereLosesAndDoublesNothing(t *testing.T) {
	for _, before := range []bool{true, false} {
		for n := 1; ; n++ {
			if !killedAt(t, n, before) {
				if n < 10 {
					t.Fatalf("only %d writes", n)
				}
				break
			}
		}
	}
}

var digested = regexp.MustCompile(`有(\d+)件工单到点`)

func killedAt(t *testing.T, n int, before bool) bool {
	w := newWorld(t)
	var numbers []string
	for i := range 7 {
		numbers = append(numbers, w.open(query(phone.Number(fmt.Sprintf("+86138001380%02d", i)))))
	}
	w.flow(morning, 1)
	due := morning.Add(24 * time.Minute) // 80 % of half an hour
	w.waiting("row-a", due)
	w.waiting("row-b", due.Add(-time.Minute))
	died := w.dying(due, n, before)
	w.flow(due, 2)
	for minute := 1; minute <= 5; minute++ {
		w.tick(due.Add(time.Duration(minute) * time.Minute))
	}
	name := fmt.Sprintf("killed at write %d (before it: %v)", n, before)
	for _, number := range numbers {
		history, err := w.store.Tickets().History(t.Context(), number, "")
		if err != nil {
			t.Fatal(err)
		}
		steps := 0
		for _, e := range history.Events {
			if e.Type == ticket.FellDue {
				steps++
			}
		}
		if steps != 1 {
			t.Errorf("%s: %s has %d steps recorded", name, number, steps)
		}
	}
	told := 0
	for _, text := range w.sent[bossPhone] {
		if d := digested.FindStringSubmatch(text); d != nil {
			count, _ := strconv.Atoi(d[1])
			told += count
		} else {
			told++
		}
	}
	if told != len(numbers) {
		t.Errorf("%s: told of %d steps, want %d: %q", name, told, len(numbers), w.sent[bossPhone])
	}
	for _, id := range []string{"row-a", "row-b"} {
		if row, err := w.store.Ledger().Row(t.Context(), id); err != nil || row.State != ledger.Accepted {
			t.Errorf("%s: %s is %s (%v)", name, id, row.State, err)
		}
	}
	if sent := len(w.sent[managerPhone]); sent != 2 {
		t.Errorf("%s: the two rows that waited made %d SMS", name, sent)
	}
	return died
}

// waiting puts a row into the ledger that waits until an instant.
func (w *world) waiting(id string, until time.Time) {
	w.Helper()
	row := ledger.Row{Message: ledger.Message{ID: id, Class: message.Staff, Cause: "e/" + id, At: morning, Template: message.Digest,
		To: ledger.Receiver{Kind: ledger.ToStaff, ID: "m1"}, Facts: map[string]string{"count": "5", "late": "0"}},
		State: ledger.Waiting, Why: "throttled", Until: until, Version: 1, CreatedAt: morning, ChangedAt: morning}
	if err := w.store.Ledger().Put(w.Context(), row); err != nil {
		w.Fatal(err)
	}
}
