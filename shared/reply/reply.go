package reply

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"time"
	"unicode"

	"huiyin/shared/errs"
	"huiyin/shared/phone"
)

//go:embed seed/words.json
var seed []byte

// words are those that refuse, as plain writes them.
var words = sync.OnceValue(func() map[string]bool {
	var list []string
	if err := json.Unmarshal(seed, &list); err != nil {
		panic(fmt.Sprintf("reply: embedded words: %v", err))
	}
	all := map[string]bool{}
	for _, w := range list {
		all[plain(w)] = true
	}
	return all
})

// Reply is what came in.
type Reply struct {
	From phone.Number
	Text string
}

// Refuses tells whether a text is a word of refusal and nothing else, in
// whatever case and width it was typed, and with whatever signs around it.
func Refuses(text string) bool { return words()[plain(text)] }

// plain keeps the letters and digits of a text, narrow and in capitals.
func plain(text string) string {
	return strings.ToUpper(strings.Map(func(r rune) rune {
		if r >= '！' && r <= '～' {
			r += '!' - '！'
		}
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			return -1
		}
		return r
	}, text))
}

// Stopper stops what a number gets; package customer's Service. Stopping twice
// is stopping once.
type Stopper interface {
	StopReplied(ctx context.Context, number phone.Number, now time.Time) error
}

// Take does what a reply asks for: true when it was a refusal, which holds from
// now on. A sender that is no telephone (another service) asks for nothing.
// errs.Unavailable: to be tried again.
func Take(ctx context.Context, now time.Time, stop Stopper, r Reply) (bool, error) {
	if !r.From.Valid() || !Refuses(r.Text) {
		return false, nil
	}
	return true, errs.Wrap(stop.StopReplied(ctx, r.From, now), "stop a number that refused by SMS")
}

// Open reads the body of a queue message that SNS put there for a topic of
// two-way SMS; false for anything else.
func Open(body, topic string) (Reply, bool) {
	var outer struct{ Type, TopicArn, Message string }
	if topic == "" || json.Unmarshal([]byte(body), &outer) != nil || outer.Type != "Notification" || outer.TopicArn != topic {
		return Reply{}, false
	}
	var inner struct {
		From string `json:"originationNumber"`
		Text string `json:"messageBody"`
	}
	_ = json.Unmarshal([]byte(outer.Message), &inner) // what can't be read has no sender, and asks for nothing
	return Reply{From: phone.Number(inner.From), Text: inner.Text}, true
}
