package desk

import (
	"context"
	"strconv"
	"time"

	"huiyin/shared/errs"
	"huiyin/shared/id"
	"huiyin/shared/ledger"
	"huiyin/shared/telling"
	"huiyin/shared/web"
	"huiyin/shared/words"
)

// BulletinPreview is who would be told of a notice by SMS: numbers, each once.
type BulletinPreview struct {
	Staff     int   `json:"staff"`
	Customers int   `json:"customers"`
	More      bool  `json:"more" doc:"There may be more: these are at least so many."`
	Parts     int   `json:"parts" doc:"Of all SMS of the opening; those of the end cost the same again."`
	Price     int64 `json:"price" doc:"Of these, in millionths of a US dollar."`
}

type bulletinPreviewOutput struct{ Body BulletinPreview }

// countTime is how long people are counted: whoever asks waits for it.
const countTime = 4 * time.Second

// previewBulletin counts who would be told.
func (d *Desk) previewBulletin(ctx context.Context, in *openBulletinInput) (*bulletinPreviewOutput, error) {
	now := d.Now()
	draft, err := in.Body.opening().Draft(now, sender(ctx).by())
	if err != nil {
		return nil, err
	}
	p, err := d.Telling.Preview(ctx, now, draft, func() bool { return d.Now().Sub(now) < countTime })
	return &bulletinPreviewOutput{Body: BulletinPreview(p)}, err
}

// BulletinRecord is a page of who was told of a notice by SMS.
type BulletinRecord struct {
	Receivers []BulletinReceiver `json:"receivers"`
	Named     int                `json:"named" doc:"How many were named so far; a number that several lead to is told once."`
	Going     bool               `json:"going" doc:"More are still being named."`
	Next      string             `json:"next,omitempty" doc:"The cursor of the next page; none on the last."`
}

// BulletinReceiver is one of them.
type BulletinReceiver struct {
	Kind    string       `json:"kind" enum:"staff,person,shipper,consignee" doc:"person: of a ticket; shipper and consignee: of a shipment."`
	ID      string       `json:"id" doc:"A staff id, a ticket's number or a waybill."`
	Shown   string       `json:"shown" doc:"As people read it: a badge, a ticket's number or a waybill."`
	Name    string       `json:"name,omitempty" doc:"Of a member of staff."`
	Phone   string       `json:"phone,omitempty" doc:"Covered."`
	Opened  *BulletinSMS `json:"opened,omitempty" doc:"What was told when it was opened; none (yet) without."`
	Closing *BulletinSMS `json:"closing,omitempty" doc:"That it is over."`
}

// BulletinSMS is what became of an SMS.
type BulletinSMS struct {
	State   string    `json:"state" enum:"waiting,claimed,accepted,delivered,undelivered,failed,unknown,skipped"`
	Why     string    `json:"why,omitempty" doc:"A word for the reason."`
	WhyText string    `json:"whyText,omitempty" doc:"The reason as a sentence."`
	At      time.Time `json:"at" doc:"Since when."`
}

type bulletinRecordInput struct {
	Person
	Cursor string `query:"cursor" maxLength:"20" doc:"next of the page before."`
}

type bulletinRecordOutput struct{ Body BulletinRecord }

// listTold is the record of who got a notice (rule PD-5).
func (d *Desk) listTold(ctx context.Context, in *bulletinRecordInput) (*bulletinRecordOutput, error) {
	after, err := strconv.Atoi("0" + in.Cursor)
	if err != nil {
		var f errs.Fields
		f.Add("cursor", "store.cursor")
		return nil, f.Err()
	}
	if _, err := d.Bulletins.Read(ctx, in.ID); err != nil {
		return nil, err
	}
	record, err := d.Telling.Record(ctx, in.ID, after)
	if err != nil {
		return nil, err
	}
	out := &bulletinRecordOutput{Body: BulletinRecord{Receivers: []BulletinReceiver{}, Named: record.Named, Going: record.Going}}
	if record.Next > 0 {
		out.Body.Next = strconv.Itoa(record.Next)
	}
	for _, one := range record.People {
		out.Body.Receivers = append(out.Body.Receivers, receiver(ctx, one))
	}
	return out, nil
}

func receiver(ctx context.Context, one telling.Told) BulletinReceiver {
	shown := BulletinReceiver{Kind: one.Kind, ID: one.ID, Shown: one.ID, Name: one.Staff.Name, Opened: became(ctx, one.Opened), Closing: became(ctx, one.Ended)}
	switch one.Kind {
	case ledger.ToStaff:
		shown.Shown = one.Staff.Badge
	case ledger.ToPerson:
		shown.Shown = id.Show(one.ID)
	}
	if one.Phone != "" {
		shown.Phone = one.Phone.Masked()
	}
	return shown
}

func became(ctx context.Context, r *ledger.Row) *BulletinSMS {
	if r == nil {
		return nil
	}
	sms := &BulletinSMS{State: string(r.State), Why: r.Why, At: r.ChangedAt}
	if code := "ledger." + r.Why; r.Why != "" && words.Has(code) {
		sms.WhyText = words.Text(web.Lang(ctx), code, nil)
	}
	return sms
}
