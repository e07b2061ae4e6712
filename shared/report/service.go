package report

import (
	"context"
	"time"

	"huiyin/shared/errs"
)

// partRows is how many rows a part has; the last one has fewer. Lambda's answer
// may have six megabytes, and JSON inside of JSON grows by a third: the largest
// row has some 4 KB, an ordinary one 1 KB.
const partRows = 1000

// oneRead is how many tickets are read at once.
const oneRead = 100

// maxParts is how many parts are told of at once.
const maxParts = 12

// Sheet takes rows.
type Sheet interface{ Row(r Row) error }

// Service has the use cases.
type Service struct {
	Store Store
	Judge Judge
	Zone  *time.Location // the company's
}

// Part is a part of a period: up to a thousand tickets, in the order in which
// they were opened.
type Part struct {
	Cursor string // where it begins, "" for the first
	Rows   int
	// Until is up to where the period has been read: the opening of the part's
	// last ticket, or the period's end.
	Until time.Time
	Next  string // the cursor of the next part, "" after the last
}

// Write writes one part of a period to a sheet. cursor is "" for the first part.
// badge gives the badge of a member of staff, "" for one who is not known.
//
// errs.Invalid for a foreign or broken cursor, errs.Unavailable.
func (s *Service) Write(ctx context.Context, now time.Time, p Period, cursor string, badge func(staff string) string, to Sheet) (Part, error) {
	until := p.From()
	part, err := s.part(ctx, p, cursor, func(numbers []string) error {
		tickets, err := s.Store.Tickets(ctx, numbers)
		if err != nil {
			return errs.Wrap(err, "read the tickets of a period")
		}
		for _, t := range tickets {
			stands, err := s.Judge.Stand(ctx, now, t)
			if err != nil {
				return errs.Wrap(err, "judge a ticket")
			}
			if err := to.Row(rowOf(t, stands, badge)); err != nil {
				return errs.Wrap(err, "write a row")
			}
			until = t.OpenedAt
		}
		return nil
	})
	if part.Until = until; part.Next == "" {
		part.Until = p.To()
	}
	return part, err
}

// Parts tells which parts a period has, a dozen at once: for whoever fetches
// them one by one. No ticket is read for it. cursor is "" at first, then the
// Next of the last part.
//
// errs.Invalid for a foreign or broken cursor, errs.Unavailable.
func (s *Service) Parts(ctx context.Context, p Period, cursor string) ([]Part, error) {
	var parts []Part
	for {
		part, err := s.part(ctx, p, cursor, func([]string) error { return nil })
		if err != nil {
			return nil, err
		}
		if part.Rows > 0 || len(parts) == 0 { // tickets that came in while it was read may leave an empty one behind
			parts = append(parts, part)
		}
		if cursor = part.Next; cursor == "" || len(parts) == maxParts {
			return parts, nil
		}
	}
}

// part goes through one part, a hundred tickets at a time.
func (s *Service) part(ctx context.Context, p Period, cursor string, each func(numbers []string) error) (Part, error) {
	part := Part{Cursor: cursor}
	for {
		numbers, next, err := s.Store.Opened(ctx, p.From(), p.To(), cursor, min(oneRead, partRows-part.Rows))
		if err != nil {
			return part, errs.Wrap(err, "list the tickets of a period")
		}
		if err := each(numbers); err != nil {
			return part, err
		}
		part.Rows += len(numbers)
		if cursor = next; next == "" || part.Rows == partRows {
			part.Next = next
			return part, nil
		}
	}
}
