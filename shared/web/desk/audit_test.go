package desk

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"

	"huiyin/shared/audit"
)

// rows are those of the audit log, newest first.
func (b *bench) rows(q audit.Query) []audit.Row {
	b.Helper()
	q.Month = b.desk.Audit.Month(b.now)
	rows, _, err := b.desk.Audit.Rows(b.Context(), q, "", 100)
	if err != nil {
		b.Fatal(err)
	}
	return rows
}

// attempt calls an operation as an admin with ids that lead nowhere.
func (b *bench) attempt(op operation) answer {
	body := "{}"
	if op.method == get || op.method == remove {
		body = ""
	}
	path := strings.NewReplacer("{number}", "K7M3QP9XA", "{id}", "nobody", "{year}", "2027").Replace(op.path)
	return b.call("admin", op.method, path, body)
}

// rule: QM-11
func TestEveryAuditedOperationStandsInTheLogAndNoOther(t *testing.T) {
	b := newBench(t)
	for _, op := range operations {
		before := len(b.rows(audit.Query{Operation: op.id}))
		a := b.attempt(op)
		rows := b.rows(audit.Query{Operation: op.id})
		if op.trace == unaudited {
			if len(rows) != before {
				t.Errorf("%s is not audited and stands in the log", op.id)
			}
			continue
		}
		if len(rows) != before+1 {
			t.Errorf("%s: %d rows, want one more than %d", op.id, len(rows), before)
			continue
		}
		r := rows[0]
		if r.By != "staff:"+b.staff["admin"] || r.Status != a.status || r.Outcome != audit.Ended(a.status) || !r.At.Equal(b.now) {
			t.Errorf("%s, answered %d: %+v", op.id, a.status, r)
		}
		for name, want := range map[string]string{"number": "K7M3QP9XA", "id": "nobody", "year": "2027"} {
			if strings.Contains(op.path, "{"+name+"}") && r.Target[name] != want {
				t.Errorf("%s does not say which: %v", op.id, r.Target)
			}
		}
		for _, as := range []string{"", "forged", "stranger"} {
			b.call(as, op.method, strings.NewReplacer("{number}", "K7M3QP9XA", "{id}", "nobody", "{year}", "2027").Replace(op.path), "")
		}
		if again := b.rows(audit.Query{Operation: op.id}); len(again) != before+1 {
			t.Errorf("%s: who was not let in stands in the log", op.id)
		}
	}
}

// untold are the changes that are not audited, by hand. Whoever adds an
// operation that changes something has to say here why nobody needs to be able
// to look it up. (What is done to a ticket stands in the ticket's own history.)
var untold = []string{
	"simulate", "previewCalendar", "previewPolicies", "previewHolidays", "previewText", "previewBulletin", // change nothing
	"handOut",                  // assignments, each in its ticket's history
	"saveFilter", "dropFilter", // a filter is its owner's own
	"markRead",                                                  // a read receipt says itself who gave it
	"addTask", "finishTask", "dropTask", "moveTask", "giveTask", // a task says itself who did what; its events tell the rest
	"offerImport", "offerProof", // a form; what is done with the file is audited
}

func TestEveryChangeIsAuditedOrATicketsOwnHistory(t *testing.T) {
	for _, op := range operations {
		onTicket := op.path == "/desk/tickets" || strings.HasPrefix(op.path, "/desk/tickets/")
		excused := onTicket
		for _, id := range untold {
			excused = excused || id == op.id
		}
		if changes := op.method != get; changes && !excused && op.trace == unaudited {
			t.Errorf("%s changes something and is not audited", op.id)
		}
	}
	for _, id := range []string{"readPhone", "readCustomerPhone", "exportPerson", "erasePerson", "listCustomers", "exportCustomers"} {
		for _, op := range operations {
			if op.id == id && op.trace == unaudited {
				t.Errorf("%s shows what is kept covered and is not audited", id)
			}
		}
	}
}

// down is an audit log whose table does not answer.
type down struct {
	audit.Store
	begin, end error
}

func (d down) Begin(ctx context.Context, r audit.Row) error {
	if d.begin != nil {
		return d.begin
	}
	return d.Store.Begin(ctx, r)
}

func (d down) End(ctx context.Context, r audit.Row) error {
	if d.end != nil {
		return d.end
	}
	return d.Store.End(ctx, r)
}

