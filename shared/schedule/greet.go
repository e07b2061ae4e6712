package schedule

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"huiyin/shared/greeting"
	"huiyin/shared/obs"
	"huiyin/shared/rank"
	"huiyin/shared/task"
)

// Greet is the function greetings: who is greeted today, and then, with the
// time that is left, the classes of customers for the month and the tasks that
// it begins with.
type Greet struct {
	Service greeting.Service
	Ranks   *rank.Service
	Rounds  *task.Rounds
	// Settings reads what holds for greetings now; it takes the place of the
	// service's.
	Settings func(context.Context) (greeting.Settings, error)
	Offset   time.Duration // of the desk's clock
	Log      *slog.Logger
}

// Handle is the Lambda handler. A run that the day cut short is an error, so
// that an alarm rings: somebody was not greeted.
func (g Greet) Handle(ctx context.Context, raw json.RawMessage) error {
	ctx, line := obs.Begin(ctx, g.Log, obs.Invocation(ctx))
	defer line.End("greetings")
	now, err := Now(raw, g.Offset)
	if err != nil {
		obs.Fail(ctx, err)
		return err
	}
	service := g.Service // each run has its own settings
	if service.Settings, err = g.Settings(ctx); err != nil {
		obs.Fail(ctx, err)
		return err
	}
	report, err := service.Tick(ctx, now, left(ctx))
	obs.Note(ctx, slog.Time("at", now), slog.Int("pages", report.Pages), slog.Int("people", report.People),
		slog.Any("left", report.Left), slog.Any("cut", report.Cut))
	ranked, unranked := g.Ranks.Tick(ctx, now, left(ctx))
	walked, failed := g.Rounds.Tick(ctx, now, left(ctx))
	obs.Note(ctx, slog.Bool("ranked", ranked), slog.Int("tasks", walked.Tasks), slog.Int("archived", walked.Away), slog.Any("walksLeft", walked.Left))
	err = errors.Join(err, unranked, failed)
	if len(report.Cut) > 0 {
		err = errors.Join(err, fmt.Errorf("the day ended before everybody was greeted in %v", report.Cut))
	}
	if err != nil {
		obs.Fail(ctx, err)
	}
	return err
}
