package year_test

import (
	"context"
	"hash/fnv"
	"io"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"
	_ "time/tzdata"

	"huiyin/infra/year"
	"huiyin/shared/attachment"
	"huiyin/shared/clock"
	"huiyin/shared/customer"
	"huiyin/shared/event"
	"huiyin/shared/greeting"
	"huiyin/shared/ledger"
	"huiyin/shared/memory"
	"huiyin/shared/message"
	"huiyin/shared/notice"
	"huiyin/shared/person"
	"huiyin/shared/place"
	"huiyin/shared/shipment"
	"huiyin/shared/sla"
	"huiyin/shared/storetest"
	"huiyin/shared/sweep"
	"huiyin/shared/task"
	"huiyin/shared/ticket"
	"huiyin/shared/violation"
)

// world is the desk's own code on the store in memory, living through a story.
type world struct {
	*testing.T
	story     *year.Story
	luck      *rand.Rand
	store     *memory.Store
	desk      *ticket.Service
	files     customer.Service
	persons   *person.Service
	greetings greeting.Service
	plan      *notice.Service
	ledger    *ledger.Service
	sweeps    *sweep.Service
	zone      *time.Location

	now        time.Time
	ids        []string       // of the files, by number in the story
	who        map[string]int // the other way round
	complaints map[int]string // open tickets
	told       int            // events the queue has got
	queue      []parcel

	mu      sync.Mutex
	arrived map[string][]sms // by the row's id
}

// parcel is an event in the queue.
type parcel struct {
	event.Event
	at time.Time // not before
}

// sms is a greeting that a telephone got.
type sms struct {
	at   time.Time
	who  int
	body string
}

func newWorld(t *testing.T, story *year.Story, seed uint64) *world {
	store := memory.New(2)
	desk := storetest.Desk(store.Tickets())
	desk.Rules = sync.OnceValue(func() book { return book{compiled(t, desk)} })()
	w := &world{T: t, story: story, luck: rand.New(rand.NewPCG(seed, 7)), store: store, desk: desk, who: map[string]int{}, complaints: map[int]string{}, arrived: map[string][]sms{}}
	var random io.Reader = rand.NewChaCha8([32]byte{byte(seed), 1})
	desk.Random = random
	var err error
	w.zone, err = time.LoadLocation(story.Home)
	w.must(err)
	texts, err := message.New(message.Company{Signature: "顺达物流", EnglishSignature: "Shunda", Site: "sd.example", Hotline: "400-123-4567"}, message.Edits{})
	w.must(err)
	w.files = customer.Service{Store: store.Customers(), Phones: desk.Phones, Random: random}
	w.persons = &person.Service{Store: store.Persons(), Tickets: desk, Customers: store.Customers(), Mentions: w.files, Tasks: &task.Service{Store: store.Tasks()}, Shipments: &shipment.Service{Store: store.Shipments()}, Bulletins: store.Bulletins(), Ledger: store.Ledger(), Register: &violation.Service{Store: store.Violations()},
		Phones: desk.Phones, Random: random, Attachments: &attachment.Service{Tickets: desk, Bucket: &memory.Bucket{}, Random: random}}
	w.greetings = greeting.Service{Store: store.Greetings(), Settings: greeting.Default(), Zone: story.Home}
	w.plan = &notice.Service{Tickets: store.Tickets(), Runs: store.Sweeps(), Customers: storetest.Files{Store: store.Customers()}, Staff: storetest.Nobody{}, Places: place.New(store.Registers(), nil), Tasks: store.Tasks(),
		Rows: store.Ledger(), Key: desk.Phones.Key, Settings: notice.Settings{Zone: w.zone, Greetings: greeting.Default, On: texts.On}}
	w.ledger = &ledger.Service{Store: store.Ledger(), Resolver: w.plan, Texts: texts, Sender: w,
		Settings: ledger.Settings{Zone: w.zone, Hours: ledger.DefaultHours, Budget: ledger.Budget{Prices: ledger.DefaultPrices(), Share: ledger.DefaultShares}}}
	w.sweeps = &sweep.Service{Store: store.Sweeps(), Tickets: desk, Dues: map[string]sweep.Due{"LEDGER": w.ledger, "BATCH": ledger.Batches{Store: store.Ledger()}},
		Log: func(subject string, err error) { t.Errorf("%s: set aside %s: %v", w.now, subject, err) }}
	return w
}

