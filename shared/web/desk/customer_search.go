package desk

import (
	"context"
	"slices"
	"strings"
	"time"

	"huiyin/shared/customer"
	"huiyin/shared/errs"
	"huiyin/shared/event"
	"huiyin/shared/shipment"
	"huiyin/shared/ticket"
)

type searchCustomersInput struct {
	Q string `query:"q" required:"true" minLength:"1" maxLength:"60" doc:"Any part of a name, a company, a number (four digits and more), or a whole waybill, of a shipment or of a ticket."`
	Pages
}

// searchCustomers finds files by any part of what they say, and by the whole
// waybill of a shipment or of a ticket. What could be one costs three reads more.
func (d *Desk) searchCustomers(ctx context.Context, in *searchCustomersInput) (*directoryOutput, error) {
	out := &directoryOutput{Body: Directory{Customers: []CustomerRow{}}}
	q := strings.TrimSpace(in.Q)
	var ofWaybill []string
	if bill := shipment.CleanWaybill(q); shipment.IsWaybill(bill) && in.Cursor == "" {
		files, err := d.filesOfWaybill(ctx, bill)
		if err != nil {
			return nil, err
		}
		for _, c := range files {
			ofWaybill = append(ofWaybill, c.ID)
			out.Body.Customers = append(out.Body.Customers, brief(c))
		}
	}
	page, err := d.Customers.Search(ctx, q, in.Cursor, in.Limit)
	if err != nil {
		return nil, err
	}
	for _, c := range page.Customers {
		if !slices.Contains(ofWaybill, c.ID) {
			out.Body.Customers = append(out.Body.Customers, brief(c))
		}
	}
	out.Body.Next = page.Next
	return out, nil
}

