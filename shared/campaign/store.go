package campaign

import (
	"context"
	"errors"
	"time"

	"huiyin/shared/customer"
	"huiyin/shared/event"
	"huiyin/shared/ledger"
)

// ErrLostRace: the campaign, or the calendar, is not at the version it was read
// at. Nothing was written.
var ErrLostRace = errors.New("the campaign was changed in between")

// Store keeps campaigns and the content calendar. Each method may fail with
// errs.Unavailable.
type Store interface {
	// Campaign reads one, strongly consistent; errs.NotFound.
	Campaign(ctx context.Context, id string) (Campaign, error)
	// Campaigns lists them, newest first. errs.Invalid for a foreign or broken
	// cursor.
	Campaigns(ctx context.Context, cursor string, limit int) (list []Campaign, next string, err error)
	// SaveCampaign writes one with its events in one transaction, on condition
	// that the stored one has version c.Version-1. ErrLostRace.
	SaveCampaign(ctx context.Context, c Campaign, events ...event.Event) error
	// Calendar reads the content calendar; the zero Calendar when there is none.
	Calendar(ctx context.Context) (Calendar, error)
	// SaveCalendar writes it on condition of Version-1. ErrLostRace.
	SaveCalendar(ctx context.Context, c Calendar, events ...event.Event) error
}

// Customers reads the lists of those who may be greeted, and their files.
type Customers interface {
	Zones(ctx context.Context) ([]string, error)
	NextPage(ctx context.Context, list customer.Place, after string, limit int) (ids []string, next string, err error)
	// Files reads up to 100 files by id; missing ones are left out.
	Files(ctx context.Context, ids []string) ([]customer.Customer, error)
	// LastTickets tells when the last ticket under each number was opened;
	// numbers without any are left out.
	LastTickets(ctx context.Context, phoneKeys []string) (map[string]time.Time, error)
}

// Ledger is what became of pages.
type Ledger interface {
	Batch(ctx context.Context, id string) (ledger.Batch, error)
	Groups(ctx context.Context, batch string) ([]ledger.Group, error)
	// Release lets a page that was held go on.
	Release(ctx context.Context, now time.Time, batch string) error
}
