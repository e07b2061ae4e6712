package desk

import (
	"context"
	"net/http"
	"time"

	"huiyin/shared/campaign"
	"huiyin/shared/errs"
	"huiyin/shared/event"
	"huiyin/shared/ledger"
	"huiyin/shared/staff"
	"huiyin/shared/words"
)

// Segment says which customers a campaign is for: all conditions that are given
// must hold, of each list one is enough.
type Segment struct {
	Classes []string  `json:"classes,omitempty" maxItems:"3" doc:"general, suitable or key."`
	Regions []string  `json:"regions,omitempty" maxItems:"50" doc:"Part of the file's region."`
	Tags    []string  `json:"tags,omitempty" maxItems:"50"`
	Owners  []string  `json:"owners,omitempty" maxItems:"50" doc:"Staff ids: owner or co-owner."`
	Before  time.Time `json:"before,omitzero" doc:"Last contact before; who never had any is included."`
	After   time.Time `json:"after,omitzero" doc:"Last contact after."`
}

func (s Segment) of() campaign.Segment {
	return campaign.Segment{Classes: s.Classes, Regions: s.Regions, Tags: s.Tags, Owners: s.Owners, Before: s.Before, After: s.After}
}

func segment(s campaign.Segment) Segment {
	return Segment{Classes: s.Classes, Regions: s.Regions, Tags: s.Tags, Owners: s.Owners, Before: s.Before, After: s.After}
}

// Done is something that somebody did.
type Done struct {
	By    string    `json:"by" doc:"staff:<id>, or system."`
	Badge string    `json:"badge,omitempty"`
	At    time.Time `json:"at"`
}

func doneBy(m campaign.Mark, roster staff.Roster) *Done {
	if m.At.IsZero() {
		return nil
	}
	who, _ := roster.Member(event.StaffID(m.By))
	return &Done{By: m.By, Badge: who.Badge, At: m.At}
}

// CampaignText is a campaign's text in a language.
type CampaignText struct {
	Lang   string `json:"lang" enum:"zh,en"`
	Text   string `json:"text" doc:"Without the signature and the way to refuse."`
	Parts  int    `json:"parts" doc:"Of the longest case."`
	Sample string `json:"sample" doc:"As it would look, with both."`
}

// Outcomes are how many of a campaign's people got it, and why not the others.
type Outcomes struct {
	Sent    int            `json:"sent"`
	Failed  int            `json:"failed"`
	Waiting int            `json:"waiting" doc:"When their page was done: they go on singly."`
	Unknown int            `json:"unknown" doc:"An admin decides."`
	Skipped map[string]int `json:"skipped,omitempty" doc:"By reason."`
	Price   int64          `json:"price" doc:"Millionths of a US dollar."`
}

func outcomes(t ledger.Tally) Outcomes {
	return Outcomes{Sent: t.Sent, Failed: t.Failed, Waiting: t.Waiting, Unknown: t.Unknown, Skipped: t.Skipped, Price: t.Price}
}

// Campaign is a message to a part of the customers.
type Campaign struct {
	ID       string         `json:"id"`
	Version  int            `json:"version" doc:"Also the ETag."`
	State    string         `json:"state" enum:"draft,counting,previewed,approved,running,stopped,done"`
	Name     string         `json:"name"`
	Segment  Segment        `json:"segment"`
	Texts    []CampaignText `json:"texts"`
	At       time.Time      `json:"at,omitzero" doc:"Not before; none: as soon as it is approved."`
	Month    string         `json:"month,omitempty" doc:"Of the content calendar that it was made from."`
	Author   *Done          `json:"author,omitempty"`
	Approval *Done          `json:"approval,omitempty"`
	Halt     *Done          `json:"halt,omitempty" doc:"Who stopped it last."`
	Ended    time.Time      `json:"ended,omitzero"`
	// What it would be.
	Counted   bool  `json:"counted" doc:"All its customers were counted; false while that goes on."`
	Count     int   `json:"count" doc:"Customers so far."`
	Price     int64 `json:"price" doc:"At most, in millionths of a US dollar."`
	SecondOne bool  `json:"secondPerson" doc:"Its author may not approve it."`
	// What has become of it.
	Pages    int      `json:"pages" doc:"Of up to a hundred customers, recorded so far."`
	People   int      `json:"people" doc:"On them."`
	Grown    bool     `json:"grown,omitempty" doc:"Its segment holds more than was approved: it waits until somebody else than its author lets it go on."`
	Pending  int      `json:"pending" doc:"Pages that are on their way."`
	Outcomes Outcomes `json:"outcomes" doc:"Of the pages that are done."`
	Allowed  []string `json:"allowed" doc:"What can be done now: edit, count, approve, stop, resume."`
}

