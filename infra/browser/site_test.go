package browser

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"huiyin/infra/local/stack"
	"huiyin/shared/customer"
	"huiyin/shared/dynamo"
	"huiyin/shared/event"
	"huiyin/shared/id"
	"huiyin/shared/phone"
	"huiyin/shared/phone/parse"
	"huiyin/shared/staff"
	"huiyin/shared/ticket"
	"huiyin/shared/wire"
)

// site is the running desk, the browser that looks at its pages, and what the
// tests ask the desk about behind the pages' back.
type site struct {
	*stack.Stack
	root       string
	axe        string
	browser    context.Context
	endBrowser func()

	table     *dynamo.Table
	phones    parse.Phones
	tickets   *ticket.Service
	customers customer.Service
}

func (s *site) connect() {
	s.table = dynamo.New(s.AWS(), s.Table, 1)
	rules := &wire.Rules{Table: s.table, Zone: shanghai}
	s.phones = parse.Phones{Region: "CN", Keyed: wire.Keys{Table: s.table}.Key}
	s.tickets = wire.Tickets(s.table, rules, wire.NewRoster(s.table, rules), s.phones)
	s.customers = customer.Service{Store: s.table.Customers(), Phones: s.phones, Random: rand.Reader}
}

// page is the address of a page.
func (s *site) page(path string) string { return s.API + "/" + path }

// now is the desk's time.
func (s *site) now() time.Time { return time.Now().Add(s.ClockOffset).UTC().Truncate(time.Millisecond) }

var lastPhone atomic.Int64

// newPhone is a number that nobody has had before, as people type it.
func newPhone() string { return fmt.Sprintf("137%08d", 10_000_000+lastPhone.Add(1)) }

// last4 are the digits that open a ticket.
func last4(typed string) string { return typed[len(typed)-4:] }

// patience is how long anything may take on a busy machine.
const patience = 60 * time.Second

// sms lists what has arrived on a telephone, oldest first.
func (s *site) sms(t *testing.T, typed string) []string {
	t.Helper()
	number := "+86" + typed
	response, err := http.Get(s.SMS + "?phoneNumber=" + url.QueryEscape(number))
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	var answer struct {
		Phones map[string][]struct{ Message string } `json:"sms_messages"`
	}
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil {
		t.Fatal(err)
	}
	var texts []string
	for _, m := range answer.Phones[number] {
		texts = append(texts, m.Message)
	}
	return texts
}

// awaitSMS waits until a telephone has n SMS and returns the last.
func (s *site) awaitSMS(t *testing.T, typed string, n int) string {
	t.Helper()
	var texts []string
	eventually(t, fmt.Sprintf("%d SMS on %s", n, typed), func() bool {
		texts = s.sms(t, typed)
		return len(texts) >= n
	})
	if len(texts) != n {
		t.Fatalf("%s has %d SMS, not %d: %q", typed, len(texts), n, texts)
	}
	return texts[n-1]
}

// eventually waits until something holds, or fails.
func eventually(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for end := time.Now().Add(patience); !holds(); time.Sleep(100 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("not within %v: %s", patience, what)
		}
	}
}

// complaint opens a complaint, as the form does.
func (s *site) complaint(t *testing.T, lang, typed string) ticket.Receipt {
	t.Helper()
	receipt, err := s.tickets.Open(t.Context(), s.now(), ticket.TheCustomer, ticket.Intake{
		Kind: ticket.Complaint, Reason: "damaged", Target: ticket.AboutService, Name: "欧阳静怡", Phone: typed, Lang: lang,
		Text: "外箱压扁了，里面两个花瓶都碎了。",
	})
	if err != nil {
		t.Fatal(err)
	}
	return receipt
}

// agent is who answers.
var agent = ticket.Actor{By: event.Staff("agent-1"), Staff: "agent-1", Badge: "1024", Team: wire.DefaultTeam, Role: staff.Agent}

// reply answers a ticket as an agent.
func (s *site) reply(t *testing.T, number, text string) {
	t.Helper()
	if _, err := s.tickets.Reply(t.Context(), s.now(), agent, number, 0, ticket.Saying{Text: text}); err != nil {
		t.Fatal(err)
	}
}

// resolve settles a ticket as an agent.
func (s *site) resolve(t *testing.T, number, result string) {
	t.Helper()
	if _, err := s.tickets.Resolve(t.Context(), s.now(), agent, number, 0, ticket.Outcome{Cause: "装卸时受压", Plan: "按保价赔付", Action: "已报理赔部", Result: result}); err != nil {
		t.Fatal(err)
	}
}

// dossier is a ticket with its person and what was said.
func (s *site) dossier(t *testing.T, shown string) ticket.Dossier {
	t.Helper()
	number, ok := id.ParseNumber(shown)
	if !ok {
		t.Fatalf("%q is no number", shown)
	}
	d, err := s.table.Tickets().Lookup(t.Context(), number)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// ticketsOf lists the tickets of a telephone.
func (s *site) ticketsOf(t *testing.T, typed string) []string {
	t.Helper()
	key, err := s.phones.Key(t.Context(), phone.Number("+86"+typed))
	if err != nil {
		t.Fatal(err)
	}
	numbers, err := s.table.Tickets().ByPhone(t.Context(), key, 10)
	if err != nil {
		t.Fatal(err)
	}
	return numbers
}

// by is an instant as a customer is told it on the day itself or the day
// before: written here once more, so that the pages' own words are compared
// with something.
func by(due time.Time, lang string) string {
	local := due.In(shanghai)
	today := local.Format("2006-01-02") == morning.Format("2006-01-02")
	switch {
	case lang == "zh" && today:
		return "今天" + local.Format("15:04") + "前"
	case lang == "zh":
		return "明天" + local.Format("15:04") + "前"
	case today:
		return "by " + local.Format("15:04") + " today"
	}
	return "by " + local.Format("15:04") + " tomorrow"
}

// said tells whether a text is in a dossier, and how often.
func said(d ticket.Dossier, text string) int {
	n := 0
	for _, w := range d.Words {
		if strings.TrimSpace(w.Text) == strings.TrimSpace(text) {
			n++
		}
	}
	return n
}
