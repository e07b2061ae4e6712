package desk

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"strconv"

	"huiyin/shared/calendar"
	"huiyin/shared/campaign"
	"huiyin/shared/customer"
	"huiyin/shared/errs"
	"huiyin/shared/greeting"
	"huiyin/shared/ledger"
	"huiyin/shared/sheet"
	"huiyin/shared/web"
	"huiyin/shared/words"
)

// Recipient is a customer of a campaign and what became of him.
type Recipient struct {
	Customer string `json:"customer" doc:"Id of the file."`
	Name     string `json:"name,omitempty"`
	Class    string `json:"class,omitempty"`
	State    string `json:"state,omitempty" doc:"accepted, failed, skipped, waiting or unknown; none while nobody has come to him."`
	Why      string `json:"why,omitempty"`
	WhyText  string `json:"whyText,omitempty" doc:"The reason as a sentence."`
	Price    int64  `json:"price,omitempty" doc:"Millionths of a US dollar."`
}

// RecipientPage is one page of a campaign.
type RecipientPage struct {
	Page       int         `json:"page"`
	Pages      int         `json:"pages" doc:"That there are so far."`
	Recipients []Recipient `json:"recipients"`
}

type recipientsInput struct {
	Person
	Page int `query:"page" minimum:"1" maximum:"100000" default:"1"`
}

type recipientsOutput struct{ Body RecipientPage }

// recipients lists a page of a campaign: who got it, and why not the others.
func (d *Desk) recipients(ctx context.Context, in *recipientsInput) (*recipientsOutput, error) {
	c, err := d.Campaigns.Read(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	out := &recipientsOutput{Body: RecipientPage{Page: in.Page, Pages: c.Pages, Recipients: []Recipient{}}}
	if c.Pages == 0 {
		return out, nil
	}
	list, _, err := d.recipientsOf(ctx, c, in.Page)
	out.Body.Recipients = append(out.Body.Recipients, list...)
	return out, err
}

func (d *Desk) recipientsOf(ctx context.Context, c campaign.Campaign, page int) ([]Recipient, map[string]customer.Customer, error) {
	list, err := d.Campaigns.Recipients(ctx, c, page)
	if err != nil {
		return nil, nil, err
	}
	return d.shownRecipients(ctx, list, c.Days, campaign.PageID(c.ID, page))
}

// shownRecipients are those of a page as they are shown, with their files by id;
// days are those on which a row of theirs can stand, cause is the page's event.
func (d *Desk) shownRecipients(ctx context.Context, list []campaign.Recipient, days []calendar.Date, cause string) ([]Recipient, map[string]customer.Customer, error) {
	var ids []string
	for _, r := range list {
		ids = append(ids, r.Customer)
	}
	files, err := d.Customers.Store.Customers(ctx, ids)
	if err != nil {
		return nil, nil, err
	}
	byID := map[string]customer.Customer{}
	for _, f := range files {
		byID[f.ID] = f
	}
	var shown []Recipient
	for _, r := range list {
		f := byID[r.Customer]
		if r, err = d.since(ctx, days, cause, f, r); err != nil {
			return nil, nil, err
		}
		shown = append(shown, Recipient{Customer: r.Customer, Name: f.Name, Class: f.Class, State: string(r.State), Why: r.Why,
			WhyText: why(web.Lang(ctx), r.Why), Price: r.Price})
	}
	return shown, byID, nil
}

// since is what has become of somebody who waited, or about whom it was unclear,
// when his page was done: the row that went its own way says so.
func (d *Desk) since(ctx context.Context, days []calendar.Date, cause string, f customer.Customer, r campaign.Recipient) (campaign.Recipient, error) {
	if f.PhoneKey == "" || r.State != ledger.Waiting && r.State != ledger.Unknown {
		return r, nil
	}
	for _, day := range days {
		row, err := d.Ledger.Store.Row(ctx, greeting.Guard(f.PhoneKey, day))
		switch {
		case errs.Is(err, errs.NotFound):
		case err != nil:
			return r, errs.Wrap(err, "read what became of a message")
		case row.Cause == cause:
			r.State, r.Why, r.Parts, r.Price = row.State, row.Why, row.Parts, row.Price
		}
	}
	return r, nil
}

// why is the sentence for a reason of the ledger.
func why(lang words.Lang, code string) string {
	for _, full := range []string{"ledger." + code, code} {
		if code != "" && words.Has(full) {
			return words.Text(lang, full, nil)
		}
	}
	return code
}

// reportPages is how many pages of recipients one file has.
const reportPages = 10

type recipientsFileInput struct {
	Person
	Part int `query:"part" minimum:"1" maximum:"10000" default:"1" doc:"A thousand customers each."`
}

type partOutput struct {
	ContentType string `header:"Content-Type"`
	Disposition string `header:"Content-Disposition"`
	Link        string `header:"Link" doc:"Where the next part is; none on the last one."`
	Body        []byte
}

// table is a sheet in the making.
type table struct {
	out   bytes.Buffer
	lines *csv.Writer
}

func newTable(ctx context.Context, columns ...string) *table {
	t := &table{}
	t.out.WriteString(sheet.Mark)
	t.lines = csv.NewWriter(&t.out)
	t.lines.UseCRLF = true
	for i := range columns {
		columns[i] = words.Text(web.Lang(ctx), "desk.column."+columns[i], nil)
	}
	t.add(columns...)
	return t
}

func (t *table) add(cells ...string) {
	for i := range cells {
		cells[i] = sheet.Safe(cells[i])
	}
	_ = t.lines.Write(cells) // a buffer takes everything
}

func (t *table) file(name string) *partOutput {
	t.lines.Flush()
	return &partOutput{ContentType: "text/csv; charset=utf-8", Disposition: `attachment; filename="` + name + `.csv"`, Body: t.out.Bytes()}
}

// exportRecipients gives a part of a campaign's report: each customer, what
// became of him, and why.
func (d *Desk) exportRecipients(ctx context.Context, in *recipientsFileInput) (*partOutput, error) {
	c, err := d.Campaigns.Read(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	t := newTable(ctx, "customer", "name", "company", "class", "state", "why", "price")
	last := min(in.Part*reportPages, c.Pages)
	for page := (in.Part-1)*reportPages + 1; page <= last; page++ {
		list, files, err := d.recipientsOf(ctx, c, page)
		if err != nil {
			return nil, err
		}
		for _, r := range list {
			state := ""
			if r.State != "" {
				state = words.Text(web.Lang(ctx), "desk.sms."+r.State, nil)
			}
			t.add(r.Customer, r.Name, files[r.Customer].Company, r.Class, state, r.WhyText, strconv.FormatFloat(float64(r.Price)/1e6, 'f', 4, 64))
		}
	}
	out := t.file(fmt.Sprintf("campaign-%s-%d", c.ID, in.Part))
	if last < c.Pages {
		out.Link = fmt.Sprintf(`<?part=%d>; rel="next"`, in.Part+1)
	}
	return out, nil
}