func (d *Desk) campaign(ctx context.Context, c campaign.Campaign, roster staff.Roster) (Campaign, error) {
	settings, err := d.Campaigns.Settings(ctx)
	if err != nil {
		return Campaign{}, err
	}
	counted := !c.Preview.At.IsZero() && c.State != campaign.Counting
	out := Campaign{ID: c.ID, Version: c.Version, State: string(c.State), Name: c.Name, Segment: segment(c.Segment), At: c.At, Month: c.Month,
		Author: doneBy(c.Author, roster), Approval: doneBy(c.Approval, roster), Halt: doneBy(c.Halt, roster), Ended: c.Ended,
		Counted: counted, Count: c.Preview.People, Price: c.Preview.Price, SecondOne: settings.Second(c.Preview),
		Pages: c.Pages, People: c.People, Grown: c.Grown, Pending: len(c.Pending), Outcomes: outcomes(c.Tally), Allowed: []string{}}
	for _, lang := range words.Langs {
		t := CampaignText{Lang: string(lang), Text: c.Texts[lang], Parts: c.Parts[lang]}
		shown, err := d.Company.TryOwn(campaign.Text, lang, campaign.Whole(lang, c.Texts[lang]))
		if err != nil {
			return Campaign{}, err
		}
		t.Sample = shown.Body
		out.Texts = append(out.Texts, t)
	}
	for _, can := range []struct {
		name string
		to   campaign.State
	}{{"edit", campaign.Draft}, {"count", campaign.Counting}, {"approve", campaign.Approved}, {"stop", campaign.Stopped}} {
		if campaign.May(c.State, can.to) {
			out.Allowed = append(out.Allowed, can.name)
		}
	}
	if c.State == campaign.Stopped {
		out.Allowed = append(out.Allowed, "resume")
	}
	return out, nil
}

// CampaignList is a page of campaigns.
type CampaignList struct {
	Campaigns []Campaign `json:"campaigns" doc:"Newest first."`
	Next      string     `json:"next,omitempty" doc:"The cursor of the next page; none on the last."`
}

type campaignsOutput struct{ Body CampaignList }

func (d *Desk) campaigns(ctx context.Context, in *Pages) (*campaignsOutput, error) {
	list, next, err := d.Campaigns.Store.Campaigns(ctx, in.Cursor, in.Limit)
	if err != nil {
		return nil, err
	}
	roster, err := d.Roster.Now(ctx)
	if err != nil {
		return nil, err
	}
	out := &campaignsOutput{Body: CampaignList{Campaigns: []Campaign{}, Next: next}}
	for _, c := range list {
		shown, err := d.campaign(ctx, c, roster)
		if err != nil {
			return nil, err
		}
		out.Body.Campaigns = append(out.Body.Campaigns, shown)
	}
	return out, nil
}

type campaignOutput struct {
	Status int
	ETag   string `header:"ETag"`
	Body   Campaign
}

func (d *Desk) shownCampaign(ctx context.Context, status int, c campaign.Campaign, err error) (*campaignOutput, error) {
	if err != nil {
		return nil, err
	}
	concerns(ctx, "id", c.ID)
	roster, err := d.Roster.Now(ctx)
	if err != nil {
		return nil, err
	}
	shown, err := d.campaign(ctx, c, roster)
	return &campaignOutput{Status: status, ETag: etag(c.Version), Body: shown}, err
}

