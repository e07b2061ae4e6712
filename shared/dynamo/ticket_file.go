package dynamo

import (
	"context"

	"huiyin/shared/ticket"
)

// Files lists what is attached to a ticket, strongly consistent;
// errs.Unavailable.
func (s Tickets) Files(ctx context.Context, number string) ([]ticket.File, error) {
	items, err := s.t.query(ctx, "list the files of a ticket", span{
		pk: ticket.Subject(number), from: fileSorts, to: after(fileSorts), limit: ticket.MaxFiles,
	})
	if err != nil {
		return nil, err
	}
	files := make([]ticket.File, len(items))
	for i, it := range items {
		if err := read(it, &files[i]); err != nil {
			return nil, err
		}
	}
	return files, nil
}

// File reads one file's note; errs.NotFound, errs.Unavailable.
func (s Tickets) File(ctx context.Context, number, id string) (ticket.File, error) {
	var f ticket.File
	it, err := s.t.get(ctx, "read a file's note", fileKey(number, id))
	if err != nil {
		return f, err
	}
	return f, read(it, &f)
}
