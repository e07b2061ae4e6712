package notice_test

import (
	"context"
	"crypto/rand"
	"fmt"
	"strings"
	"testing"
	"time"

	"huiyin/shared/campaign"
	"huiyin/shared/customer"
	"huiyin/shared/errs"
	"huiyin/shared/event"
	"huiyin/shared/ledger"
	"huiyin/shared/phone"
	"huiyin/shared/ticket"
	"huiyin/shared/words"
)

// quiet is a day without any festival, 10:00 in Shanghai.
var weekday = time.Date(2026, 10, 14, 2, 0, 0, 0, time.UTC)

const author, boss = "staff:s1", "staff:s2"

var news = campaign.Input{Name: "十月来信", Texts: map[words.Lang]string{
	words.Chinese: "{addressee}，西南专线本月提速一天。", words.English: "{addressee}, our south-west line is a day faster now."}}

func (w *world) files() customer.Service {
	return customer.Service{Store: w.store.Customers(), Phones: phones{}, Random: rand.Reader}
}

// people makes so many customers who agreed to greetings.
func (w *world) people(n int, edit func(i int, in *customer.Input)) []phone.Number {
	w.Helper()
	var numbers []phone.Number
	for i := range n {
		in := customer.Input{Name: "王芳", Phone: fmt.Sprintf("+86139%08d", i)}
		if edit != nil {
			edit(i, &in)
		}
		c, err := w.files().Save(w.Context(), in, event.System, morning)
		if err == nil {
			c, err = w.files().Confirm(w.Context(), c.ID, c.Version, "同意收到问候短信", author, morning)
		}
		if err != nil {
			w.Fatal(err)
		}
		numbers = append(numbers, c.Phone)
	}
	return numbers
}

// approved is a campaign that was written, counted and let go.
func (w *world) approved(now time.Time, in campaign.Input) campaign.Campaign {
	w.Helper()
	c, err := w.mails.Create(w.Context(), now, author, in)
	if err == nil {
		c, err = w.mails.Count(w.Context(), now, author, c.ID, c.Version)
	}
	for minute := 0; err == nil && c.State == campaign.Counting && minute < 100; minute++ {
		w.tick(now)
		c, err = w.mails.Read(w.Context(), c.ID)
	}
	if err == nil {
		c, err = w.mails.Approve(w.Context(), now, boss, c.ID, 0)
	}
	if err != nil {
		w.Fatal(err)
	}
	return c
}

// until ticks minute by minute until the campaign is done.
func (w *world) until(now time.Time, id string) (campaign.Campaign, time.Time) {
	w.Helper()
	for range 3 * 24 * 60 {
		w.tick(now)
		c, err := w.mails.Read(w.Context(), id)
		if err != nil {
			w.Fatal(err)
		}
		if c.State == campaign.Done {
			return c, now
		}
		now = now.Add(time.Minute)
	}
	w.Fatal("the campaign does not end")
	return campaign.Campaign{}, now
}

// rule: NJ-5 key customers are invited: who is in the segment, once, and
// nobody else.
// rule: LAW-2 not who has stopped or never agreed; every text names the way to
// refuse. rule: JY-11 not who has an open complaint.
func TestACampaignReachesItsSegmentOnce(t *testing.T) {
	w := newWorld(t)
	numbers := w.people(230, func(i int, in *customer.Input) {
		in.Class = []string{customer.General, customer.Key}[i%2]
		in.Lang = map[bool]string{true: "en", false: "zh"}[i == 3]
		if i == 5 {
			in.Birthday = customer.Birthday{Month: 10, Day: 14}
		}
	})
	complaint := query(numbers[7])
	complaint.Kind, complaint.Reason = ticket.Complaint, "damaged"
	w.open(complaint)
	if _, err := w.files().Save(t.Context(), customer.Input{Name: "无名", Phone: "+8613000000000", Class: customer.Key}, event.System, morning); err != nil {
		t.Fatal(err)
	}
	w.flow(morning, 1)
	before := len(w.sent[numbers[7]])
	in := news
	in.Segment.Classes = []string{customer.Key}
	c := w.approved(weekday, in)
	if c.Preview.People != 115 || c.Preview.Price != 115*30_000 || c.Preview.Langs[words.English] != 1 {
		t.Errorf("preview %+v", c.Preview)
	}
	if _, err := w.sweeps.Run(t.Context(), weekday, "w", func() bool { return true }); err != nil { // the pages are on their way
		t.Fatal(err)
	}
	if err := w.files().StopFor(t.Context(), numbers[9], author, weekday); err != nil {
		t.Fatal(err)
	}
	done, _ := w.until(weekday, c.ID)
	if got := done.Tally; got.Sent != 112 || got.Skipped["greeting.open_complaint"] != 1 || got.Skipped["greeting.opted_out"] != 1 || got.Skipped["campaign.birthday"] != 1 {
		t.Errorf("tally %+v", got)
	}
	for i, number := range numbers {
		want := i % 2
		if i == 5 || i == 9 {
			want = 0
		}
		if i == 7 {
			want = before
		}
		texts := w.sent[number]
		if len(texts) != want {
			t.Errorf("%d got %q", i, texts)
		}
		if i != 7 && want == 1 && !strings.Contains(texts[0], map[bool]string{true: "[Shunda] Dear customer, our south-west line is a day faster now. To opt out: sd.example", false: "【顺达物流】王芳，西南专线本月提速一天。退订见sd.example"}[i == 3]) {
			t.Errorf("%d reads %q", i, texts[0])
		}
	}
	reported := map[ledger.State]int{}
	for page := 1; page <= done.Pages; page++ {
		list, err := w.mails.Recipients(t.Context(), done, page)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range list {
			reported[r.State]++
		}
	}
	if reported[ledger.Accepted] != 112 || reported[ledger.Skipped] != 3 {
		t.Errorf("reported %v", reported)
	}
}

