package dynamo

import (
	"errors"
	"strconv"
	"strings"
	"time"

	"huiyin/shared/sla"
	"huiyin/shared/ticket"
)

// A ticket's line stands in the list's index in place of the record: about
// eighty bytes, so that with its keys a thousand of them are read for twenty
// units. It is text, field by field, a tab between: JSON would weigh twice as
// much. Team and place stand in the index's keys. What is at its usual value is
// empty, what is empty at the end is left out, so fields can be added behind.
//
// A word that the program knows is one letter; any other has a dot before it.

// lineWords are the known words and their letters, which are never given to
// another word.
var lineWords = map[string]string{
	string(ticket.Inquiry): "i", string(ticket.Complaint): "c",
	string(ticket.Received): "r", string(ticket.Handling): "h", string(ticket.Waiting): "w", string(ticket.Resolved): "S",
	string(ticket.StepRevisited): "V", string(ticket.StepSummedUp): "U", string(ticket.StepRuled): "J",
	ticket.Urgent:     "u",
	ticket.AboutGoods: "g", ticket.AboutService: "s", ticket.AboutAgent: "a",
	ticket.ByCustomer: "k", ticket.BySalesperson: "l", ticket.ByPartner: "p",
	ticket.ToDepartment: "d", ticket.ToBranch: "j",
	ticket.RaisedByPerson: "q", ticket.RaisedBySystem: "y",
	"web": "b", "phone": "f", "email": "e", "counter": "n",
	"coverage": "C", "price": "P", "cargo_status": "G", "other": "O",
	"delay": "D", "lost": "L", "damaged": "M", "attitude": "A", "misdelivery": "I", "not_delivered_to_door": "N", "fee": "F",
	"general": "1", "suitable": "2", "key": "3",
	string(sla.FirstResponse): "v", string(sla.NextResponse): "x", string(sla.Handover): "o", string(sla.Promise): "m",
	string(sla.Resolution): "z", string(sla.Statutory): "t",
}

// lineLetters is lineWords the other way round.
var lineLetters = func() map[string]string {
	words := map[string]string{}
	for word, letter := range lineWords {
		words[letter] = word
	}
	return words
}()

// lineWriter gathers the fields of a line.
type lineWriter struct{ fields []string }

// word writes a word; usual is the one that is left empty.
func (w *lineWriter) word(word, usual string) {
	switch letter, known := lineWords[word]; {
	case word == usual || word == "":
		w.text("")
	case known:
		w.text(letter)
	default:
		w.text("." + word)
	}
}

// text writes what the program has no letter for. No value has a tab: what
// people type is checked, and a company's own words are one line each.
func (w *lineWriter) text(s string) { w.fields = append(w.fields, strings.ReplaceAll(s, "\t", " ")) }

func (w *lineWriter) count(n int) {
	if n == 0 {
		w.text("")
		return
	}
	w.text(strconv.Itoa(n))
}

func (w *lineWriter) at(t time.Time) {
	if t.IsZero() {
		w.text("")
		return
	}
	w.text(strconv.FormatInt(t.UnixMilli(), 36))
}

// packLine is a line as it is stored.
func packLine(l ticket.Line) string {
	w := lineWriter{fields: make([]string, 0, 24)}
	w.word(string(l.Kind), "")
	w.word(l.Reason, "")
	w.word(l.Target, "")
	w.word(string(l.Stage), string(ticket.Handling))
	w.word(l.WaitingFor, "")
	w.word(l.Priority, ticket.Normal)
	w.word(l.Channel, "")
	w.word(l.Requester, ticket.ByCustomer)
	w.word(l.Class, "")
	w.text(l.Waybill)
	w.text(l.Owner)
	w.at(l.OpenedAt)
	w.count(l.Revision)
	w.word(string(l.Face.Metric), "")
	w.at(l.Face.Warn)
	w.count(l.Chases)
	w.count(l.Reopenings)
	held := 0
	if l.Face.Held {
		held = 1
	}
	w.count(held)
	late := l.Face.Late
	if !l.Face.Held && late.Equal(l.Face.Due) {
		late = time.Time{} // as usual: the timer shown runs
	}
	w.at(late)
	w.word(l.Raised, "")
	w.at(l.RaisedAt)
	w.word(string(l.Next), "")
	if h := l.HandedTo; h != nil {
		w.word(h.To, "")
		w.text(h.Name)
		w.at(h.At)
		w.at(h.Accepted)
		w.at(h.Due)
	}
	return strings.TrimRight(strings.Join(w.fields, "\t"), "\t")
}

// lineReader takes the fields of a line one by one; those left out are empty.
type lineReader struct {
	fields []string
	bad    error
}

func (r *lineReader) text() (field string) {
	if len(r.fields) > 0 {
		field, r.fields = r.fields[0], r.fields[1:]
	}
	return field
}

func (r *lineReader) word(usual string) string {
	field := r.text()
	if field == "" {
		return usual
	}
	if whole, dotted := strings.CutPrefix(field, "."); dotted {
		return whole
	}
	word, known := lineLetters[field]
	if !known {
		r.bad = errors.New("no word has the letter " + strconv.Quote(field))
	}
	return word
}

func (r *lineReader) number(base int) int64 {
	field := r.text()
	if field == "" {
		return 0
	}
	n, err := strconv.ParseInt(field, base, 64)
	if err != nil {
		r.bad = err
	}
	return n
}

func (r *lineReader) count() int { return int(r.number(10)) }

func (r *lineReader) at() time.Time {
	if ms := r.number(36); ms != 0 {
		return time.UnixMilli(ms).UTC()
	}
	return time.Time{}
}

// unpackLine reads a line that stands in a team's list at a place.
func unpackLine(packed, team, place string) (l ticket.Line, err error) {
	due, number, _ := strings.Cut(place, "#")
	if l.Place, err = time.Parse(timeWidth, due); err != nil {
		return l, err
	}
	r := lineReader{fields: strings.Split(packed, "\t")}
	l.Team, l.Number = team, number
	l.Kind, l.Reason, l.Target = ticket.Kind(r.word("")), r.word(""), r.word("")
	l.Stage, l.WaitingFor, l.Priority = ticket.Stage(r.word(string(ticket.Handling))), r.word(""), r.word(ticket.Normal)
	l.Channel, l.Requester, l.Class = r.word(""), r.word(ticket.ByCustomer), r.word("")
	l.Waybill, l.Owner, l.OpenedAt, l.Revision = r.text(), r.text(), r.at(), r.count()
	l.Face.Metric, l.Face.Warn = sla.Metric(r.word("")), r.at()
	l.Chases, l.Reopenings = r.count(), r.count()
	l.Face.Held, l.Face.Late = r.count() == 1, r.at()
	if l.Face.Metric != "" {
		l.Face.Due = l.Place
		if !l.Face.Held && l.Face.Late.IsZero() {
			l.Face.Late = l.Face.Due
		}
	}
	l.Raised, l.RaisedAt, l.Next = r.word(""), r.at(), ticket.Step(r.word(""))
	if to := r.word(""); to != "" {
		l.HandedTo = &ticket.HandedTo{To: to, Name: r.text(), At: r.at(), Accepted: r.at(), Due: r.at()}
	}
	return l, r.bad
}
