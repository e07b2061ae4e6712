package public

import (
	"context"
	"net/http"
	"time"

	"huiyin/shared/id"
	"huiyin/shared/sla"
	"huiyin/shared/ticket"
	"huiyin/shared/web"
	"huiyin/shared/words"
)

// Claim is what opens a ticket.
type Claim struct {
	Number string `json:"number" minLength:"1" maxLength:"40" doc:"The ticket's number, as typed."`
	Last4  string `json:"last4" pattern:"^ *[0-9０-９]{4} *$" patternDescription:"web.last4" doc:"The last four digits of the phone."`
}

func (c Claim) claim() ticket.Claim { return ticket.Claim{Number: c.Number, Last4: digits(c.Last4)} }

// digits brings the digits of a Chinese input method into ASCII and drops
// spaces.
func digits(typed string) string {
	var out []rune
	for _, r := range typed {
		if r >= '０' && r <= '９' {
			r -= '０' - '0'
		}
		if r != ' ' {
			out = append(out, r)
		}
	}
	return string(out)
}

// Progress is how a ticket stands, in words that a customer uses.
type Progress struct {
	Number        string    `json:"number"`
	Shown         string    `json:"shown" doc:"The number as people read it."`
	Kind          string    `json:"kind" enum:"inquiry,complaint"`
	Reason        string    `json:"reason" doc:"What it is about."`
	Stage         string    `json:"stage" enum:"received,handling,waiting,resolved,merged,withdrawn"`
	StageText     string    `json:"stageText" doc:"The stage in words."`
	OpenedAt      time.Time `json:"openedAt"`
	ResolvedAt    time.Time `json:"resolvedAt,omitzero"`
	Next          string    `json:"next" doc:"What happens next and by when, in words."`
	DueAt         time.Time `json:"dueAt,omitzero" doc:"Until when the next answer is promised."`
	ResultDueAt   time.Time `json:"resultDueAt,omitzero" doc:"Complaints: until when process and result are told."`
	Answers       []Answer  `json:"answers" doc:"What was said on both sides, oldest first."`
	CanAddMessage bool      `json:"canAddMessage"`
}

// Answer is one thing that was said.
type Answer struct {
	At    time.Time `json:"at"`
	From  string    `json:"from" enum:"customer,reply,result" doc:"The customer, or an agent with a reply or with the result."`
	Badge string    `json:"badge,omitempty" doc:"The agent's badge number."`
	Text  string    `json:"text"`
}

type statusInput struct{ Body Claim }

type statusOutput struct{ Body Progress }

func (s *Service) look(ctx context.Context, in *statusInput) (*statusOutput, error) {
	now := s.Now()
	d, err := s.Tickets.Look(ctx, now, in.Body.claim())
	if err != nil {
		return nil, err
	}
	return &statusOutput{Body: s.progress(d, now, web.Lang(ctx))}, nil
}

func (s *Service) progress(d ticket.Dossier, now time.Time, lang words.Lang) Progress {
	t := d.Ticket
	p := Progress{
		Number: t.Number, Shown: id.Show(t.Number), Kind: string(t.Kind), Reason: t.Reason, Stage: string(t.Stage),
		StageText: words.Text(lang, stageCode(t), nil), OpenedAt: t.OpenedAt, ResolvedAt: t.ResolvedAt,
		Next: s.nextOf(t, now, lang), Answers: []Answer{}, CanAddMessage: !t.Stage.Ended(),
	}
	p.DueAt, p.ResultDueAt = dues(t)
	for _, w := range d.Words {
		if w.Public() {
			p.Answers = append(p.Answers, Answer{At: w.At, From: string(w.Kind), Badge: w.Badge, Text: w.Text})
		}
	}
	return p
}

// dues are what the customer is owed: the next answer, and the result of a
// complaint. Zero when nothing is.
func dues(t ticket.Ticket) (answer, result time.Time) {
	if !t.Stage.Open() {
		return time.Time{}, time.Time{}
	}
	for _, metric := range []sla.Metric{sla.FirstResponse, sla.NextResponse, sla.Promise} {
		if due, ok := t.SLA.DueOf(metric); ok && (answer.IsZero() || due.Before(answer)) {
			answer = due
		}
	}
	if t.Kind == ticket.Complaint {
		result, _ = t.SLA.DueOf(sla.Resolution)
	}
	return answer, result
}

type messageInput struct {
	Key  string `header:"Idempotency-Key" maxLength:"200" doc:"Any text of your own: the same key with the same content is answered once, for a day."`
	Body Message
}

// Message is what a customer adds to a ticket.
type Message struct {
	Claim
	Text string `json:"text" minLength:"1" maxLength:"4000" doc:"In the person's own words."`
}

func (s *Service) add(ctx context.Context, in *messageInput) (*receiptOutput, error) {
	now := s.Now()
	r, err := s.Tickets.Message(ctx, now, in.Body.claim(), in.Body.Text, in.Key)
	if err != nil {
		return nil, err
	}
	return &receiptOutput{Status: http.StatusCreated, Body: s.receipt(r, now, web.Lang(ctx))}, nil
}
