package customer

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	"huiyin/shared/errs"
	"huiyin/shared/event"
	"huiyin/shared/phone"
	"huiyin/shared/words"
)

const (
	wang  = phone.Number("+8613800138000")
	other = phone.Number("+8613900139000")
	box   = "我同意接收节日和生日问候短信"
)

var start = time.Date(2026, 11, 22, 2, 0, 0, 0, time.UTC)

func desk() (Service, *memory) {
	m := newMemory()
	return Service{Store: m, Phones: phones{}, Random: random()}, m
}

func input() Input {
	return Input{Name: "王芳", Title: Ms, Phone: string(wang), Lang: "zh", Class: Key,
		Birthday: Birthday{Month: 8, Day: 15, Lunar: true}}
}

func saved(t *testing.T, s Service, in Input) Customer {
	t.Helper()
	c, err := s.Save(t.Context(), in, event.Staff("1"), start)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// rule: NJ-4
func TestBirthdaysThatExist(t *testing.T) {
	for _, c := range []struct {
		b    Birthday
		want bool
		code string
	}{
		{Birthday{Month: 2, Day: 29}, true, "S0229"},
		{Birthday{Month: 2, Day: 30}, false, ""},
		{Birthday{Month: 4, Day: 31}, false, ""},
		{Birthday{Month: 12, Day: 31}, true, "S1231"},
		{Birthday{Month: 2, Day: 30, Lunar: true}, true, "L0230"},
		{Birthday{Month: 2, Day: 31, Lunar: true}, false, ""},
		{Birthday{Month: 13, Day: 1, Lunar: true}, false, ""},
		{Birthday{Month: 0, Day: 1}, false, ""},
		{Birthday{Month: 1, Day: 0}, false, ""},
		{Birthday{Month: 1, Day: -1}, false, ""},
		{Birthday{Lunar: true}, false, ""},
	} {
		if c.b.Valid() != c.want {
			t.Errorf("%+v: valid is %v", c.b, c.b.Valid())
		}
		if c.want && c.b.Code() != c.code {
			t.Errorf("%+v: %s", c.b, c.b.Code())
		}
	}
}

// rule: LAW-2 — all pairs of the life of a consent.
func TestLifeOfAConsent(t *testing.T) {
	states := []State{None, Ticked, Confirmed, Stopped}
	want := map[string][4]State{ // "" is forbidden
		ByForm:   {Ticked, Ticked, Confirmed, Stopped},
		ByAgent:  {Confirmed, Confirmed, Confirmed, ""},
		ByCode:   {Confirmed, Confirmed, Confirmed, Confirmed},
		ByPerson: {Stopped, Stopped, Stopped, Stopped},
		ByReply:  {Stopped, Stopped, Stopped, Stopped},
		ByMoving: {None, Ticked, Ticked, Stopped},

		ByEvidence: {Confirmed, Confirmed, Confirmed, ""},
		ByMerging:  {Stopped, Stopped, Stopped, Stopped},
	}
	for how, row := range want {
		for i, from := range states {
			got, moved, err := Consent{State: from}.move(how, event.Customer, box, start)
			if row[i] == "" {
				if !errs.Is(err, errs.Conflict) || got.State != from {
					t.Errorf("%s from %s: %v %v", how, from, got.State, err)
				}
				continue
			}
			if err != nil || got.State != row[i] || moved != (row[i] != from) || len(got.Proofs) != map[bool]int{true: 1}[moved] {
				t.Errorf("%s from %s: %+v %v %v, want %s", how, from, got, moved, err, row[i])
			}
		}
	}
	if len(want) != len(consentLife) {
		t.Error("the table has rows that are not tested")
	}
}

// rule: QM-6
func TestSaveKeepsTheFile(t *testing.T) {
	s, m := desk()
	c := saved(t, s, input())
	if c.Version != 1 || c.Consent.State != None || len(m.order) != 1 || m.order[0].Type != Created {
		t.Fatalf("created: %+v, %v", c, m.order)
	}
	in := input()
	in.ID, in.Version, in.Name = c.ID, 1, "王芳芳"
	changed, err := s.Save(t.Context(), in, event.Staff("1"), start.Add(-time.Hour)) // a clock that is behind
	if err != nil || changed.Version != 2 || changed.Name != "王芳芳" || !changed.UpdatedAt.Equal(c.UpdatedAt) {
		t.Fatalf("changed: %+v %v", changed, err)
	}
	if _, err := s.Save(t.Context(), in, event.Staff("2"), start); !errs.Is(err, errs.Stale) {
		t.Errorf("an old version was accepted: %v", err)
	}
	in.Version = 2
	if same, err := s.Save(t.Context(), in, event.Staff("2"), start); err != nil || same.Version != 2 || len(m.order) != 2 {
		t.Errorf("nothing changed, yet: %+v %v", same, err)
	}
	if byPhone, err := s.ByPhone(t.Context(), wang); err != nil || byPhone.ID != c.ID {
		t.Errorf("by phone: %+v %v", byPhone, err)
	}
	second := input()
	if _, err := s.Save(t.Context(), second, event.Staff("1"), start); !errs.Is(err, errs.Conflict) || errs.As(err).Code != "customer.phone_taken" {
		t.Errorf("a second file for one number: %v", err)
	}
	in.ID = "nobody"
	if _, err := s.Save(t.Context(), in, event.Staff("1"), start); !errs.Is(err, errs.NotFound) {
		t.Errorf("a file that is not there: %v", err)
	}
}

func TestSaveNamesEveryWrongField(t *testing.T) {
	s, m := desk()
	_, err := s.Save(t.Context(), Input{
		Name: " ", Title: "dr", Phone: "12", Lang: "fr", Zone: "Local", Region: strings.Repeat("区", MaxRegion+1),
		Class: "vip", Company: "a\x00b", Birthday: Birthday{Month: 2, Day: 30},
	}, event.Staff("1"), start)
	var paths []string
	for _, f := range errs.As(err).Fields {
		paths = append(paths, f.Path)
		if !words.Has(f.Code) {
			t.Errorf("no sentence for %s", f.Code)
		}
	}
	slices.Sort(paths)
	want := []string{"birthday", "class", "company", "lang", "name", "phone", "region", "title", "zone"}
	if !slices.Equal(paths, want) || len(m.files) != 0 {
		t.Errorf("wrong fields: %v, want %v", paths, want)
	}
}

// rule: LAW-2
func TestPlacesFollowTheFile(t *testing.T) {
	s, m := desk()
	where := func() (lists []string) {
		for p, ids := range m.places {
			for range ids {
				lists = append(lists, p.List+" "+p.Zone+" "+p.Day)
			}
		}
		slices.Sort(lists)
		return lists
	}
	expect := func(step string, want ...string) {
		t.Helper()
		if got := where(); !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", step, got, want)
		}
	}
	c := saved(t, s, input())
	expect("no consent", "all  ")
	c, err := s.Confirm(t.Context(), c.ID, c.Version, box, event.Staff("1"), start)
	if err != nil {
		t.Fatal(err)
	}
	expect("confirmed", "all  ", "birthday home L0815", "greeting home ")
	in := input()
	in.ID, in.Version, in.Zone, in.Birthday = c.ID, c.Version, "Asia/Tokyo", Birthday{Month: 2, Day: 29}
	c = saved(t, s, in)
	expect("moved", "all  ", "birthday Asia/Tokyo S0229", "greeting Asia/Tokyo ")
	in.Version, in.Archived = c.Version, true
	c = saved(t, s, in)
	expect("archived", "all  ")
	in.Version, in.Archived = c.Version, false
	saved(t, s, in)
	if err := s.StopFor(t.Context(), wang, event.Staff("1"), start); err != nil {
		t.Fatal(err)
	}
	expect("stopped", "all  ")
}

