package notice_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"huiyin/shared/campaign"
	"huiyin/shared/customer"
	"huiyin/shared/errs"
	"huiyin/shared/event"
	"huiyin/shared/greeting"
	"huiyin/shared/ledger"
	"huiyin/shared/phone"
	"huiyin/shared/sweep"
)

// The stores of those who plan for many, through the killer.
type mortalCampaigns struct {
	campaign.Store
	k *killer
}

func (m mortalCampaigns) SaveCampaign(ctx context.Context, c campaign.Campaign, events ...event.Event) error {
	return m.k.write(func() error { return m.Store.SaveCampaign(ctx, c, events...) })
}

func (m mortalCampaigns) SaveCalendar(ctx context.Context, c campaign.Calendar, events ...event.Event) error {
	return m.k.write(func() error { return m.Store.SaveCalendar(ctx, c, events...) })
}

func (m mortalRows) PutBatch(ctx context.Context, b ledger.Batch, events ...event.Event) error {
	return m.k.write(func() error { return m.Store.PutBatch(ctx, b, events...) })
}

type mortalGreetings struct {
	greeting.Store
	k *killer
}

func (m mortalGreetings) Advance(ctx context.Context, run greeting.Run, events ...event.Event) error {
	return m.k.write(func() error { return m.Store.Advance(ctx, run, events...) })
}

// mortal is the sweep with the campaigns, through the killer.
func (w *world) mortal(k *killer) *sweep.Service {
	mails, batches := *w.mails, ledger.Batches{Store: mortalRows{w.store.Ledger(), k}}
	mails.Store, mails.Ledger = mortalCampaigns{w.store.Campaigns(), k}, batches
	return &sweep.Service{Store: mortalRuns{w.store.Sweeps(), k}, Tickets: w.tickets, Log: func(string, error) {},
		Dues: map[string]sweep.Due{"BATCH": batches, "CONTENT": campaign.Content{Service: &mails}},
		Jobs: map[string]sweep.Jobs{"CAMPAIGN": &mails}}
}

// once fails unless every number got exactly one SMS.
func (w *world) once(name string, numbers []phone.Number) {
	w.Helper()
	for i, number := range numbers {
		if n := len(w.sent[number]); n != 1 {
			w.Errorf("%s: number %d got %d", name, i, n)
		}
	}
}

// rule: NJ-5, NJ-8 — whoever plans a campaign can be killed at any of its
// writes: as it is made of the month's content, counted, begun, recorded page
// by page, stopped, let go on and closed. Nobody gets it twice and nobody is
// forgotten.
func TestACampaignKilledAnywhereForgetsAndDoublesNobody(t *testing.T) {
	for _, before := range []bool{true, false} {
		for n := 1; campaignKilledAt(t, n, before); n++ {
			if n > 200 {
				t.Fatal("it does not end")
			}
		}
	}
}

// campaignKilledAt lives through a campaign whose planner is killed at its n-th
// write; false when it had fewer.
func campaignKilledAt(t *testing.T, n int, before bool) bool {
	name := fmt.Sprintf("killed at write %d (before it: %v)", n, before)
	w := newWorld(t)
	numbers := w.people(12, func(i int, in *customer.Input) {
		if i%4 == 0 {
			in.Zone = "America/New_York"
		}
	})
	months := []campaign.Month{{Month: "2026-10", Name: "十月来信", Texts: news.Texts, Day: 20, Hour: "10:00"}}
	if _, err := w.mails.SaveCalendar(t.Context(), weekday, author, 0, months); err != nil {
		t.Fatal(err)
	}
	k := &killer{left: n, before: before}
	sweeps := w.mortal(k)
	const id = "month-2026-10"
	stopped, now := false, weekday
	for range 24 * 60 {
		if _, err := sweeps.Run(t.Context(), now, "w", func() bool { return sweeps == w.sweeps || !k.isDead() }); err != nil && sweeps == w.sweeps {
			t.Fatal(err)
		}
		if k.isDead() {
			sweeps = w.sweeps // from the next minute on another one does it
		}
		c, err := w.mails.Read(t.Context(), id)
		switch {
		case errs.Is(err, errs.NotFound):
		case err != nil:
			t.Fatal(err)
		case c.State == campaign.Previewed:
			if c.Preview.People != len(numbers) {
				t.Errorf("%s: %d were counted", name, c.Preview.People)
			}
			now = time.Date(2026, 10, 20, 2, 0, 0, 0, time.UTC)
			if _, err = w.mails.Approve(t.Context(), now, boss, id, c.Version); err != nil {
				t.Fatal(err)
			}
			continue
		case c.State == campaign.Running && c.Pages > 0 && !stopped: // its pages are on their way, and are held
			stopped = true
			if _, err = w.mails.Stop(t.Context(), now, boss, id); err != nil {
				t.Fatal(err)
			}
			w.flow(now, 2)
			if len(w.sent) > 0 {
				t.Errorf("%s: %d got it after the stop", name, len(w.sent))
			}
			if _, err = w.mails.Resume(t.Context(), now, boss, id, 0); err != nil {
				t.Fatal(err)
			}
		case c.State == campaign.Done:
			w.once(name, numbers)
			if c.Tally.Sent != len(numbers) || c.People != len(numbers) || !stopped {
				t.Errorf("%s: %+v, %d on its pages", name, c.Tally, c.People)
			}
			return k.isDead()
		}
		w.flow(now, 2)
		if now = now.Add(time.Minute); c.Next.After(now) {
			now = c.Next
		}
	}
	c, err := w.mails.Read(t.Context(), id)
	t.Errorf("%s: it does not end: %s, %v", name, c.State, err)
	return false
}

// rule: NJ-2, NJ-4 — the run of a day's greetings can be killed at any of its
// writes: the next tick greets whoever was left, and nobody twice. Whoever has
// his birthday at the festival is on two pages and greeted once.
func TestARunOfGreetingsKilledAnywhereForgetsAndDoublesNobody(t *testing.T) {
	for _, before := range []bool{true, false} {
		for n := 1; ; n++ {
			name := fmt.Sprintf("killed at write %d (before it: %v)", n, before)
			w := newWorld(t)
			numbers := w.people(14, func(i int, in *customer.Input) {
				if i%4 == 0 {
					in.Zone = "Asia/Tokyo"
				}
				if i%5 == 0 {
					in.Birthday = customer.Birthday{Month: 9, Day: 25}
				}
			})
			k := &killer{left: n, before: before}
			runs := greeting.Service{Store: mortalGreetings{w.store.Greetings(), k}, Settings: greeting.Default(), Zone: "Asia/Shanghai"}
			_, err := runs.Tick(t.Context(), morning, func() bool { return !k.isDead() })
			if (err != nil) != k.isDead() || err != nil && !errors.Is(err, context.Canceled) {
				t.Fatalf("%s: %v", name, err)
			}
			w.flow(morning, 2)
			runs.Store = w.store.Greetings()
			for hour := range 3 {
				now := morning.Add(time.Duration(hour) * time.Hour)
				if _, err := runs.Tick(t.Context(), now, func() bool { return true }); err != nil {
					t.Fatalf("%s: %v", name, err)
				}
				w.tick(now)
			}
			w.once(name, numbers)
			if !k.isDead() {
				if n < 5 {
					t.Fatalf("only %d writes", n)
				}
				break
			}
		}
	}
}
