package desk

import (
	"net/http"
	"testing"
	"time"
)

// rule: SJ-14
func TestSpotChecks(t *testing.T) {
	b := newBench(t)
	for range 12 {
		b.inquiry("agent")
		b.now = b.now.Add(time.Minute)
	}
	b.call("supervisor", get, "/desk/samples?day=2026-06-10", "").refused(422, "invalid", "day")
	b.now = noon.AddDate(0, 0, 1)
	drawn := b.call("supervisor", get, "/desk/samples", "").is(200)
	tickets := drawn.list("tickets")
	if drawn.text("day") != "2026-06-10" || drawn.at("of") != 12.0 || len(tickets) != 5 || tickets[0]["review"] != nil {
		t.Fatalf("drawn %s", drawn.raw)
	}
	if again := b.call("admin", get, "/desk/samples?day=2026-06-10", "").is(200); again.raw != drawn.raw {
		t.Errorf("drawn again: %s", again.raw)
	}
	number := tickets[1]["ticket"].(map[string]any)["number"].(string)
	path := "/desk/samples/2026-06-10/" + number
	const found = `{"attitude":5,"accuracy":4,"speed":2,"record":3,"remark":"三小时没有回电","anomaly":true}`
	kept := b.call("supervisor", post, path, found).is(200)
	if kept.text("badge") != "201" || kept.at("speed") != 2.0 || kept.text("by") != "staff:"+b.staff["supervisor"] {
		t.Errorf("kept %s", kept.raw)
	}
	listed := b.call("admin", get, "/desk/samples", "").is(200).list("tickets")
	review, _ := listed[1]["review"].(map[string]any)
	if review["badge"] != "201" || review["remark"] != "三小时没有回电" || review["anomaly"] != true || listed[0]["review"] != nil {
		t.Errorf("listed %v", listed[1])
	}

	b.call("agent", get, "/desk/samples", "").refused(http.StatusForbidden, "desk.role")
	b.call("agent", post, path, found).refused(http.StatusForbidden, "desk.role")
	b.call("admin", post, path, found).refused(http.StatusConflict, "sample.reviewed")
	b.call("supervisor", post, "/desk/samples/2026-06-09/"+number, found).refused(http.StatusNotFound, "sample.not_drawn")
	b.call("supervisor", post, "/desk/samples/yesterday/"+number, found).refused(422, "invalid", "day")
	b.call("supervisor", post, "/desk/samples/2026-06-10/K7M", found).refused(http.StatusNotFound, "desk.no_ticket")
	b.call("supervisor", post, path, `{"attitude":0,"accuracy":6,"speed":2}`).refused(422, "invalid", "attitude", "accuracy", "record")
	b.call("supervisor", post, path, `{"attitude":1,"accuracy":1,"speed":1,"record":1,"anomaly":true}`).refused(422, "invalid", "remark")
	b.call("supervisor", get, "/desk/samples?day=2026-02-30", "").refused(422, "invalid", "day")

	own := tickets[2]["ticket"].(map[string]any)["number"].(string)
	b.call("supervisor", post, "/desk/tickets/"+own+"/take", "").is(200)
	b.call("supervisor", post, "/desk/samples/2026-06-10/"+own, found).refused(http.StatusForbidden, "sample.own")
}
