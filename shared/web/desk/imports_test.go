package desk

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"huiyin/shared/attachment"
	"huiyin/shared/audit"
	"huiyin/shared/storetest"
)

func always() bool { return true }

// into checks how an answer ended and reads it.
func (a answer) into(t *testing.T, status int, out any) {
	t.Helper()
	if a.status != status {
		t.Fatalf("%s: %d %s", a.request, a.status, a.raw)
	}
	if out == nil {
		return
	}
	if err := json.Unmarshal([]byte(a.raw), out); err != nil {
		t.Fatalf("%s: %v in %s", a.request, err, a.raw)
	}
}

// sent sends a table by the form that the desk offers.
func (b *bench) sent(as, content string) (id string) {
	b.Helper()
	server := httptest.NewServer(b.bucket)
	b.Cleanup(server.Close)
	b.bucket.Address = server.URL
	var offer Upload
	b.call(as, post, "/desk/imports", `{"back":"https://desk.example/console/imports/{id}"}`).into(b.T, http.StatusCreated, &offer)
	status, to := storetest.Post(b.T, attachment.Form{URL: offer.URL, Fields: offer.Fields}, "客户.csv", []byte(content))
	if status != http.StatusSeeOther || !strings.HasPrefix(to, "https://desk.example/console/imports/"+offer.ID) {
		b.Fatalf("sent with %d to %s", status, to)
	}
	return offer.ID
}

// A supervisor sends a table, starts it, sees how far it is and what was wrong,
// and saves that; what came in goes out again. All but looking on is audited.
func TestATableIsImportedAndExported(t *testing.T) {
	b := newBench(t)
	id := b.sent("supervisor", "手机号码,姓名\n13900000001,=1+1\n123,错\n13900000002,李明\n")
	var seen Import
	b.call("supervisor", get, "/desk/imports/"+id, "").into(b.T, http.StatusOK, &seen)
	if seen.State != "arrived" || seen.Bytes == 0 {
		t.Errorf("arrived: %+v", seen)
	}
	b.call("supervisor", put, "/desk/imports/"+id, `{"table":"stars"}`).into(b.T, http.StatusUnprocessableEntity, nil)
	b.call("supervisor", put, "/desk/imports/"+id, `{"table":"customers"}`).into(b.T, http.StatusOK, &seen)
	if seen.State != "waiting" || seen.Badge == "" {
		t.Errorf("started: %+v", seen)
	}
	if err := b.desk.Imports.Work(t.Context(), b.now, id, always); err != nil {
		t.Fatal(err)
	}
	var list ImportList
	b.call("admin", get, "/desk/imports", "").into(b.T, http.StatusOK, &list)
	if len(list.Imports) != 1 || list.Imports[0].State != "done" || list.Imports[0].Rows != 3 || list.Imports[0].Created != 2 || list.Imports[0].Wrong != 1 {
		t.Fatalf("list %+v", list)
	}
	var wrong RowProblems
	b.call("supervisor", get, "/desk/imports/"+id+"/problems", "").into(b.T, http.StatusOK, &wrong)
	if len(wrong.Problems) != 1 || wrong.Problems[0].Row != 3 || wrong.Problems[0].Title != "Phone" || wrong.Problems[0].Message == "" {
		t.Errorf("problems %+v", wrong)
	}
	file := b.call("supervisor", get, "/desk/imports/"+id+"/problems.csv", "")
	if !strings.Contains(file.raw, "3,3,Phone,") || !strings.HasPrefix(file.header.Get("Content-Disposition"), `attachment; filename="problems-`) {
		t.Errorf("saved %s", file.raw)
	}
	b.call("supervisor", post, "/desk/imports/"+id+"/cancel", "").into(b.T, http.StatusConflict, nil)

	out := b.call("supervisor", get, "/desk/export/customers?lang=en", "")
	if !strings.Contains(out.raw, "13900000001,'=1+1,") || out.header.Get("Report-Rows") != "2" || out.header.Get("Link") != "" {
		t.Errorf("exported %s", out.raw)
	}
	var rows struct {
		Rows []map[string]string `json:"rows"`
	}
	b.call("supervisor", get, "/desk/export/customers?format=json", "").into(b.T, http.StatusOK, &rows)
	back, err := json.Marshal(map[string]any{"rows": append(rows.Rows, map[string]string{"phone": "5"})})
	if err != nil {
		t.Fatal(err)
	}
	var taken TakenRows
	b.call("supervisor", post, "/desk/tables/customers/rows", string(back)).into(b.T, http.StatusOK, &taken)
	if len(taken.Rows) != 3 || taken.Rows[0].Did != "unchanged" || taken.Rows[1].ID == "" || taken.Rows[2].Did != "wrong" || taken.Rows[2].Problems[0].Line != 3 {
		t.Errorf("taken %+v", taken)
	}
	var parts ReportParts
	b.call("supervisor", get, "/desk/export/customers/parts", "").into(b.T, http.StatusOK, &parts)
	if len(parts.Parts) != 1 || parts.Parts[0].Rows != 2 || parts.Next != "" {
		t.Errorf("parts %+v", parts)
	}
	if template := b.call("supervisor", get, "/desk/tables/customers/template", "").raw; !strings.Contains(template, "Phone,Name,Title") {
		t.Errorf("template %s", template)
	}
	for _, operation := range []string{"startImport", "importRows", "exportCustomers"} {
		if rows := b.rows(audit.Query{Operation: operation, By: "staff:" + b.staff["supervisor"]}); len(rows) == 0 {
			t.Errorf("%s left no row", operation)
		}
	}
	for _, path := range []string{"/desk/imports/" + fmt.Sprintf("%026d", 0), "/desk/imports/" + fmt.Sprintf("%026d", 0) + "/problems"} {
		b.call("supervisor", get, path, "").into(b.T, http.StatusNotFound, nil)
	}
}
