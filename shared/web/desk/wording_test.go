package desk

import (
	"fmt"
	"testing"
)

// rule: PD-10, JY-11
func TestADraftIsCheckedAsTheReplyIs(t *testing.T) {
	b := newBench(t)
	complaint := b.complaint("agent")
	inquiry := b.call("agent", post, "/desk/tickets", `{"name":"李雷","phone":"13700137000","type":"inquiry","kind":"price","text":"多少钱？"}`).is(201).text("number")
	for _, c := range []struct {
		number, text          string
		forbidden, promo, gap string
	}{
		{complaint, "您好，货物明天送到。", "[]", "[]", "[]"},
		{complaint, "急 什 么 急，推荐您购买我们的增值服务。", "[急什么急]", "some", "[]"},
		{complaint, "运单{waybill}明天送到。", "[]", "[]", "[{waybill}]"},
		{inquiry, "推荐您购买我们的增值服务。", "[]", "[]", "[]"},
	} {
		body := fmt.Sprintf(`{"text":%q}`, c.text)
		a := b.call("agent", post, "/desk/tickets/"+c.number+"/check", body).is(200)
		promo := fmt.Sprint(a.at("promotion"))
		if c.promo == "some" && promo != "[]" {
			promo = "some"
		}
		if fmt.Sprint(a.at("forbidden")) != c.forbidden || promo != c.promo || fmt.Sprint(a.at("unfilled")) != c.gap {
			t.Errorf("%s: %s", c.text, a.raw)
		}
		// The reply itself refuses the very same texts.
		sent := b.call("agent", post, "/desk/tickets/"+c.number+"/reply", body)
		if refused := sent.status == 422; refused == (a.at("fine") == true) {
			t.Errorf("%s: checked as %s, sent with %d %s", c.text, a.raw, sent.status, sent.raw)
		}
	}
	b.call("agent", post, "/desk/tickets/K7M3QP9XA/check", `{"text":"您好"}`).refused(404, "desk.no_ticket")
	b.call("agent", post, "/desk/tickets/"+complaint+"/check", `{"text":""}`).is(422)
}
