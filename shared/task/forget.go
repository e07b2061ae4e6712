package task

import (
	"context"
	"time"
)

// Forget takes what is written about a customer out of all his tasks, and drops
// those that are open: whoever is erased is not visited. What was done when
// stays, without words. It can be called again.
func (s *Service) Forget(ctx context.Context, now time.Time, by, customer string) error {
	return s.each(ctx, customer, func(t Task) error {
		if t.bare() {
			return nil
		}
		_, err := s.change(ctx, now, by, t.ID, 0, func(e *edit) error {
			if e.State == Open {
				if err := e.end(Dropped, DropEvent, Gone, ""); err != nil {
					return err
				}
			}
			// A cause may name a waybill; the id stands for it from here on.
			e.Cause, e.Note, e.Report, e.Remarks, e.Waybill, e.Ticket = "", "", "", nil, "", ""
			return e.happened(Cleared, nil)
		})
		return err
	})
}

// bare tells whether nothing is left to forget.
func (t Task) bare() bool {
	return t.State != Open && t.Cause+t.Note+t.Report+t.Waybill+t.Ticket == "" && len(t.Remarks) == 0
}

// OfCustomer reads all tasks of a customer, for his copy of what is stored.
func (s *Service) OfCustomer(ctx context.Context, customer string) ([]Task, error) {
	all := []Task{}
	err := s.each(ctx, customer, func(t Task) error { all = append(all, t); return nil })
	return all, err
}

func (s *Service) each(ctx context.Context, customer string, do func(Task) error) error {
	for cursor, first := "", true; first || cursor != ""; first = false {
		page, err := s.Store.OfCustomer(ctx, customer, cursor, 100)
		if err != nil {
			return err
		}
		for _, t := range page.Tasks {
			if err := do(t); err != nil {
				return err
			}
		}
		cursor = page.Next
	}
	return nil
}
