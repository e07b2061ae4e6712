package report

import (
	"strconv"
	"strings"
	"time"

	"huiyin/shared/ticket"
	"huiyin/shared/words"
)

// column is one of the sheet's: what its sentence is called, and what stands in
// it.
type column struct {
	name string
	cell func(s *CSV, r Row) string
}

// columns are the sheet, from left to right. A new one goes to the end: people
// have formulas that count them.
var columns = []column{
	{"number", func(_ *CSV, r Row) string { return r.Number }},
	{"type", func(s *CSV, r Row) string { return s.word("type", r.Type) }},
	{"reason", func(s *CSV, r Row) string { return s.word("reason", r.Reason) }},
	{"target", func(s *CSV, r Row) string { return s.word("target", r.Target) }},
	{"channel", func(s *CSV, r Row) string { return s.word("channel", r.Channel) }},
	{"requester", func(s *CSV, r Row) string { return s.word("requester", r.Requester) }},
	{"class", func(s *CSV, r Row) string { return s.word("class", r.Class) }},
	{"region", func(_ *CSV, r Row) string { return r.Region }},
	{"team", func(_ *CSV, r Row) string { return r.Team }},
	{"owner", func(_ *CSV, r Row) string { return r.Owner }},
	{"priority", func(s *CSV, r Row) string { return s.word("priority", r.Priority) }},
	at("opened", func(r Row) time.Time { return r.OpenedAt }),
	at("first_response", func(r Row) time.Time { return r.FirstResponseAt }),
	at("resolved", func(r Row) time.Time { return r.ResolvedAt }),
	at("closed", func(r Row) time.Time { return r.ClosedAt }),
	{"stage", func(s *CSV, r Row) string { return s.word("stage", r.Stage) }},
	at("first_response_due", func(r Row) time.Time { return r.FirstResponse.DueAt }),
	count("first_response_breached", func(r Row) int { return r.FirstResponse.Breaches }),
	count("next_responses", func(r Row) int { return r.NextResponse.Cycles }),
	count("next_responses_breached", func(r Row) int { return r.NextResponse.Breaches }),
	at("resolution_due", func(r Row) time.Time { return r.Resolution.DueAt }),
	count("resolution_breached", func(r Row) int { return r.Resolution.Breaches }),
	at("statutory_due", func(r Row) time.Time { return r.Statutory.DueAt }),
	count("statutory_breached", func(r Row) int { return r.Statutory.Breaches }),
	at("promise_due", func(r Row) time.Time { return r.Promise.DueAt }),
	count("promise_breached", func(r Row) int { return r.Promise.Breaches }),
	count("hand_over_breached", func(r Row) int { return r.HandOver.Breaches }),
	count("chases", func(r Row) int { return r.Chases }),
	count("reopenings", func(r Row) int { return r.Reopenings }),
	{"escalated", func(s *CSV, r Row) string { return s.word("escalated", r.Escalated) }},
	count("hand_overs", func(r Row) int { return r.HandOvers }),
	elapsed(ticket.WithUs), business(ticket.WithUs),
	elapsed(ticket.ToDepartment), business(ticket.ToDepartment),
	elapsed(ticket.ToBranch), business(ticket.ToBranch),
	elapsed(ticket.ToPartner), business(ticket.ToPartner),
	elapsed(ticket.WithCustomer), business(ticket.WithCustomer),
	{"holders", func(s *CSV, r Row) string { return s.holders(r) }},
	{"satisfaction", func(_ *CSV, r Row) string {
		if r.Satisfied == 0 {
			return ""
		}
		return strconv.Itoa(r.Satisfied)
	}},
	{"carried_over", func(s *CSV, r Row) string { return s.word("yes", strconv.FormatBool(r.CarriedOver)) }},
	count("moves", func(r Row) int { return r.Moves }),
}

func at(name string, of func(Row) time.Time) column {
	return column{name, func(s *CSV, r Row) string {
		if of(r).IsZero() {
			return ""
		}
		return of(r).In(s.zone).Format(time.DateTime)
	}}
}

func count(name string, of func(Row) int) column {
	return column{name, func(_ *CSV, r Row) string { return strconv.Itoa(of(r)) }}
}

// elapsed and business are the seconds that all holders of one kind had it.
func elapsed(with string) column {
	return column{"elapsed_" + with, held(with, func(s ticket.Share) float64 { return s.Elapsed })}
}

func business(with string) column {
	return column{"business_" + with, held(with, func(s ticket.Share) float64 { return s.Business })}
}

func held(with string, of func(ticket.Share) float64) func(*CSV, Row) string {
	return func(_ *CSV, r Row) string {
		sum := 0.0
		for _, share := range r.Split {
			if share.With == with {
				sum += of(share)
			}
		}
		return seconds(sum)
	}
}

func seconds(s float64) string { return strconv.FormatFloat(s, 'f', -1, 64) }

// holders lists who had it by name: "dispatch 3600; Baiyun branch 240", in
// seconds of service time.
func (s *CSV) holders(r Row) string {
	var list []string
	for _, share := range r.Split {
		if share.Name != "" {
			list = append(list, share.Name+" "+seconds(share.Business))
		}
	}
	return strings.Join(list, "; ")
}

// word is a code as people say it; a code without a sentence is a word of the
// company's own lists and stays as it is.
func (s *CSV) word(kind, code string) string {
	if said := "console.export." + kind + "." + code; code != "" && words.Has(said) {
		return words.Text(s.lang, said, nil)
	}
	return code
}

// header names the columns.
func header(lang words.Lang, zone *time.Location) []string {
	names := make([]string, len(columns))
	for i, c := range columns {
		names[i] = words.Text(lang, "console.export.column."+c.name, map[string]any{"zone": zone.String()})
	}
	return names
}
