package violation

import (
	_ "embed"
	"encoding/json"
	"regexp"
	"slices"
	"sync"
	"time"

	"huiyin/shared/calendar"
	"huiyin/shared/errs"
	"huiyin/shared/event"
)

// Kind is what somebody can be fined for.
type Kind struct {
	ID   string `json:"id"`
	Yuan int    `json:"yuan"` // per occurrence
	Zh   string `json:"zh"`
	En   string `json:"en"`
}

// NotReported is the kind the system finds by itself: a complaint chased
// several times without result that nobody reported upwards (rule PD-9).
const NotReported = "not_reported"

// Register is the company's list of kinds (seed/kinds.json).
type Register []Kind

//go:embed seed/kinds.json
var seed []byte

// DefaultRegister is the seed.
var DefaultRegister = sync.OnceValue(func() (r Register) {
	if err := json.Unmarshal(seed, &r); err != nil {
		panic("violation: embedded kinds: " + err.Error())
	}
	return r
})

// Kind finds a kind by its id.
func (r Register) Kind(id string) (Kind, bool) {
	i := slices.IndexFunc(r, func(k Kind) bool { return k.ID == id })
	if i < 0 {
		return Kind{}, false
	}
	return r[i], true
}

// State is where a violation stands.
type State string

// The states.
const (
	Proposed  State = "proposed"
	Confirmed State = "confirmed"
	Dismissed State = "dismissed"
	Appealed  State = "appealed"
	Upheld    State = "upheld" // it stays, after an appeal
	Lifted    State = "lifted" // it falls, after an appeal
)

// Action is what can be done to a violation.
type Action string

// The actions.
const (
	Confirm Action = "confirm"
	Dismiss Action = "dismiss"
	Appeal  Action = "appeal"
	Uphold  Action = "uphold"
	Lift    Action = "lift"
)

// lifecycle is action × state → state; what is not in it is forbidden.
var lifecycle = map[Action]map[State]State{
	Confirm: {Proposed: Confirmed},
	Dismiss: {Proposed: Dismissed},
	Appeal:  {Confirmed: Appealed},
	Uphold:  {Appealed: Upheld},
	Lift:    {Appealed: Lifted},
}

// Charged tells whether the person has to pay as it stands.
func (s State) Charged() bool { return s == Confirmed || s == Appealed || s == Upheld }

// Violation is one occurrence. Times are UTC with milliseconds.
type Violation struct {
	ID      string    `json:"id"`
	Version int       `json:"version"`
	Seq     int       `json:"seq"` // of its last event
	Kind    string    `json:"kind"`
	Yuan    int       `json:"yuan"` // as the list said when it was proposed
	State   State     `json:"state"`
	At      time.Time `json:"at"`               // of the proposal
	By      string    `json:"by"`               // who proposed it, as an event's By
	Person  string    `json:"person,omitempty"` // staff id; "" while nobody is named
	Ticket  string    `json:"ticket,omitempty"` // evidence: the ticket it happened on,
	Badge   string    `json:"badge,omitempty"`  // or the badge, extension or surname that was given
	Judge   string    `json:"judge,omitempty"`  // who confirmed or dismissed it, staff id
	Note    string    `json:"note,omitempty"`
	Remarks []Remark  `json:"remarks,omitempty"` // one for each action that followed
}

// Remark is what somebody said with an action.
type Remark struct {
	Action Action    `json:"action"`
	At     time.Time `json:"at"`
	By     string    `json:"by"`
	Text   string    `json:"text,omitempty"`
}

// What can happen to a violation. Facts are Facts.
const (
	ProposedEvent  event.Type = "violation.proposed"
	ConfirmedEvent event.Type = "violation.confirmed"
	DismissedEvent event.Type = "violation.dismissed"
	AppealedEvent  event.Type = "violation.appealed"
	UpheldEvent    event.Type = "violation.upheld"
	LiftedEvent    event.Type = "violation.lifted"
)

// tells is the event of an action.
var tells = map[Action]event.Type{Confirm: ConfirmedEvent, Dismiss: DismissedEvent, Appeal: AppealedEvent, Uphold: UpheldEvent, Lift: LiftedEvent}

// Facts of all events.
type Facts struct {
	Kind   string `json:"kind"`
	Yuan   int    `json:"yuan"`
	Person string `json:"person,omitempty"`
	Ticket string `json:"ticket,omitempty"`
}

// Subject is the partition of a violation's history.
func Subject(id string) string { return "VIOLATION#" + id }

// ID names a violation by the day of its proposal, so that its month can be
// told from it, and something unique.
func ID(day calendar.Date, unique string) string { return day.String() + "-" + unique }

var idForm = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^(\d{4}-\d{2})-\d{2}-[A-Z0-9]{1,20}$`) })

// MonthOf is the month an id belongs to, "2026-06"; false when it can't be one.
func MonthOf(id string) (string, bool) {
	parts := idForm().FindStringSubmatch(id)
	if parts == nil {
		return "", false
	}
	return parts[1], true
}

// Case is a violation as it is proposed.
type Case struct {
	ID     string
	At     time.Time
	By     string // "" for the system
	Person string
	Ticket string
	Badge  string
	Note   string
}

// Change is a violation as it will be, with the events that tell of it.
type Change struct {
	Violation Violation
	Events    []event.Event
}

// Found proposes a violation of a kind. Nil when the company's list has no
// such kind.
func (r Register) Found(kind string, c Case) (*Change, error) {
	k, ok := r.Kind(kind)
	if !ok {
		return nil, nil
	}
	if c.By == "" {
		c.By = event.System
	}
	v := Violation{ID: c.ID, Kind: k.ID, Yuan: k.Yuan, State: Proposed, At: c.At.UTC().Truncate(time.Millisecond), By: c.By,
		Person: c.Person, Ticket: c.Ticket, Badge: c.Badge, Note: c.Note}
	change, err := v.changed(ProposedEvent, v.At, c.By)
	return &change, err
}

// changed is the next version of a violation, with its event.
func (v Violation) changed(typ event.Type, at time.Time, by string) (Change, error) {
	v.Version, v.Seq = v.Version+1, v.Seq+1
	e, err := event.New(Subject(v.ID), v.Seq, typ, at, by, Facts{Kind: v.Kind, Yuan: v.Yuan, Person: v.Person, Ticket: v.Ticket})
	return Change{Violation: v, Events: []event.Event{e}}, errs.Wrap(err, "tell of a violation")
}
