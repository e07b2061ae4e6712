package console

import (
	"net/url"
	"slices"
	"strconv"

	"huiyin/shared/web/desk"
	"huiyin/shared/words"
)

// segmentFields say whom a message is for.
var segmentFields = []field{
	{name: "segment.classes", kind: fSeveral, options: []string{"general", "suitable", "key"}},
	{name: "segment.regions", kind: fLines, rows: 2}, {name: "segment.tags", kind: fLines, rows: 2}, {name: "segment.owners", kind: fSeveral},
	{name: "segment.before", kind: fMoment, narrow: true}, {name: "segment.after", kind: fMoment, narrow: true},
}

// campaignFields are what a campaign is written with.
var campaignFields = slices.Concat([]field{
	{name: "name", kind: fText, required: true, max: 60},
	{name: "text", kind: fArea, required: true, max: 400, rows: 3}, {name: "textEnglish", kind: fArea, required: true, max: 400, rows: 3},
}, segmentFields, []field{{name: "at", kind: fMoment, narrow: true}})

// campaignPages are messages to a part of the customers (rule NJ-5), and the
// content calendar (rule NJ-8).
var campaignPages = []page{
	{path: "campaigns", title: "campaign.title", op: "listCampaigns", nav: navLead, show: campaigns, forms: []form{
		{id: "addCampaign", area: "campaign", next: "campaigns/{id}", fields: campaignFields},
		{id: "saveCampaignSettings", area: "campaign", fields: []field{
			{name: "alonePeople", kind: fNumber, required: true, narrow: true}, {name: "alonePrice", kind: fText, required: true, narrow: true, read: smallest(6)},
			{name: "leadDays", kind: fNumber, required: true, narrow: true}}}}},
	{path: "campaigns/{id}", title: "campaign.one", op: "readCampaign", show: oneCampaign, forms: []form{
		{id: "saveCampaign", area: "campaign", fields: campaignFields},
		{id: "countCampaign", area: "campaign"}, {id: "approveCampaign", area: "campaign"},
		{id: "stopCampaign", area: "campaign"}, {id: "resumeCampaign", area: "campaign"},
	}},
	{path: "content", title: "campaign.content", op: "readContent", nav: navLead, show: contentCalendar, forms: []form{{
		id: "saveContent", area: "campaign", body: oneMonth, fields: slices.Concat([]field{
			{name: "month", kind: fText, required: true, max: 7, narrow: true}, {name: "day", kind: fNumber, required: true, narrow: true},
			{name: "hour", kind: fHour, required: true, narrow: true}, {name: "name", kind: fText, required: true, max: 60},
			{name: "text", kind: fArea, max: 400, rows: 3, empty: true}, {name: "textEnglish", kind: fArea, max: 400, rows: 3, empty: true},
		}, segmentFields),
	}}},
}

type campaignsPage struct {
	*visit
	List     desk.CampaignList
	Settings desk.CampaignSettings
	Save     *Form // of the settings
	Add      *Form
}

func campaigns(v *visit) error {
	p := campaignsPage{visit: v}
	if err := v.get("listCampaigns", &p.List, "cursor", v.query("cursor")); err != nil {
		return err
	}
	version, err := v.read("readCampaignSettings", &p.Settings)
	if err != nil {
		return err
	}
	p.Save = v.form("saveCampaignSettings").set("alonePeople", strconv.Itoa(p.Settings.AlonePeople)).set("alonePrice", v.USD(p.Settings.AlonePrice)).
		set("leadDays", strconv.Itoa(p.Settings.LeadDays)).match(version)
	owners, err := v.sellers()
	if err != nil {
		return err
	}
	p.Add = v.form("addCampaign").choices("segment.owners", owners)
	return v.show("campaigns", p)
}

// sellers are those who can own a customer.
func (v *visit) sellers() ([]Option, error) {
	var all desk.People
	if err := v.get("listStaff", &all); err != nil {
		return nil, err
	}
	var owners []Option
	for _, m := range all.Staff {
		if !m.Left {
			owners = append(owners, Option{m.ID, m.Badge + " " + m.Name})
		}
	}
	return owners, nil
}

type campaignPage struct {
	*visit
	C     desk.Campaign
	Page  desk.RecipientPage
	Steps []*Form // what can be done with one button
	Save  *Form
	Parts []reportPart // of the report, as files
	Prev  int
	Next  int
}

// reportPart is a file of a report.
type reportPart struct {
	N    int
	Href string
}

