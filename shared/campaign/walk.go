package campaign

import (
	"context"
	"sort"
	"time"

	"huiyin/shared/customer"
	"huiyin/shared/errs"
	"huiyin/shared/words"
)

// begin lays out the lists that are gone through: of every zone's customers who
// may be greeted.
func (s *Service) begin(ctx context.Context, c *Campaign) error {
	zones, err := s.Customers.Zones(ctx)
	if err != nil {
		return errs.Wrap(err, "list the zones of customers")
	}
	sort.Strings(zones)
	c.Walk = Walk{}
	for _, zone := range zones {
		for shard := range customer.Shards {
			c.Walk.Steps = append(c.Walk.Steps, customer.Place{List: customer.Greetings, Zone: zone, Shard: shard})
		}
	}
	return nil
}

// over tells whether all lists were gone through.
func (w Walk) over() bool { return w.Step >= len(w.Steps) }

// next looks at the next files of the list and gives those that belong to the
// segment.
func (s *Service) next(ctx context.Context, c *Campaign, limit int) ([]customer.Customer, error) {
	ids, after, err := s.Customers.NextPage(ctx, c.Walk.Steps[c.Walk.Step], c.Walk.After, limit)
	if err != nil {
		return nil, errs.Wrap(err, "read a list of customers")
	}
	if c.Walk.After = after; after == "" {
		c.Walk.Step++
	}
	if len(ids) == 0 {
		return nil, nil
	}
	files, err := s.Customers.Files(ctx, ids)
	if err != nil {
		return nil, errs.Wrap(err, "read files of customers")
	}
	return s.held(ctx, c.Segment, files)
}

// held are the files that belong to a segment, in the order of their ids.
func (s *Service) held(ctx context.Context, segment Segment, files []customer.Customer) ([]customer.Customer, error) {
	last := map[string]time.Time{} // by file, whichever of its numbers asked
	if segment.Asks() {
		var keys []string
		for _, c := range files {
			keys = append(keys, c.Keys()...)
		}
		seen, err := s.Customers.LastTickets(ctx, keys)
		if err != nil {
			return nil, errs.Wrap(err, "look up the last tickets of numbers")
		}
		for _, c := range files {
			for _, key := range c.Keys() {
				if at := seen[key]; at.After(last[c.ID]) {
					last[c.ID] = at
				}
			}
		}
	}
	var held []customer.Customer
	for _, c := range files {
		if c.Greetable() && segment.Holds(c, last[c.ID]) {
			held = append(held, c)
		}
	}
	sort.Slice(held, func(i, j int) bool { return held[i].ID < held[j].ID })
	return held, nil
}

// speaks is the language in which a campaign reaches a customer.
func (c *Campaign) speaks(f customer.Customer) words.Lang {
	if lang := words.Lang(f.Lang); c.Parts[lang] > 0 {
		return lang
	}
	return words.Chinese
}

// count goes on counting while there is time.
func (s *Service) count(ctx context.Context, c *Campaign, more func() bool) error {
	for !c.Walk.over() && more() {
		files, err := s.next(ctx, c, listPage)
		if err != nil {
			return err
		}
		for _, f := range files {
			lang := c.speaks(f)
			if c.Preview.Langs == nil {
				c.Preview.Langs = map[words.Lang]int{}
			}
			c.Preview.People++
			c.Preview.Langs[lang]++
			c.Preview.Price += s.Price(f.Phone, c.Parts[lang])
		}
	}
	if c.Walk.over() {
		c.State, c.Walk = Previewed, Walk{}
	}
	return nil
}
