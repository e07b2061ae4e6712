package calendar

import (
	"slices"
	"testing"
)

// rule: LAW-5 — the days of a year whose list is missing are shown as the
// law's minimum, and as such.
func TestTheDaysOfAYearAreListed(t *testing.T) {
	h := DefaultHolidays()
	if years := h.Years(); !slices.Equal(years, []int{2024, 2025, 2026}) {
		t.Errorf("years %v", years)
	}
	for year, want := range map[int]struct {
		days        int
		provisional bool
	}{2026: {len(h.lists[2026]), false}, 2027: {13, true}} {
		days := h.Year(year)
		if len(days) != want.days || days[0].Provisional != want.provisional {
			t.Errorf("%d has %d days, the first %+v", year, len(days), days[0])
		}
		for i, day := range days {
			if i > 0 && !days[i-1].Date.Before(day.Date) {
				t.Errorf("%v comes after %v", day.Date, days[i-1].Date)
			}
		}
	}
	h.Year(2026)[0].Name = "changed"
	if h.Year(2026)[0].Name == "changed" {
		t.Error("the list can be changed from outside")
	}
}
