package public

import (
	"context"
	"io"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"huiyin/shared/bulletin"
	"huiyin/shared/phone"
	"huiyin/shared/ticket"
	"huiyin/shared/web"
	"huiyin/shared/words"
)

// Tickets are the use cases of package ticket that a customer may call.
type Tickets interface {
	Open(ctx context.Context, now time.Time, by ticket.Actor, in ticket.Intake) (ticket.Receipt, error)
	Look(ctx context.Context, now time.Time, c ticket.Claim) (ticket.Dossier, error)
	Message(ctx context.Context, now time.Time, c ticket.Claim, said, key string) (ticket.Receipt, error)
}

// Board gives the lines of the bulletins to be shown now; wire.Board.
type Board interface {
	Lines(ctx context.Context) []bulletin.Line
}

// Phones reads what people type as a phone number; errs.Invalid names the
// field.
type Phones interface {
	Parse(field, typed string) (phone.Number, error)
}

// Company is what every page says of the company.
type Company struct {
	Name    string
	Hotline string // as it is dialled
	Site    string // the address in SMS, without https://
}

// Service serves the public side.
type Service struct {
	Tickets    Tickets
	Greetings  Greetings
	HandOvers  HandOvers
	Waybills   Waybills
	Board      Board // nil: there are no bulletins
	Phones     Phones
	Vocabulary ticket.Vocabulary
	Company    Company
	Languages  []words.Lang // offered, the first is the default
	Zone       *time.Location
	Now        func() time.Time
	Random     io.Reader // of the keys of forms: unguessable

	app *web.App
}

// Register registers the operations.
func (s *Service) Register(api huma.API) {
	register(api, http.MethodPost, "/inquiries", "openInquiry", "Ask something", s.inquire)
	register(api, http.MethodPost, "/complaints", "openComplaint", "Complain", s.complain)
	register(api, http.MethodPost, "/status", "lookUpTicket", "See how a ticket stands", s.look)
	register(api, http.MethodPost, "/status/messages", "addMessage", "Add something to a ticket", s.add)
	register(api, http.MethodPost, "/waybill", "lookUpWaybill", "See where a shipment is", s.journey)
	register(api, http.MethodPost, "/greetings/code", "requestCode", "Have a code sent to a phone", s.code)
	register(api, http.MethodPost, "/greetings", "chooseGreetings", "Allow or stop greetings", s.greet)
	s.registerHandOver(api)
	register(api, http.MethodGet, "/health", "health", "Tell that the function runs", health)
	s.enumerate(api)
	describeForms(api)
}

// errorsOf are the statuses besides success that an operation with a body may
// answer.
var errorsOf = []int{400, 404, 409, 413, 415, 422, 429, 503}

func register[I, O any](api huma.API, method, path, id, summary string, handler func(context.Context, *I) (*O, error)) {
	op := huma.Operation{OperationID: id, Method: method, Path: path, Summary: summary, Tags: []string{"public"}}
	if method == http.MethodPost {
		op.Errors = append(op.Errors, errorsOf...)
	}
	huma.Register(api, op, handler)
}

// enumerate puts the company's own lists of kinds, reasons and targets into
// the schemas.
func (s *Service) enumerate(api huma.API) {
	schemas := api.OpenAPI().Components.Schemas.Map()
	for _, list := range []struct {
		schema, field string
		values        []string
	}{
		{"Inquiry", "kind", s.Vocabulary.Inquiries}, {"Complaint", "reason", s.Vocabulary.Complaints},
		{"Complaint", "target", s.Vocabulary.Targets},
		{"Inquiry", "channel", s.Vocabulary.Channels}, {"Complaint", "channel", s.Vocabulary.Channels},
	} {
		property := schemas[list.schema].Properties[list.field]
		property.Enum = nil
		for _, value := range list.values {
			property.Enum = append(property.Enum, value)
		}
		property.PrecomputeMessages()
	}
}

// Serve registers operations and pages. A nil document leaves /openapi.json
// out.
func (s *Service) Serve(app *web.App, document http.HandlerFunc) {
	s.app = app
	s.Register(app.API())
	if document != nil {
		app.Handle("GET /openapi.json", document)
	}
	s.pages()
}

// healthOutput says that the function runs; it asks nothing of anybody.
type healthOutput struct {
	Body struct {
		Status string `json:"status" enum:"ok"`
	}
}

func health(context.Context, *struct{}) (*healthOutput, error) {
	out := &healthOutput{}
	out.Body.Status = "ok"
	return out, nil
}
