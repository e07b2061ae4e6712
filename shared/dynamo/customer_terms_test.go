package dynamo_test

import (
	"crypto/rand"
	"testing"
	"time"

	"huiyin/shared/customer"
	"huiyin/shared/dynamo"
	"huiyin/shared/errs"
	"huiyin/shared/event"
	"huiyin/shared/phone/parse"
	"huiyin/shared/wire"
)

// What a file is found by is written before the file. A file that then isn't
// written is not found and is in nobody's way; one that is written is found
// whole, also when the answer to its terms was lost.
func TestAFileThatWasNotWrittenIsNotFound(t *testing.T) {
	name := newTable(t)
	files := func(table *dynamo.Table) customer.Service {
		return customer.Service{Store: table.Customers(), Phones: parse.Phones{Region: "CN", Keyed: wire.Keys{Table: table}.Key}, Random: rand.Reader}
	}
	whole := files(dynamo.New(settings(t, nil), name, 1))
	now := time.Date(2026, 6, 5, 2, 0, 0, 0, time.UTC)
	save := func(s customer.Service) error {
		_, err := s.Save(t.Context(), customer.Input{Name: "欧阳敏", Title: customer.Ms, Phone: "13800138001", Company: "敏记茶庄"}, event.System, now)
		return err
	}
	found := func(want int) {
		t.Helper()
		for _, q := range []string{"欧阳", "敏", "茶庄", "8001", "0013", "13800138001"} {
			page, err := whole.Search(t.Context(), q, "", 10)
			if err != nil || len(page.Customers) != want {
				t.Errorf("%q finds %d files, want %d (%v)", q, len(page.Customers), want, err)
			}
		}
	}
	body := `{"__type":"com.amazonaws.dynamodb.v20120810#ValidationException","message":"no"}`
	dies := files(dynamo.New(settings(t, refusing("TransactWriteItems", 9, body, func([]byte) {})), name, 1))
	if err := save(dies); err == nil {
		t.Fatal("a refused file was saved")
	}
	found(0)
	dies = files(dynamo.New(settings(t, refusing("BatchWriteItem", 9, body, func([]byte) {})), name, 1))
	if err := save(dies); err == nil {
		t.Fatal("a file that nobody can find was saved")
	}
	found(0)
	if err := save(files(dynamo.New(settings(t, losing("BatchWriteItem", 2)), name, 1))); err != nil {
		t.Fatal(err)
	}
	found(1)
	if err := save(whole); errs.As(err).Kind != errs.Conflict && errs.As(err).Kind != errs.Invalid {
		t.Errorf("a second file for the number: %v", err)
	}
	found(1)
}
