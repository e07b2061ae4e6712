package console

import "huiyin/shared/id"

// findPages is where the box in the page's head leads.
var findPages = []page{{path: "find", title: "find.title", op: "searchTickets", show: find}}

// find leads to the ticket whose number was typed, or to what is known of a
// phone number or a waybill.
func find(v *visit) error {
	q := v.query("q")
	if number, ok := id.ParseNumber(q); ok {
		redirect(v.w, v.Href("tickets/"+number))
		return nil
	}
	redirect(v.w, v.Href("intake", "q", q))
	return nil
}
