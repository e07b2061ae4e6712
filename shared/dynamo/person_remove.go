package dynamo

import (
	"context"

	"huiyin/shared/customer"
	"huiyin/shared/event"
	"huiyin/shared/ledger"
	"huiyin/shared/ticket"
)

// What is removed was written in one transaction with a record that is changed
// or gone by now, and nobody writes it again: removing states no condition but
// that of the record. What is removed page by page goes in an order in which
// the last item is the one that the rest is found by.

// Forget removes all words said on a ticket, notes and the remark of a spot check
// included, and what its files were called, and then the ticket's place under
// the number.
func (s Persons) Forget(ctx context.Context, phoneKey string, t ticket.Ticket) error {
	words := span{pk: ticket.Subject(t.Number), from: eventSorts, to: after(wordSorts)}
	if err := s.t.removeAll(ctx, "forget the words of a ticket", words, wordsKind); err != nil {
		return err
	}
	files := span{pk: ticket.Subject(t.Number), from: fileSorts, to: after(fileSorts)}
	if err := s.t.removeAll(ctx, "forget the files of a ticket", files, ""); err != nil {
		return err
	}
	t.PhoneKey = phoneKey // which the record has no more
	return s.t.transact(ctx, "forget a ticket", remove(remarkKey(t.Number)), remove(personKey(t.Number)), remove(phoneTicketKey(t)))
}

// removeAll removes the items of a span, in its order: those of one kind, or
// all when it is empty.
func (t *Table) removeAll(ctx context.Context, attempted string, part span, kind string) error {
	part.limit = batchLimit
	for more := true; more; {
		var items []item
		var err error
		if items, more, err = t.page(ctx, attempted, part); err != nil {
			return err
		}
		var ops []op
		for _, it := range items {
			k := key{str(it, pk), str(it, sk)}
			if part.start = k.item(); kind == "" || str(it, kindAttr) == kind {
				ops = append(ops, remove(k))
			}
		}
		if len(ops) == 0 {
			continue
		}
		if err := t.transact(ctx, attempted, ops...); err != nil {
			return err
		}
	}
	return nil
}

// RemoveFile removes the notes of a file, and then the file with its pointers,
// its places and its terms, and writes the event and the stop (when not nil) in
// one transaction: customer.ErrLostRace, errs.Unavailable.
func (s Persons) RemoveFile(ctx context.Context, c customer.Customer, stop *customer.Optout, told event.Event) error {
	for _, id := range c.IDs() {
		notes := span{pk: customer.Subject(id), from: noteSorts, to: after(noteSorts)}
		if err := s.t.removeAll(ctx, "erase the notes of a file", notes, ""); err != nil {
			return err
		}
	}
	ops := []op{deleteIf(record(customer.Subject(c.ID)), following(c.Version+1), fileLost)}
	for _, k := range c.Keys() {
		ops = append(ops, deleteIf(phoneCustomerKey(k), heldBy(customerAttr, c.ID), fileLost))
	}
	for _, term := range c.Terms() {
		pk, err := s.t.termPartition(ctx, term)
		if err != nil {
			return err
		}
		ops = append(ops, remove(key{pk, c.ID}))
	}
	for _, p := range c.Places() {
		ops = append(ops, remove(key{placePartition(p), c.ID}))
	}
	if stop != nil {
		more, err := optoutOps(*stop)
		if err != nil {
			return err
		}
		ops = append(ops, more...)
	}
	o, err := eventOp(told)
	if err != nil {
		return err
	}
	return s.t.transact(ctx, "erase a customer", append(ops, o)...)
}

// RemoveCode removes a code and its place in the number's list.
func (s Persons) RemoveCode(ctx context.Context, phoneKey, id string) error {
	return s.t.transact(ctx, "erase a code", remove(record(customer.CodeSubject(id))), remove(codePlaceKey(phoneKey, id)))
}

// RemoveRow removes a row with its history, which stands before it in the
// partition.
func (s Persons) RemoveRow(ctx context.Context, id string) error {
	return s.t.removeAll(ctx, "erase a row", span{pk: ledger.Subject(id)}, "")
}

// RemoveRecent forgets when a number got receipts.
func (s Persons) RemoveRecent(ctx context.Context, phoneKey string) error {
	return s.t.transact(ctx, "forget recent receipts", remove(recentKey(phoneKey)))
}
