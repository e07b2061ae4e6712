package dynamo

import (
	"context"
	"errors"

	"huiyin/shared/errs"
	"huiyin/shared/ticket"
)

// What is said on a ticket stands in as few items as its readers allow, for each
// costs two units: the words that open it with the person, internal ones of one
// change together, every other public one by itself.

// personRecord is who asked, with what he asked.
type personRecord struct {
	ticket.Person
	Said *ticket.Words `json:"said,omitempty"`
}

// opening are the words that a person's item holds.
func opening(it item) ([]ticket.Words, error) {
	var p personRecord
	if err := read(it, &p); err != nil || p.Said == nil {
		return nil, err
	}
	return []ticket.Words{*p.Said}, nil
}

// withOpening adds the person's item, if there is one.
func (s Tickets) withOpening(ctx context.Context, number string, items []item) ([]item, error) {
	it, err := s.t.get(ctx, "read what opened a ticket", personKey(number))
	if errs.Is(err, errs.NotFound) {
		return items, nil
	}
	return append(items, it), err
}

// Note reads the internal words of one event; errs.NotFound. They stand under
// it, or under an event before it with which they were said.
func (s Tickets) Note(ctx context.Context, number string, seq int) (ticket.Words, error) {
	last := wordsKey(number, ticket.Words{Seq: seq, Kind: ticket.Internal})
	items, err := s.t.query(ctx, "read a note", span{pk: last.pk, from: eventSorts, to: last.sk, backward: true, limit: 10})
	if err != nil {
		return ticket.Words{}, err
	}
	for _, it := range items {
		var said joinedWords
		if str(it, kindAttr) != wordsKind {
			continue
		}
		if err := read(it, &said); err != nil {
			return ticket.Words{}, err
		}
		for _, w := range said.all() {
			if w.Seq == seq {
				return w, nil
			}
		}
	}
	return ticket.Words{}, notFound()
}

// joinedWords are internal words that were said in one change, in one item: the
// first as they are, the others behind them.
type joinedWords struct {
	ticket.Words
	More []ticket.Words `json:"more,omitempty"`
}

func (w joinedWords) all() []ticket.Words { return append([]ticket.Words{w.Words}, w.More...) }

// wordsOps write the person and the words of a change. Its events stand together
// too, so that no event with a note of its own comes between.
func wordsOps(c ticket.Change) ([]op, error) {
	var all []op
	var failed error
	add := func(k key, kind string, thing any) {
		o, err := plainOp(k, kind, thing)
		all, failed = append(all, o), errors.Join(failed, err)
	}
	number := c.Ticket.Number
	var asked *personRecord
	if c.Person != nil {
		asked = &personRecord{Person: *c.Person}
	}
	var inside []ticket.Words
	for _, w := range c.Words {
		switch {
		case !w.Public():
			inside = append(inside, w)
		case w.Seq == 1 && asked != nil:
			asked.Said = &w
		default:
			add(wordsKey(number, w), wordsKind, w)
		}
	}
	if asked != nil {
		add(personKey(number), personKind, asked)
	}
	if len(inside) > 0 {
		add(wordsKey(number, inside[0]), wordsKind, joinedWords{inside[0], inside[1:]})
	}
	return all, failed
}
