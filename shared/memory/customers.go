package memory

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"huiyin/shared/customer"
	"huiyin/shared/errs"
)

// Customers is the store of package customer.
type Customers struct{ s *Store }

// Customers gives the store of the customers' files.
func (s *Store) Customers() Customers { return Customers{s} }

var _ customer.Store = Customers{}

// Customer reads a file by id.
func (c Customers) Customer(_ context.Context, id string) (customer.Customer, error) {
	return find(c.s, c.s.files, id)
}

// CustomerByPhone reads a file by the key of its number.
func (c Customers) CustomerByPhone(ctx context.Context, phoneKey string) (customer.Customer, error) {
	id, err := find(c.s, c.s.phones, phoneKey)
	if err != nil {
		return customer.Customer{}, err
	}
	return c.Customer(ctx, id)
}

// Customers reads files by id; missing ones are left out.
func (c Customers) Customers(ctx context.Context, ids []string) ([]customer.Customer, error) {
	found := []customer.Customer{}
	for i, id := range ids {
		if slices.Contains(ids[:i], id) {
			continue
		}
		if file, err := c.Customer(ctx, id); err == nil {
			found = append(found, file)
		}
	}
	return found, nil
}

// ByPhones reads files by the keys of their numbers.
func (c Customers) ByPhones(_ context.Context, phoneKeys []string) (map[string]customer.Customer, error) {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	found := map[string]customer.Customer{}
	for _, key := range phoneKeys {
		if file, ok := c.s.files[c.s.phones[key]]; ok {
			found[key] = clone(file)
		}
	}
	return found, nil
}

// Directory reads a page of ids.
func (c Customers) Directory(_ context.Context, cursor string, limit int) (ids []string, next string, err error) {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	position, err := c.s.unseal("directory", cursor)
	if err != nil {
		return nil, "", err
	}
	keys := c.s.directory()
	at, found := slices.BinarySearch(keys, position)
	if found {
		at++
	}
	keys = keys[at:]
	if limit = min(max(limit, 1), 1000); len(keys) > limit {
		keys = keys[:limit]
		next = c.s.seal("directory", keys[limit-1])
	}
	for _, k := range keys {
		_, id, _ := strings.Cut(k, "#")
		ids = append(ids, id)
	}
	return ids, next, nil
}

// directory is every file, in the order of the list.
func (s *Store) directory() []string {
	if s.shelved == nil {
		for id, file := range s.files {
			if file.Merged == "" {
				s.shelved = append(s.shelved, strconv.Itoa(file.Places()[0].Shard)+"#"+id)
			}
		}
		slices.Sort(s.shelved)
	}
	return s.shelved
}

// ListCustomers reads a page of the directory.
func (c Customers) ListCustomers(ctx context.Context, cursor string, limit int) (customer.Page, error) {
	ids, next, err := c.Directory(ctx, cursor, min(max(limit, 1), 100))
	page := customer.Page{Next: next}
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	for _, id := range ids {
		page.Customers = append(page.Customers, clone(c.s.files[id]))
	}
	return page, err
}

// leave takes numbers from a file that has them.
func (c Customers) leave(keys []string, id string) {
	for _, key := range keys {
		if c.s.phones[key] == id {
			delete(c.s.phones, key)
		}
	}
}

// file keeps a file and files it under its terms.
func (c Customers) file(one customer.Customer) {
	c.unfile(one.ID)
	c.s.files[one.ID] = clone(one)
	for _, term := range one.Terms() {
		ids := c.s.terms[term]
		if at, found := slices.BinarySearch(ids, one.ID); !found {
			c.s.terms[term] = slices.Insert(ids, at, one.ID)
		}
	}
}

func (c Customers) unfile(id string) {
	for _, term := range c.s.files[id].Terms() {
		ids := c.s.terms[term]
		if at, found := slices.BinarySearch(ids, id); found {
			ids = slices.Delete(ids, at, at+1)
		}
		if c.s.terms[term] = ids; len(ids) == 0 {
			delete(c.s.terms, term)
		}
	}
	delete(c.s.files, id)
}

// InPlace reads a page of the ids of one list.
func (c Customers) InPlace(ctx context.Context, p customer.Place, cursor string, limit int) (ids []string, next string, err error) {
	list := fmt.Sprintf("place %+v", p)
	position, err := c.s.unseal(list, cursor)
	if err != nil {
		return nil, "", err
	}
	ids, last, err := c.s.Greetings().NextPage(ctx, p, position, limit)
	if err != nil || last == "" {
		return ids, "", err
	}
	return ids, c.s.seal(list, last), nil
}

