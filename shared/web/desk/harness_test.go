package desk

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"huiyin/shared/attachment"
	"huiyin/shared/audit"
	"huiyin/shared/bulletin"
	"huiyin/shared/calendar"
	"huiyin/shared/campaign"
	"huiyin/shared/customer"
	"huiyin/shared/errs"
	"huiyin/shared/greeting"
	"huiyin/shared/handbook"
	"huiyin/shared/handover"
	"huiyin/shared/ledger"
	"huiyin/shared/memory"
	"huiyin/shared/message"
	"huiyin/shared/obs"
	"huiyin/shared/oncall"
	"huiyin/shared/person"
	"huiyin/shared/phone"
	"huiyin/shared/phone/parse"
	"huiyin/shared/place"
	"huiyin/shared/report"
	"huiyin/shared/sample"
	"huiyin/shared/setting"
	"huiyin/shared/sheet"
	"huiyin/shared/shipment"
	"huiyin/shared/sla"
	"huiyin/shared/staff"
	"huiyin/shared/task"
	"huiyin/shared/telling"
	"huiyin/shared/ticket"
	"huiyin/shared/token"
	"huiyin/shared/violation"
	"huiyin/shared/web"
	"huiyin/shared/words"
	"huiyin/shared/worklist"
)

// noon is a Wednesday at 12:00 in Shanghai, while every team is at work.
var noon = time.Date(2026, 6, 10, 4, 0, 0, 0, time.UTC)

// bench is a desk in memory, and who may sit at it.
type bench struct {
	*testing.T
	desk   *Desk
	store  *memory.Store
	bucket *memory.Bucket
	app    *web.App
	log    *bytes.Buffer
	now    time.Time
	// accounts by the token that stands for them
	accounts map[string]token.Identity
	// staff ids by the account's name
	staff map[string]string
}

// Verify believes the tokens of the bench.
func (b *bench) Verify(_ context.Context, header string) (token.Identity, error) {
	who, ok := b.accounts[strings.TrimPrefix(header, "Bearer ")]
	if !ok {
		return token.Identity{}, errs.New(errs.Unauthenticated, "token.refused")
	}
	return who, nil
}

// Now is the roster as it is.
func (b *bench) Now(ctx context.Context) (staff.Roster, error) { return b.store.Staff().Roster(ctx) }

// Forget: it forgets nothing, it reads every time.
func (b *bench) Forget() {}

// Reviewers are the superiors of the roster.
func (b *bench) Reviewers(ctx context.Context, now time.Time) (all []ticket.Reviewer, err error) {
	roster, err := b.Now(ctx)
	if err != nil {
		return nil, err
	}
	superiors, err := roster.Superiors(b.desk.Rules, now)
	for _, s := range superiors {
		all = append(all, ticket.Reviewer{Staff: s.ID, Badge: s.Badge, OnDuty: s.OnDuty})
	}
	return all, err
}

const secret = "0123456789abcdef0123456789abcdef"

