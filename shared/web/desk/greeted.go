package desk

import (
	"context"
	"time"

	"huiyin/shared/calendar"
	"huiyin/shared/campaign"
	"huiyin/shared/errs"
	"huiyin/shared/greeting"
)

// GreetingRuns are the runs of a day, one for each time zone that customers
// have.
type GreetingRuns struct {
	Date      string        `json:"date" format:"date"`
	Festivals []string      `json:"festivals" doc:"That fall on the day and are greeted for."`
	Runs      []GreetingRun `json:"runs"`
}

// GreetingRun is what became of a day's greetings in one time zone.
type GreetingRun struct {
	Zone   string          `json:"zone" doc:"home for the company's."`
	State  string          `json:"state" enum:"open,done,cut" doc:"open: still being planned; cut: the day ended before all were planned."`
	At     time.Time       `json:"at" doc:"When something was planned last."`
	Pages  int             `json:"pages" doc:"Of up to a hundred customers."`
	People int             `json:"people" doc:"Planned: on these pages."`
	Queued int             `json:"queued" doc:"On pages that nobody has begun."`
	Whole  bool            `json:"whole" doc:"false: of so many pages only the first thousand are counted in texts."`
	Texts  []GreetedByText `json:"texts"`
}

// GreetedByText is what became of those who were to get one text. Whoever has
// his birthday at a festival is planned for both, and greeted once.
type GreetedByText struct {
	Text     string   `json:"text" doc:"birthday, or festival.<id>."`
	People   int      `json:"people" doc:"Planned."`
	Working  int      `json:"working" doc:"On pages that are being worked on."`
	Outcomes Outcomes `json:"outcomes" doc:"Of the pages that are done."`
}

type greetingRunsInput struct {
	Date string `query:"date" format:"date" doc:"Left out: today. Runs are kept for sixty days."`
}

type greetingRunsOutput struct{ Body GreetingRuns }

// runDay is the day that a report is asked for.
func (d *Desk) runDay(typed string) (calendar.Date, error) {
	if typed == "" {
		return calendar.DateIn(d.Now(), d.Audit.Zone), nil
	}
	date, ok := calendar.ParseDate(typed)
	if !ok {
		var f errs.Fields
		f.Add("date", "greeting.no_date")
		return date, f.Err()
	}
	return date, nil
}

// greetingRuns report on a day: how many were planned, sent, left out and why
// (rules NJ-2, NJ-4).
func (d *Desk) greetingRuns(ctx context.Context, in *greetingRunsInput) (*greetingRunsOutput, error) {
	date, err := d.runDay(in.Date)
	if err != nil {
		return nil, err
	}
	settings, err := d.Settings.InForce(ctx)
	if err != nil {
		return nil, err
	}
	all, err := greeting.Reports{Store: d.Runs, Batch: d.Campaigns.Ledger.Batch}.Day(ctx, date)
	if err != nil {
		return nil, err
	}
	out := &greetingRunsOutput{Body: GreetingRuns{Date: date.String(), Festivals: []string{}, Runs: []GreetingRun{}}}
	if occasion, is := settings.Greetings.Festival(date); is {
		out.Body.Festivals = occasion.Festivals
	}
	for _, p := range all {
		run := GreetingRun{Zone: p.Zone, State: string(p.State), At: p.At, Pages: p.Pages, People: p.People, Queued: p.Queued, Whole: p.Whole, Texts: []GreetedByText{}}
		for _, g := range p.Texts {
			run.Texts = append(run.Texts, GreetedByText{Text: g.Text, People: g.People, Working: g.Working, Outcomes: outcomes(g.Tally)})
		}
		out.Body.Runs = append(out.Body.Runs, run)
	}
	return out, nil
}

type greetedInput struct {
	Date string `query:"date" format:"date" doc:"As of listGreetingRuns."`
	Zone string `query:"zone" maxLength:"64" default:"home" doc:"As of listGreetingRuns."`
	Page int    `query:"page" minimum:"1" maximum:"100000" default:"1"`
}

// greeted lists a page of a run: who was greeted, and why not the others.
func (d *Desk) greeted(ctx context.Context, in *greetedInput) (*recipientsOutput, error) {
	date, err := d.runDay(in.Date)
	if err != nil {
		return nil, err
	}
	run, err := d.Runs.Run(ctx, in.Zone, date)
	if err != nil {
		return nil, err
	}
	out := &recipientsOutput{Body: RecipientPage{Page: in.Page, Pages: run.Pages, Recipients: []Recipient{}}}
	if run.Pages == 0 {
		return out, nil
	}
	if in.Page > run.Pages {
		return nil, errs.New(errs.NotFound, "campaign.no_page")
	}
	cause := greeting.PageID(in.Zone, date, in.Page)
	found, err := campaign.Recipients(ctx, d.Campaigns.Ledger, cause)
	if err != nil {
		return nil, err
	}
	list, _, err := d.shownRecipients(ctx, found, []calendar.Date{date}, cause)
	out.Body.Recipients = append(out.Body.Recipients, list...)
	return out, err
}
