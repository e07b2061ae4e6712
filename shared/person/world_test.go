package person_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"huiyin/shared/memory"
	"huiyin/shared/storetest"
)

func stores(s *memory.Store) storetest.Stores {
	return storetest.Stores{
		Bulletins: s.Bulletins(),
		Shipments: s.Shipments(), Tickets: s.Tickets(), Ledger: s.Ledger(), Customers: s.Customers(), Persons: s.Persons(), Violations: s.Violations(), Staff: s.Staff(), Samples: s.Samples(), Shelf: s.Shelf(),
		OnCall:    s.OnCall(),
		Greetings: s.Greetings(), Sweeps: s.Sweeps(), Events: s.Events, Tasks: s.Tasks()}
}

func newPersona(t *testing.T) (*memory.Store, *storetest.Persona) {
	t.Helper()
	store := memory.New(2)
	return store, storetest.Live(t, stores(store))
}

// traces are the private things that stand anywhere in the store, each with
// where. The table files counters under a hash of their name; the fake's names
// are left out.
func traces(t *testing.T, store *memory.Store, private ...string) []string {
	t.Helper()
	var found []string
	all := store.Everything()
	delete(all, "counts")
	for where, things := range all {
		raw, err := json.Marshal(things)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range private {
			if strings.Contains(string(raw), p) {
				found = append(found, p+" in "+where)
			}
		}
	}
	slices.Sort(found)
	return found
}
