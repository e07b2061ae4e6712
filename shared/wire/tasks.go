package wire

import (
	"huiyin/shared/customer"
	"huiyin/shared/dynamo"
	"huiyin/shared/task"
)

// Tasks are the use cases of tasks.
func Tasks(table *dynamo.Table, rules *Rules, roster *Roster) *task.Service {
	return &task.Service{Store: table.Tasks(), Roster: roster.Now, Rules: rules.Tasks, Team: DefaultTeam, Zone: rules.Zone}
}

// Rounds make the tasks that the rules ask for.
func Rounds(table *dynamo.Table, rules *Rules, roster *Roster) *task.Rounds {
	return &task.Rounds{Tasks: Tasks(table, rules, roster), Files: customer.Service{Store: table.Customers()}}
}
