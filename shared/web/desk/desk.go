package desk

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"huiyin/shared/attachment"
	"huiyin/shared/audit"
	"huiyin/shared/bulletin"
	"huiyin/shared/campaign"
	"huiyin/shared/customer"
	"huiyin/shared/greeting"
	"huiyin/shared/handbook"
	"huiyin/shared/handover"
	"huiyin/shared/ledger"
	"huiyin/shared/message"
	"huiyin/shared/oncall"
	"huiyin/shared/person"
	"huiyin/shared/place"
	"huiyin/shared/rank"
	"huiyin/shared/report"
	"huiyin/shared/sample"
	"huiyin/shared/setting"
	"huiyin/shared/sheet"
	"huiyin/shared/shipment"
	"huiyin/shared/sla"
	"huiyin/shared/staff"
	"huiyin/shared/sweep"
	"huiyin/shared/task"
	"huiyin/shared/telling"
	"huiyin/shared/ticket"
	"huiyin/shared/token"
	"huiyin/shared/violation"
	"huiyin/shared/web"
	"huiyin/shared/worklist"
)

// What requests may have, in bytes. Other operations take web.MaxBody.
const (
	// MaxBody is the most of all: a table of 2,000 rows that is sent by a form,
	// where a Chinese character takes nine bytes.
	MaxBody = 2 << 20
	// maxDraft is the most of a setting or a simulation: one with a thousand
	// happenings has about 100 KB.
	maxDraft = 256 << 10
)

// Desk has what the operations need. Register needs none of it.
type Desk struct {
	Tickets     *ticket.Service
	Lists       *worklist.Reader
	Filters     worklist.Filters
	Contacts    Contacts
	Staff       staff.Service
	Roster      Roster
	OnCall      oncall.Service
	Customers   customer.Service
	Persons     *person.Service
	Shipments   *shipment.Service
	Attachments *attachment.Service
	Proofs      attachment.Proofs
	Violations  *violation.Service
	Ledger      *ledger.Service
	Aside       Aside
	Rules       Rules
	Settings    *setting.Service
	Places      *place.Service
	HandOvers   *handover.Service
	Audit       *audit.Log
	Reports     *report.Service
	Samples     *sample.Service
	Imports     *sheet.Service
	Exports     sheet.Export
	Dispatches  sheet.Dispatches
	Ranks       rank.Store
	Bulletins   *bulletin.Service
	Telling     *telling.Service
	Campaigns   *campaign.Service
	Runs        greeting.Store // of greetings, to report on
	Handbook    *handbook.Service
	Tasks       *task.Service
	Revisits    *task.Revisits
	Tokens      Tokens
	Now         func() time.Time
	// What is said of the company in its SMS, and what they may cost in a month,
	// in millionths of a US dollar.
	Company       message.Company
	MonthlyBudget int64
	DefaultTeam   string // whose list holds what came in before any team was set up

	served []operation // what was registered, so that one can be told what he may call
}

// Tokens tells who sends a request; package token's Verifier.
type Tokens interface {
	Verify(ctx context.Context, header string) (token.Identity, error)
}

// Contacts reads a ticket with its person; errs.NotFound.
type Contacts interface {
	Contact(ctx context.Context, number string) (ticket.Ticket, ticket.Person, error)
}

// Roster is everybody, as read at most half a minute ago.
type Roster interface {
	Now(ctx context.Context) (staff.Roster, error)
	// Forget lets the next question read everybody anew.
	Forget()
}

// Aside lists the records that no sweep could handle, oldest first.
type Aside interface {
	Aside(ctx context.Context, limit int) ([]sweep.Aside, error)
}

// Rules are the calendars and policies in force.
type Rules interface {
	staff.Hours
	// Lookups find what a simulation names, without tickets.
	Lookups(ctx context.Context) (sla.Lookups, error)
}

// Serve registers the operations and /desk/health, which asks nothing of
// anybody.
func (d *Desk) Serve(app *web.App) {
	d.served = operations
	for _, op := range operations {
		op.check()
		app.Later(op.method, op.path, func(api huma.API) { d.register(api, op) })
	}
	app.Handle("GET /desk/health", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write([]byte(`{"status":"ok"}`)) // the client may be gone
	})
}

// scheme is what the document calls the token.
const scheme = "idToken"

// Register registers every operation of the table, for the document of all.
func (d *Desk) Register(api huma.API) {
	components := api.OpenAPI().Components
	if components.SecuritySchemes == nil {
		components.SecuritySchemes = map[string]*huma.SecurityScheme{}
	}
	components.SecuritySchemes[scheme] = &huma.SecurityScheme{Type: "http", Scheme: "bearer", BearerFormat: "JWT",
		Description: "An ID token of the user pool."}
	for _, op := range operations {
		d.register(api, op)
	}
}