func newBench(t *testing.T) *bench {
	b := &bench{T: t, store: memory.New(1), bucket: &memory.Bucket{}, log: &bytes.Buffer{}, now: noon, accounts: map[string]token.Identity{}, staff: map[string]string{}}
	phones := parse.Phones{Region: "CN", Keyed: func(_ context.Context, n phone.Number) (string, error) {
		return phone.Hash([]byte(secret), n)[:32], nil
	}}
	inForce := defaults(t)
	b.desk = &Desk{
		Tickets: &ticket.Service{
			Store: b.store.Tickets(), Rules: inForce, Phones: phones, Customers: b.store.Tickets(), Routing: byKind{}, Reviewers: b, Random: rand.Reader,
			Settings: ticket.Settings{Vocabulary: ticket.DefaultVocabulary(), Forbidden: message.Forbidden, Promotion: message.Promotional, Unfilled: handbook.Open,
				Violations: violation.DefaultRegister(),
				Limits:     ticket.Limits{PhonePerHour: 100, AddressPerHour: 100, TriesPerHour: 100}},
		},
		Lists: &worklist.Reader{Store: b.store.Tickets()}, Filters: worklist.Filters{Shelf: b.store.Shelf()},
		Contacts: b.store.Tickets(), Staff: staff.Service{Store: b.store.Staff(), Phones: phones, Random: rand.Reader}, Roster: b,
		Customers: customer.Service{Store: b.store.Customers(), Phones: phones, Random: rand.Reader},
		Ledger:    &ledger.Service{Store: b.store.Ledger()}, Aside: b.store.Sweeps(), Rules: inForce, Tokens: b,
		Now: func() time.Time { return b.now }, DefaultTeam: "service",
	}
	b.desk.OnCall = oncall.Service{Store: b.store.OnCall(), Zone: time.FixedZone("Asia/Shanghai", 8*3600), Schedule: inForce.schedule}
	b.desk.Settings = &setting.Service{Store: b.store.Settings(), Zone: "Asia/Shanghai", Tickets: b.desk.Tickets, Queue: b.store.Tickets().Queue, Lines: b.store.Tickets().Lines,
		Teams: func(context.Context) ([]string, error) { return []string{"complaints", "service"}, nil }}
	b.desk.Tasks = &task.Service{Store: b.store.Tasks(), Roster: b.Now, Team: "service", Zone: time.FixedZone("Asia/Shanghai", 8*3600),
		Rules: func(context.Context) (task.Rules, error) { return task.DefaultRules(), nil }}
	b.desk.Revisits = &task.Revisits{Tasks: b.desk.Tasks, Tickets: b.store.Tickets(), NextDay: func(_ context.Context, _ string, now time.Time) (time.Time, time.Time, error) {
		return now.Add(21 * time.Hour), now.Add(30 * time.Hour), nil
	}}
	b.desk.Reports = &report.Service{Store: b.store.Tickets(), Judge: b.desk.Tickets, Zone: time.FixedZone("Asia/Shanghai", 8*3600)}
	b.desk.Samples = &sample.Service{Tickets: b.store.Tickets(), Store: b.store.Samples(), Zone: time.FixedZone("Asia/Shanghai", 8*3600),
		Settings: sample.DefaultSettings(), Key: func(context.Context) ([]byte, error) { return []byte(secret), nil }}
	b.desk.Exports = sheet.Export{Store: b.store.Customers(), Roster: b.Now, Zone: time.FixedZone("Asia/Shanghai", 8*3600)}
	b.desk.Dispatches = sheet.Dispatches{Store: b.store.Shipments(), Roster: b.Now, Zone: b.desk.Exports.Zone}
	b.desk.Ranks = b.store.Ranks()
	b.desk.Imports = &sheet.Service{Store: b.store.Sheets(), Bucket: b.bucket, Random: rand.Reader, Tables: map[string]sheet.Table{
		sheet.CustomersName: &sheet.Customers{Files: b.desk.Customers, Store: b.store.Customers(), Phones: phones, Roster: b.Now, Zone: b.desk.Exports.Zone}}}
	b.desk.Audit = &audit.Log{Store: b.store.Audit(), Zone: time.FixedZone("Asia/Shanghai", 8*3600), Random: rand.Reader}
	b.desk.Places = place.New(b.store.Registers(), phones)
	b.desk.Tickets.Places = b.desk.Places
	b.desk.Telling = &telling.Service{Store: b.store.Bulletins(), Places: b.desk.Places, Rows: b.store.Persons(), Zone: time.FixedZone("CST", 8*3600),
		People: telling.People{Roster: b.Now, Tickets: b.store.Tickets(), Shipments: b.store.Shipments(), Customers: b.store.Customers(), Key: phones.Key},
		Teams:  func(context.Context) ([]string, error) { return []string{"complaints", "service"}, nil },
		Price:  func(_ phone.Number, parts int) int64 { return int64(parts) * 30_000 }}
	b.desk.HandOvers = &handover.Service{Tickets: b.desk.Tickets, Store: b.store.Tickets(),
		Key: func(context.Context) ([]byte, error) { return []byte("a key of links of thirty-two bytes"), nil }}
	b.desk.Handbook = &handbook.Service{Store: b.store.Handbook(), Zone: b.desk.Audit.Zone, Vocabulary: ticket.DefaultVocabulary(),
		Promotion: message.Promotional, Values: map[string]string{"company": "回音物流", "hotline": "400-100-2000"}}
	b.desk.Runs = b.store.Greetings()
	b.desk.Campaigns = &campaign.Service{Store: b.store.Campaigns(), Customers: b.store.Campaigns(), Ledger: ledger.Batches{Store: b.store.Ledger()}, Zone: "Asia/Shanghai", Random: rand.Reader,
		Greetings: func(context.Context) (greeting.Settings, error) { return greeting.Default(), nil },
		Settings:  func(context.Context) (campaign.Settings, error) { return campaign.Default(), nil },
		Price:     func(_ phone.Number, parts int) int64 { return int64(parts) * 30_000 }}
	b.desk.Bulletins = &bulletin.Service{Store: b.store.Bulletins(), Random: rand.Reader}
	b.desk.Violations = &violation.Service{Store: b.store.Violations(), Register: violation.DefaultRegister(), Random: rand.Reader, Zone: time.FixedZone("CST", 8*3600)}
	b.desk.Persons = &person.Service{Store: b.store.Persons(), Tickets: b.desk.Tickets, Customers: b.store.Customers(), Mentions: b.desk.Customers, Tasks: b.desk.Tasks, Shipments: &shipment.Service{Store: b.store.Shipments(), Files: attachment.Proofs{Bucket: b.bucket}}, Register: b.desk.Violations,
		Ledger: b.store.Ledger(), Phones: phones, Random: rand.Reader}
	b.desk.Persons.Bulletins = b.store.Bulletins()
	settings := func(ctx context.Context) (shipment.Settings, error) {
		f, err := b.desk.Settings.InForce(ctx)
		if err != nil {
			return shipment.Settings{}, err
		}
		return f.Shipments, nil
	}
	at := shipment.AtDesk{Desk: b.desk.Tickets, Customers: b.store.Customers(), Settings: settings}
	b.desk.Shipments = &shipment.Service{Store: b.store.Shipments(), Customers: b.store.Customers(), Phones: phones, Tickets: at, Search: at, Random: rand.Reader,
		Zone: time.FixedZone("Asia/Shanghai", 8*3600), Settings: settings}
	b.desk.Tickets.Traces = b.desk.Shipments
	b.desk.Imports.Tables[sheet.StatusesName] = &sheet.Statuses{Tracking: b.desk.Shipments, Zone: b.desk.Exports.Zone}
	b.desk.Imports.Tables[sheet.ShipmentsName] = &sheet.Shipments{Freight: b.desk.Shipments, Store: b.store.Shipments(), Roster: b.Now, Zone: b.desk.Exports.Zone}
	b.desk.Attachments = &attachment.Service{Tickets: b.desk.Tickets, Bucket: b.bucket, Random: rand.Reader}
	b.desk.Proofs = attachment.Proofs{Shipments: b.desk.Shipments, Bucket: b.bucket, Random: rand.Reader}
	b.desk.Persons.Attachments = b.desk.Attachments
	b.app = web.New(web.Settings{Languages: words.Langs, Log: obs.Logger(b.log), MaxBody: MaxBody})
	b.desk.Serve(b.app)
	b.people()
	return b
}

