package demo

import (
	"testing"

	"huiyin/shared/oncall"
)

// rule: PD-14
func TestTheDemosHotlineIsAlwaysAnswered(t *testing.T) {
	for _, now := range hours {
		left := enough
		d, _ := empty(t, now, &left)
		if err := d.fill(t.Context()); err != nil {
			t.Fatal(err)
		}
		roster, err := d.staff.Roster(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		gaps, err := d.calls.Gaps(t.Context(), roster, now, oncall.Ahead)
		if err != nil || len(gaps) > 0 {
			t.Errorf("at %v nobody answers at %v (%v)", now, gaps, err)
		}
	}
}
