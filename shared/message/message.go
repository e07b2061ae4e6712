package message

import (
	"slices"
	"sort"
	"strings"

	"huiyin/shared/words"
)

// Class says what a message is to its receiver. The ledger's quiet hours, its
// limits per phone and its budget go by it.
type Class string

// The classes.
const (
	Receipt   Class = "receipt"   // answers something the customer did a moment ago
	Notice    Class = "notice"    // tells a customer news of a ticket
	Promotion Class = "promotion" // greetings and campaigns: only with consent
	Staff     Class = "staff"     // goes to people who work here, or with us
)

// ID names a template. It never changes: registered templates and ledger rows
// are filed under it.
type ID string

// The templates, by what happened.
const (
	InquiryReceived   ID = "inquiry_received"
	ComplaintReceived ID = "complaint_received"
	ChaseReceived     ID = "chase_received"
	AnswerWaiting     ID = "answer_waiting"
	Progress          ID = "progress"
	Resolved          ID = "resolved"
	Reopened          ID = "reopened"
	Delayed           ID = "delayed"
	PromiseMoved      ID = "promise_moved"
	Code              ID = "code"
	StaffWarning      ID = "staff_warning"
	Breach            ID = "breach"
	Escalation        ID = "escalation"
	Digest            ID = "digest"
	BreachedList      ID = "breached_list"
	HandedOver        ID = "handed_over" // to a partner's contact (rule PD-7)
	OnCallGap         ID = "oncall_gap"
	TaskReminder      ID = "task_reminder"
	TaskOverdue       ID = "task_overdue"
	TaskDigest        ID = "task_digest"
	Birthday          ID = "birthday"

	Shipped          ID = "shipped"           // to whose shipment it is (rule NJ-10)
	ShippedStaff     ID = "shipped_staff"     // to whoever looks after him
	ShipmentProblem  ID = "shipment_problem"  // before he asks (rule QM-13)
	ShipmentCleared  ID = "shipment_cleared"  //
	ShipmentExpected ID = "shipment_expected" // to the office, of a key customer's (rule NJ-11)
	Undispatched     ID = "undispatched"      // to the supervisors (rule SJ-17)

	BulletinNotice    ID = "bulletin_notice"     // to customers whom it touches (rule PD-8)
	BulletinOver      ID = "bulletin_over"       // to the same
	BulletinWeather   ID = "bulletin_weather"    // to staff who drive (rule PD-5)
	BulletinStaff     ID = "bulletin_staff"      // of all other kinds
	BulletinStaffOver ID = "bulletin_staff_over" //
)

// FestivalPrefix begins the id of each festival's greeting.
const FestivalPrefix = "festival."

// Festival is the id of a festival's greeting, by the key that the list of
// festivals uses ("mid_autumn"). Find tells whether there is one.
func Festival(key string) ID { return ID(FestivalPrefix + key) }

// Variant is the id of a greeting's text for one class of customers (rule NJ-2).
// Where nobody wrote one, the greeting's own text stands.
func Variant(id ID, class string) ID { return id + "@" + ID(class) }

// Base is the template of an id, without the class.
func Base(id ID) ID {
	base, _, _ := strings.Cut(string(id), "@")
	return ID(base)
}

// find is the template of an id; only greetings have texts for classes.
func find(id ID) (Template, bool) {
	t, ok := seeds()[Base(id)]
	return t, ok && (Base(id) == id || t.Class == Promotion && slices.Contains(classes, string(id[len(Base(id))+1:])))
}

// classes are those of customers (rule QM-7).
var classes = []string{"general", "suitable", "key"}

// Find is a template as the seeds have it: its class, parameters and marks.
// What it holds is shared; don't change it.
func Find(id ID) (Template, bool) {
	return find(id)
}

// IDs lists every template, sorted.
func IDs() []ID {
	var ids []ID
	for id := range seeds() {
		ids = append(ids, id)
	}
	sort.Slice(ids, func(i, j int) bool { return ids[i] < ids[j] })
	return ids
}

// Template is one row of the table.
type Template struct {
	ID      ID
	Class   Class
	Version int                   // of the seed text; an override has its own
	Off     bool                  // not sent until a company switches it on
	Params  []Param               // in the order in which a registered template counts them
	Must    []string              // marks a text may not leave out, because a rule asks for them
	Texts   map[words.Lang]string // without the signature
}

// Param is a parameter that a template takes.
type Param struct {
	Name string
	Max  map[words.Lang]int // longest value: UTF-16 units in Chinese, septets in English
}

// Value is one parameter as it was filled in.
type Value struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// Text is a message ready to be sent.
type Text struct {
	TemplateID ID
	Version    int
	Lang       words.Lang
	Signature  string  // the company's name without brackets
	Params     []Value // what the caller gave, in the template's order
	Body       string  // the whole text, signature first
	Parts      int
	Encoding   Encoding
}

// Company is what a company puts into every text.
type Company struct {
	Signature        string // 【…】 of Chinese texts, at most MaxSignature UTF-16 units
	EnglishSignature string // […] of English texts, at most MaxEnglishSignature septets
	Site             string // the one address, without https://, at most MaxSite ASCII characters
	Hotline          string // at most MaxHotline ASCII characters, as it is dialled
}

// Limits of the company's values. A text is checked against these and not
// against today's values, so that a company that changes its name keeps its
// texts. They are what leaves every seed one part: 70 UTF-16 units (3GPP TS
// 23.038).
const (
	MaxSignature        = 8
	MaxEnglishSignature = 20
	MaxSite             = 24
	MaxHotline          = 13
)

func (t Template) param(name string) (Param, bool) {
	for _, p := range t.Params {
		if p.Name == name {
			return p, true
		}
	}
	return Param{}, false
}
