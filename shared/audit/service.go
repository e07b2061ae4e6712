package audit

import (
	"context"
	"io"
	"time"

	"huiyin/shared/errs"
	"huiyin/shared/id"
)

// Log writes the log and reads it.
type Log struct {
	Store  Store
	Zone   *time.Location // the company's: months are meant in it
	Random io.Reader      // of the rows' ids
}

// Begin writes down that somebody is about to do something. Words of target
// that are no ids are left out. Where it can't be written the operation must
// not run: errs.Unavailable (audit.unavailable).
func (l *Log) Begin(ctx context.Context, now time.Time, by, operation, about string, target map[string]string) (Row, error) {
	token, err := id.Token(l.Random)
	if err != nil {
		return Row{}, errs.Wrap(err, "make the id of a row")
	}
	r := Row{ID: token, Month: l.Month(now), At: now.UTC().Truncate(time.Millisecond), By: by, Operation: operation, About: about, Outcome: Begun}
	r.Add(target)
	if err := l.Store.Begin(ctx, r); err != nil {
		return Row{}, errs.New(errs.Unavailable, "audit.unavailable").Because(err)
	}
	return r, nil
}

// End notes how it ended. status is what was answered.
func (l *Log) End(ctx context.Context, r Row, status int) error {
	r.Outcome, r.Status = Ended(status), status
	return errs.Wrap(l.Store.End(ctx, r), "note how an operation ended")
}

// Add adds to what the row is about. What is no id is left out.
func (r *Row) Add(target map[string]string) {
	for name, word := range target {
		if !IsID(word) {
			continue
		}
		if r.Target == nil {
			r.Target = map[string]string{}
		}
		r.Target[name] = word
	}
}

// Month is the month in which something of that instant is filed.
func (l *Log) Month(at time.Time) string { return at.In(l.Zone).Format(monthForm) }

const monthForm = "2006-01"

// Rows reads a page of a month: see Store.
func (l *Log) Rows(ctx context.Context, q Query, cursor string, limit int) ([]Row, string, error) {
	if _, err := time.Parse(monthForm, q.Month); err != nil {
		var f errs.Fields
		f.Add("month", "audit.month")
		return nil, "", f.Err()
	}
	return l.Store.Rows(ctx, q, cursor, limit)
}

// Of reads who did what to a record, newest first, up to limit (1 to 100): who
// has looked at a customer's file.
func (l *Log) Of(ctx context.Context, about string, limit int) ([]Row, error) {
	return l.Store.About(ctx, about, min(max(limit, 1), 100))
}