// byKind sends complaints to their own team. Nobody is given a ticket whom
// nobody has taken in person.
type byKind struct{}

func (byKind) TeamFor(_ context.Context, t ticket.Ticket) (string, error) {
	return map[ticket.Kind]string{"inquiry": "service", "complaint": "complaints"}[t.Kind], nil
}

func (byKind) OwnerFor(context.Context, time.Time, ticket.Ticket) (string, error) { return "", nil }

// rules are the defaults of the binary.
type rules struct {
	book      *sla.Book
	calendars map[string]calendar.Calendar
}

func defaults(t *testing.T) rules {
	t.Helper()
	r := rules{book: &sla.Book{Policies: sla.DefaultPolicies(), Calendars: map[string]*calendar.Schedule{}}, calendars: map[string]calendar.Calendar{}}
	for _, c := range sla.DefaultCalendars() {
		schedule, err := calendar.Compile(c, calendar.DefaultHolidays())
		if err != nil {
			t.Fatal(err)
		}
		r.book.Calendars[c.ID], r.calendars[c.ID] = schedule, c
	}
	return r
}

func (r rules) Book(context.Context) (*sla.Book, error) { return r.book, nil }

func (r rules) schedule(_ context.Context, id string) (*calendar.Schedule, error) {
	schedule, ok := r.book.Calendars[id]
	if !ok {
		return nil, errs.New(errs.NotFound, "sla.calendar_missing")
	}
	return schedule, nil
}

func (r rules) Open(id string, at time.Time) (bool, error) {
	schedule, ok := r.book.Calendars[id]
	if !ok {
		return false, errs.New(errs.NotFound, "sla.calendar_missing")
	}
	return schedule.IsOpen(at), nil
}

func (r rules) Lookups(context.Context) (sla.Lookups, error) {
	return sla.Lookups{
		Holidays: calendar.DefaultHolidays(),
		Calendar: func(id string) (calendar.Calendar, error) {
			if c, ok := r.calendars[id]; ok {
				return c, nil
			}
			return calendar.Calendar{}, errs.New(errs.NotFound, "sla.unknown_calendar")
		},
		Policy: func(id string) (sla.Policy, error) {
			env, ok, err := r.book.Of(id)
			if err != nil || !ok {
				return sla.Policy{}, errs.New(errs.NotFound, "sla.unknown_policy")
			}
			return *env.Policy, nil
		},
	}, nil
}