func (w *world) must(err error) {
	w.Helper()
	if err != nil {
		w.Fatalf("%s: %v", w.now, err)
	}
}

// during tells whether one of these troubles holds now.
func (w *world) during(kinds ...string) bool {
	_, is := w.story.During(w.now, kinds...)
	return is
}

// chance is true so many times in a hundred.
func (w *world) chance(percent int) bool { return w.luck.IntN(100) < percent }

// live lets everything happen, instant by instant.
func (w *world) live() {
	w.now = w.story.Begin
	for i, p := range w.story.People {
		w.ids = append(w.ids, "")
		if !p.Absent {
			w.begin(i, p)
		}
	}
	for _, at := range w.instants() {
		if w.now = at.at; w.now.After(w.story.End) {
			break
		}
		w.ledger.Settings.Budget.Monthly = 1 << 40
		if w.tight() {
			w.ledger.Settings.Budget.Monthly = w.budget()
		}
		at.do()
		w.flow()
	}
}

func (w *world) tight() bool { return w.now.In(w.zone).Format("2006-01") == w.story.Tight }

// budget is less than what one festival of the story's month with too little
// money needs.
func (w *world) budget() int64 { return int64(len(w.story.People)) * 35000 * 3 / 5 }

type instant struct {
	at time.Time
	do func()
}

// instants are the steps of the story, the hourly function, and the sweeps:
// one an hour, and one a minute while messages may wait to be tried again.
func (w *world) instants() []instant {
	var all []instant
	for _, s := range w.story.Steps {
		all = append(all, instant{s.At, func() { w.step(s) }})
	}
	for at := w.story.Begin.Truncate(time.Hour).Add(time.Hour); at.Before(w.story.End); at = at.Add(time.Hour) {
		all = append(all, instant{at, w.hour}, instant{at.Add(5 * time.Minute), w.sweep})
	}
	for _, t := range w.story.Troubles {
		if !slices.Contains([]string{year.NoHours, year.Refuses, year.Unclear}, t.What) {
			for at := t.From.Truncate(time.Minute); at.Before(t.To.Add(45 * time.Minute)); at = at.Add(time.Minute) {
				all = append(all, instant{at, w.sweep})
			}
		}
		all = append(all, instant{t.To, func() {}})
	}
	slices.SortStableFunc(all, func(a, b instant) int { return a.at.Compare(b.at) })
	return all
}

// hour is the hourly function.
func (w *world) hour() {
	if w.during(year.NoHours, year.Nothing) {
		return
	}
	service, k, left := w.greetings, &killer{left: -1}, -1
	if w.during(year.Dying) {
		switch {
		case w.chance(50):
			k = &killer{left: 1 + w.luck.IntN(5), before: w.chance(50)}
		case w.chance(50):
			left = w.luck.IntN(3) // pages; then its time is up
		}
	}
	service.Store = mortalRuns{service.Store, k}
	more := func() bool { left--; return left != -1 }
	for range 1 + w.luck.IntN(2) { // the schedule may call twice
		if _, err := service.Tick(w.Context(), w.now, more); err != nil && !k.dead {
			w.must(err)
		}
	}
}

func (w *world) sweep() {
	if w.during(year.Nothing) {
		return
	}
	_, err := w.sweeps.Run(w.Context(), w.now, w.now.String(), func() bool { return true })
	w.must(err)
}

// flow brings what was told to notify: in any order, some of it twice, some of
// that later.
func (w *world) flow() {
	for _, e := range w.store.Told(w.told) {
		w.told++
		w.queue = append(w.queue, parcel{e, w.now})
		if w.chance(10) {
			w.queue = append(w.queue, parcel{e, w.now.Add(time.Duration(w.luck.IntN(90)) * time.Minute)})
		}
	}
	if w.during(year.NoSending, year.Nothing) {
		return
	}
	var ready []parcel
	w.queue = slices.DeleteFunc(w.queue, func(p parcel) bool {
		if !p.at.After(w.now) {
			ready = append(ready, p)
		}
		return !p.at.After(w.now)
	})
	w.luck.Shuffle(len(ready), func(i, j int) { ready[i], ready[j] = ready[j], ready[i] })
	for _, p := range ready {
		w.notify(p.Event)
	}
}

