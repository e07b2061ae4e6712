package dynamo

import (
	"context"

	"huiyin/shared/event"
	"huiyin/shared/sweep"
)

// Tell writes an event that has no record beside it, once: sweep.ErrTold when
// it stands already.
func (s Sweeps) Tell(ctx context.Context, e event.Event) error {
	it, err := newItem(eventKey(e.Subject, e.Seq), EventKind, e)
	if err != nil {
		return err
	}
	it[atAttr] = text(stamp(e.At))
	forget(it, e.At.Add(keptFor))
	return s.t.putOne(ctx, "tell "+string(e.Type), it, absent(), func(item) error { return sweep.ErrTold })
}
