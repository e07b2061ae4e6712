package greeting

import (
	"encoding/csv"
	"os"
	"testing"

	"huiyin/shared/calendar"
)

// rule: NJ-4 — every day of 121 lunar years is the day that computed new moons
// and solstices make of it: a second source beside the table. How the file was
// made stands in its head. The one month about which the sources differ begins a
// day later in the table (lunar_table.go says why).
func TestLunarTableAgreesWithTheHeavens(t *testing.T) {
	starts := monthStarts(t)
	days, disputed := 0, calendar.Date{Year: 2057, Month: 9, Day: 28}
	for i := range starts {
		if starts[i].first == disputed {
			starts[i].first = disputed.AddDays(1)
		}
	}
	for i, start := range starts {
		until := calendar.Date{Year: 2061, Month: 1, Day: 21}
		if i+1 < len(starts) {
			until = starts[i+1].first
		}
		for n, date := 1, start.first; date.Before(until); n, date = n+1, date.AddDays(1) {
			days++
			got, ok := lunarOf(date)
			last := date.AddDays(1) == until
			if !ok || got.month != start.month || got.leap != start.leap || got.day != n || got.last != last {
				t.Fatalf("%s is %+v, want the %d. of month %d (leap %v, last %v)", date, got, n, start.month, start.leap, last)
			}
		}
	}
	if days != 44178 || starts[0].first != (calendar.Date{Year: 1940, Month: 2, Day: 8}) {
		t.Errorf("%d days from %s on", days, starts[0].first)
	}
}

type monthStart struct {
	first calendar.Date
	month int
	leap  bool
}

func monthStarts(t *testing.T) (starts []monthStart) {
	t.Helper()
	file, err := os.Open("testdata/months.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	lines := csv.NewReader(file)
	lines.Comment = '#'
	rows, err := lines.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows[1:] {
		var month int
		for _, digit := range row[1] {
			month = month*10 + int(digit-'0')
		}
		starts = append(starts, monthStart{day(t, row[0]), month, row[2] == "1"})
	}
	return starts
}
