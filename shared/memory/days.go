package memory

import (
	"context"
	"strings"
	"time"
)

// Opened lists the tickets opened in [from, to), oldest first.
func (t Tickets) Opened(_ context.Context, from, to time.Time, cursor string, limit int) (numbers []string, next string, err error) {
	t.s.mu.Lock()
	defer t.s.mu.Unlock()
	first, last := stamp(from), stamp(to)
	var keys []string
	for _, place := range t.s.opened {
		if first <= place && place < last {
			keys = append(keys, place)
		}
	}
	keys, next, err = t.s.sealed("opened#"+first+"#"+last, keys, cursor, limit)
	for _, k := range keys {
		_, number, _ := strings.Cut(k, "#")
		numbers = append(numbers, number)
	}
	return numbers, next, err
}
