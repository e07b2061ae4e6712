package violation_test

import (
	"crypto/rand"
	"slices"
	"strings"
	"testing"
	"time"

	"huiyin/shared/errs"
	"huiyin/shared/memory"
	"huiyin/shared/violation"
	"huiyin/shared/words"
)

// now is the first minute of June in Shanghai, still May in UTC.
var now = time.Date(2026, 5, 31, 16, 0, 30, 0, time.UTC)

var (
	chief  = violation.Actor{By: "staff:s1", Staff: "s1"}
	second = violation.Actor{By: "staff:s2", Staff: "s2"}
	accuse = violation.Actor{By: "staff:a1", Staff: "a1"} // the person concerned
)

func service() (*violation.Service, *memory.Store) {
	store := memory.New(1)
	return &violation.Service{Store: store.Violations(), Register: violation.DefaultRegister(), Random: rand.Reader,
		Zone: time.FixedZone("CST", 8*3600)}, store
}

var rude = violation.Proposal{Kind: "rude_call", Person: "a1", Ticket: "K7M3QP9XA", Note: "录音为证"}

// proposed is a violation that waits for a supervisor.
func proposed(t *testing.T, s *violation.Service) violation.Violation {
	t.Helper()
	v, err := s.Propose(t.Context(), now, chief, rude)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// rule: PD-9 four kinds with their amounts; a violation is proposed with its
// evidence, confirmed by a supervisor, and open to an appeal.
func TestARegisterOfViolations(t *testing.T) {
	s, store := service()
	var amounts []int
	for _, k := range s.Register {
		amounts = append(amounts, k.Yuan)
		if k.Zh == "" || k.En == "" {
			t.Errorf("%s has no name", k.ID)
		}
	}
	if !slices.Equal(amounts, []int{100, 100, 200, 100}) {
		t.Errorf("amounts %v", amounts)
	}
	v := proposed(t, s)
	if v.State != violation.Proposed || v.Yuan != 100 || v.By != chief.By || !strings.HasPrefix(v.ID, "2026-06-01-") || v.State.Charged() {
		t.Errorf("proposed %+v", v)
	}
	v, err := s.Confirm(t.Context(), now.Add(time.Hour), second, v.ID, 1, violation.Judgement{})
	if err != nil || v.State != violation.Confirmed || v.Judge != "s2" || !v.State.Charged() {
		t.Fatalf("confirmed %+v (%v)", v, err)
	}
	v, err = s.Appeal(t.Context(), now.Add(2*time.Hour), accuse, v.ID, 0, violation.Judgement{Text: "客户先骂人"})
	if err != nil || v.State != violation.Appealed {
		t.Fatalf("appealed %+v (%v)", v, err)
	}
	v, err = s.Decide(t.Context(), now.Add(3*time.Hour), chief, v.ID, 0, false, violation.Judgement{Text: "录音属实，从宽"})
	if err != nil || v.State != violation.Lifted || v.State.Charged() || len(v.Remarks) != 3 {
		t.Fatalf("decided %+v (%v)", v, err)
	}
	page, err := s.Store.Month(t.Context(), "2026-06", "", 10)
	if err != nil || len(page.Violations) != 1 || page.Violations[0].State != violation.Lifted {
		t.Errorf("june %+v (%v)", page, err)
	}
	var told []string
	for _, e := range store.Told(0) {
		told = append(told, string(e.Type))
		if raw := string(e.Data); strings.Contains(raw, "录音") || strings.Contains(raw, "客户") || !strings.Contains(raw, `"yuan":100`) {
			t.Errorf("%s tells %s", e.Type, raw)
		}
	}
	if !slices.Equal(told, []string{"violation.proposed", "violation.confirmed", "violation.appealed", "violation.lifted"}) {
		t.Errorf("told %v", told)
	}
}

// Every action in every state, and by whoever may not.
func TestEveryActionInEveryState(t *testing.T) {
	said := violation.Judgement{Text: "x"}
	deeds := map[string]func(*violation.Service, string) error{
		"confirm": func(s *violation.Service, id string) error {
			_, err := s.Confirm(t.Context(), now, second, id, 0, said)
			return err
		},
		"dismiss": func(s *violation.Service, id string) error {
			_, err := s.Dismiss(t.Context(), now, second, id, 0, said)
			return err
		},
		"appeal": func(s *violation.Service, id string) error {
			_, err := s.Appeal(t.Context(), now, accuse, id, 0, said)
			return err
		},
		"uphold": func(s *violation.Service, id string) error {
			_, err := s.Decide(t.Context(), now, chief, id, 0, true, said)
			return err
		},
		"lift": func(s *violation.Service, id string) error {
			_, err := s.Decide(t.Context(), now, chief, id, 0, false, said)
			return err
		},
	}
	for state, c := range map[violation.State]struct{ road, allowed string }{
		violation.Proposed: {"", "confirm dismiss"}, violation.Confirmed: {"confirm", "appeal"}, violation.Dismissed: {"dismiss", ""},
		violation.Appealed: {"confirm appeal", "uphold lift"}, violation.Upheld: {"confirm appeal uphold", ""}, violation.Lifted: {"confirm appeal lift", ""},
	} {
		if got := strings.Join(violation.Allowed(state), " "); got != c.allowed {
			t.Errorf("%s allows %q", state, got)
		}
		if !words.Has("violation.state." + string(state)) {
			t.Errorf("%s has no word", state)
		}
		for name, deed := range deeds {
			s, _ := service()
			v := proposed(t, s)
			for _, a := range strings.Fields(c.road) {
				if err := deeds[a](s, v.ID); err != nil {
					t.Fatal(err)
				}
			}
			err := deed(s, v.ID)
			if may := strings.Contains(" "+c.allowed+" ", " "+name+" "); may != (err == nil) {
				t.Errorf("%s in %s: %v", name, state, err)
			} else if !may && errs.As(err).Code != "violation.not_allowed" {
				t.Errorf("%s in %s: %v", name, state, err)
			}
		}
	}
}

func TestNobodyDecidesOnHimself(t *testing.T) {
	s, _ := service()
	v := proposed(t, s)
	said := violation.Judgement{Text: "x"}
	refused := func(code string, err error) {
		t.Helper()
		if e := errs.As(err); e.Code != code || !words.Has(code) {
			t.Errorf("%v, want %s", err, code)
		}
	}
	_, err := s.Confirm(t.Context(), now, accuse, v.ID, 0, said)
	refused("violation.own", err)
	_, err = s.Dismiss(t.Context(), now, accuse, v.ID, 0, said)
	refused("violation.own", err)
	_, err = s.Confirm(t.Context(), now, second, v.ID, 7, said)
	refused("violation.stale", err)
	if _, err = s.Confirm(t.Context(), now, second, v.ID, 1, said); err != nil {
		t.Fatal(err)
	}
	_, err = s.Appeal(t.Context(), now, chief, v.ID, 0, said)
	refused("violation.not_yours", err)
	_, err = s.Appeal(t.Context(), now, accuse, v.ID, 0, violation.Judgement{})
	refused("invalid", err)
	if _, err = s.Appeal(t.Context(), now, accuse, v.ID, 0, said); err != nil {
		t.Fatal(err)
	}
	_, err = s.Decide(t.Context(), now, accuse, v.ID, 0, false, said)
	refused("violation.own", err)
	_, err = s.Decide(t.Context(), now, second, v.ID, 0, true, said)
	refused("violation.same_judge", err)
}

func TestWhatAProposalNeeds(t *testing.T) {
	s, _ := service()
	for want, p := range map[string]violation.Proposal{
		"kind person ticket": {Kind: "x"},
		"ticket":             {Kind: "rude_call", Person: "a1"},
		"note":               {Kind: "rude_call", Person: "a1", Badge: "8001", Note: strings.Repeat("长", 501)},
	} {
		_, err := s.Propose(t.Context(), now, chief, p)
		var got []string
		for _, f := range errs.As(err).Fields {
			got = append(got, f.Path)
			if !words.Has(f.Code) {
				t.Errorf("no sentence for %s", f.Code)
			}
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%v, want %s", got, want)
		}
	}
}

// What the system finds may name nobody: whoever confirms it does.
func TestAnUnnamedViolationIsConfirmedWithAPerson(t *testing.T) {
	s, store := service()
	c, err := s.Register.Found(violation.NotReported, violation.Case{ID: "2026-06-01-K7M3QP9XA", At: now, Ticket: "K7M3QP9XA"})
	if err != nil || c == nil || c.Violation.By != "system" {
		t.Fatal(c, err)
	}
	if err := store.Violations().Put(t.Context(), *c); err != nil {
		t.Fatal(err)
	}
	if _, err = s.Confirm(t.Context(), now, chief, c.Violation.ID, 0, violation.Judgement{}); !errs.Is(err, errs.Invalid) {
		t.Errorf("nobody is charged: %v", err)
	}
	if _, err = s.Confirm(t.Context(), now, chief, c.Violation.ID, 0, violation.Judgement{Person: "s1"}); errs.As(err).Code != "violation.own" {
		t.Errorf("oneself: %v", err)
	}
	if v, err := s.Confirm(t.Context(), now, chief, c.Violation.ID, 0, violation.Judgement{Person: "a1"}); err != nil || v.Person != "a1" {
		t.Errorf("%+v %v", v, err)
	}
	if none, err := (violation.Register{}).Found(violation.NotReported, violation.Case{}); none != nil || err != nil {
		t.Errorf("a company without that kind: %v %v", none, err)
	}
}
