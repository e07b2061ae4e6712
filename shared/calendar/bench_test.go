package calendar

import (
	"testing"
	"time"

	"github.com/rickar/cal/v2"
)

// A business year of ten-hour days at the Chinese calendar of 2026: 2,500 open
// hours from January on, found three ways.
const benchHours = 2500

func benchSchedule(b *testing.B) (*Schedule, Calendar) {
	c := everyDay()
	c.Hours["sat"], c.Hours["sun"], c.ChinaHolidays = nil, nil, true
	return compiled(b, c), c
}

var benchStart = time.Date(2026, 1, 5, 1, 0, 0, 0, time.UTC)

func BenchmarkAddYear(b *testing.B) {
	s, _ := benchSchedule(b)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := s.Add(benchStart, benchHours*time.Hour); err != nil {
			b.Fatal(err)
		}
	}
}

// The first question about a year lays the year out.
func BenchmarkAddYearFresh(b *testing.B) {
	_, c := benchSchedule(b)
	b.ReportAllocs()
	for b.Loop() {
		s := compiled(b, c)
		if _, err := s.Add(benchStart, benchHours*time.Hour); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkAddYearRickar(b *testing.B) {
	zone, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		b.Fatal(err)
	}
	c := cal.NewBusinessCalendar()
	c.SetWorkHours(8*time.Hour+30*time.Minute, 18*time.Hour+30*time.Minute)
	start := benchStart.In(zone)
	b.ReportAllocs()
	for b.Loop() {
		c.AddWorkHours(start, benchHours*time.Hour)
	}
}

func BenchmarkAddYearWalk(b *testing.B) {
	_, c := benchSchedule(b)
	n := newNaive(b, c, DefaultHolidays())
	b.ReportAllocs()
	for b.Loop() {
		n.add(benchStart, benchHours*60)
	}
}
