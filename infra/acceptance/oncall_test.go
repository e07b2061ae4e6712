package acceptance

import (
	"context"
	"slices"
	"strings"
	"testing"

	"huiyin/shared/event"
	"huiyin/shared/oncall"
)

// rule: PD-14 — a gap on call within two days rings the supervisor of the team
// that answers the telephone, once a day.
func TestAGapOnCallRingsTheSupervisorOnceADay(t *testing.T) {
	c := theCrew("service")
	before := len(the.sofar(t, c))
	write := func(ctx context.Context, version int, shifts ...oncall.Shift) {
		t.Helper()
		month := oncall.MonthOf(at(20, 0, 0), shanghai)
		e, err := event.New(oncall.Subject(month), version, oncall.Added, the.now(), event.System, oncall.Facts{Shifts: shifts})
		if err != nil {
			t.Fatal(err)
		}
		m := oncall.Month{ID: month, Version: version, Seq: version, Shifts: shifts}
		if err := the.table.OnCall().SaveMonth(ctx, m, e); err != nil {
			t.Fatal(err)
		}
	}
	// Covered until the morning of the 22nd day, and not from its evening on.
	write(t.Context(), 1, oncall.Shift{ID: "x", Member: c.agentID, From: at(20, 0, 0), To: at(22, 9, 0)})
	defer write(context.WithoutCancel(t.Context()), 2)
	the.sweep(t, at(20, 12, 0))
	if got := len(the.sofar(t, c)); got != before {
		t.Fatalf("%d SMS before there is a gap within two days", got-before)
	}
	for _, hour := range []int{9, 10, 15} {
		the.sweep(t, at(21, hour, 0))
	}
	texts := the.sofar(t, c)
	if len(texts) != before+1 {
		t.Fatalf("%d SMS on the day of the gap: %q", len(texts)-before, texts[before:])
	}
	mustSay(t, texts[before], "有1段时间无人值班", "明天18:30到")
}

// sofar is what the supervisor of a crew has got about gaps on call, once
// everything has come through: in the morning he also hears of other tests'
// overdue tickets.
func (d *desk) sofar(t *testing.T, c crew) []string {
	t.Helper()
	d.settle(t)
	return slices.DeleteFunc(d.sms(t, c.supervisor), func(text string) bool { return !strings.Contains(text, "无人值班") })
}
