package dynamo

import (
	"context"

	"huiyin/shared/ticket"
)

// maxPages bounds what one request reads when few tickets of a team's list are
// asked for (one owner's, or those handed over): a thousand tickets. The cursor
// goes on from there.
const maxPages = 10

// Queue reads a page of a team's open tickets by the due time shown, from the
// index (eventually consistent). A page of some of them may be short, or
// empty, and still have a Next. errs.Invalid for a foreign or broken cursor.
func (s Tickets) Queue(ctx context.Context, q ticket.Query) (ticket.Page, error) {
	var page ticket.Page
	limit := clamp(q.Limit)
	list := teamQueue(q.Team)
	position, err := s.t.open(ctx, list, q.Cursor)
	if err != nil {
		return page, err
	}
	part := span{index: queueIndex, pk: list, limit: limit}
	if q.Owner != "" || q.Handed {
		part.limit = batchLimit // most of them are not asked for
	}
	for range maxPages {
		if position != "" {
			part.start = queueStart(list, position, ticketKey)
		}
		items, more, err := s.t.page(ctx, "read the queue", part)
		if err != nil {
			return page, err
		}
		for _, it := range items {
			var t ticket.Ticket
			if err := read(it, &t); err != nil {
				return page, err
			}
			if !q.Wants(t) {
				position = str(it, qsk)
				continue
			}
			if len(page.Tickets) == limit { // one more than fits: go on behind the last that did
				page.Next, err = s.t.seal(ctx, list, position)
				return page, err
			}
			page.Tickets = append(page.Tickets, t)
			position = str(it, qsk)
		}
		if !more {
			return page, nil
		}
		if len(page.Tickets) == limit {
			break
		}
	}
	page.Next, err = s.t.seal(ctx, list, position)
	return page, err
}
