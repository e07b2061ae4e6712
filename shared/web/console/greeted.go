package console

import (
	"net/url"
	"strconv"
	"time"

	"huiyin/shared/web/desk"
)

// greetedPages report on the runs of greetings.
var greetedPages = []page{
	{path: "greetings/runs", title: "campaign.runs", op: "listGreetingRuns", show: greetingRuns},
}

type greetedPage struct {
	*visit
	Day    desk.GreetingRuns
	Before string
	After  string
	Zone   string // whose customers are listed, "" for none
	Page   desk.RecipientPage
	Prev   int
	Next   int
}

func greetingRuns(v *visit) error {
	p := greetedPage{visit: v, Zone: v.query("zone")}
	if err := v.get("listGreetingRuns", &p.Day, "date", v.query("date")); err != nil {
		return err
	}
	if at, err := time.Parse(time.DateOnly, p.Day.Date); err == nil {
		p.Before, p.After = at.AddDate(0, 0, -1).Format(time.DateOnly), at.AddDate(0, 0, 1).Format(time.DateOnly)
	}
	if p.Zone == "" && len(p.Day.Runs) == 1 {
		p.Zone = p.Day.Runs[0].Zone
	}
	if p.Zone != "" {
		at := max(positive(v.query("page")), 1)
		if err := v.get("listGreeted", &p.Page, "date", p.Day.Date, "zone", p.Zone, "page", strconv.Itoa(at)); err != nil {
			return err
		}
		if p.Prev = at - 1; at < p.Page.Pages {
			p.Next = at + 1
		}
	}
	return v.show("greeted", p)
}

// Of leads to a page of a zone's customers.
func (p greetedPage) Of(zone string, page int) string {
	query := url.Values{"date": {p.Day.Date}, "zone": {zone}, "page": {strconv.Itoa(page)}}
	return p.root + "console/greetings/runs" + suffix(query)
}

// Place names a zone of a run.
func (p greetedPage) Place(zone string) string {
	if zone == "home" {
		return p.T("campaign.run.home")
	}
	return zone
}
