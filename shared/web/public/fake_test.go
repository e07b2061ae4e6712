package public

import (
	"bytes"
	"context"
	"errors"
	"math/rand"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"huiyin/shared/bulletin"
	"huiyin/shared/customer"
	"huiyin/shared/errs"
	"huiyin/shared/id"
	"huiyin/shared/obs"
	"huiyin/shared/phone"
	"huiyin/shared/phone/parse"
	"huiyin/shared/ticket"
	"huiyin/shared/web"
	"huiyin/shared/words"
)

var shanghai = time.FixedZone("Asia/Shanghai", 8*3600)

// noon is a Friday, 10:00 in Shanghai.
var noon = time.Date(2026, 6, 5, 2, 0, 0, 0, time.UTC)

// desk is a fake of the use cases: it keeps what it was asked, and answers as
// the real ones may.
type desk struct {
	mu      sync.Mutex
	opened  []ticket.Intake
	said    []string
	keys    map[string]ticket.Receipt
	dossier ticket.Dossier
	receipt ticket.Receipt
	fail    error

	failMeet error

	board bulletin.Board
	late  time.Duration // after noon

	codes    []phone.Number
	used     []string
	welcomed []customer.Self
	met      []customer.Visitor
}

func newDesk() *desk {
	n, _ := id.Number(rand.New(rand.NewSource(7)))
	return &desk{
		keys:    map[string]ticket.Receipt{},
		receipt: ticket.Receipt{Number: n, Kind: ticket.Inquiry, Due: noon.Add(30 * time.Minute)},
	}
}

func (d *desk) Open(_ context.Context, _ time.Time, _ ticket.Actor, in ticket.Intake) (ticket.Receipt, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.fail != nil {
		return ticket.Receipt{}, d.fail
	}
	var f errs.Fields
	if strings.TrimSpace(in.Name) == "" {
		f.Add("name", "required")
	}
	parse.Field(&f, "phone", in.Phone, "CN")
	if in.Trap != "" {
		f.Add("website", "ticket.trap")
	}
	if err := f.Err(); err != nil {
		return ticket.Receipt{}, err
	}
	if r, ok := d.keys[in.Key]; ok && in.Key != "" {
		return r, nil
	}
	d.opened = append(d.opened, in)
	r := d.receipt
	r.Kind = in.Kind
	d.keys[in.Key] = r
	return r, nil
}

func (d *desk) Look(_ context.Context, _ time.Time, c ticket.Claim) (ticket.Dossier, error) {
	if d.fail != nil {
		return ticket.Dossier{}, d.fail
	}
	n, ok := id.ParseNumber(c.Number)
	if !ok || n != d.dossier.Ticket.Number || c.Last4 != d.dossier.Person.Phone.Last4() {
		return ticket.Dossier{}, errs.New(errs.NotFound, "ticket.no_match")
	}
	return d.dossier, nil
}

func (d *desk) Message(ctx context.Context, now time.Time, c ticket.Claim, said, key string) (ticket.Receipt, error) {
	found, err := d.Look(ctx, now, c)
	if err != nil {
		return ticket.Receipt{}, err
	}
	if strings.Contains(said, "\x00") {
		var f errs.Fields
		f.Add("text", "ticket.control")
		return ticket.Receipt{}, f.Err()
	}
	d.said = append(d.said, said)
	d.dossier.Words = append(d.dossier.Words, ticket.Words{Kind: ticket.FromCustomer, At: now, Text: said})
	return ticket.Receipt{Number: found.Ticket.Number, Kind: found.Ticket.Kind, Due: noon.Add(time.Hour)}, nil
}

// Lines are those of the board at noon, or later.
func (d *desk) Lines(context.Context) []bulletin.Line { return d.board.At(noon.Add(d.late)) }

func (d *desk) Parse(field, typed string) (phone.Number, error) {
	var f errs.Fields
	n := parse.Field(&f, field, typed, "CN")
	return n, f.Err()
}

func (d *desk) RequestCode(_ context.Context, n phone.Number, _ string, _ time.Time) (string, error) {
	d.codes = append(d.codes, n)
	return "CODEID", d.fail
}

func (d *desk) Answer(_ context.Context, codeID, digits, use, _ string, _ time.Time) error {
	if codeID != "CODEID" || digits != "123456" {
		var f errs.Fields
		f.Add("code", "customer.code_wrong")
		return f.Err()
	}
	d.used = append(d.used, use)
	return nil
}

func (d *desk) Welcome(ctx context.Context, codeID, digits, text string, who customer.Self, now time.Time) error {
	d.welcomed = append(d.welcomed, who)
	return d.Answer(ctx, codeID, digits, customer.Allow, text, now)
}

func (d *desk) Meet(_ context.Context, v customer.Visitor, _ string, _ time.Time) (customer.Customer, error) {
	d.met = append(d.met, v)
	return customer.Customer{}, d.failMeet
}

// site is the whole public side over a fake desk.
func site(t testing.TB, d *desk) (http.Handler, *bytes.Buffer) {
	t.Helper()
	s := &Service{
		Tickets: d, Greetings: d, Phones: d, Company: Company{Name: "顺达物流", Hotline: "400-820-1234", Site: "sd.example"},
		Languages: words.Langs, Zone: shanghai, Now: func() time.Time { return noon }, Random: rand.New(rand.NewSource(1)),
		Vocabulary: ticket.DefaultVocabulary(), Board: d,
	}
	var log bytes.Buffer
	app := web.New(web.Settings{Languages: words.Langs, Log: obs.Logger(&log), CrossOrigin: true, Page: s.Problem})
	s.Serve(app, web.Document("Huiyin", "", s.Register))
	return app, &log
}

const (
	asJSONType = "application/json"
	asForm     = "application/x-www-form-urlencoded"
	browser    = "text/html,application/xhtml+xml,*/*;q=0.8"
)

// send posts to the site; headers come as name, value pairs.
func send(h http.Handler, path, kind, body string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(body))
	r.Header.Set("Content-Type", kind)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func get(h http.Handler, path string) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
	return w
}

var errFire = errors.New("the table is on fire")
