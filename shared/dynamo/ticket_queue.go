package dynamo

import (
	"context"

	"huiyin/shared/ticket"
)

// maxPages bounds what one request reads when few tickets of a team's list are
// asked for (one owner's, or those handed over): a thousand lines. The cursor
// goes on from there.
const maxPages = 10

// Queue reads a page of a team's listed tickets by the due time shown: their
// lines from the index, then the records (both eventually consistent). A
// ticket that was closed or moved in between is left out, so a page may be
// short, or empty, and still have a Next. errs.Invalid for a foreign or broken
// cursor.
func (s Tickets) Queue(ctx context.Context, q ticket.Query) (ticket.Page, error) {
	var page ticket.Page
	list := teamQueue(q.Team)
	position, err := s.t.open(ctx, list, q.Cursor)
	if err != nil {
		return page, err
	}
	numbers, position, more, err := s.wanted(ctx, list, position, q)
	if err != nil {
		return page, err
	}
	tickets, err := s.glance(ctx, numbers)
	if err != nil {
		return page, err
	}
	for _, t := range tickets {
		if l := t.Line(); t.Listed() && t.Team == q.Team && q.Wants(l) {
			page.Tickets = append(page.Tickets, t)
		}
	}
	if more {
		page.Next, err = s.t.seal(ctx, list, position)
	}
	return page, err
}

// wanted are the numbers of a page, the position behind the last of them, and
// whether the list goes on there.
func (s Tickets) wanted(ctx context.Context, list, position string, q ticket.Query) (numbers []string, behind string, more bool, err error) {
	limit := clamp(q.Limit)
	part := limit
	if q.Owner != "" || q.Handed {
		part = batchLimit // most of them are not asked for
	}
	for range maxPages {
		var lines []ticket.Line
		if lines, more, err = s.lines(ctx, list, position, part); err != nil {
			return nil, "", false, err
		}
		for _, l := range lines {
			if !q.Wants(l) {
				position = placeOf(l)
				continue
			}
			if len(numbers) == limit { // one more than fits: go on behind the last that did
				return numbers, position, true, nil
			}
			numbers = append(numbers, l.Number)
			position = placeOf(l)
		}
		if !more || len(numbers) == limit {
			break
		}
	}
	return numbers, position, more, nil
}
