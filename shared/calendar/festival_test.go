package calendar

import (
	"encoding/json"
	"slices"
	"testing"

	"huiyin/shared/calendar/strict"
	"huiyin/shared/errs"
)

// The table both ways, every year of it.
// rule: NJ-2
func TestFestivals(t *testing.T) {
	if got := FestivalsOn(Date{2025, 10, 1}); !slices.Equal(got, []string{"national_day"}) {
		t.Error(got)
	}
	if got := FestivalsOn(Date{2026, 6, 20}); got != nil {
		t.Error(got)
	}
	if date, ok := FestivalDate(2026, "mid_autumn"); !ok || date != (Date{2026, 9, 25}) {
		t.Error(date, ok)
	}
	for _, missing := range []int{2023, 2061} {
		if _, ok := FestivalDate(missing, "mid_autumn"); ok {
			t.Errorf("the table has %d", missing)
		}
	}
	together := 0
	for year := 2024; year <= 2060; year++ {
		eve, ok1 := FestivalDate(year, "spring_festival_eve")
		day, ok2 := FestivalDate(year, "spring_festival")
		if !ok1 || !ok2 || eve.AddDays(1) != day || !slices.Contains(FestivalsOn(day), "spring_festival") {
			t.Errorf("%d: eve %v, festival %v", year, eve, day)
		}
		autumn, _ := FestivalDate(year, "mid_autumn")
		if ids := FestivalsOn(autumn); len(ids) == 2 {
			together++
		}
	}
	if together == 0 {
		t.Error("Mid-Autumn and National Day never meet")
	}
}

// A year's list as an admin loads it.
func TestHolidayJSON(t *testing.T) {
	var days []Holiday
	if err := json.Unmarshal([]byte(`[{"date":"2027-01-01","name":"元旦","off":true}]`), &days); err != nil || days[0].Date != (Date{2027, 1, 1}) || !days[0].Off {
		t.Error(days, err)
	}
	if err := json.Unmarshal([]byte(`[{"date":"2027-02-29"}]`), &days); err == nil {
		t.Error("a date that does not exist")
	}
}

// Types that are not the ones that are wanted are told, each at its place.
func TestStrictTypes(t *testing.T) {
	for _, c := range []struct{ json, path, code string }{
		{`{"timeZone":8,"hours":{"mon":[["09:00","10:00"]]}}`, "timeZone", "calendar.wrong_type"},
		{`{"timeZone":"UTC","version":"one","hours":{"mon":[["09:00","10:00"]]}}`, "version", "calendar.wrong_type"},
		{`{"timeZone":"UTC","version":1.5,"hours":{"mon":[["09:00","10:00"]]}}`, "version", "calendar.wrong_type"},
		{`{"timeZone":"UTC","name":"` + longName + `","hours":{"mon":[["09:00","10:00"]]}}`, "name", "too_long"},
		{`{"timeZone":"UTC","hours":[]}`, "hours", "calendar.wrong_type"},
		{`{"timeZone":"UTC","hours":{"mon":[[9,10]]}}`, "hours.mon[0][0]", "calendar.wrong_type"},
		{`{"timeZone":"UTC","hours":{"mon":[["09:00","10:00"]]},"exceptions":{}}`, "exceptions", "calendar.wrong_type"},
		{`{"timeZone":"UTC","hours":{"mon":[["09:00","10:00"]]},"exceptions":["2026-01-01"]}`, "exceptions[0]", "calendar.wrong_type"},
	} {
		var fields errs.Fields
		v, _ := strict.Read([]byte(c.json), "", fields.Add)
		if _, ok := Read(v); ok {
			t.Errorf("taken: %s", c.json)
			continue
		}
		if f := errs.As(fields.Err()).Fields[0]; f.Path != c.path || f.Code != c.code {
			t.Errorf("%s at %s, want %s at %s", f.Code, f.Path, c.code, c.path)
		}
	}
}

const longName = "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一"
