package public

import (
	"net/url"
	"slices"

	"huiyin/shared/ticket"
	"huiyin/shared/web"
)

// Kinds of fields, as the template shows them.
const (
	lineField   = "line"
	areaField   = "area"
	choiceField = "choice" // one of a few, all in sight
	boxField    = "box"
)

// field is one field of a form. Its label is pages.label.NAME, its hint
// pages.hint.NAME, unless Says names others.
type field struct {
	Name     string
	Kind     string
	Says     string
	Hint     bool
	Optional bool
	Max      int    // characters
	Mode     string // inputmode: the keyboard of a phone
	Auto     string // autocomplete
	Options  []string
	Narrow   bool // few characters: a short field

	Value string
	Error string
}

// form is a form as it is shown.
type form struct {
	Page   string // names its texts
	Action string
	Hidden map[string]string
	Fields []field
	Trap   bool   // has the field that people don't see and robots fill in
	Caught string // what stands in it
}

// Has tells whether the form has a field, so that a mistake can lead to it.
func (f form) Has(name string) bool {
	return slices.ContainsFunc(f.Fields, func(x field) bool { return x.Name == name })
}

// fill puts what was typed, or what the address says, into the fields.
func (f form) fill(typed url.Values) form {
	f.Fields = slices.Clone(f.Fields)
	for i := range f.Fields {
		if typed.Has(f.Fields[i].Name) {
			f.Fields[i].Value = typed.Get(f.Fields[i].Name)
		}
	}
	f.Caught = typed.Get("website")
	return f
}

// sort puts mistakes into the order in which their fields stand on the page;
// what is about no field comes last.
func (f form) sort(list []web.FieldProblem) {
	place := func(p web.FieldProblem) int {
		i := slices.IndexFunc(f.Fields, func(x field) bool { return x.Name == p.Field })
		if i < 0 {
			return len(f.Fields)
		}
		return i
	}
	slices.SortStableFunc(list, func(a, b web.FieldProblem) int { return place(a) - place(b) })
}

// wrong puts what is wrong beside the fields.
func (f form) wrong(list []web.FieldProblem) form {
	for _, wrong := range list {
		for i := range f.Fields {
			if f.Fields[i].Name == wrong.Field && f.Fields[i].Error == "" {
				f.Fields[i].Error = wrong.Message
			}
		}
	}
	return f
}

// ID is where a link from the summary leads: the first choice of a group.
func (f field) ID() string { return "f-" + f.Name }

func (s *Service) inquiryForm(f frame) form {
	fields := []field{
		{Name: "kind", Kind: choiceField, Options: s.Vocabulary.Inquiries},
		{Name: "waybill", Kind: lineField, Hint: true, Optional: true, Max: ticket.MaxWaybill, Auto: "off"},
		{Name: "text", Kind: areaField, Says: "text_inquiry", Hint: true, Max: ticket.MaxText},
		{Name: "region", Kind: lineField, Hint: true, Optional: true, Max: ticket.MaxRegion, Auto: "off"},
	}
	return form{Page: "inquiry", Action: "inquiries", Hidden: s.hidden(f), Trap: true, Fields: append(fields, s.person(f)...)}
}

func (s *Service) complaintForm(f frame) form {
	fields := []field{
		{Name: "reason", Kind: choiceField, Options: s.Vocabulary.Complaints},
		{Name: "target", Kind: choiceField, Options: s.Vocabulary.Targets, Value: ticket.AboutService},
		{Name: "agent", Kind: lineField, Hint: true, Optional: true, Max: ticket.MaxName, Auto: "off"},
		{Name: "waybill", Kind: lineField, Hint: true, Optional: true, Max: ticket.MaxWaybill, Auto: "off"},
		{Name: "text", Kind: areaField, Says: "text_complaint", Hint: true, Max: ticket.MaxText},
		{Name: "region", Kind: lineField, Hint: true, Optional: true, Max: ticket.MaxRegion, Auto: "off"},
	}
	return form{Page: "complaint", Action: "complaints", Hidden: s.hidden(f), Trap: true, Fields: append(fields, s.person(f)...)}
}

// hidden is what a form says without being asked.
func (s *Service) hidden(f frame) map[string]string {
	return map[string]string{"language": string(f.Lang), "consentText": f.T("consent")}
}

// person are the fields of who asks. The title is by choice, never guessed.
func (s *Service) person(f frame) []field {
	return []field{
		{Name: "name", Kind: lineField, Max: ticket.MaxName, Auto: "name"},
		{Name: "title", Kind: choiceField, Optional: true, Options: []string{"", "mr", "ms"}},
		{Name: "phone", Kind: lineField, Hint: true, Max: ticket.MaxName, Mode: "tel", Auto: "tel"},
		{Name: "consent", Kind: boxField, Optional: true, Hint: true},
	}
}

func (s *Service) statusForm(frame) form {
	return form{Page: "status", Action: "status", Fields: []field{
		{Name: "number", Kind: lineField, Hint: true, Max: ticket.MaxName, Auto: "off"},
		{Name: "last4", Kind: lineField, Hint: true, Max: 4, Mode: "numeric", Auto: "off", Narrow: true},
	}}
}

func (s *Service) messageForm(frame) form {
	return form{Page: "message", Action: "status/messages", Fields: []field{
		{Name: "text", Kind: areaField, Says: "text_message", Max: ticket.MaxText},
	}}
}

func (s *Service) codeForm(frame) form {
	return form{Page: "greetings", Action: "greetings/code", Fields: []field{
		{Name: "phone", Kind: lineField, Says: "phone_code", Hint: true, Max: ticket.MaxName, Mode: "tel", Auto: "tel"},
	}}
}

func (s *Service) choiceForm(f frame) form {
	return form{Page: "choice", Action: "greetings", Hidden: map[string]string{"consentText": f.T("consent")}, Fields: []field{
		{Name: "code", Kind: lineField, Hint: true, Max: 6, Mode: "numeric", Auto: "one-time-code", Narrow: true},
		{Name: "allow", Kind: choiceField, Options: []string{"true", "false"}},
		{Name: "name", Kind: lineField, Says: "name_greeting", Hint: true, Optional: true, Max: ticket.MaxName, Auto: "name"},
		{Name: "title", Kind: choiceField, Optional: true, Options: []string{"", "mr", "ms"}},
		{Name: "birthday", Kind: lineField, Hint: true, Optional: true, Max: 5, Auto: "off", Narrow: true},
		{Name: "lunar", Kind: boxField, Optional: true},
	}}
}
