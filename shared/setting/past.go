package setting

import (
	"context"
	"strconv"

	"huiyin/shared/calendar"
	"huiyin/shared/errs"
	"huiyin/shared/sla"
)

// Past makes a version of a calendar again as it was, with the lists of
// holidays that it was saved with. errs.NotFound, errs.Unavailable.
func Past(ctx context.Context, store Store, zone string, ref sla.Ref) (*calendar.Schedule, error) {
	k, err := store.Version(ctx, Calendar, ref.ID, ref.Version)
	if errs.Is(err, errs.NotFound) {
		if c, ok := defaultCalendars(zone)[ref.ID]; ok && c.Version == ref.Version {
			return calendar.Compile(c, calendar.DefaultHolidays())
		}
	}
	if err != nil {
		return nil, errs.Wrap(err, "read an earlier calendar")
	}
	holidays := calendar.DefaultHolidays()
	for year, version := range k.Years {
		list, err := store.Version(ctx, Holiday, strconv.Itoa(year), version)
		if err != nil {
			return nil, errs.Wrap(err, "read an earlier list of holidays")
		}
		if holidays, err = withYear(holidays, list); err != nil {
			return nil, err
		}
	}
	c, err := calendarOf(k)
	if err != nil {
		return nil, err
	}
	return calendar.Compile(c, holidays)
}
