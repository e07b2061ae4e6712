package dynamo

import (
	"context"
	"errors"
	"time"

	"huiyin/shared/ticket"
)

// Tickets is the store of package ticket (its Store and its Customers), and
// what a phone number tells about open complaints.
type Tickets struct{ t *Table }

// Tickets gives the store of tickets.
func (t *Table) Tickets() Tickets { return Tickets{t} }

var (
	_ ticket.Store     = Tickets{}
	_ ticket.Customers = Tickets{}
)

const (
	ticketKind  = "ticket"
	personKind  = "person"
	wordsKind   = "words"
	pointerKind = "pointer"
	foundKind   = "found"
	fileKind    = "file"
)

// Commit writes the changes in one transaction or nothing at all:
// ticket.ErrLostRace, ErrKeyUsed, ErrNumberTaken, *MatterTaken,
// errs.Unavailable.
//
// A ticket that is reopened may find its matter open in another one, and later
// has no guard to give back. That is rare, and not known beforehand without a
// read; so the usual case is tried, and when nothing but the guard stood in
// the way the change is written once more without it. In between, the guard
// can't have become this ticket's: only a change of this ticket claims it, and
// that would fail the version's condition.
func (s Tickets) Commit(ctx context.Context, changes ...ticket.Change) error {
	unguarded := make([]bool, len(changes))
	for {
		var ops []op
		for i, c := range changes {
			more, err := s.ops(c, i, unguarded[i])
			if err != nil {
				return err
			}
			ops = append(ops, more...)
		}
		err := s.t.transact(ctx, "commit a ticket", ops...)
		var lost *guardLost
		if !errors.As(err, &lost) {
			return err
		}
		unguarded[lost.change] = true // at most once for each change: then it has no such condition
	}
}

// ops are the writes of one change. Their order is what a refusal is told by:
// a key that was used before anything, a matter that is open last.
func (s Tickets) ops(c ticket.Change, change int, unguarded bool) ([]op, error) {
	var all []op
	var failed error
	add := func(o op, err error) {
		all = append(all, o)
		failed = errors.Join(failed, err)
	}
	if c.Answer != nil {
		add(answerOp(*c.Answer))
	}
	add(s.recordOp(c.Ticket))
	told, err := eventOps(c.Events)
	said, wrong := wordsOps(c)
	all, failed = append(append(all, told...), said...), errors.Join(failed, err, wrong)
	for _, f := range c.Found {
		add(foundOp(f, c.Ticket.LastEventAt))
	}
	if c.Attach != nil {
		add(plainOp(fileKey(c.Ticket.Number, c.Attach.ID), fileKind, c.Attach))
	}
	if c.Detach != "" {
		add(remove(fileKey(c.Ticket.Number, c.Detach)), nil)
	}
	if was := c.Erases; was != nil {
		add(remove(personKey(was.Number)), nil)
		if was.Waybill != "" {
			add(remove(waybillTicketKey(*was)), nil)
		}
	}
	if c.Was == "" {
		for _, k := range pointers(c.Ticket) {
			add(pointerOp(k, c.Ticket.Number))
		}
	}
	more, err := bookOps(c)
	failed = errors.Join(failed, err)
	guards, err := guardOps(c, change, unguarded)
	return append(append(all, more...), guards...), errors.Join(failed, err)
}

// recordOp writes the record. The index keys are computed from the ticket each
// time; those that come out as they were cost their index nothing.
func (s Tickets) recordOp(t ticket.Ticket) (op, error) {
	k := ticketKey(t.Number)
	it, err := newItem(k, ticketKind, nil)
	if err != nil {
		return op{}, err
	}
	if it[recordAttr], err = packed(t); err != nil {
		return op{}, err
	}
	it[versionAttr] = number(int64(t.Version))
	if t.Listed() {
		it[qpk], it[qsk] = text(teamQueue(t.Team)), text(queueSort(t.ShownDue(), t.Number))
		it[lineAttr] = text(packLine(t.Line()))
	}
	if next, ok := t.SLA.NextCheck(); ok {
		setDue(it, next, k.pk, s.t.shards)
	}
	lost := ticket.ErrLostRace
	if t.Version <= 1 {
		lost = ticket.ErrNumberTaken
	}
	return putIf(it, following(t.Version), func(item) error { return lost }), nil
}

// pointers are where a new ticket is found by its day, phone number and
// waybill. Its place under the day is a number and nothing else: it outlives an
// erasure.
func pointers(t ticket.Ticket) []key {
	keys := []key{openedKey(t)}
	if t.PhoneKey != "" {
		keys = append(keys, phoneTicketKey(t))
	}
	if t.Waybill != "" {
		keys = append(keys, waybillTicketKey(t))
	}
	return keys
}

func pointerOp(k key, number string) (op, error) {
	it, err := newItem(k, pointerKind, nil)
	if err != nil {
		return op{}, err
	}
	it[numberAttr] = text(number)
	return put(it), nil
}

// plainOp writes what only the ticket's own condition protects.
func plainOp(k key, kind string, thing any) (op, error) {
	it, err := newItem(k, kind, thing)
	return put(it), err
}

// foundOp files what a sweep found under its run.
func foundOp(f ticket.Found, at time.Time) (op, error) {
	it, err := newItem(foundKey(f), foundKind, f)
	if err != nil {
		return op{}, err
	}
	forget(it, at.Add(keptFor))
	return put(it), nil
}
