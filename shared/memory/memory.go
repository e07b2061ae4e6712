package memory

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"

	"huiyin/shared/audit"
	"huiyin/shared/bulletin"
	"huiyin/shared/campaign"
	"huiyin/shared/customer"
	"huiyin/shared/dynamo/cursor"
	"huiyin/shared/errs"
	"huiyin/shared/event"
	"huiyin/shared/greeting"
	"huiyin/shared/handbook"
	"huiyin/shared/ledger"
	"huiyin/shared/oncall"
	"huiyin/shared/person"
	registry "huiyin/shared/place"
	"huiyin/shared/rank"
	"huiyin/shared/sample"
	"huiyin/shared/session"
	"huiyin/shared/setting"
	"huiyin/shared/sheet"
	"huiyin/shared/shipment"
	"huiyin/shared/staff"
	"huiyin/shared/sweep"
	"huiyin/shared/task"
	"huiyin/shared/ticket"
	"huiyin/shared/violation"
	"huiyin/shared/worklist"
)

// Store holds everything. It may be used from many goroutines.
type Store struct {
	shards int
	key    []byte // of cursors

	mu     sync.Mutex
	told   []event.Event // in the order of writing
	events map[string]bool
	counts map[string]int

	tickets  map[string]ticket.Ticket
	filed    map[string]filing // number → its place under a phone
	opened   map[string]string // number → its place under the day on which it was opened
	people   map[string]ticket.Person
	words    map[string][]ticket.Words
	answers  map[string]ticket.Answer
	guards   map[guard]string // open matter → ticket
	found    map[string]map[string]ticket.Found
	notes    map[string]map[string]ticket.File // number → id → what is attached
	lessons  map[string]ticket.Lesson
	disputes map[string]string // reviewer, time and number → number

	violations map[string]violation.Violation

	reviews map[string]sample.Review // by the ticket's number
	remarks map[string]string

	rows    map[string]ledger.Row
	waiting map[string]bool // rows that may stand in the due index
	spent   map[string]int64
	recent  map[string]ledger.Recent

	campaigns map[string]campaign.Campaign
	content   campaign.Calendar

	batches map[string]ledger.Batch
	working map[string]bool                    // batches that are open
	groups  map[string]map[string]ledger.Group // by the batch's id, then group and try

	files   map[string]customer.Customer
	shelved []string          // "<shard>#<id>" of each, in order; nil when it has to be made
	phones  map[string]string // phone key → customer id
	optouts map[string]customer.Optout
	codes   map[string]customer.Code
	zones   map[string]bool

	remembered map[string][]customer.Note // by file, oldest first
	terms      map[string][]string        // term → customer ids in their order

	erasures map[string]person.Erasure // that go on, by phone key
	removed  map[int]bool              // places in told of events that are gone; the stream has carried them

	members map[string]staff.Member
	teams   map[string]staff.Team
	months  map[string]oncall.Month

	greetings map[string]greeting.Run
	tasks     map[string]task.Task
	walks     map[string]task.Walk
	runs      map[string]*run
	aside     []sweep.Aside
	hidden    map[string]bool // subjects set aside: not in the due index

	filters map[string]worklist.Kept

	shipments map[string]shipment.Shipment
	figures   map[string]map[string]shipment.Figures // whose, by month
	ranks     map[string]rank.Run
	scored    map[string]map[string]rank.Scored // month, then basis, figure and id
	moves     map[string]map[string]rank.Move   // month, then id
	imports   map[string]sheet.Import
	problems  map[string][]sheet.Problem // by import

	settings  map[version]setting.Kept
	jobs      map[string]setting.Job
	bulletins map[string]bulletin.Bulletin
	board     bulletin.Board
	rounds    map[string]bulletin.Round

	entries  map[string]handbook.Entry
	articles map[string][]handbook.Article // versions, oldest first
	canned   map[string][]handbook.Reply   // versions, oldest first
	receipts map[string]handbook.Receipt   // by article, version and reader

	audited  map[string]audit.Row
	sessions map[place]session.Session
	lists    map[registry.List]list
}

