package wire

import (
	"context"
	"testing"

	"huiyin/shared/handbook"
)

// shelves is a store that counts how often its lists are read.
type shelves struct {
	handbook.Store
	reads int
}

func (s *shelves) Entries(context.Context) ([]handbook.Entry, error) { s.reads++; return nil, nil }
func (s *shelves) Replies(context.Context) ([]handbook.Reply, error) { s.reads++; return nil, nil }

// What every page of a ticket asks for is read twice a minute, and anew by
// whoever changes it.
func TestTheHandbookIsReadTwiceAMinute(t *testing.T) {
	store := &shelves{}
	shelf := &Shelf{Store: store}
	ask := func(want int) {
		t.Helper()
		_, err1 := shelf.Entries(t.Context())
		_, err2 := shelf.Replies(t.Context())
		if err1 != nil || err2 != nil || store.reads != want {
			t.Errorf("%d reads, want %d: %v, %v", store.reads, want, err1, err2)
		}
	}
	ask(2)
	ask(2)
	shelf.Forget()
	ask(4)
	shelf.entries.read, shelf.replies.read = shelf.entries.read.Add(-shelfKept), shelf.replies.read.Add(-shelfKept)
	ask(6)
}
