package console

import (
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"huiyin/shared/id"
	"huiyin/shared/web/desk"
)

// entry is one thing that happened to a ticket, as the page tells it.
type entry struct {
	Seq   int
	At    time.Time
	Type  string
	What  string
	Who   string
	Class string // whose words they are: customer, reply, result, note; "" without words
	Words []saying
}

// saying is what somebody said. A long one is folded behind its beginning.
type saying struct {
	desk.TicketWords
	More string // what is said beside the fold
}

func (t *ticketPage) saying(w desk.TicketWords) saying {
	return saying{w, t.T("ticket.rest", "n", utf8.RuneCountInString(w.Text))}
}

// shortText is how many characters of a text are always in sight.
const shortText = 400

// Head is what is always in sight, and Rest what is folded.
func (s saying) Head() string {
	if text := []rune(s.Text); len(text) > shortText {
		return string(text[:shortText])
	}
	return s.Text
}

// Rest is what comes behind the Head, "" for a short text.
func (s saying) Rest() string { return s.Text[len(s.Head()):] }

// Line is an entry in one line: "12:03 员工102 · 102 答复了客户".
func (e entry) Line(t *ticketPage) string { return t.When(e.At) + " " + e.Who + " " + e.What }

// latest is a number behind every event there can be.
const latest = 1000000

// tell makes the story of the ticket, the newest first: its newest page, or the
// page before an event that the address names.
func (t *ticketPage) tell() error {
	history := t.File.History
	before, _ := strconv.Atoi(t.query("before"))
	if before > 0 || history.Next != "" {
		if before <= 0 || before > latest {
			before = latest
		}
		history = desk.TicketHistory{}
		if err := t.get("readHistory", &history, "number", t.value("number"), "before", strconv.Itoa(before)); err != nil {
			return err
		}
	}
	said := map[int][]saying{}
	for _, w := range history.Words {
		said[w.Seq] = append(said[w.Seq], t.saying(w))
	}
	for _, e := range slices.Backward(history.Events) {
		one := entry{Seq: e.Seq, At: e.At, Type: e.Type, What: t.what(e), Who: t.who(e), Words: said[e.Seq]}
		if len(one.Words) > 0 {
			one.Class = one.Words[0].Kind
		}
		t.Story = append(t.Story, one)
	}
	if n := len(t.Story); n > 0 && t.Story[n-1].Seq > 1 {
		t.Older = t.Href("tickets/"+t.Ticket.Number, "before", strconv.Itoa(t.Story[n-1].Seq)) + "#story"
	}
	if t.query("before") != "" {
		t.Newest = t.Href("tickets/"+t.Ticket.Number) + "#story"
	}
	return nil
}

// who is the one who did it.
func (t *ticketPage) who(e desk.TicketEvent) string {
	if staff, ok := strings.CutPrefix(e.By, "staff:"); ok {
		return t.Person(staff)
	}
	if name, ok := placeOf(e.By); ok {
		return t.T("event.by_link", "name", name)
	}
	if code := "event.by." + e.By; has(code) {
		return t.T(code)
	}
	return e.By
}

// placeOf is the place that did something by a link.
func placeOf(by string) (name string, ok bool) {
	kind, name, _ := strings.Cut(by, ":")
	return name, kind == "place" || kind == "partner"
}

// what tells an event in words: the sentence console.event.<type>, or that of
// <type>.<fact> for a fact that makes a difference. Facts fill its marks.
func (t *ticketPage) what(e desk.TicketEvent) string {
	var facts map[string]any
	_ = json.Unmarshal(e.Facts, &facts) // an event without facts has none
	code := "event." + strings.TrimPrefix(e.Type, "ticket.")
	pairs := []any{}
	for _, name := range slices.Sorted(maps.Keys(facts)) {
		if facts[name] != false && has(code+"."+name) {
			code += "." + name
		}
		pairs = append(pairs, name, t.fact(name, facts[name]))
	}
	staff, byStaff := strings.CutPrefix(e.By, "staff:")
	if byStaff && has(code+".by_staff") {
		code += ".by_staff"
	}
	if _, ok := placeOf(e.By); ok && has(code+".by_place") {
		code += ".by_place"
	}
	if byStaff && facts["owner"] == staff && has(code+".self") {
		code += ".self"
	}
	if !has(code) {
		return e.Type
	}
	return t.T(code, pairs...)
}

// fact is a value of an event in words.
func (t *ticketPage) fact(name string, value any) any {
	text, ok := value.(string)
	if !ok {
		return value
	}
	if at, err := time.Parse(time.RFC3339, text); err == nil {
		if t.onPaper {
			return t.Minute(at)
		}
		return t.When(at)
	}
	switch name {
	case "kind": // an event says kind where a record says type
		return t.Option("type", text)
	case "reason":
		if t.Ticket.Type == "inquiry" {
			name = "kind"
		}
	case "owner", "reviewer":
		return t.Person(text)
	case "team":
		return t.TeamName(text)
	case "other":
		return id.Show(text)
	}
	return t.Option(name, text)
}
