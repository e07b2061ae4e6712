package dynamo_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"huiyin/shared/customer"
	"huiyin/shared/dynamo"
	"huiyin/shared/dynamo/capacity"
	"huiyin/shared/memory"
	"huiyin/shared/phone"
	"huiyin/shared/phone/parse"
	"huiyin/shared/rank"
	"huiyin/shared/sheet"
	"huiyin/shared/staff"
	"huiyin/shared/storetest"
)

// What a row of a table costs: a new file is written with all that it is found
// by, a row that says what is stored is read and nothing else. Computing a class
// costs the figure and, where it changes, the file.
func TestWhatARowCosts(t *testing.T) {
	const rows = 400
	table := dynamo.New(settings(t, nil), newTable(t), 1)
	phones := parse.Phones{Region: "CN", Keyed: func(_ context.Context, n phone.Number) (string, error) {
		return phone.Hash([]byte("a key of sixteen bytes"), n)[:32], nil
	}}
	bucket := &memory.Bucket{}
	server := httptest.NewServer(bucket)
	defer server.Close()
	bucket.Address = server.URL
	files := customer.Service{Store: table.Customers(), Phones: phones, Random: rand.Reader}
	imports := &sheet.Service{Store: table.Sheets(), Bucket: bucket, Random: rand.Reader, Tables: map[string]sheet.Table{sheet.CustomersName: &sheet.Customers{
		Files: files, Store: table.Customers(), Phones: phones, Roster: func(context.Context) (staff.Roster, error) { return staff.Roster{}, nil }, Zone: time.UTC}}}
	var file bytes.Buffer
	file.WriteString("phone,name,company,tags\n")
	for i := range rows {
		fmt.Fprintf(&file, "139%08d,客户%d,%s公司%d,月结\n", i, i, strings.Repeat("示例", 3), i)
	}
	now := time.Date(2026, 6, 9, 2, 0, 0, 0, time.UTC)
	count := func(what string, writes, reads float64, do func(ctx context.Context)) {
		t.Helper()
		ctx, spent := capacity.With(t.Context())
		began := time.Now()
		do(ctx)
		w, r, requests := spent.Units()
		t.Logf("%-28s %5.1f writes %5.1f reads %5.2f requests a row, %v", what, w/rows, r/rows, float64(requests)/rows, time.Since(began).Round(time.Millisecond))
		if w/rows > writes || r/rows > reads {
			t.Errorf("%s: %.1f writes and %.1f reads a row, at most %.1f and %.1f were expected", what, w/rows, r/rows, writes, reads)
		}
	}
	run := func(ctx context.Context) {
		offer, err := imports.Offer(ctx, "")
		if err != nil {
			t.Fatal(err)
		}
		storetest.Post(t, offer.Form, "a.csv", file.Bytes())
		i, err := imports.Start(ctx, now, offer.ID, sheet.Start{Table: sheet.CustomersName})
		if err != nil {
			t.Fatal(err)
		}
		if err := imports.Work(ctx, now, i.ID, func() bool { return true }); err != nil {
			t.Fatal(err)
		}
		if i, err = imports.Import(ctx, i.ID); err != nil || i.State != sheet.Done || i.Wrong != 0 {
			t.Fatalf("%+v (%v)", i, err)
		}
	}
	count("a new customer", 25, 5, run)
	count("the same again", 0.2, 3, run)
	export := sheet.Export{Store: table.Customers(), Roster: func(context.Context) (staff.Roster, error) { return staff.Roster{}, nil }, Zone: time.UTC}
	count("an exported row", 0.1, 1.5, func(ctx context.Context) {
		if _, part, err := export.JSON(ctx, ""); err != nil || part.Rows != rows {
			t.Fatalf("%+v (%v)", part, err)
		}
	})
	ranks := &rank.Service{Store: table.Ranks(), Files: files, Shares: rank.DefaultShares(), Zone: time.UTC,
		Figures: func(_ context.Context, id, _, _ string) (rank.Twelve, error) {
			return rank.Twelve{Shipments: 1, Costed: 1, Revenue: 1 << 30, Margin: int64(id[0]) << 8}, nil
		}}
	count("a class the first time", 7, 4, func(ctx context.Context) {
		if done, err := ranks.Tick(ctx, now, func() bool { return true }); err != nil || !done {
			t.Fatalf("%v %v", done, err)
		}
	})
	count("a class that stays", 2, 4, func(ctx context.Context) {
		if done, err := ranks.Tick(ctx, now.AddDate(0, 1, 0), func() bool { return true }); err != nil || !done {
			t.Fatalf("%v %v", done, err)
		}
	})
}
