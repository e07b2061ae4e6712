package telling

import (
	"context"

	"huiyin/shared/customer"
	"huiyin/shared/ledger"
	"huiyin/shared/place"
	"huiyin/shared/shipment"
	"huiyin/shared/ticket"
)

// Tickets reads tickets. Each method may fail with errs.Unavailable.
type Tickets interface {
	// Lines reads a page of a team's open tickets.
	Lines(ctx context.Context, q ticket.LineQuery) (ticket.LinePage, error)
	// Tickets reads up to 100 by number; missing ones are left out.
	Tickets(ctx context.Context, numbers []string) ([]ticket.Ticket, error)
	// People reads who asked, of up to 100.
	People(ctx context.Context, numbers []string) (map[string]ticket.Person, error)
}

// Shipments reads shipments.
type Shipments interface {
	// Shipments reads up to 100; missing ones are left out.
	Shipments(ctx context.Context, waybills []string) ([]shipment.Shipment, error)
	// OfDay reads a page of what stands on the list of a branch for a day.
	OfDay(ctx context.Context, branch, day, cursor string, limit int) (shipment.Page, error)
}

// Customers reads files.
type Customers interface {
	// Customers reads up to 100 by id; missing ones are left out.
	Customers(ctx context.Context, ids []string) ([]customer.Customer, error)
	// CustomerByPhone reads the file of a number; errs.NotFound.
	CustomerByPhone(ctx context.Context, phoneKey string) (customer.Customer, error)
}

// Places lists the register of places.
type Places interface {
	Places(ctx context.Context, q place.Query) (place.PlacePage, error)
}

// Rows reads the ledger.
type Rows interface {
	// Rows reads up to 100 rows by id; missing ones are left out.
	Rows(ctx context.Context, ids []string) ([]ledger.Row, error)
}
