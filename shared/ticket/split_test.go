package ticket_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"huiyin/shared/ticket"
)

func waitForCustomer(w *world, ctx context.Context, now time.Time, n string) error {
	return second(w.Pause(ctx, now, agent, n, 0, ticket.ForCustomer, "请补照片"))
}

// split is with whom a ticket was, in short: "us 10:00-10:10".
func (w *world) split(number string, now time.Time) (stretches, shares []string) {
	w.Helper()
	got, err := w.Split(w.Context(), now, w.get(number))
	if err != nil {
		w.Fatal(err)
	}
	clock := func(t time.Time) string { return t.Add(8 * time.Hour).Format("15:04") }
	for _, s := range got.Stretches {
		stretches = append(stretches, s.With+s.Name+" "+clock(s.From)+"-"+clock(s.To))
	}
	for _, s := range got.Shares {
		shares = append(shares, fmt.Sprintf("%s%s %gm %gm", s.With, s.Name, s.Elapsed/60, s.Business/60))
	}
	return stretches, shares
}

// rule: SJ-11 time is known as ours, a department's, a branch's, a partner's
// and the customer's.
// rule: NJ-15 what is handed over is ours until it is accepted.
func TestTheClockIsSplit(t *testing.T) {
	partner := ticket.Handing{To: "partner", Name: "保险公司", Summary: "请定损", Taker: "小李"}
	branch := ticket.Handing{To: "branch", Name: "成都分公司", Summary: "请核实签收", Taker: "前台"}
	type step struct {
		minute int
		do     func(w *world, now time.Time, n string) error
	}
	deed := func(a ticket.Action) func(w *world, now time.Time, n string) error {
		return func(w *world, now time.Time, n string) error { return deeds[a](w, w.Context(), now, n) }
	}
	hand := func(h ticket.Handing) func(w *world, now time.Time, n string) error {
		return func(w *world, now time.Time, n string) error {
			return second(w.HandOver(w.Context(), now, agent, n, 0, h))
		}
	}
	pause := func(whom string) func(w *world, now time.Time, n string) error {
		return func(w *world, now time.Time, n string) error {
			return second(w.Pause(w.Context(), now, agent, n, 0, whom, "等"))
		}
	}
	for name, c := range map[string]struct {
		steps             []step
		stretches, shares string
	}{
		"untouched": {nil, "us 10:00-20:00", "us 600m 510m"}, // service ends at 18:30
		"until it is accepted it is ours": {[]step{{10, deed(ticket.Take)}, {20, deed(ticket.HandOver)}},
			"us 10:00-20:00", "us 600m 510m"},
		"accepted, and back": {[]step{{10, deed(ticket.Take)}, {20, deed(ticket.HandOver)}, {30, deed(ticket.AcceptHandOver)}, {90, deed(ticket.HandBack)}},
			"us 10:00-10:30, department理赔部 10:30-11:30, us 11:30-20:00", "us 540m 450m, department理赔部 60m 60m"},
		"taken back": {[]step{{20, hand(branch)}, {90, deed(ticket.TakeBack)}},
			"us 10:00-10:20, branch成都分公司 10:20-11:30, us 11:30-20:00", "us 530m 440m, branch成都分公司 70m 70m"},
		"waiting for the customer": {[]step{{20, pause("")}, {80, deed(ticket.Hear)}},
			"us 10:00-10:20, customer 10:20-11:20, us 11:20-20:00", "us 540m 450m, customer 60m 60m"},
		"waiting for a partner": {[]step{{20, pause("partner")}, {80, deed(ticket.Hear)}, {100, deed(ticket.Resume)}},
			"us 10:00-10:20, partner 10:20-11:40, us 11:40-20:00", "us 520m 430m, partner 80m 80m"},
		"the customer comes before a department": {[]step{{0, hand(branch)}, {20, pause("")}, {80, deed(ticket.Hear)}},
			"branch成都分公司 10:00-10:20, customer 10:20-11:20, branch成都分公司 11:20-20:00", "branch成都分公司 540m 450m, customer 60m 60m"},
		"a hand-over comes before a wait for a partner": {[]step{{20, pause("partner")}, {40, hand(partner)}, {80, deed(ticket.HandBack)}, {100, deed(ticket.Resume)}},
			"us 10:00-10:20, partner 10:20-10:40, partner保险公司 10:40-11:20, partner 11:20-11:40, us 11:40-20:00", "us 520m 430m, partner 40m 40m, partner保险公司 40m 40m"},
		"from one to the next": {[]step{{20, hand(branch)}, {40, deed(ticket.HandBack)}, {40, hand(partner)}, {540, deed(ticket.Resolve)}},
			"us 10:00-10:20, branch成都分公司 10:20-10:40, partner保险公司 10:40-19:00", "us 20m 20m, branch成都分公司 20m 20m, partner保险公司 500m 470m"},
		"between result and reopening it is nobody's": {[]step{{20, hand(branch)}, {40, deed(ticket.Resolve)}, {100, deed(ticket.Reopen)}, {120, deed(ticket.Resolve)}},
			"us 10:00-10:20, branch成都分公司 10:20-10:40, us 11:40-12:00", "us 40m 40m, branch成都分公司 20m 20m"},
		"merged":    {[]step{{20, pause("")}, {40, deed(ticket.Merge)}, {50, deed(ticket.Note)}}, "us 10:00-10:20, customer 10:20-10:40", "us 20m 20m, customer 20m 20m"},
		"withdrawn": {[]step{{20, hand(branch)}, {40, deed(ticket.Withdraw)}, {50, deed(ticket.Note)}}, "us 10:00-10:20, branch成都分公司 10:20-10:40", "us 20m 20m, branch成都分公司 20m 20m"},
		"at once":   {[]step{{0, deed(ticket.Withdraw)}}, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			number := w.open(complaint()).Number
			for _, s := range c.steps {
				if err := s.do(w, minutes(s.minute), number); err != nil {
					t.Fatal(err)
				}
			}
			stretches, shares := w.split(number, minutes(600))
			if got := strings.Join(stretches, ", "); got != c.stretches {
				t.Errorf("stretches %s", got)
			}
			if got := strings.Join(shares, ", "); got != c.shares {
				t.Errorf("shares %s", got)
			}
		})
	}
}

