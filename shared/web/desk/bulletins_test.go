package desk

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"huiyin/shared/audit"
	"huiyin/shared/words"
)

// rule: PD-8
func TestASupervisorOpensANoticeAndClosesItWithASecondOne(t *testing.T) {
	b := newBench(t)
	b.call("agent", post, "/desk/bulletins", `{"kind":"weather","text":"台风。"}`).refused(http.StatusForbidden, "desk.role")
	made := b.call("supervisor", post, "/desk/bulletins", `{"kind":"weather","text":"台风，上海停运。","textEnglish":"Typhoon.","regions":["上海"]}`).is(http.StatusCreated)
	if made.text("state") != "shown" || made.text("openedBy") != "staff:"+b.staff["supervisor"] || made.text("badge") != "201" {
		t.Errorf("opened: %s", made.raw)
	}
	board, _ := b.store.Bulletins().Board(b.Context())
	if lines := board.At(b.now); len(lines) != 1 || lines[0].Texts[words.English] != "Typhoon." || lines[0].Regions[0] != "上海" {
		t.Errorf("on the board: %+v", board)
	}
	if list := b.call("agent", get, "/desk/bulletins", "").is(200); len(list.list("bulletins")) != 1 || len(list.at("kinds").([]any)) < 3 {
		t.Errorf("an agent sees %s", list.raw)
	}
	path := "/desk/bulletins/" + made.text("id") + "/close"
	b.call("agent", post, path, `{"text":"恢复。"}`).refused(http.StatusForbidden, "desk.role")
	b.call("supervisor", post, path, `{"text":""}`).refused(http.StatusUnprocessableEntity, "invalid", "text")
	b.now = b.now.Add(time.Hour)
	closed := b.call("supervisor", post, path, `{"text":"台风已过，恢复运输。"}`).is(200)
	if closed.text("state") != "closed" || closed.text("closing.badge") != "201" || closed.text("closing.until") == "" {
		t.Errorf("closed: %s", closed.raw)
	}
	b.call("admin", post, path, `{"text":"恢复。"}`).refused(http.StatusConflict, "bulletin.closed")
	b.call("admin", post, "/desk/bulletins/NOBODY/close", `{"text":"恢复。"}`).refused(http.StatusNotFound, "bulletin.none")
	b.call("admin", post, "/desk/bulletins", `{"kind":"party","text":"急什么急","until":"2020-01-01T00:00:00Z"}`).
		refused(http.StatusUnprocessableEntity, "invalid", "kind", "text", "until")
	rows := b.rows(audit.Query{Operation: "openBulletin"})
	if last := rows[len(rows)-1]; last.Outcome != audit.Done || last.Target["id"] != made.text("id") {
		t.Errorf("the audit log says %+v", rows)
	}
	if log := b.log.String(); strings.Contains(log, "台风") {
		t.Error("the words are in the function's log")
	}
}
