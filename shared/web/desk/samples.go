package desk

import (
	"context"
	"time"

	"huiyin/shared/calendar"
	"huiyin/shared/errs"
	"huiyin/shared/sample"
)

// DaySample are the tickets of a day that were drawn for a spot check.
type DaySample struct {
	Day     string         `json:"day" doc:"In the company's zone."`
	Of      int            `json:"of" doc:"How many tickets were opened that day."`
	Tickets []SampleTicket `json:"tickets" doc:"In the order in which they were opened."`
}

// SampleTicket is a ticket of a sample.
type SampleTicket struct {
	Ticket TicketRecord  `json:"ticket"`
	Review *TicketReview `json:"review,omitempty" doc:"None while nobody has reviewed it."`
}

// TicketReview is what a supervisor found on a ticket.
type TicketReview struct {
	By    string    `json:"by" doc:"staff:<id>"`
	Badge string    `json:"badge"`
	At    time.Time `json:"at"`
	ReviewMarks
}

// ReviewMarks is what a reviewer hands in. Marks are 1 (poor) to 5 (very good).
type ReviewMarks struct {
	Attitude int    `json:"attitude" minimum:"1" maximum:"5"`
	Accuracy int    `json:"accuracy" minimum:"1" maximum:"5"`
	Speed    int    `json:"speed" minimum:"1" maximum:"5"`
	Record   int    `json:"record" minimum:"1" maximum:"5" doc:"Whether it is written down so that others can follow."`
	Remark   string `json:"remark,omitempty" maxLength:"1000" doc:"Goes with the person when he is erased. Needed with an anomaly."`
	Anomaly  bool   `json:"anomaly,omitempty" doc:"Something that has to be talked about."`
}

func review(r *sample.Review) *TicketReview {
	if r == nil {
		return nil
	}
	return &TicketReview{By: r.By, Badge: r.Badge, At: r.At, ReviewMarks: ReviewMarks{Attitude: r.Attitude, Accuracy: r.Accuracy,
		Speed: r.Speed, Record: r.Record, Remark: r.Remark, Anomaly: r.Anomaly}}
}

type sampleInput struct {
	Day string `query:"day" maxLength:"10" doc:"2026-06-09; none: yesterday."`
}

type sampleOutput struct{ Body DaySample }

// sample draws a day's sample: the same whenever it is asked for (rule SJ-14).
func (d *Desk) sample(ctx context.Context, in *sampleInput) (*sampleOutput, error) {
	day := d.Samples.Yesterday(d.Now())
	if in.Day != "" {
		var err error
		if day, err = sampleDay(in.Day); err != nil {
			return nil, err
		}
	}
	drawn, err := d.Samples.Of(ctx, d.Now(), day)
	if err != nil {
		return nil, err
	}
	out := DaySample{Day: day.String(), Of: drawn.Of, Tickets: []SampleTicket{}}
	for _, one := range drawn.Drawn {
		out.Tickets = append(out.Tickets, SampleTicket{Ticket: record(one.Ticket), Review: review(one.Review)})
	}
	return &sampleOutput{Body: out}, nil
}

func sampleDay(typed string) (calendar.Date, error) {
	day, ok := calendar.ParseDate(typed)
	if !ok {
		var f errs.Fields
		f.Add("day", "sample.day")
		return day, f.Err()
	}
	return day, nil
}

type reviewInput struct {
	OnTicket
	Day  string `path:"day" maxLength:"10"`
	Body ReviewMarks
}

type reviewOutput struct{ Body TicketReview }

// reviewTicket keeps what a supervisor found on a ticket of a day's sample.
func (d *Desk) reviewTicket(ctx context.Context, in *reviewInput) (*reviewOutput, error) {
	number, err := in.number()
	if err != nil {
		return nil, err
	}
	day, err := sampleDay(in.Day)
	if err != nil {
		return nil, err
	}
	marks := sample.Marks{Attitude: in.Body.Attitude, Accuracy: in.Body.Accuracy, Speed: in.Body.Speed, Record: in.Body.Record}
	kept, err := d.Samples.Review(ctx, d.Now(), sender(ctx).onTicket(), day, number,
		sample.Finding{Marks: marks, Remark: in.Body.Remark, Anomaly: in.Body.Anomaly})
	if err != nil {
		return nil, err
	}
	return &reviewOutput{Body: *review(&kept)}, nil
}
