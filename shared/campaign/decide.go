package campaign

import (
	"time"

	"huiyin/shared/calendar"
	"huiyin/shared/customer"
	"huiyin/shared/greeting"
)

// Reasons to leave somebody out, stable codes with a sentence each. Those that
// hold for greetings too are package greeting's.
const (
	HasBirthday = "campaign.birthday" // his greeting comes first
	HadIt       = "campaign.had_it"   // on an earlier day, perhaps under another file
)

// Situation is what is true of a customer at the moment of sending.
type Situation struct {
	Customer      customer.Customer
	Zone          *time.Location // the customer's, else the company's
	Date          calendar.Date  // as the page says
	OptedOut      bool           // the number's stop, read now
	OpenComplaint bool           // read now (JY-11)
	Birthday      bool           // greeted for on that date
}

// Decide says why the message does not go out now; "" when it may. A page
// belongs to its day, like a greeting.
func Decide(f Situation, now time.Time) string {
	switch {
	case f.Customer.Archived:
		return greeting.Archived
	case f.OptedOut || f.Customer.Consent.State == customer.Stopped:
		return greeting.OptedOut
	case !f.Customer.Greetable():
		return greeting.NoConsent
	case f.OpenComplaint:
		return greeting.OpenComplaint
	case f.Birthday:
		return HasBirthday
	case f.Date.Before(calendar.DateIn(now, f.Zone)):
		return greeting.DayOver
	}
	return ""
}
