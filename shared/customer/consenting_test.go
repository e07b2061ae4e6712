package customer

import (
	"bytes"
	"errors"
	"fmt"
	"testing"
	"time"

	"huiyin/shared/errs"
	"huiyin/shared/event"
	"huiyin/shared/phone"
	"huiyin/shared/words"
)

func requested(t *testing.T, s Service, m *memory, number phone.Number, at time.Time) Code {
	t.Helper()
	id, err := s.RequestCode(t.Context(), number, "zh", at)
	if err != nil {
		t.Fatal(err)
	}
	return m.codes[id]
}

func isWrongCode(err error) bool {
	return errs.Is(err, errs.Invalid) && len(errs.As(err).Fields) == 1 && errs.As(err).Fields[0].Code == "customer.code_wrong"
}

// rule: LAW-2 — the person may stop, and allow again; nobody else may allow.
func TestStopAndAllow(t *testing.T) {
	s, m := desk()
	c := saved(t, s, input())
	code := requested(t, s, m, wang, start)
	if err := s.Answer(t.Context(), code.ID, " "+code.Digits, Allow, box, start); err != nil {
		t.Fatal(err)
	}
	if c = m.files[c.ID]; !c.Greetable() || c.Consent.Proofs[0].How != ByCode || c.Consent.Proofs[0].Text != box {
		t.Fatalf("allowed: %+v", c.Consent)
	}
	if err := s.StopFor(t.Context(), wang, event.Staff("7"), start); err != nil {
		t.Fatal(err)
	}
	if stopped, err := s.Stopped(t.Context(), wang); err != nil || !stopped || m.files[c.ID].Greetable() {
		t.Errorf("stopped: %v %v", stopped, err)
	}
	_, err := s.Confirm(t.Context(), c.ID, m.files[c.ID].Version, box, event.Staff("7"), start)
	if !errs.Is(err, errs.Conflict) || errs.As(err).Code != "customer.only_the_person" {
		t.Errorf("an agent undid a stop: %v", err)
	}
	second := requested(t, s, m, wang, start)
	if err := s.Answer(t.Context(), second.ID, second.Digits, Allow, box, start); err != nil {
		t.Fatal(err)
	}
	if stopped, _ := s.Stopped(t.Context(), wang); stopped || !m.files[c.ID].Greetable() {
		t.Error("the person could not allow greetings again")
	}
	for i, want := range []State{Confirmed, Stopped, Confirmed} {
		if got := m.files[c.ID].Consent.Proofs[i].To; got != want {
			t.Errorf("proof %d is of %s, want %s", i, got, want)
		}
	}
}

// rule: LAW-2, LAW-4
func TestStopWithoutAFile(t *testing.T) {
	s, m := desk()
	for range 2 { // saying it twice is saying it once
		if err := s.StopFor(t.Context(), wang, event.Staff("7"), start); err != nil {
			t.Fatal(err)
		}
	}
	if len(m.files) != 0 || len(m.order) != 1 || m.order[0].Type != NumberStopped {
		t.Fatalf("%d files, events %v", len(m.files), m.order)
	}
	if c := saved(t, s, input()); c.Consent.State != Stopped {
		t.Errorf("a file of a stopped number begins as %s", c.Consent.State)
	}
}

func TestAllowWithoutAFileMakesOne(t *testing.T) {
	s, m := desk()
	if err := s.StopFor(t.Context(), wang, event.Customer, start); err != nil {
		t.Fatal(err)
	}
	code := requested(t, s, m, wang, start)
	if err := s.Answer(t.Context(), code.ID, code.Digits, Allow, box, start); err != nil {
		t.Fatal(err)
	}
	c, err := s.ByPhone(t.Context(), wang)
	if err != nil || !c.Greetable() || c.Name != "" || c.Phone != wang {
		t.Errorf("%+v %v", c, err)
	}
	if stopped, _ := s.Stopped(t.Context(), wang); stopped {
		t.Error("the stop still stands")
	}
}

