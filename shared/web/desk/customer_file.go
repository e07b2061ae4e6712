package desk

import (
	"strings"
	"time"

	"huiyin/shared/customer"
	"huiyin/shared/phone"
)

// CustomerPerson is one of the customer's people.
type CustomerPerson struct {
	Name  string `json:"name" minLength:"1" maxLength:"40"`
	Role  string `json:"role,omitempty" enum:"decides,uses,receives,sends,pays,technician,other"`
	Phone string `json:"phone,omitempty" maxLength:"40" doc:"Covered when read. As typed when written; covered as it was read, it stays."`
	Note  string `json:"note,omitempty" maxLength:"100"`
}

// ClassStep is one step in the history of a class.
type ClassStep struct {
	Class    string    `json:"class" enum:"general,suitable,key"`
	At       time.Time `json:"at"`
	By       string    `json:"by"`
	Reason   string    `json:"reason,omitempty"`
	Computed bool      `json:"computed,omitempty" doc:"Given by figures, not chosen by a person."`
}

// CreditStep is one step in the history of a credit grade.
type CreditStep struct {
	Grade  string    `json:"grade,omitempty" enum:"A,B,C,D" doc:"None: the grade was taken away."`
	At     time.Time `json:"at"`
	By     string    `json:"by"`
	Reason string    `json:"reason"`
}

// Seen is when somebody did something, and who.
type Seen struct {
	At time.Time `json:"at"`
	By string    `json:"by"`
}

// CustomerLead is what is known of somebody who only inquired.
type CustomerLead struct {
	Urgency string    `json:"urgency" enum:"high,medium,low"`
	At      time.Time `json:"at"`
	By      string    `json:"by"`
}

// OnboardingItem is a line of a new customer's checklist.
type OnboardingItem struct {
	Item string     `json:"item"`
	At   *time.Time `json:"at,omitempty" doc:"When it was ticked; none while it is open."`
	By   string     `json:"by,omitempty"`
}

// MergedFile is a file that became part of another one.
type MergedFile struct {
	ID string    `json:"id"`
	At time.Time `json:"at"`
	By string    `json:"by"`
}

// PostedCard is a card that was sent at a festival.
type PostedCard struct {
	Festival string    `json:"festival"`
	Year     int       `json:"year"`
	At       time.Time `json:"at"`
	By       string    `json:"by"`
}

// CustomerDetails is what a file says beside who the customer is.
type CustomerDetails struct {
	Owner    string           `json:"owner,omitempty" maxLength:"40" doc:"Staff id."`
	CoOwners []string         `json:"coOwners,omitempty" maxItems:"5" doc:"Staff ids."`
	Tags     []string         `json:"tags,omitempty" maxItems:"20" doc:"Written narrow and in small letters."`
	People   []CustomerPerson `json:"people,omitempty" maxItems:"8"`
	Address  string           `json:"address,omitempty" maxLength:"120"`
	Needs    string           `json:"needs,omitempty" maxLength:"500"`
	Plan     string           `json:"plan,omitempty" maxLength:"500" doc:"What is planned for a key customer."`
}

// CustomerStanding is where a customer stands, and how that came about. It is
// changed by operations of its own.
type CustomerStanding struct {
	Also       []string         `json:"also,omitempty" doc:"Numbers of files that were merged into this one, covered."`
	Chosen     bool             `json:"chosen,omitempty" doc:"The class is a person's choice, not the computed one."`
	Computed   string           `json:"computed,omitempty" enum:"general,suitable,key" doc:"The class computed last."`
	Classes    []ClassStep      `json:"classes,omitempty" doc:"Oldest first."`
	Credit     string           `json:"credit,omitempty" enum:"A,B,C,D" doc:"For terms of payment only."`
	Credits    []CreditStep     `json:"credits,omitempty" doc:"Oldest first."`
	Verified   *Seen            `json:"verified,omitempty" doc:"When somebody last looked whether the file is right."`
	Lead       *CustomerLead    `json:"lead,omitempty" doc:"Of somebody who only inquired."`
	Onboarding []OnboardingItem `json:"onboarding,omitempty" doc:"The checklist of a new customer."`
	Cards      []PostedCard     `json:"cards,omitempty" doc:"Cards that were sent at festivals, oldest first."`
	Merged     string           `json:"merged,omitempty" doc:"The file that this one became part of; it says nothing else then."`
	Absorbed   []MergedFile     `json:"absorbed,omitempty" doc:"The files that became part of this one."`
}

func details(c customer.Customer) CustomerDetails {
	d := CustomerDetails{Owner: c.Owner, CoOwners: c.CoOwners, Tags: c.Tags, Address: c.Address, Needs: c.Needs, Plan: c.Plan}
	for _, p := range c.People {
		shown := CustomerPerson{Name: p.Name, Role: p.Role, Note: p.Note}
		if p.Phone != "" {
			shown.Phone = p.Phone.Masked()
		}
		d.People = append(d.People, shown)
	}
	return d
}

func standing(c customer.Customer) CustomerStanding {
	s := CustomerStanding{Chosen: c.Chosen, Computed: c.Computed, Credit: c.Credit, Merged: c.Merged}
	for _, n := range c.Also {
		s.Also = append(s.Also, n.Phone.Masked())
	}
	for _, step := range c.Classes {
		s.Classes = append(s.Classes, ClassStep(step))
	}
	for _, step := range c.Credits {
		s.Credits = append(s.Credits, CreditStep(step))
	}
	if !c.Verified.At.IsZero() {
		seen := Seen(c.Verified)
		s.Verified = &seen
	}
	if c.Lead.Known() {
		lead := CustomerLead(c.Lead)
		s.Lead = &lead
	}
	for _, t := range c.Onboarding.Items {
		item := OnboardingItem{Item: t.Item, By: t.By}
		if !t.At.IsZero() {
			item.At = &t.At
		}
		s.Onboarding = append(s.Onboarding, item)
	}
	for _, one := range c.Cards {
		s.Cards = append(s.Cards, PostedCard{Festival: one.Festival, Year: one.Year, At: one.At, By: one.By})
	}
	for _, a := range c.Absorbed {
		s.Absorbed = append(s.Absorbed, MergedFile(a))
	}
	return s
}

// into writes the details into an input.
func (d CustomerDetails) into(in *customer.Input) {
	in.Owner, in.CoOwners, in.Tags, in.Address, in.Needs, in.Plan = d.Owner, d.CoOwners, d.Tags, d.Address, d.Needs, d.Plan
	for _, p := range d.People {
		in.People = append(in.People, customer.Contact{Name: p.Name, Role: p.Role, Phone: phone.Number(p.Phone), Note: p.Note})
	}
}

// uncovered puts back the numbers of people that came as they were shown. One
// that nobody of the file has stays as it is, and is refused as no number.
func uncovered(people []customer.Contact, was []customer.Contact) {
	for i, p := range people {
		if !strings.Contains(string(p.Phone), "*") {
			continue
		}
		for _, w := range was {
			if w.Phone == "" || w.Phone.Masked() != string(p.Phone) {
				continue
			}
			people[i].Phone = w.Phone
			if w.Name == p.Name { // two can look alike
				break
			}
		}
	}
}
