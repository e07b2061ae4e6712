package customer

import (
	"errors"
	"time"

	"huiyin/shared/errs"
	"huiyin/shared/event"
)

// writing gathers the events of one change.
type writing struct {
	by     string
	at     time.Time
	change Change
}

// tell adds the customer's next event.
func (w *writing) tell(c *Customer, typ event.Type, facts any) error {
	c.Seq++
	c.UpdatedAt = w.at
	e, err := event.New(Subject(c.ID), c.Seq, typ, w.at, w.by, facts)
	w.change.Events = append(w.change.Events, e)
	return err
}

// move takes a step in the life of the consent, and tells of it if it led
// anywhere.
func (w *writing) move(c *Customer, how, text string) error {
	next, moved, err := c.Consent.move(how, w.by, text, w.at)
	if err != nil || !moved {
		return err
	}
	c.Consent = next
	typ, facts := next.told()
	return w.tell(c, typ, facts)
}

// attempts is how often a change that doesn't depend on what was read is tried
// against others who write the same file.
const attempts = 4

// again repeats a change that lost a race, or met a file that has just been
// made.
func again(change func() (Customer, error)) (c Customer, err error) {
	for range attempts {
		c, err = change()
		if !errors.Is(err, ErrLostRace) && !errors.Is(err, ErrPhoneTaken) {
			return c, err
		}
	}
	return c, err
}

func absent(err error) error {
	if errs.Is(err, errs.NotFound) {
		return errs.New(errs.NotFound, "customer.not_found")
	}
	return err
}

func later(a, b time.Time) time.Time {
	if a.Before(b) {
		return b
	}
	return a.UTC()
}
