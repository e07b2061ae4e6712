package task

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"slices"
	"sync"
	"time"
	"unicode/utf8"

	"huiyin/shared/calendar"
	"huiyin/shared/customer"
	"huiyin/shared/errs"
)

//go:embed seed/rules.json
var seed []byte

// Rules say which tasks are made by themselves. Classes are the customers';
// times of day are "HH:MM" in the company's zone.
type Rules struct {
	// Visits: each customer who has an owner is visited each month (NJ-1).
	Visits bool `json:"visits" doc:"Every customer with an owner is visited each month."`
	// Revisits and Opinions are every how many months a customer of a class is
	// asked how his needs change (QM-8), and what he thinks of his agent (SJ-13).
	Revisits map[string]int `json:"revisits" doc:"Months between revisits, by class."`
	Opinions map[string]int `json:"opinions" doc:"Months between questions about the agent, by class."`
	// Unowned are the teams that care for customers of a class who have no owner; a
	// class that is not named gets no tasks then.
	Unowned map[string]string `json:"unowned" doc:"Team for customers without an owner, by class."`
	// A month's tasks are due at By on its last day, and their owners are reminded
	// at RemindAt, RemindDays before.
	By         string `json:"by" doc:"Time of day by which a task is due."`
	RemindAt   string `json:"remindAt" doc:"Time of day of reminders."`
	RemindDays int    `json:"remindDays" doc:"Days before the due day."`
	// Gifts are what a customer of a class gets at Spring Festival (NJ-3): the
	// tasks are made GiftDays before and are due GiftBy before it.
	Gifts    map[string]string `json:"gifts" doc:"Gift at Spring Festival, by class."`
	GiftDays int               `json:"giftDays" doc:"Days before Spring Festival on which the list is made."`
	GiftBy   int               `json:"giftBy" doc:"Days before Spring Festival by which gifts are given."`
	// Leads are after how many days somebody who only asked is called, by urgency
	// (NJ-7).
	Leads map[string]int `json:"leads" doc:"Days until a lead is followed up, by urgency."`
	// ReassignDays is how long a poor opinion waits for the talk about another
	// agent (SJ-13).
	ReassignDays int `json:"reassignDays" doc:"Days for the talk about another agent."`
}

// DefaultRules hold until a company writes its own: how often, and what is
// given, is ours.
var DefaultRules = sync.OnceValue(func() Rules {
	var r Rules
	if err := json.Unmarshal(seed, &r); err != nil {
		panic(fmt.Sprintf("task: embedded rules: %v", err))
	}
	return r
})

// MaxGift bounds the name of a gift, in characters.
const MaxGift = 40

// Check names every wrong field before rules are saved.
func (r Rules) Check() error {
	var f errs.Fields
	months := func(path string, by map[string]int) {
		for class, n := range by {
			if !slices.Contains(classes, class) || n < 0 || n > 12 {
				f.Add(path+"."+class, "task.months")
			}
		}
	}
	days := func(path string, n, least int) {
		if n < least || n > 60 {
			f.Add(path, "task.days")
		}
	}
	months("revisits", r.Revisits)
	months("opinions", r.Opinions)
	for class := range r.Unowned {
		if !slices.Contains(classes, class) {
			f.Add("unowned."+class, "task.class")
		}
	}
	for class, gift := range r.Gifts {
		if !slices.Contains(classes, class) || utf8.RuneCountInString(gift) > MaxGift {
			f.Add("gifts."+class, "task.gift")
		}
	}
	for path, at := range map[string]string{"by": r.By, "remindAt": r.RemindAt} {
		if _, ok := calendar.ParseClock(at); !ok {
			f.Add(path, "calendar.no_time")
		}
	}
	days("remindDays", r.RemindDays, 0)
	days("giftDays", r.GiftDays, 1)
	days("giftBy", r.GiftBy, 0)
	if r.GiftBy >= r.GiftDays {
		f.Add("giftBy", "task.gift_by")
	}
	for urgency, n := range r.Leads {
		days("leads."+urgency, n, 1)
	}
	days("reassignDays", r.ReassignDays, 1)
	return f.Err()
}

var classes = []string{customer.Key, customer.Suitable, customer.General}

// at is a time of day of checked rules on a date.
func at(zone *time.Location, date calendar.Date, clock string) time.Time {
	minutes, ok := calendar.ParseClock(clock)
	if !ok {
		panic("task: unchecked rules: " + clock)
	}
	return calendar.Instant(zone, date, minutes)
}

// cared tells whether tasks are made for a customer, and for whom: his owner,
// else the team that cares for his class.
func (r Rules) cared(c customer.Customer) (owner, team string, ok bool) {
	switch {
	case c.Archived || c.Merged != "" || c.Lead.Known():
		return "", "", false
	case c.Owner != "":
		return c.Owner, "", true
	}
	team = r.Unowned[c.Class]
	return "", team, team != ""
}

// month are the tasks of a customer in a month, given by its first day.
func (r Rules) month(c customer.Customer, first calendar.Date, zone *time.Location) []Plan {
	owner, team, ok := r.cared(c)
	if !ok {
		return nil
	}
	last := calendar.Date{Year: first.Year, Month: first.Month + 1, Day: 1}.AddDays(-1)
	plan := func(kind Kind, name string) Plan {
		return Plan{Cause: fmt.Sprintf("%s#%04d-%02d#%s", name, first.Year, first.Month, c.ID), Kind: kind, Customer: c.ID, Owner: owner, Team: team,
			Due: at(zone, last, r.By), Remind: at(zone, last.AddDays(-r.RemindDays), r.RemindAt)}
	}
	var plans []Plan
	if r.Visits {
		plans = append(plans, plan(Visit, "visit"))
	}
	if turn(c.ID, first, r.Revisits[c.Class]) {
		plans = append(plans, plan(Revisit, "revisit"))
	}
	if owner != "" && turn(c.ID, first, r.Opinions[c.Class]) {
		p := plan(Opinion, "opinion")
		p.About, p.Owner = owner, "" // nobody asks about himself: his team's supervisor sees to it
		plans = append(plans, p)
	}
	return plans
}

// turn tells whether it is a customer's month: every so many months, by his id,
// so that the customers of a class are spread over them.
func turn(id string, month calendar.Date, every int) bool {
	if every < 1 {
		return false
	}
	sum := fnv.New32a()
	sum.Write([]byte(id)) // never fails
	return (month.Year*12+int(month.Month)+int(sum.Sum32()%12))%every == 0
}

// gift is the task of giving a customer his gift before a Spring Festival.
func (r Rules) gift(c customer.Customer, festival calendar.Date, zone *time.Location) []Plan {
	owner, team, ok := r.cared(c)
	if !ok || r.Gifts[c.Class] == "" {
		return nil
	}
	last := festival.AddDays(-r.GiftBy)
	return []Plan{{Cause: fmt.Sprintf("gift#%d#%s", festival.Year, c.ID), Kind: Gift, Customer: c.ID, Owner: owner, Team: team, Note: r.Gifts[c.Class],
		Group: GiftGroup(festival.Year), Due: at(zone, last, r.By), Remind: at(zone, last.AddDays(-r.RemindDays), r.RemindAt)}}
}

// GiftGroup names the list of the gifts at a year's Spring Festival.
func GiftGroup(year int) string { return fmt.Sprintf("gifts#%d", year) }
