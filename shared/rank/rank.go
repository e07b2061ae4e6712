package rank

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"math/bits"
	"time"
)

// Basis says what a figure is.
type Basis string

// The bases.
const (
	Margin  Basis = "margin"
	Revenue Basis = "revenue" // as a stand-in for a margin that is not known
	None    Basis = "none"    // no shipments, and a class that was computed once
)

// bases are the lists of a run, in the order in which classes are given.
var bases = []Basis{Margin, Revenue, None}

// Scored is a customer with the figure of a run.
type Scored struct {
	ID     string `json:"id"`
	Basis  Basis  `json:"basis"`
	Fen    int64  `json:"fen"`              // the margin, or the revenue
	Was    string `json:"was"`              // the class when it was written down
	Chosen bool   `json:"chosen,omitempty"` // a person's choice
}

// Phase is where a run stands: gather → weigh → give → done.
type Phase string

// The phases.
const (
	Gather Phase = "gather" // figures are written down
	Weigh  Phase = "weigh"  // the borders are to be found
	Give   Phase = "give"   // classes are given
	Done   Phase = "done"
)

// Run is how far a month's run has come, and what it came to. Times are UTC,
// money is fen.
type Run struct {
	Month   string    `json:"month"` // whose run it is: "2026-06" looks at 2025-06 to 2026-05
	Version int       `json:"version"`
	Phase   Phase     `json:"phase"`
	At      time.Time `json:"at"` // when it began
	Changed time.Time `json:"changed"`
	Ended   time.Time `json:"ended,omitzero"`
	Shares  Shares    `json:"shares"`

	Cursor string   `json:"cursor,omitempty"` // of the next page of files, or of a list
	Last   bool     `json:"last,omitempty"`   // all files were read
	List   int      `json:"list,omitempty"`   // which of the lists is given classes
	Page   []Scored `json:"page,omitempty"`   // figures in hand, not yet written down

	Files     int   `json:"files"`     // looked at
	ByMargin  int   `json:"byMargin"`  // ranked by margin
	ByRevenue int   `json:"byRevenue"` // ranked by revenue
	Without   int   `json:"without"`   // without shipments, and general now
	Margins   int64 `json:"margins"`   // of all whose margin is known
	Revenues  int64 `json:"revenues"`  // of the same

	KeyAbove      int64 `json:"keyAbove"`      // key is who has more
	SuitableAbove int64 `json:"suitableAbove"` // suitable is who has more, and is not key

	Given map[string]int `json:"given,omitempty"` // how many were given each class
	Moved int            `json:"moved"`           // whose class changed by it
	Kept  int            `json:"kept"`            // whose class a person had chosen
}

// Move is a customer whose class changed by a run.
type Move struct {
	Scored
	To string `json:"to"`
}

// Shares are how many of a thousand ranked customers are in the upper classes.
type Shares struct {
	Key      int `json:"key"`
	Suitable int `json:"suitable"`
}

//go:embed seed/shares.json
var seed []byte

// DefaultShares are the shares of the seed: 5 % and 15 % (rule QM-7).
func DefaultShares() Shares {
	var s Shares
	if err := json.Unmarshal(seed, &s); err != nil {
		panic(fmt.Sprintf("rank: embedded seed: %v", err))
	}
	return s
}

// ranked is how many customers stand in the order.
func (r Run) ranked() int { return r.ByMargin + r.ByRevenue }

// places is how many of the ranked a share is, rounded up.
func (r Run) places(permille int) int { return (r.ranked()*permille + 999) / 1000 }

// worth is the figure by which a customer stands in the order.
func (r Run) worth(s Scored) int64 {
	switch {
	case s.Basis == None:
		return 0
	case s.Basis == Margin || r.Margins <= 0 || r.Revenues <= 0 || r.Margins > r.Revenues || s.Fen <= 0:
		return s.Fen
	}
	high, low := bits.Mul64(uint64(s.Fen), uint64(r.Margins))
	worth, _ := bits.Div64(high, low, uint64(r.Revenues)) // margins are no more than revenues, so it fits
	return int64(worth)
}
