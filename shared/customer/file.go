package customer

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"huiyin/shared/errs"
	"huiyin/shared/phone"
)

// Limits on what stands in a file, so that the record, which is written anew
// with every change, stays a few kilobytes (notes are records of their own).
const (
	MaxPeople   = 8
	MaxCoOwners = 5
	MaxTags     = 20
	MaxTag      = 20
	MaxAddress  = 120
	MaxNeeds    = 500
	MaxPlan     = 500
	MaxRemark   = 100 // what is noted of one person
	MaxReason   = 100 // of a class or a grade
	MaxHistory  = 12  // classes, grades; older ones are told by the events
	MaxAlso     = 5   // numbers of merged files
)

// What a person of the customer's does. A role is chosen from here; none is
// allowed.
const (
	Decides    = "decides"
	Uses       = "uses"
	Receives   = "receives"
	Sends      = "sends"
	Pays       = "pays"
	Technician = "technician"
	Other      = "other"
)

// Roles are what a Contact can be, in the order in which they are offered.
var Roles = []string{Decides, Uses, Receives, Sends, Pays, Technician, Other}

// Contact is one of the customer's people.
type Contact struct {
	Name  string       `json:"name"`
	Role  string       `json:"role,omitempty"`
	Phone phone.Number `json:"phone,omitempty"` // in an Input as typed
	Note  string       `json:"note,omitempty"`
}

// Number is a telephone number with its key.
type Number struct {
	Phone phone.Number `json:"phone"`
	Key   string       `json:"key"`
}

// Classed is one step in the history of a class (rule QM-7).
type Classed struct {
	Class    string    `json:"class"`
	At       time.Time `json:"at"`
	By       string    `json:"by"`
	Reason   string    `json:"reason,omitempty"`
	Computed bool      `json:"computed,omitempty"` // or a person's choice
}

// Rated is one step in the history of a credit grade (rule SJ-10).
type Rated struct {
	Grade  string    `json:"grade"` // A to D, "" when it was taken away
	At     time.Time `json:"at"`
	By     string    `json:"by"`
	Reason string    `json:"reason"`
}

// Verified is when somebody last looked whether the file is right (rule QM-6).
type Verified struct {
	At time.Time `json:"at,omitzero"`
	By string    `json:"by,omitempty"`
}

// How urgently somebody who only asked wants to buy (rule NJ-7).
const (
	High   = "high"
	Medium = "medium"
	Low    = "low"
)

// Lead is what makes a file one of somebody who only inquired. The zero Lead is
// none: a customer.
type Lead struct {
	Urgency string    `json:"urgency,omitempty"`
	At      time.Time `json:"at,omitzero"` // of the inquiry
	By      string    `json:"by,omitempty"`
}

// Known tells whether the file is a lead.
func (l Lead) Known() bool { return l != Lead{} }

// Onboarding is the checklist of a new customer (rule SJ-20). The zero one is
// none: nothing is prepared, nothing is missing.
type Onboarding struct {
	Items []Tick `json:"items,omitempty"` // in their order
}

// Tick is one item of a checklist. What it says stands in the configuration
// it was begun with.
type Tick struct {
	Item string    `json:"item"`
	At   time.Time `json:"at,omitzero"` // when it was ticked, zero while open
	By   string    `json:"by,omitempty"`
}

// Open tells whether something is not ticked yet.
func (o Onboarding) Open() bool {
	return slices.ContainsFunc(o.Items, func(t Tick) bool { return t.At.IsZero() })
}

// Absorbed is a file that became part of this one.
type Absorbed struct {
	ID string    `json:"id"`
	At time.Time `json:"at"`
	By string    `json:"by"`
}

// TagOf is how a tag is written: narrow, in small letters, one blank between
// words.
func TagOf(typed string) string {
	return strings.ToLower(strings.Join(strings.Fields(strings.Map(narrow, typed)), " "))
}

// narrow is the narrow form of a wide letter, digit or sign (U+FF01 to U+FF5E)
// and of the wide blank.
func narrow(r rune) rune {
	switch {
	case r >= '！' && r <= '～':
		return r - '！' + '!'
	case r == '\u3000':
		return ' '
	}
	return r
}

// checkDetails cleans in place what a file says beside who the customer is,
// and names every wrong field but the numbers of people.
func (in *Input) checkDetails(f *errs.Fields) {
	text(f, "owner", in.Owner, MaxName)
	in.CoOwners = distinct(in.CoOwners, strings.TrimSpace)
	in.CoOwners = slices.DeleteFunc(in.CoOwners, func(id string) bool { return id == in.Owner })
	bounded(f, "coOwners", len(in.CoOwners), MaxCoOwners)
	for i, id := range in.CoOwners {
		text(f, fmt.Sprintf("coOwners[%d]", i), id, MaxName)
	}
	in.Tags = distinct(in.Tags, TagOf)
	slices.Sort(in.Tags)
	bounded(f, "tags", len(in.Tags), MaxTags)
	for i, tag := range in.Tags {
		text(f, fmt.Sprintf("tags[%d]", i), tag, MaxTag)
	}
	text(f, "address", in.Address, MaxAddress)
	lines(f, "needs", &in.Needs, MaxNeeds)
	lines(f, "plan", &in.Plan, MaxPlan)
	bounded(f, "people", len(in.People), MaxPeople)
	people := in.People
	in.People = nil // the caller's own stays as it is
	for i, p := range people {
		p.Name, p.Note, p.Phone = strings.TrimSpace(p.Name), strings.TrimSpace(p.Note), phone.Number(strings.TrimSpace(string(p.Phone)))
		path := fmt.Sprintf("people[%d].", i)
		text(f, path+"name", p.Name, MaxName)
		if p.Name == "" {
			f.Add(path+"name", "required")
		}
		oneOf(f, path+"role", p.Role, append([]string{""}, Roles...))
		text(f, path+"note", p.Note, MaxRemark)
		in.People = append(in.People, p)
	}
}

// distinct are the values that are something, each once, as write gives them.
func distinct(all []string, write func(string) string) []string {
	var kept []string
	for _, s := range all {
		if s = write(s); s != "" && !slices.Contains(kept, s) {
			kept = append(kept, s)
		}
	}
	return kept
}

func bounded(f *errs.Fields, path string, count, max int) {
	if count > max {
		f.Add(path, "customer.too_many", "max", max)
	}
}

// lines is text that may have several lines.
func lines(f *errs.Fields, path string, value *string, max int) {
	*value = strings.TrimSpace(strings.ReplaceAll(*value, "\r\n", "\n"))
	control := func(r rune) bool { return unicode.IsControl(r) && r != '\n' && r != '\t' }
	switch {
	case !utf8.ValidString(*value) || strings.ContainsFunc(*value, control):
		f.Add(path, "customer.text")
	case utf8.RuneCountInString(*value) > max:
		f.Add(path, "too_long", "max", max)
	}
}
