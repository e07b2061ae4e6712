package acceptance

import (
	"net/http"
	"testing"
	"time"

	"huiyin/shared/id"
	"huiyin/shared/message"
	"huiyin/shared/words"
)

// rule: PD-12, NJ-9, NJ-14, JY-10 — what an agent tells, promises, moves and
// settles reaches the customer step by step, each time with a badge; who wants
// it reported upwards reaches the supervisor.
func TestWhatAnAgentDoesReachesTheCustomer(t *testing.T) {
	t.Parallel()
	r, number := the.complain(t)
	the.awaitSMS(t, number, 1)
	arrived := 1
	agent := the.as(t, "agent")
	by := the.now().Add(3 * time.Hour).Truncate(time.Minute)
	for _, step := range []struct {
		path string
		body map[string]any
		says []string
	}{
		{"reply", map[string]any{"text": "正在联系杭州网点核实签收人，核实后回复您。", "interim": true, "nextReplyAt": by},
			[]string{"客服1024", "进展已更新", message.Format(by, the.now(), shanghai, words.Chinese)}},
		{"promise", map[string]any{"due": by.Add(time.Hour)},
			[]string{"抱歉", "改为" + message.Format(by.Add(time.Hour), the.now(), shanghai, words.Chinese), "客服1024"}},
		{"notes", map[string]any{"text": "网点电话占线"}, nil},
		{"resolve", map[string]any{"cause": "误投邻居", "plan": "取回补送", "action": "已取回补送", "result": "货已从邻居处取回并交给您。"}, []string{"已办结", "客服1024"}},
		{"reopen", map[string]any{"reason": "客户来电说还少一件"}, []string{"已重新办理"}},
	} {
		the.post(t, "/desk/tickets/"+r.Number+"/"+step.path, step.body, agent...).into(t, http.StatusOK, nil)
		if step.says == nil {
			continue
		}
		arrived++
		mustSay(t, the.awaitSMS(t, number, arrived), append(step.says, r.Shown)...)
	}
	the.onlySMS(t, number, arrived)

	the.post(t, "/desk/tickets/"+r.Number+"/escalate", map[string]any{"reason": "客户要求经理回电"}, agent...).into(t, http.StatusOK, nil)
	the.settle(t)
	if texts := the.sms(t, theCrew("service").supervisor); naming(texts, id.Show(r.Number), "人工上报") != 1 {
		t.Errorf("the supervisor reads %q", texts)
	}
}