func (d *Desk) readCampaign(ctx context.Context, in *Person) (*campaignOutput, error) {
	c, err := d.Campaigns.Read(ctx, in.ID)
	return d.shownCampaign(ctx, http.StatusOK, c, err)
}

// CampaignInput is a campaign as it is written.
type CampaignInput struct {
	Name        string    `json:"name" maxLength:"200"`
	Text        string    `json:"text" maxLength:"1000" doc:"In Chinese, without the signature; the way to refuse is added. May have {addressee} and {hotline}."`
	TextEnglish string    `json:"textEnglish" maxLength:"1000"`
	Segment     Segment   `json:"segment,omitzero" doc:"Left out: all who agreed to greetings."`
	At          time.Time `json:"at,omitzero" doc:"Not before; left out: as soon as it is approved."`
}

func (in CampaignInput) of() campaign.Input {
	return campaign.Input{Name: in.Name, Segment: in.Segment.of(), At: in.At,
		Texts: map[words.Lang]string{words.Chinese: in.Text, words.English: in.TextEnglish}}
}

type addCampaignInput struct{ Body CampaignInput }

func (d *Desk) addCampaign(ctx context.Context, in *addCampaignInput) (*campaignOutput, error) {
	c, err := d.Campaigns.Create(ctx, d.Now(), sender(ctx).by(), in.Body.of())
	return d.shownCampaign(ctx, http.StatusCreated, c, campaignFields(err))
}

// campaignFields names the fields of a text as a request has them.
func campaignFields(err error) error {
	if !errs.Is(err, errs.Invalid) {
		return err
	}
	e := errs.As(err)
	for i := range e.Fields {
		switch e.Fields[i].Path {
		case "texts.zh":
			e.Fields[i].Path = "text"
		case "texts.en":
			e.Fields[i].Path = "textEnglish"
		}
	}
	return e
}

type saveCampaignInput struct {
	Person
	Match
	Body CampaignInput
}

func (d *Desk) saveCampaign(ctx context.Context, in *saveCampaignInput) (*campaignOutput, error) {
	version, err := in.whole()
	if err != nil {
		return nil, err
	}
	if version == 0 {
		return nil, stale()
	}
	c, err := d.Campaigns.Edit(ctx, d.Now(), sender(ctx).by(), in.ID, version, in.Body.of())
	return d.shownCampaign(ctx, http.StatusOK, c, campaignFields(err))
}

// campaignStep is a step in a campaign's life.
type campaignStep struct {
	Person
	Match
}

func (d *Desk) campaignStep(ctx context.Context, in *campaignStep,
	step func(ctx context.Context, now time.Time, by, id string, version int) (campaign.Campaign, error)) (*campaignOutput, error) {
	version, err := in.version()
	if err != nil {
		return nil, err
	}
	c, err := step(ctx, d.Now(), sender(ctx).by(), in.ID, version)
	return d.shownCampaign(ctx, http.StatusOK, c, err)
}

func (d *Desk) countCampaign(ctx context.Context, in *campaignStep) (*campaignOutput, error) {
	return d.campaignStep(ctx, in, d.Campaigns.Count)
}

func (d *Desk) approveCampaign(ctx context.Context, in *campaignStep) (*campaignOutput, error) {
	return d.campaignStep(ctx, in, d.Campaigns.Approve)
}

func (d *Desk) resumeCampaign(ctx context.Context, in *campaignStep) (*campaignOutput, error) {
	return d.campaignStep(ctx, in, d.Campaigns.Resume)
}

func (d *Desk) stopCampaign(ctx context.Context, in *Person) (*campaignOutput, error) {
	c, err := d.Campaigns.Stop(ctx, d.Now(), sender(ctx).by(), in.ID)
	return d.shownCampaign(ctx, http.StatusOK, c, err)
}