// filesOfWaybill are the file that a shipment with a waybill belongs to, and
// those of whose tickets name it.
func (d *Desk) filesOfWaybill(ctx context.Context, bill string) ([]customer.Customer, error) {
	var files []customer.Customer
	ship, err := d.Shipments.Read(ctx, bill)
	if err == nil {
		var c customer.Customer
		if c, err = customer.Follow(ctx, d.Customers.Store.Customer, ship.Customer); err == nil {
			files = append(files, c)
		}
	}
	if err != nil && !errs.Is(err, errs.NotFound) { // there is none, or its customer was erased
		return nil, err
	}
	numbers, err := d.Tickets.Store.ByWaybill(ctx, bill, 20)
	if err != nil || len(numbers) == 0 {
		return files, err
	}
	tickets, err := d.Tickets.Store.Tickets(ctx, numbers)
	if err != nil {
		return nil, err
	}
	for _, t := range tickets {
		if t.PhoneKey == "" {
			continue // of somebody who was erased
		}
		c, err := d.Customers.Store.CustomerByPhone(ctx, t.PhoneKey)
		if errs.Is(err, errs.NotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		if !slices.ContainsFunc(files, func(one customer.Customer) bool { return one.ID == c.ID }) {
			files = append(files, c)
		}
	}
	return files, nil
}

// ticketsOf are the latest tickets of all numbers that lead to a file, newest
// first, so many of each number.
func (d *Desk) ticketsOf(ctx context.Context, c customer.Customer, limit int) ([]ticket.Ticket, error) {
	var found []ticket.Ticket
	for _, key := range c.Keys() {
		numbers, err := d.Tickets.Store.ByPhone(ctx, key, limit)
		if err != nil {
			return nil, err
		}
		if len(numbers) == 0 {
			continue
		}
		some, err := d.Tickets.Store.Tickets(ctx, numbers)
		if err != nil {
			return nil, err
		}
		found = append(found, some...)
	}
	slices.SortStableFunc(found, func(a, b ticket.Ticket) int { return b.OpenedAt.Compare(a.OpenedAt) })
	return found, nil
}

// DoubleFile is a file that may be the same customer's as another one.
type DoubleFile struct {
	Why []string `json:"why" enum:"phone,company" doc:"What they have in common."`
	CustomerRow
}

// DoubleList are such files.
type DoubleList struct {
	Doubles []DoubleFile `json:"doubles"`
}

type doublesOutput struct{ Body DoubleList }

// doubles finds files that may be the same customer's (rule SJ-2).
func (d *Desk) doubles(ctx context.Context, in *Person) (*doublesOutput, error) {
	c, err := d.Customers.Get(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	found, err := d.Customers.Doubles(ctx, c)
	if err != nil {
		return nil, err
	}
	out := &doublesOutput{Body: DoubleList{Doubles: []DoubleFile{}}}
	for _, one := range found {
		other, err := d.Customers.Get(ctx, one.ID)
		if errs.Is(err, errs.NotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		out.Body.Doubles = append(out.Body.Doubles, DoubleFile{Why: one.Why, CustomerRow: brief(other)})
	}
	return out, nil
}

// suspects lists files that were found to have a double.
func (d *Desk) suspects(ctx context.Context, in *Pages) (*directoryOutput, error) {
	page, err := d.Customers.Suspects(ctx, in.Cursor, in.Limit)
	if err != nil {
		return nil, err
	}
	return &directoryOutput{Body: Directory{Customers: briefs(page.Customers), Next: page.Next}}, nil
}

// Joining says which file becomes part of this one.
type Joining struct {
	Other   string   `json:"other" minLength:"1" maxLength:"40" doc:"The file that becomes part of this one."`
	Version int      `json:"version,omitempty" doc:"Of the other file, as the caller has seen it; left out, as it is."`
	Take    []string `json:"take,omitempty" doc:"Fields whose value of the other file stays; what this one does not say is taken anyway."`
}

type joinInput struct {
	Changing
	Body Joining
}

// mergeCustomers makes two files one (rules SJ-2, QM-6).
func (d *Desk) mergeCustomers(ctx context.Context, in *joinInput) (*customerOutput, error) {
	concerns(ctx, "other", in.Body.Other)
	version := in.Body.Version
	if version == 0 {
		other, err := d.Customers.Get(ctx, in.Body.Other)
		if err != nil {
			return nil, err
		}
		version = other.Version
	}
	return d.change(ctx, in.Changing, func(by string, now time.Time, id string, seen int) (customer.Customer, error) {
		two := customer.Two{Stays: id, Goes: in.Body.Other, StaysVersion: seen, GoesVersion: version}
		return d.Customers.Merge(ctx, now, by, two, in.Body.Take)
	})
}

// OtherFile names another file.
type OtherFile struct {
	Other string `json:"other" minLength:"1" maxLength:"40"`
}

type apartInput struct {
	Changing
	Body OtherFile
}

func (d *Desk) setApart(ctx context.Context, in *apartInput) (*customerOutput, error) {
	return d.change(ctx, in.Changing, func(by string, now time.Time, id string, version int) (customer.Customer, error) {
		return d.Customers.Apart(ctx, now, by, id, version, in.Body.Other)
	})
}

// CustomerNote is what somebody noted about a customer.
type CustomerNote struct {
	At   time.Time `json:"at"`
	By   string    `json:"by"`
	Text string    `json:"text"`
}

// CustomerNotes are the latest, newest first.
type CustomerNotes struct {
	Notes []CustomerNote `json:"notes"`
}

type customerNotesInput struct {
	Person
	Limit int `query:"limit" minimum:"1" maximum:"100" default:"50"`
}

type customerNotesOutput struct{ Body CustomerNotes }

func (d *Desk) customerNotes(ctx context.Context, in *customerNotesInput) (*customerNotesOutput, error) {
	c, err := d.Customers.Get(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	notes, err := d.Customers.Notes(ctx, c, in.Limit)
	out := &customerNotesOutput{Body: CustomerNotes{Notes: []CustomerNote{}}}
	for _, n := range notes {
		out.Body.Notes = append(out.Body.Notes, CustomerNote{At: n.At, By: n.By, Text: n.Text})
	}
	return out, err
}

// Remembered is a note to be kept.
type Remembered struct {
	Text string `json:"text" minLength:"1" maxLength:"1000"`
}

type noteCustomerInput struct {
	Person
	Body Remembered
}

type customerNoteOutput struct{ Body CustomerNote }

func (d *Desk) noteCustomer(ctx context.Context, in *noteCustomerInput) (*customerNoteOutput, error) {
	n, err := d.Customers.Note(ctx, d.Now(), sender(ctx).by(), in.ID, in.Body.Text)
	return &customerNoteOutput{Body: CustomerNote{At: n.At, By: n.By, Text: n.Text}}, err
}

// AccessLog tells who read or changed a file.
type AccessLog struct {
	Entries []AuditEntry `json:"entries" doc:"Newest first."`
}

type accessOutput struct{ Body AccessLog }

// accesses tell who looked at a file (rule LAW-4).
func (d *Desk) accesses(ctx context.Context, in *customerNotesInput) (*accessOutput, error) {
	roster, err := d.Roster.Now(ctx)
	if err != nil {
		return nil, err
	}
	rows, err := d.Audit.Of(ctx, customer.Subject(in.ID), in.Limit)
	if err != nil {
		return nil, err
	}
	out := &accessOutput{Body: AccessLog{Entries: []AuditEntry{}}}
	for _, r := range rows {
		who, _ := roster.Member(event.StaffID(r.By))
		out.Body.Entries = append(out.Body.Entries, AuditEntry{ID: r.ID, At: r.At, By: r.By, Badge: who.Badge, Operation: r.Operation,
			Target: r.Target, Outcome: string(r.Outcome), Status: r.Status})
	}
	return out, nil
}
