package desk

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"huiyin/shared/customer"
	"huiyin/shared/id"
	"huiyin/shared/obs"
	"huiyin/shared/phone"
	"huiyin/shared/ticket"
	"huiyin/shared/words"
)

// Intake is what a caller says, as an agent writes it down (rule NJ-13: name,
// what, from where, why). Lengths are characters.
type Intake struct {
	Type        string `json:"type" enum:"inquiry,complaint"`
	Kind        string `json:"kind,omitempty" maxLength:"40" doc:"What an inquiry is about: coverage, price, cargo_status, other, or what the company has made of these."`
	Reason      string `json:"reason,omitempty" maxLength:"40" doc:"What a complaint is for: delay, lost, damaged, attitude, misdelivery, not_delivered_to_door, fee, other, or what the company has made of these."`
	Target      string `json:"target,omitempty" maxLength:"40" doc:"What a complaint is about: goods, service (when left out) or agent."`
	Agent       string `json:"agent,omitempty" maxLength:"40" doc:"Badge number of the agent a complaint names."`
	Name        string `json:"name" minLength:"1" maxLength:"40"`
	Phone       string `json:"phone" minLength:"1" maxLength:"40" doc:"A mobile number, as it is said."`
	Title       string `json:"title,omitempty" enum:"mr,ms" doc:"By choice, never guessed."`
	Waybill     string `json:"waybill,omitempty" maxLength:"40"`
	Region      string `json:"region,omitempty" maxLength:"40" doc:"Where it is about."`
	From        string `json:"from,omitempty" maxLength:"40" doc:"From where the person calls."`
	Text        string `json:"text" minLength:"1" maxLength:"4000" doc:"What it is about."`
	Language    string `json:"language,omitempty" enum:"zh,en" doc:"Of everything the person is told; zh when left out."`
	Channel     string `json:"channel,omitempty" maxLength:"40" doc:"web, phone (when left out), email, counter, partner."`
	Requester   string `json:"requester,omitempty" enum:"customer,salesperson,partner" doc:"Who asks; customer when left out."`
	Priority    string `json:"priority,omitempty" enum:"normal,urgent" doc:"normal when left out."`
	Urgency     string `json:"urgency,omitempty" enum:"high,medium,low" doc:"How urgently an inquirer wants to buy: his file becomes a lead. Left out: as the settings say, and not at all when he asks about a waybill."`
	Rings       int    `json:"rings,omitempty" minimum:"0" maximum:"99" doc:"How often it rang before the call was taken."`
	Consent     bool   `json:"consent,omitempty" doc:"The person said yes to greetings, and the agent vouches for it."`
	ConsentText string `json:"consentText,omitempty" maxLength:"200" doc:"The sentence that was read out; needed with consent."`
}

type openInput struct {
	Key  string `header:"Idempotency-Key" maxLength:"150" doc:"Any text of your own: the same key with the same content is answered once, for a day."`
	Body Intake
}

// Intaken says that a ticket is there, and what to tell the caller.
type Intaken struct {
	Number      string    `json:"number"`
	Shown       string    `json:"shown" doc:"As people read it: K7M-3QP-9XA."`
	Type        string    `json:"type" enum:"inquiry,complaint"`
	Chased      bool      `json:"chased" doc:"The same matter was open already; this was added to its ticket."`
	ReadBack    string    `json:"readBack" doc:"What to read back to the caller, in the caller's language."`
	DueAt       time.Time `json:"dueAt,omitzero" doc:"Until when the next answer is promised."`
	ResultDueAt time.Time `json:"resultDueAt,omitzero" doc:"Complaints: until when process and result are told."`
	Consent     string    `json:"consent,omitempty" enum:"none,ticked,confirmed,stopped,unrecorded" doc:"With consent: where it stands now on the customer's file; unrecorded when it has to be written down again."`
}

type openOutput struct {
	Status   int
	Location string `header:"Location"`
	Body     Intaken
}

// opening registers open, which answers a chase with 200 and the same body.
func opening(api huma.API, op huma.Operation, d *Desk) {
	op.Responses = map[string]*huma.Response{}
	creating((*Desk).open)(api, op, d)
	op.Responses["200"] = op.Responses["201"]
}

func (d *Desk) open(ctx context.Context, in *openInput) (*openOutput, error) {
	who, now := sender(ctx).onTicket(), d.Now()
	intake := in.Body.intake()
	if in.Key != "" { // one agent's keys are no other's, and none of the public's
		intake.Key = "desk " + who.Staff + " " + in.Key
	}
	r, err := d.Tickets.Open(ctx, now, who, intake)
	if err != nil {
		return nil, err
	}
	out := &openOutput{Status: http.StatusCreated, Location: "/desk/tickets/" + r.Number, Body: Intaken{
		Number: r.Number, Shown: id.Show(r.Number), Type: string(r.Kind), Chased: r.Chased, DueAt: r.Due, ResultDueAt: r.Result,
	}}
	if r.Chased {
		out.Status = http.StatusOK
	}
	number, err := d.Tickets.Phones.Parse("phone", intake.Phone)
	if err != nil {
		return nil, err
	}
	out.Body.ReadBack = in.Body.readBack(words.Lang(intake.Lang), number)
	if intake.Consent {
		out.Body.Consent = d.vouch(ctx, intake, number, who.By, now)
	}
	return out, nil
}

// intake is what the use case takes.
func (b Intake) intake() ticket.Intake {
	in := ticket.Intake{
		Kind: ticket.Kind(b.Type), Reason: b.Kind, Name: b.Name, Phone: b.Phone, Title: b.Title, Waybill: b.Waybill,
		Region: b.Region, From: b.From, Text: b.Text, Lang: b.Language, Channel: b.Channel, Requester: b.Requester,
		Priority: b.Priority, Urgency: b.Urgency, Rings: b.Rings, Consent: b.Consent, ConsentText: b.ConsentText,
	}
	if in.Kind == ticket.Complaint {
		in.Reason, in.Target, in.Accused = b.Reason, b.Target, b.Agent
	}
	if in.Channel == "" {
		in.Channel = "phone"
	}
	if in.Lang == "" {
		in.Lang = string(words.Chinese)
	}
	return in
}

// unrecorded says that a consent was heard and could not be written down. The
// ticket stands all the same.
const unrecorded = "unrecorded"

// vouch writes a consent that the agent heard into the caller's file, and says
// where it stands there now: after a stop, only the person can undo it (rule
// LAW-2).
func (d *Desk) vouch(ctx context.Context, in ticket.Intake, number phone.Number, by string, now time.Time) string {
	visitor := customer.Visitor{Name: in.Name, Title: in.Title, Lang: in.Lang, Region: in.Region, Phone: number}
	c, err := d.Customers.Meet(ctx, visitor, by, now)
	if err == nil && c.Consent.State != customer.Stopped {
		c, err = d.Customers.Confirm(ctx, c.ID, c.Version, in.ConsentText, by, now)
	}
	if err != nil {
		obs.Fail(ctx, err)
		return unrecorded
	}
	return string(c.Consent.State)
}
