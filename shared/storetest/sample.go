package storetest

import (
	"slices"
	"strings"
	"testing"

	"huiyin/shared/calendar"
	"huiyin/shared/event"
	"huiyin/shared/sample"
	"huiyin/shared/ticket"
)

// reviews: one for each ticket, changed by nobody who has not seen it as it is;
// the remark goes with the words of the ticket, the marks stay.
func reviews(t *testing.T, fresh Fresh) {
	s := fresh(t)
	a, b := opened("AAA"), opened("BBB", func(t *ticket.Ticket) { t.PhoneKey = "phone-2" })
	commit(t, s, a)
	commit(t, s, b)
	read := func(numbers ...string) []sample.Review {
		t.Helper()
		found, err := s.Samples.Reviews(ctx, numbers)
		is(t, "read reviews", err, nil)
		slices.SortFunc(found, func(a, b sample.Review) int { return strings.Compare(a.Number, b.Number) })
		return found
	}
	same(t, "none yet", len(read("AAA", "BBB")), 0)

	first := sample.Review{Number: "AAA", Version: 1, Day: calendar.Date{Year: 2026, Month: 6, Day: 5}, By: "staff:9", Badge: "9", At: start,
		Owner: "1", Marks: sample.Marks{Attitude: 5, Accuracy: 4, Speed: 3, Record: 2}, Anomaly: true, Remark: "没有回电"}
	told := func(r sample.Review) event.Event {
		return happened(sample.Subject(r.Number), r.Version, sample.Reviewed, start)
	}
	save := func(r sample.Review, of ticket.Ticket) error { return s.Samples.Save(ctx, r, of, told(r)) }
	oneWins(t, "first reviews", atOnce(4, func(int) error { return save(first, a.Ticket) }), because(sample.ErrLostRace))
	second := sample.Review{Number: "BBB", Version: 1, Day: first.Day, By: "staff:9", At: start}
	is(t, "one without a remark", save(second, b.Ticket), nil)
	same(t, "both", read("BBB", "CCC", "AAA"), []sample.Review{first, second})
	same(t, "events", subjects(t, s)[sample.Subject("AAA")], 1)

	changed := first
	changed.Version, changed.Speed, changed.Remark = 2, 5, "已回电，记录晚了"
	moved := with(next1(a), ticket.Noted)
	commit(t, s, moved)
	is(t, "of a ticket as it was", save(changed, a.Ticket), sample.ErrLostRace)
	is(t, "changed", save(changed, moved.Ticket), nil)
	is(t, "as it was", save(changed, moved.Ticket), sample.ErrLostRace)
	same(t, "it", read("AAA"), []sample.Review{changed})

	for range 2 {
		is(t, "forget", s.Persons.Forget(ctx, "phone-1", moved.Ticket), nil)
	}
	changed.Remark = ""
	same(t, "without its remark", read("AAA"), []sample.Review{changed})
	changed.Version, changed.Remark = 3, "再记一笔"
	is(t, "with one again", save(changed, moved.Ticket), nil)
	changed.Version, changed.Remark = 4, ""
	is(t, "taken back", save(changed, moved.Ticket), nil)
	same(t, "the remark is gone", read("AAA"), []sample.Review{changed})
}
