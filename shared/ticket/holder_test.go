package ticket_test

import (
	"fmt"
	"slices"
	"time"

	"pgregory.net/rapid"

	"huiyin/shared/event"
	"huiyin/shared/sla"
	"huiyin/shared/ticket"
)

// told is a ticket's life as its history tells it, event by event: the split
// once more, made without the record.
type told struct {
	customer, partner, resolved, ended bool
	accepted                           bool
	to                                 ticket.Holder
}

func (l *told) hear(t *rapid.T, e event.Event) {
	switch e.Type {
	case ticket.Paused:
		var f ticket.HoldFacts
		if err := e.Into(&f); err != nil {
			t.Fatal(err)
		}
		l.customer, l.partner = f.For == "customer", f.For == "partner"
	case ticket.Resumed:
		l.customer, l.partner = false, false
	case ticket.Heard, ticket.Chased:
		l.customer = false
	case ticket.HandedOver:
		var f ticket.HandOverFacts
		if err := e.Into(&f); err != nil {
			t.Fatal(err)
		}
		l.to = ticket.Holder{With: f.To, Name: f.Name}
	case ticket.HandOverAccepted:
		l.accepted = true
	case ticket.HandedBack, ticket.TakenBack:
		l.accepted = false
	case ticket.ResolvedEvent:
		*l = told{resolved: true}
	case ticket.Reopened:
		*l = told{}
	case ticket.MergedEvent, ticket.WithdrawnEvent:
		*l = told{ended: true}
	}
}

func (l *told) holder() ticket.Holder {
	switch {
	case l.resolved || l.ended:
		return ticket.Holder{}
	case l.customer:
		return ticket.Holder{With: "customer"}
	case l.accepted:
		return l.to
	case l.partner:
		return ticket.Holder{With: "partner"}
	}
	return ticket.Holder{With: "us"}
}

// whole checks the split of a ticket: its stretches are in order and touch
// wherever the ticket was not settled, each instant is with whom the history
// says, the shares add up to them, and breaches are charged by them.
func (w *world) whole(rt *rapid.T, number string, now time.Time) {
	got, err := w.Split(w.Context(), now, w.get(number))
	if err != nil {
		rt.Fatal(err)
	}
	var want []ticket.Stretch
	history := w.events(number)
	life := told{}
	for i, e := range history {
		life.hear(rt, e)
		to := now
		if i+1 < len(history) {
			to = history[i+1].At
		}
		holder := life.holder()
		if holder == (ticket.Holder{}) || !e.At.Before(to) {
			continue
		}
		if n := len(want); n > 0 && want[n-1].Holder == holder && want[n-1].To.Equal(e.At) {
			want[n-1].To = to
			continue
		}
		want = append(want, ticket.Stretch{Holder: holder, From: e.At, To: to})
	}
	if fmt.Sprint(got.Stretches) != fmt.Sprint(want) {
		rt.Fatalf("split %v\nhistory %v", got.Stretches, want)
	}
	sums := map[ticket.Holder]float64{}
	for _, s := range got.Stretches {
		sums[s.Holder] += float64(s.To.Sub(s.From).Milliseconds())
	}
	if len(sums) != len(got.Shares) {
		rt.Fatalf("%d holders, %d shares", len(sums), len(got.Shares))
	}
	for _, s := range got.Shares {
		if sums[s.Holder] != float64(int64(s.Elapsed*1000+0.5)) || s.Business > s.Elapsed || s.Business < 0 {
			rt.Fatalf("%v: %g of %g ms", s.Holder, s.Elapsed, sums[s.Holder])
		}
	}
	for _, e := range history {
		var f ticket.DueFacts
		if e.Type != ticket.Breached {
			continue
		}
		if err := e.Into(&f); err != nil {
			rt.Fatal(err)
		}
		i := slices.IndexFunc(want, func(s ticket.Stretch) bool { return !f.Due.Before(s.From) && f.Due.Before(s.To) })
		if i >= 0 && f.Holder != want[i].Holder && f.Metric != string(sla.Handover) {
			rt.Fatalf("%s due %v is charged to %v, held by %v", f.Metric, f.Due, f.Holder, want[i].Holder)
		}
	}
}
