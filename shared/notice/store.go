package notice

import (
	"context"
	"time"

	"huiyin/shared/campaign"
	"huiyin/shared/customer"
	"huiyin/shared/ledger"
	"huiyin/shared/place"
	"huiyin/shared/staff"
	"huiyin/shared/task"
	"huiyin/shared/ticket"
)

// Tickets reads tickets.
type Tickets interface {
	// Contact reads a ticket and its person; errs.NotFound.
	Contact(ctx context.Context, number string) (ticket.Ticket, ticket.Person, error)
	// Tickets reads up to 100 tickets; missing ones are left out.
	Tickets(ctx context.Context, numbers []string) ([]ticket.Ticket, error)
	// OpenComplaint tells whether the number has a complaint that is open.
	OpenComplaint(ctx context.Context, phoneKey string) (bool, error)
	// OpenComplaints tells which of several numbers have one.
	OpenComplaints(ctx context.Context, phoneKeys []string) (map[string]bool, error)
	// Known tells whether a number was known: a file, or an earlier ticket.
	Known(ctx context.Context, phoneKey string) (ticket.Knowledge, error)
}

// Runs reads what a sweep found.
type Runs interface {
	Found(ctx context.Context, run, after string, limit int) (found []ticket.Found, next string, err error)
}

// Customers reads files and codes.
type Customers interface {
	Customer(ctx context.Context, id string) (customer.Customer, error)
	Customers(ctx context.Context, ids []string) ([]customer.Customer, error)
	Code(ctx context.Context, id string) (customer.Code, error)
	// Stopped tells whether the number has said no to greetings.
	Stopped(ctx context.Context, phoneKey string) (bool, error)
	// Stops tells which of up to 100 numbers have.
	Stops(ctx context.Context, phoneKeys []string) (map[string]bool, error)
}

// Staff finds who is to be told.
type Staff interface {
	// Recipients resolves a role for a ticket: never nobody while there is
	// staff at all.
	Recipients(ctx context.Context, role string, t ticket.Ticket, now time.Time) ([]staff.Member, error)
	// Member reads one; errs.NotFound also for one who left.
	Member(ctx context.Context, id string) (staff.Member, error)
}

// Places reads the register of those to whom tickets are handed over.
type Places interface {
	// Named reads the place of a kind that has a name, Place the one with an id;
	// errs.NotFound.
	Named(ctx context.Context, kind, name string) (place.Place, error)
	Place(ctx context.Context, id string) (place.Place, error)
}

// Tasks reads tasks.
type Tasks interface {
	// Tasks reads up to 100 by id; missing ones are left out.
	Tasks(ctx context.Context, ids []string) ([]task.Task, error)
}

// Campaigns reads campaigns.
type Campaigns interface {
	// Campaign reads one, strongly consistent; errs.NotFound.
	Campaign(ctx context.Context, id string) (campaign.Campaign, error)
}

// Rows reads the ledger, to know whether a digest went out already.
type Rows interface {
	Row(ctx context.Context, id string) (ledger.Row, error)
	// Batch reads the work on a page; errs.NotFound.
	Batch(ctx context.Context, id string) (ledger.Batch, error)
}