// notify handles one event, as the function does. One that ended in between
// gets it again after six minutes; the queue gives some up, and then the sweep
// has to find what was begun.
func (w *world) notify(e event.Event) {
	service, k := *w.ledger, &killer{left: -1}
	if w.during(year.Dying) && w.chance(60) {
		k = &killer{left: 1 + w.luck.IntN(40), before: w.chance(50)}
	}
	service.Store = mortalRows{service.Store, k}
	present := func() time.Time { return clock.Later(w.now, e.At) }
	page, is, err := w.plan.Page(w.Context(), e)
	if is && err == nil {
		err = service.Many(w.Context(), page, present, func(context.Context) error { return nil })
	} else if err == nil {
		var messages []ledger.Message
		messages, err = w.plan.Plan(w.Context(), present(), e)
		for _, m := range messages {
			if err == nil {
				err = service.Deliver(w.Context(), present(), m)
			}
		}
	}
	if err == nil {
		return
	}
	if !k.dead {
		w.Fatalf("%s: %s %s: %v", w.now, e.Type, e.ID, err)
	}
	if b, err := w.store.Ledger().Batch(w.Context(), page.ID); is && err == nil && b.Version > 0 && w.chance(30) {
		return
	}
	w.queue = append(w.queue, parcel{e, w.now.Add(6 * time.Minute)})
}

// Send is the provider.
func (w *world) Send(ctx context.Context, m ledger.Outgoing) (string, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	draw := fnv.New32a()
	draw.Write([]byte(m.ID + w.now.String())) // never fails
	luck := int(draw.Sum32() >> 8)
	trouble, _ := w.story.During(w.now, year.Throttles, year.Refuses, year.Unclear, year.Shaky)
	if m.Class == message.Promotion {
		w.limits(m)
	}
	outcome := map[string]ledger.Outcome{year.Throttles: ledger.Throttled, year.Refuses: ledger.Refused, year.Unclear: ledger.Unclear,
		year.Shaky: []ledger.Outcome{ledger.Unclear, ledger.Throttled, ledger.Refused, ledger.Handed}[luck%4], "": ledger.Handed}[trouble.What]
	if m.Class == message.Promotion && (outcome == ledger.Handed || outcome == ledger.Unclear && luck/4%2 == 0) {
		key, _ := w.desk.Phones.Key(ctx, m.To)
		c, err := w.store.Customers().CustomerByPhone(ctx, key)
		if err != nil {
			w.Errorf("%s: a greeting for a number that is nobody's: %v", w.now, err)
		}
		w.arrived[m.ID] = append(w.arrived[m.ID], sms{w.now, w.who[c.ID], m.Text.Body})
		w.night(c)
	}
	if outcome == ledger.Handed {
		return "p" + m.ID[len(m.ID)-4:], nil
	}
	return "", &ledger.SendError{Outcome: outcome, Code: "code"}
}

// limits: promotion never takes more than its share of the month's money.
func (w *world) limits(m ledger.Outgoing) {
	spent, _ := w.store.Ledger().Spent(w.Context(), w.now.In(w.zone).Format("2006-01"))
	if limit := w.ledger.Settings.Budget.Monthly * ledger.DefaultShares[message.Promotion] / 100; spent > limit {
		w.Errorf("%s: %s goes out with %d spent of %d", w.now, m.ID, spent, limit)
	}
}

// night: nobody is greeted before eight or from nine in the evening on.
func (w *world) night(c customer.Customer) {
	zone := w.zone
	if c.Zone != "" {
		zone, _ = time.LoadLocation(c.Zone)
	}
	if local := w.now.In(zone); local.Hour() < 8 || local.Hour() >= 21 {
		w.Errorf("%s is greeted at %s", c.Name, local)
	}
}

// book is the rules, compiled once.
type book struct{ ready *sla.Book }

func (b book) Book(context.Context) (*sla.Book, error) { return b.ready, nil }

func compiled(t *testing.T, desk *ticket.Service) *sla.Book {
	all, err := desk.Rules.Book(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return all
}
