package ledger

import (
	"context"
	"errors"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"huiyin/shared/errs"
	"huiyin/shared/message"
)

// atOnce is how many messages of a group are handed over at the same time, so
// that a provider that takes its time does not hold up the rate.
const atOnce = 4

// fresh is how old what was read of a person may be when his message goes out;
// he is looked up again after that.
const fresh = 2 * time.Second

// group is the work on some people of one group.
type group struct {
	*Service
	batch Batch
	clock func() time.Time
	wait  func(context.Context) error

	mu     sync.Mutex
	lines  []Line
	unused int64 // money that was taken and not spent
}

// parcel is a message that may go out now.
type parcel struct {
	row  Row
	to   Address
	text message.Text
	read time.Time // when its receiver was looked up
}

// note adds what became of somebody.
func (g *group) note(l Line) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.lines = append(g.lines, l)
}

func (g *group) skip(place int, why string) { g.note(Line{Place: place, State: Skipped, Why: why}) }

// back gives a price back at the group's end.
func (g *group) back(price int64) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.unused += price
}

// work looks the people up, pays for all whose message may go out, and hands
// them over. What is certain stands in lines, also when it fails.
func (g *group) work(ctx context.Context, places []int) error {
	read := g.clock()
	found, err := g.Resolver.ResolvePage(ctx, read, g.batch.Page, places)
	if err != nil {
		return errs.Wrap(err, "look up the people of a page")
	}
	var ready []parcel
	for i, f := range found {
		stands, err := g.before(ctx, read, places[i], f.Message.ID)
		if err != nil {
			return err
		}
		if stands {
			continue
		}
		p, ok, err := g.prepare(ctx, read, places[i], f)
		if err != nil {
			return err
		}
		if ok {
			ready = append(ready, p)
		}
	}
	if ready, err = g.pay(ctx, ready); err != nil {
		return errs.Wrap(err, "count the spending of a group")
	}
	var sending errgroup.Group
	sending.SetLimit(atOnce)
	for _, p := range ready {
		sending.Go(func() error { return g.hand(ctx, p) })
	}
	err = sending.Wait()
	if g.unused > 0 { // a refund that is lost leaves the budget a little smaller
		_, _ = g.Store.Spend(ctx, g.month(g.clock()), -g.unused, -1)
	}
	return err
}

// prepare decides on one person: false when nothing goes out now, which is
// noted then. The rules are those of a single message.
func (g *group) prepare(ctx context.Context, now time.Time, place int, f Resolved) (parcel, bool, error) {
	row := Row{Message: f.Message, CreatedAt: now, Batch: g.batch.ID, Place: place}
	to := f.Address
	if to.Skip != "" {
		g.skip(place, to.Skip)
		return parcel{}, false, nil
	}
	row.PhoneKey, row.Masked, row.Lang = to.Key, to.Phone.Masked(), to.Lang
	if to.Template != "" {
		row.Template = to.Template
	}
	if to.Zone == nil {
		to.Zone = g.Settings.Zone
	}
	until, why := to.Wait, to.Why
	if !until.After(now) {
		until, why = g.Settings.Hours.quiet(row.Message, to, now), "quiet_hours"
	}
	if until.After(now) {
		return parcel{}, false, g.postpone(ctx, now, row, why, until)
	}
	text, err := g.render(row.Template, to)
	if err != nil {
		g.note(Line{Place: place, State: Failed, Why: "text"})
		return parcel{}, false, nil
	}
	row.Parts, row.Price = text.Parts, g.Settings.Budget.price(to.Phone, text.Parts)
	return parcel{row: row, to: to, text: text, read: now}, true, nil
}

// postpone gives a message a row of its own that waits, and goes the way of a
// single one from there.
func (g *group) postpone(ctx context.Context, now time.Time, row Row, why string, until time.Time) error {
	place := row.Place
	row.Batch, row.Place = "", 0
	err := g.put(ctx, now, row, Waiting, why, until)
	if errors.Is(err, ErrLostRace) {
		return g.met(ctx, now, row.ID, place)
	}
	if err == nil {
		g.note(Line{Place: place, State: Waiting, Why: why})
	}
	return err
}

// pay takes the money of all in one write; where that is too much, of as many
// as there is money for.
func (g *group) pay(ctx context.Context, ready []parcel) ([]parcel, error) {
	var sum int64
	for _, p := range ready {
		sum += p.row.Price
	}
	month, limit := g.month(g.clock()), g.limit(g.batch.Class)
	if len(ready) == 0 {
		return nil, nil
	}
	if paid, err := g.Store.Spend(ctx, month, sum, limit); err != nil || paid {
		return ready, err
	}
	var paid []parcel
	for _, p := range ready {
		ok, err := g.Store.Spend(ctx, month, p.row.Price, limit)
		if err != nil {
			return nil, err
		}
		if !ok {
			g.skip(p.row.Place, "budget")
			continue
		}
		paid = append(paid, p)
	}
	return paid, nil
}

