package sla

import (
	"bytes"
	"encoding/json"
	"os"
	"testing"
	_ "time/tzdata"

	"github.com/google/go-cmp/cmp"

	"huiyin/shared/calendar"
	"huiyin/shared/errs"
)

// noLookups know nothing but the holidays.
var noLookups = Lookups{
	Calendar: func(string) (calendar.Calendar, error) { return calendar.Calendar{}, errs.New(errs.NotFound, "x") },
	Policy:   func(string) (Policy, error) { return Policy{}, errs.New(errs.NotFound, "x") },
	Ticket:   func(string) ([]Happening, error) { return nil, errs.New(errs.NotFound, "x") },
	Holidays: calendar.DefaultHolidays(),
}

// The reference story: every byte of the answer.
func TestSimulateReference(t *testing.T) {
	request, err := os.ReadFile("testdata/reference_request.json")
	if err != nil {
		t.Fatal(err)
	}
	golden, err := os.ReadFile("testdata/reference_answer.json")
	if err != nil {
		t.Fatal(err)
	}
	answer, err := Simulate(request, noLookups)
	if err != nil {
		t.Fatal(err)
	}
	got, err := json.Marshal(answer)
	if err != nil {
		t.Fatal(err)
	}
	var want bytes.Buffer
	if err := json.Compact(&want, golden); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want.String(), string(got)); diff != "" {
		t.Error(diff)
	}
}
