package report

import (
	"context"
	"time"

	"huiyin/shared/errs"
)

// Bounds of a part. Lambda's answer may have six megabytes, and JSON inside of
// JSON grows by a third. A part is read in at most maxReads steps, so that a
// year in which little came in does not keep one request busy for too long.
const (
	maxRows  = 2000
	maxBytes = 3 << 20
	maxReads = 24
	oneRead  = 100
)

// Sheet takes rows.
type Sheet interface {
	Row(r Row) error
	Size() int // bytes so far
}

// Service has the one use case.
type Service struct {
	Store Store
	Judge Judge
}

// Part is what was written.
type Part struct {
	Rows int
	// Until is up to where the period has been read: the opening of the last
	// ticket, or its end.
	Until time.Time
	Next  string // the cursor of the next part, "" after the last
}

// Write writes one part of a period to a sheet, in the order of opening: at most
// 2,000 rows or 3 MB. cursor is "" for the first part. A part may have few rows,
// or none, and still have a next one.
//
// errs.Invalid for a foreign or broken cursor, errs.Unavailable.
func (s *Service) Write(ctx context.Context, now time.Time, p Period, cursor string, badge func(staff string) string, to Sheet) (Part, error) {
	part := Part{Until: p.From(), Next: cursor}
	for reads := 0; reads == 0 || part.Next != "" && reads < maxReads && part.Rows < maxRows && to.Size() < maxBytes; reads++ {
		numbers, next, err := s.Store.Opened(ctx, p.From(), p.To(), part.Next, min(oneRead, maxRows-part.Rows))
		if err != nil {
			return part, errs.Wrap(err, "list the tickets of a period")
		}
		tickets, err := s.Store.Tickets(ctx, numbers)
		if err != nil {
			return part, errs.Wrap(err, "read the tickets of a period")
		}
		for _, t := range tickets {
			stands, err := s.Judge.Stand(ctx, now, t)
			if err != nil {
				return part, errs.Wrap(err, "judge a ticket")
			}
			if err := to.Row(rowOf(t, stands, badge)); err != nil {
				return part, errs.Wrap(err, "write a row")
			}
			part.Rows, part.Until = part.Rows+1, t.OpenedAt
		}
		part.Next = next
	}
	if part.Next == "" {
		part.Until = p.To()
	}
	return part, nil
}
