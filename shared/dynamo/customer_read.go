package dynamo

import (
	"context"
	"strconv"
	"strings"
	"time"

	"huiyin/shared/customer"
)

// Customer reads a file by id; errs.NotFound.
func (s Customers) Customer(ctx context.Context, id string) (customer.Customer, error) {
	var c customer.Customer
	it, err := s.t.get(ctx, "read a customer", record(customer.Subject(id)))
	if err != nil {
		return c, err
	}
	err = read(it, &c)
	return c, err
}

// CustomerByPhone reads a file by the key of its number; errs.NotFound.
func (s Customers) CustomerByPhone(ctx context.Context, phoneKey string) (customer.Customer, error) {
	it, err := s.t.get(ctx, "find a customer by phone", phoneCustomerKey(phoneKey))
	if err != nil {
		return customer.Customer{}, err
	}
	return s.Customer(ctx, str(it, customerAttr))
}

// ByPhones reads up to 100 files by the keys of their numbers: those of the
// numbers first, then the files.
func (s Customers) ByPhones(ctx context.Context, phoneKeys []string) (map[string]customer.Customer, error) {
	keys := make([]key, len(phoneKeys))
	for i, k := range phoneKeys {
		keys[i] = phoneCustomerKey(k)
	}
	pointers, err := s.t.batch(ctx, "find customers by phone", keys)
	if err != nil {
		return nil, err
	}
	ids := make([]string, len(pointers))
	for i, it := range pointers {
		ids[i] = str(it, customerAttr)
	}
	files, err := s.Customers(ctx, ids)
	if err != nil {
		return nil, err
	}
	byID := map[string]customer.Customer{}
	for _, c := range files {
		byID[c.ID] = c
	}
	found := map[string]customer.Customer{}
	for i, it := range pointers {
		if c, ok := byID[ids[i]]; ok {
			found[strings.TrimPrefix(str(it, pk), phonePartition(""))] = c
		}
	}
	return found, nil
}

// Customers reads up to 100 files by id, in any order; missing ones are left
// out.
func (s Customers) Customers(ctx context.Context, ids []string) ([]customer.Customer, error) {
	keys := make([]key, len(ids))
	for i, id := range ids {
		keys[i] = record(customer.Subject(id))
	}
	return readBatch[customer.Customer](ctx, s.t, "read customers", keys)
}

// directoryList is what a cursor of the directory is sealed for; its position
// is "<shard>#<id>".
const directoryList = "directory"

// ListCustomers reads a page of the directory, shard after shard, in the order
// of ids. errs.Invalid for a foreign or broken cursor.
func (s Customers) ListCustomers(ctx context.Context, cursor string, limit int) (customer.Page, error) {
	ids, next, err := s.Directory(ctx, cursor, clamp(limit))
	if err != nil {
		return customer.Page{}, err
	}
	files, err := s.inOrder(ctx, ids)
	return customer.Page{Customers: files, Next: next}, err
}

// maxIDs is how many ids of the directory one call reads: 60 KB.
const maxIDs = 1000

// Directory reads a page of ids, in the order and with the cursors of
// ListCustomers.
func (s Customers) Directory(ctx context.Context, cursor string, limit int) (ids []string, next string, err error) {
	position, err := s.t.open(ctx, directoryList, cursor)
	if err != nil {
		return nil, "", err
	}
	limit = min(max(limit, 1), maxIDs)
	first, last, _ := strings.Cut(position, "#")
	shard, _ := strconv.Atoi(first) // sealed by us; "" is the first shard
	var places []string
	for ; shard < customer.Shards && len(ids) <= limit; shard, last = shard+1, "" {
		part := span{pk: placePartition(customer.Place{List: customer.Directory, Shard: shard}), limit: limit + 1 - len(ids)}
		if last != "" {
			part.start = key{part.pk, last}.item()
		}
		items, err := s.t.query(ctx, "list customers", part)
		if err != nil {
			return nil, "", err
		}
		for _, it := range items {
			ids = append(ids, str(it, sk))
			places = append(places, strconv.Itoa(shard)+"#"+str(it, sk))
		}
	}
	if len(ids) <= limit { // one is read to see that there is more
		return ids, "", nil
	}
	next, err = s.t.seal(ctx, directoryList, places[limit-1])
	return ids[:limit], next, err
}

// inOrder reads files in the order of their ids in the list.
func (s Customers) inOrder(ctx context.Context, ids []string) ([]customer.Customer, error) {
	files, err := s.Customers(ctx, ids)
	if err != nil {
		return nil, err
	}
	byID := map[string]customer.Customer{}
	for _, c := range files {
		byID[c.ID] = c
	}
	var ordered []customer.Customer
	for _, id := range ids {
		if c, ok := byID[id]; ok {
			ordered = append(ordered, c)
		}
	}
	return ordered, nil
}

// place reads customer ids of one list in their order, behind the id last.
func (t *Table) place(ctx context.Context, p customer.Place, last string, limit int) (ids []string, next string, err error) {
	return t.idsIn(ctx, placePartition(p), last, limit)
}

// idsIn reads the ids that are the sort keys of a partition, in their order,
// behind the id last.
func (t *Table) idsIn(ctx context.Context, partition, last string, limit int) (ids []string, next string, err error) {
	part := span{pk: partition, limit: clamp(limit)}
	if last != "" {
		part.start = key{part.pk, last}.item()
	}
	items, more, err := t.page(ctx, "read a list of customers", part)
	if err != nil {
		return nil, "", err
	}
	for _, it := range items {
		ids = append(ids, str(it, sk))
	}
	if more {
		next = ids[len(ids)-1]
	}
	return ids, next, nil
}

// Count adds one to a counter, see package customer.
func (s Customers) Count(ctx context.Context, name string, until time.Time) (int, error) {
	return s.t.count(ctx, name, until)
}

// Optout reads the stop of a number; the zero Optout when there never was one.
func (s Customers) Optout(ctx context.Context, phoneKey string) (customer.Optout, error) {
	return readOrZero[customer.Optout](ctx, s.t, "read a stop", record(customer.OptoutSubject(phoneKey)))
}

// Stops reads the stops of up to 100 numbers: those that are stopped.
func (s Customers) Stops(ctx context.Context, phoneKeys []string) (map[string]bool, error) {
	keys := make([]key, len(phoneKeys))
	for i, k := range phoneKeys {
		keys[i] = record(customer.OptoutSubject(k))
	}
	found, err := readBatch[customer.Optout](ctx, s.t, "read stops", keys)
	stopped := map[string]bool{}
	for _, o := range found {
		if o.Stopped {
			stopped[o.PhoneKey] = true
		}
	}
	return stopped, err
}

const optoutKind = "optout"

func optoutOps(o customer.Optout) ([]op, error) {
	it, err := newItem(record(customer.OptoutSubject(o.PhoneKey)), optoutKind, o)
	if err != nil {
		return nil, err
	}
	it[versionAttr] = number(int64(o.Version))
	return []op{putIf(it, following(o.Version), fileLost)}, nil
}
