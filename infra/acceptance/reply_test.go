package acceptance

import (
	"net/http"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sns"

	"huiyin/shared/customer"
	"huiyin/shared/errs"
	"huiyin/shared/event"
	"huiyin/shared/phone"
)

// answers is what a provider puts on the topic of two-way SMS when somebody
// answers.
func (d *desk) answers(t *testing.T, from phone.Number, text string) {
	t.Helper()
	body := encode(t, map[string]string{"originationNumber": string(from), "destinationNumber": "+8610690000", "messageKeyword": "KEYWORD",
		"messageBody": text, "inboundMessageId": "a", "previousPublishedMessageId": "b"})
	if _, err := sns.NewFromConfig(d.AWS()).Publish(t.Context(), &sns.PublishInput{TopicArn: aws.String(d.Replies), Message: aws.String(body)}); err != nil {
		t.Fatal(err)
	}
}

// refused waits until a number has said stop, and gives its file as it is then.
func (d *desk) refused(t *testing.T, id string) (c customer.Customer) {
	t.Helper()
	eventually(t, "the number is stopped", patience, func() bool {
		var err error
		if c, err = d.table.Customers().Customer(t.Context(), id); err != nil {
			t.Fatal(err)
		}
		return c.Consent.State == customer.Stopped
	})
	return c
}

// rule: LAW-2 — a word of refusal, as the provider's topic delivers it, stops
// the number, however often it comes; what is no refusal stops nobody. An
// agent's word does not open the way again, the person's own does.
func TestAnAnswerBySMSStopsTheNumber(t *testing.T) {
	files := map[string]customer.Customer{}
	numbers := map[string]phone.Number{}
	for _, word := range []string{"退订", "TD", " r。", "谢谢"} {
		files[word], numbers[word] = the.file(t, customer.Input{Name: "谢绝"}, true)
		the.answers(t, numbers[word], word)
	}
	the.answers(t, numbers["TD"], "TD")
	unknown, number := newPhone() // with nothing on file
	the.answers(t, number, "T")
	for _, word := range []string{"退订", "TD", " r。"} {
		c := the.refused(t, files[word].ID)
		if proof := c.Consent.Proofs[len(c.Consent.Proofs)-1]; proof.To != customer.Stopped || proof.By != event.Customer {
			t.Errorf("%s: %+v", word, proof)
		}
		_, err := the.customers().Confirm(t.Context(), c.ID, c.Version, consentText, event.Staff("staff-agent"), the.now())
		if !errs.Is(err, errs.Conflict) {
			t.Errorf("%s: an agent vouched for it: %v", word, err)
		}
	}
	the.settle(t)
	if c, err := the.table.Customers().Customer(t.Context(), files["谢谢"].ID); err != nil || c.Consent.State != customer.Confirmed {
		t.Errorf("who said thanks: %+v %v", c.Consent, err)
	}
	key, err := the.phones.Key(t.Context(), number)
	if err != nil {
		t.Fatal(err)
	}
	eventually(t, "a number without a file is stopped", patience, func() bool {
		stop, err := the.table.Customers().Optout(t.Context(), key)
		return err == nil && stop.Stopped
	})
	the.send(t, http.MethodGet, "/desk/customers?phone="+unknown, "", "", the.as(t, "agent")...).into(t, http.StatusNotFound, nil)

	the.chooses(t, string(numbers["TD"]), numbers["TD"], true, map[string]any{"consentText": consentText}, 1)
	festival := time.Date(2026, 12, 22, 9, 0, 0, 0, shanghai) // the winter solstice
	the.greet(t, festival)
	the.onlySMS(t, numbers["退订"], 0)
	the.onlySMS(t, numbers[" r。"], 0)
	mustSay(t, the.onlySMS(t, numbers["TD"], 2)[1], "谢绝")
	the.onlySMS(t, numbers["谢谢"], 1)
}
