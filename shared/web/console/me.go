package console

import (
	"slices"
	"time"

	"huiyin/shared/staff"
	"huiyin/shared/web/desk"
)

// mePages is one's own absence switch, one click from every page.
var mePages = []page{
	{path: "me", title: "me.title", op: "leave", show: me, forms: []form{
		{id: "leave", area: "me", fields: append([]field{{name: "id", kind: fHidden}}, awayFields...)},
		{id: "return", area: "me", fields: []field{{name: "id", kind: fHidden}}}}},
}

// awayFields are what is asked of whoever goes.
var awayFields = []field{
	{name: "reason", kind: fRadio, required: true, options: staff.Reasons, value: "break"},
	{name: "until", kind: fMoment, narrow: true},
}

// switches are the two forms of an absence switch, of which one fits: going
// away, coming back.
func (v *visit) switches(one desk.Staff, leave, back string) (away, home *Form) {
	if one.Absence != nil {
		return nil, v.form(back)
	}
	var reasons []Option
	for _, r := range staff.Reasons {
		reasons = append(reasons, Option{r, v.T("me.reason." + r)})
	}
	return v.form(leave).choices("reason", reasons), nil
}

type mePage struct {
	*visit
	One    desk.Staff
	Away   *Form
	Back   *Form
	Shifts []desk.Shift // of mine, from now on
}

func me(v *visit) error {
	var people desk.People
	if err := v.get("listStaff", &people); err != nil { // as it is now, not as it was a moment ago
		return err
	}
	at := slices.IndexFunc(people.Staff, func(one desk.Staff) bool { return one.ID == v.StaffID() })
	if at < 0 {
		v.forbid("leave")
		return nil
	}
	data := mePage{visit: v, One: people.Staff[at]}
	data.Away, data.Back = v.switches(data.One, "leave", "return")
	data.Away.set("id", data.One.ID)
	data.Back.set("id", data.One.ID)
	var month desk.OnCall
	if err := v.get("readOnCall", &month); err != nil {
		return err
	}
	for _, one := range month.Shifts {
		if one.Staff == data.One.ID && one.To.After(v.Now) {
			data.Shifts = append(data.Shifts, one)
		}
	}
	return v.show("me", data)
}

// State says in words, with a shape, whether somebody is there.
func (v *visit) State(one desk.Staff) string {
	switch {
	case one.Left:
		return v.T("me.state.left")
	case one.Absence != nil:
		return v.T("me.state.away")
	case one.OnDuty:
		return v.T("me.state.there")
	}
	return v.T("me.state.closed")
}

// Absence says why and until when somebody is away, as far as one may know.
func (v *visit) Absence(one desk.Staff) string {
	if one.Absence == nil {
		return ""
	}
	why := v.T("me.reason.other")
	if one.Absence.Reason != "" {
		why = v.T("me.reason." + one.Absence.Reason)
	}
	if one.Absence.Until.IsZero() {
		return why
	}
	return v.T("me.away_until", "reason", why, "until", v.When(one.Absence.Until))
}

// Stretch is a time from one instant to another: "今天18:30 到 明天08:30".
func (v *visit) Stretch(from, to time.Time) string {
	return v.T("me.stretch", "from", v.When(from), "to", v.When(to))
}
