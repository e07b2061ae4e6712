package desk

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
)

func numbers(list any) string {
	var all []string
	for _, one := range list.([]any) {
		all = append(all, one.(map[string]any)["number"].(string))
	}
	return strings.Join(all, " ")
}

func TestOtherTicketsOfTheCustomerAndTheWaybillStandBesideATicket(t *testing.T) {
	b := newBench(t)
	first := b.inquiry("agent", `"waybill":"SF1001"`)
	second := b.complaint("agent", `"waybill":"SF1001"`)
	third := b.call("agent", post, "/desk/tickets", `{"name":"李雷","phone":"13700000001","type":"inquiry","kind":"price","waybill":"SF1001","text":"多少钱？"}`).is(http.StatusCreated).text("number")
	a := b.call("agent", get, "/desk/tickets/"+first+"/related", "").is(200)
	if got := numbers(a.at("sameCustomer")); got != second {
		t.Errorf("of the customer: %s, want %s", got, second)
	}
	if got := numbers(a.at("sameWaybill")); !slices.Contains([]string{second + " " + third, third + " " + second}, got) {
		t.Errorf("of the waybill: %s, want %s and %s", got, second, third)
	}
	alone := b.call("agent", post, "/desk/tickets", `{"name":"韩梅","phone":"13700000002","type":"inquiry","kind":"price","text":"多少钱？"}`).text("number")
	a = b.call("agent", get, "/desk/tickets/"+alone+"/related", "").is(200)
	if numbers(a.at("sameCustomer"))+numbers(a.at("sameWaybill")) != "" {
		t.Errorf("one that is alone: %s", a.raw)
	}
	b.call("agent", get, "/desk/tickets/K7M3QP9XA/related", "").refused(404, "desk.no_ticket")
}

func TestAHistoryIsReadFromItsEnd(t *testing.T) {
	b := newBench(t)
	number := b.inquiry("agent")
	for range 120 {
		b.call("agent", post, "/desk/tickets/"+number+"/notes", `{"text":"第几次了"}`).is(200)
	}
	page := func(before int) []map[string]any {
		return b.call("agent", get, fmt.Sprintf("/desk/tickets/%s/history?before=%d", number, before), "").is(200).list("events")
	}
	newest := page(1000000)
	last, first := newest[len(newest)-1]["seq"].(float64), newest[0]["seq"].(float64)
	if len(newest) != 100 || last != first+99 || last < 121 {
		t.Fatalf("%d events, from %v to %v", len(newest), first, last)
	}
	if older := page(int(first)); older[0]["seq"] != 1.0 || older[len(older)-1]["seq"] != first-1 {
		t.Errorf("before them from %v to %v", older[0]["seq"], older[len(older)-1]["seq"])
	}
	b.call("agent", get, "/desk/tickets/"+number+"/history?before=1", "").refused(404, "desk.no_ticket")
	b.call("agent", get, "/desk/tickets/"+number+"/history?before=0", "").refused(422, "invalid", "before")
}

func TestAllowedIsWhatWouldNotBeRefused(t *testing.T) {
	b := newBench(t)
	number := b.complaint("other")
	allowed := func(has, lacks string) {
		t.Helper()
		var names []string
		for _, name := range b.call("other", get, "/desk/tickets/"+number, "").at("ticket").(map[string]any)["allowed"].([]any) {
			names = append(names, name.(string))
		}
		for _, name := range strings.Fields(has) {
			if !slices.Contains(names, name) {
				t.Errorf("%s is not allowed: %v", name, names)
			}
		}
		for _, name := range strings.Fields(lacks) {
			if slices.Contains(names, name) {
				t.Errorf("%s is allowed: %v", name, names)
			}
		}
	}
	act := func(path, body string) {
		t.Helper()
		b.call("other", post, "/desk/tickets/"+number+"/"+path, body).is(200)
	}
	allowed("pause carry_over hand_over", "resume done accept_hand_over hand_back take_back")
	act("hand-over", `{"to":"department","name":"运输部","summary":"王小明，货到晚了"}`)
	allowed("accept_hand_over hand_back take_back", "hand_over")
	act("hand-over/accept", `{"who":"老周"}`)
	allowed("hand_back take_back", "hand_over accept_hand_over")
	act("hand-back", `{"answer":"明早补送"}`)
	act("carry-over", `{"reason":"联系不上"}`)
	act("promise", `{"due":"2026-06-11T10:00:00+08:00","for":"work"}`)
	act("pause", `{"reason":"等客户照片"}`)
	allowed("resume done hand_over", "pause carry_over hand_back")
}
