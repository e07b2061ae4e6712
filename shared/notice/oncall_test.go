package notice_test

import (
	"testing"
	"time"

	"huiyin/shared/event"
	"huiyin/shared/oncall"
)

// rule: PD-14 — a gap on call reaches the supervisors, each telephone once; at
// night only one that is near, else in the morning; and not when it is over.
func TestAGapOnCallReachesTheSupervisors(t *testing.T) {
	w := newWorld(t)
	gap := func(at, from, to time.Time) {
		t.Helper()
		e, err := event.New("ONCALLGAP#"+at.Format(time.RFC3339), 1, oncall.GapFound, at, event.System,
			oncall.GapFacts{Team: "service", From: from, To: to, Count: 2})
		if err != nil {
			t.Fatal(err)
		}
		if err := w.store.Sweeps().Tell(t.Context(), e); err != nil {
			t.Fatal(err)
		}
		w.flow(at, 2)
	}
	hour := func(h int) time.Time { return morning.Truncate(time.Hour).Add(time.Duration(h) * time.Hour) } // from 10:00 on
	gap(hour(0), hour(8), hour(22))
	const first = "两天内有2段时间无人值班，最早今天18:00到明天08:00，请尽快安排。"
	w.got(bossPhone, first)
	gap(hour(13), hour(32), hour(46)) // 23:00: of the next evening
	w.got(bossPhone, first)
	gap(hour(14), hour(15), hour(22)) // 00:00: of this night
	const near = "最早今天01:00到今天08:00"
	w.got(bossPhone, first, near)
	w.tick(hour(22))
	w.got(bossPhone, first, near, "最早今天18:00到明天08:00")
	gap(hour(40), hour(39), hour(40)) // is over
	w.got(bossPhone, first, near, "最早今天18:00到明天08:00")
	w.got(ownerPhone)
	w.got(managerPhone)
}
