package acceptance

import (
	"bytes"
	"compress/flate"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"huiyin/infra/acceptance/fault"
	"huiyin/shared/dynamo"
	"huiyin/shared/phone"
)

// What leads to the customer of the test below, beside her number.
var traces = []string{"南宫映雪", "南宫", "映雪瓷业", "釉里红梅瓶", "豆包", "端木槿", "珠山区"}

// rule: LAW-4 — a customer with a file, another file that became part of it,
// people, notes, tickets with words under both numbers, a task, a shipment with
// an instruction, and SMS is erased, through the API of the deployed desk.
// Afterwards no item of the table has her name, her company, her words, or her
// number in any form; no event ever had, in the table, on the stream's way or on
// the bus; what the functions log is looked through at the end of the run
// (leaks). Her stop survives, as a hash of the number.
func TestAnErasedCustomerLeavesNoTrace(t *testing.T) {
	t.Parallel()
	typed, number := newPhone()
	oldTyped, old := newPhone()
	_, friend := newPhone()
	key, err := the.phones.Key(t.Context(), number)
	if err != nil {
		t.Fatal(err)
	}
	oldKey, err := the.phones.Key(t.Context(), old)
	if err != nil {
		t.Fatal(err)
	}
	private := append([]string{}, traces...)
	for _, n := range []phone.Number{number, old} {
		digits := string(n)[3:]
		private = append(private, string(n), digits, n.Masked(), digits[:3]+" "+digits[3:7]+" "+digits[7:], digits[:3]+"-"+digits[3:7]+"-"+digits[7:])
	}
	open := make(chan struct{})
	close(open)
	var told []*fault.Rule // what goes to the bus with anything private in it
	for _, p := range private {
		rule := the.proxy.Inject(fault.Match{Service: "events", Action: "PutEvents", Holds: []string{p}}, fault.Forever, fault.Until(open))
		t.Cleanup(rule.Lift)
		told = append(told, rule)
	}
	agent, admin := the.as(t, "agent"), the.as(t, "admin")
	var file struct{ ID string }
	the.post(t, "/desk/customers", map[string]any{"name": "南宫映雪", "phone": typed, "company": "映雪瓷业", "region": "珠山区", "address": "珠山区一号", "needs": "釉里红梅瓶要木箱",
		"birthday": map[string]any{"month": 2, "day": 29}, "people": []any{map[string]any{"name": "端木槿", "role": "decides", "phone": string(friend)}}}, agent...).into(t, http.StatusCreated, &file)
	the.post(t, "/desk/customers/"+file.ID+"/notes", map[string]any{"text": "她的狗叫豆包"}, agent...).into(t, http.StatusCreated, nil)
	due := the.now().Add(48 * time.Hour)
	the.post(t, "/desk/tasks", map[string]any{"kind": "care", "customer": file.ID, "owner": "staff-agent", "dueAt": due, "note": "问候豆包"}, agent...).into(t, http.StatusCreated, nil)
	waybill := fmt.Sprintf("TRACE%d", due.UnixMilli())
	the.post(t, "/desk/shipments", map[string]any{"waybill": waybill, "customer": file.ID, "consignee": "南宫映雪", "phone": typed, "address": "珠山区一号", "pieces": 1, "carrier": "own", "days": 3,
		"salesperson": "staff-agent"}, agent...).into(t, http.StatusCreated, nil)
	the.post(t, "/desk/shipments/"+waybill+"/instructions", map[string]any{"kind": "document", "text": "发票开给映雪瓷业"}, agent...).into(t, http.StatusOK, nil)
	the.formerly(t, file.ID, oldTyped, old)
	var r receipt
	the.post(t, "/complaints", map[string]any{"reason": "damaged", "target": "goods", "name": "南宫映雪", "phone": typed, "text": "釉里红梅瓶碎了"}).into(t, http.StatusCreated, &r)
	about := the.proxy.Inject(fault.Match{Service: "events", Action: "PutEvents", Holds: []string{r.Number}}, fault.Forever, fault.Until(open))
	t.Cleanup(about.Lift)
	the.awaitSMS(t, number, 1)
	the.post(t, "/desk/tickets/"+r.Number+"/resolve", map[string]any{"cause": "搬运不当", "plan": "赔付", "action": "已报理赔", "result": "南宫女士，釉里红梅瓶已赔付。"}, agent...).into(t, http.StatusOK, nil)
	the.awaitSMS(t, number, 2)
	the.post(t, "/desk/customers/"+file.ID+"/stop", map[string]any{}, agent...).into(t, http.StatusOK, nil)

	before := the.traced(t, append(private, key, oldKey))
	for _, p := range append(traces, string(number), number.Masked(), string(old), old.Masked(), oldKey) {
		if before[p] == nil {
			t.Errorf("%s stands nowhere before the erasure: the test looks for too little", p)
		}
	}
	for finished := false; !finished; {
		var done struct{ Finished bool }
		the.post(t, "/desk/persons/erase", map[string]any{"phone": typed, "reason": "asked"}, admin...).into(t, http.StatusOK, &done)
		finished = done.Finished
	}
	after := the.traced(t, append(private, key, oldKey))
	for _, p := range append(private, oldKey) {
		for _, where := range after[p] {
			t.Errorf("%s is left in %s", p, where)
		}
	}
	stop := 0
	for _, where := range after[key] {
		if strings.HasPrefix(where, "OPTOUT#") {
			stop++
			continue
		}
		if strings.HasPrefix(where, "AUDIT#") && strings.Contains(where, "erasePerson") {
			continue // who had which number erased
		}
		t.Errorf("the number's hash is left in %s", where)
	}
	if o, err := the.table.Customers().Optout(t.Context(), key); err != nil || !o.Stopped || stop == 0 {
		t.Errorf("the stop is %+v in %d items: %v", o, stop, err)
	}
	the.settle(t)
	if about.Hits() == 0 {
		t.Error("nothing about the ticket was seen on its way to the bus")
	}
	for i, rule := range told {
		if rule.Hits() > 0 {
			t.Errorf("%s was put on the bus %d times", private[i], rule.Hits())
		}
	}
}

