package reply_test

import (
	"context"
	"encoding/json"
	"testing"
	"time"

	"huiyin/shared/phone"
	"huiyin/shared/reply"
)

// rule: LAW-2 whatever the case and width, a word of refusal is one; a sentence
// that only has one in it is not.
func TestWhichRepliesRefuse(t *testing.T) {
	for text, want := range map[string]bool{
		"R": true, "r": true, "Ｒ": true, "t": true, "TD": true, "ｔｄ": true, " td。": true, "退订": true, "【退订】": true, "Stop!": true, "stop": true, "S T O P": true,
		"": false, "不退订": false, "谢谢": false, "T恤什么时候到": false, "RT": false, "stop by tomorrow": false, "1": false,
	} {
		if got := reply.Refuses(text); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}

type stopper struct{ stopped []phone.Number }

func (s *stopper) StopReplied(_ context.Context, n phone.Number, _ time.Time) error {
	s.stopped = append(s.stopped, n)
	return nil
}

func TestAReplyIsReadAndTaken(t *testing.T) {
	const topic = "arn:aws:sns:ap-southeast-1:123456789012:replies"
	body := func(typ, arn, from, text string) string {
		inner, _ := json.Marshal(map[string]string{"originationNumber": from, "destinationNumber": "+8610000", "messageBody": text, "inboundMessageId": "x"})
		outer, _ := json.Marshal(map[string]string{"Type": typ, "TopicArn": arn, "Message": string(inner)})
		return string(outer)
	}
	for name, c := range map[string]struct {
		body, topic   string
		ours, stopped bool
	}{
		"a refusal":            {body("Notification", topic, "+8613800138000", "TD"), topic, true, true},
		"something else":       {body("Notification", topic, "+8613800138000", "谢谢"), topic, true, false},
		"a short number":       {body("Notification", topic, "10086", "TD"), topic, true, false},
		"another topic":        {body("Notification", "arn:other", "+8613800138000", "TD"), topic, false, false},
		"another kind":         {body("SubscriptionConfirmation", topic, "+8613800138000", "TD"), topic, false, false},
		"an event of the bus":  {`{"source":"huiyin","detail":{"id":"TICKET#A/000001"}}`, topic, false, false},
		"no topic was given":   {body("Notification", "", "+8613800138000", "TD"), "", false, false},
		"what nobody can read": {`{"Type":"Notification","TopicArn":"` + topic + `","Message":"?"}`, topic, true, false},
	} {
		r, ours := reply.Open(c.body, c.topic)
		if ours != c.ours {
			t.Errorf("%s: ours %v", name, ours)
			continue
		}
		s := &stopper{}
		if stopped, err := reply.Take(t.Context(), time.Now(), s, r); err != nil || stopped != c.stopped || (len(s.stopped) == 1) != c.stopped {
			t.Errorf("%s: stopped %v %v, %v", name, stopped, s.stopped, err)
		}
	}
}
