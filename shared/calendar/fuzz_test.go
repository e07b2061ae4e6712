package calendar

import (
	"testing"
	"time"

	"huiyin/shared/calendar/strict"
	"huiyin/shared/errs"
)

// Whatever is taken can be worked with: nothing hangs, nothing panics, and what
// was added can be measured.
func FuzzRead(f *testing.F) {
	f.Add([]byte(`{"timeZone":"Asia/Shanghai","hours":{"mon":[["08:30","18:30"]]},"exceptions":[{"date":"2026-06-19","spans":[]}],"chinaHolidays":true}`), int64(1780000000000), int64(3600000))
	f.Add([]byte(`{"timeZone":"Pacific/Apia","hours":{"fri":[["22:00","06:00"],["24:00","06:00"]]}}`), int64(1325200000000), int64(86400000))
	f.Add([]byte(`{"timeZone":"UTC","hours":{},"exceptions":[{"date":"9999-12-31","spans":[["00:00","24:00"]]}]}`), int64(0), int64(1))
	f.Fuzz(func(t *testing.T, raw []byte, from, amount int64) {
		var fields errs.Fields
		v, ok := strict.Read(raw, "", fields.Add)
		if !ok {
			return
		}
		c, ok := Read(v)
		if ok != fields.Empty() {
			t.Fatalf("taken %v, refused %v", ok, fields.Err())
		}
		if !ok {
			return
		}
		s, err := Compile(c, DefaultHolidays())
		if err != nil {
			t.Fatal(err)
		}
		start := time.UnixMilli(from)
		due, err := s.Add(start, time.Duration(amount))
		if err != nil {
			return
		}
		if got := s.Between(start, due); got != time.Duration(amount) {
			t.Fatalf("%v from %v is %v, between them %v", amount, start, due, got)
		}
	})
}
