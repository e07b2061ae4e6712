package customer

import (
	"context"
	"slices"
	"time"

	"huiyin/shared/event"
)

// CardSent tells that a card was sent at a festival; facts are CardFacts.
const CardSent event.Type = "customer.card"

// CardFacts name the festival.
type CardFacts struct {
	Festival string `json:"festival"` // as package calendar has it
	Year     int    `json:"year"`
}

// MaxCards is how many cards stand in a file: three years of a festival a
// month. Older ones are told by the events.
const MaxCards = 36

// Card is a card that was sent to somebody whom no SMS may greet (rule NJ-2).
type Card struct {
	CardFacts
	At time.Time `json:"at"` // when it was noted
	By string    `json:"by"`
}

// Card finds the card of a festival; false for none.
func (c Customer) Card(f CardFacts) (Card, bool) {
	i := slices.IndexFunc(c.Cards, func(one Card) bool { return one.CardFacts == f })
	if i < 0 {
		return Card{}, false
	}
	return c.Cards[i], true
}

// SendCard notes that a customer was sent his card for a festival: once, whoever
// says it how often. errs.NotFound, errs.Conflict customer.merged, errs.Stale.
func (s Service) SendCard(ctx context.Context, now time.Time, by, id string, f CardFacts) (Customer, error) {
	return s.alter(ctx, now, by, id, func(c *Customer, w *writing) error {
		if _, has := c.Card(f); has {
			return nil
		}
		c.Cards = append(tail(c.Cards, MaxCards-1), Card{CardFacts: f, At: w.at, By: by})
		return w.tell(c, CardSent, f)
	})
}

// joinCards adds the cards of a file that becomes part of this one.
func (c *Customer) joinCards(gone Customer) {
	cards := slices.Clone(c.Cards)
	for _, one := range gone.Cards {
		if _, has := c.Card(one.CardFacts); !has {
			cards = append(cards, one)
		}
	}
	slices.SortStableFunc(cards, func(a, b Card) int { return a.At.Compare(b.At) })
	c.Cards = tail(cards, MaxCards)
}
