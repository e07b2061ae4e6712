package handbook

import (
	"context"
	"time"

	"huiyin/shared/calendar"
	"huiyin/shared/errs"
)

// MarkRead keeps that a member of staff has read an article in the version in
// force, or in one that is coming. errs.NotFound (handbook.none); errs.Conflict
// (handbook.other_version) for a version that is past: there is a newer one to
// be read.
func (s *Service) MarkRead(ctx context.Context, now time.Time, staff, id string, version int) (Receipt, error) {
	shelf, err := s.shelf(ctx)
	if err != nil {
		return Receipt{}, err
	}
	e, known := shelf[id]
	if !known {
		return Receipt{}, none()
	}
	day := calendar.DateIn(now, s.Zone)
	inForce, _ := e.At(day)
	current := version == inForce.Version && version > 0
	for _, h := range e.Editions {
		current = current || h.Version == version && day.Before(h.From)
	}
	if !current {
		return Receipt{}, errs.New(errs.Conflict, "handbook.other_version").With("version", inForce.Version).With("allowed", "")
	}
	r := Receipt{Article: id, Version: version, Staff: staff, At: now.UTC().Truncate(time.Millisecond)}
	return r, errs.Wrap(s.Store.Read(ctx, r), "keep a read receipt")
}

// readBy is which version of each article a member of staff has read.
func (s *Service) readBy(ctx context.Context, staff string) (map[string]int, error) {
	read := map[string]int{}
	if staff == "" {
		return read, nil
	}
	receipts, err := s.Store.ReadBy(ctx, staff)
	if err != nil {
		return nil, errs.Wrap(err, "look up what somebody has read")
	}
	for _, r := range receipts {
		read[r.Article] = max(read[r.Article], r.Version)
	}
	return read, nil
}

// Readers lists who has read a version of an article (0: the one in force),
// and which version that is; errs.NotFound.
func (s *Service) Readers(ctx context.Context, now time.Time, id string, version int) (int, []Receipt, error) {
	a, err := s.Article(ctx, now, id, version)
	if err != nil {
		return 0, nil, err
	}
	receipts, err := s.Store.Readers(ctx, id, a.Version)
	return a.Version, receipts, errs.Wrap(err, "look up who has read an article")
}
