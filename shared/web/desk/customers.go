package desk

import (
	"context"
	"net/http"
	"time"

	"huiyin/shared/customer"
)

// CustomerFile is a customer's file. Its number is covered; the whole one is
// read apart.
type CustomerFile struct {
	ID        string    `json:"id"`
	Version   int       `json:"version" doc:"Also the ETag."`
	Name      string    `json:"name" doc:"Empty when only a number came in."`
	Title     string    `json:"title,omitempty" enum:"mr,ms"`
	Phone     string    `json:"phone" doc:"Covered: 138****1234."`
	Lang      string    `json:"lang" enum:"zh,en"`
	Zone      string    `json:"zone,omitempty" doc:"Time zone; none: the company's."`
	Region    string    `json:"region,omitempty"`
	Class     string    `json:"class" enum:"general,suitable,key"`
	Company   string    `json:"company,omitempty"`
	Birthday  *Birthday `json:"birthday,omitempty"`
	Consent   Consent   `json:"consent"`
	Archived  bool      `json:"archived,omitempty"`
	Agreement *Agreed   `json:"agreement,omitempty"`
	CustomerDetails
	CustomerStanding
	CreatedAt time.Time `json:"createdAt"`
	UpdatedAt time.Time `json:"updatedAt"`
}

// Agreed is a service agreement: a policy that comes before all others for this
// customer's tickets.
type Agreed struct {
	Policy string    `json:"policy" minLength:"1" maxLength:"40" doc:"Id of one of the policies."`
	From   time.Time `json:"from,omitzero" doc:"In force from then on."`
	To     time.Time `json:"to,omitzero" doc:"Until then; none: for good."`
}

// Birthday is a day of the year; lunar ones in the Chinese calendar, a leap
// month as its ordinary one.
type Birthday struct {
	Month int  `json:"month" minimum:"1" maximum:"12"`
	Day   int  `json:"day" minimum:"1" maximum:"31"`
	Lunar bool `json:"lunar,omitempty"`
}

// Consent to greetings, and how it came to be what it is.
type Consent struct {
	State  string         `json:"state" enum:"none,ticked,confirmed,stopped" doc:"Only confirmed lets a greeting go out."`
	Proofs []ConsentProof `json:"proofs" doc:"Oldest first."`
}

// ConsentProof is one step of a consent.
type ConsentProof struct {
	At   time.Time `json:"at"`
	How  string    `json:"how" enum:"form,agent,code,stop,number"`
	By   string    `json:"by"`
	Text string    `json:"text,omitempty" doc:"The sentence consented to."`
	From string    `json:"from"`
	To   string    `json:"to"`
}

func file(c customer.Customer) CustomerFile {
	shown := CustomerFile{ID: c.ID, Version: c.Version, Name: c.Name, Title: c.Title, Phone: c.Phone.Masked(), Lang: c.Lang,
		Zone: c.Zone, Region: c.Region, Class: c.Class, Company: c.Company, Archived: c.Archived,
		CreatedAt: c.CreatedAt, UpdatedAt: c.UpdatedAt, Consent: Consent{State: string(c.Consent.State), Proofs: []ConsentProof{}},
		CustomerDetails: details(c), CustomerStanding: standing(c)}
	if c.Agreement.Policy != "" {
		agreed := Agreed(c.Agreement)
		shown.Agreement = &agreed
	}
	if c.Birthday.Known() {
		day := Birthday(c.Birthday)
		shown.Birthday = &day
	}
	for _, p := range c.Consent.Proofs {
		shown.Consent.Proofs = append(shown.Consent.Proofs, ConsentProof{At: p.At, How: p.How, By: p.By, Text: p.Text, From: string(p.From), To: string(p.To)})
	}
	return shown
}

type customerOutput struct {
	Status int
	ETag   string `header:"ETag"`
	Body   CustomerFile
}

func filed(status int, c customer.Customer, err error) (*customerOutput, error) {
	if err != nil {
		return nil, err
	}
	return &customerOutput{Status: status, ETag: etag(c.Version), Body: file(c)}, nil
}