// A campaign that is stopped while it runs stops at once, and goes on with
// whom it has not reached.
func TestACampaignStopsAtOnceAndGoesOn(t *testing.T) {
	w := newWorld(t)
	numbers := w.people(250, nil)
	c := w.approved(weekday, news)
	free := w.stopAfter
	w.stopAfter = 45
	w.stop = func() {
		if _, err := w.mails.Stop(context.Background(), weekday, boss, c.ID); err != nil {
			t.Error(err)
		}
	}
	w.tick(weekday)
	w.stopAfter, w.stop = free, nil
	reached := len(w.sent)
	if reached < 45 || reached > 45+ledger.GroupSize {
		t.Fatalf("%d were reached", reached)
	}
	now := weekday
	for range 30 { // nothing goes on by itself
		now = now.Add(time.Minute)
		w.tick(now)
	}
	if len(w.sent) != reached {
		t.Errorf("%d were reached after the stop", len(w.sent)-reached)
	}
	if _, err := w.mails.Resume(t.Context(), now, boss, c.ID, 0); err != nil {
		t.Fatal(err)
	}
	done, _ := w.until(now, c.ID)
	if done.Tally.Sent != 250 {
		t.Errorf("tally %+v", done.Tally)
	}
	for _, number := range numbers {
		if len(w.sent[number]) != 1 {
			t.Errorf("%s got %d", number, len(w.sent[number]))
		}
	}
}

// rule: LAW-3 a campaign that runs into the evening goes on in the morning,
// and whoever lives where it is night is reached in his own day.
func TestACampaignKeepsTheHours(t *testing.T) {
	w := newWorld(t)
	w.people(150, func(i int, in *customer.Input) {
		if i%3 == 0 {
			in.Zone = "America/New_York"
		}
	})
	in := news
	in.At = time.Date(2026, 10, 14, 11, 58, 0, 0, time.UTC) // two minutes to eight in the evening
	c := w.approved(weekday, in)
	w.tick(in.At.Add(-time.Minute))
	if len(w.sent) != 0 {
		t.Fatal("it began before its hour")
	}
	at := map[int]int{}
	w.seen = func(now time.Time) { at[now.In(weekdayZone(t)).Hour()]++ }
	done, _ := w.until(in.At, c.ID)
	if done.Tally.Sent != 150 {
		t.Errorf("tally %+v", done.Tally)
	}
	for hour, n := range at {
		if hour < 19 && hour != 8 && hour > 21 {
			t.Errorf("%d at %d o'clock", n, hour)
		}
	}
	if len(at) < 2 {
		t.Errorf("all at once: %v", at)
	}
}

