package phone

import (
	"cmp"
	"context"
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"huiyin/infra/local/stack"
)

// Message is an SMS that arrived.
type Message struct {
	ID   string    `json:"id"`
	To   string    `json:"to"` // E.164
	Text string    `json:"text"`
	At   time.Time `json:"at"` // by the desk's clock, to the second
}

// inbox knows which SMS arrived and when. The local SNS keeps the texts but no
// times, so the inbox looks every second and notes when it first saw one.
type inbox struct {
	stack *stack.Stack
	file  string

	mu   sync.Mutex
	seen map[string]Message // by message id
}

func newInbox(s *stack.Stack) *inbox {
	in := &inbox{stack: s, file: filepath.Join(s.Home, "phone.json"), seen: map[string]Message{}}
	// A missing or damaged file loses only the times of old messages.
	if text, err := os.ReadFile(in.file); err == nil {
		_ = json.Unmarshal(text, &in.seen)
	}
	return in
}

func (in *inbox) watch(ctx context.Context) {
	for ctx.Err() == nil {
		in.look(ctx)
		select {
		case <-ctx.Done():
		case <-time.After(time.Second):
		}
	}
}

// look notes what is new. A stack that does not answer now is asked again in a
// second.
func (in *inbox) look(ctx context.Context) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, in.stack.SMS, nil)
	if err != nil {
		return
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return
	}
	defer response.Body.Close()
	var answer struct {
		Phones map[string][]struct{ MessageId, PhoneNumber, Message string } `json:"sms_messages"`
	}
	if json.NewDecoder(response.Body).Decode(&answer) != nil {
		return
	}
	in.mu.Lock()
	defer in.mu.Unlock()
	now := time.Now().Add(in.stack.ClockOffset).UTC().Truncate(time.Second)
	added := false
	for _, messages := range answer.Phones {
		for _, m := range messages {
			if _, known := in.seen[m.MessageId]; !known {
				in.seen[m.MessageId] = Message{ID: m.MessageId, To: m.PhoneNumber, Text: m.Message, At: now}
				added = true
			}
		}
	}
	if added {
		if text, err := json.Marshal(in.seen); err == nil {
			_ = os.WriteFile(in.file, text, 0o600)
		}
	}
}

func (in *inbox) newestFirst() []Message {
	in.mu.Lock()
	defer in.mu.Unlock()
	all := make([]Message, 0, len(in.seen))
	for _, m := range in.seen {
		all = append(all, m)
	}
	slices.SortFunc(all, func(a, b Message) int {
		return cmp.Or(b.At.Compare(a.At), cmp.Compare(a.To, b.To), cmp.Compare(a.ID, b.ID))
	})
	return all
}
