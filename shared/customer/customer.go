package customer

import (
	"fmt"
	"hash/fnv"
	"time"

	"huiyin/shared/event"
	"huiyin/shared/phone"
)

// Classes of customers (rule QM-7).
const (
	General  = "general"
	Suitable = "suitable"
	Key      = "key"
)

// Titles a customer can choose; none is the default, and none is guessed.
const (
	NoTitle = ""
	Mr      = "mr" // 先生
	Ms      = "ms" // 女士
)

// Customer is the file. Times are UTC with milliseconds.
type Customer struct {
	ID       string       `json:"id"`
	Version  int          `json:"version"` // 1 when created, +1 with every change
	Seq      int          `json:"seq"`     // of its last event
	Name     string       `json:"name"`    // empty when only a number came in
	Title    string       `json:"title,omitempty"`
	Phone    phone.Number `json:"phone"`
	PhoneKey string       `json:"phoneKey"`       // keyed hash of Phone, names it in keys
	Lang     string       `json:"lang"`           // zh or en
	Zone     string       `json:"zone,omitempty"` // IANA name; empty: the company's
	Region   string       `json:"region,omitempty"`
	Class    string       `json:"class"`
	Company  string       `json:"company,omitempty"`
	Birthday Birthday     `json:"birthday,omitzero"`
	Consent  Consent      `json:"consent"`
	Archived bool         `json:"archived,omitempty"`
	// Agreement is the service agreement with this customer (rule SJ-16).
	Agreement Agreement `json:"agreement,omitzero"`

	Owner    string    `json:"owner,omitempty"`    // staff id (rule NJ-5)
	CoOwners []string  `json:"coOwners,omitempty"` // staff ids, without the owner
	Tags     []string  `json:"tags,omitempty"`     // as TagOf writes them, sorted
	People   []Contact `json:"people,omitempty"`
	Also     []Number  `json:"also,omitempty"` // numbers of files that were merged into this one
	Address  string    `json:"address,omitempty"`
	Needs    string    `json:"needs,omitempty"`
	Plan     string    `json:"plan,omitempty"` // what is planned for a key customer (rule SJ-13)

	// Class is what counts: a person's choice (Chosen) or the computed one.
	Chosen   bool      `json:"chosen,omitempty"`
	Computed string    `json:"computed,omitempty"` // the class computed last; "" before the first time
	Classes  []Classed `json:"classes,omitempty"`  // how the class came about, oldest first, the last MaxHistory
	Credit   string    `json:"credit,omitempty"`   // A to D, "" for not rated (rule SJ-10)
	Credits  []Rated   `json:"credits,omitempty"`  // oldest first, the last MaxHistory

	Verified   Verified   `json:"verified,omitzero"`
	Lead       Lead       `json:"lead,omitzero"`
	Onboarding Onboarding `json:"onboarding,omitzero"`
	Cards      []Card     `json:"cards,omitempty"`    // that were sent, oldest first, the last MaxCards
	Merged     string     `json:"merged,omitempty"`   // the file that this one became part of
	Absorbed   []Absorbed `json:"absorbed,omitempty"` // the files that became part of this one, oldest first
	// Suspected: when it was last written, another file had its number, one of
	// its people's, or its company. Apart are files that somebody has said are
	// another customer's.
	Suspected bool     `json:"suspected,omitempty"`
	Apart     []string `json:"apart,omitempty"`

	CreatedAt time.Time `json:"createdAt"`
	UpdatedAt time.Time `json:"updatedAt"`
}

// Agreement names the policy that was agreed with a customer and comes before
// all others, from an instant on and, when To is not zero, until another. The
// zero Agreement is none.
type Agreement struct {
	Policy string    `json:"policy"`
	From   time.Time `json:"from,omitzero"`
	To     time.Time `json:"to,omitzero"`
}

// InForce is the policy that holds at an instant, "" for none.
func (a Agreement) InForce(at time.Time) string {
	if at.Before(a.From) || (!a.To.IsZero() && !at.Before(a.To)) {
		return ""
	}
	return a.Policy
}

// Greetable tells whether the file allows greetings at all: consent confirmed,
// not archived. What else has to hold at the moment of sending, package
// greeting knows.
func (c Customer) Greetable() bool {
	return c.Consent.State == Confirmed && !c.Archived && c.Merged == ""
}

