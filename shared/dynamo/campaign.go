package dynamo

import (
	"context"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"huiyin/shared/campaign"
	"huiyin/shared/customer"
	"huiyin/shared/errs"
	"huiyin/shared/event"
)

// Campaigns is the store of package campaign.
type Campaigns struct {
	Greetings // the lists of customers
	t         *Table
}

// Campaigns gives the store of the campaigns.
func (t *Table) Campaigns() Campaigns { return Campaigns{t.Greetings(), t} }

var (
	_ campaign.Store     = Campaigns{}
	_ campaign.Customers = Campaigns{}
)

const (
	campaignKind       = "campaign"
	contentKind        = "content"
	campaignsPartition = "CAMPAIGNS"
	campaignAttr       = "campaign" // the id, in a pointer
)

func campaignPointerKey(c campaign.Campaign) key {
	return key{campaignsPartition, stamp(c.CreatedAt) + "#" + c.ID}
}

// Campaign reads one; errs.NotFound.
func (s Campaigns) Campaign(ctx context.Context, id string) (campaign.Campaign, error) {
	var c campaign.Campaign
	it, err := s.t.get(ctx, "read a campaign", record(campaign.Subject(id)))
	if err != nil {
		return c, err
	}
	err = read(it, &c)
	return c, err
}

// Campaigns lists them, newest first. errs.Invalid for a foreign or broken
// cursor.
func (s Campaigns) Campaigns(ctx context.Context, cursor string, limit int) (list []campaign.Campaign, next string, err error) {
	position, err := s.t.open(ctx, campaignsPartition, cursor)
	if err != nil {
		return nil, "", err
	}
	part := span{pk: campaignsPartition, backward: true, limit: clamp(limit)}
	if position != "" {
		part.start = key{campaignsPartition, position}.item()
	}
	pointers, more, err := s.t.page(ctx, "list campaigns", part)
	if err != nil {
		return nil, "", err
	}
	keys := make([]key, len(pointers))
	place := map[string]int{}
	for i, p := range pointers {
		keys[i], place[str(p, campaignAttr)] = record(campaign.Subject(str(p, campaignAttr))), i
	}
	found, err := readBatch[campaign.Campaign](ctx, s.t, "read campaigns", keys)
	if err != nil {
		return nil, "", err
	}
	list = make([]campaign.Campaign, len(pointers)) // one is written with its pointer, and never goes
	for _, c := range found {
		list[place[c.ID]] = c
	}
	if more {
		next, err = s.t.seal(ctx, campaignsPartition, str(pointers[len(pointers)-1], sk))
	}
	return list, next, err
}

// SaveCampaign writes one with its events: campaign.ErrLostRace,
// errs.Unavailable. It stands in the due index while the sweep has something to
// do with it.
func (s Campaigns) SaveCampaign(ctx context.Context, c campaign.Campaign, events ...event.Event) error {
	k := record(campaign.Subject(c.ID))
	it, err := newItem(k, campaignKind, c)
	if err != nil {
		return err
	}
	it[versionAttr] = number(int64(c.Version))
	if at, ok := c.Due(); ok {
		setDue(it, at, k.pk, s.t.shards)
	}
	ops := []op{putIf(it, following(c.Version), func(item) error { return campaign.ErrLostRace })}
	if c.Version == 1 {
		pointer, err := newItem(campaignPointerKey(c), pointerKind, nil)
		if err != nil {
			return err
		}
		pointer[campaignAttr] = text(c.ID)
		ops = append(ops, put(pointer))
	}
	return s.write(ctx, "write a campaign", ops, events)
}

func (s Campaigns) write(ctx context.Context, attempted string, ops []op, events []event.Event) error {
	for _, e := range events {
		o, err := eventOp(e)
		if err != nil {
			return err
		}
		ops = append(ops, o)
	}
	return s.t.transact(ctx, attempted, ops...)
}

// Calendar reads the content calendar; the zero one when there is none.
func (s Campaigns) Calendar(ctx context.Context) (campaign.Calendar, error) {
	return readOrZero[campaign.Calendar](ctx, s.t, "read the content calendar", record(campaign.CalendarSubject))
}

// SaveCalendar writes it: campaign.ErrLostRace, errs.Unavailable.
func (s Campaigns) SaveCalendar(ctx context.Context, c campaign.Calendar, events ...event.Event) error {
	k := record(campaign.CalendarSubject)
	it, err := newItem(k, contentKind, c)
	if err != nil {
		return err
	}
	it[versionAttr] = number(int64(c.Version))
	if at, ok := c.Due(); ok {
		setDue(it, at, k.pk, s.t.shards)
	}
	return s.write(ctx, "write the content calendar", []op{putIf(it, following(c.Version), func(item) error { return campaign.ErrLostRace })}, events)
}

// Files reads customers' files by id; missing ones are left out.
func (s Campaigns) Files(ctx context.Context, ids []string) ([]customer.Customer, error) {
	return s.t.Customers().Customers(ctx, ids)
}

// LastTickets tells when the last ticket under each number was opened, by the
// key of its place there.
func (s Campaigns) LastTickets(ctx context.Context, phoneKeys []string) (map[string]time.Time, error) {
	var mu sync.Mutex
	last := map[string]time.Time{}
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(lookups)
	for _, k := range phoneKeys {
		group.Go(func() error {
			items, err := s.t.query(ctx, "look up the last ticket of a number", span{
				pk: phonePartition(k), from: phoneTickets, to: after(phoneTickets), backward: true, limit: 1,
			})
			if err != nil || len(items) == 0 {
				return err
			}
			opened, _, _ := strings.Cut(strings.TrimPrefix(str(items[0], sk), phoneTickets), "#")
			at, err := time.Parse(timeWidth, opened)
			mu.Lock()
			defer mu.Unlock()
			last[k] = at
			return errs.Wrap(err, "read when a ticket was opened")
		})
	}
	return last, group.Wait()
}
