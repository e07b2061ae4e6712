package desk

import (
	"cmp"
	"context"
	"slices"
	"time"

	"huiyin/shared/calendar"
	"huiyin/shared/event"
	"huiyin/shared/handbook"
	"huiyin/shared/staff"
	"huiyin/shared/words"
)

// ArticleHead is an article in a list.
type ArticleHead struct {
	ID           string    `json:"id"`
	Version      int       `json:"version"`
	Title        string    `json:"title"`
	TitleEnglish string    `json:"titleEnglish,omitempty"`
	Topics       []string  `json:"topics" doc:"What it helps with: a kind of ticket or kind.reason, such as complaint.delay; none: everything."`
	From         string    `json:"from,omitempty" format:"date" doc:"In force from this day on; none: always."`
	Withdrawn    bool      `json:"withdrawn,omitempty"`
	By           string    `json:"by,omitempty" doc:"Who saved it; none: it came with the program."`
	Badge        string    `json:"badge,omitempty" doc:"Of that member of staff."`
	At           time.Time `json:"at,omitzero"`
}

func head(h handbook.Head, roster staff.Roster) ArticleHead {
	who, _ := roster.Member(event.StaffID(h.By))
	shown := ArticleHead{ID: h.ID, Version: h.Version, Title: h.Titles[words.Chinese], TitleEnglish: h.Titles[words.English], Topics: []string{},
		Withdrawn: h.Withdrawn, By: h.By, Badge: who.Badge, At: h.At}
	for _, topic := range h.Topics {
		shown.Topics = append(shown.Topics, string(topic))
	}
	if h.From != (calendar.Date{}) {
		shown.From = h.From.String()
	}
	return shown
}

// HandbookItem is an article as its reader finds it.
type HandbookItem struct {
	ArticleHead
	InForce bool         `json:"inForce"`
	Read    bool         `json:"read" doc:"By the caller, in this version."`
	Coming  *ArticleHead `json:"coming,omitempty" doc:"With coming: the next version, which is not in force yet."`
}

// Handbook is the handbook's table of contents.
type Handbook struct {
	Articles []HandbookItem `json:"articles" doc:"Those that fit best first, then by title."`
	Unread   int            `json:"unread" doc:"How many of them the caller has not read."`
	Topics   []string       `json:"topics" doc:"That articles can be made for."`
}

type handbookInput struct {
	Kind   string `query:"kind" maxLength:"40" doc:"inquiry or complaint."`
	Reason string `query:"reason" maxLength:"40" doc:"What an inquiry is about or a complaint is for."`
	Words  string `query:"q" maxLength:"100" doc:"Words of the title."`
	Coming bool   `query:"coming" doc:"Also what is not in force yet, and what was withdrawn."`
}

type handbookOutput struct{ Body Handbook }

// handbook finds what helps (rule QM-14).
func (d *Desk) handbook(ctx context.Context, in *handbookInput) (*handbookOutput, error) {
	found, err := d.Handbook.List(ctx, d.Now(), sender(ctx).member.ID, handbook.Search{Kind: in.Kind, Reason: in.Reason, Words: in.Words, Coming: in.Coming})
	if err != nil {
		return nil, err
	}
	roster, err := d.Roster.Now(ctx)
	out := &handbookOutput{Body: Handbook{Articles: []HandbookItem{}, Topics: []string{}}}
	for _, f := range found {
		item := HandbookItem{ArticleHead: head(f.Head, roster), InForce: f.InForce, Read: f.Read}
		if f.Coming != nil {
			next := head(*f.Coming, roster)
			item.Coming = &next
		}
		if f.InForce && !f.Read && !f.Withdrawn {
			out.Body.Unread++
		}
		out.Body.Articles = append(out.Body.Articles, item)
	}
	for _, topic := range d.Handbook.Topics() {
		out.Body.Topics = append(out.Body.Topics, string(topic))
	}
	return out, err
}

// HandbookArticle is an article with what it says.
type HandbookArticle struct {
	ArticleHead
	Body        string `json:"body" doc:"Plain text: a blank line begins a paragraph, a line with - a point of a list."`
	BodyEnglish string `json:"bodyEnglish,omitempty"`
	Newest      int    `json:"newest,omitempty" doc:"The version that was saved last, also the ETag: who changes it must have seen it."`
}

func article(a handbook.Article, roster staff.Roster) HandbookArticle {
	return HandbookArticle{ArticleHead: head(a.Head, roster), Body: a.Bodies[words.Chinese], BodyEnglish: a.Bodies[words.English]}
}

type articleInput struct {
	Person
	Version int `query:"version" minimum:"0" doc:"0: the one in force."`
}

type articleOutput struct {
	ETag string `header:"ETag"`
	Body HandbookArticle
}

