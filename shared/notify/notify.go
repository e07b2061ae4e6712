package notify

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/aws/aws-lambda-go/events"
	"golang.org/x/sync/errgroup"
	"golang.org/x/time/rate"

	"huiyin/shared/batch"
	"huiyin/shared/bus/envelope"
	"huiyin/shared/clock"
	"huiyin/shared/event"
	"huiyin/shared/ledger"
	"huiyin/shared/message"
	"huiyin/shared/obs"
	"huiyin/shared/reply"
)

// Planner says what follows from an event.
type Planner interface {
	Plan(ctx context.Context, now time.Time, e event.Event) ([]ledger.Message, error)
	// Page is the page of people that an event names; false for all others.
	Page(ctx context.Context, e event.Event) (ledger.Page, bool, error)
}

// Deliverer takes a message, or a page of people, as far as it goes today, and
// knows what it costs.
type Deliverer interface {
	Deliver(ctx context.Context, now time.Time, m ledger.Message) error
	Many(ctx context.Context, p ledger.Page, clock func() time.Time, wait func(context.Context) error) error
	Used(ctx context.Context, now time.Time) (percent float64, err error)
}

// Handler handles batches of queue messages.
type Handler struct {
	Plan    Planner
	Deliver Deliverer
	Clock   clock.Clock
	Rate    *rate.Limiter // greetings a second of this process; all else goes at once
	Log     *slog.Logger
	// What customers answer: the topic it comes by ("" for none), and who stops a
	// number.
	Replies string
	Stop    reply.Stopper
}

// side is how many messages of one event go out at the same time.
const side = 4

// Handle is the Lambda handler. An event that fails comes again, alone.
func (h Handler) Handle(ctx context.Context, in events.SQSEvent) (events.SQSEventResponse, error) {
	ctx, line := obs.Begin(ctx, h.Log, obs.Invocation(ctx))
	defer line.End("notify")
	obs.Note(ctx, slog.Int("events", len(in.Records)))
	answer := batch.Handle(ctx, in.Records, func(ctx context.Context, m events.SQSMessage) error {
		if r, ours := reply.Open(m.Body, h.Replies); ours {
			return h.reply(ctx, r)
		}
		e, err := envelope.Open(m.Body)
		if err != nil {
			return err
		}
		return h.event(ctx, e)
	})
	h.budget(ctx)
	return answer, nil
}

// reply takes what a customer answered by SMS. The function's line counts it and
// says no more: what people write is nobody's business here.
func (h Handler) reply(ctx context.Context, r reply.Reply) error {
	stopped, err := reply.Take(ctx, h.Clock.Now(), h.Stop, r)
	if err == nil {
		obs.Note(ctx, slog.Int("replies", 1), slog.Bool("stopped", stopped))
	}
	return err
}

// budget notes how much of the month's money is spent: the template's alarm
// and dashboard read this field. Not to know it delays no message.
func (h Handler) budget(ctx context.Context) {
	used, err := h.Deliver.Used(ctx, h.Clock.Now())
	if err != nil {
		obs.Fail(ctx, err)
		return
	}
	obs.Note(ctx, slog.Float64("smsBudgetUsedPercent", used))
}

// event delivers everything that follows from one event. The present is the
// clock's, or the event's own time where that is later: an event is never
// acted on before it happened.
func (h Handler) event(ctx context.Context, e event.Event) error {
	if page, is, err := h.Plan.Page(ctx, e); is || err != nil {
		if err != nil {
			return err
		}
		return h.Deliver.Many(ctx, page, func() time.Time { return clock.Later(h.Clock.Now(), e.At) }, h.next)
	}
	now := clock.Later(h.Clock.Now(), e.At)
	messages, err := h.Plan.Plan(ctx, now, e)
	if err != nil {
		return err
	}
	failed := make([]error, len(messages))
	var group errgroup.Group
	group.SetLimit(side)
	for i, m := range messages {
		group.Go(func() error {
			if m.Class == message.Promotion {
				if failed[i] = h.Rate.Wait(ctx); failed[i] != nil {
					return nil
				}
			}
			failed[i] = h.Deliver.Deliver(ctx, now, m)
			return nil
		})
	}
	_ = group.Wait() // the functions above return no error
	return errors.Join(failed...)
}

// reserve is what is kept of the function's time to write down what became of
// those a page has reached. The queue brings the rest of it again.
const reserve = 5 * time.Second

// errNoTime ends the work on a page before the function's time does.
var errNoTime = errors.New("no time is left for the rest of the page")

// next waits until another greeting may go out.
func (h Handler) next(ctx context.Context) error {
	if end, limited := ctx.Deadline(); limited && time.Until(end) < reserve {
		return errNoTime
	}
	return h.Rate.Wait(ctx)
}
