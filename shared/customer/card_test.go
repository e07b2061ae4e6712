package customer

import (
	"testing"
	"time"
)

// rule: NJ-2 — that a card was sent stands in the file once, whoever says it
// how often; another year's is another card, and a merge keeps those of both.
func TestACardIsNotedOnce(t *testing.T) {
	s, m := desk()
	a := saved(t, s, input())
	in := input()
	in.Phone = string(other)
	b := saved(t, s, in)
	autumn := CardFacts{Festival: "mid_autumn", Year: 2026}
	later := CardFacts{Festival: "mid_autumn", Year: 2027}
	events := len(m.order)
	for i, id := range []string{a.ID, b.ID, a.ID, b.ID} {
		if _, err := s.SendCard(t.Context(), start.Add(time.Duration(i)*time.Minute), "staff:1", id, autumn); err != nil {
			t.Fatal(err)
		}
	}
	if n := len(m.order) - events; n != 2 {
		t.Errorf("%d events", n)
	}
	b, err := s.SendCard(t.Context(), start.Add(time.Hour), "staff:2", b.ID, later)
	if err != nil {
		t.Fatal(err)
	}
	a = m.files[a.ID]
	if one, has := a.Card(autumn); !has || one.By != "staff:1" || !one.At.Equal(start) {
		t.Errorf("%+v", a.Cards)
	}
	c, err := s.Merge(t.Context(), start.Add(2*time.Hour), "staff:1", Two{a.ID, b.ID, a.Version, b.Version}, nil)
	if err != nil || len(c.Cards) != 2 || c.Cards[0].CardFacts != autumn || c.Cards[1].CardFacts != later {
		t.Errorf("after a merge: %+v %v", c.Cards, err)
	}
	for year := 2028; year < 2028+MaxCards; year++ {
		if c, err = s.SendCard(t.Context(), start, "staff:1", c.ID, CardFacts{"mid_autumn", year}); err != nil {
			t.Fatal(err)
		}
	}
	if _, has := c.Card(autumn); has || len(c.Cards) != MaxCards {
		t.Errorf("%d cards", len(c.Cards))
	}
}
