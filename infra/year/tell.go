package year

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"huiyin/shared/calendar"
)

// teller makes up a story.
type teller struct {
	*rand.Rand
	story  *Story
	year   int
	months Months
	zones  map[string]*time.Location
	spare  int // numbers that were given out
}

// zones people live in: with half and quarter hours, with a clock change of
// half an hour, at both ends of the day.
var homes = []string{"America/Los_Angeles", "Europe/London", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Kiritimati"}

// names that an SMS can carry, and names that it can't.
var (
	han   = []string{"王芳", "李明", "欧阳小敏", "赵强", "钱多", "孙悦", "司马青云", "许诺"}
	latin = []string{"Ann Lee", "John Smith", "Zoe", "O'Neil", "Jean-Luc Martin"}
	odd   = []string{"𠮷田", "㛃琳", "{addressee}", "{{.Name}}", "${site}", "【银行】王", "www.win.example", "王芳，点击 http://a.cn", "王芳王芳王芳王芳王芳王芳王芳", "😀", "R2-D2"}
)

// Tell makes up the story of a year for so many customers: the same for the
// same seed.
func Tell(seed uint64, year, customers int, months Months) *Story {
	home := "Asia/Shanghai"
	t := &teller{Rand: rand.New(rand.NewPCG(seed, uint64(year))), year: year, months: months, zones: map[string]*time.Location{},
		story: &Story{Begin: time.Date(year-1, 12, 29, 0, 30, 0, 0, time.UTC), End: time.Date(year+1, 1, 3, 0, 0, 0, 0, time.UTC), Home: home,
			Tight: fmt.Sprintf("%d-10", year)}}
	for _, zone := range append([]string{home}, homes...) {
		where, err := time.LoadLocation(zone)
		if err != nil {
			panic(err) // the list above is ours
		}
		t.zones[zone] = where
	}
	t.zones[""] = t.zones[home]
	t.troubles()
	for range customers {
		t.story.People = append(t.story.People, t.person())
	}
	for who := range customers {
		t.life(who)
	}
	t.numbersChangeHands(customers / 200)
	slices.SortStableFunc(t.story.Steps, func(a, b Step) int { return a.At.Compare(b.At) })
	return t.story
}

func (t *teller) pick(from []string) string { return from[t.IntN(len(from))] }

// chance is true so many times in a hundred.
func (t *teller) chance(percent int) bool { return t.IntN(100) < percent }

func (t *teller) number() string {
	t.spare++
	switch {
	case t.chance(4):
		return fmt.Sprintf("+1415555%04d", t.spare)
	case t.chance(4):
		return fmt.Sprintf("+4477009%05d", t.spare)
	}
	return fmt.Sprintf("+86138%08d", t.spare)
}

func (t *teller) person() Person {
	p := Person{Phone: t.number(), Title: t.pick([]string{"", "mr", "ms"}), Lang: "zh", Class: "general", Consent: Confirmed}
	if t.chance(20) {
		p.Lang = "en"
	}
	if t.chance(20) {
		p.Class = t.pick([]string{"suitable", "key"})
	}
	if t.chance(45) {
		p.Zone = t.pick(homes)
	}
	switch n := t.IntN(100); {
	case n < 55:
		p.Name = t.pick(han)
	case n < 80:
		p.Name = t.pick(latin)
	case n < 96:
		p.Name = t.pick(odd)
	default: // only a number came in: there is nothing else in the file
		p.Name, p.Title, p.Zone, p.Class = "", "", "", "general"
	}
	switch n := t.IntN(100); {
	case n < 12:
		p.Consent = None
	case n < 20:
		p.Consent = Ticked
	case n < 27:
		p.Consent = Stopped
	}
	if p.Name != "" {
		p.Birthday, p.Archived = t.birthday(), t.chance(4)
	}
	return p
}

// birthday is a day that needs no rule, one that does, one on a festival, or
// none.
func (t *teller) birthday() Birthday {
	date := calendar.Date{Year: t.year, Month: 1, Day: 1}.AddDays(t.IntN(365))
	festival, _ := calendar.FestivalDate(t.year, t.pick(order))
	switch n := t.IntN(100); {
	case n < 10:
		return Birthday{}
	case n < 15:
		return Birthday{Month: 2, Day: 29}
	case n < 25:
		date = festival
	case n < 30:
		return Birthday{Month: 1 + t.IntN(12), Day: 30, Lunar: true}
	case n < 55:
		return Birthday{Month: 1 + t.IntN(12), Day: 1 + t.IntN(29), Lunar: true}
	case n < 60:
		m, day, _ := t.months.of(festival)
		return Birthday{Month: m.number, Day: day, Lunar: true}
	case n < 65: // the month that comes twice
		for _, m := range t.months {
			if m.leap && m.first.Year == t.year {
				return Birthday{Month: m.number, Day: 1 + t.IntN(30), Lunar: true}
			}
		}
	}
	return Birthday{Month: int(date.Month), Day: date.Day}
}

// troubles are the times when machines stand still: on most festivals in the
// hours in which the company's customers are greeted, each kind in its turn, on
// two of them till the day is over; and at odd times. Four hours lie between
// two troubles.
func (t *teller) troubles() {
	kinds := []string{NoSending, Throttles, NoHours, Dying, Nothing, Unclear, Shaky, Refuses}
	var all []Trouble
	add := func(from time.Time, what string, long bool) {
		lasts := time.Duration(20+t.IntN(280)) * time.Minute
		if long {
			lasts += 12 * time.Hour
		}
		all = append(all, Trouble{From: from, To: from.Add(lasts), What: what})
	}
	for i, n := range t.Perm(len(order)) {
		if date, _ := calendar.FestivalDate(t.year, order[n]); i < len(kinds) {
			nine := time.Date(date.Year, date.Month, date.Day, 9, 0, 0, 0, t.zones[""])
			add(nine.Add(-time.Duration(1+t.IntN(29))*time.Minute+11*time.Second), kinds[i], i < 2)
		}
	}
	for range 40 {
		add(t.sometime().Add(17*time.Second), t.pick(kinds), t.chance(15))
	}
	slices.SortFunc(all, func(a, b Trouble) int { return a.From.Compare(b.From) })
	for i, one := range all {
		festive := one.From.Second() == 11
		clear := func(other Trouble) bool {
			return one.From.After(other.To.Add(4*time.Hour)) || other.From.After(one.To.Add(4*time.Hour))
		}
		if festive || !slices.ContainsFunc(slices.Concat(all[i+1:], t.story.Troubles), func(other Trouble) bool { return !clear(other) }) {
			t.story.Troubles = append(t.story.Troubles, one)
		}
	}
}

// sometime is a moment of the year, never a full hour or five minutes past.
func (t *teller) sometime() time.Time {
	return time.Date(t.year, 1, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(t.IntN(365*24))*time.Hour + time.Duration(6+t.IntN(50))*time.Minute)
}
