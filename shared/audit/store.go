package audit

import "context"

// Query chooses rows. Empty members match everything.
type Query struct {
	Month     string // 2006-01, required
	By        string // as a row's
	Operation string // as a row's
}

// Fits tells whether a row is asked for.
func (q Query) Fits(r Row) bool {
	return (q.Month == r.Month) && (q.By == "" || q.By == r.By) && (q.Operation == "" || q.Operation == r.Operation)
}

// MaxRead is how many rows a store looks at for one page of a query.
const MaxRead = 500

// Store keeps the rows. Each method may fail with errs.Unavailable.
type Store interface {
	// Begin writes a row that is not there yet.
	Begin(ctx context.Context, r Row) error
	// End gives a row its outcome, its status, what was added to its target and
	// what it turned out to be about. A row that has one already is left as it is.
	End(ctx context.Context, r Row) error
	// Rows lists a month's rows that fit, newest first, at most limit, and of at
	// most MaxRead that were looked at: a page may be short, or empty, and have a
	// next one. errs.Invalid for a foreign or broken cursor.
	Rows(ctx context.Context, q Query, cursor string, limit int) (rows []Row, next string, err error)
	// About reads the latest rows about a record, newest first; limit is 1 to 100
	// (eventually consistent).
	About(ctx context.Context, about string, limit int) ([]Row, error)
}
