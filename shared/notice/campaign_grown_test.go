package notice_test

import (
	"testing"
	"time"

	"huiyin/shared/campaign"
	"huiyin/shared/customer"
	"huiyin/shared/errs"
)

// An approval covers what was counted: who comes in between is sent nothing
// until somebody else than the author lets it go on, and then nobody twice.
func TestACampaignThatOutgrowsItsApprovalWaits(t *testing.T) {
	for _, c := range []struct {
		by      string // approves it
		counted int
		covered int
	}{
		{author, 150, 200}, // as many as he may decide alone (200)
		{boss, 300, 330},   // what was counted and a tenth, in whole pages
	} {
		w := newWorld(t)
		w.people(c.counted, nil)
		made, err := w.mails.Create(t.Context(), weekday, author, news)
		if err == nil {
			made, err = w.mails.Count(t.Context(), weekday, author, made.ID, made.Version)
		}
		if err == nil {
			made, err = w.mails.Approve(t.Context(), weekday, c.by, made.ID, made.Version)
		}
		if err != nil || made.Preview.People != c.counted {
			t.Fatalf("%+v %v", made.Preview, err)
		}
		numbers := w.people(400, func(i int, in *customer.Input) {
			in.Phone = "+8613700" + in.Phone[len(in.Phone)-6:]
		})
		now := weekday
		for made.State != campaign.Stopped {
			w.tick(now)
			now = now.Add(60e9)
			if made, err = w.mails.Read(t.Context(), made.ID); err != nil || made.State == campaign.Done {
				t.Fatalf("%s: %d reached, %v", made.State, len(w.sent), err)
			}
		}
		if !made.Grown || len(w.sent) > c.covered || len(w.sent) < c.covered-100 || made.People != len(w.sent) {
			t.Errorf("%s let go %d: %d of them were reached, %d written down", c.by, c.counted, len(w.sent), made.People)
		}
		if _, err := w.mails.Resume(t.Context(), now, author, made.ID, made.Version); !errs.Is(err, errs.Forbidden) {
			t.Errorf("its author lets it go on: %v", err)
		}
		if _, err := w.mails.Resume(t.Context(), now, boss, made.ID, made.Version); err != nil {
			t.Fatal(err)
		}
		if done, _ := w.until(now, made.ID); done.Tally.Sent != c.counted+len(numbers) || done.Grown {
			t.Errorf("tally %+v", done.Tally)
		}
		for number, texts := range w.sent {
			if len(texts) != 1 {
				t.Errorf("%s got %d", number, len(texts))
			}
		}
	}
}

// rule: NJ-8 whoever wrote the month is the author of its message: he does not
// approve it alone when it is large, whoever saved the calendar after him.
func TestTheMonthsWriterIsItsAuthor(t *testing.T) {
	w := newWorld(t)
	w.people(230, nil)
	october := campaign.Month{Month: "2026-10", Name: "十月来信", Texts: news.Texts, Day: 20, Hour: "10:00"}
	saved, err := w.mails.SaveCalendar(t.Context(), weekday, author, 0, []campaign.Month{october})
	if err == nil {
		november := october
		november.Month = "2026-11"
		saved, err = w.mails.SaveCalendar(t.Context(), weekday, boss, saved.Version, []campaign.Month{october, november})
	}
	if err != nil || saved.Months[0].By != author || saved.Months[1].By != boss {
		t.Fatalf("%+v %v", saved.Months, err)
	}
	made := campaign.Campaign{}
	for range 100 {
		w.tick(weekday)
		if made, err = w.mails.Read(t.Context(), "month-2026-10"); err == nil && made.State == campaign.Previewed {
			break
		}
	}
	if _, err := w.mails.Approve(t.Context(), weekday, author, made.ID, made.Version); !errs.Is(err, errs.Forbidden) {
		t.Errorf("its writer approves it: %v", err)
	}
	if _, err := w.mails.Approve(t.Context(), weekday, boss, made.ID, made.Version); err != nil {
		t.Error(err)
	}
}

// The day of a festival is the greeting's: a campaign rests, and goes on the day
// after; nobody is left out for it.
// rule: NJ-2
func TestACampaignRestsOnAFestival(t *testing.T) {
	w := newWorld(t)
	w.people(150, nil)
	festival := time.Date(2026, 10, 18, 2, 0, 0, 0, time.UTC) // the ninth of the ninth month
	eve := festival.AddDate(0, 0, -1)
	c := w.approved(eve, news)
	for now := festival; now.Before(festival.Add(13 * time.Hour)); now = now.Add(10 * time.Minute) {
		w.tick(now)
	}
	if stands, err := w.mails.Read(t.Context(), c.ID); err != nil || len(w.sent) != 0 || stands.State != campaign.Running {
		t.Errorf("%d were sent it on the festival, %s %v", len(w.sent), stands.State, err)
	}
	done, _ := w.until(festival.Add(22*time.Hour), c.ID)
	if done.Tally.Sent != 150 || len(done.Tally.Skipped) != 0 {
		t.Errorf("tally %+v", done.Tally)
	}
}
