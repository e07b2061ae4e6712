package notify_test

import (
	"context"
	"encoding/json"
	"io"
	"sync/atomic"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/events"
	"golang.org/x/time/rate"

	"huiyin/shared/clock"
	"huiyin/shared/event"
	"huiyin/shared/ledger"
	"huiyin/shared/message"
	"huiyin/shared/notify"
	"huiyin/shared/obs"
)

// class plans one message of a class for each event, and notes what was handed
// over; a page hands over as many as the rate lets through.
type class struct {
	idle
	of   message.Class
	sent atomic.Int64
}

func (c *class) Plan(_ context.Context, _ time.Time, e event.Event) ([]ledger.Message, error) {
	return []ledger.Message{{ID: e.ID, Class: c.of}}, nil
}

func (c *class) Page(_ context.Context, e event.Event) (ledger.Page, bool, error) {
	return ledger.Page{}, e.Type == "greeting.page", nil
}

func (c *class) Deliver(context.Context, time.Time, ledger.Message) error { c.sent.Add(1); return nil }

func (c *class) Many(ctx context.Context, _ ledger.Page, _ func() time.Time, wait func(context.Context) error) error {
	for range 100 {
		if err := wait(ctx); err != nil {
			return err
		}
		c.sent.Add(1)
	}
	return nil
}

// What goes to many waits for the rate; what is about one person never does,
// and when the rate is used up it goes out all the same. Greetings that time
// does not reach come again.
func TestTheRateHoldsBackGreetingsAndNothingElse(t *testing.T) {
	const each = 20 // a second
	body := func(typ event.Type) string {
		e, err := event.New("X", 1, typ, time.Unix(1e9, 0), event.System, nil)
		raw, _ := json.Marshal(map[string]any{"source": event.Source, "detail": e})
		if err != nil {
			t.Fatal(err)
		}
		return string(raw)
	}
	for _, c := range []struct {
		what   string
		typ    event.Type
		of     message.Class
		failed int
		most   int64
		least  int64
	}{
		{"a page", "greeting.page", message.Promotion, 1, each + 2, 1},
		{"promotion that waited", "message.due", message.Promotion, 1, 0, 0},
		{"a notice", "ticket.replied", message.Notice, 0, 1, 1},
		{"a message to staff", "ticket.escalated", message.Staff, 0, 1, 1},
	} {
		limit := rate.NewLimiter(each, 1)
		if c.of != message.Promotion || c.typ != "greeting.page" {
			limit = rate.NewLimiter(rate.Every(time.Hour), 1)
			limit.Allow() // used up
		}
		does := &class{of: c.of}
		h := notify.Handler{Plan: does, Deliver: does, Clock: clock.New(0), Rate: limit, Log: obs.Logger(io.Discard)}
		ctx, cancel := context.WithTimeout(t.Context(), 6*time.Second) // a second of work: the rest is kept in reserve
		answer, err := h.Handle(ctx, events.SQSEvent{Records: []events.SQSMessage{{MessageId: "1", Body: body(c.typ)}}})
		cancel()
		if err != nil || len(answer.BatchItemFailures) != c.failed {
			t.Errorf("%s: %+v (%v)", c.what, answer, err)
		}
		if n := does.sent.Load(); n > c.most || n < c.least {
			t.Errorf("%s: %d went out, %d to %d were expected", c.what, n, c.least, c.most)
		}
	}
}
