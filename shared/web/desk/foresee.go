package desk

import (
	"context"
	"strings"

	"huiyin/shared/id"
	"huiyin/shared/phone"
	"huiyin/shared/ticket"
	"huiyin/shared/words"
)

// Opening is what an intake would come to. Nothing has been written.
type Opening struct {
	ReadBack string   `json:"readBack" doc:"What to read back to the caller, in the caller's language."`
	Chases   string   `json:"chases,omitempty" doc:"Number of the ticket in which the same matter is open already; opening would be added to it."`
	Shown    string   `json:"shown,omitempty" doc:"The same as people read it."`
	Linked   []string `json:"linked,omitempty" doc:"Tickets of the same waybill, newest first, whoever asked."`
}

type openingInput struct{ Body Intake }

type openingOutput struct{ Body Opening }

// foresee checks what a caller says as opening does, and says it in one
// sentence that the agent reads back (rule NJ-13).
func (d *Desk) foresee(ctx context.Context, in *openingInput) (*openingOutput, error) {
	intake := in.Body.intake()
	p, err := d.Tickets.Preview(ctx, intake)
	if err != nil {
		return nil, err
	}
	out := &openingOutput{Body: Opening{ReadBack: in.Body.readBack(words.Lang(intake.Lang), p.Phone), Chases: p.Chases, Linked: p.Linked}}
	if p.Chases != "" {
		out.Body.Shown = id.Show(p.Chases)
	}
	return out, nil
}

// readBack is the line by which the caller confirms what was written down
// (rule NJ-13). It names what was said, and leaves out what was not.
func (b Intake) readBack(lang words.Lang, number phone.Number) string {
	more := ""
	for _, part := range []struct {
		said bool
		code string
	}{
		{b.From != "", "from"}, {b.Waybill != "", "waybill"}, {b.Type == string(ticket.Complaint) && b.Agent != "", "badge"},
		{b.Priority == ticket.Urgent, "urgent"},
	} {
		if part.said {
			more += words.Text(lang, "desk.read_back."+part.code, map[string]any{"from": b.From, "waybill": ticket.CleanWaybill(b.Waybill), "badge": b.Agent})
		}
	}
	return words.Text(lang, "desk.read_back", map[string]any{"name": b.Name, "last4": number.Last4(), "more": more, "text": strings.TrimSpace(b.Text)})
}
