package acceptance

import (
	"testing"
	"time"

	"huiyin/shared/id"
	"huiyin/shared/ledger"
)

// at is an hour of the desk, days after the morning on which it starts.
func at(days, hour, minute int) time.Time {
	return time.Date(morning.Year(), morning.Month(), morning.Day()+days, hour, minute, 0, 0, shanghai).UTC()
}

// rule: LAW-3 — at night nobody's telephone rings: what a stranger's form, an
// agent's late answer or an alarm would send waits, with a row that says until
// when, and goes out with the sweep after that.
func TestWhatComesAtNightWaitsForTheMorning(t *testing.T) {
	c := theCrew("quiet")
	night := at(1, 23, 30)
	number, customer := the.inquire(t, c.team, night)
	defer the.putAway(t, c.team, number)
	late, _ := the.inquire(t, c.team, at(1, 17, 50)) // due at 18:20, an hour later is 18:30 and half an hour of the next morning
	defer the.putAway(t, c.team, late)

	receipt := the.awaitRow(t, customerRow(number, 1), ledger.Waiting)
	if !receipt.Until.Equal(at(2, 7, 0)) || receipt.Why != "quiet_hours" {
		t.Errorf("the receipt waits until %v (%s)", receipt.Until, receipt.Why)
	}
	the.answer(t, c, number, night.Add(5*time.Minute))
	the.sweep(t, night.Add(10*time.Minute)) // late's due step: for the supervisor, not urgent
	the.onlySMS(t, customer, 0)
	the.onlySMS(t, c.supervisor, 0)

	the.sweep(t, at(2, 6, 59))
	the.onlySMS(t, customer, 0)
	the.sweep(t, at(2, 7, 0))
	texts := the.onlySMS(t, customer, 2)
	if naming(texts, id.Show(number), "已收到") != 1 || naming(texts, id.Show(number), "已答复") != 1 {
		t.Errorf("in the morning the customer reads %q", texts)
	}
	the.onlySMS(t, c.supervisor, 0)
	the.sweep(t, at(2, 8, 0))
	mustSay(t, the.onlySMS(t, c.supervisor, 1)[0], id.Show(late), "已超时")
	the.sweep(t, at(2, 8, 1))
	the.onlySMS(t, customer, 2)
	the.onlySMS(t, c.supervisor, 1)
}