// formerly gives a file another number: that of an older file, with a ticket,
// which becomes part of it.
func (d *desk) formerly(t *testing.T, id, typed string, number phone.Number) {
	t.Helper()
	agent, supervisor := d.as(t, "agent"), d.as(t, "supervisor")
	var older struct{ ID string }
	d.post(t, "/desk/customers", map[string]any{"name": "南宫映雪", "phone": typed, "region": "珠山区"}, agent...).into(t, http.StatusCreated, &older)
	var r receipt
	d.post(t, "/inquiries", map[string]any{"kind": "price", "name": "南宫映雪", "phone": typed, "text": "釉里红梅瓶从珠山区寄出多少钱？"}).into(t, http.StatusCreated, &r)
	d.awaitSMS(t, number, 1)
	d.post(t, "/desk/tickets/"+r.Number+"/withdraw", map[string]any{"reason": "南宫女士撤回"}, agent...).into(t, http.StatusOK, nil)
	d.post(t, "/desk/customers/"+id+"/merge", map[string]any{"other": older.ID}, supervisor...).into(t, http.StatusOK, nil)
}

// traced lists, for each of some texts, the items of the table in which it
// stands. An event in which one stands fails the test, whenever it is seen.
func (d *desk) traced(t *testing.T, private []string) map[string][]string {
	t.Helper()
	found := map[string][]string{}
	pages := dynamodb.NewScanPaginator(d.db, &dynamodb.ScanInput{TableName: &d.Table})
	for pages.HasMorePages() {
		page, err := pages.NextPage(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, item := range page.Items {
			name := func(attribute string) string {
				s, _ := item[attribute].(*types.AttributeValueMemberS)
				if s == nil {
					return ""
				}
				return s.Value
			}
			raw, err := json.Marshal(item)
			if err != nil {
				t.Fatal(err)
			}
			all := unescaped.Replace(string(raw)) + unpacked(t, item)
			where := fmt.Sprintf("%s · %s: %.600s", name("pk"), name("sk"), all)
			for _, p := range private {
				if !strings.Contains(all, p) {
					continue
				}
				found[p] = append(found[p], where)
				if name(dynamo.EventAttr) != "" && !hash.MatchString(p) && name("kind") == dynamo.EventKind {
					t.Errorf("the event %s · %s holds %s", name("pk"), name("sk"), p)
				}
			}
		}
	}
	return found
}

// unpacked is what an item holds in bytes, a packed record as its text.
func unpacked(t *testing.T, item map[string]types.AttributeValue) (all string) {
	t.Helper()
	words, err := os.ReadFile("../../shared/dynamo/words.txt")
	if err != nil {
		t.Fatal(err)
	}
	for name, value := range item {
		b, is := value.(*types.AttributeValueMemberB)
		if !is || len(b.Value) == 0 {
			continue
		}
		if name != "record" { // a key, or what names a write
			all += string(b.Value)
			continue
		}
		from, known := b.Value, []byte(nil)
		if from[0] == 0xFF {
			from, known = from[1:], words
		}
		text, err := io.ReadAll(flate.NewReaderDict(bytes.NewReader(from), known))
		if err != nil {
			t.Errorf("%v · %v: %s can't be unpacked: %v", item["pk"], item["sk"], name, err)
		}
		all += string(text)
	}
	return all
}

// unescaped makes JSON within JSON readable enough to look for a text in it.
var unescaped = strings.NewReplacer(`\\`, ``, `\"`, `"`)

// hash is what a key of a number looks like.
var hash = regexp.MustCompile(`^[0-9a-zA-Z_-]{20,}$`)
