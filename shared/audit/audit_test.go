package audit_test

import (
	"context"
	"crypto/rand"
	"errors"
	"strings"
	"testing"
	"time"

	"huiyin/shared/audit"
	"huiyin/shared/errs"
	"huiyin/shared/memory"
)

// late is 30 June in Greenwich and 1 July in Shanghai.
var late = time.Date(2026, 6, 30, 20, 0, 0, 0, time.UTC)

func newLog(store audit.Store) *audit.Log {
	return &audit.Log{Store: store, Zone: time.FixedZone("Asia/Shanghai", 8*3600), Random: rand.Reader}
}

// rule: QM-11
func TestARowTellsWhoDidWhatToWhichAndHowItEnded(t *testing.T) {
	l := newLog(memory.New(1).Audit())
	row, err := l.Begin(t.Context(), late, "staff:AGENT", "readCustomerPhone", "", map[string]string{"id": "CUSTOMERID"})
	if err != nil {
		t.Fatal(err)
	}
	read := func() audit.Row {
		t.Helper()
		rows, next, err := l.Rows(t.Context(), audit.Query{Month: "2026-07"}, "", 10)
		if err != nil || len(rows) != 1 || next != "" {
			t.Fatalf("%v, %v, %v", rows, next, err)
		}
		return rows[0]
	}
	if got := read(); got.Outcome != audit.Begun || got.By != "staff:AGENT" || got.Operation != "readCustomerPhone" || got.Target["id"] != "CUSTOMERID" || !got.At.Equal(late) {
		t.Errorf("before it ended: %+v", got)
	}
	row.Add(map[string]string{"subject": "CUSTOMER#CUSTOMERID"})
	if err := l.End(t.Context(), row, 200); err != nil {
		t.Fatal(err)
	}
	if got := read(); got.Outcome != audit.Done || got.Status != 200 || len(got.Target) != 2 {
		t.Errorf("afterwards: %+v", got)
	}
	if rows, _, _ := l.Rows(t.Context(), audit.Query{Month: "2026-06"}, "", 10); len(rows) != 0 {
		t.Errorf("filed in Greenwich's month: %+v", rows)
	}
	if _, _, err := l.Rows(t.Context(), audit.Query{Month: "June"}, "", 10); !errs.Is(err, errs.Invalid) {
		t.Errorf("a month that is none: %v", err)
	}
}

func TestHowAnOperationEnded(t *testing.T) {
	for status, want := range map[int]audit.Outcome{0: audit.Done, 200: audit.Done, 201: audit.Done, 303: audit.Done, 400: audit.Refused,
		404: audit.Refused, 412: audit.Refused, 422: audit.Refused, 500: audit.Failed, 503: audit.Failed} {
		if got := audit.Ended(status); got != want {
			t.Errorf("%d is %s, want %s", status, got, want)
		}
	}
}

// rule: PD-11
func TestARowHoldsIdsAndNobodysNameOrNumber(t *testing.T) {
	l := newLog(memory.New(1).Audit())
	target := map[string]string{}
	for _, word := range []string{"王芳", "13912345678", "+8613912345678", "139 1234 5678", "010-65551234", "0106555", "wang@example.com", "", " ",
		"a b", "<script>", "x\ny", strings.Repeat("A", audit.MaxTarget+1)} {
		target["bad "+word] = word
	}
	good := []string{"K7M3QP9XA", "K7M-3QP-9XA", "k7m3qp9xa", "2027", "queries", "complaint-delay", "MZXW6YTBOI2345673QAAAAAAAA", "PHONE#0a1b2c3d", "TICKET#K7M3QP9XA/000001"[:16]}
	for _, word := range good {
		target[word] = word
	}
	row, err := l.Begin(t.Context(), late, "staff:AGENT", "readCustomer", "", target)
	if err != nil {
		t.Fatal(err)
	}
	for name := range row.Target {
		if strings.HasPrefix(name, "bad ") {
			t.Errorf("kept %q", row.Target[name])
		}
	}
	if len(row.Target) != len(good) {
		t.Errorf("kept %v of %v", row.Target, good)
	}
}

// broken can't be written to.
type broken struct{ audit.Store }

func (broken) Begin(context.Context, audit.Row) error { return errors.New("no table") }

func TestWhatCannotBeWrittenDownIsNotDone(t *testing.T) {
	if _, err := newLog(broken{}).Begin(t.Context(), late, "staff:AGENT", "saveStaff", "", nil); !errs.Is(err, errs.Unavailable) || errs.As(err).Code != "audit.unavailable" {
		t.Errorf("begun with %v", err)
	}
	l := newLog(memory.New(1).Audit())
	l.Random = strings.NewReader("")
	if _, err := l.Begin(t.Context(), late, "staff:AGENT", "saveStaff", "", nil); err == nil {
		t.Error("begun without an id")
	}
}