// rule: QM-11
func TestNothingIsDoneThatCannotBeWrittenDown(t *testing.T) {
	b := newBench(t)
	b.desk.Audit.Store = down{Store: b.store.Audit(), begin: errors.New("no table")}
	for _, op := range operations {
		if op.trace == audited {
			b.attempt(op).refused(http.StatusServiceUnavailable, "audit.unavailable")
		}
	}
	const somebody = `{"name":"新人","badge":"777","phone":"13700137000","role":"agent","team":"service"}`
	b.call("admin", post, "/desk/staff", somebody).refused(http.StatusServiceUnavailable, "audit.unavailable")
	if roster, _ := b.Now(b.Context()); len(roster.Members) != 5 {
		t.Errorf("%d members: somebody was added unseen", len(roster.Members))
	}

	b.desk.Audit.Store = down{Store: b.store.Audit(), end: errors.New("no table")}
	made := b.call("admin", post, "/desk/staff", somebody).is(http.StatusCreated)
	if rows := b.rows(audit.Query{Operation: "addStaff"}); len(rows) != 1 || rows[0].Outcome != audit.Begun {
		t.Errorf("%s: %+v", made.raw, rows)
	}
	if log := b.log.String(); !strings.Contains(log, "note how an operation ended") {
		t.Error("nothing in the log says that an outcome is missing")
	}
}

func TestTheLogSaysWhatWasMadeAndWhoWasLookedAt(t *testing.T) {
	b := newBench(t)
	number := b.complaint("agent")
	b.call("agent", get, "/desk/tickets/"+number+"/phone", "").is(200)
	made := b.call("agent", post, "/desk/customers", `{"name":"李雷","phone":"13912345678"}`).is(201)
	b.call("supervisor", post, "/desk/persons/export", `{"phone":"139 1234 5678"}`).is(200)
	for operation, want := range map[string]string{"readPhone": "TICKET#" + number, "addCustomer": made.text("id"), "exportPerson": "PHONE#"} {
		rows := b.rows(audit.Query{Operation: operation})
		if len(rows) != 1 {
			t.Fatalf("%s: %+v", operation, rows)
		}
		found := false
		for _, id := range rows[0].Target {
			found = found || strings.HasPrefix(id, want) && id != ""
		}
		if !found {
			t.Errorf("%s: %v does not name %s", operation, rows[0].Target, want)
		}
	}
	if all := b.call("admin", get, "/desk/audit", "").is(200); strings.Contains(all.raw, "1391234") || strings.Contains(all.raw, "李雷") {
		t.Errorf("the log holds a person: %s", all.raw)
	}
}

func TestAnAdminReadsTheLogByMonthPersonAndOperation(t *testing.T) {
	b := newBench(t)
	number := b.inquiry("agent")
	for _, as := range []string{"agent", "supervisor", "agent", "admin"} {
		b.call(as, get, "/desk/tickets/"+number+"/phone", "").is(200)
	}
	b.call("admin", post, "/desk/messages/x/drop", "").is(404)
	for query, want := range map[string]int{"": 5, "?month=2026-06": 5, "?month=2026-05": 0, "?who=101": 2, "?who=" + b.staff["agent"]: 2,
		"?who=staff:" + b.staff["supervisor"]: 1, "?who=nobody": 0, "?operation=readPhone": 4, "?operation=readPhone&who=301": 1} {
		if a := b.call("admin", get, "/desk/audit"+query, "").is(200); len(a.list("entries")) != want {
			t.Errorf("%s: %s, want %d", query, a.raw, want)
		}
	}
	first := b.call("admin", get, "/desk/audit?limit=3", "").is(200)
	second := b.call("admin", get, "/desk/audit?limit=3&cursor="+first.text("next"), "").is(200)
	if len(first.list("entries")) != 3 || len(second.list("entries")) != 2 || second.text("next") != "" {
		t.Errorf("%s\n%s", first.raw, second.raw)
	}
	newest := b.call("admin", get, "/desk/audit?operation=dropMessage", "").is(200).list("entries")[0]
	if newest["badge"] != "301" || newest["outcome"] != "refused" || newest["status"] != 404.0 {
		t.Errorf("%v", newest)
	}
	b.call("admin", get, "/desk/audit?month=june", "").refused(422, "invalid", "month")
	b.call("admin", get, "/desk/audit?cursor=x", "").refused(422, "invalid", "cursor")
	b.call("admin", get, "/desk/audit?who=101&cursor="+first.text("next"), "").refused(422, "invalid", "cursor")
}
