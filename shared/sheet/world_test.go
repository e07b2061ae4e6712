package sheet_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"math/rand/v2"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
	_ "time/tzdata"

	"huiyin/shared/customer"
	"huiyin/shared/errs"
	"huiyin/shared/memory"
	"huiyin/shared/phone"
	"huiyin/shared/phone/parse"
	"huiyin/shared/sheet"
	"huiyin/shared/shipment"
	"huiyin/shared/staff"
	"huiyin/shared/storetest"
	"huiyin/shared/words"
)

// morning is a Tuesday, 10:00 in Shanghai.
var morning = time.Date(2026, 6, 9, 2, 0, 0, 0, time.UTC)

// world is a desk in memory that takes tables.
type world struct {
	testing.TB
	*sheet.Service
	store  *memory.Store
	files  *files
	roster staff.Roster
	table  *sheet.Customers
	ships  *ships
	zone   *time.Location
	starts int
}

// files counts what is written of customers, and fails when it is told to.
type files struct {
	customer.Store
	mu     sync.Mutex
	writes int
	die    func() bool
}

var errDead = errs.New(errs.Unavailable, "store.unavailable")

func (f *files) Commit(ctx context.Context, c customer.Change) error {
	f.mu.Lock()
	f.writes++
	dead := f.die != nil && f.die()
	f.mu.Unlock()
	if dead {
		return errDead
	}
	return f.Store.Commit(ctx, c)
}

// ships counts what is written of shipments, and fails when it is told to.
type ships struct {
	shipment.Store
	writes atomic.Int64
	mu     sync.Mutex
	die    func() bool
}

func (s *ships) Commit(ctx context.Context, c shipment.Change) error {
	s.writes.Add(1)
	s.mu.Lock()
	dead := s.die != nil && s.die()
	s.mu.Unlock()
	if dead {
		return errDead
	}
	return s.Store.Commit(ctx, c)
}

// sheets fails when it is told to, before or after it has written.
type sheets struct {
	sheet.Store
	die func() bool
}

func (s sheets) Save(ctx context.Context, i sheet.Import, problems []sheet.Problem) error {
	if s.die() {
		return errDead
	}
	if err := s.Store.Save(ctx, i, problems); err != nil {
		return err
	}
	if s.die() {
		return errDead
	}
	return nil
}

// numbers is a random source that gives the same numbers in every world.
type numbers struct{ *rand.PCG }

func (n numbers) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = byte(n.Uint64())
	}
	return len(p), nil
}

type locked struct {
	mu sync.Mutex
	numbers
}

func (l *locked) Read(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.numbers.Read(p)
}

func newWorld(t testing.TB) *world {
	zone, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		t.Fatal(err)
	}
	store := memory.New(1)
	w := &world{TB: t, store: store, zone: zone, files: &files{Store: store.Customers()}}
	w.roster = staff.Roster{Members: []staff.Member{{ID: "m1", Badge: "A7"}, {ID: "m2", Badge: "B8"}, {ID: "m3"}}}
	phones := parse.Phones{Region: "CN", Keyed: func(_ context.Context, n phone.Number) (string, error) {
		return phone.Hash([]byte("a key of sixteen bytes"), n)[:32], nil
	}}
	random := &locked{numbers: numbers{rand.NewPCG(1, 2)}}
	w.table = &sheet.Customers{Files: customer.Service{Store: w.files, Phones: phones, Random: random}, Store: store.Customers(), Phones: phones,
		Roster: func(context.Context) (staff.Roster, error) { return w.roster, nil }, Zone: zone}
	w.ships = &ships{Store: store.Shipments()}
	freight := &sheet.Shipments{Store: w.ships, Roster: w.table.Roster, Zone: zone, Freight: &shipment.Service{Store: w.ships, Customers: store.Customers(), Phones: phones,
		Random: random, Zone: zone, Settings: func(context.Context) (shipment.Settings, error) { return shipment.DefaultSettings(), nil }}}
	bucket := &memory.Bucket{}
	server := httptest.NewServer(bucket)
	t.Cleanup(server.Close)
	bucket.Address = server.URL
	w.Service = &sheet.Service{Store: store.Sheets(), Bucket: bucket, Random: random, Tables: map[string]sheet.Table{sheet.CustomersName: w.table, sheet.ShipmentsName: freight,
		sheet.StatusesName: &sheet.Statuses{Tracking: freight.Freight.(*shipment.Service), Zone: zone}}}
	return w
}

func always() bool { return true }

// times is true so many times.
func times(n int) func() bool { return func() bool { n--; return n >= 0 } }

// send sends a file by the form.
func (w *world) send(content []byte) (id string) {
	w.Helper()
	offer, err := w.Offer(context.Background(), "")
	if err != nil {
		w.Fatal(err)
	}
	t, ok := w.TB.(*testing.T)
	if !ok {
		w.Fatal("send needs a test")
	}
	if status, _ := storetest.Post(t, offer.Form, "客户.csv", content); status != 204 {
		w.Fatalf("posted with %d", status)
	}
	return offer.ID
}

// run imports a file to its end.
func (w *world) run(content []byte, how sheet.Start) (sheet.Import, []sheet.Problem) {
	w.Helper()
	how.By = "staff:m1"
	if how.Table == "" {
		how.Table = sheet.CustomersName
	}
	i, err := w.Start(context.Background(), morning, w.send(content), how)
	if err != nil {
		w.Fatalf("start: %v", err)
	}
	w.starts++
	for range 10000 {
		if err := w.Work(context.Background(), morning, i.ID, times(40)); err != nil && !errs.Is(err, errs.Unavailable) {
			w.Fatalf("work: %v", err)
		}
		if i, err = w.Import(context.Background(), i.ID); err != nil {
			w.Fatal(err)
		}
		if !i.State.Open() {
			problems, err := w.Store.Problems(context.Background(), i.ID)
			if err != nil {
				w.Fatal(err)
			}
			return i, problems
		}
	}
	w.Fatal("the import does not end")
	return i, nil
}

// table writes a CSV.
func table(comma rune, rows ...[]string) []byte {
	var out bytes.Buffer
	lines := csv.NewWriter(&out)
	lines.Comma = comma
	_ = lines.WriteAll(rows) // a buffer takes everything
	return out.Bytes()
}

// all exports everything as CSV, without what differs by time and chance.
func (w *world) all(lang words.Lang) []byte {
	w.Helper()
	export := sheet.Export{Store: w.store.Customers(), Roster: w.table.Roster, Zone: w.zone}
	var all []byte
	for cursor, first := "", true; first || cursor != ""; first = false {
		raw, part, err := export.CSV(context.Background(), lang, cursor)
		if err != nil {
			w.Fatal(err)
		}
		if !first {
			_, after, _ := strings.Cut(string(raw), "\r\n")
			raw = []byte(after)
		}
		all, cursor = append(all, raw...), part.Next
	}
	return all
}

// byPhone reads a file.
func (w *world) byPhone(number string) (customer.Customer, bool) {
	c, err := customer.Service{Store: w.store.Customers(), Phones: w.table.Phones}.ByPhone(context.Background(), phone.Number(number))
	if err != nil && !errs.Is(err, errs.NotFound) {
		w.Fatal(err)
	}
	return c, err == nil
}

func code(err error) string {
	var e *errs.Error
	if !errors.As(err, &e) {
		return ""
	}
	if len(e.Fields) > 0 {
		return e.Fields[0].Code
	}
	return e.Code
}
