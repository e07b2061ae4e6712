package acceptance

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"huiyin/shared/attachment"
	"huiyin/shared/rank"
	"huiyin/shared/storetest"
	web "huiyin/shared/web/desk"
)

// rule: QM-6 — five hundred rows go by the signed form into the bucket, the sweep takes
// them over and tells which were wrong; the same file again changes nothing.
func TestFiveHundredRowsAreImported(t *testing.T) {
	supervisor := the.as(t, "supervisor")
	var file strings.Builder
	file.WriteString("手机号码,姓名\n")
	for i := range 500 {
		if i%100 == 99 {
			file.WriteString("12345,错\n")
			continue
		}
		fmt.Fprintf(&file, "1370001%04d,=导入%d\n", i, i)
	}
	for round, want := range []web.Import{{Created: 495, Wrong: 5}, {Unchanged: 495, Wrong: 5}} {
		began := time.Now()
		done := the.importTable(t, "customers", file.String())
		t.Logf("round %d took %v: %+v", round, time.Since(began), done)
		if done.State != "done" || done.Created != want.Created || done.Unchanged != want.Unchanged || done.Wrong != want.Wrong {
			t.Errorf("round %d: %+v", round, done)
		}
		var wrong web.RowProblems
		the.send(t, http.MethodGet, "/desk/imports/"+done.ID+"/problems", "", "", supervisor...).into(t, http.StatusOK, &wrong)
		if len(wrong.Problems) != 5 || wrong.Problems[0].Row != 101 || wrong.Problems[0].Code != "phone.invalid" {
			t.Errorf("round %d: %+v", round, wrong)
		}
	}
	// In a month that no other test reaches: each month has one run.
	the.greet(t, time.Date(2027, 3, 2, 4, 0, 0, 0, time.UTC))
	var runs web.ClassRuns
	the.send(t, http.MethodGet, "/desk/classes", "", "", supervisor...).into(t, http.StatusOK, &runs)
	if len(runs.Runs) == 0 || runs.Runs[0].State != string(rank.Done) || runs.Runs[0].Month != "2027-03" || runs.Runs[0].Files < 495 {
		t.Errorf("classes: %+v", runs)
	}
}

// importTable sends a table as a supervisor does, and lets the sweep take it over.
func (d *desk) importTable(t *testing.T, table, content string) (done web.Import) {
	t.Helper()
	supervisor := d.as(t, "supervisor")
	var offer web.Upload
	d.post(t, "/desk/imports", map[string]any{}, supervisor...).into(t, http.StatusCreated, &offer)
	if status, _ := storetest.Post(t, attachment.Form{URL: offer.URL, Fields: offer.Fields}, "table.csv", []byte(content)); status != http.StatusNoContent {
		t.Fatalf("sent with %d", status)
	}
	d.send(t, http.MethodPut, "/desk/imports/"+offer.ID, "application/json", `{"table":"`+table+`"}`, supervisor...).into(t, http.StatusOK, nil)
	d.sweep(t, d.now())
	d.send(t, http.MethodGet, "/desk/imports/"+offer.ID, "", "", supervisor...).into(t, http.StatusOK, &done)
	return done
}
