package main

import (
	"testing"
	"time"
)

func TestTheDeskStartsAtTheHourAsked(t *testing.T) {
	now := time.Date(2026, 9, 1, 0, 0, 0, 500_000_000, time.UTC)
	for wanted, offset := range map[string]time.Duration{
		"":                          0,
		"2026-09-25T10:00+08:00":    24*24*time.Hour + 2*time.Hour - time.Second,
		"2026-09-01T00:00:10Z":      9 * time.Second,
		"2026-08-31T23:00:00.5Z":    -time.Hour,
		"2026-09-01T08:00:05+08:00": 4 * time.Second,
	} {
		if got, err := clockOffset(wanted, now); err != nil || got != offset {
			t.Errorf("%q: %v, %v; want %v", wanted, got, err, offset)
		}
	}
	// An hour without a zone would be another one on another machine.
	for _, wanted := range []string{"2026-09-25T10:00", "10:00", "tomorrow"} {
		if _, err := clockOffset(wanted, now); err == nil {
			t.Errorf("%q was taken for a time", wanted)
		}
	}
}
