package dynamo

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"huiyin/shared/sla"
	"huiyin/shared/ticket"
)

// A letter that two words had would turn one into the other.
func TestEveryWordOfALineHasALetterOfItsOwn(t *testing.T) {
	if len(lineLetters) != len(lineWords) {
		t.Errorf("%d words have %d letters", len(lineWords), len(lineLetters))
	}
	for word, letter := range lineWords {
		if len(letter) != 1 || letter == "." || letter == "\t" {
			t.Errorf("%s has %q", word, letter)
		}
	}
}

// The words that a company without changes uses are letters.
func TestTheUsualWordsAreLetters(t *testing.T) {
	v := ticket.DefaultVocabulary()
	for _, words := range [][]string{v.Inquiries, v.Complaints, v.Targets, v.Channels} {
		for _, word := range words {
			if lineWords[word] == "" {
				t.Errorf("%s has no letter", word)
			}
		}
	}
	for _, metric := range sla.Metrics {
		if lineWords[string(metric)] == "" {
			t.Errorf("%s has no letter", metric)
		}
	}
}

// aLine draws any line that a ticket can have.
func aLine(t *rapid.T) ticket.Line {
	word := func(name string, known ...string) string {
		return rapid.OneOf(rapid.SampledFrom(known), rapid.StringMatching(`[a-zA-Z_.]{1,12}`)).Draw(t, name)
	}
	maybe := func(name string, known ...string) string {
		return rapid.OneOf(rapid.Just(""), rapid.SampledFrom(known)).Draw(t, name)
	}
	at := func(name string) time.Time {
		return time.UnixMilli(rapid.Int64Range(1, 4e12).Draw(t, name)).UTC()
	}
	maybeAt := func(name string) (instant time.Time) {
		if rapid.Bool().Draw(t, name+"?") {
			instant = at(name)
		}
		return instant
	}
	l := ticket.Line{
		Number: rapid.StringMatching(`[A-Z0-9]{9}`).Draw(t, "number"), Team: "service",
		Kind: ticket.Kind(word("kind", "inquiry", "complaint")), Reason: word("reason", "delay", "other"), Target: maybe("target", "goods", "agent"),
		Stage: ticket.Stage(word("stage", "received", "handling", "waiting", "resolved")), WaitingFor: maybe("for", "customer", "partner"),
		Priority: word("priority", "normal", "urgent"), Channel: word("channel", "web", "phone"), Requester: word("requester", "customer", "partner"),
		Class: maybe("class", "key", "A"), Waybill: maybe("waybill", "SF1234567890"), Owner: maybe("owner", "QVZ2KJ6YQ5DNN2SFTX4JH7LWUE"),
		Chases: rapid.IntRange(0, 30).Draw(t, "chases"), Reopenings: rapid.IntRange(0, 3).Draw(t, "reopenings"),
		Raised: maybe("raised", ticket.RaisedByPerson, ticket.RaisedBySystem), RaisedAt: maybeAt("raised at"),
		Next:     ticket.Step(maybe("next", "revisited", "ruled", "other")),
		OpenedAt: at("opened"), Place: at("place"), Revision: rapid.IntRange(0, 5000).Draw(t, "revision"),
	}
	if rapid.Bool().Draw(t, "clock") {
		l.Face = sla.Face{Metric: sla.Metric(word("metric", "resolution", "promise")), Due: l.Place, Warn: at("warn"), Late: l.Place}
		if l.Face.Held = rapid.Bool().Draw(t, "held"); l.Face.Held {
			l.Face.Late = rapid.OneOf(rapid.Just(l.Place), rapid.Just(time.Time{}), rapid.Just(at("late"))).Draw(t, "which")
		}
	}
	if rapid.Bool().Draw(t, "handed over") {
		l.HandedTo = &ticket.HandedTo{To: word("to", "branch", "department"), Name: rapid.StringMatching(`[一-龥a-z |]{0,40}`).Draw(t, "name"),
			At: at("at"), Accepted: maybeAt("accepted"), Due: maybeAt("hand-over due")}
	}
	return l
}

func TestALineIsReadAsItWasWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := aLine(t)
		got, err := unpackLine(packLine(want), want.Team, placeOf(want))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatal(diff)
		}
	})
}

func TestWhatIsNoLineIsRefused(t *testing.T) {
	place := "2026-06-05T02:00:00.000Z#K7M3QP9XA"
	for name, c := range map[string][2]string{
		"a letter nobody has": {"ä", place},
		"no number":           {"c\tD\tg\th\t\t\tb\t\t\t\t\t\tmany", place},
		"no time":             {"c", "soon#K7M3QP9XA"},
	} {
		if _, err := unpackLine(c[0], "service", c[1]); err == nil {
			t.Errorf("%s was read", name)
		}
	}
}
