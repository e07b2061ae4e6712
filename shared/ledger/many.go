package ledger

import (
	"context"
	"errors"
	"time"

	"huiyin/shared/errs"
	"huiyin/shared/event"
)

// Many takes a page as far as it goes: everybody on it is sent to, made to wait
// or left out, once, however often the page comes and whoever else works on it.
//
// clock gives the present, which moves while a page is worked on. wait is asked
// before each message is handed over and lets no more through than the provider
// allows; its error ends the work in order. An error means that the page is to
// be brought again. If nobody brings it, the sweep does (Batches).
//
// It costs a person one write (the claim of his row) and a group of ten two or
// three: their money, and what became of them.
func (s *Service) Many(ctx context.Context, p Page, clock func() time.Time, wait func(context.Context) error) error {
	b, err := s.take(ctx, clock(), p)
	if errors.Is(err, ErrLostRace) {
		return nil // somebody took it up in this instant
	}
	if err != nil || b.State == Settled {
		return err
	}
	known, err := s.Store.Groups(ctx, b.ID)
	if err != nil {
		return errs.Wrap(err, "read what became of a page")
	}
	done := Lines(known)
	for n := range b.groups() {
		var rest []int
		for place := n * GroupSize; place < min((n+1)*GroupSize, len(b.To)); place++ {
			if _, has := done[place]; !has {
				rest = append(rest, place)
			}
		}
		if len(rest) == 0 {
			continue
		}
		w := group{Service: s, batch: b, clock: clock, wait: wait}
		failed := w.work(ctx, rest)
		if len(w.lines) > 0 {
			g := Group{Batch: b.ID, N: n, Try: b.Version, At: clock(), Lines: w.lines}
			failed = errors.Join(failed, errs.Wrap(s.Store.PutGroup(ctx, g), "note what became of a group"))
		}
		if errors.Is(failed, ErrHeld) {
			return s.hold(ctx, clock(), b)
		}
		if failed != nil {
			return failed
		}
		for _, l := range w.lines {
			done[l.Place] = l
		}
	}
	return s.close(ctx, clock(), b, done)
}

// take begins the work on a page, or takes it up where it was left.
func (s *Service) take(ctx context.Context, now time.Time, p Page) (Batch, error) {
	b, err := s.Store.Batch(ctx, p.ID)
	switch {
	case errs.Is(err, errs.NotFound):
		b = Batch{Page: p, State: Open, CreatedAt: now}
	case err != nil:
		return b, errs.Wrap(err, "read the work on a page")
	case b.State == Settled:
		return b, nil
	}
	b.Version++
	b.State, b.Until, b.Asked, b.ChangedAt = Open, now.Add(Lease), time.Time{}, now
	return b, errs.Wrap(s.Store.PutBatch(ctx, b), "take up a page")
}

// close settles the batch when everybody on it has a line. While somebody has
// none (another function may be sending to him in this moment) it stays open
// and comes back when its lease is over.
func (s *Service) close(ctx context.Context, now time.Time, b Batch, done map[int]Line) error {
	for place := range b.To {
		line, has := done[place]
		if !has {
			return nil
		}
		b.Tally.Add(line)
	}
	b.Version++
	b.State, b.Until, b.Asked, b.ChangedAt = Settled, time.Time{}, time.Time{}, now
	err := s.Store.PutBatch(ctx, b)
	if errors.Is(err, ErrLostRace) { // whoever took it up closes it
		return nil
	}
	return errs.Wrap(err, "close a page")
}

// hold takes the batch out of the due index until it is released.
func (s *Service) hold(ctx context.Context, now time.Time, b Batch) error {
	b.Version++
	b.State, b.Until, b.Asked, b.ChangedAt = Held, time.Time{}, time.Time{}, now
	err := s.Store.PutBatch(ctx, b)
	if errors.Is(err, ErrLostRace) {
		return nil
	}
	return errs.Wrap(err, "hold a page")
}

// before tells, of a page that somebody has worked on before, whether a person
// has a row: then that says what became of him, whatever is true of him now.
// His message may have gone out although nobody lived to note it, and he has
// said stop since, or the money is spent.
func (g *group) before(ctx context.Context, now time.Time, place int, id string) (bool, error) {
	if g.batch.Version == 1 || id == "" {
		return false, nil
	}
	err := g.met(ctx, now, id, place)
	if errs.Is(err, errs.NotFound) {
		return false, nil
	}
	return true, err
}

// Batches is what the sweep does with a page that was left unfinished.
type Batches struct{ Store Store }

// Due tells that the page is due again: the event leads it back to Many. Doing
// it twice does it once.
func (s Batches) Due(ctx context.Context, now time.Time, id string) error {
	b, err := s.Store.Batch(ctx, id)
	if errs.Is(err, errs.NotFound) {
		return nil
	}
	if err != nil {
		return errs.Wrap(err, "read the work on a page")
	}
	if at, open := b.Due(); !open || at.After(now) {
		return nil
	}
	return s.tell(ctx, now, b)
}

// tell records that a page is due. Asked keeps it due, and moves it a little
// ahead, so that an event that is lost is told again.
func (s Batches) tell(ctx context.Context, now time.Time, b Batch) error {
	b.Seq++
	e, err := event.New(BatchSubject(b.ID), b.Seq, PageDue, now, event.System, PageDueFacts{Batch: b.ID})
	if err != nil {
		return err
	}
	b.Version++
	b.Asked, b.ChangedAt = now.Add(askAgain), now
	if err = s.Store.PutBatch(ctx, b, e); errors.Is(err, ErrLostRace) {
		return nil
	}
	return errs.Wrap(err, "tell that a page is due")
}

// Release lets a page that is held go on; any other is left as it is.
func (s Batches) Release(ctx context.Context, now time.Time, id string) error {
	b, err := s.Store.Batch(ctx, id)
	if err != nil {
		return errs.Wrap(err, "read the work on a page")
	}
	if b.State != Held {
		return nil
	}
	b.State, b.Until = Open, now
	return s.tell(ctx, now, b)
}

// Batch reads the work on a page; errs.NotFound.
func (s Batches) Batch(ctx context.Context, id string) (Batch, error) { return s.Store.Batch(ctx, id) }

// Groups reads all that is known of a page.
func (s Batches) Groups(ctx context.Context, id string) ([]Group, error) {
	return s.Store.Groups(ctx, id)
}