// WithTerm reads the ids of files with a term.
func (c Customers) WithTerm(_ context.Context, term, after string, limit int) (ids []string, next string, err error) {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	ids, next = behind(c.s.terms[term], after, limit)
	return slices.Clone(ids), next, nil
}

// Notes reads the latest notes of a file.
func (c Customers) Notes(_ context.Context, id string, limit int) ([]customer.Note, error) {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	notes := slices.Clone(c.s.remembered[id])
	slices.Reverse(notes)
	return notes[:min(len(notes), max(limit, 1), 100)], nil
}

// Optout reads the stop of a number.
func (c Customers) Optout(_ context.Context, phoneKey string) (customer.Optout, error) {
	o, err := find(c.s, c.s.optouts, phoneKey)
	if errs.Is(err, errs.NotFound) {
		return customer.Optout{}, nil
	}
	return o, err
}

// Stops reads the stops of several numbers.
func (c Customers) Stops(ctx context.Context, phoneKeys []string) (map[string]bool, error) {
	stopped := map[string]bool{}
	for _, k := range phoneKeys {
		if o, err := c.Optout(ctx, k); err != nil || o.Stopped {
			stopped[k] = true
		}
	}
	return stopped, nil
}

// Code reads a code.
func (c Customers) Code(_ context.Context, id string) (customer.Code, error) {
	return find(c.s, c.s.codes, id)
}

// TryCode counts one try on a code.
func (c Customers) TryCode(_ context.Context, id string, now time.Time, maxTries int) (customer.Code, error) {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	code, ok := c.s.codes[id]
	if !ok || code.Tries >= maxTries || !code.Until.After(now) {
		return customer.Code{}, errs.New(errs.NotFound, "store.not_found")
	}
	code.Tries++
	c.s.codes[id] = code
	return code, nil
}

// Count adds one to a counter.
func (c Customers) Count(_ context.Context, name string, _ time.Time) (int, error) {
	return c.s.count(name), nil
}

// Commit writes a change or nothing at all.
func (c Customers) Commit(_ context.Context, change customer.Change) error {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	if err := c.refuse(change); err != nil {
		return err
	}
	if file := change.Customer; file != nil {
		if change.Was != nil {
			c.leave(change.Was.Keys(), file.ID)
		}
		for _, key := range file.Keys() {
			c.s.phones[key] = file.ID
		}
		if _, known := c.s.files[file.ID]; !known {
			c.s.shelved = nil
		}
		c.s.zones[file.ZoneKey()] = true
		c.file(*file)
	}
	if change.Other != nil {
		c.file(*change.Other)
		c.s.shelved = nil
	}
	if n := change.Note; n != nil {
		c.s.remembered[n.Customer] = append(c.s.remembered[n.Customer], *n)
	}
	if change.Optout != nil {
		c.s.optouts[change.Optout.PhoneKey] = clone(*change.Optout)
	}
	if change.Code != nil {
		c.s.codes[change.Code.ID] = clone(*change.Code)
	}
	if change.Used != nil {
		used := c.s.codes[change.Used.ID]
		used.UsedFor = change.Used.UsedFor
		c.s.codes[change.Used.ID] = used
	}
	c.s.tell(change.Events)
	return nil
}

func (c Customers) refuse(change customer.Change) error {
	if file := change.Customer; file != nil {
		if c.s.files[file.ID].Version != file.Version-1 {
			return customer.ErrLostRace
		}
		if change.Other != nil && c.s.files[change.Other.ID].Version != change.Other.Version-1 {
			return customer.ErrLostRace
		}
		for _, key := range file.Keys() {
			if holder, taken := c.s.phones[key]; taken && holder != file.ID && (change.Other == nil || holder != change.Other.ID) {
				return customer.ErrPhoneTaken
			}
		}
	}
	if o := change.Optout; o != nil && c.s.optouts[o.PhoneKey].Version != o.Version-1 {
		return customer.ErrLostRace
	}
	if change.Code != nil {
		if _, exists := c.s.codes[change.Code.ID]; exists {
			return customer.ErrLostRace
		}
	}
	if change.Used != nil {
		if code, exists := c.s.codes[change.Used.ID]; !exists || code.UsedFor != "" {
			return customer.ErrLostRace
		}
	}
	return nil
}