func TestCodesThatAreWrong(t *testing.T) {
	s, m := desk()
	code := requested(t, s, m, wang, start)
	wrong := "000000"
	if code.Digits == wrong {
		wrong = "000001"
	}
	if err := s.Answer(t.Context(), "no such id", code.Digits, Stop, "", start); !isWrongCode(err) {
		t.Errorf("unknown: %v", err)
	}
	if err := s.Answer(t.Context(), code.ID, code.Digits, Stop, "", start.Add(CodeLife)); !isWrongCode(err) {
		t.Errorf("expired: %v", err)
	}
	for i := range MaxTries {
		if err := s.Answer(t.Context(), code.ID, wrong, Stop, "", start); !isWrongCode(err) {
			t.Errorf("try %d: %v", i, err)
		}
	}
	if err := s.Answer(t.Context(), code.ID, code.Digits, Stop, "", start); !isWrongCode(err) {
		t.Errorf("after %d tries: %v", MaxTries, err)
	}
	if stopped, _ := s.Stopped(t.Context(), wang); stopped || len(m.order) != 1 {
		t.Error("a wrong code did something")
	}
}

func TestCodeDoesItsWorkOnce(t *testing.T) {
	s, m := desk()
	code := requested(t, s, m, wang, start)
	for range 2 { // the answer was lost, and is given again
		if err := s.Answer(t.Context(), code.ID, code.Digits, Stop, "", start); err != nil {
			t.Fatal(err)
		}
	}
	if len(m.order) != 2 {
		t.Errorf("%d events, want the request and the stop", len(m.order))
	}
	if err := s.Answer(t.Context(), code.ID, code.Digits, Allow, box, start); !isWrongCode(err) {
		t.Errorf("a used code did something else: %v", err)
	}
	if stopped, _ := s.Stopped(t.Context(), wang); !stopped {
		t.Error("the stop is gone")
	}
}

func TestCodesAreLimitedPerNumber(t *testing.T) {
	s, m := desk()
	for range MaxHourly {
		requested(t, s, m, wang, start)
	}
	_, err := s.RequestCode(t.Context(), wang, "zh", start)
	if !errs.Is(err, errs.TooMany) || errs.As(err).Args["retryAfter"] != 3601 || !words.Has(errs.As(err).Code) {
		t.Errorf("one more in the hour: %v %v", err, errs.As(err).Args)
	}
	requested(t, s, m, other, start) // another number has its own limit
	for i := range MaxDaily - MaxHourly {
		requested(t, s, m, wang, start.Add(time.Duration(i+1)*time.Hour))
	}
	if _, err := s.RequestCode(t.Context(), wang, "zh", start.Add(5*time.Hour)); !errs.Is(err, errs.TooMany) {
		t.Errorf("one more in the day: %v", err)
	}
}

// A number with a file and one without are treated alike, write for write.
func TestCodeTellsNobodyWhoIsACustomer(t *testing.T) {
	s, m := desk()
	saved(t, s, input())
	m.order = nil
	known, unknown := requested(t, s, m, wang, start), requested(t, s, m, other, start)
	if known.Lang != unknown.Lang || known.Until != unknown.Until || len(known.ID) != len(unknown.ID) ||
		len(m.order) != 2 || m.order[0].Type != m.order[1].Type || len(m.counters) != 4 {
		t.Errorf("%+v and %+v", known, unknown)
	}
}

func TestStopWinsAgainstOtherWriters(t *testing.T) {
	s, m := desk()
	saved(t, s, input())
	m.lose = attempts - 1
	if err := s.StopFor(t.Context(), wang, event.Customer, start); err != nil {
		t.Fatal(err)
	}
	m.lose = attempts
	if err := s.StopFor(t.Context(), other, event.Customer, start); !errors.Is(err, ErrLostRace) {
		t.Errorf("lost every race, and said %v", err)
	}
}

func TestDigitsAreSixAndEquallyLikely(t *testing.T) {
	// 16,000,000 and above is drawn again; 15,999,999 is the last that counts.
	in := []byte{0xF4, 0x24, 0x00, 0xFF, 0xFF, 0xFF, 0xF4, 0x23, 0xFF, 0x00, 0x00, 0x07}
	source := bytes.NewReader(in)
	for _, want := range []string{"999999", "000007"} {
		if got, err := drawDigits(source); err != nil || got != want {
			t.Errorf("%s %v, want %s", got, err, want)
		}
	}
	if _, err := drawDigits(source); err == nil {
		t.Error("digits without random bytes")
	}
	seen := map[string]bool{}
	r := random()
	for range 1000 {
		d, err := drawDigits(r)
		if err != nil || len(d) != 6 {
			t.Fatal(d, err)
		}
		seen[d] = true
	}
	if len(seen) < 990 {
		t.Error(fmt.Sprint("only ", len(seen), " different codes of 1000"))
	}
}
