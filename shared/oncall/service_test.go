package oncall_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"huiyin/shared/errs"
	"huiyin/shared/event"
	"huiyin/shared/oncall"
	"huiyin/shared/staff"
	"huiyin/shared/words"
)

// rule: PD-14
func TestARosterIsWrittenDownInLocalTime(t *testing.T) {
	w := newWorld(t)
	m := w.plan("ann", "2026-06-10", "18:30", "08:30", "2026-06-12")
	if m.ID != "2026-06" || m.Version != 1 || len(m.Shifts) != 3 || !m.Shifts[0].From.Equal(local(10, 18, 30)) || !m.Shifts[0].To.Equal(local(11, 8, 30)) {
		t.Fatalf("%+v", m)
	}
	m = w.plan("bo", "2026-06-10", "00:00", "24:00", "")
	if len(m.Shifts) != 4 || m.Shifts[0].Member != "bo" || !m.Shifts[0].From.Equal(local(10, 0, 0)) || !m.Shifts[0].To.Equal(local(11, 0, 0)) {
		t.Fatalf("%+v", m)
	}
	// A shift that begins in June stands in June's list and runs into July.
	w.plan("bo", "2026-06-30", "18:30", "08:30", "")
	got, err := w.Now(t.Context(), w.roster(), time.Date(2026, 7, 1, 0, 0, 0, 0, shanghai))
	if err != nil || ids(got) != "bo" {
		t.Errorf("on the first of July: %s (%v)", ids(got), err)
	}
	if july, err := w.Month(t.Context(), "2026-07"); err != nil || len(july.Shifts) != 0 {
		t.Errorf("July: %+v (%v)", july, err)
	}
	var facts oncall.Facts
	if e := w.store.Told(0)[0]; e.Type != oncall.Added || e.Into(&facts) != nil || len(facts.Shifts) != 3 || e.By != event.Staff("sue") {
		t.Errorf("told %+v", facts)
	}
}

func TestWhatCantBeAShiftIsRefused(t *testing.T) {
	w := newWorld(t)
	w.plan("ann", "2026-06-10", "18:30", "08:30", "")
	add := func(p oncall.Plan) error {
		_, err := w.Add(t.Context(), w.roster(), p, event.Staff("sue"), noon)
		return err
	}
	for _, c := range []struct {
		plan oncall.Plan
		want string
	}{
		{oncall.Plan{}, "staff date from to"},
		{oncall.Plan{Member: "gone", Date: "2026-06-31", From: "24:00", To: "25:00", Through: "x"}, "staff date through from to"},
		{oncall.Plan{Member: "ann", Date: "2026-06-10", From: "18:30", To: "08:30", Through: "2026-06-09"}, "through"},
		{oncall.Plan{Member: "ann", Date: "2026-06-10", From: "18:30", To: "08:30", Through: "2026-07-01"}, "through"},
		{oncall.Plan{Member: "bo", Date: "2026-06-09", From: "18:30", To: "08:30"}, "date"}, // is over
		{oncall.Plan{Member: "bo", Date: "2029-06-09", From: "18:30", To: "08:30"}, "date"},
	} {
		err := add(c.plan)
		var paths []string
		for _, f := range errs.As(err).Fields {
			paths = append(paths, f.Path)
			if !words.Has(f.Code) {
				t.Errorf("no sentence for %s", f.Code)
			}
		}
		if got := strings.Join(paths, " "); got != c.want {
			t.Errorf("%+v: %s (%v), want %s", c.plan, got, err, c.want)
		}
	}
	if err := add(oncall.Plan{Member: "ann", Date: "2026-06-11", From: "08:00", To: "12:00"}); errs.As(err).Code != "oncall.twice" {
		t.Errorf("twice at 08:00: %v", err)
	}
	if err := add(oncall.Plan{Member: "ann", Date: "2026-06-11", From: "08:30", To: "12:00"}); err != nil {
		t.Errorf("one after the other: %v", err)
	}
	full := 0
	for _, who := range []string{"bo", "cy"} { // 7 pieces of 15 days for both are more than a month may have
		for _, hour := range []string{"01", "02", "03", "04", "05", "06", "07"} {
			err := add(oncall.Plan{Member: who, Date: "2026-06-12", From: hour + ":00", To: hour + ":59", Through: "2026-06-26"})
			if errs.As(err).Code == "oncall.full" {
				full++
			} else if err != nil {
				t.Errorf("%s at %s: %v", who, hour, err)
			}
		}
	}
	if m, err := w.Month(t.Context(), "2026-06"); err != nil || full != 1 || len(m.Shifts) != 2+13*15 {
		t.Errorf("%d shifts, %d times full (%v)", len(m.Shifts), full, err)
	}
	if _, err := w.Month(t.Context(), "June"); !errs.Is(err, errs.Invalid) {
		t.Errorf("a month called June: %v", err)
	}
}

