package console

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"html"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
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
	"huiyin/shared/web/desk"
	"huiyin/shared/words"
	"huiyin/shared/worklist"
)

// noon is a Wednesday at 12:00 in Shanghai, while every team is at work.
var noon = time.Date(2026, 6, 10, 4, 0, 0, 0, time.UTC)

var shanghai = time.FixedZone("Asia/Shanghai", 8*3600)

// bench is a console with its desk in memory, and who may sit at it: an agent
// and a supervisor of the team service, an agent of complaints ("other"), an
// admin, and an account without a file ("newagent").
type bench struct {
	*testing.T
	desk     *desk.Desk
	console  *Console
	store    *memory.Store
	bucket   *memory.Bucket
	app      *web.App
	log      *bytes.Buffer
	now      time.Time
	accounts map[string]token.Identity
	staff    map[string]string // ids by the account's name
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

// Reviewers are the superiors of the roster.
func (b *bench) Reviewers(ctx context.Context, now time.Time) (all []ticket.Reviewer, err error) {
	roster, err := b.Now(ctx)
	if err != nil {
		return nil, err
	}
	superiors, err := roster.Superiors(b.desk.Rules, now)
	for _, s := range superiors {
		all = append(all, ticket.Reviewer{Staff: s.ID, Badge: s.Badge, Name: s.Name, OnDuty: s.OnDuty})
	}
	return all, err
}

// Forget: it forgets nothing, it reads every time.
func (b *bench) Forget() {}

func newBench(t *testing.T) *bench {
	b := &bench{T: t, store: memory.New(1), log: &bytes.Buffer{}, now: noon, accounts: map[string]token.Identity{}, staff: map[string]string{}}
	phones := parse.Phones{Region: "CN", Keyed: func(_ context.Context, n phone.Number) (string, error) {
		return phone.Hash([]byte("0123456789abcdef0123456789abcdef"), n)[:32], nil
	}}
	inForce := defaults(t)
	b.desk = &desk.Desk{
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
	b.desk.Runs = b.store.Greetings()
	b.desk.Campaigns = &campaign.Service{Store: b.store.Campaigns(), Customers: b.store.Campaigns(), Ledger: ledger.Batches{Store: b.store.Ledger()}, Zone: "Asia/Shanghai", Random: rand.Reader,
		Greetings: func(context.Context) (greeting.Settings, error) { return greeting.Default(), nil },
		Settings:  func(context.Context) (campaign.Settings, error) { return campaign.Default(), nil },
		Price:     func(_ phone.Number, parts int) int64 { return int64(parts) * 30_000 }}
	b.desk.Bulletins = &bulletin.Service{Store: b.store.Bulletins(), Random: rand.Reader}
	b.desk.Handbook = &handbook.Service{Store: b.store.Handbook(), Zone: shanghai, Vocabulary: ticket.DefaultVocabulary(),
		Promotion: message.Promotional, Values: map[string]string{"company": "回音物流", "hotline": "400-100-2000"}}
	b.desk.Settings = &setting.Service{Store: b.store.Settings(), Zone: "Asia/Shanghai", Tickets: b.desk.Tickets, Queue: b.store.Tickets().Queue, Lines: b.store.Tickets().Lines,
		Teams: func(context.Context) ([]string, error) { return []string{"complaints", "service"}, nil }}
	b.desk.Places = place.New(b.store.Registers(), phones)
	b.desk.Tickets.Places = b.desk.Places
	b.desk.Telling = &telling.Service{Store: b.store.Bulletins(), Places: b.desk.Places, Rows: b.store.Persons(), Zone: time.FixedZone("CST", 8*3600),
		People: telling.People{Roster: b.Now, Tickets: b.store.Tickets(), Shipments: b.store.Shipments(), Customers: b.store.Customers(), Key: phones.Key},
		Teams:  func(context.Context) ([]string, error) { return []string{"complaints", "service"}, nil },
		Price:  func(_ phone.Number, parts int) int64 { return int64(parts) * 30_000 }}
	settings := func(ctx context.Context) (shipment.Settings, error) {
		f, err := b.desk.Settings.InForce(ctx)
		if err != nil {
			return shipment.Settings{}, err
		}
		return f.Shipments, nil
	}
	at := shipment.AtDesk{Desk: b.desk.Tickets, Customers: b.store.Customers(), Settings: settings}
	b.desk.Shipments = &shipment.Service{Store: b.store.Shipments(), Customers: b.store.Customers(), Phones: phones, Tickets: at, Search: at, Random: rand.Reader,
		Zone: shanghai, Settings: settings}
	b.desk.Dispatches = sheet.Dispatches{Store: b.store.Shipments(), Roster: b.Now, Zone: shanghai}
	b.desk.Audit = &audit.Log{Store: b.store.Audit(), Zone: shanghai, Random: rand.Reader}
	b.desk.Tasks = &task.Service{Store: b.store.Tasks(), Roster: b.Now, Team: "service", Zone: time.FixedZone("Asia/Shanghai", 8*3600),
		Rules: func(context.Context) (task.Rules, error) { return task.DefaultRules(), nil }}
	b.desk.Revisits = &task.Revisits{Tasks: b.desk.Tasks, Tickets: b.store.Tickets(), NextDay: func(_ context.Context, _ string, now time.Time) (time.Time, time.Time, error) {
		return now.Add(21 * time.Hour), now.Add(30 * time.Hour), nil
	}}
	b.desk.Reports = &report.Service{Store: b.store.Tickets(), Judge: b.desk.Tickets, Zone: shanghai}
	b.desk.Samples = &sample.Service{Tickets: b.store.Tickets(), Store: b.store.Samples(), Zone: shanghai, Settings: sample.DefaultSettings(),
		Key: func(context.Context) ([]byte, error) { return []byte("nobody's"), nil }}
	b.desk.HandOvers = &handover.Service{Tickets: b.desk.Tickets, Store: b.store.Tickets(),
		Key: func(context.Context) ([]byte, error) { return []byte("a key of links of thirty-two bytes"), nil }}
	b.desk.Violations = &violation.Service{Store: b.store.Violations(), Register: violation.DefaultRegister(), Random: rand.Reader, Zone: shanghai}
	b.bucket = &memory.Bucket{}
	b.desk.Persons = &person.Service{Store: b.store.Persons(), Tickets: b.desk.Tickets, Customers: b.store.Customers(), Mentions: b.desk.Customers, Tasks: b.desk.Tasks, Shipments: &shipment.Service{Store: b.store.Shipments(), Files: attachment.Proofs{Bucket: b.bucket}}, Register: b.desk.Violations,
		Ledger: b.store.Ledger(), Phones: phones, Random: rand.Reader}
	b.desk.Persons.Bulletins = b.store.Bulletins()
	b.desk.Audit = &audit.Log{Store: b.store.Audit(), Zone: shanghai, Random: rand.Reader}
	b.desk.Attachments = &attachment.Service{Tickets: b.desk.Tickets, Bucket: b.bucket, Random: rand.Reader}
	b.desk.Proofs = attachment.Proofs{Shipments: b.desk.Shipments, Bucket: b.bucket, Random: rand.Reader}
	b.desk.Persons.Attachments = b.desk.Attachments
	b.desk.Exports = sheet.Export{Store: b.store.Customers(), Roster: b.Now, Zone: shanghai}
	b.desk.Ranks = b.store.Ranks()
	b.desk.Imports = &sheet.Service{Store: b.store.Sheets(), Bucket: b.bucket, Random: rand.Reader, Tables: map[string]sheet.Table{
		sheet.CustomersName: &sheet.Customers{Files: b.desk.Customers, Store: b.store.Customers(), Phones: phones, Roster: b.Now, Zone: shanghai},
		sheet.StatusesName:  &sheet.Statuses{Tracking: b.desk.Shipments, Zone: shanghai},
		sheet.ShipmentsName: &sheet.Shipments{Freight: b.desk.Shipments, Store: b.store.Shipments(), Roster: b.Now, Zone: shanghai}}}
	b.console = &Console{Company: Company{Name: "回音物流", Hotline: "400-100-2000", Site: "huiyin.example"}, Languages: words.Langs,
		Zone: shanghai, Now: func() time.Time { return b.now }}
	b.app = web.New(web.Settings{Languages: words.Langs, Log: obs.Logger(b.log), MaxBody: desk.MaxBody, Page: b.console.Problem})
	b.desk.Serve(b.app)
	b.console.Serve(b.app)
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
	} {
		p.Name, p.Lang, p.Phone = "员工"+p.Badge, "zh", "1380013800"+string(rune('0'+i))
		m, err := b.desk.Staff.Save(ctx, p, "system", noon)
		if err != nil {
			b.Fatal(err)
		}
		b.staff[p.Login] = m.ID
	}
	for name, group := range map[string]string{"agent": "agent", "other": "agent", "supervisor": "supervisor", "admin": "admin", "newagent": "agent"} {
		b.accounts[name] = token.Identity{Subject: "sub-" + name, Username: name, Groups: []string{group}}
	}
}

// reply is a page that came back.
type reply struct {
	*httptest.ResponseRecorder
	b       *bench
	request string
}

// ask sends a browser's request as an account ("" for nobody); headers come as
// name, value pairs.
func (b *bench) ask(as, method, path, body string, headers ...string) reply {
	b.Helper()
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	r.Header.Set("Accept", "text/html,application/xhtml+xml,*/*;q=0.8")
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if as != "" {
		r.Header.Set("Authorization", "Bearer "+as)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	b.app.ServeHTTP(w, r)
	return reply{w, b, as + " " + method + " " + path}
}

// open asks for a page.
func (b *bench) open(as, path string, headers ...string) reply {
	b.Helper()
	return b.ask(as, http.MethodGet, path, "", headers...)
}

// send posts a form of a page by its id; fields come as name, value pairs.
func (b *bench) send(as, path, form string, fields ...string) reply {
	b.Helper()
	in := url.Values{formField: {form}}
	for i := 0; i+1 < len(fields); i += 2 {
		in.Add(fields[i], fields[i+1])
	}
	return b.ask(as, http.MethodPost, path, in.Encode())
}

// is asserts the status, and that the page has some texts.
func (p reply) is(status int, has ...string) reply {
	p.b.Helper()
	if p.Code != status {
		p.b.Fatalf("%s: %d, want %d: %s", p.request, p.Code, status, p.text())
	}
	for _, text := range has {
		if !strings.Contains(p.Body.String(), text) {
			p.b.Errorf("%s: nothing of %q in\n%s", p.request, text, p.Body)
		}
	}
	return p
}

// lacks asserts that the page has none of some texts.
func (p reply) lacks(texts ...string) reply {
	p.b.Helper()
	for _, text := range texts {
		if strings.Contains(p.Body.String(), text) {
			p.b.Errorf("%s: it has %q", p.request, text)
		}
	}
	return p
}

// wordless asserts that nobody reads some texts on the page.
func (p reply) wordless(texts ...string) reply {
	p.b.Helper()
	for _, text := range texts {
		if strings.Contains(p.text(), text) {
			p.b.Errorf("%s: one reads %q in\n%s", p.request, text, p.text())
		}
	}
	return p
}

// goes asserts that the browser is led to a page.
func (p reply) goes(to string) reply {
	p.b.Helper()
	if got := p.Header().Get("Location"); p.Code != http.StatusSeeOther || got != to {
		p.b.Fatalf("%s: %d to %q, want %q: %s", p.request, p.Code, got, to, p.text())
	}
	return p
}

var mark = regexp.MustCompile(`(?s)<script.*?</script>|<[^>]*>|\n\s*\n`)

// text is what one reads on the page.
func (p reply) text() string {
	return html.UnescapeString(mark.ReplaceAllString(p.Body.String(), ""))
}

// value is what stands in a hidden field or an input of the page.
func (p reply) value(name string) string {
	found := regexp.MustCompile(`name="` + regexp.QuoteMeta(name) + `"[^>]*value="([^"]*)"`).FindStringSubmatch(p.Body.String())
	if found == nil {
		p.b.Fatalf("%s has no field %s", p.request, name)
	}
	return html.UnescapeString(found[1])
}

// api calls an operation as JSON and gives its answer.
func (b *bench) api(as, method, path, body string, headers ...string) map[string]any {
	b.Helper()
	p := b.ask(as, method, path, body, append([]string{"Content-Type", "application/json", "Accept", "application/json"}, headers...)...)
	var out map[string]any
	if err := json.Unmarshal(p.Body.Bytes(), &out); err != nil || p.Code >= 400 {
		b.Fatalf("%s: %d %s", p.request, p.Code, p.Body)
	}
	return out
}

// inquiry opens a ticket for a caller and gives its number.
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
	return b.api(as, http.MethodPost, "/desk/tickets", body+"}")["number"].(string)
}
