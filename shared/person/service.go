package person

import (
	"context"
	"io"
	"time"

	"huiyin/shared/bulletin"
	"huiyin/shared/calendar"
	"huiyin/shared/customer"
	"huiyin/shared/errs"
	"huiyin/shared/event"
	"huiyin/shared/greeting"
	"huiyin/shared/ledger"
	"huiyin/shared/phone"
	"huiyin/shared/shipment"
	"huiyin/shared/task"
	"huiyin/shared/ticket"
)

// Service exports and erases.
type Service struct {
	Store     Store
	Tickets   *ticket.Service
	Customers Files
	Mentions  Mentions
	Tasks     Tasks
	Shipments Shipments
	Ledger    ledger.Store
	Register  Register
	Phones    Phones
	Random    io.Reader // of the ids of erasures
	// Attachments are the files of tickets.
	Attachments Attachments
	Bulletins   Bulletins
}

// Bulletins lists bulletins, newest first: bulletin.Store.
type Bulletins interface {
	List(ctx context.Context, cursor string, limit int) (list []bulletin.Bulletin, next string, err error)
}

// Register is what package violation does when a customer is erased.
type Register interface {
	// Clear takes out what was written about the violations of a ticket.
	Clear(ctx context.Context, number string) error
}

// Files is what package customer's Store tells of a number.
type Files interface {
	// CustomerByPhone reads a file; errs.NotFound.
	CustomerByPhone(ctx context.Context, phoneKey string) (customer.Customer, error)
	// Optout reads the stop of a number, the zero one when there never was any.
	Optout(ctx context.Context, phoneKey string) (customer.Optout, error)
}

// Mentions is what package customer does with a number in the files of others,
// and what it keeps beside a file.
type Mentions interface {
	// Forget takes a number, and whoever has it, out of the files of others:
	// errs.Stale, errs.Unavailable.
	Forget(ctx context.Context, now time.Time, by string, n phone.Number) error
	// Named lists what the files of others say about whoever has a number.
	Named(ctx context.Context, n phone.Number) ([]customer.Contact, error)
	// Notes reads the latest notes of a file, newest first, up to 100.
	Notes(ctx context.Context, c customer.Customer, limit int) ([]customer.Note, error)
}

// Tasks is what package task does with the tasks for a customer.
type Tasks interface {
	// Forget takes what is written about a customer out of his tasks, and drops the
	// open ones: errs.Stale, errs.Unavailable.
	Forget(ctx context.Context, now time.Time, by, customer string) error
	// OfCustomer reads them all.
	OfCustomer(ctx context.Context, customer string) ([]task.Task, error)
}

// Shipments is what package shipment does with what goes to a number, and with
// what customers sent. Each may fail with errs.Stale and errs.Unavailable.
type Shipments interface {
	// Underway lists the waybills of what is under way to a number or was sent by
	// files.
	Underway(ctx context.Context, phoneKey string, files []string) ([]string, error)
	// Copy reads what is stored for the person whose number and files these are.
	Copy(ctx context.Context, phoneKey string, files []string) (received, sent []shipment.Shipment, err error)
	// Sent reads up to limit shipments that stand on a file's list.
	Sent(ctx context.Context, file string, limit int) ([]shipment.Shipment, error)
	// Disown erases a shipment whose sender was erased, and takes it from his list.
	Disown(ctx context.Context, now time.Time, by, waybill string) error
	// Forget takes whom they name, and what was said of them, out of the shipments
	// to a number, which is named by its key.
	Forget(ctx context.Context, now time.Time, by, phoneKey string) error
}

// history hands on the history of a ticket, page by page.
func (s *Service) history(ctx context.Context, number string, each func(ticket.History) error) error {
	for cursor, first := "", true; first || cursor != ""; first = false {
		h, err := s.Tickets.Store.History(ctx, number, cursor)
		if err != nil {
			return err
		}
		if err := each(h); err != nil {
			return err
		}
		cursor = h.Next
	}
	return nil
}

// rowsOf reads the rows of what the customer was told because of a page of
// events.
func (s *Service) rowsOf(ctx context.Context, events []event.Event) ([]ledger.Row, error) {
	ids := make([]string, len(events))
	for i, e := range events {
		ids[i] = ledger.ToCustomerOf(e.ID)
	}
	return s.Store.Rows(ctx, ids)
}

// codes hands on the codes that were sent to a number, page by page, with the
// rows of their SMS. The page may be removed before the next is asked for.
func (s *Service) codes(ctx context.Context, key string, each func(ids []string, rows []ledger.Row) error) error {
	for after, first := "", true; first || after != ""; first = false {
		ids, next, err := s.Store.Codes(ctx, key, after, 100)
		if err != nil {
			return err
		}
		names := make([]string, len(ids))
		for i, code := range ids {
			names[i] = ledger.OfCode(code)
		}
		rows, err := s.Store.Rows(ctx, names)
		if err != nil {
			return err
		}
		if err := each(ids, rows); err != nil {
			return err
		}
		after = next
	}
	return nil
}

// greetings hands on the rows of the greetings a number got up to an instant:
// one a date at most, for the dates whose rows can still be there. A date is a
// day longer somewhere on earth, and the table takes up to two days to forget.
func (s *Service) greetings(ctx context.Context, key string, until time.Time, each func([]ledger.Row) error) error {
	dates := int(ledger.Kept/(24*time.Hour)) + 5
	last := calendar.DateIn(until, time.UTC).AddDays(1)
	var ids []string
	for back := range dates {
		ids = append(ids, greeting.Guard(key, last.AddDays(-back)))
		if len(ids) < 100 && back < dates-1 {
			continue
		}
		rows, err := s.Store.Rows(ctx, ids)
		if err != nil {
			return errs.Wrap(err, "read the greetings of a number")
		}
		if err := each(rows); err != nil {
			return err
		}
		ids = ids[:0]
	}
	return nil
}

// bulletins hands on the rows of what a number was told of bulletins: those
// that can still be there.
func (s *Service) bulletins(ctx context.Context, key string, until time.Time, each func([]ledger.Row) error) error {
	for cursor, first := "", true; first || cursor != ""; first = false {
		list, next, err := s.Bulletins.List(ctx, cursor, 50)
		if err != nil {
			return errs.Wrap(err, "list bulletins")
		}
		var ids []string
		for _, b := range list {
			if b.Tells.Anybody() {
				ids = append(ids, bulletin.RowID(b.ID, bulletin.Opened, key), bulletin.RowID(b.ID, bulletin.Ended, key))
			}
			if until.Sub(b.OpenedAt) > forgotten {
				next = ""
			}
		}
		if len(ids) > 0 {
			rows, err := s.Store.Rows(ctx, ids)
			if err == nil {
				err = each(rows)
			}
			if err != nil {
				return errs.Wrap(err, "read what a number was told of bulletins")
			}
		}
		cursor = next
	}
	return nil
}

// forgotten is how long after a bulletin was opened no row of it is there any
// more: one may be open for a month, and its end has rows too.
const forgotten = ledger.Kept + 60*24*time.Hour