// Birthday is a day of the year, without the year. The zero Birthday is
// unknown. Lunar: Month and Day are of the Chinese calendar, a leap month is
// written as its ordinary one.
type Birthday struct {
	Month int  `json:"month"`
	Day   int  `json:"day"`
	Lunar bool `json:"lunar,omitempty"`
}

// daysOf are the most days each solar month can have.
var daysOf = [13]int{0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}

// maxLunarDays is the length of a long lunar month; which months are long
// changes from year to year.
const maxLunarDays = 30

// Known is false for the zero Birthday.
func (b Birthday) Known() bool { return b != Birthday{} }

// Valid tells whether there is such a day in some year (29 February, the 30th
// of any lunar month).
func (b Birthday) Valid() bool {
	if b.Month < 1 || b.Month > 12 || b.Day < 1 {
		return false
	}
	if b.Lunar {
		return b.Day <= maxLunarDays
	}
	return b.Day <= daysOf[b.Month]
}

// Code names the day in the birthday list: "S0229" solar, "L0815" lunar, ""
// for an unknown one.
func (b Birthday) Code() string {
	switch {
	case !b.Known():
		return ""
	case b.Lunar:
		return fmt.Sprintf("L%02d%02d", b.Month, b.Day)
	default:
		return fmt.Sprintf("S%02d%02d", b.Month, b.Day)
	}
}

// The lists a customer can stand in.
const (
	Directory = "all"      // every file
	Greetings = "greeting" // those who may be greeted
	Birthdays = "birthday" // those who may be greeted, by birthday
	Doubles   = "double"   // those that are Suspected
)

// Home is the Zone of a Place for customers without a zone of their own: the
// company's zone, whichever that is on the day.
const Home = "home"

// Shards is how many parts a list that can hold every customer is cut into,
// by a hash of the id. A part that 25,000 customers share is read in a few
// requests and takes a bulk import without a hot spot.
const Shards = 4

// Place is one entry in one list: the store keeps for each an item that holds
// the customer's id, written and removed in the transaction that changes the
// customer. Comparable.
type Place struct {
	List  string `json:"list"`
	Zone  string `json:"zone,omitempty"`  // Home or an IANA name; Greetings and Birthdays
	Shard int    `json:"shard,omitempty"` // 0 to Shards-1; Directory and Greetings
	Day   string `json:"day,omitempty"`   // as Birthday.Code; Birthdays
}

// Places lists where a customer stands.
func (c Customer) Places() []Place {
	sum := fnv.New32a()
	sum.Write([]byte(c.ID)) // never fails
	shard := int(sum.Sum32() % Shards)
	if c.Merged != "" {
		return nil
	}
	places := []Place{{List: Directory, Shard: shard}}
	if c.Suspected {
		places = append(places, Place{List: Doubles})
	}
	if !c.Greetable() {
		return places
	}
	places = append(places, Place{List: Greetings, Zone: c.ZoneKey(), Shard: shard})
	if c.Birthday.Known() {
		places = append(places, Place{List: Birthdays, Zone: c.ZoneKey(), Day: c.Birthday.Code()})
	}
	return places
}

// ZoneKey is the Zone of the customer's places.
func (c Customer) ZoneKey() string {
	if c.Zone == "" {
		return Home
	}
	return c.Zone
}

// Subject is the partition of a customer's history.
func Subject(id string) string { return "CUSTOMER#" + id }

// What can happen to a file. The facts of Created and Updated are ChangeFacts,
// those of the consent events ConsentFacts.
const (
	Created          event.Type = "customer.created"
	Updated          event.Type = "customer.updated"
	ConsentTicked    event.Type = "customer.consent_ticked"
	ConsentConfirmed event.Type = "customer.consent_confirmed"
	ConsentStopped   event.Type = "customer.consent_stopped"
	ConsentUnproven  event.Type = "customer.consent_unproven" // a new number took the proof away
)

// ChangeFacts name the fields that changed, never what they hold.
type ChangeFacts struct {
	Fields []string `json:"fields"`
}

// ConsentFacts tell how a consent moved.
type ConsentFacts struct {
	From State  `json:"from"`
	To   State  `json:"to"`
	How  string `json:"how"`
}
