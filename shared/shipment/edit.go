package shipment

import (
	"context"
	"errors"
	"slices"
	"time"

	"huiyin/shared/clock"
	"huiyin/shared/errs"
	"huiyin/shared/event"
)

// News is how old what happened may be to be told to anybody: last week's
// shipments are imported, and nobody wants to hear of them.
const News = 24 * time.Hour

// edit is a change in the making.
type edit struct {
	Shipment
	was      *Shipment
	at       time.Time
	by       string
	settings Settings
	events   []event.Event
	err      error
}

func (e *edit) happened(typ event.Type, facts any) {
	if e.err != nil {
		return
	}
	var told event.Event
	if told, e.err = event.New(Subject(e.Waybill), e.Seq+1, typ, e.at, e.by, facts); e.err == nil {
		e.Seq++
		e.events = append(e.events, told)
	}
}

// change is what the store is asked to write.
func (e *edit) change() Change {
	e.Version++
	e.ChangedAt = e.at
	carrier := ""
	if e.was != nil {
		carrier = e.was.Carrier
	}
	tallies := e.tallies(carrier)
	return Change{Shipment: e.Shipment, Was: e.was, Events: e.events, Tallies: tallies}
}

// tries is how often a change is worked out anew when somebody else was faster.
const tries = 5

// act changes a shipment: read, do, commit; do may be called again. expect is
// the version the caller believes it has, 0 for any. Nothing changed writes
// nothing.
func (s *Service) act(ctx context.Context, now time.Time, by, waybill string, expect int, do func(*edit) error) (Shipment, error) {
	settings, err := s.settings(ctx)
	if err != nil {
		return Shipment{}, err
	}
	for try := 1; ; try++ {
		was, err := s.Read(ctx, waybill)
		if err != nil {
			return Shipment{}, err
		}
		if expect != 0 && expect != was.Version {
			return was, errs.New(errs.Stale, "shipment.stale")
		}
		e := s.edit(was, now, by, settings)
		if err := do(e); err != nil {
			return was, err
		}
		if e.err != nil || same(was, e.Shipment) {
			return was, e.err
		}
		change := e.change()
		err = s.Store.Commit(ctx, change)
		switch {
		case err == nil:
			return change.Shipment, nil
		case !errors.Is(err, ErrLostRace):
			return was, errs.Wrap(err, "change a shipment")
		case expect != 0 || try == tries:
			return was, errs.New(errs.Stale, "shipment.stale").Because(err)
		}
	}
}

func (s *Service) edit(was Shipment, now time.Time, by string, settings Settings) *edit {
	e := &edit{Shipment: was, was: &was, at: clock.Later(now, was.ChangedAt).UTC().Truncate(time.Millisecond), by: by, settings: settings}
	// What an edit changes in place is its own.
	e.Exceptions, e.Instructions, e.Corrections, e.Proofs = slices.Clone(was.Exceptions), slices.Clone(was.Instructions), slices.Clone(was.Corrections), slices.Clone(was.Proofs)
	if was.Trace != nil {
		trace := *was.Trace
		e.Trace = &trace
	}
	return e
}

// left notes that it is on its way. What left long ago is no news.
func (e *edit) left(at time.Time) {
	e.Dispatched = at
	if e.ETA.IsZero() && e.Days > 0 {
		e.ETA = at.Add(time.Duration(e.Days) * 24 * time.Hour)
	}
	if e.Days == 0 && e.ETA.After(at) {
		e.Days = int((e.ETA.Sub(at) + 24*time.Hour - 1) / (24 * time.Hour))
	}
	e.expect()
	if e.at.Sub(at) <= News {
		e.happened(DispatchedEvent, e.facts())
	}
}

// expect works out when it is late.
func (e *edit) expect() {
	e.LateAt = time.Time{}
	if !e.ETA.IsZero() {
		e.LateAt = e.ETA.Add(time.Duration(e.settings.LateHours) * time.Hour)
	}
}

func (e *edit) facts() LeftFacts {
	return LeftFacts{Customer: e.Customer, Class: e.Class, Salesperson: e.Salesperson, Days: e.Days, Office: e.settings.Office, At: e.Dispatched, ETA: e.ETA}
}

// moved works out where it is after its course has changed, and what follows.
func (e *edit) moved() {
	before := e.State
	e.State, e.StateAt = stands(e.Course)
	if e.State != before {
		e.happened(Moved, MovedFacts{From: before, To: e.State, At: e.StateAt})
	}
	if e.Dispatched.IsZero() && e.State != Recorded {
		e.left(e.Course[0].At)
	}
	if e.State.Exception() && e.State != before {
		e.excepted(string(e.State), e.StateAt)
	}
	if wrong := e.exception(); wrong != nil && e.over(*wrong) {
		e.cleared(wrong)
	}
	if e.Trace.Open() && e.State == Signed && e.StateAt.After(e.Trace.Since) {
		e.endTrace(e.at, "")
	}
}

// over tells whether an exception is none any more: the state moved on, or what
// was late has come or is expected anew.
func (e *edit) over(wrong Exception) bool {
	if wrong.Kind == Overdue {
		return e.State.Ended() || e.LateAt.After(e.at)
	}
	return !e.State.Exception()
}

// excepted notes that something is wrong. One thing that leads to the next
// (refused, on its way back, returned) is one exception; when it becomes worse
// the customer hears of it again. Of what was over long ago when the shipment was
// recorded nobody hears.
func (e *edit) excepted(kind string, since time.Time) {
	news := !e.Old || e.at.Sub(since) <= News
	open := e.exception()
	if kind == Damaged {
		open = e.damage()
	}
	if open != nil {
		if news && grade(kind) > grade(open.Kind) && (open.Begun || open.Raised) {
			open.Worse = e.at
		}
		open.Kind = kind
		return
	}
	e.Exceptions = append(e.Exceptions, Exception{Kind: kind, Since: since, Found: e.at, Raised: !news})
	e.happened(Excepted, ExceptionFacts{Kind: kind, Since: since})
}

// damaged notes that goods were found damaged.
func (e *edit) damaged(since time.Time) {
	e.Damaged = true
	if e.damage() == nil {
		e.excepted(Damaged, since)
	}
}

// cleared ends an exception. One that nobody was told of needs no last word.
func (e *edit) cleared(wrong *Exception) {
	wrong.Cleared, wrong.Worse = e.at, time.Time{}
	if !wrong.Raised && !wrong.Begun {
		wrong.Raised = true
	}
	wrong.Settled = wrong.Raised && !wrong.Own
	e.happened(Cleared, ExceptionFacts{Kind: wrong.Kind, Since: wrong.Since, Ticket: wrong.Ticket})
}

func (e *edit) endTrace(found time.Time, claim string) {
	e.Trace.Found, e.Trace.Claim, e.Trace.Ended = found, claim, e.at
	e.happened(TraceEnded, TraceFacts{Ticket: e.Trace.Ticket, Found: claim == ""})
}
