package public

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"huiyin/shared/id"
	"huiyin/shared/shipment"
	"huiyin/shared/web"
	"huiyin/shared/words"
)

// Waybills opens shipments to whom they concern; package shipment's Service.
type Waybills interface {
	Look(ctx context.Context, now time.Time, c shipment.Claim) (shipment.Seen, error)
}

// WaybillClaim is what opens a shipment.
type WaybillClaim struct {
	Waybill string `json:"waybill" minLength:"1" maxLength:"40" doc:"As typed."`
	Last4   string `json:"last4" pattern:"^ *[0-9０-９]{4} *$" patternDescription:"web.last4" doc:"The last four digits of the sender's or the consignee's phone."`
}

// Journey is where a shipment is, for whom it concerns.
type Journey struct {
	Waybill    string          `json:"waybill"`
	State      string          `json:"state" enum:"recorded,collected,transit,customs,forwarded,delivering,problem,refused,returning,returned,signed"`
	StateText  string          `json:"stateText" doc:"The state in words."`
	Dispatched time.Time       `json:"dispatched,omitzero"`
	ETA        time.Time       `json:"eta,omitzero" doc:"When it is expected."`
	Ended      bool            `json:"ended"`
	Steps      []JourneyStep   `json:"steps" doc:"What was reported, the latest first."`
	Tickets    []JourneyTicket `json:"tickets" doc:"Your own about it, newest first."`
}

// JourneyStep is one thing that was reported.
type JourneyStep struct {
	At    time.Time `json:"at"`
	State string    `json:"state"`
	Says  string    `json:"says" doc:"The state in words."`
	Place string    `json:"place,omitempty"`
	Text  string    `json:"text,omitempty" doc:"As the carrier wrote it."`
}

// JourneyTicket is a ticket about it.
type JourneyTicket struct {
	Number    string `json:"number"`
	Shown     string `json:"shown"`
	Kind      string `json:"kind" enum:"inquiry,complaint"`
	StageText string `json:"stageText"`
}

type journeyInput struct{ Body WaybillClaim }

type journeyOutput struct{ Body Journey }

// journey shows a shipment to whoever knows its waybill and a phone's end.
func (s *Service) journey(ctx context.Context, in *journeyInput) (*journeyOutput, error) {
	seen, err := s.Waybills.Look(ctx, s.Now(), shipment.Claim{Waybill: in.Body.Waybill, Last4: digits(in.Body.Last4)})
	if err != nil {
		return nil, err
	}
	lang, ship := web.Lang(ctx), seen.Shipment
	j := Journey{Waybill: ship.Waybill, State: string(ship.State), StateText: stateText(lang, ship.State), Dispatched: ship.Dispatched, ETA: ship.ETA,
		Ended: ship.State.Ended(), Steps: []JourneyStep{}, Tickets: []JourneyTicket{}}
	for _, st := range slices.Backward(ship.Course) {
		j.Steps = append(j.Steps, JourneyStep{At: st.At, State: string(st.State), Says: stateText(lang, st.State), Place: st.Place, Text: st.Text})
	}
	for _, t := range seen.Tickets {
		j.Tickets = append(j.Tickets, JourneyTicket{Number: t.Number, Shown: id.Show(t.Number), Kind: string(t.Kind), StageText: words.Text(lang, stageCode(t), nil)})
	}
	return &journeyOutput{Body: j}, nil
}

func stateText(lang words.Lang, state shipment.State) string {
	return words.Text(lang, "pages.shipment."+string(state), nil)
}

type journeyPage struct {
	frame
	Journey Journey
}

// Late tells whether it should have come by now.
func (p journeyPage) Late() bool {
	return !p.Journey.Ended && !p.Journey.ETA.IsZero() && p.Journey.ETA.Before(p.now)
}

// Count is how many things were reported.
func (p journeyPage) Count() string { return strconv.Itoa(len(p.Journey.Steps)) }

func (s *Service) waybillForm(frame) form {
	return form{Page: "waybill", Action: "waybill", Fields: []field{
		{Name: "waybill", Kind: lineField, Says: "waybill_look", Max: 40, Auto: "off"},
		{Name: "last4", Kind: lineField, Says: "last4_waybill", Hint: true, Max: 4, Mode: "numeric", Auto: "off", Narrow: true},
	}}
}

// followed is the page of a shipment.
func (s *Service) followed(w http.ResponseWriter, r *http.Request, typed url.Values) {
	f := s.frame(r)
	var j Journey
	if problem := s.ask(w, r, typed, &j); problem != nil {
		s.again(w, f, s.waybillForm(f), typed, problem)
		return
	}
	f.Switch = "waybill?waybill=" + url.QueryEscape(j.Waybill)
	s.show(w, http.StatusOK, "journey", journeyPage{frame: f.at("journey"), Journey: j})
}
