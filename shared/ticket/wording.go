package ticket

import (
	"context"
	"strings"

	"huiyin/shared/errs"
)

// Wording is what a text says that this customer must not read.
type Wording struct {
	Forbidden []string // forbidden words (PD-10)
	Promotion []string // words that recommend products to who complains (JY-11)
	Unfilled  []string // marks of a canned reply that nobody has filled
}

// Fine tells whether nothing was found.
func (w Wording) Fine() bool { return len(w.Forbidden)+len(w.Promotion)+len(w.Unfilled) == 0 }

// Wording looks at a text before it is sent, as the reply itself does then.
func (s *Service) Wording(ctx context.Context, number, said string) (Wording, error) {
	t, err := s.Store.Get(ctx, number)
	if err != nil {
		return Wording{}, err
	}
	w := Wording{Forbidden: s.Settings.Forbidden(said), Unfilled: s.unfilled(said)}
	w.Promotion, err = s.promotion(ctx, t, said)
	return w, err
}

// checkSaying notes what no customer may read.
func (s *Service) checkSaying(said, path string) error {
	var f errs.Fields
	text(&f, path, strings.TrimSpace(said), 1, MaxText, true)
	if bad := s.Settings.Forbidden(said); len(bad) > 0 {
		f.Add(path, "ticket.forbidden_words", "words", strings.Join(bad, "、"))
	}
	if open := s.unfilled(said); len(open) > 0 {
		f.Add(path, "ticket.unfilled", "marks", strings.Join(open, " "))
	}
	return f.Err()
}

func (s *Service) unfilled(said string) []string {
	if s.Settings.Unfilled == nil {
		return nil
	}
	return s.Settings.Unfilled(said)
}

// checkPromotion refuses what recommends products to somebody who complains,
// or whose complaint is open (rule JY-11).
func (s *Service) checkPromotion(ctx context.Context, e *edit, said, path string) error {
	found, err := s.promotion(ctx, e.Ticket, said)
	if err != nil {
		return err
	}
	var f errs.Fields
	if len(found) > 0 {
		f.Add(path, "message.promotion", "words", strings.Join(found, "、"))
	}
	return f.Err()
}

// promotion finds what recommends products, where whoever reads it complains.
func (s *Service) promotion(ctx context.Context, t Ticket, said string) ([]string, error) {
	if s.Settings.Promotion == nil {
		return nil, nil
	}
	found := s.Settings.Promotion(said)
	if len(found) == 0 || t.Kind == Complaint {
		return found, nil
	}
	complains, err := s.Store.OpenComplaint(ctx, t.PhoneKey)
	if err != nil || !complains {
		return nil, errs.Wrap(err, "look for an open complaint")
	}
	return found, nil
}
