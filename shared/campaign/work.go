package campaign

import (
	"context"
	"errors"
	"slices"
	"time"

	"huiyin/shared/calendar"
	"huiyin/shared/errs"
	"huiyin/shared/event"
	"huiyin/shared/greeting"
	"huiyin/shared/ledger"
)

// Work goes on with a campaign while there is time: package sweep calls it when
// it is due. Two at once do no harm: whoever is second finds that it was
// written, and leaves it to the other. errs.Unavailable: to be tried again.
func (s *Service) Work(ctx context.Context, now time.Time, id string, more func() bool) error {
	c, err := s.Store.Campaign(ctx, id)
	if errs.Is(err, errs.NotFound) {
		return nil
	}
	if err != nil {
		return errs.Wrap(err, "read a campaign")
	}
	if due, ok := c.Due(); !ok || due.After(now) {
		return nil // the index is a little behind
	}
	switch c.State {
	case Counting:
		err = s.goOnCounting(ctx, now, c, more)
	case Approved:
		if err = s.begin(ctx, &c); err == nil {
			c.State = Running
			if c, err = s.save(ctx, now, c, StartedEvent, event.System); err == nil {
				err = s.run(ctx, now, c, more)
			}
		}
	case Running:
		err = s.run(ctx, now, c, more)
	}
	if errs.Is(err, errs.Stale) {
		return nil // somebody else has it in hand
	}
	return err
}

// goOnCounting counts on and keeps how far it has come.
func (s *Service) goOnCounting(ctx context.Context, now time.Time, c Campaign, more func() bool) error {
	if err := s.count(ctx, &c, more); err != nil {
		return err
	}
	if c.State == Previewed {
		c.Next = time.Time{}
	}
	_, err := s.save(ctx, now, c, "", event.System)
	return err
}

// run looks what became of the pages on their way, records further ones, and
// ends the campaign when everybody has a line.
func (s *Service) run(ctx context.Context, now time.Time, c Campaign, more func() bool) error {
	if err := s.settle(ctx, now, &c); err != nil {
		return err
	}
	greetings, err := s.Greetings(ctx)
	if err != nil {
		return errs.Wrap(err, "read which festivals are greeted for")
	}
	waits := false
	for !waits && !c.Grown && len(c.Pending) < ahead && !c.Walk.over() && more() {
		if waits, err = s.page(ctx, now, &c, greetings); err != nil {
			return err
		}
	}
	typ := event.Type("")
	c.Next = now.UTC().Add(again)
	switch {
	case len(c.Pending) > 0:
	case c.Grown:
		c.State, c.Halt, c.Next, typ = Stopped, Mark{By: event.System, At: now.UTC()}, time.Time{}, StoppedEvent
	case waits:
		c.Next = now.UTC().Add(closed)
	case c.Walk.over():
		c.State, c.Ended, c.Next, typ = Done, now.UTC(), time.Time{}, DoneEvent
	}
	_, err = s.save(ctx, now, c, typ, event.System)
	return err
}

// settle adds up the pages that are done, and lets go those that were held
// while the campaign was stopped.
func (s *Service) settle(ctx context.Context, now time.Time, c *Campaign) error {
	var pending []int
	for _, n := range c.Pending {
		id := PageID(c.ID, n)
		b, err := s.Ledger.Batch(ctx, id)
		switch {
		case errs.Is(err, errs.NotFound): // still on its way
		case err != nil:
			return errs.Wrap(err, "read what became of a page")
		case b.State == ledger.Settled:
			c.Tally.Join(b.Tally)
			continue
		case b.State == ledger.Held:
			if err := s.Ledger.Release(ctx, now, id); err != nil {
				return errs.Wrap(err, "let a page go on")
			}
		}
		pending = append(pending, n)
	}
	c.Pending = pending
	return nil
}

// page records the next page, and true when the list in hand is one of a place
// where it is not the hour: the others go first then.
func (s *Service) page(ctx context.Context, now time.Time, c *Campaign, greetings greeting.Settings) (waits bool, err error) {
	if !s.turn(now, c, greetings) {
		return true, nil
	}
	step := c.Walk.Steps[c.Walk.Step]
	where, err := greeting.Location(step.Zone, s.Zone)
	if err != nil {
		return false, err
	}
	facts, begin, price := PageFacts{Campaign: c.ID, Date: calendar.DateIn(now, where)}, c.Walk, c.Price
	for at := c.Walk.Step; len(facts.Customers) == 0 && !c.Walk.over() && c.Walk.Step == at; {
		files, err := s.next(ctx, c, pageSize)
		if err != nil {
			return false, err
		}
		for _, f := range files {
			facts.Customers = append(facts.Customers, f.ID)
			price += s.Price(f.Phone, c.Parts[c.speaks(f)])
		}
	}
	if len(facts.Customers) == 0 {
		return false, nil
	}
	if most := c.Covers; most != nil && (c.People+len(facts.Customers) > most.People || price > most.Price) {
		c.Walk, c.Grown = begin, true // from here on it goes if somebody lets it
		return false, nil
	}
	c.Price = price
	c.Pages++
	c.People += len(facts.Customers)
	c.Pending = append(c.Pending, c.Pages)
	if !slices.Contains(c.Days, facts.Date) {
		c.Days = append(c.Days, facts.Date)
	}
	e, err := event.New(PageSubject(c.ID), c.Pages, PageRecorded, now, event.System, facts)
	if err != nil {
		return false, err
	}
	c.Version++
	c.ChangedAt = now.UTC()
	err = s.Store.SaveCampaign(ctx, *c, e)
	if errors.Is(err, ErrLostRace) {
		err = errs.New(errs.Stale, "campaign.stale").Because(err)
	}
	return false, errs.Wrap(err, "record a page")
}

// turn sees to it that the list in hand is one of a place where it is the hour,
// taking another before it if it must; false when there is none.
func (s *Service) turn(now time.Time, c *Campaign, greetings greeting.Settings) bool {
	if c.Walk.After != "" {
		return s.open(now, c.Walk.Steps[c.Walk.Step].Zone, greetings) // begun: goes on in its own time
	}
	for i := c.Walk.Step; i < len(c.Walk.Steps); i++ {
		if s.open(now, c.Walk.Steps[i].Zone, greetings) {
			taken := c.Walk.Steps[i]
			c.Walk.Steps = slices.Insert(slices.Delete(c.Walk.Steps, i, i+1), c.Walk.Step, taken)
			return true
		}
	}
	return false
}

// open tells whether pages may be recorded for a zone now. Where a festival is
// greeted for, its day is the greeting's: a number gets one message of goodwill
// a day, and the campaign goes on the day after.
func (s *Service) open(now time.Time, zone string, greetings greeting.Settings) bool {
	where, err := greeting.Location(zone, s.Zone)
	if err != nil {
		return true // page tells of it
	}
	local := now.In(where)
	if _, festival := greetings.Festival(calendar.DateIn(now, where)); festival {
		return false
	}
	minute := local.Hour()*60 + local.Minute()
	return minute >= opens && minute < closes
}
