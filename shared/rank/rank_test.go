package rank_test

import (
	"context"
	"fmt"
	"maps"
	"math/big"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
	_ "time/tzdata"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"huiyin/shared/customer"
	"huiyin/shared/errs"
	"huiyin/shared/memory"
	"huiyin/shared/phone"
	"huiyin/shared/phone/parse"
	"huiyin/shared/rank"
)

// first is in the first hour of June in Shanghai, which is still May in UTC.
var first = time.Date(2026, 5, 31, 16, 10, 0, 0, time.UTC)

// world is a desk in memory that computes classes.
type world struct {
	*rank.Service
	store   *memory.Store
	files   customer.Service
	figures map[string]rank.Twelve
	asked   map[string]int // windows
	mu      sync.Mutex
	writes  int
	die     func() bool
}

// numbers is a random source that gives the same numbers in every world.
type numbers struct {
	mu sync.Mutex
	*rand.PCG
}

func (n *numbers) Read(p []byte) (int, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	for i := range p {
		p[i] = byte(n.Uint64())
	}
	return len(p), nil
}

// counted counts and kills what is written of customers.
type counted struct {
	customer.Store
	w *world
}

func (c counted) Commit(ctx context.Context, change customer.Change) error {
	c.w.mu.Lock()
	c.w.writes++
	dead := c.w.dead()
	c.w.mu.Unlock()
	if dead {
		return errDead
	}
	return c.Store.Commit(ctx, change)
}

// mortal kills what is written of runs, before or after it is done.
type mortal struct {
	rank.Store
	w *world
}

var errDead = errs.New(errs.Unavailable, "store.unavailable")

func (w *world) dead() bool { return w.die != nil && w.die() }

func (m mortal) around(do func() error) error {
	for _, before := range []bool{true, false} {
		m.w.mu.Lock()
		dead := m.w.dead()
		m.w.mu.Unlock()
		if dead {
			return errDead
		}
		if before {
			if err := do(); err != nil {
				return err
			}
		}
	}
	return nil
}

func (m mortal) Advance(ctx context.Context, r rank.Run) error {
	return m.around(func() error { return m.Store.Advance(ctx, r) })
}

func (m mortal) Put(ctx context.Context, month string, f []rank.Scored) error {
	return m.around(func() error { return m.Store.Put(ctx, month, f) })
}

func newWorld(t *testing.T) *world {
	zone, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		t.Fatal(err)
	}
	w := &world{store: memory.New(1), figures: map[string]rank.Twelve{}, asked: map[string]int{}}
	phones := parse.Phones{Region: "CN", Keyed: func(_ context.Context, n phone.Number) (string, error) {
		return phone.Hash([]byte("a key of sixteen bytes"), n)[:32], nil
	}}
	w.files = customer.Service{Store: counted{w.store.Customers(), w}, Phones: phones, Random: &numbers{PCG: rand.NewPCG(1, 2)}}
	w.Service = &rank.Service{Store: mortal{w.store.Ranks(), w}, Files: w.files, Shares: rank.DefaultShares(), Zone: zone,
		Figures: func(_ context.Context, id, from, to string) (rank.Twelve, error) {
			w.mu.Lock()
			defer w.mu.Unlock()
			w.asked[from+" "+to]++
			return w.figures[id], nil
		}}
	return w
}

// file makes a customer's file with what is known of the shipments.
func (w *world) file(t rapid.TB, f rank.Twelve) string {
	c, err := w.files.Save(context.Background(), customer.Input{Name: "客户", Phone: fmt.Sprintf("139%08d", len(w.figures))}, "staff:m1", first.AddDate(0, -1, 0))
	if err != nil {
		t.Fatal(err)
	}
	w.figures[c.ID] = f
	return c.ID
}

// run ticks until the month's run is done.
func (w *world) run(t rapid.TB, now time.Time) rank.Run {
	for range 2000 {
		n := 3
		done, err := w.Tick(context.Background(), now, func() bool { n--; return n >= 0 })
		if err != nil && !errs.Is(err, errs.Unavailable) {
			t.Fatalf("tick: %v", err)
		}
		if done {
			r, err := w.store.Ranks().Run(context.Background(), now.In(w.Zone).Format("2006-01"))
			if err != nil {
				t.Fatal(err)
			}
			return r
		}
	}
	t.Fatalf("the run does not end")
	return rank.Run{}
}

func (w *world) classes(t rapid.TB) map[string]string {
	all := map[string]string{}
	for id := range w.figures {
		c, err := w.files.Get(context.Background(), id)
		if err != nil {
			t.Fatal(err)
		}
		all[id] = c.Class
	}
	return all
}

