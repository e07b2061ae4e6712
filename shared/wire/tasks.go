package wire

import (
	"context"
	"crypto/rand"
	"time"

	"huiyin/shared/calendar"
	"huiyin/shared/customer"
	"huiyin/shared/dynamo"
	"huiyin/shared/errs"
	"huiyin/shared/phone"
	"huiyin/shared/shipment"
	"huiyin/shared/task"
)

// Tasks are the use cases of tasks.
func Tasks(table *dynamo.Table, rules *Rules, roster *Roster) *task.Service {
	return &task.Service{Store: table.Tasks(), Roster: roster.Now, Rules: rules.Tasks, Team: DefaultTeam, Zone: rules.Zone}
}

// Rounds make the tasks that the rules ask for, and put files away.
func Rounds(table *dynamo.Table, rules *Rules, roster *Roster) *task.Rounds {
	files := customer.Service{Store: table.Customers()}
	ships := &shipment.Service{Store: table.Shipments()}
	return &task.Rounds{Tasks: Tasks(table, rules, roster), Files: files,
		Shelf: &task.Shelf{Files: files, Settings: rules.Files, Tickets: table.Tickets(), Tasks: table.Tasks(), Shipments: ships.Freight}}
}

// Leads follow up whoever only inquires.
func Leads(table *dynamo.Table, rules *Rules, roster *Roster) *task.Leads {
	keys := Keys{table}
	return &task.Leads{Tasks: Tasks(table, rules, roster), Tickets: table.Tickets(), Settings: rules.Files,
		Files: customer.Service{Store: table.Customers(), Phones: Numbers{keys}, Random: rand.Reader},
		Receives: func(ctx context.Context, number phone.Number) (bool, error) {
			key, err := keys.Key(ctx, number)
			if err != nil {
				return false, err
			}
			waybills, err := table.Shipments().ToConsignee(ctx, key, "", 1)
			return len(waybills) > 0, err
		}}
}

// Revisits keep the tasks of asking customers after an answer.
func Revisits(table *dynamo.Table, rules *Rules, roster *Roster) *task.Revisits {
	return &task.Revisits{Tasks: Tasks(table, rules, roster), Tickets: table.Tickets(),
		NextDay: func(ctx context.Context, team string, now time.Time) (opens, closes time.Time, err error) {
			all, err := roster.Now(ctx)
			if err != nil {
				return opens, closes, err
			}
			of, _ := all.Team(team)
			schedule, err := rules.Schedule(ctx, of.Calendar)
			if errs.Is(err, errs.NotFound) { // before any team was set up: a day as most have it
				tomorrow := calendar.DateIn(now, rules.Zone).AddDays(1)
				return calendar.Instant(rules.Zone, tomorrow, 9*60), calendar.Instant(rules.Zone, tomorrow, 18*60), nil
			}
			if err != nil {
				return opens, closes, err
			}
			day, err := schedule.NextServiceDay(schedule.Date(now))
			if err != nil {
				return opens, closes, err
			}
			opens, _ = schedule.Open(day) // a service day has both
			closes, _ = schedule.Close(day)
			return opens, closes, nil
		}}
}