// rule: LAW-2 — the proof was about the old number.
func TestNewNumberHasToBeConfirmedAgain(t *testing.T) {
	s, m := desk()
	c := saved(t, s, input())
	c, err := s.Confirm(t.Context(), c.ID, c.Version, box, event.Staff("1"), start)
	if err != nil {
		t.Fatal(err)
	}
	in := input()
	in.ID, in.Version, in.Phone = c.ID, c.Version, string(other)
	c = saved(t, s, in)
	if c.Consent.State != Ticked || m.order[len(m.order)-1].Type != ConsentUnproven {
		t.Errorf("consent: %+v", c.Consent)
	}
	if _, err := s.ByPhone(t.Context(), wang); !errs.Is(err, errs.NotFound) {
		t.Errorf("the old number still leads to the file: %v", err)
	}
	if err := s.StopFor(t.Context(), wang, event.Customer, start); err != nil { // the old one says stop
		t.Fatal(err)
	}
	in.Version, in.Phone = c.Version, string(wang)
	if c = saved(t, s, in); c.Consent.State != Stopped {
		t.Errorf("a stopped number came back as %s", c.Consent.State)
	}
}

// rule: LAW-2
func TestMeetTicksAndKeeps(t *testing.T) {
	s, m := desk()
	v := Visitor{Name: "李强", Title: Mr, Lang: "zh", Phone: wang, ConsentText: box}
	c, err := s.Meet(t.Context(), v, event.Customer, start)
	if err != nil || c.Consent.State != Ticked || c.Greetable() || c.Consent.Proofs[0].Text != box {
		t.Fatalf("first visit: %+v %v", c, err)
	}
	v.Name = "somebody else"
	again, err := s.Meet(t.Context(), v, event.Customer, start.Add(time.Hour))
	if err != nil || again.Version != c.Version || again.Name != "李强" || len(m.order) != 2 {
		t.Errorf("second visit: %+v %v, %d events", again, err, len(m.order))
	}
	if err := s.StopFor(t.Context(), other, event.Customer, start); err != nil {
		t.Fatal(err)
	}
	v.Phone = other
	if stopped, err := s.Meet(t.Context(), v, event.Customer, start); err != nil || stopped.Consent.State != Stopped {
		t.Errorf("a form undid a stop: %+v %v", stopped, err)
	}
	if _, err := s.Confirm(t.Context(), c.ID, 99, box, event.Staff("1"), start); !errs.Is(err, errs.Stale) {
		t.Errorf("confirmed an old version: %v", err)
	}
}

// rule: PD-11, LAW-4 — no event of any use case holds a name, a number or a
// code.
func TestEventsHoldNobodysData(t *testing.T) {
	s, m := desk()
	c := saved(t, s, input())
	if _, err := s.Confirm(t.Context(), c.ID, c.Version, box, event.Staff("1"), start); err != nil {
		t.Fatal(err)
	}
	id, err := s.RequestCode(t.Context(), wang, "zh", start)
	if err != nil {
		t.Fatal(err)
	}
	digits := m.codes[id].Digits
	for _, err := range []error{
		s.Answer(t.Context(), id, digits, Stop, "", start),
		s.StopFor(t.Context(), other, event.Staff("1"), start),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	if len(m.order) < 5 {
		t.Fatalf("only %d events", len(m.order))
	}
	for _, e := range m.order {
		raw, err := json.Marshal(e)
		if err != nil {
			t.Fatal(err)
		}
		for _, secret := range []string{"王芳", "13800138000", "13900139000", digits, box} {
			if strings.Contains(string(e.Data), secret) || strings.Contains(string(raw), secret) && secret != digits {
				t.Errorf("%s holds %q", raw, secret)
			}
		}
	}
}
