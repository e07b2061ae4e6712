package sheet

import (
	"context"
	"errors"
	"io"
	"time"

	"huiyin/shared/attachment"
)

// ErrLostRace: the import is not at the version it was read at. Nothing was
// written then.
var ErrLostRace = errors.New("the import was changed in between")

// Store keeps imports. Each method may fail with errs.Unavailable.
type Store interface {
	// Save writes an import whose version is one more than the stored one, with
	// the problems of the rows it has just looked at, in one transaction:
	// ErrLostRace. It stands in the due index while Due says so.
	Save(ctx context.Context, i Import, problems []Problem) error
	// Import reads one; errs.NotFound.
	Import(ctx context.Context, id string) (Import, error)
	// Imports lists them, newest first, at most limit.
	Imports(ctx context.Context, limit int) ([]Import, error)
	// Problems lists what was wrong with an import's rows, in their order; at
	// most MostWrong rows and a chunk have any.
	Problems(ctx context.Context, id string) ([]Problem, error)
}

// Bucket is where files lie until they are forgotten, after a day. Each method
// may fail with errs.Unavailable.
type Bucket interface {
	// Form lets somebody put one file of at most max bytes at a key, for so
	// long. The browser is then sent on to back, when it is not empty.
	Form(ctx context.Context, key string, max int64, life time.Duration, back string) (attachment.Form, error)
	// Look tells what lies at a key; errs.NotFound.
	Look(ctx context.Context, key string) (attachment.Object, error)
	// Open reads a file from its beginning; errs.NotFound when it is not there
	// any more, or not in the state that was seen.
	Open(ctx context.Context, key, state string) (io.ReadCloser, error)
	// Remove removes a file; one that is not there is no error.
	Remove(ctx context.Context, key string) error
}
