package greeting

import (
	"time"

	"huiyin/shared/calendar"
	"huiyin/shared/customer"
	"huiyin/shared/errs"
)

// Kinds of occasion.
const (
	Birthday = "birthday"
	OfYear   = "festival"
)

// Occasion is what a customer is greeted for.
type Occasion struct {
	Kind      string   `json:"kind"`
	Festivals []string `json:"festivals,omitempty"` // of one day, the one that gives the text first
}

// Text names the text of the greeting: "birthday" or "festival.mid_autumn".
// Two festivals on one day are one greeting with the first one's text.
func (o Occasion) Text() string {
	if o.Kind == Birthday || len(o.Festivals) == 0 {
		return Birthday
	}
	return OfYear + "." + o.Festivals[0]
}

// Festival is the occasion of a date, false when no festival that is on falls
// on it.
func (s Settings) Festival(date calendar.Date) (Occasion, bool) {
	today := map[string]bool{}
	for _, id := range calendar.FestivalsOn(date) {
		today[id] = true
	}
	o := Occasion{Kind: OfYear}
	for _, f := range s.Festivals {
		if f.On && today[f.ID] {
			o.Festivals = append(o.Festivals, f.ID)
		}
	}
	return o, len(o.Festivals) > 0
}

// BirthdaysOn lists the birthdays that are kept on a date, as
// customer.Birthday.Code writes them. 29 February is kept on the 28th of a
// common year, the 30th of a lunar month on its 29th when it has no more days,
// and a leap month has no birthdays: they are kept in the ordinary one.
// errs.Internal for a date that lies beyond the table of the Chinese calendar.
func BirthdaysOn(date calendar.Date) ([]string, error) {
	codes := []string{customer.Birthday{Month: int(date.Month), Day: date.Day}.Code()}
	if date.Month == time.February && date.Day == 28 && date.AddDays(1).Month == time.March {
		codes = append(codes, customer.Birthday{Month: 2, Day: 29}.Code())
	}
	lunar, ok := lunarOf(date)
	if !ok {
		return nil, errs.New(errs.Internal, "greeting.beyond_table").With("date", date.String())
	}
	if lunar.leap {
		return codes, nil
	}
	codes = append(codes, customer.Birthday{Month: lunar.month, Day: lunar.day, Lunar: true}.Code())
	if lunar.last && lunar.day == 29 {
		codes = append(codes, customer.Birthday{Month: lunar.month, Day: 30, Lunar: true}.Code())
	}
	return codes, nil
}

// IsBirthday tells whether a birthday is kept on a date.
func IsBirthday(b customer.Birthday, date calendar.Date) (bool, error) {
	if !b.Known() {
		return false, nil
	}
	codes, err := BirthdaysOn(date)
	for _, code := range codes {
		if code == b.Code() {
			return true, err
		}
	}
	return false, err
}