// New makes an empty store whose due index has so many shards.
func New(shards int) *Store {
	return &Store{
		shards: max(shards, 1), key: []byte("a key that is nobody's secret"),
		events: map[string]bool{}, counts: map[string]int{},
		tickets: map[string]ticket.Ticket{}, filed: map[string]filing{}, opened: map[string]string{}, people: map[string]ticket.Person{}, words: map[string][]ticket.Words{},
		answers: map[string]ticket.Answer{}, guards: map[guard]string{}, found: map[string]map[string]ticket.Found{}, notes: map[string]map[string]ticket.File{},
		reviews: map[string]sample.Review{}, remarks: map[string]string{},
		lessons: map[string]ticket.Lesson{}, disputes: map[string]string{}, violations: map[string]violation.Violation{},
		rows: map[string]ledger.Row{}, waiting: map[string]bool{}, spent: map[string]int64{}, recent: map[string]ledger.Recent{},
		campaigns: map[string]campaign.Campaign{},
		batches:   map[string]ledger.Batch{}, working: map[string]bool{}, groups: map[string]map[string]ledger.Group{},
		files: map[string]customer.Customer{}, phones: map[string]string{}, optouts: map[string]customer.Optout{},
		codes: map[string]customer.Code{}, zones: map[string]bool{customer.Home: true}, remembered: map[string][]customer.Note{}, terms: map[string][]string{},
		erasures: map[string]person.Erasure{}, removed: map[int]bool{},
		members: map[string]staff.Member{}, teams: map[string]staff.Team{}, months: map[string]oncall.Month{},
		greetings: map[string]greeting.Run{}, tasks: map[string]task.Task{}, walks: map[string]task.Walk{}, runs: map[string]*run{}, hidden: map[string]bool{},
		filters:   map[string]worklist.Kept{},
		shipments: map[string]shipment.Shipment{}, figures: map[string]map[string]shipment.Figures{},
		ranks: map[string]rank.Run{}, scored: map[string]map[string]rank.Scored{}, moves: map[string]map[string]rank.Move{},
		imports: map[string]sheet.Import{}, problems: map[string][]sheet.Problem{},
		settings: map[version]setting.Kept{}, jobs: map[string]setting.Job{},
		bulletins: map[string]bulletin.Bulletin{}, rounds: map[string]bulletin.Round{},
		entries: map[string]handbook.Entry{}, articles: map[string][]handbook.Article{},
		canned: map[string][]handbook.Reply{}, receipts: map[string]handbook.Receipt{},
		audited:  map[string]audit.Row{},
		sessions: map[place]session.Session{},
		lists:    map[registry.List]list{},
	}
}

// Told are the events written so far, in the order of writing, behind the
// first `behind` of them: what the stream would carry.
func (s *Store) Told(behind int) []event.Event {
	s.mu.Lock()
	defer s.mu.Unlock()
	return clone(s.told[behind:])
}

// Events hands every event of [from, to) to each, and ends with the first
// error.
func (s *Store) Events(_ context.Context, from, to time.Time, each func(event.Event) error) error {
	for i, e := range s.Told(0) {
		if e.At.Before(from) || !e.At.Before(to) || s.isRemoved(i) {
			continue
		}
		if err := each(e); err != nil {
			return err
		}
	}
	return nil
}

// tell adds events; the caller holds the lock and has checked everything else.
func (s *Store) tell(events []event.Event) {
	for _, e := range events {
		if s.events[e.ID] {
			panic("memory: event " + e.ID + " stands already")
		}
		s.events[e.ID] = true
		s.told = append(s.told, clone(e))
	}
}

func (s *Store) count(name string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.counts[name]++
	return s.counts[name]
}

// clone is a copy that shares nothing, and of what JSON keeps only.
func clone[T any](thing T) T {
	raw, err := json.Marshal(thing)
	if err != nil {
		panic(fmt.Sprintf("memory: %v", err))
	}
	var copied T
	if err := json.Unmarshal(raw, &copied); err != nil {
		panic(fmt.Sprintf("memory: %v", err))
	}
	return copied
}

// find reads a thing by its key; errs.NotFound.
func find[K comparable, T any](s *Store, all map[K]T, k K) (T, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	thing, ok := all[k]
	if !ok {
		return thing, errs.New(errs.NotFound, "store.not_found")
	}
	return clone(thing), nil
}

// behind are the first limit of sorted keys that follow a position, and the
// position of the next page.
func behind(keys []string, position string, limit int) (page []string, next string) {
	slices.Sort(keys)
	at, found := slices.BinarySearch(keys, position)
	if found {
		at++
	}
	keys = keys[at:]
	limit = min(max(limit, 1), 100)
	if len(keys) <= limit {
		return keys, ""
	}
	return keys[:limit], keys[limit-1]
}

// sealed is behind for lists whose cursors are opaque and checked.
func (s *Store) sealed(list string, keys []string, sealed string, limit int) (page []string, next string, err error) {
	position, err := s.unseal(list, sealed)
	if err != nil {
		return nil, "", err
	}
	page, next = behind(keys, position, limit)
	if next != "" {
		next = s.seal(list, next)
	}
	return page, next, nil
}

// sealedBackwards is sealed for lists that are read from their end.
func (s *Store) sealedBackwards(list string, keys []string, sealed string, limit int) (page []string, next string, err error) {
	position, err := s.unseal(list, sealed)
	if err != nil {
		return nil, "", err
	}
	slices.Sort(keys)
	if position != "" {
		at, _ := slices.BinarySearch(keys, position)
		keys = keys[:at]
	}
	slices.Reverse(keys)
	if limit = min(max(limit, 1), 100); len(keys) <= limit {
		return keys, "", nil
	}
	return keys[:limit], s.seal(list, keys[limit-1]), nil
}

func (s *Store) seal(list, position string) string { return cursor.Seal(s.key, list, position) }

// unseal is the position of a cursor, "" of none.
func (s *Store) unseal(list, sealed string) (string, error) {
	if sealed == "" {
		return "", nil
	}
	position, ok := cursor.Open(s.key, list, sealed)
	if !ok {
		var f errs.Fields
		f.Add("cursor", "store.cursor")
		return "", f.Err()
	}
	return position, nil
}

// stamp is an instant that sorts as text.
func stamp(at time.Time) string { return at.UTC().Format("2006-01-02T15:04:05.000Z") }

func sortedKeys[T any](all map[string]T) []string { return slices.Sorted(maps.Keys(all)) }