// people are two teams and an account for each role, by the name of which the
// requests are made.
func (b *bench) people() {
	ctx := b.Context()
	for _, id := range []string{"service", "complaints"} {
		if _, err := b.desk.Staff.SaveTeam(ctx, staff.Team{ID: id, Name: id, Calendar: "queries"}, b.desk.Rules, "system", noon); err != nil {
			b.Fatal(err)
		}
	}
	for i, p := range []staff.Person{
		{Login: "agent", Badge: "101", Role: staff.Agent, Team: "service"},
		{Login: "other", Badge: "102", Role: staff.Agent, Team: "complaints"},
		{Login: "supervisor", Badge: "201", Role: staff.Supervisor, Team: "service"},
		{Login: "admin", Badge: "301", Role: staff.Admin},
		{Login: "gone", Badge: "109", Role: staff.Agent, Team: "service", Left: true},
	} {
		p.Name, p.Lang, p.Phone = "员工"+p.Badge, "zh", "1380013800"+string(rune('0'+i))
		m, err := b.desk.Staff.Save(ctx, p, "system", noon)
		if err != nil {
			b.Fatal(err)
		}
		b.staff[p.Login] = m.ID
	}
	for name, group := range map[string]string{"agent": "agent", "other": "agent", "supervisor": "supervisor", "admin": "admin",
		"gone": "agent", "nobody": "", "stranger": "customers", "newadmin": "admin", "newagent": "agent"} {
		b.accounts[name] = token.Identity{Subject: "sub-" + name, Username: name, Groups: []string{group}}
	}
}

// answer is what came back.
type answer struct {
	t       *testing.T
	request string
	status  int
	header  http.Header
	raw     string
	body    map[string]any
}

// call sends a request as an account ("" for no token); headers come as name,
// value pairs.
func (b *bench) call(as, method, path, body string, headers ...string) answer {
	b.Helper()
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	r.Header.Set("Accept-Language", "en")
	if as != "" {
		r.Header.Set("Authorization", "Bearer "+as)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	b.app.ServeHTTP(w, r)
	a := answer{t: b.T, request: as + " " + method + " " + path, status: w.Code, header: w.Header(), raw: w.Body.String()}
	if err := json.Unmarshal(w.Body.Bytes(), &a.body); err != nil && (w.Code != http.StatusNotModified || a.raw != "") && !strings.HasPrefix(a.header.Get("Content-Type"), "text/csv") {
		b.Fatalf("%s: %d with %q", a.request, a.status, a.raw)
	}
	return a
}

// is asserts the status.
func (a answer) is(status int) answer {
	a.t.Helper()
	if a.status != status {
		a.t.Fatalf("%s: %d, want %d: %s", a.request, a.status, status, a.raw)
	}
	return a
}

// refused asserts a problem, its code and the fields that are wrong.
func (a answer) refused(status int, code string, fields ...string) answer {
	a.t.Helper()
	a.is(status)
	if a.header.Get("Content-Type") != "application/problem+json" || a.body["code"] != code || a.text("detail") == "" || !words.Has(code) {
		a.t.Fatalf("%s: %s %s, want %s", a.request, a.header.Get("Content-Type"), a.raw, code)
	}
	wrong := map[string]bool{}
	list, _ := a.body["errors"].([]any)
	for _, one := range list {
		field := one.(map[string]any)
		wrong[field["field"].(string)] = true
		if !words.Has(field["code"].(string)) {
			a.t.Fatalf("%s: no sentence for %s", a.request, field["code"])
		}
	}
	for _, f := range fields {
		if !wrong[f] {
			a.t.Fatalf("%s: %s does not name %s", a.request, a.raw, f)
		}
	}
	return a
}

func (a answer) text(path string) string {
	s, _ := a.at(path).(string)
	return s
}

// at is a value of the body by the names that lead to it.
func (a answer) at(path string) any {
	var value any = a.body
	for name := range strings.SplitSeq(path, ".") {
		if list, ok := value.([]any); ok {
			if n, err := strconv.Atoi(name); err == nil && n < len(list) {
				value = list[n]
			} else {
				value = nil
			}
			continue
		}
		object, _ := value.(map[string]any)
		value = object[name]
	}
	return value
}

// list is a list of objects in the body.
func (a answer) list(name string) []map[string]any {
	var all []map[string]any
	list, _ := a.body[name].([]any)
	for _, one := range list {
		all = append(all, one.(map[string]any))
	}
	return all
}

func (a answer) etag() string { return a.header.Get("ETag") }

// inquiry is a caller's question; each call is another caller.
func (b *bench) inquiry(as string, more ...string) string {
	b.Helper()
	return b.opened(as, `"type":"inquiry","kind":"price","text":"到北京多少钱？"`, more...)
}

func (b *bench) complaint(as string, more ...string) string {
	b.Helper()
	return b.opened(as, `"type":"complaint","reason":"delay","text":"货到晚了。"`, more...)
}

func (b *bench) opened(as, matter string, more ...string) string {
	b.Helper()
	body := `{"name":"王小明","phone":"13912345678",` + matter
	for _, m := range more {
		body += "," + m
	}
	return b.call(as, post, "/desk/tickets", body+"}").is(http.StatusCreated).text("number")
}
