package handbook

import (
	"slices"
	"strings"
	"time"

	"huiyin/shared/calendar"
	"huiyin/shared/words"
)

// Limits, ours: what one finds one's way in and reads in one go.
const (
	MaxArticles = 300
	MaxReplies  = 300
	MaxTitle    = 80    // characters
	MaxBody     = 10000 // characters of an article, in one language
	MaxText     = 1000  // characters of a canned reply
	MaxTopics   = 30
)

// Topic is what an article helps with: a kind of ticket ("complaint"), or a
// reason of one ("complaint.delay", "inquiry.price").
type Topic string

// Texts are a text by language. Chinese is always there.
type Texts map[words.Lang]string

// In is the text in a language, in Chinese where it is not there.
func (t Texts) In(lang words.Lang) string {
	if said := t[lang]; said != "" {
		return said
	}
	return t[words.Chinese]
}

// Head is what a list shows of a version of an article.
type Head struct {
	ID        string        `json:"id"`
	Version   int           `json:"version"`
	Titles    Texts         `json:"titles"`
	Topics    []Topic       `json:"topics,omitempty"` // what it helps with; none: everything
	From      calendar.Date `json:"from,omitzero"`    // in force from this day on, in the company's zone; none: always
	Withdrawn bool          `json:"withdrawn,omitempty"`
	By        string        `json:"by,omitempty"` // as an event's By; none: it came with the program
	At        time.Time     `json:"at,omitzero"`
}

// Article is a version of an article. Bodies are plain text: a blank line
// begins a paragraph, a line that begins with "- " is a point of a list.
type Article struct {
	Head
	Bodies Texts `json:"bodies"`
}

// Entry is an article as the shelf has it: the edition in force when it was
// saved last, and those that come after it, oldest first.
type Entry struct {
	ID       string `json:"id"`
	Editions []Head `json:"editions"`
}

// Last is the newest version's number, 0 for none.
func (e Entry) Last() int {
	if len(e.Editions) == 0 {
		return 0
	}
	return e.Editions[len(e.Editions)-1].Version
}

// At is the edition in force on a day; false where none is yet. Of those whose
// day has come the one that was saved last counts.
func (e Entry) At(day calendar.Date) (Head, bool) {
	for _, h := range slices.Backward(e.Editions) {
		if !day.Before(h.From) {
			return h, true
		}
	}
	return Head{}, false
}

// Coming is the next edition that is not in force yet; false where none is.
func (e Entry) Coming(day calendar.Date) (Head, bool) {
	var next Head
	for _, h := range e.Editions {
		if day.Before(h.From) && (next.ID == "" || h.From.Before(next.From)) {
			next = h
		}
	}
	return next, next.ID != ""
}

// with is the entry with a further edition, without those that can't come into
// force any more.
func (e Entry) with(h Head, day calendar.Date) Entry {
	next := Entry{ID: e.ID}
	current, any := e.At(day)
	for _, was := range e.Editions {
		ahead := day.Before(was.From) && was.From.Before(h.From)
		counts := any && was.Version == current.Version && day.Before(h.From)
		if ahead || counts {
			next.Editions = append(next.Editions, was)
		}
	}
	next.Editions = append(next.Editions, h)
	return next
}

// fit tells how well an article fits: 3 for the reason, 2 for the kind, 1 for
// everything, 0 not at all.
func (h Head) fit(kind, reason string) int {
	if kind == "" && reason == "" || len(h.Topics) == 0 {
		return 1
	}
	best := 0
	for _, topic := range h.Topics {
		of, why, _ := strings.Cut(string(topic), ".")
		switch {
		case kind != "" && of != kind:
		case reason != "" && why == reason:
			best = 3
		case reason == "" || why == "" && kind != "":
			best = max(best, 2)
		}
	}
	return best
}

// holds tells whether a title or the id has all the words of a search.
func (h Head) holds(search string) bool {
	all := strings.ToLower(h.ID + " " + h.Titles[words.Chinese] + " " + h.Titles[words.English])
	for _, word := range strings.Fields(strings.ToLower(search)) {
		if !strings.Contains(all, word) {
			return false
		}
	}
	return true
}

// Receipt says that somebody has read a version of an article.
type Receipt struct {
	Article string    `json:"article"`
	Version int       `json:"version"`
	Staff   string    `json:"staff"` // id
	At      time.Time `json:"at"`
}
