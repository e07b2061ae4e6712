package shipment

import (
	"time"

	"huiyin/shared/event"
)

// What can happen. Events name the shipment by its subject and hold facts
// only.
const (
	RecordedEvent   event.Type = "shipment.recorded"   // facts are RecordedFacts
	DispatchedEvent event.Type = "shipment.dispatched" // it left, and that is news; facts are LeftFacts
	Moved           event.Type = "shipment.moved"      // facts are MovedFacts
	Expected        event.Type = "shipment.expected"   // it should be there by now; facts are LeftFacts
	Excepted        event.Type = "shipment.excepted"   // facts are ExceptionFacts
	Cleared         event.Type = "shipment.cleared"    // facts are ExceptionFacts
	Traced          event.Type = "shipment.traced"     // facts are TraceFacts
	TraceEnded      event.Type = "shipment.trace_ended"
	Corrected       event.Type = "shipment.corrected"  // facts are CorrectionFacts
	Instructed      event.Type = "shipment.instructed" // facts are InstructionFacts
	CarriedOut      event.Type = "shipment.carried_out"
	Proved          event.Type = "shipment.proved"   // facts are ProofFacts
	Unproved        event.Type = "shipment.unproved" // facts are ProofFacts
	ErasedEvent     event.Type = "shipment.erased"
	// Undispatched tells, once for a branch and a day, that not everything of
	// its list left in time; facts are UndispatchedFacts. Its subject is
	// ListSubject.
	Undispatched event.Type = "dispatch.overdue"
)

// RecordedFacts say what was recorded.
type RecordedFacts struct {
	Customer string `json:"customer"`
	Carrier  string `json:"carrier"`
	Branch   string `json:"branch,omitempty"`
}

// LeftFacts say what is on its way.
type LeftFacts struct {
	Customer    string    `json:"customer"`
	Class       string    `json:"class,omitempty"`
	Salesperson string    `json:"salesperson,omitempty"`
	Days        int       `json:"days,omitempty"`
	Office      string    `json:"office,omitempty"`
	At          time.Time `json:"at"` // when it left
	ETA         time.Time `json:"eta,omitzero"`
}

// MovedFacts say where it is.
type MovedFacts struct {
	From State     `json:"from"`
	To   State     `json:"to"`
	At   time.Time `json:"at"`
}

// ExceptionFacts say what went wrong, and in which ticket it is handled.
type ExceptionFacts struct {
	Kind   string    `json:"kind"`
	Since  time.Time `json:"since"`
	Ticket string    `json:"ticket,omitempty"`
}

// TraceFacts name the ticket of a trace.
type TraceFacts struct {
	Ticket string `json:"ticket"`
	Found  bool   `json:"found,omitempty"` // TraceEnded: else a claim was opened
}

// CorrectionFacts name the fields that changed, never what they hold.
type CorrectionFacts struct {
	Fields []string `json:"fields"`
}

// InstructionFacts name an instruction.
type InstructionFacts struct {
	ID   string `json:"id"`
	Kind string `json:"kind"`
}

// ProofFacts name a document, never what it is called.
type ProofFacts struct {
	File string `json:"file"`
	Kind string `json:"kind"`
	Type string `json:"type"`
	Size int64  `json:"size"`
}

// UndispatchedFacts name a list.
type UndispatchedFacts struct {
	Branch string `json:"branch"`
	Day    string `json:"day"`
	Office string `json:"office"` // the team whose supervisors are to hear of it
}

// Subject is the partition of a shipment and its history.
func Subject(waybill string) string { return "SHIPMENT#" + waybill }

// ListSubject is the partition of the daily dispatch list of a branch, and of
// its history.
func ListSubject(branch, day string) string { return "DISPATCH#" + day + "#" + branch }
