package wire_test

import (
	"testing"

	"huiyin/shared/staff"
)

// A roster is believed for a moment, and read anew by whoever has changed it.
func TestARosterIsBelievedUntilItIsForgotten(t *testing.T) {
	r, store := routing(t, true)
	count := func() int {
		t.Helper()
		all, err := r.Roster.Now(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return len(all.Members)
	}
	before := count()
	cy := staff.Member{ID: "cy", Version: 1, Badge: "103", Role: staff.Agent, Team: "desk"}
	if err := store.Staff().SaveMember(t.Context(), cy, nil, told(staff.Subject("cy"))); err != nil {
		t.Fatal(err)
	}
	if got := count(); got != before {
		t.Errorf("%d people, %d a moment ago", got, before)
	}
	if r.Roster.Forget(); count() != before+1 {
		t.Error("forgotten, and not read anew")
	}
}
