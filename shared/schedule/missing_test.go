package schedule

import (
	"bytes"
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"huiyin/shared/memory"
	"huiyin/shared/obs"
	"huiyin/shared/oncall"
	"huiyin/shared/setting"
	"huiyin/shared/sweep"
)

// rule: LAW-5 — the sweep that first sees a missing year fails, so that the
// alarm on errors rings, and says which year it is; those after it don't.
func TestAMissingYearFailsOneSweep(t *testing.T) {
	store := memory.New(1)
	var log bytes.Buffer
	s := Sweep{
		Service: sweep.Service{Store: store.Sweeps()},
		Morning: &sweep.Morning{Opened: func(context.Context, time.Time) ([]sweep.Opening, error) { return nil, nil }},
		OnCall:  &oncall.Alarm{Service: oncall.Service{Store: store.OnCall(), Zone: time.UTC}},
		Watch: &setting.Watch{Zone: time.UTC, Tell: store.Sweeps().Tell, InForce: func(context.Context) (*setting.InForce, error) {
			return setting.Compile(nil, "Asia/Shanghai")
		}},
		Log: obs.Logger(&log),
	}
	for _, tick := range []struct {
		at    string
		fails bool
	}{{"2026-11-30T12:00:00Z", false}, {"2026-12-01T00:00:00Z", true}, {"2026-12-01T00:01:00Z", false}, {"2026-12-06T23:59:00Z", false}, {"2026-12-07T00:00:00Z", true}} {
		log.Reset()
		err := s.Handle(t.Context(), json.RawMessage(`{"time":"`+tick.at+`"}`))
		if (err != nil) != tick.fails || strings.Contains(log.String(), `"level":"ERROR"`) != tick.fails || strings.Contains(log.String(), "/desk/holidays/2027") != tick.fails {
			t.Errorf("%s: %v, logged %s", tick.at, err, log.String())
		}
	}
}
