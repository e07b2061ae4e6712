package setting_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"huiyin/shared/calendar"
	"huiyin/shared/errs"
	"huiyin/shared/event"
	"huiyin/shared/memory"
	"huiyin/shared/setting"
)

// rule: LAW-5 — from 1 December on the company's date the next year's list is
// missed, and this year's at any time; who loads it ends that.
func TestAMissingYear(t *testing.T) {
	w := newWorld(t)
	missing := func(local string) string {
		f, err := w.InForce(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		date, _ := calendar.ParseDate(local)
		return fmt.Sprint(f.Missing(date))
	}
	for date, want := range map[string]string{"2026-06-09": "[]", "2026-11-30": "[]", "2026-12-01": "[2027]", "2026-12-31": "[2027]", "2027-01-01": "[2027]", "2027-12-01": "[2027 2028]"} {
		if got := missing(date); got != want {
			t.Errorf("%s: %s", date, got)
		}
	}
	rows, err := setting.ReadTable([]byte("1月1日至3日,元旦,休"), 2027)
	if err != nil {
		t.Fatal(err)
	}
	if job := w.saved(w.DraftHolidays(t.Context(), 2027, rows, 0)); job != nil {
		t.Errorf("no calendar follows it, and it starts %+v", job)
	}
	if got := missing("2026-12-31"); got != "[]" {
		t.Errorf("loaded, and %s", got)
	}
	if today, err := w.Today(time.Date(2026, 11, 30, 16, 0, 0, 0, time.UTC)); err != nil || today.String() != "2026-12-01" {
		t.Errorf("today is %v (%v)", today, err)
	}
}

// It is told once a week, by whoever comes first, however many look however
// often; and nobody is alarmed before December.
func TestAMissingYearAlarmsOnceAWeek(t *testing.T) {
	w := newWorld(t)
	shanghai, err := time.LoadLocation(zone)
	if err != nil {
		t.Fatal(err)
	}
	watch := func() *setting.Watch {
		return &setting.Watch{InForce: w.InForce, Zone: shanghai, Tell: w.store.Sweeps().Tell}
	}
	two := []*setting.Watch{watch(), watch()}
	var alarms []string
	for at := time.Date(2026, 11, 25, 3, 0, 0, 0, time.UTC); at.Before(time.Date(2027, 1, 12, 0, 0, 0, 0, time.UTC)); at = at.Add(5 * time.Hour) {
		for _, one := range append(two, watch()) {
			if err := one.Run(t.Context(), at); err != nil {
				if errs.As(err).Code != "setting.year_missing" {
					t.Fatal(err)
				}
				alarms = append(alarms, at.In(shanghai).Format("01-02"))
			}
		}
	}
	// 1 December 2026 is a Tuesday; the others are Mondays, the first of 2027 is still the week before.
	if want := []string{"12-01", "12-07", "12-14", "12-21", "12-28", "01-04", "01-11"}; !slices.Equal(alarms, want) {
		t.Errorf("alarms on %v", alarms)
	}
	down := &setting.Watch{InForce: w.InForce, Zone: shanghai, Tell: func(context.Context, event.Event) error { return errors.New("down") }}
	december := time.Date(2026, 12, 2, 3, 0, 0, 0, time.UTC)
	if err := down.Run(t.Context(), december); err == nil || errs.As(err).Code == "setting.year_missing" {
		t.Errorf("it could not be noted: %v", err)
	}
	down.Tell = memory.New(1).Sweeps().Tell
	if err := down.Run(t.Context(), december); errs.As(err).Code != "setting.year_missing" {
		t.Errorf("and later it could: %v", err)
	}
}
