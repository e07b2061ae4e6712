package schedule

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"huiyin/shared/errs"
	"huiyin/shared/obs"
	"huiyin/shared/oncall"
	"huiyin/shared/setting"
	"huiyin/shared/sweep"
)

// reserve is what is kept of a function's time to end in order.
const reserve = 8 * time.Second

// left tells, again and again, whether there is time for more.
func left(ctx context.Context) func() bool {
	end, limited := ctx.Deadline()
	return func() bool { return !limited || time.Until(end) > reserve }
}

// Sweep is the function slacheck.
type Sweep struct {
	Service sweep.Service
	Morning *sweep.Morning
	Watch   *setting.Watch
	OnCall  *oncall.Alarm
	Offset  time.Duration // of the desk's clock
	Log     *slog.Logger
}

// Handle is the Lambda handler. A record that had to be set aside makes the
// invocation fail once, so that an alarm rings; the rest was done. So does a
// year whose list of holidays is missing, once a week.
func (s Sweep) Handle(ctx context.Context, raw json.RawMessage) error {
	ctx, line := obs.Begin(ctx, s.Log, obs.Invocation(ctx))
	defer line.End("sweep")
	now, err := Now(raw, s.Offset)
	if err != nil {
		obs.Fail(ctx, err)
		return err
	}
	service := s.Service
	var aside []error
	service.Log = func(subject string, err error) { aside = append(aside, errs.Wrap(err, "set aside "+subject)) }
	report, err := service.Run(ctx, now, worker(ctx), left(ctx))
	obs.Note(ctx, slog.Time("at", now), slog.Int("handled", report.Handled), slog.Int("found", report.Found),
		slog.Int("aside", report.Aside), slog.Int("failures", report.Failures), slog.Bool("left", report.Left))
	if report.Found > 0 { // the metric of the template's alarm, and none while nothing is due
		obs.Note(ctx, slog.Float64("sweepLagSeconds", report.Lag.Seconds()))
	}
	aside = append(aside, err, s.Morning.Run(ctx, now), s.Watch.Run(ctx, now), s.OnCall.Run(ctx, now))
	if err = errors.Join(aside...); err != nil {
		obs.Fail(ctx, err)
	}
	return err
}

// worker names this invocation in a run that it may share with another.
func worker(ctx context.Context) string {
	if id := obs.Invocation(ctx); id != "" {
		return id
	}
	return fmt.Sprintf("local-%d", time.Now().UnixNano())
}
