package campaign

import (
	"context"
	"errors"
	"io"
	"time"

	"huiyin/shared/errs"
	"huiyin/shared/event"
	"huiyin/shared/greeting"
	"huiyin/shared/id"
	"huiyin/shared/ledger"
	"huiyin/shared/phone"
)

// Service has the use cases.
type Service struct {
	Store     Store
	Customers Customers
	Ledger    Ledger
	Settings  func(context.Context) (Settings, error)
	Greetings func(context.Context) (greeting.Settings, error)
	Price     func(to phone.Number, parts int) int64 // millionths of a US dollar
	Zone      string                                 // the company's, an IANA name
	Random    io.Reader                              // of ids
}

var _ Ledger = ledger.Batches{}

// Read reads one; errs.NotFound campaign.none.
func (s *Service) Read(ctx context.Context, id string) (Campaign, error) {
	c, err := s.Store.Campaign(ctx, id)
	if errs.Is(err, errs.NotFound) {
		err = errs.New(errs.NotFound, "campaign.none")
	}
	return c, err
}

// Create writes a new one down. errs.Invalid names every wrong field.
func (s *Service) Create(ctx context.Context, now time.Time, by string, in Input) (Campaign, error) {
	token, err := id.Token(s.Random)
	if err != nil {
		return Campaign{}, errs.Wrap(err, "make the id of a campaign")
	}
	return s.create(ctx, now, by, token, "", in)
}

func (s *Service) create(ctx context.Context, now time.Time, by, id, month string, in Input) (Campaign, error) {
	parts, err := in.check()
	if err != nil {
		return Campaign{}, err
	}
	c := Campaign{ID: id, State: Draft, Name: in.Name, Segment: in.Segment, Texts: in.Texts, Parts: parts, At: in.At, Month: month,
		Author: Mark{By: by, At: now.UTC()}, CreatedAt: now.UTC()}
	return s.save(ctx, now, c, SavedEvent, by)
}

// Edit changes one that is not approved yet; whoever does becomes its author,
// and it has to be counted again. version is the one that was read.
// errs.Invalid, errs.Stale, errs.Conflict campaign.not_now.
func (s *Service) Edit(ctx context.Context, now time.Time, by, id string, version int, in Input) (Campaign, error) {
	parts, err := in.check()
	if err != nil {
		return Campaign{}, err
	}
	c, err := s.at(ctx, id, version, Draft)
	if err != nil {
		return c, err
	}
	c.State, c.Name, c.Segment, c.Texts, c.Parts, c.At = Draft, in.Name, in.Segment, in.Texts, parts, in.At
	c.Author, c.Preview, c.Walk, c.Next = Mark{By: by, At: now.UTC()}, Preview{}, Walk{}, time.Time{}
	return s.save(ctx, now, c, SavedEvent, by)
}

// Count counts whom it is for: at once when there are few customers, else the
// sweep goes on with it. errs.Stale, errs.Conflict campaign.not_now.
func (s *Service) Count(ctx context.Context, now time.Time, by, id string, version int) (Campaign, error) {
	c, err := s.at(ctx, id, version, Counting)
	if err != nil {
		return c, err
	}
	if err := s.begin(ctx, &c); err != nil {
		return c, err
	}
	c.State, c.Preview = Counting, Preview{At: now.UTC()}
	left := atOncePages
	if err := s.count(ctx, &c, func() bool { left--; return left >= 0 }); err != nil {
		return c, err
	}
	c.Next = time.Time{}
	if c.State == Counting {
		c.Next = now.UTC()
	}
	return s.save(ctx, now, c, "", by)
}

// Approve lets it go at its hour. Above the company's limits its author may
// not. errs.Stale, errs.Conflict campaign.not_now, errs.Forbidden
// campaign.second_person.
func (s *Service) Approve(ctx context.Context, now time.Time, by, id string, version int) (Campaign, error) {
	c, err := s.at(ctx, id, version, Approved)
	if err != nil {
		return c, err
	}
	settings, err := s.Settings(ctx)
	if err != nil {
		return c, errs.Wrap(err, "read the settings of campaigns")
	}
	if by == c.Author.By && settings.Second(c.Preview) {
		return c, errs.New(errs.Forbidden, "campaign.second_person")
	}
	c.State, c.Approval, c.Covers, c.Next = Approved, Mark{By: by, At: now.UTC()}, settings.cover(c, by), c.At
	if c.Next.Before(now) {
		c.Next = now.UTC()
	}
	return s.save(ctx, now, c, ApprovedEvent, by)
}

