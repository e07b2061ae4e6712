package ticket

import (
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"encoding/json"
	"regexp"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"huiyin/shared/customer"
	"huiyin/shared/errs"
	"huiyin/shared/sla"
)

// Limits on what comes from outside, in characters.
const (
	MaxText    = 4000
	MaxName    = 40
	MaxWaybill = 40
	MaxRegion  = 40
	MaxReason  = 500
	MaxConsent = 200
)

// Vocabulary is the list of words a company uses for its tickets; a company
// edits the seed (seed/vocabulary.json).
type Vocabulary struct {
	Inquiries  []string `json:"inquiries"`  // PD-1
	Complaints []string `json:"complaints"` // QM-2
	Targets    []string `json:"targets"`    // JY-9
	Channels   []string `json:"channels"`   // JY-1
	// Steps are what a kind of ticket goes through (JY-2, QM-5); a kind that is
	// not named ends with its result. StepReceived, StepAnswered and StepClosed
	// come by themselves, also when they are not named.
	Steps map[Kind][]Step `json:"steps"`
	// Causes are the codes for what led to a complaint, by groups of reasons; the
	// group without reasons is for all others.
	Causes []CauseGroup `json:"causes"`
	// FollowUp is how a complaint is followed up after its answer.
	FollowUp FollowUp `json:"followUp"`
}

// CauseGroup are the causes of some reasons.
type CauseGroup struct {
	Reasons []string `json:"reasons,omitempty"`
	Codes   []string `json:"codes"`
}

// FollowUp is what follows an answer.
type FollowUp struct {
	Tries  int          `json:"tries"`  // revisits without reaching anybody that count as one (QM-5)
	Within sla.Duration `json:"within"` // of the step before, each step is expected (ours)
}

//go:embed seed/vocabulary.json
var seed []byte

// DefaultVocabulary is the seed.
var DefaultVocabulary = sync.OnceValue(func() (v Vocabulary) {
	if err := json.Unmarshal(seed, &v); err != nil {
		panic("ticket: embedded vocabulary: " + err.Error())
	}
	return v
})

// Intake is what a form or an agent hands in. Strings are as typed.
type Intake struct {
	Kind        Kind
	Reason      string // an inquiry's kind or a complaint's reason
	Target      string // complaints only
	Accused     string // badge of the agent the complaint names, with target agent
	Name        string
	Phone       string
	Title       string // "", mr, ms
	Waybill     string
	Region      string
	From        string
	Text        string
	Lang        string
	Channel     string
	Requester   string
	Priority    string
	Urgency     string `json:",omitempty"` // of an inquirer who wants to buy (rule NJ-7): high, medium, low; "" as usual
	Rings       int
	Trace       bool // it is searched for: see Traces; Raise only
	Consent     bool
	ConsentText string // the sentence that stood beside the box
	Key         string // Idempotency-Key, "" for none
	Trap        string // the honeypot: people leave it empty
	Address     string // where the request came from, for limits; never stored
}

var waybillForm = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[A-Z0-9-]{4,40}$`) })

// check cleans the intake in place and names every wrong field. The phone is
// checked by the caller, who has the library for it.
func (in *Intake) check(v Vocabulary, f *errs.Fields) {
	for _, s := range []*string{&in.Name, &in.Waybill, &in.Region, &in.From, &in.Text, &in.Accused} {
		*s = strings.TrimSpace(*s)
	}
	in.Waybill = CleanWaybill(in.Waybill)
	in.defaults()
	field := "kind"
	allowed := v.Inquiries
	if in.Kind == Complaint {
		field, allowed = "reason", v.Complaints
		oneOf(f, "target", in.Target, v.Targets)
	}
	oneOf(f, field, in.Reason, allowed)
	oneOf(f, "channel", in.Channel, v.Channels)
	oneOf(f, "title", in.Title, []string{"", "mr", "ms"})
	oneOf(f, "language", in.Lang, []string{"zh", "en"})
	oneOf(f, "requester", in.Requester, []string{ByCustomer, BySalesperson, ByPartner})
	oneOf(f, "priority", in.Priority, []string{Normal, Urgent})
	oneOf(f, "urgency", in.Urgency, []string{"", customer.High, customer.Medium, customer.Low})
	if in.Kind == Complaint {
		in.Urgency = ""
	}
	text(f, "name", in.Name, 1, MaxName, false)
	text(f, "text", in.Text, 1, MaxText, true)
	text(f, "region", in.Region, 0, MaxRegion, false)
	text(f, "from", in.From, 0, MaxRegion, false)
	text(f, "agent", in.Accused, 0, MaxName, false)
	text(f, "consentText", in.ConsentText, 0, MaxConsent, true)
	if in.Waybill != "" && !waybillForm().MatchString(in.Waybill) {
		f.Add("waybill", "ticket.waybill")
	}
	if in.Rings < 0 || in.Rings > 99 {
		f.Add("rings", "ticket.rings")
	}
	if in.Consent && in.ConsentText == "" {
		f.Add("consentText", "ticket.consent_text")
	}
	if len(in.Key) > 200 {
		f.Add("Idempotency-Key", "too_long", "max", 200)
	}
}

func (in *Intake) defaults() {
	for _, d := range []struct {
		field *string
		value string
	}{{&in.Lang, "zh"}, {&in.Channel, "web"}, {&in.Requester, ByCustomer}, {&in.Priority, Normal}} {
		if *d.field == "" {
			*d.field = d.value
		}
	}
	if in.Kind == Complaint && in.Target == "" {
		in.Target = AboutService
	}
}

// content is the hash of what was asked, for the idempotency record: without
// where it came from and the key itself.
func (in Intake) content() string {
	in.Address, in.Key, in.Trap = "", "", ""
	raw, _ := json.Marshal(in) // strings, bools and ints only: can't fail
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:16])
}

// oneOf notes a value that is not in the list.
func oneOf(f *errs.Fields, path, value string, allowed []string) {
	for _, a := range allowed {
		if a == value {
			return
		}
	}
	if value == "" {
		f.Add(path, "required")
		return
	}
	f.Add(path, "not_one_of", "allowed", strings.Trim(strings.Join(allowed, ", "), ", "))
}

// text notes a text that is too short, too long, not UTF-8 or has control
// characters (a line break is fine where lines are).
func text(f *errs.Fields, path, value string, min, max int, lines bool) {
	n := utf8.RuneCountInString(value)
	switch {
	case !utf8.ValidString(value):
		f.Add(path, "ticket.not_text")
	case n == 0 && min > 0:
		f.Add(path, "required")
	case n < min:
		f.Add(path, "ticket.too_short", "min", min)
	case n > max:
		f.Add(path, "too_long", "max", max)
	case strings.ContainsFunc(value, func(r rune) bool { return forbidden(r, lines) }):
		f.Add(path, "ticket.control")
	}
}

// forbidden are control characters, and the invisible ones that turn the
// direction of a line: they can make a text read otherwise than it is.
func forbidden(r rune, lines bool) bool {
	if lines && (r == '\n' || r == '\r' || r == '\t') {
		return false
	}
	return unicode.IsControl(r) || (r >= 0x202A && r <= 0x202E) || (r >= 0x2066 && r <= 0x2069)
}
