package wire

import (
	"huiyin/shared/campaign"
	"huiyin/shared/dynamo"
	"huiyin/shared/ledger"
	"huiyin/shared/sweep"
	"huiyin/shared/ticket"
)

// Sweeps is the sweep with everything that can fall due: what is new in the
// due index gets its line here.
func Sweeps(table *dynamo.Table, rules *Rules, roster *Roster, tickets *ticket.Service) sweep.Service {
	campaigns := Campaigns(table, rules)
	tasks := Tasks(table, rules, roster)
	return sweep.Service{
		Store: table.Sweeps(), Tickets: tickets,
		Steps: map[string]sweep.Steps{
			"TASK": tasks,
		},
		Dues: map[string]sweep.Due{
			"LEDGER":   Rows(table),
			"BATCH":    ledger.Batches{Store: table.Ledger()},
			"CONTENT":  campaign.Content{Service: campaigns},
			"SHIPMENT": Shipments(table, rules, tickets, tasks),
		},
		Jobs: map[string]sweep.Jobs{
			"JOB":      Settings(table, rules, roster, tickets),
			"CAMPAIGN": campaigns,
			"TELLING":  Telling(table, rules, roster),
		},
	}
}
