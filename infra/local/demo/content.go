package demo

import (
	"context"
	"fmt"

	"huiyin/shared/campaign"
	"huiyin/shared/event"
	"huiyin/shared/staff"
	"huiyin/shared/words"
)

// plan writes the message of the month after next into the content calendar:
// what is made of it a week before waits for somebody's approval.
func (d desk) plan(ctx context.Context, roster staff.Roster) error {
	there, err := d.campaigns.Store.Calendar(ctx)
	if err != nil || there.Version > 0 {
		return err
	}
	supervisor, _ := roster.ByLogin(d.accounts["supervisor"])
	local := d.now.In(d.zone)
	month := campaign.Month{
		Month: local.AddDate(0, 2, 1-local.Day()).Format("2006-01"), Name: "每月问候", Day: 8, Hour: "10:00",
		Texts: map[words.Lang]string{
			words.Chinese: "{addressee}，感谢一直以来的信任。有货要发，一个电话就到。",
			words.English: "{addressee}, thank you for shipping with us. We are a call away.",
		},
	}
	_, err = d.campaigns.SaveCalendar(ctx, d.now, event.Staff(supervisor.ID), 0, []campaign.Month{month})
	if err != nil {
		return fmt.Errorf("the content calendar: %w", err)
	}
	return nil
}
