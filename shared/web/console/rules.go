package console

import (
	"encoding/json"
	"fmt"
	"strconv"

	"huiyin/shared/calendar"
	"huiyin/shared/event"
	"huiyin/shared/sla"
	"huiyin/shared/web/desk"
)

// weekdays in their order, as calendars name them.
var weekdays = []string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"}

// rulePages are calendars, policies, public holidays, and the changes of them
// that are on their way through the open tickets.
var rulePages = []page{
	{path: "calendars", title: "rules.calendars", op: "listCalendars", nav: navAdmin, show: calendars},
	{path: "calendars/{id}", title: "rules.calendar", op: "readCalendar", show: oneCalendar, forms: []form{{
		id: "saveCalendar", area: "rules", preview: "previewCalendar", body: timeOfCalendar, fields: append([]field{
			{name: "name", kind: fText, max: 80}, {name: "timeZone", kind: fText, required: true, narrow: true}}, append(hours(),
			field{name: "chinaHolidays", kind: fCheck, empty: true},
			field{name: "exceptions", kind: fArea, rows: 6, read: readExceptions})...),
	}}},
	{path: "policies", title: "rules.policies", op: "readPolicies", nav: navAdmin, show: policies},
	{path: "policies/{id}", title: "rules.policy", op: "readPolicies", show: onePolicy, forms: []form{{
		id: "savePolicies", area: "rules", preview: "previewPolicies", body: amongPolicies, within: placeOfPolicy, fields: policyFields(),
	}}},
	{path: "holidays", title: "rules.holidays", op: "listHolidays", nav: navAdmin, show: holidays},
	{path: "holidays/{year}", title: "rules.year", op: "listHolidays", show: oneYear, forms: []form{{
		id: "saveHolidays", area: "rules", preview: "previewHolidays", body: tableOfYear, fields: []field{{name: "table", kind: fArea, rows: 12, required: true}},
	}}},
	{path: "jobs", title: "rules.jobs", op: "listJobs", nav: navAdmin, show: jobs},
}

func hours() []field {
	var all []field
	for _, day := range weekdays {
		all = append(all, field{name: "hours." + day, kind: fText, read: readSpans})
	}
	return all
}

type calendarsPage struct {
	*visit
	Calendars []calendarLine
}

type calendarLine struct {
	desk.Setting
	Calendar calendar.Calendar
}

// Days are the weekdays with their hours, for a table.
func (l calendarLine) Days() []string {
	var all []string
	for _, day := range weekdays {
		all = append(all, writeSpans(l.Calendar.Hours[day]))
	}
	return all
}

// Weekdays are their names, for the head of a table.
func (p calendarsPage) Weekdays() []string {
	var all []string
	for _, day := range weekdays {
		all = append(all, p.T("rules.saveCalendar.hours."+day))
	}
	return all
}

func calendars(v *visit) error {
	var list struct{ Calendars []desk.Setting }
	if err := v.get("listCalendars", &list); err != nil {
		return err
	}
	data := calendarsPage{visit: v}
	for _, s := range list.Calendars {
		line := calendarLine{Setting: s}
		if err := json.Unmarshal(s.Value, &line.Calendar); err != nil {
			return err
		}
		data.Calendars = append(data.Calendars, line)
	}
	return v.show("calendars", data)
}

type rulePage struct {
	*visit
	Form    *Form
	Preview *desk.Preview // what saving would do, when that was asked
	Setting desk.Setting
	Job     string
	Old     []desk.Setting
}

func oneCalendar(v *visit) error {
	data := rulePage{visit: v}
	version, err := v.read("readCalendar", &data.Setting, "id", v.value("id"))
	if err != nil {
		return err
	}
	var c calendar.Calendar
	if err := json.Unmarshal(data.Setting.Value, &c); err != nil {
		return err
	}
	data.Form = v.sheet("saveCalendar").set("name", c.Name).set("timeZone", c.TimeZone).set("chinaHolidays", c.ChinaHolidays).
		set("exceptions", v.writeExceptions(c.Exceptions)).match(version)
	for _, day := range weekdays {
		data.Form.set("hours."+day, writeSpans(c.Hours[day]))
	}
	if c.Name != "" {
		v.Title = c.Name
	}
	data.Preview = previewed(v, "previewCalendar")
	if err := v.earlier(&data, "listCalendarVersions", "id", v.value("id")); err != nil {
		return err
	}
	return v.show("rule", data)
}

