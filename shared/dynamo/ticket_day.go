package dynamo

import (
	"context"
	"strings"
	"time"
)

// maxDays is how many days one request goes through. In a busy month a page is
// full after one or two; of a year in which nothing came in each day costs half
// a unit, and the cursor goes on.
const maxDays = 40

// Opened lists the numbers of the tickets opened in [from, to), oldest first,
// erased ones too. A page may be short, or empty, and still have a next.
// errs.Invalid for a foreign or broken cursor.
func (s Tickets) Opened(ctx context.Context, from, to time.Time, cursor string, limit int) (numbers []string, next string, err error) {
	list := "opened#" + stamp(from) + "#" + stamp(to)
	position, err := s.t.open(ctx, list, cursor)
	if err != nil {
		return nil, "", err
	}
	day := dayOf(from)
	if position != "" { // of a ticket, or the beginning of a day
		if day, err = time.Parse(time.DateOnly, position[:len(time.DateOnly)]); err != nil {
			return nil, "", badCursor()
		}
	}
	limit = clamp(limit)
	for range maxDays {
		if !day.Before(to) {
			return numbers, "", nil
		}
		part := span{pk: openedPartition(day), from: stamp(from), to: stamp(to), limit: limit - len(numbers)}
		if strings.Contains(position, "#") {
			part.start = key{part.pk, position}.item()
		}
		items, more, err := s.t.page(ctx, "list the tickets of a day", part)
		if err != nil {
			return nil, "", err
		}
		for _, it := range items {
			numbers = append(numbers, str(it, numberAttr))
		}
		if more {
			next, err = s.t.seal(ctx, list, str(items[len(items)-1], sk))
			return numbers, next, err
		}
		day = day.Add(dayLength)
		if position = stamp(day); len(numbers) == limit {
			break
		}
	}
	if !day.Before(to) {
		return numbers, "", nil
	}
	next, err = s.t.seal(ctx, list, position)
	return numbers, next, err
}