func TestAShiftIsTakenOffWhileItLasts(t *testing.T) {
	w := newWorld(t)
	m := w.plan("ann", "2026-06-10", "18:30", "08:30", "")
	id := m.Shifts[0].ID
	remove := func(now time.Time) error {
		_, err := w.Remove(t.Context(), "2026-06", id, event.Staff("sue"), now)
		return err
	}
	if err := remove(local(11, 8, 30)); errs.As(err).Code != "oncall.over" {
		t.Errorf("after its end: %v", err)
	}
	if err := remove(local(11, 8, 29)); err != nil {
		t.Error(err)
	}
	if err := remove(local(11, 8, 29)); !errs.Is(err, errs.NotFound) {
		t.Errorf("again: %v", err)
	}
	if all := w.store.Told(0); all[len(all)-1].Type != oncall.Removed {
		t.Errorf("told %v", all[len(all)-1].Type)
	}
}

// Two supervisors who write at the same time both get what they wrote.
func TestTwoWriteAtTheSameTime(t *testing.T) {
	w := newWorld(t)
	racing := &race{Store: w.store.OnCall(), before: func() {
		w.plan("bo", "2026-06-10", "18:30", "08:30", "")
	}}
	other := w.Service
	other.Store = racing
	if _, err := other.Add(t.Context(), w.roster(), oncall.Plan{Member: "ann", Date: "2026-06-10", From: "18:30", To: "08:30"}, event.Staff("sue"), noon); err != nil {
		t.Fatal(err)
	}
	if m, err := w.Month(t.Context(), "2026-06"); err != nil || len(m.Shifts) != 2 || m.Version != 2 {
		t.Errorf("%+v (%v)", m, err)
	}
}

// race lets somebody else write first, once.
type race struct {
	oncall.Store
	before func()
}

func (r *race) SaveMonth(ctx context.Context, m oncall.Month, e event.Event) error {
	if r.before != nil {
		before := r.before
		r.before = nil
		before()
	}
	return r.Store.SaveMonth(ctx, m, e)
}

// rule: PD-14 — after hours the hotline is covered or there is a gap; holidays
// and weekends are after hours; who has left or is ill covers nothing.
func TestGapsAreWhatHoursAndShiftsLeaveOpen(t *testing.T) {
	w := newWorld(t)
	if got := w.gaps(noon, 24*time.Hour); got != "10 18:30 – 11 08:30" {
		t.Errorf("without shifts: %s", got)
	}
	w.plan("ann", "2026-06-10", "18:00", "23:00", "")
	w.plan("bo", "2026-06-10", "23:30", "08:30", "2026-06-11")
	if got := w.gaps(noon, 48*time.Hour); got != "10 23:00 – 10 23:30, 11 18:30 – 11 23:30" {
		t.Errorf("with shifts: %s", got)
	}
	w.away("bo", "break", time.Time{}) // back long before
	if got := w.gaps(noon, 24*time.Hour); got != "10 23:00 – 10 23:30" {
		t.Errorf("one is at lunch: %s", got)
	}
	w.away("bo", "sick", time.Time{})
	if got := w.gaps(noon, 24*time.Hour); got != "10 23:00 – 11 08:30" {
		t.Errorf("one is ill: %s", got)
	}
	w.away("bo", "leave", local(11, 2, 0))
	if got := w.gaps(noon, 24*time.Hour); got != "10 23:00 – 11 02:00" {
		t.Errorf("one is away till two: %s", got)
	}
	if got := w.gaps(local(12, 18, 0), 4*24*time.Hour); got != "12 18:30 – 15 08:30, 15 18:30 – 16 08:30" {
		t.Errorf("a weekend: %s", got)
	}
	nobody := staff.Roster{Members: w.members}
	if gaps, err := w.Gaps(t.Context(), nobody, noon, time.Hour*24); err != nil || len(gaps) != 0 {
		t.Errorf("without a team that answers the telephone: %v %v", gaps, err)
	}
}
