package year

import (
	"slices"
	"strings"
	"time"
	"unicode"

	"huiyin/shared/calendar"
)

// Outcomes: "sent:" and what the greeting is about, "failed", "unknown",
// "skipped:" and why, or Nobody.
const (
	Nobody  = "nothing" // no run named the file
	Failed  = "failed"
	Unknown = "unknown"
	Taken   = "skipped:taken" // the number has another message of that day
)

// The hours of a greeting, in minutes of the customer's day: a run begins at
// nine, nothing arrives before eight or from nine in the evening on.
const (
	start, from, to = 9 * 60, 8 * 60, 21 * 60
	// slack is how long after a trouble everything has been tried again: half an
	// hour is the longest pause of a message that waits, five minutes a lease.
	slack = 41 * time.Minute
	// sweeps is how far apart sweeps are while nothing is wrong.
	sweeps = 65 * time.Minute
)

// Model knows what has to come of a story.
type Model struct {
	story   *Story
	months  Months
	zones   map[string]*time.Location
	lives   [][]change        // of each file, oldest first
	angry   map[string][]span // numbers with an open complaint
	holders map[string][]int  // numbers and the files that had them
}

type change struct {
	at time.Time
	is Person
}

type span struct{ from, to time.Time }

// NewModel reads a story.
func NewModel(story *Story, months Months) (*Model, error) {
	m := &Model{story: story, months: months, zones: map[string]*time.Location{}, lives: make([][]change, len(story.People)),
		angry: map[string][]span{}, holders: map[string][]int{}}
	stopped := map[string]bool{}
	now := make([]Person, len(story.People))
	for i, p := range story.People {
		now[i] = p
		m.record(story.Begin, i, p)
		if p.Consent == Stopped && !p.Absent {
			stopped[p.Phone] = true
		}
	}
	for _, s := range story.Steps {
		m.live(s, &now[s.Who], stopped)
		m.record(s.At, s.Who, now[s.Who])
	}
	return m, m.locate()
}

// locate loads the zones that anybody ever lives in.
func (m *Model) locate() error {
	home, err := time.LoadLocation(m.story.Home)
	m.zones[""] = home
	for _, life := range m.lives {
		for _, c := range life {
			if err == nil && m.zones[c.is.Zone] == nil {
				m.zones[c.is.Zone], err = time.LoadLocation(c.is.Zone)
			}
		}
	}
	return err
}

func (m *Model) record(at time.Time, who int, p Person) {
	m.lives[who] = append(m.lives[who], change{at, p})
	if !p.Absent && !slices.Contains(m.holders[p.Phone], who) {
		m.holders[p.Phone] = append(m.holders[p.Phone], who)
	}
}

// live is what a step does to a file and to the stop of its number. Who has
// said stop is asked back by nobody but himself, with a code; a box that was
// ticked is no consent; the consent was about the number.
func (m *Model) live(s Step, p *Person, stopped map[string]bool) {
	switch s.What {
	case Tick:
		if p.Consent == None {
			p.Consent = Ticked
		}
	case Confirm:
		if p.Consent != Stopped {
			p.Consent = Confirmed
		}
	case Allow:
		p.Consent, stopped[p.Phone] = Confirmed, false
	case Stop:
		p.Consent, stopped[p.Phone] = Stopped, true
	case Archive, Unarchive:
		p.Archived = s.What == Archive
	case Move:
		p.Zone = s.Zone
	case Rebirth:
		p.Birthday = s.Birthday
	case Renumber:
		p.Phone = s.Phone
		switch {
		case stopped[p.Phone]:
			p.Consent = Stopped
		case p.Consent == Confirmed:
			p.Consent = Ticked
		}
	case Complain:
		m.angry[p.Phone] = append(m.angry[p.Phone], span{s.At, m.story.End})
	case Settle:
		spans := m.angry[p.Phone]
		spans[len(spans)-1].to = s.At
	case Erase:
		p.Absent = true
		if p.Consent == Stopped {
			stopped[p.Phone] = true
		}
	case Arrive:
		p.Absent = false
		if stopped[p.Phone] {
			p.Consent = Stopped
		}
	}
}

// at is a file as it was at a moment.
func (m *Model) at(who int, at time.Time) Person {
	life := m.lives[who]
	is := Person{Absent: true}
	for _, c := range life {
		if c.at.After(at) {
			break
		}
		is = c.is
	}
	return is
}

// occasion is what a file is greeted for on a date, "" for nothing.
func (m *Model) occasion(p Person, date calendar.Date) string {
	if p.Birthday != (Birthday{}) && m.months.kept(p.Birthday, date) {
		return "birthday"
	}
	today := calendar.FestivalsOn(date)
	for _, id := range order {
		if slices.Contains(today, id) {
			return "festival." + id
		}
	}
	return ""
}

// Addressee is how a customer is addressed: by name and the title that was
// chosen, where the name is one that an SMS can carry, else without a name.
func Addressee(p Person) string {
	simple := func(r rune) bool { return r >= 0x4E00 && r <= 0x9FA5 }
	letters := func(r rune) bool { return r < 0x80 && (unicode.IsLetter(r) || strings.ContainsRune(" -'", r)) }
	all := func(is func(rune) bool) bool {
		return p.Name != "" && !strings.ContainsFunc(p.Name, func(r rune) bool { return !is(r) })
	}
	switch {
	case p.Lang == "en" && all(letters):
		return map[string]string{"mr": "Mr ", "ms": "Ms "}[p.Title] + p.Name
	case p.Lang == "en":
		return "Dear customer"
	case all(letters) && len(p.Name) <= 10, all(simple) && len([]rune(p.Name)) <= 4: // with a title no more than the text has room for
		return p.Name + map[string]string{"mr": "先生", "ms": "女士"}[p.Title]
	}
	return "尊敬的客户"
}
