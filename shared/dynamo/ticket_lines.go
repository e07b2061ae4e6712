package dynamo

import (
	"context"
	"maps"
	"slices"
	"strings"

	"huiyin/shared/errs"
	"huiyin/shared/ticket"
)

// Lines reads a page of a team's open tickets by due time, from the index
// (eventually consistent). errs.Invalid for a foreign or broken cursor.
func (s Tickets) Lines(ctx context.Context, q ticket.LineQuery) (ticket.LinePage, error) {
	var page ticket.LinePage
	list := teamQueue(q.Team)
	position, err := s.t.open(ctx, list, q.Cursor)
	if err != nil {
		return page, err
	}
	lines, more, err := s.lines(ctx, list, position, min(max(q.Limit, 1), ticket.MaxLines))
	if err != nil {
		return page, err
	}
	page.Lines = lines
	if more {
		page.Next, err = s.t.seal(ctx, list, placeOf(lines[len(lines)-1]))
	}
	return page, err
}

// placeOf is where a line stands in its team's list.
func placeOf(l ticket.Line) string { return queueSort(l.Place, l.Number) }

// lines reads so many lines of a list behind a position, and whether there are
// more.
func (s Tickets) lines(ctx context.Context, list, position string, limit int) ([]ticket.Line, bool, error) {
	part := span{index: linesIndex, pk: list, limit: limit}
	if position != "" {
		part.start = queueStart(list, position, ticketKey)
	}
	items, more, err := s.t.page(ctx, "read the queue", part)
	if err != nil {
		return nil, false, err
	}
	lines := make([]ticket.Line, len(items))
	var unwritten []int
	for i, it := range items {
		place := str(it, qsk)
		if lines[i], err = unpackLine(str(it, lineAttr), strings.TrimPrefix(list, teamQueue("")), place); err != nil {
			return nil, false, errs.New(errs.Internal, "internal").Because(errs.Wrap(err, "read the line of "+str(it, pk)))
		}
		if str(it, lineAttr) == "" {
			unwritten = append(unwritten, i)
		}
	}
	return lines, more, s.write(ctx, lines, unwritten)
}

// write makes the lines of tickets that were last written before there were
// lines: they stand in the index all the same, and are read from their records
// until somebody touches them.
func (s Tickets) write(ctx context.Context, lines []ticket.Line, unwritten []int) error {
	for some := range slices.Chunk(unwritten, batchLimit) {
		at := map[string]int{}
		for _, i := range some {
			at[lines[i].Number] = i
		}
		tickets, err := s.glance(ctx, slices.Collect(maps.Keys(at)))
		if err != nil {
			return err
		}
		for _, t := range tickets {
			i := at[t.Number]
			place := lines[i].Place // where the list goes on, whatever the record says by now
			lines[i] = t.Line()
			lines[i].Place = place
		}
	}
	return nil
}
