package staff

import (
	"time"

	"huiyin/shared/event"
	"huiyin/shared/phone"
)

// Roles. A supervisor answers for a team, a manager for the desk; an admin
// keeps the settings and hears of nothing unless nobody else is left.
const (
	Agent      = "agent"
	Supervisor = "supervisor"
	Manager    = "manager"
	Admin      = "admin"
)

// Roles lists them, for checks and forms.
var Roles = []string{Agent, Supervisor, Manager, Admin}

// Member is a person of the desk. Times are UTC with milliseconds.
type Member struct {
	ID      string       `json:"id"`
	Version int          `json:"version"`         // 1 when created, +1 with every change
	Seq     int          `json:"seq"`             // of the last event
	Login   string       `json:"login,omitempty"` // user name in the user pool; empty: can't sign in
	Name    string       `json:"name"`
	Badge   string       `json:"badge"` // unique; told to customers (PD-10)
	Phone   phone.Number `json:"phone"` // alarms go here
	Role    string       `json:"role"`
	Team    string       `json:"team,omitempty"`    // id; agents and supervisors have one
	Lang    string       `json:"lang"`              // zh or en, of the SMS to this person
	Skills  []string     `json:"skills,omitempty"`  // languages (zh, en) and reasons of tickets that this person knows (QM-3)
	Regions []string     `json:"regions,omitempty"` // places that this person knows, by the beginning of their names
	Left    bool         `json:"left,omitempty"`    // no longer with the company: hears of nothing, is kept for the history
	Absence *Absence     `json:"absence,omitempty"`
}

// Absence is the absence switch.
type Absence struct {
	Since  time.Time `json:"since"`
	Until  time.Time `json:"until,omitzero"` // zero: until switched off
	Reason string    `json:"reason"`         // one of Reasons: a code, so that no illness stands in a record
}

// Reasons for an absence.
var Reasons = []string{"break", "meeting", "training", "leave", "sick", "other"}

// Absent tells whether the switch is on at an instant: [Since, Until).
func (m Member) Absent(at time.Time) bool {
	return m.Absence != nil && !at.Before(m.Absence.Since) &&
		(m.Absence.Until.IsZero() || at.Before(m.Absence.Until))
}

// Team is a group of people with the same hours.
type Team struct {
	ID       string  `json:"id"`
	Version  int     `json:"version"`
	Seq      int     `json:"seq"`
	Name     string  `json:"name"`
	Calendar string  `json:"calendar"`        // id of its hours
	Rank     int     `json:"rank"`            // teams are asked in this order, then by id
	Takes    []Match `json:"takes,omitempty"` // empty: whatever no other team takes
}

// What can happen. Facts are Facts.
const (
	Saved     event.Type = "staff.saved"
	WentAway  event.Type = "staff.absent"
	CameBack  event.Type = "staff.back"
	TeamSaved event.Type = "team.saved"
)

// Facts say what changed, without names and numbers.
type Facts struct {
	Role   string    `json:"role,omitempty"`
	Team   string    `json:"team,omitempty"`
	Left   bool      `json:"left,omitempty"`
	Reason string    `json:"reason,omitempty"`
	Until  time.Time `json:"until,omitzero"`
}

// Subject is the partition of a member's history.
func Subject(id string) string { return "STAFF#" + id }

// TeamSubject is the partition of a team's history.
func TeamSubject(id string) string { return "TEAM#" + id }
