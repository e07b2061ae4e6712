package wire

import (
	"context"
	"sync"
	"time"

	"huiyin/shared/dynamo"
	"huiyin/shared/handbook"
	"huiyin/shared/message"
	"huiyin/shared/ticket"
)

// shelfKept is how long the handbook is believed that a process has read. Who
// saves something begins by reading it anew.
const shelfKept = 30 * time.Second

// Shelf is a handbook's store that keeps for a moment what every page of a
// ticket asks for: the articles' editions and the canned replies.
type Shelf struct {
	handbook.Store

	entries kept[handbook.Entry]
	replies kept[handbook.Reply]
}

// kept is a list as it was read a moment ago.
type kept[T any] struct {
	mu   sync.Mutex
	list []T
	read time.Time
}

func (k *kept[T]) get(ctx context.Context, read func(context.Context) ([]T, error)) ([]T, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if !k.read.IsZero() && time.Since(k.read) < shelfKept {
		return k.list, nil
	}
	began := time.Now()
	list, err := read(ctx)
	if err != nil {
		return nil, err
	}
	k.list, k.read = list, began
	return list, nil
}

func (k *kept[T]) forget() {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.read = time.Time{}
}

// Entries are the articles' editions, as read a moment ago.
func (s *Shelf) Entries(ctx context.Context) ([]handbook.Entry, error) {
	return s.entries.get(ctx, s.Store.Entries)
}

// Replies are the canned replies, as read a moment ago.
func (s *Shelf) Replies(ctx context.Context) ([]handbook.Reply, error) {
	return s.replies.get(ctx, s.Store.Replies)
}

// Forget lets the next question read everything anew.
func (s *Shelf) Forget() {
	s.entries.forget()
	s.replies.forget()
}

// Handbook is the handbook and the canned replies. values fill the marks that
// are the same in every reply.
func Handbook(table *dynamo.Table, zone *time.Location, values map[string]string) *handbook.Service {
	shelf := &Shelf{Store: table.Handbook()}
	return &handbook.Service{Store: shelf, Forget: shelf.Forget, Zone: zone, Vocabulary: ticket.DefaultVocabulary(),
		Promotion: message.Promotional, Values: values}
}
