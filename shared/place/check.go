package place

import (
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"huiyin/shared/errs"
)

var (
	idForm   = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$`) })
	mailForm = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`^[^@\s<>"(),:;\\]+@[^@\s<>"(),:;\\]+\.[^@\s<>"(),:;\\]+$`)
	})
)

// checkPlace cleans a place and names every wrong field.
func (s *Service) checkPlace(p *Place) error {
	var f errs.Fields
	for _, one := range []*string{&p.Name, &p.Region, &p.Address, &p.Phone, &p.Hours, &p.Contact.Name, &p.Contact.Mail} {
		*one = strings.TrimSpace(*one)
	}
	if !idForm().MatchString(p.ID) {
		f.Add("id", "place.id")
	}
	if !slices.Contains(Kinds, p.Kind) {
		f.Add("kind", "not_one_of", "allowed", strings.Join(Kinds, ", "))
	}
	if p.Lang == "" {
		p.Lang = "zh"
	}
	if p.Lang != "zh" && p.Lang != "en" {
		f.Add("lang", "not_one_of", "allowed", "zh, en")
	}
	if p.Name == "" {
		f.Add("name", "required")
	}
	line(&f, "name", p.Name, MaxName)
	line(&f, "region", p.Region, MaxWord)
	line(&f, "address", p.Address, MaxText)
	line(&f, "phone", p.Phone, MaxWord)
	line(&f, "hours", p.Hours, MaxText)
	line(&f, "contact.name", p.Contact.Name, MaxName)
	p.Coverage = areas(&f, p.Coverage)
	if p.Contact.Mail != "" && (utf8.RuneCountInString(p.Contact.Mail) > MaxMail || !mailForm().MatchString(p.Contact.Mail)) {
		f.Add("contact.mail", "place.mail")
	}
	if p.Contact.Phone != "" {
		number, err := s.phones.Parse("contact.phone", string(p.Contact.Phone))
		if e := errs.As(err); err != nil && len(e.Fields) > 0 {
			f.Add("contact.phone", e.Fields[0].Code)
		} else if err != nil {
			return err
		}
		p.Contact.Phone = number
	}
	return f.Err()
}

// areas are the areas of a coverage without blanks and doubles.
func areas(f *errs.Fields, typed []string) []string {
	var kept []string
	for _, area := range typed {
		area = strings.TrimSpace(area)
		if area == "" || slices.Contains(kept, area) {
			continue
		}
		line(f, "coverage", area, MaxWord)
		kept = append(kept, area)
	}
	if len(kept) > MaxAreas {
		f.Add("coverage", "web.max_items", "max", MaxAreas)
	}
	return kept
}

// checkTariff cleans a tariff and names every wrong field.
func checkTariff(t *Tariff) error {
	var f errs.Fields
	for _, one := range []*string{&t.From, &t.To, &t.Mode, &t.Note} {
		*one = strings.TrimSpace(*one)
	}
	if !idForm().MatchString(t.ID) {
		f.Add("id", "place.id")
	}
	for _, area := range []struct{ path, value string }{{"from", t.From}, {"to", t.To}, {"mode", t.Mode}} {
		if area.value == "" {
			f.Add(area.path, "required")
		}
		line(&f, area.path, area.value, MaxWord)
	}
	line(&f, "note", t.Note, MaxText)
	for _, n := range []struct {
		path     string
		value    int64
		min, max int64
	}{{"firstGrams", int64(t.First), 1, MaxGrams}, {"firstFen", t.FirstFen, 0, MaxFen}, {"moreFen", t.MoreFen, 0, MaxFen}, {"days", int64(t.Days), 0, MaxDays}} {
		if n.value < n.min || n.value > n.max {
			f.Add(n.path, "config.number", "min", n.min, "max", n.max)
		}
	}
	return f.Err()
}

// line notes a text that is too long, or that is more than one plain line.
func line(f *errs.Fields, path, value string, max int) {
	switch {
	case utf8.RuneCountInString(value) > max:
		f.Add(path, "too_long", "max", max)
	case !utf8.ValidString(value):
		f.Add(path, "ticket.not_text")
	case strings.ContainsFunc(value, func(r rune) bool {
		return unicode.IsControl(r) || (r >= 0x202A && r <= 0x202E) || (r >= 0x2066 && r <= 0x2069)
	}):
		f.Add(path, "ticket.control")
	}
}
