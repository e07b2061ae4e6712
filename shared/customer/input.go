package customer

import (
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"huiyin/shared/errs"
)

// Limits on what comes in, in characters. MaxConsentText is that of a ticket's
// form.
const (
	MaxName        = 40
	MaxRegion      = 40
	MaxCompany     = 80
	MaxConsentText = 200
)

// Input is what somebody writes into a file. Strings are as typed.
type Input struct {
	ID      string // "" for a new file
	Version int    // as it was read; 0 for a new one
	Name    string
	Title   string
	Phone   string
	Lang    string // "" is zh
	Zone    string // "" is the company's
	Region  string
	Class   string // "" leaves it; a new file's is General
	// ClassReason is why the class of a file that exists is changed: required then.
	ClassReason string
	Company     string
	Birthday    Birthday
	Archived    bool
	// Agreement is taken as it is: whether there is such a policy is not this
	// package's to know. A ticket finds its own when there is none.
	Agreement Agreement
	// Owner and CoOwners are staff ids, taken as they are.
	Owner    string
	CoOwners []string
	Tags     []string // as typed
	People   []Contact
	Address  string
	Needs    string
	Plan     string
}

// InputOf is what writes a file as it is: for whoever changes a part of it.
func InputOf(c Customer) Input {
	return Input{ID: c.ID, Version: c.Version, Name: c.Name, Title: c.Title, Phone: string(c.Phone), Lang: c.Lang, Zone: c.Zone,
		Region: c.Region, Class: c.Class, Company: c.Company, Birthday: c.Birthday, Archived: c.Archived, Agreement: c.Agreement,
		Owner: c.Owner, CoOwners: slices.Clone(c.CoOwners), Tags: slices.Clone(c.Tags), People: slices.Clone(c.People),
		Address: c.Address, Needs: c.Needs, Plan: c.Plan}
}

// check cleans the input in place and names every wrong field but the phone.
func (in *Input) check(f *errs.Fields) {
	for _, s := range []*string{&in.Name, &in.Zone, &in.Region, &in.Company, &in.ClassReason, &in.Owner, &in.Address} {
		*s = strings.TrimSpace(*s)
	}
	if in.Lang == "" {
		in.Lang = "zh"
	}
	text(f, "name", in.Name, MaxName)
	if in.Name == "" {
		f.Add("name", "required")
	}
	text(f, "region", in.Region, MaxRegion)
	text(f, "company", in.Company, MaxCompany)
	oneOf(f, "title", in.Title, []string{NoTitle, Mr, Ms})
	oneOf(f, "lang", in.Lang, []string{"zh", "en"})
	if in.Class != "" {
		oneOf(f, "class", in.Class, []string{General, Suitable, Key})
	}
	text(f, "classReason", in.ClassReason, MaxReason)
	if in.Zone != "" && !isZone(in.Zone) {
		f.Add("zone", "customer.zone")
	}
	in.Agreement.From, in.Agreement.To = in.Agreement.From.UTC(), in.Agreement.To.UTC()
	text(f, "agreement.policy", in.Agreement.Policy, MaxName)
	if a := in.Agreement; !a.To.IsZero() && !a.From.Before(a.To) {
		f.Add("agreement.to", "customer.agreement")
	}
	if in.Birthday.Known() && !in.Birthday.Valid() {
		f.Add("birthday", "customer.birthday")
	}
	in.checkDetails(f)
}

// isZone tells whether there is such a time zone; "Local" would be that of the
// machine.
func isZone(name string) bool {
	_, err := time.LoadLocation(name)
	return err == nil && name != "Local"
}

func oneOf(f *errs.Fields, path, value string, allowed []string) {
	if !slices.Contains(allowed, value) {
		f.Add(path, "not_one_of", "allowed", strings.Trim(strings.Join(allowed, ", "), ", "))
	}
}

func text(f *errs.Fields, path, value string, max int) {
	switch {
	case !utf8.ValidString(value) || strings.ContainsFunc(value, unicode.IsControl):
		f.Add(path, "customer.text")
	case utf8.RuneCountInString(value) > max:
		f.Add(path, "too_long", "max", max)
	}
}

// into writes the input into a file and lists what changed.
func (in Input) into(c *Customer) []string {
	var changed []string
	set := func(name string, field *string, value string) {
		if *field != value {
			*field, changed = value, append(changed, name)
		}
	}
	set("name", &c.Name, in.Name)
	set("title", &c.Title, in.Title)
	set("lang", &c.Lang, in.Lang)
	set("zone", &c.Zone, in.Zone)
	set("region", &c.Region, in.Region)
	set("company", &c.Company, in.Company)
	if c.Birthday != in.Birthday {
		c.Birthday, changed = in.Birthday, append(changed, "birthday")
	}
	if c.Archived != in.Archived {
		c.Archived, changed = in.Archived, append(changed, "archived")
	}
	if c.Agreement != in.Agreement {
		c.Agreement, changed = in.Agreement, append(changed, "agreement")
	}
	set("owner", &c.Owner, in.Owner)
	set("address", &c.Address, in.Address)
	set("needs", &c.Needs, in.Needs)
	set("plan", &c.Plan, in.Plan)
	list(&changed, "coOwners", &c.CoOwners, in.CoOwners)
	list(&changed, "tags", &c.Tags, in.Tags)
	list(&changed, "people", &c.People, in.People)
	return changed
}

// list writes a list into a file if it is another one.
func list[T comparable](changed *[]string, name string, field *[]T, value []T) {
	if !slices.Equal(*field, value) {
		*field, *changed = value, append(*changed, name)
	}
}