// The result keeps with whom the time was, from the opening on.
// rule: SJ-11
func TestTheResultKeepsTheSplit(t *testing.T) {
	w := newWorld(t)
	number := w.open(complaint()).Number
	for _, s := range []struct {
		minute int
		action ticket.Action
	}{{20, ticket.Take}, {30, ticket.AcceptHandOver}, {50, ticket.Resolve}, {80, ticket.Reopen}, {95, ticket.Resolve}} {
		if err := deeds[s.action](w, t.Context(), minutes(s.minute), number); err != nil {
			t.Fatal(err)
		}
	}
	var kept []string
	for _, e := range w.events(number) {
		var f ticket.ReplyFacts
		if err := e.Into(&f); err != nil {
			t.Fatal(err)
		}
		if e.Type == ticket.ResolvedEvent {
			for _, s := range f.Spent {
				kept = append(kept, fmt.Sprintf("%s%s %g %g", s.With, s.Name, s.Elapsed, s.Business))
			}
		}
	}
	if want := []string{"us 1800 1800", "department理赔部 1200 1200", "us 2700 2700", "department理赔部 1200 1200"}; !slices.Equal(kept, want) {
		t.Errorf("kept %q", kept)
	}
}

// A breach is charged to whoever held the ticket when it fell due, also when
// it is found later; a hand-over's to whoever had accepted it.
// rule: SJ-11, NJ-15
func TestABreachIsChargedToWhoeverHeldIt(t *testing.T) {
	accepted := claims
	accepted.Taker = "小陈"
	for name, c := range map[string]struct {
		do   func(w *world, number string) error
		want string
	}{
		"ours": {func(w *world, n string) error { return nil }, "first_response us, resolution us"},
		"not accepted": {func(w *world, n string) error {
			return second(w.HandOver(w.Context(), minutes(1), agent, n, 0, claims))
		}, "first_response us, handover us, resolution us"},
		"a department's": {func(w *world, n string) error {
			return second(w.HandOver(w.Context(), minutes(1), agent, n, 0, accepted))
		}, "first_response department理赔部, handover department理赔部, resolution department理赔部"},
		"back before the end": {func(w *world, n string) error {
			if _, err := w.HandOver(w.Context(), minutes(1), agent, n, 0, accepted); err != nil {
				return err
			}
			return second(w.HandBack(w.Context(), minutes(300), agent, n, 0, "查过了"))
		}, "first_response department理赔部, handover department理赔部, resolution us"},
		"found by a change, after it came back": {func(w *world, n string) error {
			if _, err := w.HandOver(w.Context(), minutes(1), agent, n, 0, accepted); err != nil {
				return err
			}
			if _, err := w.HandBack(w.Context(), minutes(60), agent, n, 0, "查过了"); err != nil {
				return err
			}
			return second(w.ChangePriority(w.Context(), minutes(90), agent, n, 0, "urgent", "生鲜")) // a first answer in 15 minutes
		}, "first_response department理赔部, resolution us"},
		"with the customer": {func(w *world, n string) error {
			if _, err := w.HandOver(w.Context(), minutes(1), agent, n, 0, accepted); err != nil {
				return err
			}
			return second(w.Pause(w.Context(), minutes(60), agent, n, 0, "", "请补照片"))
		}, "first_response customer, handover department理赔部"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			number := w.open(complaint()).Number
			if err := c.do(w, number); err != nil {
				t.Fatal(err)
			}
			w.sweep(number, minutes(48*60)) // two days late
			var charged []string
			for _, e := range w.events(number) {
				var f ticket.DueFacts
				if err := e.Into(&f); err != nil {
					t.Fatal(err)
				}
				if e.Type == ticket.Breached {
					charged = append(charged, f.Metric+" "+f.With+f.Name)
				}
			}
			slices.Sort(charged)
			if got := strings.Join(charged, ", "); got != c.want {
				t.Errorf("charged %s", got)
			}
		})
	}
}
