package notify_test

import (
	"context"
	"crypto/rand"
	"io"
	"testing"

	"github.com/aws/aws-lambda-go/events"

	"huiyin/shared/clock"
	"huiyin/shared/customer"
	"huiyin/shared/event"
	"huiyin/shared/ledger"
	"huiyin/shared/memory"
	"huiyin/shared/notify"
	"huiyin/shared/obs"
	"huiyin/shared/phone"

	"time"
)

type numbers struct{}

func (numbers) Parse(_, typed string) (phone.Number, error) { return phone.Number(typed), nil }
func (numbers) Key(_ context.Context, n phone.Number) (string, error) {
	return "key" + string(n[1:]), nil
}

type idle struct{}

func (idle) Plan(context.Context, time.Time, event.Event) ([]ledger.Message, error) { return nil, nil }
func (idle) Page(context.Context, event.Event) (ledger.Page, bool, error) {
	return ledger.Page{}, false, nil
}
func (idle) Deliver(context.Context, time.Time, ledger.Message) error { return nil }
func (idle) Many(context.Context, ledger.Page, func() time.Time, func(context.Context) error) error {
	return nil
}
func (idle) Used(context.Context, time.Time) (float64, error) { return 0, nil }

// rule: LAW-2 a word of refusal by SMS stops the number, with a file or
// without, as often as it is delivered; nothing else does, and only the person
// can allow greetings again.
func TestAReplyStopsTheNumber(t *testing.T) {
	store := memory.New(1)
	files := customer.Service{Store: store.Customers(), Phones: numbers{}, Random: rand.Reader}
	now := clock.New(0).Now()
	c, err := files.Save(t.Context(), customer.Input{Name: "王芳", Phone: "+8613800138000"}, event.System, now)
	if err == nil {
		c, err = files.Confirm(t.Context(), c.ID, c.Version, "同意", "staff:1", now)
	}
	if err != nil {
		t.Fatal(err)
	}
	h := notify.Handler{Plan: idle{}, Deliver: idle{}, Log: obs.Logger(io.Discard), Replies: "arn:topic", Stop: files}
	body := func(from, text string) events.SQSMessage {
		return events.SQSMessage{MessageId: from + text, Body: `{"Type":"Notification","TopicArn":"arn:topic","Message":"{\"originationNumber\":\"` + from + `\",\"messageBody\":\"` + text + `\"}"}`}
	}
	answer, err := h.Handle(t.Context(), events.SQSEvent{Records: []events.SQSMessage{
		body("+8613800138000", "ｔｄ"), body("+8613800138000", "TD"), body("+8613900139000", "退订"), body("+8613700137000", "谢谢"), body("10086", "TD")}})
	if err != nil || len(answer.BatchItemFailures) != 0 {
		t.Fatalf("%+v %v", answer, err)
	}
	for number, want := range map[phone.Number]bool{"+8613800138000": true, "+8613900139000": true, "+8613700137000": false} {
		if is, err := files.Stopped(t.Context(), number); err != nil || is != want {
			t.Errorf("%s stopped: %v %v", number, is, err)
		}
	}
	c, err = files.Get(t.Context(), c.ID)
	if err != nil || c.Consent.State != customer.Stopped || c.Consent.Proofs[len(c.Consent.Proofs)-1].How != customer.ByReply || len(c.Consent.Proofs) != 2 {
		t.Errorf("the file: %+v %v", c.Consent, err)
	}
	if _, err := files.Confirm(t.Context(), c.ID, c.Version, "同意", "staff:1", now); err == nil {
		t.Error("an agent undid what the person said")
	}
}
