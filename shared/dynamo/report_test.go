package dynamo_test

import (
	"fmt"
	"testing"
	"time"

	"huiyin/shared/dynamo"
	"huiyin/shared/dynamo/capacity"
	"huiyin/shared/report"
	"huiyin/shared/storetest"
	"huiyin/shared/ticket"
)

// What a period costs to export: two requests for a hundred tickets, and one for
// each day; a year without tickets is a unit a day. A batch of records is billed
// a unit a record, whatever the local table says of it.
func TestWhatAnExportCosts(t *testing.T) {
	const many = 230
	table := dynamo.New(settings(t, nil), newTable(t), 1)
	desk := storetest.Desk(table.Tickets())
	start := time.Date(2026, 6, 5, 2, 0, 0, 0, time.UTC)
	r, err := desk.Open(t.Context(), start, ticket.TheCustomer, ticket.Intake{Kind: ticket.Complaint, Reason: "delay", Name: "王芳",
		Phone: "+8613800138000", Text: "货还没到，请尽快处理。"})
	if err != nil {
		t.Fatal(err)
	}
	like, err := table.Tickets().Get(t.Context(), r.Number)
	if err != nil {
		t.Fatal(err)
	}
	for i := range many - 1 {
		like.Number, like.OpenedAt = fmt.Sprintf("T%08d", i), start.Add(time.Duration(i)*20*time.Minute)
		if err := table.Tickets().Commit(t.Context(), ticket.Change{Ticket: like}); err != nil {
			t.Fatal(err)
		}
	}
	reports := &report.Service{Store: table.Tickets(), Judge: desk, Zone: time.UTC}
	for _, c := range []struct {
		from, to string
		rows     int
		reads    float64
		requests int
	}{
		{"2026-06-01", "2026-06-30", many, many + 40, 3 + 30 + 3 + 2},
		{"2025-01-01", "2025-12-31", 0, 365, 365},
	} {
		p, err := report.ParsePeriod(c.from, c.to, time.UTC)
		if err != nil {
			t.Fatal(err)
		}
		ctx, spent := capacity.With(t.Context())
		part, err := reports.Write(ctx, start.AddDate(0, 1, 0), p, "", func(string) string { return "" }, report.NewJSON())
		if err != nil {
			t.Fatal(err)
		}
		_, reads, requests := spent.Units()
		t.Logf("%s to %s: %d rows, %v reads, %d requests", c.from, c.to, part.Rows, reads, requests)
		if part.Rows != c.rows || reads > c.reads || requests > c.requests {
			t.Errorf("%s to %s: %d rows, %v reads, %d requests", c.from, c.to, part.Rows, reads, requests)
		}
	}
}
