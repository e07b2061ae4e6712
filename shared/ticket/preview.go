package ticket

import (
	"context"
	"strings"

	"huiyin/shared/errs"
	"huiyin/shared/phone"
)

// Preview is what an intake would come to.
type Preview struct {
	Phone  phone.Number
	Chases string   // the ticket in which the same matter is open already; "" for a new one
	Linked []string // tickets of the same waybill, newest first, whoever asked
}

// Preview checks an intake as Open does and tells what would come of it, so
// that it can be read back before anything is written (rule NJ-13). By the time
// it is opened, somebody else may have been quicker.
//
// Errors: errs.Invalid with the fields, errs.Unavailable.
func (s *Service) Preview(ctx context.Context, in Intake) (Preview, error) {
	number, err := s.checked(&in)
	if err != nil {
		return Preview{}, err
	}
	p := Preview{Phone: number}
	if in.Waybill == "" {
		return p, nil
	}
	key, err := s.Phones.Key(ctx, number)
	if err != nil {
		return Preview{}, errs.Wrap(err, "key of the phone")
	}
	p.Chases, err = s.Store.Matter(ctx, key, in.Kind, in.Waybill)
	if err != nil && !errs.Is(err, errs.NotFound) {
		return Preview{}, errs.Wrap(err, "look for the open matter")
	}
	p.Linked, err = s.Store.ByWaybill(ctx, in.Waybill, linkedMax)
	return p, errs.Wrap(err, "look for tickets of the waybill")
}

// linkedMax is how many tickets of a waybill a new one names.
const linkedMax = 5

// checked cleans an intake and names everything that is wrong with it.
func (s *Service) checked(in *Intake) (phone.Number, error) {
	var f errs.Fields
	in.check(s.Settings.Vocabulary, &f)
	number, err := s.Phones.Parse("phone", in.Phone)
	if err != nil {
		for _, field := range errs.As(err).Fields {
			f.Add(field.Path, field.Code)
		}
	}
	if in.Trap != "" {
		f.Add("website", "ticket.trap")
	}
	return number, f.Err()
}

// CleanWaybill is a waybill as it is stored, of what was typed.
func CleanWaybill(typed string) string {
	return strings.ToUpper(strings.ReplaceAll(strings.TrimSpace(typed), " ", ""))
}
