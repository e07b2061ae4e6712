package wire

import (
	"context"

	"huiyin/shared/calendar"
	"huiyin/shared/errs"
	"huiyin/shared/sla"
)

// Lookups find the calendars and policies that a simulation names, as they are
// in force now. Tickets are not among them.
func (r *Rules) Lookups(ctx context.Context) (sla.Lookups, error) {
	f, err := r.InForce(ctx)
	if err != nil {
		return sla.Lookups{}, err
	}
	return sla.Lookups{
		Holidays: f.Holidays,
		Calendar: func(id string) (calendar.Calendar, error) {
			c, ok := f.Calendars[id]
			if !ok {
				return c, errs.New(errs.NotFound, "sla.unknown_calendar")
			}
			return c, nil
		},
		Policy: func(id string) (sla.Policy, error) {
			env, ok, err := f.Book.Of(id)
			if err != nil || !ok {
				return sla.Policy{}, errs.New(errs.NotFound, "sla.unknown_policy").Because(err)
			}
			return *env.Policy, nil
		},
	}, nil
}
