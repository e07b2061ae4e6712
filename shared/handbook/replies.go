package handbook

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"huiyin/shared/errs"
	"huiyin/shared/message"
	"huiyin/shared/ticket"
	"huiyin/shared/words"
)

// canned is every canned reply by id, those that were removed too.
func (s *Service) canned(ctx context.Context) (map[string]Reply, error) {
	all := map[string]Reply{}
	for _, r := range seedReplies() {
		all[r.ID] = r
	}
	stored, err := s.Store.Replies(ctx)
	if err != nil {
		return nil, errs.Wrap(err, "read the canned replies")
	}
	for _, r := range stored {
		all[r.ID] = r
	}
	return all, nil
}

// Replies lists the canned replies that fit, the best first, then by title.
func (s *Service) Replies(ctx context.Context, w Wanted) ([]Reply, error) {
	all, err := s.canned(ctx)
	if err != nil {
		return nil, err
	}
	var list []Reply
	for _, r := range all {
		if !r.Removed && r.fit(w) > 0 {
			list = append(list, r)
		}
	}
	slices.SortFunc(list, func(a, b Reply) int {
		return cmp.Or(b.fit(w)-a.fit(w), cmp.Compare(a.Title, b.Title), cmp.Compare(a.ID, b.ID))
	})
	return list, nil
}

// Draft is what a canned reply is made of.
type Draft struct {
	Lang                 words.Lang
	Title, Text          string
	Kind, Reason, Target string
}

// SaveReply saves a version of a canned reply. seen is the version that its
// author has seen, 0 when there was none: errs.Stale. errs.Invalid names the
// fields id, lang, title, text, kind, reason, target; errs.Conflict
// (handbook.full).
func (s *Service) SaveReply(ctx context.Context, now time.Time, by, id string, seen int, d Draft) (Reply, error) {
	if err := s.checkReply(id, d); err != nil {
		return Reply{}, err
	}
	return s.nextReply(ctx, id, seen, Reply{ID: id, Lang: d.Lang, Title: strings.TrimSpace(d.Title), Text: clean(d.Text), Kind: d.Kind,
		Reason: d.Reason, Target: d.Target, By: by, At: now.UTC().Truncate(time.Millisecond)})
}

// RemoveReply takes a canned reply out of the list; its versions stay. seen 0
// removes whatever version there is. errs.NotFound (handbook.no_reply),
// errs.Stale.
func (s *Service) RemoveReply(ctx context.Context, now time.Time, by, id string, seen int) (Reply, error) {
	s.forget()
	all, err := s.canned(ctx)
	if err != nil {
		return Reply{}, err
	}
	r, known := all[id]
	switch {
	case !known || r.Removed:
		return Reply{}, errs.New(errs.NotFound, "handbook.no_reply")
	case seen == 0:
		seen = r.Version
	}
	r.Removed, r.By, r.At = true, by, now.UTC().Truncate(time.Millisecond)
	return s.nextReply(ctx, id, seen, r)
}

func (s *Service) nextReply(ctx context.Context, id string, seen int, r Reply) (Reply, error) {
	s.forget()
	defer s.forget()
	all, err := s.canned(ctx)
	if err != nil {
		return Reply{}, err
	}
	was, known := all[id]
	live := 0
	for _, one := range all {
		if !one.Removed {
			live++
		}
	}
	switch {
	case was.Version != seen && !(was.Removed && seen == 0):
		return Reply{}, stale()
	case (!known || was.Removed) && (live >= MaxReplies || len(all) >= 2*MaxReplies):
		return Reply{}, errs.New(errs.Conflict, "handbook.full").With("max", MaxReplies).With("allowed", "")
	}
	r.Version = was.Version + 1
	stored := was.Version
	if seed, ok := seedReply(id); ok && was.By == "" && was.Version == seed.Version {
		stored = 0 // the program's, which no store has
	}
	err = s.Store.SaveReply(ctx, r, stored)
	if errors.Is(err, ErrLostRace) {
		return Reply{}, stale()
	}
	return r, errs.Wrap(err, "save a canned reply")
}

// PastReplies lists the versions of a reply below before (0: from the newest
// on), newest first, at most limit; the one of the program is among them.
func (s *Service) PastReplies(ctx context.Context, id string, before, limit int) ([]Reply, error) {
	list, err := s.Store.PastReplies(ctx, id, before, limit)
	if err != nil {
		return nil, err
	}
	if seed, ok := seedReply(id); ok && len(list) < limit && (before == 0 || seed.Version < before) &&
		!slices.ContainsFunc(list, func(r Reply) bool { return r.Version <= seed.Version }) {
		list = append(list, seed)
	}
	return list, nil
}

func (s *Service) checkReply(id string, d Draft) error {
	var f errs.Fields
	if !idForm().MatchString(id) {
		f.Add("id", "handbook.id")
	}
	if !slices.Contains(words.Langs, d.Lang) {
		f.Add("lang", "not_one_of", "allowed", "zh, en")
	}
	message.CheckWriting(&f, "title", d.Title, MaxTitle, false, false)
	message.CheckWriting(&f, "text", d.Text, MaxText, true, true)
	if odd := unknown(d.Text); len(odd) > 0 {
		f.Add("text", "handbook.mark", "found", strings.Join(odd, " "), "allowed", "{"+strings.Join(Marks, "} {")+"}")
	}
	if d.Kind != string(ticket.Inquiry) && s.Promotion != nil { // no kind: it is offered with complaints too
		if found := s.Promotion(d.Text); len(found) > 0 {
			f.Add("text", "handbook.promotion", "found", strings.Join(found, "、"))
		}
	}
	lists := map[string][]string{"": nil, string(ticket.Inquiry): s.Vocabulary.Inquiries, string(ticket.Complaint): s.Vocabulary.Complaints}
	reasons, known := lists[d.Kind]
	if !known {
		f.Add("kind", "not_one_of", "allowed", "inquiry, complaint")
	}
	if d.Reason != "" && !slices.Contains(reasons, d.Reason) {
		f.Add("reason", "not_one_of", "allowed", strings.Join(reasons, ", "))
	}
	if d.Target != "" && (d.Kind != string(ticket.Complaint) || !slices.Contains(s.Vocabulary.Targets, d.Target)) {
		f.Add("target", "not_one_of", "allowed", strings.Join(s.Vocabulary.Targets, ", "))
	}
	return f.Err()
}

func clean(text string) string { return strings.TrimSpace(strings.ReplaceAll(text, "\r\n", "\n")) }

// For fills a reply's marks for a ticket and whoever replies; what the company
// is called is filled by itself.
func (s *Service) For(r Reply, values map[string]string) string {
	return Fill(Fill(r.Text, values), s.Values)
}
