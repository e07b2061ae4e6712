package desk

import (
	"context"
	"slices"

	"huiyin/shared/errs"
	"huiyin/shared/event"
	"huiyin/shared/ledger"
	"huiyin/shared/message"
	"huiyin/shared/ticket"
)

// Budget is what SMS cost and may cost, in US dollars.
type Budget struct {
	Monthly float64       `json:"monthly" doc:"What a month may cost; a parameter of the deployment."`
	Months  []BudgetMonth `json:"months" doc:"This month first."`
	Gives   []BudgetStep  `json:"gives" doc:"What gives way, and from which part of the budget on; staff alerts never do."`
}

// BudgetMonth is what a month cost.
type BudgetMonth struct {
	Month   string  `json:"month" doc:"2026-11, in the company's zone."`
	Spent   float64 `json:"spent"`
	Percent float64 `json:"percent" doc:"Of the budget of today."`
}

// BudgetStep is a class of SMS that waits once so much is spent.
type BudgetStep struct {
	Class   string `json:"class"`
	Percent int64  `json:"percent"`
}

// budgetMonths is how many months are shown: half a year.
const budgetMonths = 6

type budgetOutput struct{ Body Budget }

func (d *Desk) budget(ctx context.Context, _ *struct{}) (*budgetOutput, error) {
	const million = 1_000_000
	out := &budgetOutput{Body: Budget{Monthly: float64(d.MonthlyBudget) / million, Months: []BudgetMonth{}}}
	today, err := d.today()
	if err != nil {
		return nil, err
	}
	month := today
	month.Day = 1
	for range budgetMonths {
		name := month.String()[:7]
		spent, err := d.Ledger.Store.Spent(ctx, name)
		if err != nil {
			return nil, errs.Wrap(err, "read what a month has cost")
		}
		one := BudgetMonth{Month: name, Spent: float64(spent) / million}
		if d.MonthlyBudget > 0 {
			one.Percent = 100 * float64(spent) / float64(d.MonthlyBudget)
		}
		out.Body.Months = append(out.Body.Months, one)
		if month.Month--; month.Month == 0 {
			month.Year, month.Month = month.Year-1, 12
		}
	}
	for _, class := range []message.Class{message.Promotion, message.Receipt, message.Notice} {
		out.Body.Gives = append(out.Body.Gives, BudgetStep{string(class), ledger.DefaultShares[class]})
	}
	return out, nil
}

type ticketMessagesOutput struct {
	Body struct {
		Messages []LedgerRow `json:"messages" doc:"SMS to the customer about the ticket, newest first."`
	}
}

// ticketSMS lists what the customer was told about a ticket by SMS, or why not: of
// the newest hundred events.
func (d *Desk) ticketSMS(ctx context.Context, in *OnTicket) (*ticketMessagesOutput, error) {
	number, err := in.number()
	if err != nil {
		return nil, err
	}
	t, err := d.Tickets.Store.Get(ctx, number)
	if err != nil {
		return nil, lost(err)
	}
	var ids []string
	for seq := max(1, t.Seq-99); seq <= t.Seq; seq++ {
		ids = append(ids, ledger.ToCustomerOf(event.ID(ticket.Subject(number), seq)))
	}
	rows, err := d.Persons.Store.Rows(ctx, ids)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(rows, func(a, b ledger.Row) int { return b.CreatedAt.Compare(a.CreatedAt) })
	out := &ticketMessagesOutput{}
	out.Body.Messages = []LedgerRow{}
	for _, r := range rows {
		out.Body.Messages = append(out.Body.Messages, row(ctx, r))
	}
	return out, nil
}
