package console

import "huiyin/shared/id"

// findPages is where the box in the page's head leads.
var findPages = []page{{path: "find", title: "find.title", op: "searchTickets", show: find}}

// find leads to the ticket whose number was typed, to the shipment of a waybill,
// or to what is known of a phone number or another waybill.
func find(v *visit) error {
	q := v.query("q")
	if number, ok := id.ParseNumber(q); ok {
		redirect(v.w, v.Href("tickets/"+number))
		return nil
	}
	if found, err := v.shipment(q); err != nil {
		return err
	} else if found != nil {
		redirect(v.w, v.Href("shipments/"+found.Shipment.Waybill))
		return nil
	}
	redirect(v.w, v.Href("intake", "q", q))
	return nil
}
