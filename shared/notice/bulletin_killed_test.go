package notice_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"huiyin/shared/bulletin"
	"huiyin/shared/event"
	"huiyin/shared/ledger"
	"huiyin/shared/phone"
	"huiyin/shared/sweep"
	"huiyin/shared/ticket"
)

// A round and the ledger that are killed at any of their writes tell everybody
// once.
func TestARoundKilledAnywhereTellsEverybodyOnce(t *testing.T) {
	for _, before := range []bool{true, false} {
		for n := 1; ; n++ {
			died := stormKilled(t, n, before)
			if !died && n < 12 {
				t.Fatalf("only %d writes", n)
			}
			if !died {
				break
			}
		}
	}
}

type mortalRounds struct {
	bulletin.Store
	k *killer
}

func (m mortalRounds) Advance(ctx context.Context, r bulletin.Round, events ...event.Event) error {
	return m.k.write(func() error { return m.Store.Advance(ctx, r, events...) })
}

func stormKilled(t *testing.T, n int, before bool) bool {
	s := newStorm(t)
	b := s.opens(morning, stormy)
	k := &killer{left: n, before: before}
	s.mortal(k, morning)
	s.flow(morning, 2)
	for minute := 1; minute <= 20; minute++ { // a lease that is over, an alert sent once more
		s.tick(morning.Add(time.Duration(minute) * time.Minute))
	}
	s.closes(morning.Add(time.Hour), b.ID)
	for minute := range 8 {
		s.tick(morning.Add(time.Hour + time.Duration(minute)*time.Minute))
	}
	name := fmt.Sprintf("killed at write %d (before it: %v)", n, before)
	for _, who := range touched {
		first, end := 0, 0
		for _, text := range s.sent[who] {
			if !stormWords.MatchString(text) {
				continue
			}
			if strings.Contains(text, "已结束") || strings.Contains(text, "It is over") {
				end++
			} else {
				first++
			}
		}
		// What was claimed when the function died may or may not have gone out: to
		// staff it is sent once more, to a customer an admin decides.
		row := s.rowOf(b.ID, who)
		most, doubtful := 1, row.State == ledger.Unknown
		if row.Repeated {
			most = 2
		}
		if first > most || first == 0 && !doubtful || end != 1 {
			t.Errorf("%s: %s got %q, its row is %s", name, who, s.sent[who], row.State)
		}
	}
	for _, n := range []int{1, 2} {
		for _, who := range s.reached(n) {
			if !slices.Contains(touched, who) {
				t.Errorf("%s: %s was told too: %q", name, who, s.sent[who])
			}
		}
	}
	return k.isDead()
}

func (s *storm) rowOf(id string, who phone.Number) ledger.Row {
	s.Helper()
	key, _ := phones{}.Key(s.Context(), who)
	row, err := s.store.Ledger().Row(s.Context(), bulletin.RowID(id, bulletin.Opened, key))
	if err != nil {
		s.Fatal(who, err)
	}
	return row
}

// mortal runs one sweep and what follows from it, until it is killed.
func (s *storm) mortal(k *killer, now time.Time) {
	rounds, rows := s.telling(), *s.ledger
	rounds.Store, rows.Store = mortalRounds{s.store.Bulletins(), k}, mortalRows{s.store.Ledger(), k}
	sweeps := &sweep.Service{Store: mortalRuns{s.store.Sweeps(), k}, Tickets: s.tickets, Jobs: map[string]sweep.Jobs{"TELLING": rounds}, Log: func(string, error) {},
		Dues: map[string]sweep.Due{"LEDGER": &rows, "SHIPMENT": s.ships}}
	ctx := s.Context()
	_, _ = sweeps.Run(ctx, now, "mortal", func() bool { return !k.isDead() })
	for _, e := range s.store.Told(s.told) {
		if e.Type != bulletin.PageEvent {
			continue
		}
		messages, err := s.plan.Plan(ctx, now, e)
		if err != nil {
			s.Fatal(err)
		}
		for _, m := range messages {
			if k.isDead() {
				return
			}
			_ = rows.Deliver(ctx, now, m) // the queue brings it again
		}
	}
}

// A ticket whose due time moves while a round is on its way is named once.
func TestATicketThatMovesInItsListIsNotForgotten(t *testing.T) {
	s := newStorm(t)
	open := map[string]int{}
	for i := range 120 {
		in := query(phone.Number(fmt.Sprintf("+86139001%05d", i)))
		in.Region = "成都"
		open[s.open(in)] = 0
	}
	b := s.opens(morning, stormy)
	id, left := bulletin.RoundID(b.ID, bulletin.Opened), 3
	if err := s.telling().Work(t.Context(), morning, id, func() bool { left--; return left > 0 }); err != nil {
		t.Fatal(err)
	}
	r, err := s.store.Bulletins().Round(t.Context(), id)
	if err != nil || r.Part != bulletin.PartTickets || r.After == "" {
		t.Fatalf("%+v %v", r, err)
	}
	for number := range open {
		if _, err := s.tickets.ChangePriority(t.Context(), morning.Add(time.Second), owner, number, ticket.Expect(0), ticket.Urgent, "暴雨"); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.telling().Work(t.Context(), morning, id, func() bool { return true }); err != nil {
		t.Fatal(err)
	}
	pages, err := s.store.Bulletins().Pages(t.Context(), id, 0, 100)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range pages {
		for _, to := range p.To {
			if to.Kind == ledger.ToPerson {
				open[to.ID]++
			}
		}
	}
	if len(open) != 123 {
		t.Errorf("%d tickets were named", len(open))
	}
	for number, times := range open {
		if times != 1 {
			t.Errorf("%s was named %d times", number, times)
		}
	}
}
