package handbook

import (
	"context"
	"errors"
)

// ErrLostRace: an article or a reply is not at the version it was read at.
// Nothing was written.
var ErrLostRace = errors.New("it was changed in between")

// Store keeps what a company has written, and who has read what. Reads are
// strongly consistent. Each method may fail with errs.Unavailable.
type Store interface {
	// Entries reads every article's editions, in any order.
	Entries(ctx context.Context) ([]Entry, error)
	// SaveArticle writes a version and the entry that has it last. was is the
	// version that is stored now, 0 for none: ErrLostRace.
	SaveArticle(ctx context.Context, a Article, e Entry, was int) error
	// Article reads a version; errs.NotFound.
	Article(ctx context.Context, id string, version int) (Article, error)
	// Articles reads the versions of an article below before (0: from the newest
	// on), newest first, at most limit.
	Articles(ctx context.Context, id string, before, limit int) ([]Article, error)

	// Replies reads every canned reply's last version, those that were removed
	// too, in any order.
	Replies(ctx context.Context) ([]Reply, error)
	// SaveReply writes a version. was is the version that is stored now, 0 for
	// none: ErrLostRace.
	SaveReply(ctx context.Context, r Reply, was int) error
	// PastReplies reads the versions of a reply below before (0: from the newest
	// on), newest first, at most limit.
	PastReplies(ctx context.Context, id string, before, limit int) ([]Reply, error)

	// Read keeps that somebody has read a version; the first time counts.
	Read(ctx context.Context, r Receipt) error
	// ReadBy lists what a member of staff has read: of each article the version
	// that he read last.
	ReadBy(ctx context.Context, staff string) ([]Receipt, error)
	// Readers lists who has read a version of an article.
	Readers(ctx context.Context, article string, version int) ([]Receipt, error)
}
