package year

import (
	"time"
)

// Story is what happens: the customers as they are when it begins, what they
// and the staff do, and what goes wrong. Steps are in the order of time, none at
// the instant of a tick.
type Story struct {
	Begin, End time.Time // the desk runs from one to the other
	Home       string    // the company's zone
	People     []Person  // by the number that steps name
	Steps      []Step
	Troubles   []Trouble
	Tight      string // the month ("2031-10") in which there is too little money; "" for none
}

// Consents.
const (
	None, Ticked, Confirmed, Stopped = "none", "ticked", "confirmed", "stopped"
)

// Person is a customer's file.
type Person struct {
	Phone             string // E.164
	Name, Title, Lang string // the title "mr", "ms" or "", the language "zh" or "en"
	Zone              string // "" is the company's
	Class             string
	Birthday          Birthday
	Consent           string
	Archived          bool
	Absent            bool // there is no file: not yet, or not any more
}

// What people do.
const (
	Tick      = "ticks the box on a form"
	Confirm   = "tells an agent yes"
	Allow     = "says yes with a code"
	Stop      = "says stop"
	Archive   = "is archived"
	Unarchive = "is taken out of the archive"
	Move      = "moves to another zone"
	Rebirth   = "has another birthday on file"
	Renumber  = "gets another number"
	Complain  = "complains"
	Settle    = "has the complaint settled"
	Erase     = "is erased"
	Arrive    = "comes for the first time"
)

// Step is one thing that happens to one file.
type Step struct {
	At       time.Time
	Who      int
	What     string
	Phone    string   // of Renumber
	Zone     string   // of Move
	Birthday Birthday // of Rebirth
}

// What goes wrong.
const (
	NoHours   = "the hourly function does not run"
	NoSending = "notify does not run"
	Nothing   = "nothing runs"
	Throttles = "the provider throttles"
	Refuses   = "the provider refuses"
	Unclear   = "the provider's answers are lost"
	Shaky     = "the provider does any of it"
	Dying     = "functions end between two writes"
)

// Trouble lasts from From until before To.
type Trouble struct {
	From, To time.Time
	What     string
}

// During is the trouble of a moment, of these kinds; "" is none.
func (s *Story) During(at time.Time, kinds ...string) (Trouble, bool) {
	for _, t := range s.Troubles {
		if at.Before(t.From) || !at.Before(t.To) {
			continue
		}
		for _, k := range kinds {
			if t.What == k {
				return t, true
			}
		}
	}
	return Trouble{}, false
}

// Phrases are what a greeting says in Chinese and in English, by what it is
// about.
var Phrases = map[string][2]string{
	"birthday":                 {"生日快乐", "happy birthday"},
	"festival.new_year":        {"元旦快乐", "New Year"},
	"festival.spring_festival": {"拜年", "Spring Festival"},
	"festival.lantern":         {"元宵", "Lantern Festival"},
	"festival.labour_day":      {"劳动节", "Labour Day"},
	"festival.dragon_boat":     {"端午", "Dragon Boat"},
	"festival.qixi":            {"七夕", "Qixi"},
	"festival.mid_autumn":      {"中秋", "Mid-Autumn"},
	"festival.national_day":    {"国庆", "National Day"},
	"festival.double_ninth":    {"重阳", "Double Ninth"},
	"festival.winter_solstice": {"冬至", "Winter Solstice"},
}

// order is which of two festivals on one day gives the text. What is not here
// is off.
var order = []string{"spring_festival", "mid_autumn", "dragon_boat", "lantern", "new_year", "national_day", "labour_day", "qixi", "double_ninth", "winter_solstice"}
