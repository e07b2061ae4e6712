package console

import (
	"net/url"
	"strconv"
	"strings"

	"huiyin/shared/web/desk"
)

// cardPages are the lists of those who get a card where no SMS may greet them
// (rule NJ-2).
var cardPages = []page{
	{path: "greetings/cards/{festival}", title: "campaign.cards", op: "listCards", show: cards, forms: []form{
		{id: "sendCards", area: "campaign", body: posted, quiet: true, fields: []field{{name: "customers", kind: fHidden}}}}},
}

// atOnce is how many cards are noted with one click.
const atOnce = 100

type cardsPage struct {
	*visit
	List   desk.CardList
	File   string
	Year   string // that was asked for
	Before string // the year before and the one after that are shown
	After  string
	All    *Form // notes the first of those that are not noted yet
}

func cards(v *visit) error {
	p := cardsPage{visit: v}
	v.Refresh = 0
	year := v.query("year")
	p.Year = year
	if err := v.get("listCards", &p.List, "festival", v.value("festival"), "cursor", v.query("cursor"), "year", year); err != nil {
		return err
	}
	query := url.Values{"lang": {string(v.Lang)}}
	for name, value := range map[string]string{"cursor": v.query("cursor"), "year": year} {
		if value != "" {
			query.Set(name, value)
		}
	}
	p.File = v.root + "desk/greetings/cards/" + p.List.Festival + "/file" + suffix(query)
	shown, _, _ := strings.Cut(p.List.Date, "-")
	if p.After = strconv.Itoa(positive(shown) + 1); positive(shown) > 2025 { // before that the table of festivals ends
		p.Before = strconv.Itoa(positive(shown) - 1)
	}
	var open []string
	for _, c := range p.List.Cards {
		if c.Sent == nil && len(open) < atOnce {
			open = append(open, c.Customer)
		}
	}
	if len(open) > 1 {
		if p.All = p.Sent(strings.Join(open, " ")); p.All != nil {
			p.All.Label = v.T("campaign.sendCards.all", "count", len(open))
		}
	}
	return v.show("cards", p)
}

// Sent is the button that notes that cards were sent.
func (p cardsPage) Sent(customers string) *Form {
	return p.form("sendCards").set("customers", customers)
}

// posted is whose cards were sent, of the festival that the page shows.
func posted(v *visit, said map[string]any) (any, error) {
	who, _ := said["customers"].(string)
	body := desk.SentCards{Customers: strings.Fields(who), Year: positive(v.query("year"))}
	return body, nil
}
