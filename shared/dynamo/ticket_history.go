package dynamo

import (
	"context"
	"slices"

	"huiyin/shared/event"
	"huiyin/shared/ticket"
)

// historyPage is how many events and internal notes one page holds; the words
// said in public come on top.
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
	if err := s.publicWords(ctx, number, &h); err != nil {
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
	h.Words = slices.DeleteFunc(h.Words, func(w ticket.Words) bool { return w.Seq < first })
	return h, s.publicWords(ctx, number, &h)
}

// publicWords adds what was said in public at the events of the page.
func (s Tickets) publicWords(ctx context.Context, number string, h *ticket.History) error {
	if len(h.Events) == 0 {
		return nil
	}
	first, last := h.Events[0].Seq, h.Events[len(h.Events)-1].Seq
	items, err := s.t.query(ctx, "read the words", span{
		pk: ticket.Subject(number), from: wordSort(first), to: wordSort(last), limit: historyPage,
	})
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
			var e event.Event
			if err := read(it, &e); err != nil {
				return err
			}
			h.Events = append(h.Events, e)
			continue
		}
		var w ticket.Words
		if err := read(it, &w); err != nil {
			return err
		}
		h.Words = append(h.Words, w)
	}
	return nil
}

// Note reads the internal words of one event; errs.NotFound.
func (s Tickets) Note(ctx context.Context, number string, seq int) (ticket.Words, error) {
	var w ticket.Words
	it, err := s.t.get(ctx, "read a note", wordsKey(number, ticket.Words{Seq: seq, Kind: ticket.Internal}))
	if err != nil {
		return w, err
	}
	err = read(it, &w)
	return w, err
}
