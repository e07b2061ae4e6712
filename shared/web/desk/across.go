package desk

import (
	"context"
	"strconv"
	"strings"

	"huiyin/shared/errs"
)

// filesOf are the ids under which something may be filed for a customer: the
// file's own and those of the files that became part of it. Of one that is gone
// there is only its own.
func (d *Desk) filesOf(ctx context.Context, id string) ([]string, error) {
	c, err := d.Customers.Store.Customer(ctx, id)
	if errs.Is(err, errs.NotFound) {
		return []string{id}, nil
	}
	return c.IDs(), errs.Wrap(err, "read a file")
}

// across reads a page of what is filed under several ids, one id after the
// other. Its cursor is the list's own, with the place of the id before it behind
// the first.
func across[T any](ids []string, cursor string, limit int, read func(id, cursor string, limit int) ([]T, string, error)) (all []T, next string, err error) {
	at := 0
	if place, rest, found := strings.Cut(cursor, "~"); found {
		if at, err = strconv.Atoi(place); err != nil || at < 1 || at >= len(ids) {
			var f errs.Fields
			f.Add("cursor", "store.cursor")
			return nil, "", f.Err()
		}
		cursor = rest
	}
	for {
		some, more, err := read(ids[at], cursor, limit-len(all))
		if err != nil {
			return nil, "", err
		}
		all = append(all, some...)
		switch cursor = ""; {
		case more != "" && at == 0:
			return all, more, nil
		case more != "":
			return all, strconv.Itoa(at) + "~" + more, nil
		case at+1 == len(ids):
			return all, "", nil
		}
		if at++; len(all) >= limit {
			return all, strconv.Itoa(at) + "~", nil
		}
	}
}