func oneCampaign(v *visit) error {
	p := campaignPage{visit: v}
	version, err := v.read("readCampaign", &p.C, "id", v.value("id"))
	if err != nil {
		return err
	}
	v.Title = p.C.Name
	if err := p.forms(version); err != nil {
		return err
	}
	if p.C.Pages > 0 {
		at := max(positive(v.query("page")), 1)
		if err := v.get("listRecipients", &p.Page, "id", p.C.ID, "page", strconv.Itoa(at)); err != nil {
			return err
		}
		if p.Prev = at - 1; at < p.Page.Pages {
			p.Next = at + 1
		}
	}
	for n := 1; v.May("exportRecipients") && (n-1)*10 < p.C.Pages; n++ {
		query := url.Values{"part": {strconv.Itoa(n)}, "lang": {string(v.Lang)}}
		p.Parts = append(p.Parts, reportPart{n, v.root + "desk/campaigns/" + p.C.ID + "/report" + suffix(query)})
	}
	return v.show("campaign", p)
}

// whom fills in whom a message is for.
func (f *Form) whom(s desk.Segment) *Form {
	return f.set("segment.classes", s.Classes).set("segment.regions", s.Regions).set("segment.tags", s.Tags).
		set("segment.owners", s.Owners).set("segment.before", s.Before).set("segment.after", s.After)
}

// Whom says in words whom a message is for; nothing for all who may be greeted.
func (v *visit) Whom(s desk.Segment) ([]string, error) {
	var all []string
	for _, class := range s.Classes {
		all = append(all, v.Option("class", class))
	}
	all = slices.Concat(all, s.Regions, s.Tags)
	if len(s.Owners) > 0 {
		owners, err := v.sellers()
		if err != nil {
			return nil, err
		}
		for _, id := range s.Owners {
			name := id
			if i := slices.IndexFunc(owners, func(o Option) bool { return o.Value == id }); i >= 0 {
				name = owners[i].Text
			}
			all = append(all, name)
		}
	}
	if !s.Before.IsZero() {
		all = append(all, v.T("campaign.before")+" "+v.When(s.Before))
	}
	if !s.After.IsZero() {
		all = append(all, v.T("campaign.after")+" "+v.When(s.After))
	}
	return all, nil
}

// forms are what can be done with the campaign now.
func (p *campaignPage) forms(version string) error {
	for _, can := range p.C.Allowed {
		switch can {
		case "edit":
			owners, err := p.sellers()
			if err != nil {
				return err
			}
			p.Save = p.form("saveCampaign").choices("segment.owners", owners).set("name", p.C.Name).whom(p.C.Segment).set("at", p.C.At).match(version)
			for _, t := range p.C.Texts {
				p.Save = p.Save.set(map[string]string{"zh": "text", "en": "textEnglish"}[t.Lang], t.Text)
			}
		case "stop": // whatever has happened to it in between
			p.Steps = append(p.Steps, p.form("stopCampaign"))
		default:
			p.Steps = append(p.Steps, p.form(can+"Campaign").match(version))
		}
	}
	return nil
}

// USD writes millionths of a dollar.
func (v *visit) USD(micro int64) string { return strconv.FormatFloat(float64(micro)/1e6, 'f', 2, 64) }

type contentPage struct {
	*visit
	Calendar desk.ContentCalendar
	Save     *Form
}

func contentCalendar(v *visit) error {
	p := contentPage{visit: v}
	version, err := v.read("readContent", &p.Calendar)
	if err != nil {
		return err
	}
	owners, err := v.sellers()
	if err != nil {
		return err
	}
	p.Save = v.form("saveContent").choices("segment.owners", owners).set("hour", "10:00").set("day", "5").match(version)
	for _, m := range p.Calendar.Months {
		if m.Month == v.query("month") && p.Save != nil {
			p.Save = p.Save.set("month", m.Month).set("day", strconv.Itoa(m.Day)).set("hour", m.Hour).set("name", m.Name).set("text", m.Text).set("textEnglish", m.TextEnglish).whom(m.Segment)
		}
	}
	return v.show("content", p)
}

// oneMonth puts one month into the calendar: in its place, or out of it when it
// has no text.
func oneMonth(v *visit, said map[string]any) (any, error) {
	var now desk.ContentCalendar
	if err := v.get("readContent", &now); err != nil {
		return nil, err
	}
	months := []any{}
	for _, m := range now.Months {
		if m.Month != said["month"] {
			m.By, m.Made = "", ""
			months = append(months, m)
		}
	}
	if said["text"] != "" || said["textEnglish"] != "" {
		months = append(months, said)
	}
	return map[string]any{"months": months}, nil
}

// Why is a reason of the ledger as a sentence.
func (v *visit) Why(code string) string {
	if full := "ledger." + code; words.Has(full) {
		return v.Word(full)
	}
	return v.Word(code)
}
