package person

import (
	"context"
	"errors"

	"huiyin/shared/errs"
	"huiyin/shared/ledger"
)

// clear takes the number out of rows; their figures stay.
func (s *Service) clear(ctx context.Context, rows []ledger.Row) error {
	for _, row := range rows {
		if err := s.clearRow(ctx, row); err != nil {
			return err
		}
	}
	return nil
}

// races is how often a row is cleared against somebody who is sending it.
const races = 4

func (s *Service) clearRow(ctx context.Context, row ledger.Row) error {
	for try := 1; row.PhoneKey != "" || row.Masked != "" || row.Provider != ""; try++ {
		row.PhoneKey, row.Masked, row.Provider = "", "", ""
		row.Version++
		err := s.Ledger.Put(ctx, row)
		switch {
		case err == nil:
			return nil
		case !errors.Is(err, ledger.ErrLostRace):
			return err
		case try == races:
			return errs.New(errs.Unavailable, "store.unavailable").Because(err)
		}
		if row, err = s.Ledger.Row(ctx, row.ID); err != nil {
			return err
		}
	}
	return nil
}
