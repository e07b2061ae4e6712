package ticket_test

import (
	"testing"

	"huiyin/shared/errs"
	"huiyin/shared/ticket"
)

// rule: JY-11 nothing is recommended to who complains, nor to who has an open
// complaint.
func TestNothingIsRecommendedToWhoComplains(t *testing.T) {
	w := newWorld(t)
	advert := "送您一张优惠券"
	asks := inquiry("price")
	question := w.open(asks).Number
	if _, err := w.Reply(t.Context(), minutes(1), agent, question, 0, ticket.Saying{Text: advert}); err != nil {
		t.Errorf("to somebody who asks for a price: %v", err)
	}
	in := complaint()
	in.Phone = asks.Phone
	number := w.open(in).Number
	for what, err := range map[string]error{
		"a reply":     second(w.Reply(t.Context(), minutes(2), agent, number, 0, ticket.Saying{Text: advert})),
		"his inquiry": second(w.Reply(t.Context(), minutes(2), agent, question, 0, ticket.Saying{Text: advert})),
	} {
		if e := errs.As(err); fields(err) != "text:message.promotion" || e.Fields[0].Args["words"] != "优惠券" {
			t.Errorf("%s: %v", what, err)
		}
	}
	o := w.outcome(number)
	o.Result = advert
	if err := second(w.Resolve(t.Context(), minutes(3), agent, number, 0, o)); fields(err) != "result:message.promotion" {
		t.Errorf("a result: %v", err)
	}
	if err := deeds[ticket.Resolve](w, t.Context(), minutes(4), number); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Reply(t.Context(), minutes(5), agent, question, 0, ticket.Saying{Text: advert}); err != nil {
		t.Errorf("after the complaint: %v", err)
	}
}
