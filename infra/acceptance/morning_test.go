package acceptance

import (
	"testing"

	"huiyin/shared/id"
)

// Every service morning a supervisor gets one list of what is overdue, and no
// daily repeat of single alarms.
func TestASupervisorGetsOneListEveryMorning(t *testing.T) {
	c := theCrew("morning")
	number, _ := the.inquire(t, c.team, at(3, 17, 0))
	other, _ := the.inquire(t, c.team, at(3, 17, 5))
	defer the.putAway(t, c.team, number, other)
	the.sweep(t, at(3, 17, 36))
	the.onlySMS(t, c.supervisor, 2)
	the.sweep(t, at(4, 8, 29))
	the.onlySMS(t, c.supervisor, 2)
	for range 2 {
		the.sweep(t, at(4, 8, 30))
	}
	the.sweep(t, at(4, 8, 31))
	the.sweep(t, at(4, 9, 30))
	mustSay(t, the.onlySMS(t, c.supervisor, 3)[2], "今晨有2件工单超时未结", id.Show(number))
	the.sweep(t, at(5, 8, 30))
	the.settle(t)
	if n := naming(the.sms(t, c.supervisor), "今晨有2件工单超时未结"); n != 2 {
		t.Errorf("after two mornings there are %d lists", n)
	}
}
