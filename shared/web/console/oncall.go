package console

import (
	"cmp"
	"net/http"
	"time"

	"huiyin/shared/web/desk"
)

// onCallPages are who answers the hotline when the desk is closed.
var onCallPages = []page{
	{path: "oncall", title: "oncall.title", op: "readOnCall", nav: navLead, show: onCall, forms: []form{
		{id: "addOnCall", area: "oncall", fields: []field{
			{name: "staff", kind: fSelect, required: true, narrow: true}, {name: "date", kind: fDay, required: true, narrow: true},
			{name: "from", kind: fHour, required: true, narrow: true}, {name: "to", kind: fHour, required: true, narrow: true},
			{name: "through", kind: fDay, narrow: true}}},
		{id: "removeOnCall", area: "oncall", fields: []field{{name: "month", kind: fHidden}, {name: "shift", kind: fHidden}}},
	}},
}

type onCallPage struct {
	*visit
	OnCall   desk.OnCall
	Days     []onCallDay
	There    []string // names of who is on call now
	Add      *Form
	Previous string
	Next     string
	Wrong    string // what is wrong with the month that was asked for
}

// onCallDay is a line of the month.
type onCallDay struct {
	Date    time.Time
	Weekday string
	Today   bool
	Shifts  []onCallShift
}

type onCallShift struct {
	desk.Shift
	Hours  string // "18:30–08:30"
	Remove *Form  // nil for one that is over, and for whoever may not
}

func onCall(v *visit) error {
	data := onCallPage{visit: v}
	err := v.get("readOnCall", &data.OnCall, "month", v.query("month"))
	if wrong, ok := mistakes(err, "month"); ok {
		data.Wrong, v.status = wrong["month"], http.StatusUnprocessableEntity
		return v.show("oncall", data)
	}
	if err != nil {
		return err
	}
	var people desk.People
	if err := v.get("listStaff", &people); err != nil {
		return err
	}
	var options []Option
	for _, one := range people.Staff {
		if !one.Left {
			options = append(options, Option{one.ID, one.Name + " · " + one.Badge})
		}
		for _, id := range data.OnCall.Now {
			if one.ID == id {
				data.There = append(data.There, one.Name+" · "+one.Badge)
			}
		}
	}
	first, _ := time.ParseInLocation("2006-01", data.OnCall.Month, v.c.Zone) // as the operation writes it
	data.Previous, data.Next = first.AddDate(0, -1, 0).Format("2006-01"), first.AddDate(0, 1, 0).Format("2006-01")
	data.Days = v.daysOf(first, data.OnCall)
	data.Add = v.form("addOnCall").choices("staff", options).set("date", v.firstDay(first))
	return v.show("oncall", data)
}

// firstDay is the day that a new shift is likely to begin on.
func (v *visit) firstDay(month time.Time) string {
	if today := v.Now.In(v.c.Zone); today.After(month) {
		return today.Format(time.DateOnly)
	}
	return month.Format(time.DateOnly)
}

// daysOf are the days of a month with the shifts that begin on them, from today
// on all of them.
func (v *visit) daysOf(first time.Time, all desk.OnCall) []onCallDay {
	var days []onCallDay
	today := v.Now.In(v.c.Zone).Format(time.DateOnly)
	for date := first; date.Month() == first.Month(); date = date.AddDate(0, 0, 1) {
		day := onCallDay{Date: date, Weekday: v.T("oncall.weekday." + date.Format("Mon")), Today: date.Format(time.DateOnly) == today}
		for _, one := range all.Shifts {
			from, to := one.From.In(v.c.Zone), one.To.In(v.c.Zone)
			if from.Format(time.DateOnly) != date.Format(time.DateOnly) {
				continue
			}
			shown := onCallShift{Shift: one, Hours: from.Format("15:04") + "–" + to.Format("15:04")}
			if one.To.After(v.Now) {
				shown.Remove = v.form("removeOnCall").set("month", all.Month).set("shift", one.ID)
			}
			day.Shifts = append(day.Shifts, shown)
		}
		if len(day.Shifts) > 0 || date.Format(time.DateOnly) >= today { // what is past and was empty tells nothing
			days = append(days, day)
		}
	}
	return days
}

// Lasts is how long a gap is, in words.
func (p onCallPage) Lasts(g desk.CallGap) string { return p.Span(g.To.Sub(g.From)) }

// Month is the month as people read it.
func (p onCallPage) Month() string { return cmp.Or(p.OnCall.Month, p.query("month")) }