// Second tells whether a campaign of this size needs a second person.
func (s Settings) Second(p Preview) bool { return p.People > s.AlonePeople || p.Price > s.AlonePrice }

// cover is how far somebody's approval goes: what an author may decide alone;
// somebody else's, what was counted and a tenth more.
func (s Settings) cover(c Campaign, by string) *Cover {
	alone := Cover{People: s.AlonePeople, Price: s.AlonePrice}
	if by == c.Author.By {
		return &alone
	}
	return &Cover{People: max(alone.People, c.Preview.People+c.Preview.People/10), Price: max(alone.Price, c.Preview.Price+c.Preview.Price/10)}
}

// tries is how often a stop is tried against the sweep, which writes the same
// campaign.
const tries = 5

// Stop stops it at once, whatever has happened to it since it was read: nobody
// is sent anything from the next group of ten on. errs.Conflict
// campaign.not_now.
func (s *Service) Stop(ctx context.Context, now time.Time, by, id string) (c Campaign, err error) {
	for range tries {
		if c, err = s.at(ctx, id, 0, Stopped); err != nil {
			return c, err
		}
		c.State, c.Halt, c.Next = Stopped, Mark{By: by, At: now.UTC()}, time.Time{}
		if c, err = s.save(ctx, now, c, StoppedEvent, by); !errs.Is(err, errs.Stale) {
			break
		}
	}
	return c, err
}

// Resume lets one that was stopped go on where it stood. One that outgrew its
// approval goes on for all whom its segment holds, if somebody else than its
// author says so. errs.Stale, errs.Conflict campaign.not_now, errs.Forbidden
// campaign.second_person.
func (s *Service) Resume(ctx context.Context, now time.Time, by, id string, version int) (Campaign, error) {
	c, err := s.Read(ctx, id)
	if err == nil && c.State != Stopped {
		err = notNow(c)
	}
	if err == nil && version != 0 && version != c.Version {
		err = errs.New(errs.Stale, "campaign.stale")
	}
	if err != nil {
		return c, err
	}
	if c.Grown && by == c.Author.By {
		return c, errs.New(errs.Forbidden, "campaign.second_person")
	}
	if c.Grown {
		c.Grown, c.Covers, c.Approval = false, nil, Mark{By: by, At: now.UTC()}
	}
	c.State, c.Next = Running, now.UTC()
	if len(c.Walk.Steps) == 0 { // it was stopped before its hour: that still holds
		c.State, c.Next = Approved, c.At
	}
	return s.save(ctx, now, c, ResumedEvent, by)
}

func notNow(c Campaign) error {
	return errs.New(errs.Conflict, "campaign.not_now").With("state", string(c.State)).With("allowed", "")
}

// at reads one that may go to a state, as somebody has seen it (0: as it is).
func (s *Service) at(ctx context.Context, id string, version int, to State) (Campaign, error) {
	c, err := s.Read(ctx, id)
	switch {
	case err != nil:
		return c, err
	case version != 0 && version != c.Version:
		return c, errs.New(errs.Stale, "campaign.stale")
	case !May(c.State, to):
		return c, notNow(c)
	}
	return c, nil
}

// save writes the campaign with what happened ("": nothing to tell of).
func (s *Service) save(ctx context.Context, now time.Time, c Campaign, typ event.Type, by string) (Campaign, error) {
	var events []event.Event
	if typ != "" {
		c.Seq++
		e, err := event.New(Subject(c.ID), c.Seq, typ, now, by, Facts{People: c.Preview.People, Price: c.Preview.Price, Sent: c.Tally.Sent})
		if err != nil {
			return c, err
		}
		events = append(events, e)
	}
	c.Version++
	c.ChangedAt = now.UTC()
	err := s.Store.SaveCampaign(ctx, c, events...)
	if errors.Is(err, ErrLostRace) {
		return c, errs.New(errs.Stale, "campaign.stale").Because(err)
	}
	return c, errs.Wrap(err, "write a campaign")
}
