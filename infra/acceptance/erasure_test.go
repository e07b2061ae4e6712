package acceptance

import (
	"net/http"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"huiyin/shared/event"
	"huiyin/shared/ledger"
	"huiyin/shared/ticket"
)

// rule: LAW-4 — on the whole stack, with the desk's own role: who asked gets a
// copy, is erased, and stands nowhere in the table any more; nothing is told
// to that number again.
func TestAnErasedPersonStandsNowhere(t *testing.T) {
	t.Parallel()
	const name, said = "司马青云", "紫砂茶具破了一角"
	typed, number := newPhone()
	var r receipt
	the.post(t, "/complaints", map[string]any{"reason": "damaged", "target": "goods", "name": name, "phone": typed, "text": said}).into(t, http.StatusCreated, &r)
	the.awaitSMS(t, number, 1)
	agent, admin := the.as(t, "agent"), the.as(t, "admin")
	erase := map[string]any{"phone": typed, "reason": "asked"}
	the.post(t, "/desk/persons/erase", erase, the.as(t, "supervisor")...).into(t, http.StatusForbidden, nil)
	the.post(t, "/desk/persons/erase", erase, admin...).into(t, http.StatusConflict, nil)
	the.post(t, "/desk/tickets/"+r.Number+"/resolve", map[string]any{"cause": "搬运不当", "plan": "赔付", "action": "已报理赔", "result": name + "您好，" + said + "，同意赔付。"}, agent...).into(t, http.StatusOK, nil)
	the.awaitSMS(t, number, 2)

	copied := the.post(t, "/desk/persons/export", map[string]any{"phone": typed}, the.as(t, "supervisor")...)
	copied.into(t, http.StatusOK, nil)
	for _, stored := range []string{name, said, string(number), r.Number} {
		if !strings.Contains(string(copied.body), stored) {
			t.Errorf("the copy lacks %s", stored)
		}
	}
	private := []string{name, said, string(number)[1:], string(number)[3:], number.Masked()}
	if found := the.holding(t, private); len(found) < 5 {
		t.Fatalf("before: %v", found)
	}
	var done struct {
		Tickets  int
		Finished bool
	}
	the.post(t, "/desk/persons/erase", erase, admin...).into(t, http.StatusOK, &done)
	if done.Tickets != 1 || !done.Finished {
		t.Errorf("erased %+v", done)
	}
	if found := the.holding(t, private); len(found) > 0 {
		t.Errorf("left: %v", found)
	}
	e, err := event.New(ticket.Subject(r.Number), 1, ticket.Opened, the.now(), event.Customer, ticket.OpenedFacts{Kind: ticket.Complaint})
	if err != nil {
		t.Fatal(err)
	}
	e.ID += "-again" // as one whose SMS was still owed
	the.toBus(t, e)
	if row := the.awaitRow(t, ledger.ToCustomerOf(e.ID), ledger.Skipped); row.Why != "erased" || row.Masked != "" {
		t.Errorf("told late: %+v", row)
	}
	the.onlySMS(t, number, 2)
	if numbers := the.numbersOf(t, number); len(numbers) != 0 {
		t.Errorf("still filed: %v", numbers)
	}
}

// holding lists the items of the table in which something private stands.
func (d *desk) holding(t *testing.T, private []string) []string {
	t.Helper()
	var found []string
	pages := dynamodb.NewScanPaginator(d.db, &dynamodb.ScanInput{TableName: &d.Table})
	for pages.HasMorePages() {
		page, err := pages.NextPage(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, it := range page.Items {
			for _, value := range it {
				s, _ := value.(*types.AttributeValueMemberS)
				for _, p := range private {
					if s != nil && strings.Contains(s.Value, p) {
						found = append(found, p)
					}
				}
			}
		}
	}
	return found
}