// timeOfCalendar lets a calendar without hours say so.
func timeOfCalendar(_ *visit, said map[string]any) (any, error) {
	if said["hours"] == nil {
		said["hours"] = map[string]any{}
	}
	return said, nil
}

// previewed is the answer to a preview that was just asked for.
func previewed(v *visit, op string) *desk.Preview {
	var p desk.Preview
	if !v.answered(op, &p) {
		return nil
	}
	return &p
}

// earlier reads the versions before this one.
func (v *visit) earlier(data *rulePage, op string, pairs ...string) error {
	var list struct{ Versions []desk.Setting }
	err := v.get(op, &list, pairs...)
	data.Old = list.Versions
	return err
}

type policiesPage struct {
	*visit
	Policies []policyLine
}

type policyLine struct {
	ID, Name, Calendar string
	Targets            []policyTarget
}

type policyTarget struct{ Metric, Text, Urgent string }

func policies(v *visit) error {
	all, _, err := v.policies()
	if err != nil {
		return err
	}
	data := policiesPage{visit: v}
	for _, p := range append(all.Ordered, all.Default) {
		line := policyLine{ID: p.ID, Name: p.Name, Calendar: p.Calendar}
		for _, m := range sla.Metrics {
			t := policyTarget{Metric: string(m), Text: v.writeTarget(p.Targets[m]), Urgent: v.writeTarget(p.Priorities["urgent"][m])}
			if t.Text+t.Urgent != "" {
				line.Targets = append(line.Targets, t)
			}
		}
		data.Policies = append(data.Policies, line)
	}
	return v.show("policies", data)
}

// policies reads them with the version they stand at.
func (v *visit) policies() (all sla.Policies, version string, err error) {
	var s desk.Setting
	if version, err = v.read("readPolicies", &s); err == nil {
		err = json.Unmarshal(s.Value, &all)
	}
	return all, version, err
}

type holidaysPage struct {
	*visit
	Years   []desk.HolidayYear
	Missing []int
}

func holidays(v *visit) error {
	data := holidaysPage{visit: v}
	if err := v.get("listHolidays", &data); err != nil {
		return err
	}
	return v.show("holidays", data)
}

func oneYear(v *visit) error {
	data := rulePage{visit: v, Form: v.sheet("saveHolidays"), Preview: previewed(v, "previewHolidays")}
	year := v.value("year")
	v.Title = v.T("rules.year_of", "year", year)
	var all struct{ Years []desk.HolidayYear }
	if err := v.get("listHolidays", &all); err != nil {
		return err
	}
	version := 0
	for _, y := range all.Years {
		if strconv.Itoa(y.Year) == year {
			version = y.Version
			data.Form.set("table", table(y.Days))
		}
	}
	if version > 0 { // else the list is new
		data.Form.match(strconv.Itoa(version))
	}
	return v.show("rule", data)
}

// table is a year's list as the notice prints it, to be changed or replaced.
func table(days []calendar.Holiday) string {
	text := ""
	for _, d := range days {
		off := "休"
		if !d.Off {
			off = "班"
		}
		text += fmt.Sprintf("%s,%s,%s\n", d.Date, d.Name, off)
	}
	return text
}

func tableOfYear(_ *visit, said map[string]any) (any, error) {
	text, _ := said["table"].(string)
	return csv(text), nil
}

// Author is who saved something: a colleague by name and badge, else as the
// setting has it.
func (v *visit) Author(by string) string {
	if v.people == nil {
		v.people = &desk.People{}
		if err := v.get("listStaff", v.people); err != nil {
			return by // its absence takes nothing from the page
		}
	}
	for _, one := range v.people.Staff {
		if event.Staff(one.ID) == by {
			return one.Name + " · " + one.Badge
		}
	}
	return by
}

type jobsPage struct {
	*visit
	Jobs []desk.Job
}

func jobs(v *visit) error {
	v.Refresh = 5 // somebody waits for it
	data := jobsPage{visit: v}
	if err := v.get("listJobs", &data); err != nil {
		return err
	}
	return v.show("jobs", data)
}

// Percent is how far a job has come.
func (jobsPage) Percent(j desk.Job) int {
	if j.State == "done" {
		return 100
	}
	return min(100, j.Done*100/max(1, j.About))
}
