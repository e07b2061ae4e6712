package year

import (
	"slices"
	"time"

	"huiyin/shared/calendar"
)

// life makes up what one customer does in the year: some things at any time,
// some in the minutes before and after greetings go out. A complaint is settled
// before the next one, and before an erasure.
func (t *teller) life(who int) {
	p := t.story.People[who]
	var at []time.Time
	for range t.IntN(3) {
		at = append(at, t.sometime())
	}
	for _, id := range order {
		if t.chance(7) {
			date, _ := calendar.FestivalDate(t.year, id)
			at = append(at, t.around(date, p.Zone))
		}
	}
	if p.Birthday != (Birthday{}) && t.chance(10) {
		for date := (calendar.Date{Year: t.year, Month: 1, Day: 1}); date.Year == t.year; date = date.AddDays(1) {
			if t.months.kept(p.Birthday, date) {
				at = append(at, t.around(date, p.Zone))
			}
		}
	}
	slices.SortFunc(at, time.Time.Compare)
	free := time.Time{} // until when a complaint keeps the customer busy
	for i, when := range at {
		if when.Before(free) || i > 0 && when.Sub(at[i-1]) < time.Minute {
			continue
		}
		free = t.do(who, p, when)
		if free.After(t.story.End) {
			return
		}
	}
}

// around is some minutes before the hour at which a date's greetings are planned
// in a zone, or after it; or, when something is wrong then, while they wait.
func (t *teller) around(date calendar.Date, zone string) time.Time {
	nine := time.Date(date.Year, date.Month, date.Day, 9, 0, 0, 0, t.zones[zone])
	planned := nine.Add(time.Hour - 1).Truncate(time.Hour)
	for _, trouble := range t.story.Troubles {
		if !planned.Before(trouble.From) && planned.Before(trouble.To) && t.chance(70) {
			return planned.Add(time.Duration(t.Int64N(int64(trouble.To.Sub(planned))))).Truncate(time.Minute).Add(29 * time.Second)
		}
	}
	minutes := time.Duration(t.IntN(4)-5) * time.Minute
	if t.chance(30) {
		minutes = time.Duration(6+t.IntN(200)) * time.Minute
	}
	return planned.Add(minutes + 23*time.Second)
}

// do is one thing, and until when the customer does nothing else.
func (t *teller) do(who int, p Person, at time.Time) time.Time {
	step := Step{At: at, Who: who}
	free := at
	switch n := t.IntN(100); {
	case n < 25:
		step.What = Stop
	case n < 38:
		step.What = Allow
	case n < 46:
		step.What = Confirm
	case n < 52:
		step.What = Tick
	case n < 75:
		step.What = Complain
		free = at.Add(time.Duration(t.IntN(10*24*60)+3) * time.Minute)
		t.story.Steps = append(t.story.Steps, Step{At: free, Who: who, What: Settle})
	case n < 80 && p.Name != "":
		step.What = Archive
	case n < 84 && p.Name != "":
		step.What = Unarchive
	case n < 90 && p.Name != "":
		step.What, step.Zone = Move, t.pick(append(homes, ""))
	case n < 95 && p.Name != "":
		step.What, step.Birthday = Rebirth, t.birthday()
	default:
		step.What = Erase
		free = t.story.End.Add(time.Hour)
	}
	t.story.Steps = append(t.story.Steps, step)
	return free
}

// numbersChangeHands lets some numbers go from one customer to another: one
// gives it up, the other takes it (and says yes for it, or has not yet), once
// after the first had said stop; and some come back after an erasure.
func (t *teller) numbersChangeHands(pairs int) {
	var quiet []int // customers with a file that can be changed, and who do nothing
	for who, p := range t.story.People {
		if p.Name != "" && !slices.ContainsFunc(t.story.Steps, func(s Step) bool { return s.Who == who }) {
			quiet = append(quiet, who)
		}
	}
	for i := 0; i < max(pairs, 2) && len(quiet) >= 3; i++ {
		first, second, third := quiet[0], quiet[1], quiet[2]
		quiet = quiet[3:]
		number, at := t.story.People[first].Phone, t.sometime()
		then := func(minutes int, s Step) {
			at = at.Add(time.Duration(minutes)*time.Minute + time.Second)
			s.At = at
			t.story.Steps = append(t.story.Steps, s)
		}
		if t.chance(50) {
			then(0, Step{Who: first, What: Stop})
		}
		then(5, Step{Who: first, What: Renumber, Phone: t.number()})
		then(5, Step{Who: second, What: Renumber, Phone: number})
		if t.chance(60) {
			then(1, Step{Who: second, What: t.pick([]string{Confirm, Allow})})
		}
		if t.chance(50) {
			then(60*24*9, Step{Who: third, What: Stop})
		}
		back := len(t.story.People)
		t.story.People = append(t.story.People, Person{Phone: t.story.People[third].Phone, Lang: "zh", Class: "general", Consent: None, Absent: true})
		then(1, Step{Who: third, What: Erase})
		then(60*24*2, Step{Who: back, What: Arrive})
		then(7, Step{Who: back, What: t.pick([]string{Confirm, Allow})})
	}
}
