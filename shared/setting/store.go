package setting

import (
	"context"
	"errors"
)

// ErrLostRace: a setting, or a job, is not at the version it was read at.
// Nothing was written.
var ErrLostRace = errors.New("it was changed in between")

// Store keeps settings and jobs. Reads are strongly consistent. Each method may
// fail with errs.Unavailable.
type Store interface {
	// All reads the settings as they are in force, in any order.
	All(ctx context.Context) ([]Kept, error)
	// Save writes a change or nothing at all: ErrLostRace.
	Save(ctx context.Context, c Change) error
	// Version reads one version of a setting; errs.NotFound.
	Version(ctx context.Context, area Area, id string, version int) (Kept, error)
	// Versions lists the versions of a setting below before (0: from the newest
	// on), newest first, at most limit.
	Versions(ctx context.Context, area Area, id string, before, limit int) ([]Kept, error)
	// Job reads a job; errs.NotFound.
	Job(ctx context.Context, id string) (Job, error)
	// Jobs lists jobs, newest first, at most limit.
	Jobs(ctx context.Context, limit int) ([]Job, error)
	// Advance writes a job whose Version is one more than it was read at:
	// ErrLostRace. It is due at Job.Next until it is done.
	Advance(ctx context.Context, job Job) error
}
