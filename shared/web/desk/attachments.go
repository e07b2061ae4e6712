package desk

import (
	"context"
	"time"

	"huiyin/shared/attachment"
	"huiyin/shared/errs"
)

// Upload is a form for one file: post the fields as multipart/form-data to the
// address, the file last and named "file".
type Upload struct {
	ID       string            `json:"id" doc:"Of the file, for keeping it."`
	URL      string            `json:"url"`
	Fields   map[string]string `json:"fields"`
	MaxBytes int64             `json:"maxBytes"`
	Seconds  int               `json:"seconds" doc:"How long the form is good for."`
	Types    []string          `json:"types" doc:"Media types that are kept; the content decides, not the name."`
}

// Attachment is a file of a ticket.
type Attachment struct {
	ID    string    `json:"id"`
	Name  string    `json:"name,omitempty" doc:"None while it has only arrived."`
	Type  string    `json:"type"`
	Bytes int64     `json:"bytes"`
	Kept  bool      `json:"kept" doc:"false: it has arrived and is not kept yet; it goes by itself after a day."`
	At    time.Time `json:"at,omitzero"`
	By    string    `json:"by,omitempty"`
	Badge string    `json:"badge,omitempty"`
	URL   string    `json:"url,omitempty" doc:"Good for five minutes."`
}

func attached(f attachment.Linked, kept bool) Attachment {
	return Attachment{ID: f.ID, Name: f.Name, Type: f.Type, Bytes: f.Size, Kept: kept, At: f.At, By: f.By, Badge: f.Badge, URL: f.URL}
}

type uploadInput struct {
	OnTicket
	Body struct {
		Back string `json:"back,omitempty" maxLength:"2000" format:"uri" doc:"Where the browser goes when the file has arrived; {id} in it becomes the file's id."`
	}
}

type uploadOutput struct{ Body Upload }

func (d *Desk) upload(ctx context.Context, in *uploadInput) (*uploadOutput, error) {
	number, err := in.number()
	if err != nil {
		return nil, err
	}
	offer, err := d.Attachments.Offer(ctx, number, in.Body.Back)
	if err != nil {
		return nil, lost(err)
	}
	return offered(offer), nil
}

func offered(o attachment.Offer) *uploadOutput {
	return &uploadOutput{Body: Upload{ID: o.ID, URL: o.Form.URL, Fields: o.Form.Fields, MaxBytes: attachment.MaxSize,
		Seconds: int(attachment.FormLife.Seconds()), Types: attachment.Types}}
}

// OnAttachment names a file of a ticket.
type OnAttachment struct {
	OnTicket
	ID string `path:"id" pattern:"^[A-Za-z0-9_-]{8,64}$" doc:"Of the file."`
}

type attachmentOutput struct{ Body Attachment }

func (d *Desk) readAttachment(ctx context.Context, in *OnAttachment) (*attachmentOutput, error) {
	number, err := in.number()
	if err != nil {
		return nil, err
	}
	all, err := d.Attachments.List(ctx, number)
	if err != nil {
		return nil, err
	}
	for _, f := range all {
		if f.ID == in.ID {
			return &attachmentOutput{Body: attached(f, true)}, nil
		}
	}
	f, err := d.Attachments.Arrived(ctx, number, in.ID)
	if errs.Is(err, errs.Invalid) {
		return nil, errs.New(errs.NotFound, "attachment.not_there").Because(err)
	}
	return &attachmentOutput{Body: attached(f, false)}, err
}

type keepInput struct {
	OnAttachment
	Body struct {
		Name string `json:"name" minLength:"1" maxLength:"120" doc:"What it shows, or a file name."`
	}
}

func (d *Desk) keepAttachment(ctx context.Context, in *keepInput) (*attachmentOutput, error) {
	number, err := in.number()
	if err != nil {
		return nil, err
	}
	f, err := d.Attachments.Keep(ctx, d.Now(), sender(ctx).onTicket(), number, in.ID, in.Body.Name)
	if err != nil {
		return nil, lost(err)
	}
	return &attachmentOutput{Body: attached(attachment.Linked{File: f}, true)}, nil
}

type attachmentsOutput struct {
	Body struct {
		Attachments []Attachment `json:"attachments"`
	}
}

func (d *Desk) attachments(ctx context.Context, in *OnTicket) (*attachmentsOutput, error) {
	number, err := in.number()
	if err != nil {
		return nil, err
	}
	all, err := d.Attachments.List(ctx, number)
	if err != nil {
		return nil, err
	}
	if len(all) == 0 { // none, or no such ticket
		if _, err := d.Tickets.Store.Get(ctx, number); err != nil {
			return nil, lost(err)
		}
	}
	out := &attachmentsOutput{}
	out.Body.Attachments = []Attachment{}
	for _, f := range all {
		out.Body.Attachments = append(out.Body.Attachments, attached(f, true))
	}
	return out, nil
}

type removeAttachmentInput struct {
	OnAttachment
	Body Why
}

func (d *Desk) removeAttachment(ctx context.Context, in *removeAttachmentInput) (*attachmentsOutput, error) {
	number, err := in.number()
	if err != nil {
		return nil, err
	}
	if err := d.Attachments.Remove(ctx, d.Now(), sender(ctx).onTicket(), number, in.ID, in.Body.Reason); err != nil {
		return nil, lost(err)
	}
	return d.attachments(ctx, &in.OnTicket)
}
