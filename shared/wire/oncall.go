package wire

import (
	"context"

	"huiyin/shared/calendar"
	"huiyin/shared/dynamo"
	"huiyin/shared/errs"
	"huiyin/shared/oncall"
)

// OnCall are the use cases of who is on call.
func OnCall(table *dynamo.Table, rules *Rules) oncall.Service {
	return oncall.Service{Store: table.OnCall(), Zone: rules.Zone, Schedule: rules.Schedule}
}

// OnCallAlarm tells of a gap on call.
func OnCallAlarm(table *dynamo.Table, rules *Rules, roster *Roster) *oncall.Alarm {
	return &oncall.Alarm{Service: OnCall(table, rules), Roster: roster.Now, Tell: table.Sweeps().Tell}
}

// Schedule finds a calendar that is in force; errs.NotFound.
func (r *Rules) Schedule(ctx context.Context, id string) (*calendar.Schedule, error) {
	book, err := r.Book(ctx)
	if err != nil {
		return nil, err
	}
	schedule, ok := book.Calendars[id]
	if !ok {
		return nil, errs.New(errs.NotFound, "sla.calendar_missing").With("calendar", id)
	}
	return schedule, nil
}
