package wire

import (
	"context"
	"time"

	"huiyin/shared/dynamo"
	"huiyin/shared/sweep"
)

// morningLasts is how long after opening a team's list of overdue tickets is
// still worth having: a sweep that was down at opening makes up for it.
const morningLasts = 2 * time.Hour

// Morning tells supervisors what is overdue when their day opens.
func Morning(table *dynamo.Table, rules *Rules, roster *Roster) *sweep.Morning {
	opened := func(ctx context.Context, now time.Time) ([]sweep.Opening, error) {
		all, err := roster.Now(ctx)
		if err != nil {
			return nil, err
		}
		book, err := rules.Book(ctx)
		if err != nil {
			return nil, err
		}
		var openings []sweep.Opening
		for _, team := range all.Teams {
			schedule, ok := book.Calendars[team.Calendar]
			if !ok {
				continue
			}
			date := schedule.Date(now)
			if open, ok := schedule.Open(date); ok && !now.Before(open) && now.Before(open.Add(morningLasts)) {
				openings = append(openings, sweep.Opening{Team: team.ID, Date: date.String()})
			}
		}
		return openings, nil
	}
	return &sweep.Morning{Opened: opened, Lines: table.Tickets().Lines, Tell: table.Sweeps().Tell}
}
