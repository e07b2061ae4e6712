package sample

import (
	"context"
	"errors"
	"time"

	"huiyin/shared/event"
	"huiyin/shared/ticket"
)

// ErrLostRace: the review, or its ticket, is not at the version it was read at.
// Nothing was written.
var ErrLostRace = errors.New("the review was changed in between")

// Tickets finds the tickets of a day; as package report's Store.
type Tickets interface {
	Get(ctx context.Context, number string) (ticket.Ticket, error)
	Opened(ctx context.Context, from, to time.Time, cursor string, limit int) (numbers []string, next string, err error)
	Tickets(ctx context.Context, numbers []string) ([]ticket.Ticket, error)
}

// Store keeps reviews. Each method may fail with errs.Unavailable.
type Store interface {
	// Reviews reads the reviews of up to MaxSize tickets with their remarks, in
	// any order, strongly consistent; tickets without one are left out.
	Reviews(ctx context.Context, numbers []string) ([]Review, error)
	// Save writes a review with its remark and its event in one transaction, on
	// condition that the review is at Version-1 and the ticket as it was read:
	// ErrLostRace.
	Save(ctx context.Context, r Review, of ticket.Ticket, told event.Event) error
}

// Key gives the secret that the lot is drawn with. errs.Unavailable.
type Key func(ctx context.Context) ([]byte, error)