// CustomerRow is a customer in a list: by whom to know him, and no more. Whoever
// wants the file reads it, which leaves a line in the log.
type CustomerRow struct {
	ID       string `json:"id"`
	Name     string `json:"name" doc:"Empty when only a number came in."`
	Company  string `json:"company,omitempty"`
	Phone    string `json:"phone" doc:"Covered: 138****1234."`
	Class    string `json:"class" enum:"general,suitable,key"`
	Owner    string `json:"owner,omitempty" doc:"Id of the member of staff who looks after the customer."`
	Archived bool   `json:"archived,omitempty"`
}

func brief(c customer.Customer) CustomerRow {
	return CustomerRow{ID: c.ID, Name: c.Name, Company: c.Company, Phone: c.Phone.Masked(), Class: c.Class, Owner: c.Owner, Archived: c.Archived}
}

func briefs(files []customer.Customer) []CustomerRow {
	rows := make([]CustomerRow, len(files))
	for i, c := range files {
		rows[i] = brief(c)
	}
	return rows
}

type findCustomerInput struct {
	Phone string `query:"phone" required:"true" minLength:"1" maxLength:"40" doc:"As typed."`
}

func (d *Desk) findCustomer(ctx context.Context, in *findCustomerInput) (*customerOutput, error) {
	number, err := d.Customers.Phones.Parse("phone", in.Phone)
	if err != nil {
		return nil, err
	}
	c, err := d.Customers.ByPhone(ctx, number)
	if err == nil {
		opened(ctx, c.ID)
	}
	return filed(http.StatusOK, c, err)
}

func (d *Desk) readCustomer(ctx context.Context, in *Person) (*customerOutput, error) {
	c, err := d.Customers.Get(ctx, in.ID)
	return filed(http.StatusOK, c, err)
}

type customerTicketsInput struct {
	Person
	Limit int `query:"limit" minimum:"1" maximum:"100" default:"50" doc:"How many at most."`
}

