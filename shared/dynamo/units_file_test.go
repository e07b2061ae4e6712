package dynamo_test

import (
	"context"
	"crypto/rand"
	"fmt"
	"testing"
	"time"

	"huiyin/shared/audit"
	"huiyin/shared/customer"
	"huiyin/shared/dynamo"
	"huiyin/shared/dynamo/capacity"
	"huiyin/shared/event"
	"huiyin/shared/phone/parse"
	"huiyin/shared/storetest"
	"huiyin/shared/ticket"
	"huiyin/shared/wire"
)

// What it costs to find a file among two hundred, to make two one, and to look
// at one: a search reads the lists of its terms and the files that can be it,
// never all there are. rule: QM-6
func TestWhatCustomersFilesCost(t *testing.T) {
	table := dynamo.New(settings(t, nil), newTable(t), 1)
	phones := parse.Phones{Region: "CN", Keyed: wire.Keys{Table: table}.Key}
	files := customer.Service{Store: table.Customers(), Phones: phones, Random: rand.Reader}
	now := time.Date(2026, 6, 5, 2, 0, 0, 0, time.UTC)
	save := func(name, number, company string) customer.Customer {
		c, err := files.Save(t.Context(), customer.Input{Name: name, Phone: number, Company: company}, event.System, now)
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	for i := range 200 {
		save(fmt.Sprintf("李%c明", '一'+rune(i)), fmt.Sprintf("1390%07d", i*7919), "深圳市远航物流有限公司")
	}
	one, two := save("欧阳小敏", "13800135555", "苏州敏记茶庄有限公司"), save("欧阳敏", "13700136666", "敏记茶庄")
	desk := storetest.Desk(table.Tickets())
	if _, err := desk.Open(t.Context(), now, ticket.TheCustomer, ticket.Intake{Kind: ticket.Complaint, Reason: "delay", Name: "欧阳小敏",
		Phone: "+8613800135555", Waybill: "SF1234567890", Text: "货还没到。"}); err != nil {
		t.Fatal(err)
	}
	step := func(what string, writes, reads float64, do func(context.Context) error) {
		t.Helper()
		ctx, spent := capacity.With(t.Context())
		if err := do(ctx); err != nil {
			t.Fatalf("%s: %v", what, err)
		}
		w, r, requests := spent.Units()
		t.Logf("%-34s %5.1f writes %5.1f reads %2d requests", what, w, r, requests)
		if w > writes || r > reads {
			t.Errorf("%s: %v writes and %v reads, at most %v and %v were expected", what, w, r, writes, reads)
		}
	}
	for _, q := range []struct {
		by, q string
		reads float64
		found int
	}{
		{"name", "欧阳", 4, 2}, {"surname", "欧", 4, 2}, {"company", "敏记茶庄", 6, 2}, {"number", "13800135555", 10, 1},
		{"last four digits", "5555", 3, 1}, {"common company, a page of ten", "远航物流", 110, 10},
	} {
		step("search by "+q.by, 0, q.reads, func(ctx context.Context) error {
			page, err := files.Search(ctx, q.q, "", 10)
			if len(page.Customers) != q.found {
				t.Errorf("%q finds %d", q.q, len(page.Customers))
			}
			return err
		})
	}
	step("search by waybill", 0, 4, func(ctx context.Context) error {
		numbers, err := table.Tickets().ByWaybill(ctx, "SF1234567890", 20)
		if err != nil || len(numbers) != 1 {
			return fmt.Errorf("%v (%w)", numbers, err)
		}
		_, err = table.Tickets().Tickets(ctx, numbers)
		if err != nil {
			return err
		}
		_, err = table.Customers().CustomerByPhone(ctx, one.PhoneKey)
		return err
	})
	// A look at a file: the file, the row of the log begun and ended, and its place
	// among those of the file, in the index.
	log := audit.Log{Store: table.Audit(), Zone: time.UTC, Random: rand.Reader}
	step("an audited look at a file", 3, 1, func(ctx context.Context) error {
		row, err := log.Begin(ctx, now, "staff:1", "readCustomer", customer.Subject(one.ID), map[string]string{"id": one.ID})
		if err == nil {
			_, err = files.Get(ctx, one.ID)
		}
		if err == nil {
			err = log.End(ctx, row, 200)
		}
		return err
	})
	// Both files 4, two pointers of numbers 4, out of one list and into none 2, two
	// events 4; 14 terms that go 28, and few that come.
	step("a merge", 48, 9, func(ctx context.Context) error {
		_, err := files.Merge(ctx, now, "staff:1", customer.Two{Stays: one.ID, Goes: two.ID, StaysVersion: one.Version, GoesVersion: two.Version}, nil)
		return err
	})
}
