package event

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"
)

// Type names what happened: "<thing>.<past participle>", lower case. It is
// also the detail-type on the bus, where rules choose by it.
type Type string

// Source is the bus's word for who speaks.
const Source = "huiyin"

// Version is the version of the envelope and of every Data shape. A shape
// only ever gains optional fields; anything else is a new Type.
const Version = 1

// Event is one fact.
type Event struct {
	ID      string          `json:"id"`             // "<subject>/<seq>", unique for ever
	Type    Type            `json:"type"`           //
	Version int             `json:"version"`        //
	At      time.Time       `json:"at"`             // UTC, milliseconds; never before the subject's last event
	Subject string          `json:"subject"`        // the partition whose history this belongs to: "TICKET#K7M3QP9XA"
	Seq     int             `json:"seq"`            // 1, 2, 3 … within the subject
	By      string          `json:"by"`             // "customer", "system" or "staff:<id>"
	Run     string          `json:"run,omitempty"`  // the sweep that found it; such an event is told with its run, not singly
	Data    json.RawMessage `json:"data,omitempty"` // the facts, a struct of the package that owns Type
}

// Actors who are not staff.
const (
	Customer = "customer"
	System   = "system"
)

// Staff is the By of a member of staff.
func Staff(id string) string { return "staff:" + id }

// StaffID is the id in a By, empty when it was no member of staff.
func StaffID(by string) string {
	id, ok := strings.CutPrefix(by, "staff:")
	if !ok {
		return ""
	}
	return id
}

// ID names the seq-th event of a subject.
func ID(subject string, seq int) string { return fmt.Sprintf("%s/%06d", subject, seq) }

// New makes the seq-th event of a subject. data is a struct of facts or nil.
func New(subject string, seq int, typ Type, at time.Time, by string, data any) (Event, error) {
	e := Event{
		ID: ID(subject, seq), Type: typ, Version: Version,
		At: at.UTC().Truncate(time.Millisecond), Subject: subject, Seq: seq, By: by,
	}
	if data != nil {
		raw, err := json.Marshal(data)
		if err != nil {
			return Event{}, fmt.Errorf("encode facts of %s: %w", typ, err)
		}
		e.Data = raw
	}
	return e, nil
}

// Into reads the facts into a struct of the package that owns Type.
func (e Event) Into(facts any) error {
	if len(e.Data) == 0 {
		return nil
	}
	if err := json.Unmarshal(e.Data, facts); err != nil {
		return fmt.Errorf("decode facts of %s %s: %w", e.Type, e.ID, err)
	}
	return nil
}
