package shipment

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode"
	"unicode/utf8"

	"huiyin/shared/errs"
)

// Limits on what comes in, in characters where nothing else is said. They are
// ours.
const (
	MaxWord   = 40 // carrier, branch, mode, region
	MaxName   = 40
	MaxText   = 200
	MaxPieces = 100_000
	MaxGrams  = 1_000_000_000_000 // a million tonnes
	MaxFen    = 100_000_000_000   // a thousand million yuan
	MaxDays   = 120
	MaxRows   = 100 // of one call
)

// Input is what a shipment is recorded with. Strings are as typed, times any
// zone.
type Input struct {
	Waybill       string
	Customer      string // id of a file
	CustomerPhone string // or its number
	Consignee     string
	Phone         string
	Address       string
	Pieces        int
	Grams         int64
	Money         Money
	Carrier       string
	Branch        string
	Salesperson   string // staff id; "": whoever has the customer
	From, To      string
	Requested     string
	Mode          string
	Deviation     string
	Checklist     []string
	Day           string    // of the dispatch list, "2026-06-05"; "": today or, after the branch's hour, tomorrow
	Dispatched    time.Time // zero: not yet
	ETA           time.Time
	Days          int // that it takes; needed without ETA (rule NJ-10)
}

var (
	waybillForm = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[A-Z0-9-]{4,32}$`) })
	idForm      = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[A-Za-z0-9_-]{1,64}$`) })
)

// CleanWaybill is a waybill as it is stored: in capitals, without spaces.
func CleanWaybill(typed string) string {
	return strings.ToUpper(strings.ReplaceAll(strings.TrimSpace(typed), " ", ""))
}

// IsWaybill tells whether a clean one can be a waybill.
func IsWaybill(clean string) bool { return waybillForm().MatchString(clean) }

// RecordedWith tells whether it was recorded with exactly this.
func (s Shipment) RecordedWith(in Input) bool { return s.Content == in.content() }

// content is the hash of what was typed: a record that is repeated is the same
// one.
func (in Input) content() string {
	raw, _ := json.Marshal(in) // nothing in it can fail
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:12])
}

// check cleans the input in place and names every wrong field but the phones.
func (in *Input) check(f *errs.Fields, s Settings, now time.Time) {
	in.Waybill = CleanWaybill(in.Waybill)
	if !IsWaybill(in.Waybill) {
		f.Add("waybill", "shipment.waybill")
	}
	for _, one := range []struct {
		path string
		text *string
		max  int
		must bool
	}{{"customer", &in.Customer, MaxWord, false}, {"consignee", &in.Consignee, MaxName, false}, {"address", &in.Address, MaxText, false},
		{"carrier", &in.Carrier, MaxWord, true}, {"branch", &in.Branch, MaxWord, false}, {"salesperson", &in.Salesperson, MaxWord, false},
		{"from", &in.From, MaxWord, false}, {"to", &in.To, MaxWord, false}, {"deviation", &in.Deviation, MaxText, false}} {
		line(f, one.path, one.text, one.max, one.must)
	}
	for path, id := range map[string]string{"customer": in.Customer, "salesperson": in.Salesperson} {
		if id != "" && !idForm().MatchString(id) {
			f.Add(path, "shipment.id")
		}
	}
	if strings.Contains(in.Carrier+in.Branch, "#") {
		f.Add("carrier", "shipment.id")
	}
	if in.Customer == "" && in.CustomerPhone == "" {
		f.Add("customer", "required")
	}
	between(f, "pieces", int64(in.Pieces), MaxPieces)
	between(f, "grams", in.Grams, MaxGrams)
	between(f, "days", int64(in.Days), MaxDays)
	in.Money.check(f)
	in.modes(f, s)
	in.times(f, now)
}

func (m Money) check(f *errs.Fields) {
	between(f, "valueFen", m.Value, MaxFen)
	between(f, "insuredFen", m.Insured, MaxFen)
	between(f, "chargeFen", m.Charge, MaxFen)
	if m.Cost != nil {
		between(f, "costFen", *m.Cost, MaxFen)
	}
}

// modes: another mode than the one asked for needs a reason (rule NJ-18).
func (in *Input) modes(f *errs.Fields, s Settings) {
	for path, mode := range map[string]string{"requestedMode": in.Requested, "mode": in.Mode} {
		if mode != "" {
			oneOf(f, path, mode, ids(s.Modes))
		}
	}
	if deviates(in.Requested, in.Mode) && in.Deviation == "" {
		f.Add("deviation", "shipment.deviation")
	}
	for _, item := range in.Checklist {
		oneOf(f, "checklist", item, ids(s.Checklist))
	}
}

func deviates(requested, mode string) bool { return requested != "" && mode != "" && requested != mode }

// slack is how far ahead of ours a carrier's clock may be.
const slack = 10 * time.Minute

func (in *Input) times(f *errs.Fields, now time.Time) {
	in.Dispatched, in.ETA = instant(in.Dispatched), instant(in.ETA)
	if in.Dispatched.After(now.Add(slack)) {
		f.Add("dispatched", "shipment.future")
	}
	switch {
	case in.ETA.IsZero() && in.Days == 0:
		f.Add("days", "shipment.days")
	case !in.ETA.IsZero() && in.ETA.Before(in.Dispatched), in.ETA.After(now.AddDate(1, 0, 0)):
		f.Add("eta", "shipment.eta")
	}
	if in.Day != "" {
		if _, err := time.Parse(time.DateOnly, in.Day); err != nil {
			f.Add("day", "shipment.day")
		}
	}
}

func instant(at time.Time) time.Time {
	if at.IsZero() {
		return time.Time{}
	}
	return at.UTC().Truncate(time.Millisecond)
}

func between(f *errs.Fields, path string, n, max int64) {
	if n < 0 || n > max {
		f.Add(path, "shipment.number", "max", max)
	}
}

func oneOf(f *errs.Fields, path, value string, allowed []string) {
	if !slices.Contains(allowed, value) {
		f.Add(path, "not_one_of", "allowed", strings.Join(allowed, ", "))
	}
}

// line trims a text and notes one that is too long, or more than one plain
// line, or missing.
func line(f *errs.Fields, path string, text *string, max int, must bool) {
	*text = strings.TrimSpace(*text)
	switch {
	case *text == "" && must:
		f.Add(path, "required")
	case utf8.RuneCountInString(*text) > max:
		f.Add(path, "too_long", "max", max)
	case !utf8.ValidString(*text):
		f.Add(path, "ticket.not_text")
	case strings.ContainsFunc(*text, func(r rune) bool {
		return unicode.IsControl(r) || (r >= 0x202A && r <= 0x202E) || (r >= 0x2066 && r <= 0x2069)
	}):
		f.Add(path, "ticket.control")
	}
}

// number reads a phone that may be left out.
func (s *Service) number(f *errs.Fields, path, typed string) (string, error) {
	if strings.TrimSpace(typed) == "" {
		return "", nil
	}
	number, err := s.Phones.Parse(path, typed)
	if errs.Is(err, errs.Invalid) {
		wrong := errs.As(err)
		if len(wrong.Fields) == 0 {
			f.Add(path, wrong.Code)
		}
		for _, field := range wrong.Fields {
			f.Add(field.Path, field.Code)
		}
		return "", nil
	}
	return string(number), err
}
