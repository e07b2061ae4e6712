package desk

import (
	"context"
	"encoding/base64"
	"time"

	"huiyin/shared/errs"
	"huiyin/shared/ledger"
	"huiyin/shared/web"
	"huiyin/shared/words"
)

// LedgerRow is an SMS and what became of it: by whom and why it was owed, never
// what it says or to which number.
type LedgerRow struct {
	ID        string    `json:"id" doc:"To be sent back as it is."`
	Version   int       `json:"version" doc:"Also the ETag."`
	State     string    `json:"state" enum:"waiting,claimed,accepted,delivered,undelivered,failed,unknown,skipped"`
	Why       string    `json:"why,omitempty" doc:"A word for the reason."`
	WhyText   string    `json:"whyText,omitempty" doc:"The reason as a sentence."`
	Class     string    `json:"class" doc:"receipt, notice, staff or promotion."`
	Template  string    `json:"template"`
	Ticket    string    `json:"ticket,omitempty" doc:"Number of the ticket it is about."`
	To        string    `json:"to" doc:"What kind of receiver: person, staff, customer, code."`
	ToID      string    `json:"toId" doc:"Of the receiver: a ticket's number, a staff or customer id."`
	Phone     string    `json:"phone,omitempty" doc:"Covered."`
	Lang      string    `json:"lang,omitempty"`
	Cause     string    `json:"cause" doc:"Id of the event that it follows from."`
	At        time.Time `json:"at" doc:"Of that event."`
	Attempts  int       `json:"attempts"`
	Parts     int       `json:"parts,omitempty"`
	Provider  string    `json:"provider,omitempty" doc:"The provider's id for it."`
	Code      string    `json:"code,omitempty" doc:"What the provider said when it did not take it."`
	DecidedBy string    `json:"decidedBy,omitempty"`
	CreatedAt time.Time `json:"createdAt"`
	ChangedAt time.Time `json:"changedAt"`
}

func row(ctx context.Context, r ledger.Row) LedgerRow {
	shown := LedgerRow{ID: rowID(r.ID), Version: r.Version, State: string(r.State), Why: r.Why, Class: string(r.Class),
		Template: string(r.Template), Ticket: r.Number, To: r.To.Kind, ToID: r.To.ID, Phone: r.Masked, Lang: string(r.Lang),
		Cause: r.Cause, At: r.At, Attempts: r.Attempts, Parts: r.Parts, Provider: r.Provider, Code: r.Code,
		DecidedBy: r.DecidedBy, CreatedAt: r.CreatedAt, ChangedAt: r.ChangedAt}
	if code := "ledger." + r.Why; r.Why != "" && words.Has(code) {
		shown.WhyText = words.Text(web.Lang(ctx), code, nil)
	}
	return shown
}

// rowID makes of a row's id, which has slashes and hashes, something that
// stands in a path.
func rowID(id string) string { return base64.RawURLEncoding.EncodeToString([]byte(id)) }

// LedgerPage is a page of rows.
type LedgerPage struct {
	Messages []LedgerRow `json:"messages" doc:"Oldest first."`
	Next     string      `json:"next,omitempty" doc:"The cursor of the next page; none on the last."`
}

type ledgerOutput struct{ Body LedgerPage }

func (d *Desk) doubtful(ctx context.Context, in *Pages) (*ledgerOutput, error) {
	rows, next, err := d.Ledger.Store.Doubtful(ctx, in.Cursor, in.Limit)
	if err != nil {
		return nil, err
	}
	out := &ledgerOutput{Body: LedgerPage{Messages: []LedgerRow{}, Next: next}}
	for _, r := range rows {
		out.Body.Messages = append(out.Body.Messages, row(ctx, r))
	}
	return out, nil
}

type decideInput struct {
	ID string `path:"id" maxLength:"600"`
	Match
}

type rowOutput struct {
	ETag string `header:"ETag"`
	Body LedgerRow
}

func (d *Desk) send(ctx context.Context, in *decideInput) (*rowOutput, error) {
	return d.decide(ctx, in, ledger.SendAgain)
}

func (d *Desk) drop(ctx context.Context, in *decideInput) (*rowOutput, error) {
	return d.decide(ctx, in, ledger.Drop)
}

func (d *Desk) decide(ctx context.Context, in *decideInput, what ledger.Decision) (*rowOutput, error) {
	id, err := base64.RawURLEncoding.Strict().DecodeString(in.ID)
	if err != nil || len(id) == 0 {
		return nil, noMessage()
	}
	was, err := d.Ledger.Store.Row(ctx, string(id))
	if errs.Is(err, errs.NotFound) {
		return nil, noMessage()
	}
	if err != nil {
		return nil, err
	}
	if err := in.allows(was.Version); err != nil {
		return nil, err
	}
	if _, err := d.Ledger.Decide(ctx, d.Now(), string(id), what, sender(ctx).by()); err != nil {
		return nil, err
	}
	is, err := d.Ledger.Store.Row(ctx, string(id))
	return &rowOutput{ETag: etag(is.Version), Body: row(ctx, is)}, err
}

func noMessage() error { return errs.New(errs.NotFound, "desk.no_message") }

// AsideList are records that no sweep could handle.
type AsideList struct {
	Records []AsideRecord `json:"records" doc:"Oldest first."`
}

// AsideRecord is one of them.
type AsideRecord struct {
	Subject string    `json:"subject" doc:"Which record."`
	Why     string    `json:"why" doc:"What went wrong, for whoever looks into it."`
	At      time.Time `json:"at"`
}

type asideInput struct {
	Limit int `query:"limit" minimum:"1" maximum:"100" default:"50"`
}

type asideOutput struct{ Body AsideList }

func (d *Desk) aside(ctx context.Context, in *asideInput) (*asideOutput, error) {
	found, err := d.Aside.Aside(ctx, in.Limit)
	if err != nil {
		return nil, err
	}
	out := &asideOutput{Body: AsideList{Records: []AsideRecord{}}}
	for _, a := range found {
		out.Body.Records = append(out.Body.Records, AsideRecord(a))
	}
	return out, nil
}
