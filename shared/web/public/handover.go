package public

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"huiyin/shared/handover"
	"huiyin/shared/id"
)

// HandOvers are the use cases of package handover: what a link opens to whoever
// a ticket was handed to.
type HandOvers interface {
	Read(ctx context.Context, now time.Time, token string) (handover.Sheet, error)
	Accept(ctx context.Context, now time.Time, token, name string) (handover.Sheet, error)
	Answer(ctx context.Context, now time.Time, token, name, answer string) error
}

// LinkToken is the last part of a link. It stands in no log: those have the route.
type LinkToken struct {
	Token string `path:"token" maxLength:"200" doc:"As the link has it."`
}

// Handed is what a department, a branch or a partner needs to know of a
// ticket; nothing of it says who the customer is.
type Handed struct {
	Number     string    `json:"number"`
	Shown      string    `json:"shown" doc:"The number as people read it."`
	Kind       string    `json:"kind" enum:"inquiry,complaint"`
	Reason     string    `json:"reason" doc:"What it is about."`
	Waybill    string    `json:"waybill,omitempty"`
	Summary    string    `json:"summary" doc:"What is asked, in one line."`
	To         string    `json:"to" enum:"department,branch,partner"`
	Name       string    `json:"name" doc:"Whom it was handed to."`
	Badge      string    `json:"badge,omitempty" doc:"Of the agent who asks."`
	At         time.Time `json:"at" doc:"When it was handed over."`
	DueAt      time.Time `json:"dueAt,omitzero" doc:"Until when an answer is needed."`
	AcceptedAt time.Time `json:"acceptedAt,omitzero"`
	Until      time.Time `json:"until" doc:"How long the link is good."`
}

func sheet(s handover.Sheet) Handed {
	return Handed{Number: s.Number, Shown: id.Show(s.Number), Kind: string(s.Kind), Reason: s.Reason, Waybill: s.Waybill, Summary: s.Summary,
		To: s.To, Name: s.Name, Badge: s.Badge, At: s.At, DueAt: s.Due, AcceptedAt: s.Accepted, Until: s.Until}
}

type handOverOutput struct{ Body Handed }

func (s *Service) readHandOver(ctx context.Context, in *LinkToken) (*handOverOutput, error) {
	found, err := s.HandOvers.Read(ctx, s.Now(), in.Token)
	return &handOverOutput{Body: sheet(found)}, err
}

// HandedAct is what the other side does.
type HandedAct struct {
	Action string `json:"action" enum:"accept,answer" doc:"accept: we see to it. answer: what came of it, which ends the hand-over; it accepts too."`
	Name   string `json:"name,omitempty" maxLength:"40" doc:"Who does it; not needed to answer what was accepted."`
	Answer string `json:"answer,omitempty" maxLength:"4000"`
}

type handOverInput struct {
	LinkToken
	Body HandedAct
}

// HandedState is what it has come to.
type HandedState struct {
	State    string  `json:"state" enum:"accepted,answered"`
	HandOver *Handed `json:"handOver,omitempty" doc:"While it is open."`
}

type handOverStateOutput struct{ Body HandedState }

func (s *Service) actOnHandOver(ctx context.Context, in *handOverInput) (*handOverStateOutput, error) {
	b := in.Body
	if b.Action == "answer" {
		err := s.HandOvers.Answer(ctx, s.Now(), in.Token, b.Name, b.Answer)
		return &handOverStateOutput{Body: HandedState{State: "answered"}}, err
	}
	found, err := s.HandOvers.Accept(ctx, s.Now(), in.Token, b.Name)
	shown := sheet(found)
	return &handOverStateOutput{Body: HandedState{State: "accepted", HandOver: &shown}}, err
}

// registerHandOver registers the operations of a link.
func (s *Service) registerHandOver(api huma.API) {
	register(api, http.MethodGet, "/handover/{token}", "readHandOver", "See what was handed over", s.readHandOver)
	register(api, http.MethodPost, "/handover/{token}", "actOnHandOver", "Accept or answer what was handed over", s.actOnHandOver)
}