// model computes classes as the rule reads, with fractions and by counting who
// has as much or more.
func model(figures map[string]rank.Twelve) map[string]string {
	margins, revenues := int64(0), int64(0)
	for _, f := range figures {
		if f.Shipments > 0 && f.Costed == f.Shipments {
			margins, revenues = margins+f.Margin, revenues+f.Revenue
		}
	}
	rate := big.NewRat(1, 1)
	if margins > 0 && margins <= revenues {
		rate = big.NewRat(margins, revenues)
	}
	worth := map[string]*big.Int{}
	for id, f := range figures {
		switch {
		case f.Shipments == 0:
		case f.Costed == f.Shipments:
			worth[id] = big.NewInt(f.Margin)
		default:
			r := new(big.Rat).Mul(rate, new(big.Rat).SetInt64(f.Revenue))
			worth[id] = new(big.Int).Quo(r.Num(), r.Denom())
		}
	}
	ceil := func(permille int) int { return (len(worth)*permille + 999) / 1000 }
	classes := map[string]string{}
	for id := range figures {
		classes[id] = customer.General
		if worth[id] == nil || worth[id].Sign() <= 0 {
			continue
		}
		atLeast := 0 // who stands as high or higher, himself included
		for _, other := range worth {
			if other.Cmp(worth[id]) >= 0 {
				atLeast++
			}
		}
		switch {
		case atLeast <= ceil(50):
			classes[id] = customer.Key
		case atLeast <= ceil(200):
			classes[id] = customer.Suitable
		}
	}
	return classes
}

// rule: QM-7 — whatever the figures, ties, losses and unknown margins among
// them, the classes are those of the model, wherever the run is cut short; done
// again it writes nothing.
func TestClassesAreThoseOfTheModel(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		w := newWorld(t)
		few := rapid.Bool().Draw(r, "few values")
		for range rapid.IntRange(0, 120).Draw(r, "files") {
			most := int64(1 << 40)
			if few {
				most = 5
			}
			f := rank.Twelve{Shipments: rapid.Int64Range(0, 3).Draw(r, "shipments")}
			if f.Shipments > 0 {
				f.Costed = rapid.SampledFrom([]int64{0, f.Shipments, f.Shipments}).Draw(r, "costed")
				f.Revenue = rapid.Int64Range(0, most).Draw(r, "revenue")
				if f.Costed > 0 {
					f.Margin = f.Revenue - rapid.Int64Range(0, most).Draw(r, "cost")
				}
			}
			w.file(r, f)
		}
		every, n := rapid.IntRange(5, 60).Draw(r, "dies every"), 0
		w.die = func() bool { n++; return n%every == every-1 && n < 3000 }
		done := w.run(r, first)
		w.die = nil
		want := model(w.figures)
		if diff := cmp.Diff(want, w.classes(r)); diff != "" {
			r.Fatalf("classes (-want +got):\n%s\n%+v", diff, done)
		}
		given, moved := map[string]int{}, 0
		for id, class := range want {
			if w.figures[id].Shipments > 0 {
				given[class]++
				if class != customer.General {
					moved++
				}
			}
		}
		if !maps.Equal(done.Given, given) || done.Moved != moved || done.Files != len(w.figures) {
			r.Fatalf("told %+v, want %v and %d moved of %d", done, given, moved, len(w.figures))
		}
		w.writes = 0
		if again, err := w.Tick(context.Background(), first.Add(time.Hour), func() bool { return true }); err != nil || !again || w.writes != 0 {
			r.Fatalf("again: %d writes (%v)", w.writes, err)
		}
	})
}

