package place

import (
	_ "embed"
	"encoding/json"
	"sync"
	"time"

	"huiyin/shared/phone"
)

// Kinds of places, as a hand-over names them.
const (
	Department = "department"
	Branch     = "branch"
	Partner    = "partner"
)

// Kinds in the order in which they are listed.
var Kinds = []string{Department, Branch, Partner}

// Limits. A company with more than five thousand branches keeps them in a
// system of its own; lengths are characters.
const (
	MaxRows     = 5000
	MaxName     = 40
	MaxText     = 200 // an address, hours, a note
	MaxWord     = 40  // a region, a phone as words
	MaxMail     = 120
	MaxAreas    = 200 // that one branch covers
	MaxImport   = 2000
	maxProblems = 100 // that an import names
)

// Record is what every row of a register has.
type Record struct {
	ID      string    `json:"-"`
	Version int       `json:"-"` // counts up with each save; 1 is also what came with the program
	By      string    `json:"-"` // who saved it, as an event's By; "" for what came with the program
	At      time.Time `json:"-"` // when, UTC
}

// Place is whom a ticket can be handed over to.
type Place struct {
	Record
	Kind     string   `json:"kind"`
	Name     string   `json:"name"` // of the company's, no person's; one of a kind
	Region   string   `json:"region,omitempty"`
	Address  string   `json:"address,omitempty"`
	Phone    string   `json:"phone,omitempty"` // in words, for callers: a branch may have a landline
	Hours    string   `json:"hours,omitempty"` // in words
	Coverage []string `json:"coverage,omitempty"`
	Contact  Contact  `json:"contact,omitzero"`
	Lang     string   `json:"lang"`          // zh or en: of what the contact is told
	Off      bool     `json:"off,omitempty"` // inactive: nothing more is handed over to it
}

// Contact is who answers at a place.
type Contact struct {
	Name  string       `json:"name,omitempty"`
	Phone phone.Number `json:"phone,omitempty"` // a mobile: it gets an SMS when a ticket is handed over (PD-7)
	Mail  string       `json:"mail,omitempty"`
}

//go:embed seed/places.json
var seed []byte

// Seed is the register that the program brings along.
var Seed = sync.OnceValue(func() []Place {
	var rows []struct {
		ID string `json:"id"`
		Place
	}
	if err := json.Unmarshal(seed, &rows); err != nil {
		panic("place: embedded register: " + err.Error())
	}
	all := make([]Place, len(rows))
	for i, r := range rows {
		all[i] = r.Place
		all[i].Record, all[i].Lang = Record{ID: r.ID, Version: 1}, "zh"
	}
	return all
})
