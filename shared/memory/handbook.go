package memory

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"huiyin/shared/errs"
	"huiyin/shared/handbook"
)

// Handbook is the store of package handbook.
type Handbook struct{ s *Store }

// Handbook gives the store of the articles and the canned replies.
func (s *Store) Handbook() Handbook { return Handbook{s} }

var _ handbook.Store = Handbook{}

// Entries reads every article's editions.
func (h Handbook) Entries(context.Context) ([]handbook.Entry, error) {
	h.s.mu.Lock()
	defer h.s.mu.Unlock()
	var all []handbook.Entry
	for _, id := range sortedKeys(h.s.entries) {
		all = append(all, clone(h.s.entries[id]))
	}
	return all, nil
}

// SaveArticle writes a version and the entry that has it last.
func (h Handbook) SaveArticle(_ context.Context, a handbook.Article, e handbook.Entry, was int) error {
	h.s.mu.Lock()
	defer h.s.mu.Unlock()
	if h.s.entries[e.ID].Last() != was {
		return handbook.ErrLostRace
	}
	h.s.entries[e.ID] = clone(e)
	h.s.articles[a.ID] = append(h.s.articles[a.ID], clone(a))
	return nil
}

// Article reads a version.
func (h Handbook) Article(_ context.Context, id string, version int) (handbook.Article, error) {
	h.s.mu.Lock()
	defer h.s.mu.Unlock()
	for _, a := range h.s.articles[id] {
		if a.Version == version {
			return clone(a), nil
		}
	}
	return handbook.Article{}, errs.New(errs.NotFound, "store.not_found")
}

// Articles reads the versions of an article, newest first.
func (h Handbook) Articles(_ context.Context, id string, before, limit int) ([]handbook.Article, error) {
	h.s.mu.Lock()
	defer h.s.mu.Unlock()
	return newest(h.s.articles[id], before, limit, func(a handbook.Article) int { return a.Version }), nil
}

// newest are the last of some versions that lie below before.
func newest[T any](versions []T, before, limit int, number func(T) int) []T {
	var list []T
	for _, v := range slices.Backward(versions) {
		if (before == 0 || number(v) < before) && len(list) < min(max(limit, 1), 100) {
			list = append(list, clone(v))
		}
	}
	return list
}

// Replies reads every canned reply's last version.
func (h Handbook) Replies(context.Context) ([]handbook.Reply, error) {
	h.s.mu.Lock()
	defer h.s.mu.Unlock()
	var all []handbook.Reply
	for _, id := range sortedKeys(h.s.canned) {
		all = append(all, clone(h.s.canned[id][len(h.s.canned[id])-1]))
	}
	return all, nil
}

// SaveReply writes a version.
func (h Handbook) SaveReply(_ context.Context, r handbook.Reply, was int) error {
	h.s.mu.Lock()
	defer h.s.mu.Unlock()
	stored := 0
	if past := h.s.canned[r.ID]; len(past) > 0 {
		stored = past[len(past)-1].Version
	}
	if stored != was {
		return handbook.ErrLostRace
	}
	h.s.canned[r.ID] = append(h.s.canned[r.ID], clone(r))
	return nil
}

// PastReplies reads the versions of a reply, newest first.
func (h Handbook) PastReplies(_ context.Context, id string, before, limit int) ([]handbook.Reply, error) {
	h.s.mu.Lock()
	defer h.s.mu.Unlock()
	return newest(h.s.canned[id], before, limit, func(r handbook.Reply) int { return r.Version }), nil
}

// Read keeps that somebody has read a version; the first time counts.
func (h Handbook) Read(_ context.Context, r handbook.Receipt) error {
	h.s.mu.Lock()
	defer h.s.mu.Unlock()
	k := fmt.Sprintf("%s#%06d#%s", r.Article, r.Version, r.Staff)
	if _, before := h.s.receipts[k]; !before {
		h.s.receipts[k] = clone(r)
	}
	return nil
}

// ReadBy lists what a member of staff has read last, of each article.
func (h Handbook) ReadBy(_ context.Context, staff string) ([]handbook.Receipt, error) {
	h.s.mu.Lock()
	defer h.s.mu.Unlock()
	last := map[string]handbook.Receipt{}
	for _, r := range h.s.receipts {
		if r.Staff == staff && r.Version > last[r.Article].Version {
			last[r.Article] = clone(r)
		}
	}
	var list []handbook.Receipt
	for _, id := range sortedKeys(last) {
		list = append(list, last[id])
	}
	return list, nil
}

// Readers lists who has read a version.
func (h Handbook) Readers(_ context.Context, article string, version int) ([]handbook.Receipt, error) {
	h.s.mu.Lock()
	defer h.s.mu.Unlock()
	var list []handbook.Receipt
	for _, r := range h.s.receipts {
		if r.Article == article && r.Version == version {
			list = append(list, clone(r))
		}
	}
	slices.SortFunc(list, func(a, b handbook.Receipt) int { return cmp.Compare(a.Staff, b.Staff) })
	return list, nil
}
