package handbook

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"huiyin/shared/words"
)

// Reply is a canned reply: a version of it.
type Reply struct {
	ID      string     `json:"id"`
	Version int        `json:"version"`
	Lang    words.Lang `json:"lang"`
	Title   string     `json:"title"` // for agents, to choose by
	Text    string     `json:"text"`  // for the customer, with marks
	Kind    string     `json:"kind,omitempty"`
	Reason  string     `json:"reason,omitempty"` // of that kind
	Target  string     `json:"target,omitempty"` // what a complaint is about
	Removed bool       `json:"removed,omitempty"`
	By      string     `json:"by,omitempty"` // as an event's By; none: it came with the program
	At      time.Time  `json:"at,omitzero"`
}

// Wanted says which replies are asked for; what is empty is not asked.
type Wanted struct {
	Kind, Reason, Target string
	Lang                 words.Lang
}

// fit tells how well a reply fits: the more it is made for the matter, the
// higher; 0 when it is made for another one.
func (r Reply) fit(w Wanted) int {
	fit := 1
	for _, one := range []struct {
		made, asked string
		weight      int
	}{{r.Kind, w.Kind, 1}, {r.Reason, w.Reason, 4}, {r.Target, w.Target, 2}, {string(r.Lang), string(w.Lang), 0}} {
		switch {
		case one.made == "" || one.asked == "":
		case one.made != one.asked:
			return 0
		default:
			fit += one.weight
		}
	}
	return fit
}

// Marks that a reply may have, each in braces. What they stand for is filled
// in when the reply is chosen for a ticket.
var Marks = []string{"number", "waybill", "badge", "company", "hotline"}

var markForm = regexp.MustCompile(`\{([^{}]*)\}`)

// unknown are the braces of a text that are no mark of ours.
func unknown(text string) []string {
	var list []string
	for _, found := range markForm.FindAllStringSubmatch(text, -1) {
		if !slices.Contains(Marks, found[1]) {
			list = append(list, found[0])
		}
	}
	if rest := markForm.ReplaceAllString(text, ""); strings.ContainsAny(rest, "{}") {
		list = append(list, "{ }")
	}
	return list
}

// Fill puts values in the place of marks. A mark whose value is empty stays, so
// that whoever replies sees that something is missing.
func Fill(text string, values map[string]string) string {
	return markForm.ReplaceAllStringFunc(text, func(mark string) string {
		if value := values[strings.Trim(mark, "{}")]; value != "" {
			return value
		}
		return mark
	})
}

// Open are the marks of ours that stand in a text unfilled: no customer should
// read them.
func Open(text string) []string {
	var list []string
	for _, found := range markForm.FindAllStringSubmatch(text, -1) {
		if slices.Contains(Marks, found[1]) && !slices.Contains(list, found[0]) {
			list = append(list, found[0])
		}
	}
	return list
}
