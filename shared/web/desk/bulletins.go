package desk

import (
	"context"
	"net/http"
	"time"

	"huiyin/shared/bulletin"
	"huiyin/shared/event"
	"huiyin/shared/staff"
	"huiyin/shared/words"
)

// Bulletin is a notice on the public pages.
type Bulletin struct {
	ID          string    `json:"id"`
	State       string    `json:"state" enum:"coming,shown,closed,over" doc:"closed: its second text is shown; over: it is on no page any more."`
	Kind        string    `json:"kind"`
	Text        string    `json:"text"`
	TextEnglish string    `json:"textEnglish,omitempty" doc:"None: English pages say of what kind it is above the Chinese."`
	Regions     []string  `json:"regions" doc:"For whom it is; none: for all."`
	From        time.Time `json:"from"`
	Until       time.Time `json:"until,omitzero" doc:"None: until it is closed."`
	Tells       Tells     `json:"tells" doc:"Who is told by SMS too."`
	OpenedAt    time.Time `json:"openedAt"`
	OpenedBy    string    `json:"openedBy" doc:"staff:<id>."`
	Badge       string    `json:"badge,omitempty" doc:"Of that member of staff."`

	Closing *BulletinEnd `json:"closing,omitempty" doc:"Once it is closed."`
}

// Tells says who is told of a notice by SMS, when it is opened and when it is
// closed.
type Tells struct {
	Staff     bool `json:"staff,omitempty" doc:"Who works in its regions; without regions, everybody."`
	Customers bool `json:"customers,omitempty" doc:"Who has an open ticket or a shipment under way that it touches; without regions, all of these."`
	Urgent    bool `json:"urgent,omitempty" doc:"The staff's may ring at night."`
}

// BulletinEnd is how a bulletin was closed.
type BulletinEnd struct {
	At          time.Time `json:"at"`
	By          string    `json:"by"`
	Badge       string    `json:"badge,omitempty"`
	Text        string    `json:"text"`
	TextEnglish string    `json:"textEnglish,omitempty"`
	Until       time.Time `json:"until" doc:"So long it is shown."`
}

func (d *Desk) bulletin(b bulletin.Bulletin, roster staff.Roster) Bulletin {
	badge := func(by string) string { m, _ := roster.Member(event.StaffID(by)); return m.Badge }
	shown := Bulletin{ID: b.ID, State: string(b.State(d.Now())), Kind: b.Kind, Text: b.Texts[words.Chinese], TextEnglish: b.Texts[words.English],
		Regions: append([]string{}, b.Regions...), From: b.From, Until: b.Until, Tells: Tells(b.Tells), OpenedAt: b.OpenedAt, OpenedBy: b.OpenedBy, Badge: badge(b.OpenedBy)}
	if c := b.Closing; c != nil {
		shown.Closing = &BulletinEnd{At: c.At, By: c.By, Badge: badge(c.By), Text: c.Texts[words.Chinese], TextEnglish: c.Texts[words.English], Until: c.Until}
	}
	return shown
}

// BulletinPage is a page of bulletins.
type BulletinPage struct {
	Bulletins []Bulletin `json:"bulletins" doc:"Newest first."`
	Kinds     []string   `json:"kinds" doc:"That there are."`
	Next      string     `json:"next,omitempty" doc:"The cursor of the next page; none on the last."`
}

type bulletinsOutput struct{ Body BulletinPage }

func (d *Desk) bulletins(ctx context.Context, in *Pages) (*bulletinsOutput, error) {
	list, next, err := d.Bulletins.Store.List(ctx, in.Cursor, in.Limit)
	if err != nil {
		return nil, err
	}
	roster, err := d.Roster.Now(ctx)
	if err != nil {
		return nil, err
	}
	out := &bulletinsOutput{Body: BulletinPage{Bulletins: []Bulletin{}, Kinds: bulletin.Kinds, Next: next}}
	for _, b := range list {
		out.Body.Bulletins = append(out.Body.Bulletins, d.bulletin(b, roster))
	}
	return out, nil
}

// readBulletin reads one.
func (d *Desk) readBulletin(ctx context.Context, in *Person) (*bulletinOutput, error) {
	b, err := d.Bulletins.Read(ctx, in.ID)
	return d.posted(ctx, http.StatusOK, b, err)
}

// BulletinInput is a bulletin to be opened.
type BulletinInput struct {
	Kind        string    `json:"kind" maxLength:"40" doc:"system_failure, network_failure, weather, delay or other."`
	Text        string    `json:"text" maxLength:"4000" doc:"What customers read, in Chinese, at most 300 characters."`
	TextEnglish string    `json:"textEnglish,omitempty" maxLength:"4000"`
	Regions     []string  `json:"regions,omitempty" maxItems:"100" doc:"For whom it is; left out: for all."`
	From        time.Time `json:"from,omitzero" doc:"Left out: at once."`
	Until       time.Time `json:"until,omitzero" doc:"Left out: until it is closed."`
	Tells       Tells     `json:"tells,omitzero" doc:"Left out: nobody is told by SMS."`
}

func (b BulletinInput) opening() bulletin.Opening {
	return bulletin.Opening{Kind: b.Kind, Regions: b.Regions, Texts: texts(b.Text, b.TextEnglish), From: b.From, Until: b.Until, Tells: bulletin.Tells(b.Tells)}
}

type openBulletinInput struct{ Body BulletinInput }

type bulletinOutput struct {
	Status int
	Body   Bulletin
}

// openBulletin tells customers what is wrong (rule PD-8).
func (d *Desk) openBulletin(ctx context.Context, in *openBulletinInput) (*bulletinOutput, error) {
	b, err := d.Bulletins.Open(ctx, d.Now(), sender(ctx).by(), in.Body.opening())
	return d.posted(ctx, http.StatusCreated, b, err)
}

// BulletinClose is the second text of a bulletin.
type BulletinClose struct {
	Text        string    `json:"text" maxLength:"4000" doc:"That it is over, in Chinese, at most 300 characters."`
	TextEnglish string    `json:"textEnglish,omitempty" maxLength:"4000"`
	Until       time.Time `json:"until,omitzero" doc:"So long that is shown; left out: a day."`
}

type closeBulletinInput struct {
	Person
	Body BulletinClose
}

// closeBulletin tells them that it is over.
func (d *Desk) closeBulletin(ctx context.Context, in *closeBulletinInput) (*bulletinOutput, error) {
	b, err := d.Bulletins.Close(ctx, d.Now(), sender(ctx).by(), in.ID, bulletin.Ending{
		Texts: texts(in.Body.Text, in.Body.TextEnglish), Until: in.Body.Until})
	return d.posted(ctx, http.StatusOK, b, err)
}

func (d *Desk) posted(ctx context.Context, status int, b bulletin.Bulletin, err error) (*bulletinOutput, error) {
	if err != nil {
		return nil, err
	}
	concerns(ctx, "id", b.ID)
	roster, err := d.Roster.Now(ctx)
	return &bulletinOutput{Status: status, Body: d.bulletin(b, roster)}, err
}

func texts(chinese, english string) bulletin.Texts {
	return bulletin.Texts{words.Chinese: chinese, words.English: english}
}
