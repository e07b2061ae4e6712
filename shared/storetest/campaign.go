package storetest

import (
	"slices"
	"testing"
	"time"

	"huiyin/shared/campaign"
	"huiyin/shared/errs"
	"huiyin/shared/ledger"
	"huiyin/shared/ticket"
	"huiyin/shared/words"
)

// campaigns: one follows what was read, is due while there is something to do,
// and stands in the list by the time it was made.
func campaigns(t *testing.T, fresh Fresh) {
	s := fresh(t)
	_, err := s.Campaigns.Campaign(ctx, "none")
	kind(t, "a campaign that is not there", err, errs.NotFound)
	list, next, err := s.Campaigns.Campaigns(ctx, "", 10)
	is(t, "list", err, nil)
	same(t, "none yet", len(list)+len(next), 0)
	c := campaign.Campaign{ID: "C1", Version: 1, State: campaign.Draft, Name: "年货节", Segment: campaign.Segment{Classes: []string{"key"}, Before: start},
		Texts: map[words.Lang]string{words.Chinese: "您好"}, Parts: map[words.Lang]int{words.Chinese: 1}, Tally: ledger.Tally{Skipped: map[string]int{"gone": 1}},
		CreatedAt: start, ChangedAt: start}
	told := happened(campaign.Subject("C1"), 1, campaign.SavedEvent, start)
	is(t, "create", s.Campaigns.SaveCampaign(ctx, c, told), nil)
	is(t, "create again", s.Campaigns.SaveCampaign(ctx, c), campaign.ErrLostRace)
	got, err := s.Campaigns.Campaign(ctx, "C1")
	is(t, "read", err, nil)
	same(t, "the campaign", got, c)
	listed := func(what string, at time.Time, subject string, want bool) {
		t.Helper()
		same(t, what, slices.Contains(due(t, s, at), subject), want)
	}
	listed("a draft", start.AddDate(1, 0, 0), campaign.Subject("C1"), false)
	oneWins(t, "changes at once", atOnce(6, func(i int) error {
		n := c
		n.Version, n.State, n.Next = 2, campaign.Running, start.Add(time.Hour)
		return s.Campaigns.SaveCampaign(ctx, n, happened(campaign.PageSubject("C1"), 1, campaign.PageRecorded, start))
	}), because(campaign.ErrLostRace))
	listed("before its hour", start.Add(time.Hour-time.Millisecond), campaign.Subject("C1"), false)
	listed("at its hour", start.Add(time.Hour), campaign.Subject("C1"), true)
	for i := range 5 {
		n := c
		n.ID, n.CreatedAt = name("D", i), start.Add(time.Duration(i+1)*time.Minute)
		is(t, "another", s.Campaigns.SaveCampaign(ctx, n), nil)
	}
	ids := pages(t, 2, func(cursor string) (ids []string, next string, err error) {
		list, next, err := s.Campaigns.Campaigns(ctx, cursor, 2)
		for _, c := range list {
			ids = append(ids, c.ID)
		}
		return ids, next, err
	})
	same(t, "the list", ids, []string{"D004", "D003", "D002", "D001", "D000", "C1"})
	_, _, err = s.Campaigns.Campaigns(ctx, "broken", 2)
	kind(t, "a broken cursor", err, errs.Invalid)

	plan, err := s.Campaigns.Calendar(ctx)
	is(t, "calendar", err, nil)
	same(t, "no calendar yet", plan, campaign.Calendar{})
	plan = campaign.Calendar{Version: 1, Months: []campaign.Month{{Month: "2026-07", Name: "七月", Day: 5, Hour: "10:00"}}, Next: start.Add(time.Hour)}
	is(t, "write", s.Campaigns.SaveCalendar(ctx, plan, happened(campaign.CalendarSubject, 1, campaign.CalendarSaved, start)), nil)
	is(t, "write again", s.Campaigns.SaveCalendar(ctx, plan), campaign.ErrLostRace)
	stored, err := s.Campaigns.Calendar(ctx)
	is(t, "calendar", err, nil)
	same(t, "the calendar", stored, plan)
	listed("the calendar", start.Add(time.Hour), campaign.CalendarSubject, true)

	for i, number := range []string{"AAA", "BBB"} {
		commit(t, s, opened(number, func(t *ticket.Ticket) { t.OpenedAt = start.Add(time.Duration(i) * time.Hour) }))
	}
	last, err := s.Campaigns.LastTickets(ctx, []string{"phone-1", "phone-2"})
	is(t, "last tickets", err, nil)
	same(t, "last tickets", last, map[string]time.Time{"phone-1": start.Add(time.Hour)})
}
