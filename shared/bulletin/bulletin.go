package bulletin

import (
	"slices"
	"time"

	"huiyin/shared/event"
	"huiyin/shared/words"
)

// Kinds of bulletins.
var Kinds = []string{"system_failure", "network_failure", "weather", "delay", "other"}

// Limits of a bulletin. A text is read on a telephone above what somebody came
// for; the numbers are ours.
const (
	MaxText    = 300 // characters
	MaxRegions = 40
	MaxRegion  = 40 // characters, as in a customer's file
	MaxShown   = 8  // on the board at once
	// Afterwards is how long the second text is shown where nobody says how long.
	Afterwards = 24 * time.Hour
)

// Texts are what a bulletin says, by language. Chinese is always there;
// without English, English pages say of what kind it is above the Chinese.
type Texts map[words.Lang]string

// Bulletin is one bulletin. Times are UTC with milliseconds.
type Bulletin struct {
	ID       string    `json:"id"`
	Version  int       `json:"version"` // 1 when opened, 2 when closed
	Kind     string    `json:"kind"`    // one of Kinds
	Texts    Texts     `json:"texts"`
	Regions  []string  `json:"regions,omitempty"` // for whom it is; empty: for all
	From     time.Time `json:"from"`
	Until    time.Time `json:"until,omitzero"` // shown in [From, Until); zero: until closed
	Tells    Tells     `json:"tells,omitzero"` // who is told by SMS too
	OpenedAt time.Time `json:"openedAt"`
	OpenedBy string    `json:"openedBy"` // as an event's By
	Closing  *Closing  `json:"closing,omitempty"`
}

// Closing is the end of a bulletin.
type Closing struct {
	At    time.Time `json:"at"`
	By    string    `json:"by"`
	Texts Texts     `json:"texts"` // that it is over
	Until time.Time `json:"until"` // shown in [At, Until)
}

// State is where a bulletin stands.
type State string

// The states.
const (
	Coming State = "coming"
	Shown  State = "shown"
	Closed State = "closed"
	Over   State = "over"
)

// State is where it stands at an instant.
func (b Bulletin) State(now time.Time) State {
	switch {
	case b.Closing != nil && now.Before(b.Closing.Until):
		return Closed
	case b.Closing != nil || !b.Until.IsZero() && !now.Before(b.Until):
		return Over
	case now.Before(b.From):
		return Coming
	}
	return Shown
}

// Line is what a public page shows of a bulletin in [From, Until).
type Line struct {
	ID      string    `json:"id"`
	Kind    string    `json:"kind"`
	Texts   Texts     `json:"texts"`
	Regions []string  `json:"regions,omitempty"`
	From    time.Time `json:"from"`
	Until   time.Time `json:"until,omitzero"` // zero: until closed
	Ended   bool      `json:"ended,omitempty"`
}

// Line is what a page shows of a bulletin: the second text once it is closed.
func (b Bulletin) Line() Line {
	l := Line{ID: b.ID, Kind: b.Kind, Texts: b.Texts, Regions: b.Regions, From: b.From, Until: b.Until}
	if b.Closing != nil {
		l.Texts, l.From, l.Until, l.Ended = b.Closing.Texts, b.Closing.At, b.Closing.Until, true
	}
	return l
}

func (l Line) past(now time.Time) bool { return !l.Until.IsZero() && !now.Before(l.Until) }

// Board is everything that is shown now or will be.
type Board struct {
	Version int    `json:"version"`
	Lines   []Line `json:"lines"` // oldest first
}

// At are the lines to be shown at an instant.
func (b Board) At(now time.Time) []Line {
	var lines []Line
	for _, l := range b.Lines {
		if !now.Before(l.From) && !l.past(now) {
			lines = append(lines, l)
		}
	}
	return lines
}

// with is the board after a bulletin was opened or closed, without what is past.
func (b Board) with(changed Bulletin, now time.Time) Board {
	next := Board{Version: b.Version + 1}
	for _, l := range b.Lines {
		if l.ID != changed.ID && !l.past(now) {
			next.Lines = append(next.Lines, l)
		}
	}
	next.Lines = append(next.Lines, changed.Line())
	slices.SortStableFunc(next.Lines, func(x, y Line) int { return x.From.Compare(y.From) })
	return next
}

// What can happen. Facts are Facts.
const (
	OpenedEvent event.Type = "bulletin.opened"
	ClosedEvent event.Type = "bulletin.closed"
)

// Facts say what is known of a bulletin without its words.
type Facts struct {
	Kind    string    `json:"kind"`
	Regions []string  `json:"regions,omitempty"`
	From    time.Time `json:"from"`
	Until   time.Time `json:"until,omitzero"`
}

// Subject is the partition of a bulletin and its history.
func Subject(id string) string { return "BULLETIN#" + id }
