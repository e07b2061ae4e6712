package public

import (
	"encoding/json"
	"strings"
	"testing"

	"huiyin/shared/ticket"
)

// A customer reads that somebody is asked, not who: neither the department nor
// what it was told. What waits for him says so first.
// rule: SJ-11
func TestAHandOverIsSaidWithoutNames(t *testing.T) {
	for stage, want := range map[ticket.Stage]string{ticket.Handling: "正在向相关部门核实", ticket.Waiting: "等您回复"} {
		d := newDesk()
		now := ticketOf(d)
		now.Stage, now.WaitingFor = stage, ticket.ForCustomer
		now.HandOvers = []ticket.Handover{{To: ticket.ToPartner, Name: "保险公司", At: noon}}
		h, _ := site(t, d)
		w := send(h, "/status", asJSONType, `{"number":"`+now.Number+`","last4":"8000"}`)
		var p Progress
		if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil || p.StageText != want || p.Stage != string(stage) {
			t.Errorf("%s: %s", stage, w.Body)
		}
		if strings.Contains(w.Body.String(), "保险") {
			t.Errorf("the status names who has it: %s", w.Body)
		}
		now.HandOvers[0].Ended = noon
		if w := send(h, "/status", asJSONType, `{"number":"`+now.Number+`","last4":"8000"}`); strings.Contains(w.Body.String(), "相关部门") {
			t.Errorf("it is back: %s", w.Body)
		}
	}
}