func weekdayZone(t *testing.T) *time.Location {
	zone, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

// rule: NJ-8 each month's message is made by itself, once, and goes out only
// when somebody has approved it.
func TestTheMessageOfTheMonth(t *testing.T) {
	w := newWorld(t)
	w.people(30, nil)
	months := []campaign.Month{{Month: "2026-11", Name: "十一月来信", Texts: news.Texts, Day: 18, Hour: "10:00"},
		{Month: "2026-10", Name: "十月来信", Texts: news.Texts, Day: 20, Hour: "10:00"}}
	if _, err := w.mails.SaveCalendar(t.Context(), weekday, author, 0, months); err != nil {
		t.Fatal(err)
	}
	if _, err := w.mails.SaveCalendar(t.Context(), weekday, author, 0, months); !errs.Is(err, errs.Stale) {
		t.Errorf("written from what was read before: %v", err)
	}
	for range 3 {
		w.tick(weekday)
	}
	c, err := w.mails.Read(t.Context(), "month-2026-10")
	if err != nil || c.State != campaign.Previewed || c.Preview.People != 30 || c.Month != "2026-10" {
		t.Fatalf("%+v %v", c, err)
	}
	if _, err := w.mails.Read(t.Context(), "month-2026-11"); !errs.Is(err, errs.NotFound) {
		t.Errorf("November was made in October: %v", err)
	}
	day := time.Date(2026, 10, 20, 2, 0, 0, 0, time.UTC)
	w.tick(day)
	if len(w.sent) != 0 {
		t.Fatal("nobody had approved it")
	}
	if _, err := w.mails.Approve(t.Context(), day, boss, c.ID, c.Version); err != nil {
		t.Fatal(err)
	}
	if done, _ := w.until(day, c.ID); done.Tally.Sent != 30 {
		t.Errorf("tally %+v", done.Tally)
	}
	w.tick(time.Date(2026, 11, 11, 3, 0, 0, 0, time.UTC))
	if c, err = w.mails.Read(t.Context(), "month-2026-11"); err != nil || c.State != campaign.Previewed {
		t.Errorf("November: %+v %v", c.State, err)
	}
}

// A number gets one message of goodwill a day: who was greeted in the morning
// gets no campaign, and who got one no second.
func TestOneMessageOfGoodwillADay(t *testing.T) {
	w := newWorld(t)
	numbers := w.people(40, nil)
	first, second := w.approved(weekday, news), w.approved(weekday, news)
	var both ledger.Tally
	for _, c := range []campaign.Campaign{first, second} {
		done, _ := w.until(weekday, c.ID)
		both.Join(done.Tally)
	}
	if both.Sent != 40 || both.Skipped["taken"] != 40 {
		t.Errorf("both together: %+v", both)
	}
	for _, number := range numbers {
		w.got(number, "提速")
	}
}

// rule: JY-11 — whoever has an open complaint gets no goodwill, also when it is
// filed under a number of a file that became part of his. rule: QM-6 — and who
// asked under such a number has not been silent.
func TestAComplaintUnderTheNumberOfAMergedFile(t *testing.T) {
	w := newWorld(t)
	numbers := w.people(2, nil)
	stays, err := w.files().ByPhone(t.Context(), numbers[0])
	if err != nil {
		t.Fatal(err)
	}
	goes, err := w.files().ByPhone(t.Context(), numbers[1])
	if err == nil {
		_, err = w.files().Merge(t.Context(), morning, author, customer.Two{Stays: stays.ID, Goes: goes.ID, StaysVersion: stays.Version, GoesVersion: goes.Version}, nil)
	}
	if err != nil {
		t.Fatal(err)
	}
	complaint := query(numbers[1])
	complaint.Kind, complaint.Reason = ticket.Complaint, "damaged"
	w.open(complaint)
	w.flow(morning, 1)
	done, _ := w.until(weekday, w.approved(weekday, news).ID)
	if got := done.Tally; got.Sent != 0 || got.Skipped["greeting.open_complaint"] != 1 {
		t.Errorf("%+v", got)
	}
	if len(w.sent[numbers[0]]) != 0 {
		t.Errorf("%v", w.sent[numbers[0]])
	}
	silent := news
	silent.Segment.Before = morning.AddDate(0, 0, -3)
	c, err := w.mails.Create(t.Context(), weekday, author, silent)
	if err == nil {
		c, err = w.mails.Count(t.Context(), weekday, author, c.ID, c.Version)
	}
	for minute := 0; err == nil && c.State == campaign.Counting && minute < 10; minute++ {
		w.tick(weekday.Add(time.Duration(minute) * time.Minute))
		c, err = w.mails.Read(t.Context(), c.ID)
	}
	if err != nil || c.Preview.People != 0 {
		t.Errorf("silent since: %+v %v", c.Preview, err)
	}
}
