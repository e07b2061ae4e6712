package customer

import (
	"context"
	"strings"
	"time"

	"huiyin/shared/errs"
	"huiyin/shared/event"
)

// Classified tells that a class was computed, chosen or given back; facts are
// ClassFacts.
const Classified event.Type = "customer.classified"

// ClassFacts tell how a class moved. Why, the file says: it is written by hand.
type ClassFacts struct {
	From     string `json:"from"`
	To       string `json:"to"`
	Computed bool   `json:"computed,omitempty"` // or a person's choice
}

// Classify sets the class of a file (rule QM-7). Computed: the class that
// figures give, which counts unless a person has chosen another one; then it is
// only kept beside it. Otherwise it is a person's choice, with a reason, and
// beats what is computed until it is given back (Unchoose). What changes
// nothing writes nothing. errs.Invalid class, reason; errs.NotFound.
func (s Service) Classify(ctx context.Context, now time.Time, by, id, class, reason string, computed bool) (Customer, error) {
	var f errs.Fields
	reason = strings.TrimSpace(reason)
	oneOf(&f, "class", class, []string{General, Suitable, Key})
	if text(&f, "reason", reason, MaxReason); !computed && reason == "" {
		f.Add("reason", "required")
	}
	if err := f.Err(); err != nil {
		return Customer{}, err
	}
	return s.alter(ctx, now, by, id, func(c *Customer, w *writing) error {
		if !computed {
			return w.choose(c, class, reason)
		}
		if c.Computed == class && (c.Chosen || c.Class == class) {
			return nil
		}
		c.Computed = class
		to := class
		if c.Chosen {
			to = c.Class
		}
		return w.classify(c, to, reason, true)
	})
}

// Unchoose gives a person's choice of class back: the computed class counts
// again, General while none was computed. errs.Invalid reason; errs.NotFound.
func (s Service) Unchoose(ctx context.Context, now time.Time, by, id, reason string) (Customer, error) {
	var f errs.Fields
	reason = needed(&f, "reason", reason, MaxReason)
	if err := f.Err(); err != nil {
		return Customer{}, err
	}
	return s.alter(ctx, now, by, id, func(c *Customer, w *writing) error {
		if !c.Chosen {
			return nil
		}
		c.Chosen = false
		to := c.Computed
		if to == "" {
			to = General
		}
		return w.classify(c, to, reason, false)
	})
}

// choose sets the class that a person wants.
func (w *writing) choose(c *Customer, class, reason string) error {
	if c.Chosen && c.Class == class {
		return nil
	}
	c.Chosen = true
	return w.classify(c, class, reason, false)
}

// classify writes a class into the file and its history, and tells of it. A
// computed class that does not count stands in no history.
func (w *writing) classify(c *Customer, to, reason string, computed bool) error {
	facts := ClassFacts{From: c.Class, To: to, Computed: computed}
	if c.Class = to; !computed || !c.Chosen {
		step := Classed{Class: to, At: w.at, By: w.by, Reason: reason, Computed: computed}
		c.Classes = append(tail(c.Classes, MaxHistory-1), step)
	}
	return w.tell(c, Classified, facts)
}

// tail is a copy of the last n of a list.
func tail[T any](all []T, n int) []T {
	return append([]T(nil), all[max(len(all)-n, 0):]...)
}

// alter changes a file as it stands, whoever else writes it at that moment;
// nothing told is nothing changed. errs.NotFound, errs.Stale.
func (s Service) alter(ctx context.Context, now time.Time, by, id string, do func(*Customer, *writing) error) (Customer, error) {
	return again(func() (Customer, error) {
		was, err := s.live(ctx, id)
		if err != nil {
			return Customer{}, err
		}
		c := was
		w := writing{by: by, at: later(now, was.UpdatedAt)}
		if err := do(&c, &w); err != nil || len(w.change.Events) == 0 {
			return was, err
		}
		return s.commit(ctx, c, &was, w.change)
	})
}
