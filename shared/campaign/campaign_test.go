package campaign_test

import (
	"context"
	"crypto/rand"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	"huiyin/shared/campaign"
	"huiyin/shared/customer"
	"huiyin/shared/errs"
	"huiyin/shared/greeting"
	"huiyin/shared/ledger"
	"huiyin/shared/memory"
	"huiyin/shared/phone"
	"huiyin/shared/words"
)

var now = time.Date(2026, 10, 14, 2, 0, 0, 0, time.UTC)

func service(settings campaign.Settings) (*campaign.Service, *memory.Store) {
	store := memory.New(1)
	return &campaign.Service{Store: store.Campaigns(), Customers: store.Campaigns(), Ledger: ledger.Batches{Store: store.Ledger()}, Zone: "Asia/Shanghai", Random: rand.Reader,
		Greetings: func(context.Context) (greeting.Settings, error) { return greeting.Default(), nil },
		Settings:  func(context.Context) (campaign.Settings, error) { return settings, nil },
		Price:     func(_ phone.Number, parts int) int64 { return int64(parts) * 30_000 }}, store
}

func good() campaign.Input {
	return campaign.Input{Name: "年货节", Texts: map[words.Lang]string{words.Chinese: "{addressee}，年货节期间照常发货。", words.English: "We ship through the holidays."}}
}

// Which text may go out is decided before anybody is asked to approve it.
func TestWhatIsWrongWithACampaignIsNamed(t *testing.T) {
	s, _ := service(campaign.Default())
	for name, c := range map[string]struct {
		edit  func(*campaign.Input)
		field string
		code  string
	}{
		"no name":         {func(in *campaign.Input) { in.Name = " " }, "name", "required"},
		"no English":      {func(in *campaign.Input) { delete(in.Texts, words.English) }, "texts.en", "required"},
		"four parts":      {func(in *campaign.Input) { in.Texts[words.Chinese] = strings.Repeat("您", 200) }, "texts.zh", "message.too_many_parts"},
		"a link":          {func(in *campaign.Input) { in.Texts[words.Chinese] = "请看 www.example.com 吧" }, "texts.zh", "message.link"},
		"a forbidden one": {func(in *campaign.Input) { in.Texts[words.Chinese] = "不知道，你自己看" }, "texts.zh", "message.forbidden"},
		"unknown mark":    {func(in *campaign.Input) { in.Texts[words.English] = "Dear {name}" }, "texts.en", "message.unknown_param"},
		"Chinese English": {func(in *campaign.Input) { in.Texts[words.English] = "您好" }, "texts.en", "message.not_gsm"},
		"a class":         {func(in *campaign.Input) { in.Segment.Classes = []string{"vip"} }, "segment.classes[0]", "not_one_of"},
		"nobody ever":     {func(in *campaign.Input) { in.Segment.Before, in.Segment.After = now, now }, "segment.before", "campaign.never"},
	} {
		in := good()
		c.edit(&in)
		_, err := s.Create(t.Context(), now, "staff:1", in)
		found := false
		if errs.Is(err, errs.Invalid) {
			for _, f := range errs.As(err).Fields {
				found = found || f.Path == c.field && f.Code == c.code
			}
		}
		if !found {
			t.Errorf("%s: %+v", name, errs.As(err))
		}
	}
}

// Above the company's limits a campaign is not approved by its author; below
// them he may.
func TestALargeCampaignNeedsASecondPerson(t *testing.T) {
	for _, c := range []struct {
		limit campaign.Settings
		alone bool
	}{
		{campaign.Settings{AlonePeople: 3, AlonePrice: 90_000, LeadDays: 7}, true},
		{campaign.Settings{AlonePeople: 2, AlonePrice: 90_000, LeadDays: 7}, false},
		{campaign.Settings{AlonePeople: 3, AlonePrice: 89_999, LeadDays: 7}, false},
	} {
		s, store := service(c.limit)
		for _, p := range []string{"1", "2", "3"} {
			file := customer.Customer{ID: "c" + p, Version: 1, Phone: phone.Number("+861380000000" + p), PhoneKey: "k" + p, Lang: "zh", Class: customer.General, Consent: customer.Consent{State: customer.Confirmed}}
			if err := store.Customers().Commit(t.Context(), customer.Change{Customer: &file}); err != nil {
				t.Fatal(err)
			}
		}
		made, err := s.Create(t.Context(), now, "staff:1", good())
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.Approve(t.Context(), now, "staff:2", made.ID, made.Version); !errs.Is(err, errs.Conflict) {
			t.Errorf("approved before it was counted: %v", err)
		}
		if made, err = s.Count(t.Context(), now, "staff:1", made.ID, made.Version); err != nil || made.State != campaign.Previewed || made.Preview.People != 3 {
			t.Fatalf("%+v %v", made, err)
		}
		if _, err = s.Approve(t.Context(), now, "staff:1", made.ID, made.Version); (err == nil) != c.alone || err != nil && !errs.Is(err, errs.Forbidden) {
			t.Errorf("%+v: its author approves it: %v", c.limit, err)
		}
		if c.alone {
			continue
		}
		if _, err = s.Approve(t.Context(), now, "staff:2", made.ID, made.Version+5); !errs.Is(err, errs.Stale) {
			t.Errorf("approved what nobody has seen: %v", err)
		}
		if made, err = s.Approve(t.Context(), now, "staff:2", made.ID, made.Version); err != nil {
			t.Fatal(err)
		}
		if _, err = s.Edit(t.Context(), now, "staff:1", made.ID, made.Version, good()); !errs.Is(err, errs.Conflict) {
			t.Errorf("edited after it was approved: %v", err)
		}
	}
}

