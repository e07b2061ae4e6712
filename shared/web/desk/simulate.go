package desk

import (
	"context"
	"encoding/json"

	"github.com/danielgtaylor/huma/v2"

	"huiyin/shared/errs"
	"huiyin/shared/id"
	"huiyin/shared/sla"
)

// simulateInput is read by package sla itself, which names every wrong field.
type simulateInput struct {
	RawBody []byte `contentType:"application/json"`
}

type simulateOutput struct {
	Type string `header:"Content-Type"`
	Body []byte
}

func (d *Desk) simulate(ctx context.Context, in *simulateInput) (*simulateOutput, error) {
	lookups, err := d.Rules.Lookups(ctx)
	if err != nil {
		return nil, err
	}
	lookups.Ticket = func(typed string) ([]sla.Happening, error) {
		number, ok := id.ParseNumber(typed)
		if !ok {
			return nil, errs.New(errs.NotFound, "desk.no_ticket")
		}
		return d.Tickets.Story(ctx, number)
	}
	answer, err := sla.Simulate(in.RawBody, lookups)
	if err != nil {
		return nil, err
	}
	raw, err := json.Marshal(answer)
	return &simulateOutput{Type: "application/json", Body: raw}, err
}

// simulation registers simulate: huma leaves its body alone, and the document
// says of request and answer what huma can't know.
func simulation(api huma.API, op huma.Operation, d *Desk) {
	op.SkipValidateBody, op.MaxBodyBytes = true, maxDraft+1
	op.RequestBody = &huma.RequestBody{}
	op.Responses = map[string]*huma.Response{"200": {Description: "OK", Content: object(
		"timers, by start and metric, and notices, by time. Times are UTC in RFC 3339 with milliseconds.")}}
	on((*Desk).simulate)(api, op, d)
	op.RequestBody.Content = object("calendar and policy, written out or as {id}; happenings in order of time, or the number of a ticket; " +
		"until. Unknown members are refused by name, with 422.")
}

// object is JSON of which package sla knows the members.
func object(description string) map[string]*huma.MediaType {
	return map[string]*huma.MediaType{"application/json": {Schema: &huma.Schema{
		Type: huma.TypeObject, AdditionalProperties: true, Description: description,
	}}}
}
