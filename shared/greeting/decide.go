package greeting

import (
	"time"

	"huiyin/shared/calendar"
	"huiyin/shared/customer"
)

// Actions of a Verdict.
const (
	Send = "send"
	Skip = "skip"
	Wait = "wait"
)

// Reasons of a Verdict, stable codes with a sentence each.
const (
	Archived      = "greeting.archived"
	NoConsent     = "greeting.no_consent"
	OptedOut      = "greeting.opted_out"
	OpenComplaint = "greeting.open_complaint"
	SwitchedOff   = "greeting.switched_off" // the settings changed since the run
	NotToday      = "greeting.not_today"    // the birthday on file changed since the run
	Greeted       = "greeting.greeted"      // one greeting a day
	DayOver       = "greeting.day_over"
	TooEarly      = "greeting.too_early"
)

// Facts are what is true at the moment of sending.
type Facts struct {
	Customer      customer.Customer
	Zone          *time.Location // the customer's, else the company's
	Occasion      Occasion       // as the page says
	Date          calendar.Date  // as the page says
	OptedOut      bool           // the number's stop, read now
	OpenComplaint bool           // read now (JY-11)
	Greeted       bool           // the number has been greeted for this date (Guard)
}

// Verdict is what to do with one greeting.
type Verdict struct {
	Action   string
	Reason   string    // of Skip and Wait
	Until    time.Time // of Wait, UTC
	Occasion Occasion  // of Send: what the text is about, perhaps not what the page said
}

// Guard names the one greeting a number gets for a date: the ledger lets only
// one message pass for it, whatever file, page or run it comes from.
func Guard(phoneKey string, date calendar.Date) string {
	return "GREET#" + phoneKey + "#" + date.String()
}

// Decide says whether a greeting goes out now. A greeting belongs to its day:
// what can't arrive between From and To of that day is dropped. The error is
// that of BirthdaysOn.
func (s Settings) Decide(f Facts, now time.Time) (Verdict, error) {
	birthday, err := IsBirthday(f.Customer.Birthday, f.Date)
	if err != nil {
		return Verdict{}, err
	}
	occasion, reason := s.occasion(f, birthday)
	switch {
	case f.Customer.Archived:
		reason = Archived
	case f.OptedOut || f.Customer.Consent.State == customer.Stopped:
		reason = OptedOut
	case !f.Customer.Greetable():
		reason = NoConsent
	case f.OpenComplaint:
		reason = OpenComplaint
	case f.Greeted:
		reason = Greeted
	}
	if reason != "" {
		return Verdict{Action: Skip, Reason: reason}, nil
	}
	local := now.In(f.Zone)
	today := calendar.DateIn(now, f.Zone)
	minute := local.Hour()*60 + local.Minute()
	switch {
	case f.Date.Before(today), f.Date == today && minute >= must(s.To):
		return Verdict{Action: Skip, Reason: DayOver}, nil
	case today.Before(f.Date), minute < must(s.From):
		from := must(s.From)
		until := time.Date(f.Date.Year, f.Date.Month, f.Date.Day, from/60, from%60, 0, 0, f.Zone)
		return Verdict{Action: Wait, Reason: TooEarly, Until: until.UTC()}, nil
	}
	return Verdict{Action: Send, Occasion: occasion}, nil
}

// occasion is what the customer is greeted for: his birthday, else the day's
// festival, whichever page it was that named him and in whichever order the
// pages arrive. Where there is neither any more, why.
func (s Settings) occasion(f Facts, birthday bool) (Occasion, string) {
	if birthday && s.Birthdays {
		return Occasion{Kind: Birthday}, ""
	}
	if festival, on := s.Festival(f.Date); on {
		return festival, ""
	}
	if f.Occasion.Kind == Birthday && s.Birthdays {
		return Occasion{}, NotToday
	}
	return Occasion{}, SwitchedOff
}
