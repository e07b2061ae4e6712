package sample

import (
	"bytes"
	"cmp"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"errors"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"huiyin/shared/calendar"
	"huiyin/shared/errs"
	"huiyin/shared/event"
	"huiyin/shared/ticket"
)

// Service has the use cases.
type Service struct {
	Tickets  Tickets
	Store    Store
	Key      Key
	Zone     *time.Location // in which days are meant
	Settings Settings
}

// Yesterday is the last day that is over.
func (s *Service) Yesterday(now time.Time) calendar.Date {
	return calendar.DateIn(now, s.Zone).AddDays(-1)
}

// Of draws the sample of a day. errs.Invalid "sample.not_over" names day.
func (s *Service) Of(ctx context.Context, now time.Time, day calendar.Date) (Sample, error) {
	drawn, of, err := s.draw(ctx, now, day)
	sample := Sample{Day: day, Of: of}
	if err != nil || len(drawn) == 0 {
		return sample, err
	}
	tickets, err := s.Tickets.Tickets(ctx, drawn)
	if err != nil {
		return sample, errs.Wrap(err, "read the tickets of a sample")
	}
	reviews, err := s.Store.Reviews(ctx, drawn)
	if err != nil {
		return sample, errs.Wrap(err, "read the reviews of a sample")
	}
	for _, t := range tickets {
		d := Drawn{Ticket: t}
		if i := slices.IndexFunc(reviews, func(r Review) bool { return r.Number == t.Number }); i >= 0 {
			d.Review = &reviews[i]
		}
		sample.Drawn = append(sample.Drawn, d)
	}
	slices.SortFunc(sample.Drawn, func(a, b Drawn) int {
		return cmp.Or(a.Ticket.OpenedAt.Compare(b.Ticket.OpenedAt), cmp.Compare(a.Ticket.Number, b.Ticket.Number))
	})
	return sample, nil
}

// lot is a number with its place in the draw.
type lot struct {
	number string
	place  []byte
}

// draw goes through all tickets of a day and keeps those with the lowest lots.
func (s *Service) draw(ctx context.Context, now time.Time, day calendar.Date) (drawn []string, of int, err error) {
	from, to := midnight(day, s.Zone), midnight(day.AddDays(1), s.Zone)
	if now.Before(to) {
		var f errs.Fields
		f.Add("day", "sample.not_over")
		return nil, 0, f.Err()
	}
	key, err := s.Key(ctx)
	if err != nil {
		return nil, 0, errs.Wrap(err, "read the key of the lot")
	}
	var lots []lot
	for cursor, more := "", true; more; more = cursor != "" {
		var numbers []string
		if numbers, cursor, err = s.Tickets.Opened(ctx, from, to, cursor, 100); err != nil {
			return nil, 0, errs.Wrap(err, "list the tickets of a day")
		}
		of += len(numbers)
		for _, number := range numbers {
			lots = append(lots, lot{number, place(key, day, number)})
		}
		slices.SortFunc(lots, func(a, b lot) int { return bytes.Compare(a.place, b.place) })
		lots = lots[:min(len(lots), s.Settings.Size)]
	}
	for _, l := range lots {
		drawn = append(drawn, l.number)
	}
	return drawn, of, nil
}

func place(key []byte, day calendar.Date, number string) []byte {
	h := hmac.New(sha256.New, key)
	h.Write([]byte(day.String() + "#" + number))
	return h.Sum(nil)
}

func midnight(d calendar.Date, zone *time.Location) time.Time {
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, zone)
}

// Finding is what a reviewer hands in.
type Finding struct {
	Marks
	Remark  string
	Anomaly bool
}

// MaxRemark is how long a remark may be, in characters.
const MaxRemark = 1000

func (f *Finding) check() error {
	var wrong errs.Fields
	for _, m := range []struct {
		path string
		mark int
	}{{"attitude", f.Attitude}, {"accuracy", f.Accuracy}, {"speed", f.Speed}, {"record", f.Record}} {
		if m.mark < 1 || m.mark > 5 {
			wrong.Add(m.path, "sample.mark")
		}
	}
	f.Remark = strings.TrimSpace(f.Remark)
	switch {
	case utf8.RuneCountInString(f.Remark) > MaxRemark:
		wrong.Add("remark", "too_long", "max", MaxRemark)
	case !utf8.ValidString(f.Remark):
		wrong.Add("remark", "ticket.not_text")
	case strings.ContainsFunc(f.Remark, func(r rune) bool { return unicode.IsControl(r) && !strings.ContainsRune("\r\n\t", r) }):
		wrong.Add("remark", "ticket.control")
	case f.Anomaly && f.Remark == "":
		wrong.Add("remark", "sample.say_what")
	}
	return wrong.Err()
}

// Review keeps what a reviewer found on a ticket of a day's sample.
//
// Errors: errs.Invalid with the fields, errs.NotFound "sample.not_drawn",
// errs.Forbidden "sample.own", errs.Conflict "sample.reviewed" (by somebody
// else), "sample.erased", errs.Stale.
func (s *Service) Review(ctx context.Context, now time.Time, by ticket.Actor, day calendar.Date, number string, found Finding) (Review, error) {
	if err := found.check(); err != nil {
		return Review{}, err
	}
	drawn, _, err := s.draw(ctx, now, day)
	if err != nil {
		return Review{}, err
	}
	if !slices.Contains(drawn, number) {
		return Review{}, errs.New(errs.NotFound, "sample.not_drawn")
	}
	t, err := s.Tickets.Get(ctx, number)
	if err != nil {
		return Review{}, errs.Wrap(err, "read a ticket of a sample")
	}
	before, err := s.Store.Reviews(ctx, []string{number})
	if err != nil {
		return Review{}, errs.Wrap(err, "read a review")
	}
	r := Review{Number: number, Version: 1, Day: day, By: by.By, Badge: by.Badge, At: now.UTC().Truncate(time.Millisecond), Owner: t.Owner,
		Marks: found.Marks, Anomaly: found.Anomaly, Remark: found.Remark}
	if len(before) > 0 {
		r.Version = before[0].Version + 1
	}
	switch {
	case t.IsErased():
		return Review{}, errs.New(errs.Conflict, "sample.erased")
	case t.Owner != "" && t.Owner == by.Staff:
		return Review{}, errs.New(errs.Forbidden, "sample.own")
	case len(before) > 0 && before[0].By != by.By:
		return Review{}, errs.New(errs.Conflict, "sample.reviewed").With("badge", before[0].Badge)
	}
	told, err := event.New(Subject(number), r.Version, Reviewed, r.At, r.By,
		ReviewedFacts{Number: number, Day: day, Owner: r.Owner, Marks: r.Marks, Anomaly: r.Anomaly})
	if err != nil {
		return Review{}, err
	}
	if err = s.Store.Save(ctx, r, t, told); errors.Is(err, ErrLostRace) {
		return Review{}, errs.New(errs.Stale, "sample.stale").Because(err)
	}
	return r, errs.Wrap(err, "keep a review")
}
