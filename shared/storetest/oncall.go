package storetest

import (
	"testing"
	"time"

	"huiyin/shared/event"
	"huiyin/shared/oncall"
)

// months: a list each, read from one to another; a change that was made on an
// older one is refused.
func months(t *testing.T, fresh Fresh) {
	s := fresh(t)
	seq := map[string]int{}
	told := func(id string) event.Event {
		seq[id]++
		return happened(oncall.Subject(id), seq[id], oncall.Added, start)
	}
	all := map[string]oncall.Month{}
	for _, id := range []string{"2026-07", "2025-12", "2026-06"} {
		all[id] = oncall.Month{ID: id, Version: 1, Seq: 1, Shifts: []oncall.Shift{{ID: "x", Member: "a1", From: start, To: start.Add(time.Hour)}}}
		is(t, "save "+id, s.OnCall.SaveMonth(ctx, all[id], told(id)), nil)
	}
	is(t, "save it as new again", s.OnCall.SaveMonth(ctx, all["2026-06"], told("2026-06")), oncall.ErrLostRace)
	june := all["2026-06"]
	june.Version, june.Seq, june.Shifts = 2, 3, nil
	is(t, "change", s.OnCall.SaveMonth(ctx, june, told("2026-06")), nil)
	for _, c := range []struct {
		first, last string
		want        []oncall.Month
	}{
		{"2026-06", "2026-06", []oncall.Month{june}}, {"2026-05", "2026-05", nil},
		{"2025-12", "2026-06", []oncall.Month{all["2025-12"], june}}, {"2026-06", "2026-07", []oncall.Month{june, all["2026-07"]}},
	} {
		got, err := s.OnCall.Months(ctx, c.first, c.last)
		is(t, "months", err, nil)
		same(t, c.first+" to "+c.last, got, c.want)
	}
	oneWins(t, "changes of one list", atOnce(6, func(i int) error {
		m := june
		m.Version = 3
		return s.OnCall.SaveMonth(ctx, m, happened(oncall.Subject("2026-06"), 50+i, oncall.Added, start))
	}), because(oncall.ErrLostRace))
}