// hand claims one row, hands the message over and notes the outcome.
func (g *group) hand(ctx context.Context, p parcel) error {
	if err := g.wait(ctx); err != nil {
		g.back(p.row.Price)
		return errs.Wrap(err, "wait for the provider's rate")
	}
	now := g.clock()
	if now.Sub(p.read) > fresh {
		if still, err := g.again(ctx, now, &p); err != nil || !still {
			g.back(p.row.Price)
			return err
		}
	}
	p.row.Attempts++
	err := g.put(ctx, now, p.row, Claimed, "", now.Add(Lease))
	if errors.Is(err, ErrLostRace) {
		g.back(p.row.Price)
		return g.met(ctx, now, p.row.ID, p.row.Place)
	}
	if err != nil {
		g.back(p.row.Price)
		return err
	}
	row := claimed(p.row, now)
	provider, err := g.Sender.Send(ctx, Outgoing{ID: row.ID, To: p.to.Phone, Class: row.Class, Text: p.text})
	return g.outcome(ctx, now, row, provider, err)
}

// again looks a person up whose answer has grown old; false when the message
// goes out no more (noted), or not now.
func (g *group) again(ctx context.Context, now time.Time, p *parcel) (bool, error) {
	found, err := g.Resolver.ResolvePage(ctx, now, g.batch.Page, []int{p.row.Place})
	if err != nil {
		return false, errs.Wrap(err, "look somebody up again")
	}
	price := p.row.Price
	anew, ok, err := g.prepare(ctx, now, p.row.Place, found[0])
	if err != nil || !ok {
		return false, err
	}
	if *p = anew; p.row.Price != price { // another number or name since: the next try pays what it costs
		p.row.Price = price
		return false, errs.New(errs.Unavailable, "store.unavailable").With("why", "the price has changed")
	}
	return true, nil
}

// outcome notes what the provider's answer means. What is not over gets a row
// of its own: it waits there, or an admin decides.
func (g *group) outcome(ctx context.Context, now time.Time, row Row, provider string, sent error) error {
	line := Line{Place: row.Place, Provider: provider, Parts: row.Parts, Price: row.Price}
	var e *SendError
	if errors.As(sent, &e) {
		row.Code, line.Code = e.Code, e.Code
	}
	until := time.Time{}
	switch OutcomeOf(sent) {
	case Handed:
		line.State = Accepted
		g.note(line)
		return nil
	case Refused:
		g.back(row.Price)
		line.State, line.Why = Failed, "refused"
		g.note(line)
		return nil
	case Throttled:
		g.back(row.Price)
		line.State, line.Why, until = Waiting, "throttled", now.Add(backoff(row.Attempts))
	default:
		line.State, line.Why = Unknown, "unclear"
	}
	row.Batch, row.Place = "", 0
	if err := g.put(ctx, now, row, line.State, line.Why, until); err != nil {
		return err // without a line: whoever comes next finds the claim
	}
	g.note(line)
	return nil
}

// met is what it means that a row stands already: somebody else's, who was
// first; or the own one of an earlier try. One that was claimed and has no line
// may be on its way in this moment. Once its lease is over nobody will ever
// know, and an admin decides.
func (g *group) met(ctx context.Context, now time.Time, id string, place int) error {
	row, err := g.Store.Row(ctx, id)
	if err != nil {
		return errs.Wrap(err, "read whose the row is")
	}
	switch {
	case row.Cause != g.batch.ID || row.To.ID != g.batch.To[place]:
		g.skip(place, "taken")
		return nil
	case row.State != Claimed:
		g.note(Line{Place: place, State: row.State, Why: row.Why, Provider: row.Provider, Code: row.Code, Parts: row.Parts, Price: row.Price})
		return nil
	case row.Until.After(now):
		return nil
	}
	if row.Batch == "" {
		return nil // it went out singly, and its own lease has the sweep look at it
	}
	row.Batch, row.Place = "", 0
	err = g.put(ctx, now, row, Unknown, "lease_over", row.repeatAt(now))
	if errors.Is(err, ErrLostRace) {
		return nil
	}
	if err == nil {
		g.note(Line{Place: place, State: Unknown, Why: "lease_over"})
	}
	return err
}
