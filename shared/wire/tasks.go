package wire

import (
	"huiyin/shared/dynamo"
	"huiyin/shared/task"
)

// Tasks are the use cases of tasks.
func Tasks(table *dynamo.Table, roster *Roster) *task.Service {
	return &task.Service{Store: table.Tasks(), Roster: roster.Now, Team: DefaultTeam}
}
