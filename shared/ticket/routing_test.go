package ticket_test

import (
	"testing"

	"huiyin/shared/event"
	"huiyin/shared/ticket"
)

// rule: QM-3 — a ticket that comes in by itself goes to whose turn it is, in
// the transaction that opens it.
// rule: NJ-15 — whoever takes one keeps it, whatever team's list it stands in.
// rule: JY-9 — but not a complaint about himself.
func TestANewTicketHasAnOwner(t *testing.T) {
	about := complaint()
	about.Reason, about.Target, about.Accused = "attitude", "agent", "工号 8001"
	for name, c := range map[string]struct {
		turn  string
		by    ticket.Actor
		in    ticket.Intake
		owner string
		told  string // by whom the assignment is told, "" when nobody has it
	}{
		"by the form":                         {"a2", ticket.TheCustomer, complaint(), "a2", event.System},
		"by the form, nobody is there":        {"", ticket.TheCustomer, complaint(), "", ""},
		"by telephone":                        {"a2", agent, inquiry("price"), "a1", event.Staff("a1")},
		"by telephone, about whoever took it": {"a2", agent, about, "a2", event.System},
		"by telephone, about him, alone":      {"", agent, about, "", ""},
	} {
		w := newWorld(t)
		w.turn = c.turn
		r, err := w.Open(t.Context(), morning, c.by, c.in)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		got, history := w.get(r.Number), w.events(r.Number)
		if got.Owner != c.owner || got.Team != string(c.in.Kind)+"s" || got.Stage != ticket.Received || got.Version != 1 {
			t.Errorf("%s: %q of %s has it, %s, version %d", name, got.Owner, got.Team, got.Stage, got.Version)
		}
		if c.told == "" {
			if types(history) != "opened" {
				t.Errorf("%s: %s", name, types(history))
			}
			continue
		}
		var f ticket.AssignFacts
		if types(history) != "opened assigned" {
			t.Fatalf("%s: %s", name, types(history))
		}
		if err := history[1].Into(&f); err != nil || f.Owner != c.owner || f.Team != got.Team || history[1].By != c.told || history[0].By != c.by.By {
			t.Errorf("%s: %+v, told by %s and %s (%v)", name, f, history[0].By, history[1].By, err)
		}
		d, err := w.Store.Lookup(t.Context(), r.Number)
		if err != nil || len(d.Words) != 1 || d.Words[0].Seq != 1 {
			t.Errorf("%s: the words stand with %+v (%v)", name, d.Words, err)
		}
	}
}

// A chase goes to the ticket there is, and takes it from nobody.
func TestAChaseChangesNoOwner(t *testing.T) {
	w := newWorld(t)
	w.turn = "a1"
	number := w.open(complaint()).Number
	w.turn = "a2"
	if r := w.open(complaint()); !r.Chased || r.Number != number || w.get(number).Owner != "a1" {
		t.Errorf("chased %v, owner %q", r.Chased, w.get(number).Owner)
	}
}
