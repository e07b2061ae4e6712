package public

import (
	"context"
	"net/http"
	"strings"
	"time"

	"huiyin/shared/customer"
	"huiyin/shared/event"
	"huiyin/shared/obs"
	"huiyin/shared/ticket"
	"huiyin/shared/web"
	"huiyin/shared/words"
)

// Matter is what inquiries and complaints have in common. Lengths are
// characters.
type Matter struct {
	Name        string `json:"name" minLength:"1" maxLength:"40" doc:"Who asks."`
	Phone       string `json:"phone" pattern:"^[^A-Za-z]{5,40}$" patternDescription:"phone.invalid" doc:"A mobile number: 11 digits in mainland China, others with their country code (+44…)."`
	Title       string `json:"title,omitempty" enum:"mr,ms" doc:"How the person wants to be addressed, by choice."`
	Waybill     string `json:"waybill,omitempty" maxLength:"40" doc:"Waybill number: letters, digits and dashes."`
	Region      string `json:"region,omitempty" maxLength:"40" doc:"Where it is about."`
	Text        string `json:"text" minLength:"1" maxLength:"4000" doc:"What it is about, in the person's own words."`
	Language    string `json:"language,omitempty" enum:"zh,en" doc:"Of everything the person is told; else the language of the request."`
	Consent     bool   `json:"consent,omitempty" doc:"The box for greetings was ticked. It counts once the person has answered a code or an agent confirms it."`
	ConsentText string `json:"consentText,omitempty" maxLength:"200" doc:"The sentence that stood beside the box; needed with consent."`
	Channel     string `json:"channel,omitempty" enum:"web" doc:"How it came in; web when left out."`
	Website     string `json:"website,omitempty" maxLength:"200" doc:"Leave it empty: a trap for robots that fill in everything."`
}

// Inquiry is a question.
type Inquiry struct {
	Kind string `json:"kind" enum:"other" doc:"What it is about."`
	Matter
}

// Complaint is a complaint.
type Complaint struct {
	Reason string `json:"reason" enum:"other" doc:"What went wrong."`
	Target string `json:"target,omitempty" enum:"service" doc:"What it is about: the goods, the service (when left out) or an agent."`
	Agent  string `json:"agent,omitempty" maxLength:"40" doc:"Badge number or name of the agent it is about."`
	Matter
}

type inquiryInput struct {
	Key  string `header:"Idempotency-Key" maxLength:"200" doc:"Any text of your own: the same key with the same content is answered once, for a day."`
	Body Inquiry
}

type complaintInput struct {
	Key  string `header:"Idempotency-Key" maxLength:"200" doc:"Any text of your own: the same key with the same content is answered once, for a day."`
	Body Complaint
}

// Receipt says that something has come in and what happens next.
type Receipt struct {
	Number      string    `json:"number" doc:"The ticket's number, as it is sent back."`
	Shown       string    `json:"shown" doc:"The number as people read it: K7M-3QP-9XA."`
	Kind        string    `json:"kind" enum:"inquiry,complaint"`
	Chased      bool      `json:"chased" doc:"The same matter was open already; this was added to its ticket."`
	Next        string    `json:"next" doc:"What happens next and by when, in the person's language."`
	DueAt       time.Time `json:"dueAt,omitzero" doc:"Until when the next answer is promised."`
	ResultDueAt time.Time `json:"resultDueAt,omitzero" doc:"Complaints: until when process and result are told."`
	StatusPage  string    `json:"statusPage" doc:"Where the ticket can be looked up, relative to the root of the API."`
}

type receiptOutput struct {
	Status   int
	Location string `header:"Location"`
	Body     Receipt
}

func (s *Service) inquire(ctx context.Context, in *inquiryInput) (*receiptOutput, error) {
	intake := in.Body.intake(ctx, in.Key)
	intake.Kind, intake.Reason = ticket.Inquiry, in.Body.Kind
	return s.open(ctx, intake)
}

func (s *Service) complain(ctx context.Context, in *complaintInput) (*receiptOutput, error) {
	intake := in.Body.intake(ctx, in.Key)
	intake.Kind, intake.Reason = ticket.Complaint, in.Body.Reason
	intake.Target, intake.Accused = in.Body.Target, in.Body.Agent
	return s.open(ctx, intake)
}

// intake is the matter as the use case takes it. Who asks from outside is a
// customer, and nothing is urgent because he says so.
func (m Matter) intake(ctx context.Context, key string) ticket.Intake {
	lang := m.Language
	if lang == "" {
		lang = string(web.Lang(ctx))
	}
	return ticket.Intake{
		Name: m.Name, Phone: m.Phone, Title: m.Title, Waybill: m.Waybill, Region: m.Region, Text: m.Text,
		Lang: lang, Channel: m.Channel, Requester: ticket.ByCustomer, Priority: ticket.Normal,
		Consent: m.Consent, ConsentText: m.ConsentText, Key: key, Trap: m.Website, Address: web.Address(ctx),
	}
}

func (s *Service) open(ctx context.Context, in ticket.Intake) (*receiptOutput, error) {
	now := s.Now()
	r, err := s.Tickets.Open(ctx, now, ticket.TheCustomer, in)
	if err != nil {
		return nil, err
	}
	if in.Consent {
		s.meet(ctx, now, in)
	}
	out := &receiptOutput{Status: http.StatusCreated, Body: s.receipt(r, now, words.Lang(in.Lang))}
	if r.Chased {
		out.Status = http.StatusOK
	}
	out.Location = out.Body.StatusPage
	return out, nil
}

// meet notes in the person's file that the box for greetings was ticked: it
// counts once a code or an agent confirms it (rule LAW-2). The ticket stands
// whether or not that can be written.
func (s *Service) meet(ctx context.Context, now time.Time, in ticket.Intake) {
	number, err := s.Phones.Parse("phone", in.Phone)
	if err == nil {
		_, err = s.Greetings.Meet(ctx, customer.Visitor{
			Name: strings.TrimSpace(in.Name), Title: in.Title, Lang: in.Lang, Region: strings.TrimSpace(in.Region), Phone: number, ConsentText: in.ConsentText,
		}, event.Customer, now)
	}
	obs.Fail(ctx, err)
}
