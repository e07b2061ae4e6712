package sla

import (
	"encoding/json"
	"slices"
	"testing"
	"time"

	"huiyin/shared/calendar"
	"huiyin/shared/calendar/strict"
	"huiyin/shared/errs"
)

// What is built in would be taken from an admin too, and fits together.
func TestSeed(t *testing.T) {
	ids := map[string]bool{}
	var fields errs.Fields
	for _, c := range DefaultCalendars() {
		c.Validate(c.ID, fields.Add)
		ids[c.ID] = true
	}
	policies := DefaultPolicies()
	for _, p := range append(slices.Clone(policies.Ordered), policies.Default) {
		raw, err := json.Marshal(p)
		if err != nil {
			t.Fatal(err)
		}
		v, _ := strict.Read(raw, p.ID, fields.Add)
		if _, ok := ReadPolicy(v); !ok {
			t.Error(fields.Err())
		}
		if !ids[p.Calendar] {
			t.Errorf("%s: no calendar %s", p.ID, p.Calendar)
		}
	}
	if !fields.Empty() {
		t.Error(fields.Err())
	}
}

// seeded is what a new ticket of those facts lives by out of the box.
func seeded(t *testing.T, f Facts) Env {
	t.Helper()
	policies := DefaultPolicies()
	p := policies.Choose(f, nil)
	for _, c := range DefaultCalendars() {
		if c.ID == p.Calendar {
			s, err := calendar.Compile(c, calendar.DefaultHolidays())
			if err != nil {
				t.Fatal(err)
			}
			return Env{Calendar: s, Policy: p}
		}
	}
	t.Fatal("no calendar")
	return Env{}
}

// The company's rules, with the seed as it is.
func TestSeedKeepsRules(t *testing.T) {
	for name, c := range map[string]struct {
		facts       Facts
		metric      Metric
		opened, due string
	}{
		"rule: PD-2":              {Facts{Kind: "inquiry", Reason: "cargo_status", Priority: "normal"}, FirstResponse, "06-06 10:00", "06-06 10:30"},
		"rule: PD-3, after 18:30": {Facts{Kind: "inquiry", Reason: "cargo_status", Priority: "normal"}, FirstResponse, "06-06 18:30", "06-07 09:00"},
		"rule: PD-13":             {Facts{Kind: "inquiry", Reason: "cargo_status", Requester: "salesperson"}, FirstResponse, "06-06 23:00", "06-06 23:15"},
		"rule: NJ-14":             {Facts{Kind: "complaint", Reason: "lost"}, Resolution, "06-06 10:00", "06-07 18:30"},
		"rule: LAW-1":             {Facts{Kind: "complaint", Reason: "lost"}, Statutory, "06-06 10:00", "06-13 10:00"},
		"rule: LAW-1, his too":    {Facts{Kind: "complaint", Requester: "salesperson"}, Statutory, "06-06 10:00", "06-13 10:00"},
		"rule: SJ-5":              {Facts{Kind: "inquiry", Reason: "cargo_status", Priority: "urgent"}, FirstResponse, "06-06 10:00", "06-06 10:10"},
		"else":                    {Facts{Kind: "inquiry", Reason: "price"}, FirstResponse, "06-06 10:00", "06-06 11:00"},
	} {
		t.Run(name, func(t *testing.T) {
			state, err := Open(seeded(t, c.facts), Happening{At: when(t, c.opened), Type: Opened, Priority: c.facts.Priority})
			if err != nil {
				t.Fatal(err)
			}
			if due, ok := state.DueOf(c.metric); !ok || show(due) != c.due {
				t.Errorf("due %s %v, want %s", show(due), ok, c.due)
			}
		})
	}
	// rule: LAW-1: alarms at five and six days.
	env := seeded(t, Facts{Kind: "complaint"})
	_, notices, _, _, err := Fold(env, []Happening{{At: when(t, "06-06 10:00"), Type: Opened}}, when(t, "06-14 00:00"))
	if err != nil {
		t.Fatal(err)
	}
	var days []time.Duration
	for _, n := range notices {
		if n.Metric == Statutory && n.To == Manager && n.At.Before(when(t, "06-13 10:00")) {
			days = append(days, n.At.Sub(when(t, "06-06 10:00"))/(24*time.Hour))
		}
	}
	if !slices.Equal(days, []time.Duration{5, 6}) {
		t.Errorf("alarms on days %v", days)
	}
}

// First match in order, the customer's agreement before all, else the default.
// rule: SJ-16
func TestChoose(t *testing.T) {
	policies := Policies{
		Ordered: []Policy{
			{ID: "nobody"},
			{ID: "vip-complaint", When: When{Kind: []string{"complaint"}, CustomerClass: []string{"key"}}},
			{ID: "complaint", When: When{Kind: []string{"complaint"}}},
			{ID: "no-class", When: When{CustomerClass: []string{""}, Channel: []string{"phone", "web"}}},
			{ID: "team", When: When{Team: []string{"east"}, Priority: []string{"urgent"}, Reason: []string{"lost"}, Requester: []string{"partner"}}},
		},
		Default: Policy{ID: "default"},
	}
	agreement := &Policy{ID: "agreement"}
	for _, c := range []struct {
		facts     Facts
		agreement *Policy
		want      string
	}{
		{Facts{Kind: "complaint", CustomerClass: "key"}, nil, "vip-complaint"},
		{Facts{Kind: "complaint", CustomerClass: "general"}, nil, "complaint"},
		{Facts{Kind: "inquiry", Channel: "web"}, nil, "no-class"},
		{Facts{Kind: "inquiry", Channel: "email"}, nil, "default"},
		{Facts{Kind: "inquiry", CustomerClass: "key", Channel: "web"}, nil, "default"},
		{Facts{Team: "east", Priority: "urgent", Reason: "lost", Requester: "partner", CustomerClass: "x"}, nil, "team"},
		{Facts{Team: "east", Priority: "normal", Reason: "lost", Requester: "partner", CustomerClass: "x"}, nil, "default"},
		{Facts{Kind: "complaint", CustomerClass: "key"}, agreement, "agreement"},
		{Facts{}, nil, "default"},
	} {
		if got := policies.Choose(c.facts, c.agreement).ID; got != c.want {
			t.Errorf("%+v: %s, want %s", c.facts, got, c.want)
		}
	}
}

func FuzzReadPolicy(f *testing.F) {
	f.Add([]byte(all))
	f.Add([]byte(`{"when":{"kind":["complaint"]},"targets":{"promise":{}},"priorities":{"":{"resolution":null}},"carryOver":"24:00"}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		var fields errs.Fields
		v, ok := strict.Read(raw, "", fields.Add)
		if !ok {
			return
		}
		p, ok := ReadPolicy(v)
		if ok != fields.Empty() {
			t.Fatalf("taken %v, refused %v", ok, fields.Err())
		}
		if !ok {
			return
		}
		stored, err := json.Marshal(p)
		if err != nil {
			t.Fatal(err)
		}
		var again Policy
		if err := json.Unmarshal(stored, &again); err != nil {
			t.Fatal(err)
		}
		v, _ = strict.Read(stored, "", fields.Add)
		if _, ok := ReadPolicy(v); !ok {
			t.Fatalf("%s is taken, %s is not: %v", raw, stored, fields.Err())
		}
	})
}
