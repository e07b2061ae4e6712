package sla

import (
	"fmt"
	"strings"
	"time"
)

// Metric names what a timer measures.
type Metric string

// The metrics.
const (
	FirstResponse Metric = "first_response"
	Handover      Metric = "handover"
	NextResponse  Metric = "next_response"
	Resolution    Metric = "resolution"
	Statutory     Metric = "statutory"
	Promise       Metric = "promise"
)

// Metrics lists them in their alphabetical order, the order of every answer.
var Metrics = []Metric{FirstResponse, Handover, NextResponse, Promise, Resolution, Statutory}

// Role is whom a step tells. Who that is at the moment of sending is for
// whoever sends.
type Role string

// The roles.
const (
	Owner      Role = "owner"
	Team       Role = "team"
	Supervisor Role = "supervisor"
	Manager    Role = "manager"
	Customer   Role = "customer"
)

// Roles lists them.
var Roles = []Role{Owner, Team, Supervisor, Manager, Customer}

// Policy says by when what is owed and who is told. As JSON it looks like the
// fields here.
type Policy struct {
	ID      string `json:"id,omitempty"`
	Name    string `json:"name,omitempty"`
	Version int    `json:"version,omitempty"` // counts up with each save
	// Calendar is the id of the calendar whose hours count.
	Calendar string `json:"calendar,omitempty"`
	// When says which tickets it is for; see Policies.Choose.
	When When `json:"when,omitzero"`
	// Targets by metric. None, or one of no length: no timer. A promise brings
	// its own due time, a target for it plays no part.
	Targets Targets `json:"targets"`
	// Priorities have targets of their own; where they have none, Targets count.
	Priorities map[string]Targets `json:"priorities,omitempty"`
	Steps      []Step             `json:"steps,omitempty"`
	// CarryOver is the time of the next service day by which a carried-over
	// query is answered; "" is "09:00" (PD-3).
	CarryOver string `json:"carryOver,omitempty"`
}

// Targets are targets by metric.
type Targets map[Metric]Target

// Target is an amount of time in one of three kinds; the zero value is no
// target.
type Target struct {
	Business Duration `json:"business,omitempty"` // open time
	Elapsed  Duration `json:"elapsed,omitempty"`  // time on the wall, never paused
	// NextDay is a time of the next service day, "09:00" or "close".
	NextDay string `json:"nextDay,omitempty"`
	// AfterHours is by when what starts outside service time is due, "09:00".
	AfterHours string `json:"afterHours,omitempty"`
}

// none tells whether there is nothing to be met.
func (t Target) none() bool { return t.Business == 0 && t.Elapsed == 0 && t.NextDay == "" }

// Step is a notice that a timer owes.
type Step struct {
	At string `json:"at"` // "80%", "-48h", "due" or "+15m"
	To []Role `json:"to"`
	// Metrics are those it is for; none: all.
	Metrics []Metric `json:"metrics,omitempty"`
}

// Duration is a length of time, in JSON as Go writes it: "30m", "1h30m".
type Duration time.Duration

// String is the short form: "30m", not "30m0s".
func (d Duration) String() string {
	text := time.Duration(d).String()
	if strings.HasSuffix(text, "m0s") {
		text = strings.TrimSuffix(text, "0s")
	}
	if strings.HasSuffix(text, "h0m") {
		text = strings.TrimSuffix(text, "0m")
	}
	return text
}

// MarshalText writes what String says.
func (d Duration) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (d *Duration) UnmarshalText(text []byte) error {
	parsed, err := time.ParseDuration(string(text))
	if err != nil {
		return fmt.Errorf("sla: no duration: %w", err)
	}
	*d = Duration(parsed)
	return nil
}

// target is what a metric of a ticket of that priority has to meet. A priority
// that names a metric with no length has no timer for it.
func (p *Policy) target(metric Metric, priority string) Target {
	if own, ok := p.Priorities[priority][metric]; ok {
		return own
	}
	return p.Targets[metric]
}

// defaultCarryOver is the hour of PD-3.
const defaultCarryOver = "09:00"

// carryOver is the time of day of PD-3, for this policy.
func (p *Policy) carryOver() string {
	if p.CarryOver != "" {
		return p.CarryOver
	}
	return defaultCarryOver
}