// An edit takes the count back: what is approved is what was counted.
func TestAnEditAsksForANewCount(t *testing.T) {
	s, _ := service(campaign.Default())
	c, err := s.Create(t.Context(), now, "staff:1", good())
	if err == nil {
		c, err = s.Count(t.Context(), now, "staff:1", c.ID, c.Version)
	}
	if err == nil {
		c, err = s.Edit(t.Context(), now, "staff:2", c.ID, c.Version, good())
	}
	if err != nil || c.State != campaign.Draft || c.Author.By != "staff:2" || !c.Preview.At.IsZero() {
		t.Errorf("%+v %v", c, err)
	}
	if _, err := s.Approve(t.Context(), now, "staff:1", c.ID, c.Version); !errs.Is(err, errs.Conflict) {
		t.Errorf("approved without a count: %v", err)
	}
}

func TestWhoBelongsToASegment(t *testing.T) {
	day := func(d int) time.Time { return now.AddDate(0, 0, d) }
	c := customer.Customer{Class: customer.Key, Region: "江苏苏州", Tags: []string{"冷链"}, Owner: "a1", CoOwners: []string{"t1"}, Verified: customer.Verified{At: day(-10)}}
	for name, k := range map[string]struct {
		s    campaign.Segment
		last time.Time
		want bool
	}{
		"everybody":          {campaign.Segment{}, time.Time{}, true},
		"one of the classes": {campaign.Segment{Classes: []string{"general", "key"}}, time.Time{}, true},
		"another class":      {campaign.Segment{Classes: []string{"general"}}, time.Time{}, false},
		"part of the region": {campaign.Segment{Regions: []string{"苏州"}}, time.Time{}, true},
		"another region":     {campaign.Segment{Regions: []string{"杭州"}}, time.Time{}, false},
		"a tag":              {campaign.Segment{Tags: []string{"冷链"}}, time.Time{}, true},
		"a tag and a class":  {campaign.Segment{Tags: []string{"冷链"}, Classes: []string{"general"}}, time.Time{}, false},
		"a co-owner's":       {campaign.Segment{Owners: []string{"t1"}}, time.Time{}, true},
		"silent since":       {campaign.Segment{Before: day(-5)}, day(-20), true},
		"verified since":     {campaign.Segment{Before: day(-15)}, day(-20), false},
		"heard of since":     {campaign.Segment{After: day(-5)}, day(-1), true},
		"not heard of since": {campaign.Segment{After: day(-5)}, time.Time{}, false},
	} {
		if got := k.s.Holds(c, k.last); got != k.want {
			t.Errorf("%s: %v", name, got)
		}
	}
	if never := (campaign.Segment{Before: now}); !never.Holds(customer.Customer{}, time.Time{}) {
		t.Error("who never had any contact is before every instant")
	}
}

func TestTheCalendarNamesWhatIsWrong(t *testing.T) {
	s, _ := service(campaign.Default())
	bad := campaign.Month{Month: "2026-13", Name: "x", Texts: good().Texts, Day: 5, Hour: "10:00"}
	night := campaign.Month{Month: "2026-12", Name: "x", Texts: good().Texts, Day: 5, Hour: "21:30"}
	_, err := s.SaveCalendar(t.Context(), now, "staff:1", 0, []campaign.Month{bad, night, night})
	var codes []string
	for _, f := range errs.As(err).Fields {
		codes = append(codes, f.Path+" "+f.Code)
	}
	if got := strings.Join(codes, ", "); got != "months[0].month campaign.month, months[1].hour campaign.hour, months[2].hour campaign.hour, months[2].month campaign.month_twice" {
		t.Error(got)
	}
}