// A hundred customers: five key, fifteen suitable, eighty general, by the twelve
// months before the month in which it is; the history says by what figure.
func TestAHundredCustomers(t *testing.T) {
	w := newWorld(t)
	var ids []string
	for i := range 100 {
		f := rank.Twelve{Shipments: 2, Costed: 2, Revenue: 1000_00, Margin: int64(i+1) * 100}
		if i == 99 {
			f.Costed = 1 // revenue stands in: at the rate of the others it is worth half of it
		}
		ids = append(ids, w.file(t, f))
	}
	done := w.run(t, first)
	if !maps.Equal(done.Given, map[string]int{customer.Key: 5, customer.Suitable: 15, customer.General: 80}) || done.Month != "2026-06" || done.Moved != 20 ||
		done.ByMargin != 99 || done.ByRevenue != 1 {
		t.Errorf("%+v", done)
	}
	if len(w.asked) != 1 || w.asked["2025-06 2026-05"] != 100 {
		t.Errorf("asked %v", w.asked)
	}
	reason := func(id string) string {
		c, err := w.files.Get(t.Context(), id)
		if err != nil || len(c.Classes) == 0 || !c.Classes[len(c.Classes)-1].Computed {
			t.Fatalf("%+v (%v)", c.Classes, err)
		}
		return c.Classes[len(c.Classes)-1].Reason
	}
	if got := reason(ids[98]); !strings.Contains(got, "毛利 99.00 元") || !strings.Contains(got, "margin CNY 99.00") {
		t.Errorf("by margin: %s", got)
	}
	moves, _, err := w.store.Ranks().Moves(t.Context(), "2026-06", "", 100)
	if err != nil || len(moves) != 20 || !slices.ContainsFunc(moves, func(m rank.Move) bool { return m.ID == ids[98] && m.To == customer.Key && m.Was == customer.General }) {
		t.Errorf("%d moves (%v)", len(moves), err)
	}

	// A month later: one has chosen, one has no shipments any more, one is new and
	// without any, one is archived.
	if _, err := w.files.Classify(t.Context(), first.AddDate(0, 0, 3), "staff:m1", ids[0], customer.Key, "战略客户", false); err != nil {
		t.Fatal(err)
	}
	w.figures[ids[98]] = rank.Twelve{}
	lead := w.file(t, rank.Twelve{})
	if _, err := w.files.Classify(t.Context(), first.AddDate(0, 0, 3), "staff:m1", lead, customer.Suitable, "潜在大客户", false); err != nil {
		t.Fatal(err)
	}
	c, err := w.files.Get(t.Context(), ids[97])
	if err != nil {
		t.Fatal(err)
	}
	in := customer.InputOf(c)
	in.Archived = true
	if _, err := w.files.Save(t.Context(), in, "staff:m1", first.AddDate(0, 0, 4)); err != nil {
		t.Fatal(err)
	}
	next := w.run(t, first.AddDate(0, 0, 30))
	now := w.classes(t)
	if now[ids[0]] != customer.Key || now[ids[98]] != customer.General || now[lead] != customer.Suitable || now[ids[97]] != customer.Key {
		t.Errorf("chosen %s, without %s, lead %s, archived %s", now[ids[0]], now[ids[98]], now[lead], now[ids[97]])
	}
	if next.Month != "2026-07" || next.Kept != 1 || next.Without != 1 || next.Files != 101 || next.ByMargin+next.ByRevenue != 98 {
		t.Errorf("%+v", next)
	}
	if got := reason(ids[98]); !strings.Contains(got, "没有发货") {
		t.Errorf("without shipments: %s", got)
	}
}

// The first of a month is that of the company's zone; an hour before, the month
// before is run.
func TestTheMonthIsTheCompanys(t *testing.T) {
	w := newWorld(t)
	if r := w.run(t, first.Add(-time.Hour)); r.Month != "2026-05" {
		t.Errorf("an hour before: %s", r.Month)
	}
	if r := w.run(t, first); r.Month != "2026-06" {
		t.Errorf("in its first hour: %s", r.Month)
	}
	runs, err := w.store.Ranks().Runs(t.Context(), 10)
	if err != nil || len(runs) != 2 {
		t.Errorf("%d runs (%v)", len(runs), err)
	}
}

// The history takes every reason.
func TestAReasonFits(t *testing.T) {
	for _, basis := range []rank.Basis{rank.Margin, rank.Revenue, rank.None} {
		if got := rank.Reason(rank.Scored{Basis: basis, Fen: -1 << 62}); len([]rune(got)) > customer.MaxReason {
			t.Errorf("%d characters: %s", len([]rune(got)), got)
		}
	}
}

// rule: QM-7 — what was sent under a file that became part of another one counts
// for that one.
func TestAMergedFilesShipmentsCountForTheOther(t *testing.T) {
	w := newWorld(t)
	var ids []string
	for i := range 20 {
		ids = append(ids, w.file(t, rank.Twelve{Shipments: 1, Costed: 1, Revenue: 100, Margin: int64(i + 1)}))
	}
	// The two lowest come to more than the first of the others.
	w.figures[ids[1]] = rank.Twelve{Shipments: 1, Costed: 1, Revenue: 100, Margin: 20}
	two := customer.Two{Stays: ids[0], Goes: ids[1], StaysVersion: 1, GoesVersion: 1}
	c, err := w.files.Merge(t.Context(), first.AddDate(0, 0, -1), "staff:m1", two, nil)
	if err != nil {
		t.Fatal(err)
	}
	done := w.run(t, first)
	if c, err = w.files.Get(t.Context(), c.ID); err != nil || c.Class != customer.Key || !strings.Contains(c.Classes[len(c.Classes)-1].Reason, "毛利 0.21 元") {
		t.Errorf("%+v %v", c.Classes, err)
	}
	if done.ByMargin != 19 || done.Margins != 20+1+207 {
		t.Errorf("%+v", done)
	}
}
