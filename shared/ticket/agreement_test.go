package ticket_test

import (
	"context"
	"testing"
	"time"

	"huiyin/shared/customer"
	"huiyin/shared/ticket"
)

// agreed is a customer with whom something was agreed.
type agreed struct{ customer.Agreement }

func (a agreed) Known(context.Context, string) (ticket.Knowledge, error) {
	return ticket.Knowledge{Known: true, Agreement: a.Agreement}, nil
}

// rule: SJ-16 a customer's service agreement comes before all policies, while
// it is in force, and stays with the ticket through a change of priority.
func TestAnAgreementComesBeforeAllPolicies(t *testing.T) {
	usual, agreedDue := morning.Add(30*time.Minute), morning.Add(15*time.Minute)
	for name, c := range map[string]struct {
		agreement customer.Agreement
		want      time.Time
	}{
		"none":                  {customer.Agreement{}, usual},
		"in force":              {customer.Agreement{Policy: "salesperson"}, agreedDue},
		"from now on":           {customer.Agreement{Policy: "salesperson", From: morning}, agreedDue},
		"not yet":               {customer.Agreement{Policy: "salesperson", From: morning.Add(time.Second)}, usual},
		"over":                  {customer.Agreement{Policy: "salesperson", To: morning}, usual},
		"of a policy long gone": {customer.Agreement{Policy: "gone"}, usual},
	} {
		w := newWorld(t)
		w.Customers = agreed{c.agreement}
		r := w.open(inquiry("cargo_status"))
		if !r.Due.Equal(c.want) {
			t.Errorf("%s: due %v, want %v", name, r.Due, c.want)
		}
		got, err := w.ChangePriority(t.Context(), morning.Add(time.Minute), agent, r.Number, 0, ticket.Urgent, "生鲜")
		if want := morning.Add(10 * time.Minute); err != nil || !got.PromisedBy().Equal(want) {
			t.Errorf("%s, urgent: due %v (%v)", name, got.PromisedBy(), err)
		}
		if agreed := got.PolicyID == "salesperson"; agreed != c.want.Equal(agreedDue) {
			t.Errorf("%s, urgent: policy %s", name, got.PolicyID)
		}
	}
}
