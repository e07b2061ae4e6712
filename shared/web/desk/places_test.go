package desk

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
)

const (
	branches = "类别,名称,地址,电话,营业时间,服务范围\n网点,杭州西湖网点,文三路1号,0571-88880001,每天8:30-18:30,浙江省杭州市西湖区、浙江省杭州市上城区\n"
	prices   = "出发地,目的地,运输方式,首重,首重价,续重价,时效天数\n上海市,四川省成都市,公路,1,10,2.8,3\n上海市,四川省,公路,1,12,3.5,5\n"
)

// rule: PD-1 an agent answers which branch serves a district and what a weight
// costs, from what a supervisor brought along as tables.
func TestCoverageAndPriceAreAnswered(t *testing.T) {
	b := newBench(t)
	csv := []string{"Content-Type", "text/csv; charset=utf-8"}
	if a := b.call("supervisor", post, "/desk/places/import", "\ufeff"+branches, csv...).is(200); a.at("rows") != 1.0 || a.at("changed") != 1.0 {
		t.Errorf("imported: %s", a.raw)
	}
	as, _ := json.Marshal(map[string]string{"table": prices})
	b.call("supervisor", post, "/desk/tariffs/import", string(as)).is(200)
	if a := b.call("supervisor", post, "/desk/tariffs/import", prices, csv...).is(200); a.at("changed") != 0.0 {
		t.Errorf("once more: %s", a.raw)
	}
	found := b.call("agent", get, "/desk/places?area=杭州市西湖区&kind=branch", "").is(200).list("places")
	if len(found) != 1 || found[0]["name"] != "杭州西湖网点" || found[0]["hours"] != "每天8:30-18:30" || found[0]["active"] != true {
		t.Errorf("found %v", found)
	}
	offers := b.call("agent", get, "/desk/tariffs?from=上海&to=成都&weight=10.01", "").is(200).list("tariffs")
	if len(offers) != 1 || offers[0]["priceFen"] != 3800.0 || offers[0]["days"] != 3.0 {
		t.Errorf("offers %v", offers)
	}
	if a := b.call("agent", get, "/desk/tariffs?from=上海&to=四川省成都市&weight=0.1", "").is(200).list("tariffs"); len(a) != 2 || a[0]["priceFen"] != 1000.0 || a[1]["priceFen"] != 1200.0 {
		t.Errorf("the narrowest first: %v", a)
	}
	if a := b.call("agent", get, "/desk/tariffs", "").is(200).list("tariffs"); len(a) != 2 || a[0]["priceFen"] != nil {
		t.Errorf("without a weight: %v", a)
	}
}

// Only who is in the register, and active, can be handed a ticket.
// rule: SJ-11, PD-7
func TestATicketGoesToWhomTheRegisterKnows(t *testing.T) {
	b := newBench(t)
	number := b.complaint("agent")
	hand := `{"to":"partner","name":"顺路物流","summary":"外箱破损，请核对"}`
	b.do("agent", number, "hand-over", hand).refused(422, "invalid", "name")
	a := b.call("supervisor", put, "/desk/places/shunlu", `{"kind":"partner","name":"顺路物流","contact":{"name":"老周","phone":"13800138000","mail":"zhou@shunlu.example"}}`).is(200)
	if a.etag() != `"1"` || a.text("contact.phone") != "+8613800138000" || a.text("language") != "zh" {
		t.Errorf("saved: %s", a.raw)
	}
	b.do("agent", number, "hand-over", hand).is(200)
	b.do("agent", number, "take-back", `{"reason":"换一家"}`).is(200)
	b.call("supervisor", put, "/desk/places/shunlu", `{"kind":"partner","name":"顺路物流","inactive":true}`).refused(http.StatusPreconditionFailed, "place.stale")
	b.call("supervisor", put, "/desk/places/shunlu", `{"kind":"partner","name":"顺路物流","inactive":true}`, "If-Match", `"1"`).is(200)
	b.do("agent", number, "hand-over", hand).refused(422, "invalid", "name")
	if a := b.call("agent", get, "/desk/places/shunlu", "").is(200); a.at("active") != false || a.at("contact") != nil {
		t.Errorf("read: %s", a.raw)
	}
	if a := b.call("agent", get, "/desk/places?q=顺路", "").is(200); len(a.list("places")) != 0 {
		t.Errorf("found: %s", a.raw)
	}
	if a := b.call("agent", get, "/desk/places?q=顺路&inactive=true", "").is(200); len(a.list("places")) != 1 {
		t.Errorf("not found: %s", a.raw)
	}
	b.call("agent", get, "/desk/places/nobody", "").refused(404, "place.not_found")
}