// customerTickets lists what a customer's number has asked, newest first (rule
// QM-6).
func (d *Desk) customerTickets(ctx context.Context, in *customerTicketsInput) (*listOutput, error) {
	c, err := d.Customers.Get(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	found, err := d.ticketsOf(ctx, c, in.Limit)
	if err != nil {
		return nil, err
	}
	return &listOutput{Body: TicketList{Tickets: records(found[:min(len(found), in.Limit)])}}, nil
}

func (d *Desk) customerPhone(ctx context.Context, in *Person) (*phoneOutput, error) {
	c, err := d.Customers.Get(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	looked(ctx, customer.Subject(c.ID))
	return &phoneOutput{Body: WholePhone{Phone: string(c.Phone)}}, nil
}

// CustomerInput is what somebody writes into a file.
type CustomerInput struct {
	Name      string   `json:"name" minLength:"1" maxLength:"40"`
	Title     string   `json:"title,omitempty" enum:"mr,ms" doc:"By choice, never guessed."`
	Phone     string   `json:"phone,omitempty" maxLength:"40" doc:"As typed; left out of a change, it stays."`
	Lang      string   `json:"lang,omitempty" enum:"zh,en" doc:"zh when left out."`
	Zone      string   `json:"zone,omitempty" maxLength:"64" doc:"Time zone, as Asia/Shanghai; none: the company's."`
	Region    string   `json:"region,omitempty" maxLength:"40"`
	Class     string   `json:"class,omitempty" enum:"general,suitable,key" doc:"Left out of a change, it stays; of a new file, it is general."`
	Reason    string   `json:"classReason,omitempty" maxLength:"100" doc:"Why the class is changed: needed then."`
	Company   string   `json:"company,omitempty" maxLength:"80"`
	Birthday  Birthday `json:"birthday,omitzero" doc:"None when left out."`
	Archived  bool     `json:"archived,omitempty"`
	Agreement Agreed   `json:"agreement,omitzero" doc:"None when left out."`
	CustomerDetails
}

func (in CustomerInput) input(id string, version int) customer.Input {
	all := customer.Input{ID: id, Version: version, Name: in.Name, Title: in.Title, Phone: in.Phone, Lang: in.Lang, Zone: in.Zone,
		Region: in.Region, Class: in.Class, ClassReason: in.Reason, Company: in.Company, Birthday: customer.Birthday(in.Birthday), Archived: in.Archived,
		Agreement: customer.Agreement(in.Agreement)}
	in.into(&all)
	return all
}

type addCustomerInput struct{ Body CustomerInput }

func (d *Desk) addCustomer(ctx context.Context, in *addCustomerInput) (*customerOutput, error) {
	input := in.Body.input("", 0)
	if err := d.owners(ctx, input, customer.Customer{}); err != nil {
		return nil, err
	}
	c, err := d.Customers.Save(ctx, input, sender(ctx).by(), d.Now())
	concerns(ctx, "id", c.ID)
	return filed(http.StatusCreated, c, err)
}

type saveCustomerInput struct {
	Person
	Match
	Body CustomerInput
}

func (d *Desk) saveCustomer(ctx context.Context, in *saveCustomerInput) (*customerOutput, error) {
	version, err := in.whole()
	if err != nil {
		return nil, err
	}
	was, err := d.Customers.Get(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	if in.Body.Phone == "" {
		in.Body.Phone = string(was.Phone)
	}
	input := in.Body.input(in.ID, version)
	uncovered(input.People, was.People)
	if err := d.owners(ctx, input, was); err != nil {
		return nil, err
	}
	c, err := d.Customers.Save(ctx, input, sender(ctx).by(), d.Now())
	return filed(http.StatusOK, c, err)
}

// Sentence is what somebody consented to.
type Sentence struct {
	Text string `json:"text" minLength:"1" maxLength:"200" doc:"As it was read out or signed."`
}

type confirmInput struct {
	Person
	Match
	Body Sentence
}

// confirm writes down that the agent vouches for a consent (rule LAW-2).
func (d *Desk) confirm(ctx context.Context, in *confirmInput) (*customerOutput, error) {
	was, err := d.seen(ctx, in.ID, in.Match)
	if err != nil {
		return nil, err
	}
	c, err := d.Customers.Confirm(ctx, in.ID, was.Version, in.Body.Text, sender(ctx).by(), d.Now())
	return filed(http.StatusOK, c, err)
}

type stopInput struct {
	Person
	Match
}

// stop writes down that the customer wants no greetings; it holds for the
// number from this moment.
func (d *Desk) stop(ctx context.Context, in *stopInput) (*customerOutput, error) {
	was, err := d.seen(ctx, in.ID, in.Match)
	if err != nil {
		return nil, err
	}
	if err := d.Customers.StopFor(ctx, was.Phone, sender(ctx).by(), d.Now()); err != nil {
		return nil, err
	}
	c, err := d.Customers.Get(ctx, in.ID)
	return filed(http.StatusOK, c, err)
}

// seen reads a file, which has to be as the caller has seen it.
func (d *Desk) seen(ctx context.Context, id string, match Match) (customer.Customer, error) {
	c, err := d.Customers.Get(ctx, id)
	if err == nil {
		err = match.allows(c.Version)
	}
	return c, err
}

// Directory is a page of files.
type Directory struct {
	Customers []CustomerRow `json:"customers"`
	Next      string        `json:"next,omitempty" doc:"The cursor of the next page; none on the last."`
}

type directoryOutput struct{ Body Directory }

func (d *Desk) directory(ctx context.Context, in *Pages) (*directoryOutput, error) {
	page, err := d.Customers.List(ctx, in.Cursor, in.Limit)
	if err != nil {
		return nil, err
	}
	return &directoryOutput{Body: Directory{Customers: briefs(page.Customers), Next: page.Next}}, nil
}
