package greeting

import (
	"encoding/csv"
	"os"
	"strconv"
	"testing"

	"huiyin/shared/calendar"
	"huiyin/shared/customer"
)

func day(t testing.TB, text string) calendar.Date {
	t.Helper()
	date, ok := calendar.ParseDate(text)
	if !ok {
		t.Fatalf("no date: %s", text)
	}
	return date
}

// rule: NJ-4
func TestLunarTableAgreesWithEveryLunarFestival(t *testing.T) {
	for id, want := range map[string][2]int{
		"spring_festival": {1, 1}, "lantern": {1, 15}, "dragon_boat": {5, 5},
		"qixi": {7, 7}, "mid_autumn": {8, 15}, "double_ninth": {9, 9},
	} {
		for year := 2024; year <= 2060; year++ {
			date, ok := calendar.FestivalDate(year, id)
			if !ok {
				t.Fatalf("no %s in %d", id, year)
			}
			got, ok := lunarOf(date)
			if !ok || got.year != year || got.month != want[0] || got.day != want[1] || got.leap {
				t.Errorf("%s is %+v, want %d/%v: %s", date, got, year, want, id)
			}
		}
	}
	for year := 2024; year <= 2060; year++ {
		eve, _ := calendar.FestivalDate(year, "spring_festival_eve")
		if got, _ := lunarOf(eve); got.month != 12 || !got.last {
			t.Errorf("%s is %+v, want the last day of the twelfth month", eve, got)
		}
	}
}

// The file lists New Year's days and leap months as other programs have them.
func TestLunarTableAgreesWithNewYearsAndLeapMonths(t *testing.T) {
	file, err := os.Open("testdata/new_years.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if len(rows)-1 != len(lunarYears) {
		t.Fatalf("%d years in the file, %d in the table", len(rows)-1, len(lunarYears))
	}
	for i, row := range rows[1:] {
		got, ok := lunarOf(day(t, row[0]))
		if !ok || got.year != firstLunarYear+i || got.month != 1 || got.day != 1 || got.leap {
			t.Errorf("%s is %+v, want the New Year's day of %d", row[0], got, firstLunarYear+i)
		}
		if leap := int(lunarYears[i] >> 16); strconv.Itoa(leap) != row[1] {
			t.Errorf("%d: leap month %d, want %s", firstLunarYear+i, leap, row[1])
		}
	}
}

func TestLunarTableEndsWhereItSays(t *testing.T) {
	for text, want := range map[string]bool{
		"1940-02-07": false, "1940-02-08": true, "2061-01-20": true, "2061-01-21": false,
	} {
		if _, ok := lunarOf(day(t, text)); ok != want {
			t.Errorf("lunarOf(%s) is %v, want %v", text, ok, want)
		}
	}
	if _, err := BirthdaysOn(day(t, "2061-02-01")); err == nil {
		t.Error("a date beyond the table gave birthdays instead of an error")
	}
}

// rule: NJ-4
func TestBirthdaysThatNeedARule(t *testing.T) {
	solar := func(month, d int) customer.Birthday { return customer.Birthday{Month: month, Day: d} }
	lunar := func(month, d int) customer.Birthday { return customer.Birthday{Month: month, Day: d, Lunar: true} }
	for _, c := range []struct {
		birthday customer.Birthday
		date     string
		want     bool
	}{
		{solar(2, 29), "2026-02-28", true},
		{solar(2, 29), "2026-03-01", false},
		{solar(2, 29), "2028-02-28", false},
		{solar(2, 29), "2028-02-29", true},
		{solar(2, 28), "2028-02-28", true},
		{solar(2, 28), "2028-02-29", false},
		{lunar(8, 15), "2026-09-25", true},
		{lunar(6, 1), "2025-06-25", true},   // the ordinary sixth month
		{lunar(6, 1), "2025-07-25", false},  // the leap sixth month
		{lunar(12, 29), "2026-02-16", true}, // New Year's Eve: the month has 29 days …
		{lunar(12, 30), "2026-02-16", true}, // … so its 30th is kept then too
		{lunar(12, 30), "2024-02-09", true}, // here it has 30
		{lunar(12, 30), "2024-02-08", false},
		{customer.Birthday{}, "2026-02-16", false},
	} {
		got, err := IsBirthday(c.birthday, day(t, c.date))
		if err != nil {
			t.Fatal(err)
		}
		if got != c.want {
			t.Errorf("%+v on %s: %v, want %v", c.birthday, c.date, got, c.want)
		}
	}
}

// rule: NJ-4 — whoever has a birthday has it once in every year, of his own
// calendar.
func TestEveryBirthdayComesOnceAYear(t *testing.T) {
	solar, lunar := map[int]map[string]int{}, map[int]map[string]int{}
	count := func(in map[int]map[string]int, year int, code string) {
		if in[year] == nil {
			in[year] = map[string]int{}
		}
		in[year][code]++
	}
	for date := day(t, "1941-01-01"); date.Year < 2060; date = date.AddDays(1) {
		codes, err := BirthdaysOn(date)
		if err != nil {
			t.Fatal(err)
		}
		of, _ := lunarOf(date)
		for _, code := range codes {
			if code[0] == 'S' {
				count(solar, date.Year, code)
			} else {
				count(lunar, of.year, code)
			}
		}
	}
	for year := 1942; year < 2059; year++ {
		expectOnce(t, year, solar[year], 366)
		expectOnce(t, year, lunar[year], 360)
	}
}

func expectOnce(t *testing.T, year int, seen map[string]int, want int) {
	t.Helper()
	if len(seen) != want {
		t.Errorf("%d: %d birthdays, want %d", year, len(seen), want)
	}
	for code, n := range seen {
		if n != 1 {
			t.Errorf("%d: %s comes %d times", year, code, n)
		}
	}
}