func TestARegisterRefusesWhatIsWrongByName(t *testing.T) {
	b := newBench(t)
	csv := []string{"Content-Type", "text/csv"}
	b.call("admin", post, "/desk/places/import", "类别,名称,联系手机\n网点,一,12\n客户,二,\n", csv...).refused(422, "invalid", "row 2.contact.phone", "row 3.kind")
	b.call("admin", post, "/desk/places/import", `{"table":1}`).refused(422, "invalid", "body")
	b.call("admin", post, "/desk/places/import", `{}`).refused(422, "invalid", "table")
	b.call("admin", post, "/desk/places/import", `x`, "Content-Type", "text/plain").is(415)
	b.call("admin", post, "/desk/places/import", strings.Repeat("网", MaxBody/3+1), csv...).is(413)
	b.call("admin", put, "/desk/places/UPPER", `{"kind":"branch","name":"x"}`).refused(422, "invalid", "id")
	b.call("admin", put, "/desk/places/x", `{"kind":"branch","name":"x","contact":{"mail":"nobody"}}`).refused(422, "invalid", "contact.mail")
	b.call("admin", put, "/desk/tariffs/x", `{"from":"上海","to":"北京","mode":"公路","firstGrams":0,"firstFen":1,"moreFen":1}`).refused(422, "invalid", "firstGrams")
	b.call("agent", get, "/desk/tariffs?weight=-1", "").refused(422, "invalid", "weight")
	b.call("agent", get, "/desk/places?cursor=x", "").refused(422, "invalid", "cursor")
}

func TestATariffIsKeptByHand(t *testing.T) {
	b := newBench(t)
	const body = `{"from":"上海","to":"北京","mode":"公路","firstGrams":1000,"firstFen":1000,"moreFen":300}`
	b.call("supervisor", put, "/desk/tariffs/sh-bj", body).is(200)
	b.call("supervisor", put, "/desk/tariffs/other", body).refused(422, "invalid", "to")
	b.call("supervisor", put, "/desk/tariffs/sh-bj", strings.Replace(body, "300", "310", 1), "If-Match", `"1"`).is(200)
	if a := b.call("agent", get, "/desk/tariffs/sh-bj", "").is(200); a.at("moreFen") != 310.0 || a.etag() != `"2"` || !strings.HasPrefix(a.text("by"), "staff:") {
		t.Errorf("read: %s", a.raw)
	}
	b.call("supervisor", remove, "/desk/tariffs/sh-bj", "", "If-Match", `"1"`).refused(http.StatusPreconditionFailed, "place.stale")
	b.call("supervisor", remove, "/desk/tariffs/sh-bj", "").is(200)
	b.call("supervisor", remove, "/desk/tariffs/sh-bj", "").refused(404, "place.not_found")
}

// The register is paged: every place once, whatever the size of a page.
func TestTheRegisterIsPaged(t *testing.T) {
	b := newBench(t)
	var table strings.Builder
	table.WriteString("类别,名称\n")
	for i := range 30 {
		fmt.Fprintf(&table, "网点,新网点%02d\n", i)
	}
	b.call("admin", post, "/desk/places/import", table.String(), "Content-Type", "text/csv").is(200)
	for _, limit := range []int{1, 7, 100} {
		seen := map[any]bool{}
		for cursor := ""; ; {
			a := b.call("agent", get, fmt.Sprintf("/desk/places?q=新网点&limit=%d&cursor=%s", limit, cursor), "").is(200)
			for _, p := range a.list("places") {
				seen[p["name"]] = true
			}
			if cursor = a.text("next"); cursor == "" {
				break
			}
		}
		if len(seen) != 30 {
			t.Errorf("by %d: %d places", limit, len(seen))
		}
	}
}
