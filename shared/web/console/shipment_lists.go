package console

import (
	"slices"
	"strings"
	"time"

	"huiyin/shared/web/desk"
)

type shipmentListPage struct {
	*visit
	ID   string // of the customer
	List desk.ShipmentPage
	figuresOf
	More string

	Branch, Day string // of a dispatch list
	Asked       bool
	Branches    []string // of the register
	Left, All   int      // of the whole list
}

// figuresOf are a customer's or a carrier's months, the latest first.
type figuresOf struct{ Months desk.MonthlyFigures }

// year reads the figures of the last twelve months and this one.
func (f *figuresOf) year(v *visit, op string, whose ...string) error {
	last := v.Now.In(v.c.Zone)
	first := time.Date(last.Year()-1, last.Month(), 1, 0, 0, 0, 0, v.c.Zone)
	err := v.get(op, &f.Months, append(whose, "first", first.Format("2006-01"), "last", last.Format("2006-01"))...)
	slices.Reverse(f.Months.Months)
	return err
}

type carrierPage struct {
	*visit
	figuresOf
	Carrier string
}

// carriers is how a carrier has done, month by month (rule SJ-21).
func carriers(v *visit) error {
	p := carrierPage{visit: v, Carrier: strings.TrimSpace(v.query("carrier"))}
	if p.Carrier != "" {
		if err := p.year(v, "readCarrierFigures", "carrier", p.Carrier); err != nil {
			return err
		}
	}
	return v.show("carriers", p)
}

func customerShipments(v *visit) error {
	p := shipmentListPage{visit: v, ID: v.value("id")}
	if err := v.get("listCustomerShipments", &p.List, "id", p.ID, "cursor", v.query("cursor")); err != nil {
		return err
	}
	if err := p.year(v, "readCustomerFigures", "id", p.ID); err != nil {
		return err
	}
	if p.List.Next != "" {
		p.More = v.Href("customers/"+p.ID+"/shipments", "cursor", p.List.Next)
	}
	return v.show("customer-shipments", p)
}

// dispatchList is what a branch sends on a day (rule SJ-17).
func dispatchList(v *visit) error {
	p := shipmentListPage{visit: v, Branch: strings.TrimSpace(v.query("branch")), Day: v.query("day")}
	if p.Day == "" {
		p.Day = v.Now.In(v.c.Zone).Format(time.DateOnly)
	}
	var places desk.PlaceList
	if err := v.get("listPlaces", &places, "kind", "branch", "limit", "100"); err != nil {
		return err
	}
	for _, branch := range places.Places {
		p.Branches = append(p.Branches, branch.Name)
	}
	if p.Asked = p.Branch != ""; p.Asked {
		if err := v.get("listDispatch", &p.List, "branch", p.Branch, "day", p.Day, "cursor", v.query("cursor")); err != nil {
			return err
		}
		if p.List.Next != "" {
			p.More = v.Href("dispatch", "branch", p.Branch, "day", p.Day, "cursor", p.List.Next)
		}
		if err := p.count(); err != nil {
			return err
		}
	}
	return v.show("dispatch", p)
}

// count counts the whole list, of which one page is shown.
func (p *shipmentListPage) count() error {
	some := p.List
	if p.query("cursor") != "" || some.Next != "" {
		some = desk.ShipmentPage{}
		if err := p.get("listDispatch", &some, "branch", p.Branch, "day", p.Day, "limit", "100"); err != nil {
			return err
		}
	}
	for {
		for _, s := range some.Shipments {
			p.All++
			if !s.Dispatched.IsZero() {
				p.Left++
			}
		}
		if some.Next == "" {
			return nil
		}
		cursor := some.Next
		some = desk.ShipmentPage{}
		if err := p.get("listDispatch", &some, "branch", p.Branch, "day", p.Day, "limit", "100", "cursor", cursor); err != nil {
			return err
		}
	}
}
