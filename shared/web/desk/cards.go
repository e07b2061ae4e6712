package desk

import (
	"context"
	"time"

	"huiyin/shared/calendar"
	"huiyin/shared/customer"
	"huiyin/shared/errs"
	"huiyin/shared/event"
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
	Sent     *Done  `json:"sent,omitempty" doc:"That the card was sent; none while nobody has said so."`
}

// CardList is a part of those who get a card for a festival.
type CardList struct {
	Festival string `json:"festival"`
	Date     string `json:"date" format:"date" doc:"On which it falls."`
	Cards    []Card `json:"cards"`
	Next     string `json:"next,omitempty" doc:"The cursor of the next part; none on the last. A part may be empty and still have one."`
}

type cardsInput struct {
	Festival string `path:"festival" maxLength:"40" doc:"mid_autumn, spring_festival …"`
	Year     int    `query:"year" minimum:"2025" maximum:"2060" doc:"Of the festival; left out: when it falls next."`
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
	date, err := d.falls(in.Festival, in.Year)
	list := CardList{Festival: in.Festival, Date: date.String(), Cards: []Card{}}
	if err != nil {
		return list, err
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
				list.Cards = append(list.Cards, card(c, customer.CardFacts{Festival: in.Festival, Year: date.Year}, roster))
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

func card(c customer.Customer, of customer.CardFacts, roster staff.Roster) Card {
	owner, _ := roster.Member(c.Owner)
	shown := Card{Customer: c.ID, Name: c.Name, Title: c.Title, Company: c.Company, Address: c.Address, Region: c.Region, Class: c.Class, Owner: owner.Badge}
	if sent, has := c.Card(of); has {
		who, _ := roster.Member(event.StaffID(sent.By))
		shown.Sent = &Done{By: sent.By, Badge: who.Badge, At: sent.At}
	}
	return shown
}

// falls is the day on which a festival falls in a year, 0: next, today included.
// errs.NotFound greeting.unknown_festival.
func (d *Desk) falls(festival string, year int) (calendar.Date, error) {
	if year != 0 {
		date, known := calendar.FestivalDate(year, festival)
		if !known {
			return date, errs.New(errs.NotFound, "greeting.unknown_festival")
		}
		return date, nil
	}
	today := calendar.DateIn(d.Now(), d.Audit.Zone)
	for year := today.Year; year <= today.Year+1; year++ {
		if date, known := calendar.FestivalDate(year, festival); known && !date.Before(today) {
			return date, nil
		}
	}
	return calendar.Date{}, errs.New(errs.NotFound, "greeting.unknown_festival")
}

// SentCards name those whose card was sent.
type SentCards struct {
	Customers []string `json:"customers" minItems:"1" maxItems:"100" doc:"Ids of the files."`
	Year      int      `json:"year,omitempty" minimum:"2025" maximum:"2060" doc:"As of listCards."`
}

// NotedCards is how many stand as sent now.
type NotedCards struct {
	Noted int `json:"noted"`
}

type sendCardsInput struct {
	Festival string `path:"festival" maxLength:"40"`
	Body     SentCards
}

type sendCardsOutput struct{ Body NotedCards }

// sendCards notes whose card was sent. Said again it changes nothing; what was
// said before an unknown file stays.
func (d *Desk) sendCards(ctx context.Context, in *sendCardsInput) (*sendCardsOutput, error) {
	date, err := d.falls(in.Festival, in.Body.Year)
	if err != nil {
		return nil, err
	}
	out := &sendCardsOutput{}
	for _, id := range in.Body.Customers {
		if _, err := d.Customers.SendCard(ctx, d.Now(), sender(ctx).by(), id, customer.CardFacts{Festival: in.Festival, Year: date.Year}); err != nil {
			return nil, err
		}
		out.Body.Noted++
	}
	return out, nil
}

// exportCards gives a part of the list as a file.
func (d *Desk) exportCards(ctx context.Context, in *cardsInput) (*partOutput, error) {
	list, err := d.cardList(ctx, in)
	if err != nil {
		return nil, err
	}
	t := newTable(ctx, "name", "company", "address", "region", "class", "owner", "sent")
	for _, c := range list.Cards {
		sent := ""
		if c.Sent != nil {
			sent = c.Sent.At.In(d.Audit.Zone).Format(time.DateOnly)
		}
		t.add(c.Name, c.Company, c.Address, c.Region, c.Class, c.Owner, sent)
	}
	out := t.file("cards-" + list.Festival)
	if list.Next != "" {
		out.Link = `<?cursor=` + list.Next + `>; rel="next"`
	}
	return out, nil
}
