package dynamo

import (
	"context"
	"slices"

	"huiyin/shared/event"
	"huiyin/shared/ticket"
)

// historyPage is how many items of events and of internal notes one page holds;
// the words said in public come on top.
const historyPage = 100

// History reads a page of events and words, notes included, oldest first, from
// two ranges of the partition: events with their notes, and then the public
// words that belong to those events.
func (s Tickets) History(ctx context.Context, number, cursor string) (ticket.History, error) {
	var h ticket.History
	list := "history#" + number
	position, err := s.t.open(ctx, list, cursor)
	if err != nil {
		return h, err
	}
	part := span{pk: ticket.Subject(number), from: eventSorts, to: after(eventSorts), limit: historyPage}
	if position != "" {
		part.start = key{part.pk, position}.item()
	}
	items, more, err := s.t.page(ctx, "read the history", part)
	if err != nil {
		return h, err
	}
	if err := gather(&h, items); err != nil {
		return h, err
	}
	if err := s.publicWords(ctx, number, &h, !more); err != nil {
		return h, err
	}
	if more {
		h.Next, err = s.t.seal(ctx, list, str(items[len(items)-1], sk))
	}
	return h, err
}

// Recent reads a page from the end. The page may cut an event off from its note:
// that event belongs to the page before, and its note is read with it.
func (s Tickets) Recent(ctx context.Context, number string, before int) (ticket.History, error) {
	var h ticket.History
	part := span{pk: ticket.Subject(number), from: eventSorts, to: after(eventSorts), limit: historyPage, backward: true}
	if before > 0 {
		part.to = eventSort(before-1) + "$" // after the event's note, before the next event
	}
	items, err := s.t.query(ctx, "read the newest history", part)
	if err != nil {
		return h, err
	}
	slices.Reverse(items)
	if err := gather(&h, items); err != nil || len(h.Events) == 0 {
		return ticket.History{}, err
	}
	first := h.Events[0].Seq
	late := func(seq int) bool { return before > 0 && seq >= before }
	h.Events = slices.DeleteFunc(h.Events, func(e event.Event) bool { return late(e.Seq) })
	h.Words = slices.DeleteFunc(h.Words, func(w ticket.Words) bool { return w.Seq < first || late(w.Seq) })
	return h, s.publicWords(ctx, number, &h, before == 0)
}

// publicWords adds what was said in public at the events of the page. What
// opened the ticket stands with the person, right behind the last words: of a
// page that has both ends the one query reads it along.
func (s Tickets) publicWords(ctx context.Context, number string, h *ticket.History, newest bool) error {
	if len(h.Events) == 0 {
		return nil
	}
	first, last := h.Events[0].Seq, h.Events[len(h.Events)-1].Seq
	words := span{pk: ticket.Subject(number), from: wordSort(first), to: wordSort(last), limit: len(h.Events)}
	if first == 1 && newest {
		words.to, words.limit = personSort, words.limit+1
	}
	items, err := s.t.query(ctx, "read the words", words)
	if err == nil && first == 1 && !newest {
		items, err = s.withOpening(ctx, number, items)
	}
	if err != nil {
		return err
	}
	if err := gather(h, items); err != nil {
		return err
	}
	slices.SortStableFunc(h.Words, func(a, b ticket.Words) int { return a.Seq - b.Seq })
	return nil
}

// gather reads events and words into a page.
func gather(h *ticket.History, items []item) error {
	for _, it := range items {
		if str(it, kindAttr) == EventKind {
			var e event.Joined
			if err := read(it, &e); err != nil {
				return err
			}
			h.Events = append(h.Events, e.Events()...)
			continue
		}
		if str(it, kindAttr) == personKind {
			words, err := opening(it)
			if err != nil {
				return err
			}
			h.Words = append(h.Words, words...)
			continue
		}
		var w joinedWords
		if err := read(it, &w); err != nil {
			return err
		}
		h.Words = append(h.Words, w.all()...)
	}
	return nil
}
