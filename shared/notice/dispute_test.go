package notice_test

import (
	"context"
	"testing"
	"time"

	"huiyin/shared/ticket"
)

// reviewers is the manager, who may rule.
type reviewers struct{}

func (reviewers) Reviewers(context.Context, time.Time) ([]ticket.Reviewer, error) {
	return []ticket.Reviewer{{Staff: "m1", Badge: "9999", OnDuty: true}}, nil
}

// rule: SJ-19 the reviewer hears that a ruling waits for him, and nobody hears
// of it when the ruling was faster; the customer is told by an answer.
func TestAReviewerHearsOfADispute(t *testing.T) {
	for _, ruled := range []bool{false, true} {
		w := newWorld(t)
		w.tickets.Reviewers = reviewers{}
		number := w.open(query(customer1))
		if _, err := w.tickets.Reply(t.Context(), morning.Add(time.Minute), owner, number, 0, ticket.Saying{Text: "货在杭州，明天到。"}); err != nil {
			t.Fatal(err)
		}
		w.flow(morning.Add(time.Minute), 2)
		if _, err := w.tickets.Dispute(t.Context(), morning.Add(2*time.Minute), owner, number, 0, ticket.Objection{Reason: "说好今天到"}); err != nil {
			t.Fatal(err)
		}
		if !ruled {
			w.flow(morning.Add(3*time.Minute), 3)
			w.got(managerPhone, "客户异议待裁定")
			continue
		}
		reviewer := ticket.Actor{By: "staff:m1", Staff: "m1", Badge: "9999"}
		if _, err := w.tickets.Rule(t.Context(), morning.Add(3*time.Minute), reviewer, number, 0,
			ticket.Decision{Ruling: ticket.Upheld, Ground: "录音证实", Text: "运费全退。"}); err != nil {
			t.Fatal(err)
		}
		w.flow(morning.Add(4*time.Minute), 3)
		w.got(managerPhone)
		w.got(customer1, "已收到", "客服8001已答复", "客服9999已答复")
	}
}
