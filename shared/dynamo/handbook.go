package dynamo

import (
	"context"
	"errors"
	"fmt"

	"huiyin/shared/handbook"
)

// Handbook is the store of package handbook.
type Handbook struct{ t *Table }

// Handbook gives the store of the articles and the canned replies.
func (t *Table) Handbook() Handbook { return Handbook{t} }

var _ handbook.Store = Handbook{}

const (
	shelfKind         = "entry"
	articleKind       = "article"
	replyKind         = "reply"
	receiptKind       = "receipt"
	handbookPartition = "HANDBOOK"
	repliesPartition  = "REPLIES"
	readSorts         = "READ#"

	maxReaders = 2000 // twice a large staff
)

func articlePartition(id string) string         { return "ARTICLE#" + id }
func replyPartition(id string) string           { return "REPLY#" + id }
func pastKey(partition string, version int) key { return key{partition, pastSort(version)} }
func pastSort(version int) string               { return fmt.Sprintf("%s%06d", versionSorts, version) }
func readSortsOf(version int) string            { return fmt.Sprintf("%s%06d#", readSorts, version) }
func receiptKey(r handbook.Receipt) key {
	return key{articlePartition(r.Article), readSortsOf(r.Version) + r.Staff}
}
func readerPartition(staff string) string   { return "READER#" + staff }
func lastReceiptKey(r handbook.Receipt) key { return key{readerPartition(r.Staff), r.Article} }
func lostArticle(item) error                { return handbook.ErrLostRace }

// Entries reads every article's editions, by one query.
func (s Handbook) Entries(ctx context.Context) ([]handbook.Entry, error) {
	return readSpan[handbook.Entry](ctx, s.t, "read the handbook", span{pk: handbookPartition, limit: handbook.MaxArticles})
}

// SaveArticle writes a version and the entry that has it last.
func (s Handbook) SaveArticle(ctx context.Context, a handbook.Article, e handbook.Entry, was int) error {
	entry, err := newItem(key{handbookPartition, e.ID}, shelfKind, e)
	if err != nil {
		return err
	}
	return s.save(ctx, "save an article", entry, articlePartition(a.ID), articleKind, a, a.Version, was)
}

// save writes the last version of a text, and a copy of it under its version.
func (s Handbook) save(ctx context.Context, attempted string, last item, partition, kind string, thing any, version, was int) error {
	last[versionAttr] = number(int64(version))
	past, err := newItem(pastKey(partition, version), kind, thing)
	if err != nil {
		return err
	}
	held := following(was + 1)
	return s.t.transact(ctx, attempted, putIf(last, held, lostArticle), putIf(past, absent(), lostArticle))
}

// Article reads a version; errs.NotFound.
func (s Handbook) Article(ctx context.Context, id string, version int) (handbook.Article, error) {
	var a handbook.Article
	it, err := s.t.get(ctx, "read an article", pastKey(articlePartition(id), version))
	if err != nil {
		return a, err
	}
	err = read(it, &a)
	return a, err
}

// Articles reads the versions of an article, newest first.
func (s Handbook) Articles(ctx context.Context, id string, before, limit int) ([]handbook.Article, error) {
	return readSpan[handbook.Article](ctx, s.t, "list the versions of an article", pastOf(articlePartition(id), before, limit))
}

// Replies reads every canned reply's last version, by one query.
func (s Handbook) Replies(ctx context.Context) ([]handbook.Reply, error) {
	return readSpan[handbook.Reply](ctx, s.t, "read the canned replies", span{pk: repliesPartition, limit: 2 * handbook.MaxReplies})
}

// SaveReply writes a version.
func (s Handbook) SaveReply(ctx context.Context, r handbook.Reply, was int) error {
	last, err := newItem(key{repliesPartition, r.ID}, replyKind, r)
	if err != nil {
		return err
	}
	return s.save(ctx, "save a canned reply", last, replyPartition(r.ID), replyKind, r, r.Version, was)
}

// PastReplies reads the versions of a reply, newest first.
func (s Handbook) PastReplies(ctx context.Context, id string, before, limit int) ([]handbook.Reply, error) {
	return readSpan[handbook.Reply](ctx, s.t, "list the versions of a canned reply", pastOf(replyPartition(id), before, limit))
}

func pastOf(partition string, before, limit int) span {
	part := span{pk: partition, from: versionSorts, to: after(versionSorts), backward: true, limit: clamp(limit)}
	if before > 0 {
		part.start = pastKey(partition, before).item()
	}
	return part
}

// Read keeps that somebody has read a version: among the readers of the
// version, and as the last that he has read of the article.
func (s Handbook) Read(ctx context.Context, r handbook.Receipt) error {
	of, err := newItem(receiptKey(r), receiptKind, r)
	if err != nil {
		return err
	}
	last, err := newItem(lastReceiptKey(r), receiptKind, r)
	if err != nil {
		return err
	}
	err = s.t.transact(ctx, "keep a read receipt", putIf(of, absent(), func(item) error { return errReadBefore }), put(last))
	if errors.Is(err, errReadBefore) {
		return nil
	}
	return err
}

var errReadBefore = errors.New("it was read before")

// ReadBy lists what a member of staff has read last, of each article.
func (s Handbook) ReadBy(ctx context.Context, staff string) ([]handbook.Receipt, error) {
	return readSpan[handbook.Receipt](ctx, s.t, "look up what somebody has read", span{pk: readerPartition(staff), limit: 2 * handbook.MaxArticles})
}

// Readers lists who has read a version.
func (s Handbook) Readers(ctx context.Context, article string, version int) ([]handbook.Receipt, error) {
	sorts := readSortsOf(version)
	return readSpan[handbook.Receipt](ctx, s.t, "look up who has read an article",
		span{pk: articlePartition(article), from: sorts, to: after(sorts), limit: maxReaders})
}