func (d *Desk) article(ctx context.Context, in *articleInput) (*articleOutput, error) {
	a, err := d.Handbook.Article(ctx, d.Now(), in.ID, in.Version)
	if err != nil {
		return nil, err
	}
	newest, err := d.Handbook.Newest(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	roster, err := d.Roster.Now(ctx)
	out := &articleOutput{ETag: etag(newest), Body: article(a, roster)}
	out.Body.Newest = newest
	return out, err
}

// ArticleInput is an article to be saved.
type ArticleInput struct {
	Title        string   `json:"title" maxLength:"400"`
	TitleEnglish string   `json:"titleEnglish,omitempty" maxLength:"400"`
	Body         string   `json:"body" maxLength:"40000" doc:"At most 10,000 characters."`
	BodyEnglish  string   `json:"bodyEnglish,omitempty" maxLength:"40000"`
	Topics       []string `json:"topics,omitempty" maxItems:"100" doc:"What it helps with; left out: everything."`
	From         string   `json:"from,omitempty" format:"date" doc:"In force from this day on; left out or past: from today."`
	Withdrawn    bool     `json:"withdrawn,omitempty" doc:"It is no longer shown; its versions stay."`
}

type saveArticleInput struct {
	Person
	Match
	Body ArticleInput
}

func (d *Desk) saveArticle(ctx context.Context, in *saveArticleInput) (*articleOutput, error) {
	seen, err := in.whole()
	if err != nil {
		return nil, err
	}
	w := handbook.Writing{Titles: handbook.Texts{words.Chinese: in.Body.Title, words.English: in.Body.TitleEnglish},
		Bodies: handbook.Texts{words.Chinese: in.Body.Body, words.English: in.Body.BodyEnglish}, Withdrawn: in.Body.Withdrawn}
	w.From, _ = calendar.ParseDate(in.Body.From) // the schema has seen that it is one, or nothing
	for _, topic := range in.Body.Topics {
		w.Topics = append(w.Topics, handbook.Topic(topic))
	}
	a, err := d.Handbook.SaveArticle(ctx, d.Now(), sender(ctx).by(), in.ID, seen, w)
	if err != nil {
		return nil, err
	}
	roster, err := d.Roster.Now(ctx)
	out := &articleOutput{ETag: etag(a.Version), Body: article(a, roster)}
	out.Body.Newest = a.Version
	return out, err
}

type articleVersionsInput struct {
	Person
	VersionsInput
}

type articleVersionsOutput struct {
	Body struct {
		Versions []HandbookArticle `json:"versions" doc:"Newest first."`
	}
}

func (d *Desk) articleVersions(ctx context.Context, in *articleVersionsInput) (*articleVersionsOutput, error) {
	list, err := d.Handbook.Versions(ctx, in.ID, in.Before, in.Limit)
	if err != nil {
		return nil, err
	}
	roster, err := d.Roster.Now(ctx)
	out := &articleVersionsOutput{}
	out.Body.Versions = []HandbookArticle{}
	for _, a := range list {
		out.Body.Versions = append(out.Body.Versions, article(a, roster))
	}
	return out, err
}

// ReadReceipt says who has read an article, and when.
type ReadReceipt struct {
	Staff string    `json:"staff" doc:"Id of a member of staff."`
	Badge string    `json:"badge,omitempty"`
	Name  string    `json:"name,omitempty"`
	At    time.Time `json:"at,omitzero" doc:"None: it has not been read."`
}

type markReadInput struct {
	Person
	Body struct {
		Version int `json:"version" minimum:"1" doc:"Which has been read."`
	}
}

type receiptOutput struct{ Body ReadReceipt }

// markRead is the read receipt (rule QM-14).
func (d *Desk) markRead(ctx context.Context, in *markReadInput) (*receiptOutput, error) {
	who := sender(ctx).member
	r, err := d.Handbook.MarkRead(ctx, d.Now(), who.ID, in.ID, in.Body.Version)
	return &receiptOutput{Body: ReadReceipt{Staff: who.ID, Badge: who.Badge, Name: who.Name, At: r.At}}, err
}

// ArticleReaders are who has read a version of an article and who has not.
type ArticleReaders struct {
	Version int           `json:"version"`
	Read    []ReadReceipt `json:"read" doc:"By badge."`
	Unread  []ReadReceipt `json:"unread" doc:"Of the staff that is here, by badge."`
}

type readersOutput struct{ Body ArticleReaders }

func (d *Desk) readers(ctx context.Context, in *articleInput) (*readersOutput, error) {
	version, receipts, err := d.Handbook.Readers(ctx, d.Now(), in.ID, in.Version)
	if err != nil {
		return nil, err
	}
	roster, err := d.Roster.Now(ctx)
	if err != nil {
		return nil, err
	}
	out := &readersOutput{Body: ArticleReaders{Version: version, Read: []ReadReceipt{}, Unread: []ReadReceipt{}}}
	when := map[string]time.Time{}
	for _, r := range receipts {
		when[r.Staff] = r.At
	}
	members := slices.Clone(roster.Members)
	slices.SortFunc(members, func(a, b staff.Member) int { return cmp.Or(cmp.Compare(a.Badge, b.Badge), cmp.Compare(a.ID, b.ID)) })
	for _, m := range members {
		shown := ReadReceipt{Staff: m.ID, Badge: m.Badge, Name: m.Name, At: when[m.ID]}
		switch {
		case !shown.At.IsZero():
			out.Body.Read = append(out.Body.Read, shown)
		case !m.Left:
			out.Body.Unread = append(out.Body.Unread, shown)
		}
	}
	return out, nil
}
