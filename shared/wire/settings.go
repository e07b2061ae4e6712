package wire

import (
	"context"
	"slices"

	"huiyin/shared/dynamo"
	"huiyin/shared/setting"
	"huiyin/shared/ticket"
)

// Settings are what an admin changes, and the jobs that follow.
func Settings(table *dynamo.Table, rules *Rules, roster *Roster, tickets *ticket.Service) *setting.Service {
	return &setting.Service{
		Store: table.Settings(), Zone: rules.Zone.String(), Tickets: tickets,
		Queue: table.Tickets().Queue, Lines: table.Tickets().Lines, Teams: roster.Lists, Forget: rules.Forget,
	}
}

// Lists names the teams whose lists hold open tickets, in order.
func (r *Roster) Lists(ctx context.Context) ([]string, error) {
	roster, err := r.Now(ctx)
	if err != nil {
		return nil, err
	}
	lists := []string{DefaultTeam}
	for _, t := range roster.Teams {
		lists = append(lists, t.ID)
	}
	slices.Sort(lists)
	return slices.Compact(lists), nil
}

// Watch tells of a year whose list of holidays is missing.
func Watch(table *dynamo.Table, rules *Rules) *setting.Watch {
	return &setting.Watch{InForce: rules.InForce, Zone: rules.Zone, Tell: table.Sweeps().Tell}
}
