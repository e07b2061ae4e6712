package desk

import (
	"context"

	"huiyin/shared/calendar"
	"huiyin/shared/customer"
	"huiyin/shared/errs"
	"huiyin/shared/staff"
)

// Card is a customer who gets a card instead of an SMS.
type Card struct {
	Customer string `json:"customer" doc:"Id of the file."`
	Name     string `json:"name,omitempty"`
	Title    string `json:"title,omitempty"`
	Company  string `json:"company,omitempty"`
	Address  string `json:"address,omitempty"`
	Region   string `json:"region,omitempty"`
	Class    string `json:"class"`
	Owner    string `json:"owner,omitempty" doc:"Badge of the salesperson."`
}

// CardList is a part of those who get a card for a festival.
type CardList struct {
	Festival string `json:"festival"`
	Date     string `json:"date" format:"date" doc:"On which it falls next."`
	Cards    []Card `json:"cards"`
	Next     string `json:"next,omitempty" doc:"The cursor of the next part; none on the last. A part may be empty and still have one."`
}

type cardsInput struct {
	Festival string `path:"festival" maxLength:"40" doc:"mid_autumn, spring_festival …"`
	Class    string `query:"class" enum:"general,suitable,key" doc:"Only this class; left out: all."`
	Cursor   string `query:"cursor" maxLength:"1000"`
}

type cardsOutput struct{ Body CardList }

// cards lists those whom no greeting reaches, because they have not agreed to
// SMS or have refused them (rule NJ-2).
func (d *Desk) cards(ctx context.Context, in *cardsInput) (*cardsOutput, error) {
	list, err := d.cardList(ctx, in)
	return &cardsOutput{Body: list}, err
}

// cardPages is how many pages of files one part looks at.
const cardPages = 10

func (d *Desk) cardList(ctx context.Context, in *cardsInput) (CardList, error) {
	list := CardList{Festival: in.Festival, Cards: []Card{}}
	today := calendar.DateIn(d.Now(), d.Audit.Zone)
	for year := today.Year; year <= today.Year+1; year++ {
		date, known := calendar.FestivalDate(year, in.Festival)
		if !known {
			return list, errs.New(errs.NotFound, "greeting.unknown_festival")
		}
		if list.Date == "" && !date.Before(today) {
			list.Date = date.String()
		}
	}
	roster, err := d.Roster.Now(ctx)
	if err != nil {
		return list, err
	}
	list.Next = in.Cursor
	for range cardPages {
		page, err := d.Customers.Store.ListCustomers(ctx, list.Next, 100)
		if err != nil {
			return list, err
		}
		for _, c := range page.Customers {
			if cardFor(c) && (in.Class == "" || c.Class == in.Class) {
				list.Cards = append(list.Cards, card(c, roster))
			}
		}
		if list.Next = page.Next; page.Next == "" {
			break
		}
	}
	return list, nil
}

// cardFor tells whether somebody gets a card: a file that is kept, and no SMS.
func cardFor(c customer.Customer) bool { return !c.Archived && c.Merged == "" && !c.Greetable() }

func card(c customer.Customer, roster staff.Roster) Card {
	owner, _ := roster.Member(c.Owner)
	return Card{Customer: c.ID, Name: c.Name, Title: c.Title, Company: c.Company, Address: c.Address, Region: c.Region, Class: c.Class, Owner: owner.Badge}
}

// exportCards gives a part of the list as a file.
func (d *Desk) exportCards(ctx context.Context, in *cardsInput) (*partOutput, error) {
	list, err := d.cardList(ctx, in)
	if err != nil {
		return nil, err
	}
	t := newTable(ctx, "name", "company", "address", "region", "class", "owner")
	for _, c := range list.Cards {
		t.add(c.Name, c.Company, c.Address, c.Region, c.Class, c.Owner)
	}
	out := t.file("cards-" + list.Festival)
	if list.Next != "" {
		out.Link = `<?cursor=` + list.Next + `>; rel="next"`
	}
	return out, nil
}
