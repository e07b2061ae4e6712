package desk

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"huiyin/shared/campaign"
	"huiyin/shared/errs"
	"huiyin/shared/setting"
	"huiyin/shared/words"
)

// ContentMonth is the message of a month (rule NJ-8).
type ContentMonth struct {
	Month       string  `json:"month" maxLength:"7" doc:"2026-12."`
	Name        string  `json:"name" maxLength:"200"`
	Text        string  `json:"text" maxLength:"1000"`
	TextEnglish string  `json:"textEnglish" maxLength:"1000"`
	Day         int     `json:"day" doc:"Of the month, 1 to 28."`
	Hour        string  `json:"hour" maxLength:"5" doc:"10:00, in the company's zone."`
	Segment     Segment `json:"segment,omitzero" doc:"Left out: all."`
	By          string  `json:"by,omitempty" readOnly:"true" doc:"Who wrote it: the author of its campaign, which somebody else has to approve when it is large."`
	Made        string  `json:"made,omitempty" readOnly:"true" doc:"The campaign that came of it."`
}

// ContentCalendar is what is said to all customers, month by month.
type ContentCalendar struct {
	Months []ContentMonth `json:"months" maxItems:"100"`
	Next   time.Time      `json:"next,omitzero" readOnly:"true" doc:"The next campaign is made then."`
}

type contentOutput struct {
	ETag string `header:"ETag"`
	Body ContentCalendar
}

func shownContent(c campaign.Calendar) *contentOutput {
	out := &contentOutput{Body: ContentCalendar{Months: []ContentMonth{}, Next: c.Next}}
	if c.Version > 0 {
		out.ETag = etag(c.Version)
	}
	for _, m := range c.Months {
		out.Body.Months = append(out.Body.Months, ContentMonth{Month: m.Month, Name: m.Name, Text: m.Texts[words.Chinese], TextEnglish: m.Texts[words.English],
			Day: m.Day, Hour: m.Hour, Segment: segment(m.Segment), By: m.By, Made: m.Made})
	}
	return out
}

func (d *Desk) content(ctx context.Context, _ *struct{}) (*contentOutput, error) {
	c, err := d.Campaigns.Store.Calendar(ctx)
	return shownContent(c), err
}

type saveContentInput struct {
	Match
	Body ContentCalendar
}

func (d *Desk) saveContent(ctx context.Context, in *saveContentInput) (*contentOutput, error) {
	seen, err := in.whole()
	if err != nil {
		return nil, err
	}
	var months []campaign.Month
	for _, m := range in.Body.Months {
		months = append(months, campaign.Month{Month: m.Month, Name: m.Name, Day: m.Day, Hour: m.Hour, Segment: m.Segment.of(),
			Texts: map[words.Lang]string{words.Chinese: m.Text, words.English: m.TextEnglish}})
	}
	c, err := d.Campaigns.SaveCalendar(ctx, d.Now(), sender(ctx).by(), seen, months)
	if errs.Is(err, errs.Invalid) {
		e := errs.As(err)
		for i, f := range e.Fields {
			f.Path = strings.Replace(strings.Replace(f.Path, "texts.zh", "text", 1), "texts.en", "textEnglish", 1)
			e.Fields[i] = f
		}
		return nil, e
	}
	if err != nil {
		return nil, err
	}
	return shownContent(c), nil
}

// CampaignSettings are campaign.Settings under a name of their own in the
// API's description, where greetings have Settings too.
type CampaignSettings campaign.Settings

type campaignSettingsOutput struct {
	ETag string `header:"ETag"`
	Body CampaignSettings
}

func (d *Desk) campaignSettings(ctx context.Context, _ *struct{}) (*campaignSettingsOutput, error) {
	f, err := d.Settings.InForce(ctx)
	if err != nil {
		return nil, err
	}
	kept, _ := f.Kept(setting.Campaigns, setting.CampaignsID)
	out := &campaignSettingsOutput{Body: CampaignSettings(f.Campaigns)}
	if kept.Version > 0 {
		out.ETag = etag(kept.Version)
	}
	return out, nil
}

type saveCampaignSettingsInput struct {
	Match
	Body CampaignSettings
}

func (d *Desk) saveCampaignSettings(ctx context.Context, in *saveCampaignSettingsInput) (*campaignSettingsOutput, error) {
	seen, err := in.whole()
	if err != nil {
		return nil, err
	}
	k, err := d.Settings.SaveCampaigns(ctx, d.Now(), sender(ctx).by(), campaign.Settings(in.Body), seen)
	if err != nil {
		return nil, err
	}
	out := &campaignSettingsOutput{ETag: etag(k.Version)}
	return out, json.Unmarshal(k.Value, &out.Body)
}
