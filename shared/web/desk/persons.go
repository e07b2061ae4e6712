package desk

import (
	"context"
	"encoding/json"
	"log/slog"

	"huiyin/shared/errs"
	"huiyin/shared/obs"
	"huiyin/shared/person"
	"huiyin/shared/phone"
	"huiyin/shared/web"
	"huiyin/shared/words"
)

// about are the sentences that tell what an export can't hold, and why.
var about = []string{"person.about_numbers", "person.about_counts", "person.about_copies", "person.about_words"}

// PersonRequest names a person, and where an export goes on.
type PersonRequest struct {
	Phone  string `json:"phone" minLength:"1" maxLength:"40" doc:"As typed."`
	Cursor string `json:"cursor,omitempty" maxLength:"400" doc:"The next of the page before; none for the first page."`
}

type exportInput struct{ Body PersonRequest }

// exportOutput is a file: it is handed to the person as it is.
type exportOutput struct {
	ContentType string `header:"Content-Type"`
	Disposition string `header:"Content-Disposition"`
	Body        []byte
}

// exported is the file: what is stored, below what it can't hold.
type exported struct {
	Notes []string `json:"notes"`
	person.Export
}

// export hands out what is stored about a number (rule LAW-4).
func (d *Desk) export(ctx context.Context, in *exportInput) (*exportOutput, error) {
	number, err := d.named(ctx, "export", in.Body.Phone)
	if err != nil {
		return nil, err
	}
	found, err := d.Persons.Export(ctx, number, in.Body.Cursor, d.Now())
	if err != nil {
		return nil, err
	}
	file := exported{Export: found}
	for _, code := range about {
		file.Notes = append(file.Notes, words.Text(web.Lang(ctx), code, nil))
	}
	raw, err := json.MarshalIndent(file, "", "  ")
	if err != nil {
		return nil, errs.Wrap(err, "encode an export")
	}
	return &exportOutput{ContentType: "application/json", Body: raw,
		Disposition: `attachment; filename="person-` + found.At.Format("2006-01-02") + `.json"`}, nil
}

// EraseRequest names a person, and the ground on which he is erased.
type EraseRequest struct {
	Phone  string `json:"phone" minLength:"1" maxLength:"40" doc:"As typed."`
	Reason string `json:"reason" enum:"asked,purpose_ended,unlawful" doc:"asked: the person asked for it or took a consent back; purpose_ended: nothing is left for which it is needed; unlawful: it should never have been collected."`
}

// Erasure is what an erasure came to.
type Erasure struct {
	ID       string `json:"id" doc:"Of the erasure; leads to nobody."`
	Tickets  int    `json:"tickets" doc:"With how many it began."`
	File     bool   `json:"file" doc:"Whether there was a customer's file."`
	Finished bool   `json:"finished" doc:"false: send the request again, it goes on where it stood."`
}

type eraseInput struct{ Body EraseRequest }

type eraseOutput struct{ Body Erasure }

// erase makes what is stored about a number nobody's (rule LAW-4).
func (d *Desk) erase(ctx context.Context, in *eraseInput) (*eraseOutput, error) {
	number, err := d.named(ctx, "erase", in.Body.Phone)
	if err != nil {
		return nil, err
	}
	r, err := d.Persons.Erase(ctx, number, person.Reason(in.Body.Reason), sender(ctx).by(), d.Now())
	if err != nil {
		return nil, err
	}
	obs.Note(ctx, slog.String("erasure", r.ID))
	concerns(ctx, "erasure", r.ID)
	return &eraseOutput{Body: Erasure(r)}, nil
}

// named reads a number, and notes who does what with all that is stored about
// it: by the keyed hash, as in the keys of the table.
func (d *Desk) named(ctx context.Context, what, typed string) (phone.Number, error) {
	number, err := d.Customers.Phones.Parse("phone", typed)
	if err != nil {
		return "", err
	}
	key, err := d.Persons.Phones.Key(ctx, number)
	if err != nil {
		return "", err
	}
	obs.Note(ctx, slog.String("access", what), slog.String("subject", "PHONE#"+key))
	concerns(ctx, "subject", "PHONE#"+key)
	return number, nil
}
