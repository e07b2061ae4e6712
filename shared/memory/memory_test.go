package memory_test

import (
	"testing"

	"huiyin/shared/memory"
	"huiyin/shared/storetest"
)

func TestMemoryKeepsWhatEveryStoreKeeps(t *testing.T) {
	storetest.All(t, func(*testing.T) storetest.Stores {
		s := memory.New(2)
		return storetest.Stores{Sheets: s.Sheets(), Ranks: s.Ranks(), Directory: s.Customers(), Tickets: s.Tickets(), Ledger: s.Ledger(), Customers: s.Customers(), Persons: s.Persons(), Violations: s.Violations(), Staff: s.Staff(), Samples: s.Samples(), Shelf: s.Shelf(),
			OnCall:    s.OnCall(),
			Greetings: s.Greetings(), Campaigns: s.Campaigns(), Sweeps: s.Sweeps(), Settings: s.Settings(), Audit: s.Audit(),
			Sessions:  s.Sessions(),
			Bulletins: s.Bulletins(), Handbook: s.Handbook(), Events: s.Events,
			Registers: s.Registers(),
			Tasks:     s.Tasks(),
			Shipments: s.Shipments()}
	})
}
