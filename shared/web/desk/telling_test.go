package desk

import (
	"net/http"
	"testing"

	"huiyin/shared/bulletin"
)

// rule: PD-5 — before a notice is opened one sees how many would be told, and
// afterwards who was.
func TestASupervisorSeesWhoWouldBeToldAndWhoWas(t *testing.T) {
	b := newBench(t)
	number := b.inquiry("agent", `"region":"上海市浦东新区"`)
	const storm = `{"kind":"weather","text":"台风。","regions":["上海"],"tells":{"staff":true,"customers":true}}`
	b.call("agent", post, "/desk/bulletins/preview", storm).refused(http.StatusForbidden, "desk.role")
	b.call("supervisor", post, "/desk/bulletins/preview", `{"kind":"weather","text":""}`).refused(http.StatusUnprocessableEntity, "invalid", "text")
	would := b.call("supervisor", post, "/desk/bulletins/preview", storm).is(200)
	if would.at("staff") != float64(0) || would.at("customers") != float64(1) || would.at("parts") != float64(1) || would.at("price") != float64(30000) || would.at("more") != false {
		t.Errorf("preview: %s", would.raw)
	}
	all := b.call("supervisor", post, "/desk/bulletins/preview", `{"kind":"delay","text":"延误。","tells":{"staff":true}}`).is(200)
	if all.at("staff").(float64) < 3 || all.at("customers") != float64(0) {
		t.Errorf("of everybody: %s", all.raw)
	}
	if list := b.call("supervisor", get, "/desk/bulletins", "").is(200); len(list.list("bulletins")) != 0 {
		t.Errorf("a preview opened it: %s", list.raw)
	}
	made := b.call("supervisor", post, "/desk/bulletins", storm).is(http.StatusCreated)
	if made.at("tells.customers") != true {
		t.Errorf("opened: %s", made.raw)
	}
	path := "/desk/bulletins/" + made.text("id") + "/told"
	b.call("agent", get, path, "").refused(http.StatusForbidden, "desk.role")
	b.call("supervisor", get, "/desk/bulletins/NOBODY/told", "").refused(http.StatusNotFound, "bulletin.none")
	b.call("supervisor", get, path+"?cursor=x", "").refused(http.StatusUnprocessableEntity, "invalid", "cursor")
	if before := b.call("supervisor", get, path, "").is(200); before.at("going") != true || len(before.list("receivers")) != 0 {
		t.Errorf("before the sweep: %s", before.raw)
	}
	if err := b.desk.Telling.Work(t.Context(), b.now, bulletin.RoundID(made.text("id"), bulletin.Opened), func() bool { return true }); err != nil {
		t.Fatal(err)
	}
	after := b.call("supervisor", get, path, "").is(200)
	people := after.list("receivers")
	if len(people) != 1 || after.at("going") != false || people[0]["id"] != number || people[0]["kind"] != "person" || people[0]["phone"] == "" {
		t.Errorf("after it: %s", after.raw)
	}
}
