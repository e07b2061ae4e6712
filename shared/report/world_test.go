package report_test

import (
	"context"
	"crypto/rand"
	"encoding/csv"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	"huiyin/shared/id"
	"huiyin/shared/memory"
	"huiyin/shared/report"
	"huiyin/shared/sla"
	"huiyin/shared/storetest"
	"huiyin/shared/ticket"
	"huiyin/shared/words"
)

// monday is 2026-06-01, 10:00 in Shanghai.
var monday = time.Date(2026, 6, 1, 2, 0, 0, 0, time.UTC)

var shanghai = func() *time.Location {
	zone, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		panic(err)
	}
	return zone
}()

// fataler is a test, or one of rapid's.
type fataler interface {
	Helper()
	Fatal(args ...any)
	Fatalf(format string, args ...any)
}

// world is a desk in memory and the report of its tickets.
type world struct {
	fataler
	ctx   context.Context
	store *memory.Store
	desk  *ticket.Service
	*report.Service
}

var book *sla.Book

// rules are compiled once: ten thousand tickets live by them.
type rules struct{}

func (rules) Book(context.Context) (*sla.Book, error) { return book, nil }

func TestMain(m *testing.M) {
	var err error
	if book, err = storetest.Desk(memory.New(1).Tickets()).Rules.Book(context.Background()); err != nil {
		panic(err)
	}
	m.Run()
}

func newWorld(t fataler) *world {
	store := memory.New(1)
	desk := storetest.Desk(store.Tickets())
	desk.Rules = rules{}
	return &world{t, context.Background(), store, desk, &report.Service{Store: store.Tickets(), Judge: desk, Zone: shanghai}}
}

var agent = ticket.Actor{By: "staff:s1", Staff: "s1", Badge: "8001", Team: "service"}

func badge(staff string) string { return map[string]string{"s1": "8001"}[staff] }

// open opens a ticket, each for another caller.
func (w *world) open(at time.Time, edit ...func(*ticket.Intake)) string {
	w.Helper()
	in := ticket.Intake{Kind: ticket.Complaint, Reason: "delay", Name: "王芳", Phone: "+8613800138000", Text: "货还没到。"}
	for _, e := range edit {
		e(&in)
	}
	r, err := w.desk.Open(w.ctx, at, agent, in)
	if err != nil {
		w.Fatal(err)
	}
	return r.Number
}

// many opens so many tickets like one that was opened, the i-th at an instant.
func (w *world) many(n int, at func(i int) time.Time) (numbers []string) {
	w.Helper()
	like, err := w.store.Tickets().Get(w.ctx, w.open(monday.AddDate(-3, 0, 0), func(in *ticket.Intake) { in.Region = strings.Repeat("苏州", 20) }))
	if err != nil {
		w.Fatal(err)
	}
	for i := range n {
		like.OpenedAt = at(i)
		if like.Number, err = id.Number(rand.Reader); err != nil {
			w.Fatal(err)
		}
		numbers = append(numbers, like.Number)
		if err := w.store.Tickets().Commit(w.ctx, ticket.Change{Ticket: like}); err != nil {
			w.Fatal(err)
		}
	}
	return numbers
}

func (w *world) must(_ ticket.Ticket, err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

func (w *world) period(from, to string) report.Period {
	w.Helper()
	p, err := report.ParsePeriod(from, to, shanghai)
	if err != nil {
		w.Fatal(err)
	}
	return p
}

// sheet reads a period to its end and gives the lines of all parts, the first
// line once.
func (w *world) sheet(now time.Time, p report.Period) [][]string {
	w.Helper()
	var all [][]string
	for cursor, parts := "", 0; parts < 100; parts++ {
		s := report.NewCSV(words.English, shanghai)
		part, err := w.Write(w.ctx, now, p, cursor, badge, s)
		if err != nil {
			w.Fatal(err)
		}
		lines, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(string(s.Bytes()), report.Mark))).ReadAll()
		if err != nil || len(lines) != part.Rows+1 {
			w.Fatalf("%d lines for %d rows: %v", len(lines), part.Rows, err)
		}
		if parts > 0 {
			lines = lines[1:]
		}
		all = append(all, lines...)
		if cursor = part.Next; cursor == "" {
			return all
		}
	}
	w.Fatal("the export does not end")
	return nil
}

// table is a sheet by the names of its columns.
func (w *world) table(now time.Time, p report.Period) []map[string]string {
	w.Helper()
	lines := w.sheet(now, p)
	var rows []map[string]string
	for _, line := range lines[1:] {
		row := map[string]string{}
		for i, cell := range line {
			row[lines[0][i]] = cell
		}
		if len(row) != len(line) {
			w.Fatalf("two columns have one name: %q", lines[0])
		}
		rows = append(rows, row)
	}
	return rows
}
