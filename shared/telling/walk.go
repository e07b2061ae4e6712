package telling

import (
	"context"
	"slices"
	"strconv"

	"huiyin/shared/bulletin"
	"huiyin/shared/calendar"
	"huiyin/shared/errs"
	"huiyin/shared/ledger"
	"huiyin/shared/place"
	"huiyin/shared/shipment"
	"huiyin/shared/staff"
	"huiyin/shared/ticket"
)

// daysBack is how long ago a shipment left at most that is looked for: two
// weeks on the road is longer than any line in the country takes.
const daysBack = 14

// listPage is how many shipments are read at once: each has two whom it touches.
const listPage = pageSize / 2

// walk is a round while it is gone on with.
type walk struct {
	*Service
	bulletin bulletin.Bulletin
	at       bulletin.Round
	// What is read once in a walk.
	places   []place.Place
	branches []string
	numbers  []string
	read     bool // numbers
}

// next goes on to the next page of receivers; an empty one when the round is
// over, or more says that the time is up.
func (w *walk) next(ctx context.Context, more func() bool) (page []ledger.Receiver, err error) {
	parts := map[string]func(context.Context) ([]ledger.Receiver, error){
		bulletin.PartStaff: w.staff, bulletin.PartTickets: w.tickets, bulletin.PartShipments: w.shipments, bulletin.PartAgain: w.again,
	}
	for first := true; len(page) == 0 && w.at.Part != bulletin.PartOver && (first || more()); first = false {
		if page, err = parts[w.at.Part](ctx); err != nil {
			return nil, err
		}
	}
	return page, nil
}

// on goes on to another part.
func (w *walk) on(part string) { w.at.Part, w.at.After, w.at.Branch, w.at.Day = part, "", "", "" }

// touches tells whether a place lies in the bulletin's regions; everywhere when
// it names none.
func (w *walk) touches(area string) bool {
	return len(w.bulletin.Regions) == 0 || slices.ContainsFunc(w.bulletin.Regions, func(region string) bool { return place.Lies(area, region) })
}

// register reads the register of places, once.
func (w *walk) register(ctx context.Context) ([]place.Place, error) {
	for cursor := ""; len(w.places) == 0 || cursor != ""; {
		page, err := w.Places.Places(ctx, place.Query{All: true, Cursor: cursor, Limit: 100})
		if err != nil {
			return nil, errs.Wrap(err, "read the register of places")
		}
		w.places = append(w.places, page.Places...)
		if cursor = page.Next; cursor == "" {
			break
		}
	}
	return w.places, nil
}

// staff goes through the roster.
func (w *walk) staff(ctx context.Context) ([]ledger.Receiver, error) {
	if !w.bulletin.Tells.Staff {
		w.on(bulletin.PartTickets)
		return nil, nil
	}
	roster, err := w.Roster(ctx)
	if err != nil {
		return nil, errs.Wrap(err, "read the roster")
	}
	there, err := w.teamsThere(ctx, roster)
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, m := range roster.Members {
		if m.ID > w.at.After && !m.Left && m.Phone != "" && (w.knows(m) || there[m.Team]) {
			ids = append(ids, m.ID)
		}
	}
	slices.Sort(ids)
	ids = ids[:min(len(ids), pageSize)]
	if len(ids) < pageSize {
		w.on(bulletin.PartTickets)
	} else {
		w.at.After = ids[len(ids)-1]
	}
	return receivers(ledger.ToStaff, ids), nil
}

func receivers(kind string, ids []string) []ledger.Receiver {
	var list []ledger.Receiver
	for _, id := range ids {
		list = append(list, ledger.Receiver{Kind: kind, ID: id})
	}
	return list
}

// knows tells whether somebody works in the regions: his own are part of them
// or the other way round.
func (w *walk) knows(m staff.Member) bool {
	return len(w.bulletin.Regions) == 0 || slices.ContainsFunc(m.Regions, func(own string) bool {
		return w.touches(own) || w.within(own)
	})
}

// within tells whether one of the bulletin's regions lies in an area.
func (w *walk) within(area string) bool {
	return slices.ContainsFunc(w.bulletin.Regions, func(region string) bool { return place.Lies(region, area) })
}

// teamsThere are the teams that work in the regions: those that take what
// comes from there, and those that are a place there by their name.
func (w *walk) teamsThere(ctx context.Context, roster staff.Roster) (map[string]bool, error) {
	places, err := w.register(ctx)
	if err != nil {
		return nil, err
	}
	there := map[string]bool{}
	for _, t := range roster.Teams {
		takes := slices.ContainsFunc(t.Takes, func(m staff.Match) bool { return m.Region != "" && (w.touches(m.Region) || w.within(m.Region)) })
		is := slices.ContainsFunc(places, func(p place.Place) bool { return p.Name == t.Name && p.Region != "" && w.touches(p.Region) })
		there[t.ID] = takes || is
	}
	return there, nil
}

// tickets goes through the open tickets, by number.
func (w *walk) tickets(ctx context.Context) ([]ledger.Receiver, error) {
	if !w.bulletin.Tells.Customers {
		w.on(bulletin.PartOver)
		return nil, nil
	}
	if err := w.listed(ctx); err != nil {
		return nil, err
	}
	begin, found := slices.BinarySearch(w.numbers, w.at.After)
	if found {
		begin++
	}
	numbers := w.numbers[begin:min(begin+pageSize, len(w.numbers))]
	if len(numbers) == 0 {
		w.on(bulletin.PartShipments)
		return nil, nil
	}
	tickets, err := w.Tickets.Tickets(ctx, numbers)
	if err != nil {
		return nil, errs.Wrap(err, "read open tickets")
	}
	w.at.After = numbers[len(numbers)-1]
	var touched []string
	for _, t := range tickets {
		if open(t) && w.touches(t.Region) {
			touched = append(touched, t.Number)
		}
	}
	slices.Sort(touched)
	return receivers(ledger.ToPerson, touched), nil
}

// listed reads the numbers of all open tickets, once.
func (w *walk) listed(ctx context.Context) error {
	if w.read {
		return nil
	}
	teams, err := w.Teams(ctx)
	if err != nil {
		return errs.Wrap(err, "list the teams")
	}
	for _, team := range teams {
		for cursor, first := "", true; first || cursor != ""; first = false {
			page, err := w.Tickets.Lines(ctx, ticket.LineQuery{Team: team, Cursor: cursor, Limit: ticket.MaxLines})
			if err != nil {
				return errs.Wrap(err, "list open tickets")
			}
			for _, l := range page.Lines {
				w.numbers = append(w.numbers, l.Number)
			}
			cursor = page.Next
		}
	}
	slices.Sort(w.numbers)
	w.numbers, w.read = slices.Compact(w.numbers), true
	return nil
}

// shipments goes through the dispatch lists of the branches, day by day.
func (w *walk) shipments(ctx context.Context) ([]ledger.Receiver, error) {
	if err := w.listing(ctx); err != nil || w.at.Part == bulletin.PartOver {
		return nil, err
	}
	list, err := w.Shipments.OfDay(ctx, w.at.Branch, w.at.Day, w.at.After, listPage)
	if err != nil {
		return nil, errs.Wrap(err, "read a dispatch list")
	}
	here := slices.ContainsFunc(w.places, func(p place.Place) bool {
		return p.Kind == place.Branch && p.Name == w.at.Branch && p.Region != "" && w.touches(p.Region)
	})
	var page []ledger.Receiver
	for _, s := range list.Shipments {
		if w.under(s, here) {
			page = append(page, ledger.Receiver{Kind: ledger.ToShipper, ID: s.Waybill}, ledger.Receiver{Kind: ledger.ToConsignee, ID: s.Waybill})
		}
	}
	if w.at.After = list.Next; list.Next != "" {
		return page, nil
	}
	first, last := w.days()
	if day, ok := calendar.ParseDate(w.at.Day); ok && day.Before(last) {
		w.at.Day = day.AddDays(1).String()
		return page, nil
	}
	if i, _ := slices.BinarySearch(w.branches, w.at.Branch); i+1 < len(w.branches) {
		w.at.Branch, w.at.Day = w.branches[i+1], first.String()
		return page, nil
	}
	w.on(bulletin.PartOver)
	return page, nil
}

// under tells whether a shipment is under way to or from the regions.
func (w *walk) under(s shipment.Shipment, here bool) bool {
	return !s.State.Ended() && (here || w.touches(s.From) || w.touches(s.To))
}

// days are the first and the last day whose lists are read; what is taken in
// after a branch's hour stands on the list of the next day.
func (w *walk) days() (first, last calendar.Date) {
	day := calendar.DateIn(w.bulletin.From, w.Zone)
	return day.AddDays(-daysBack), day.AddDays(1)
}

// listing sees to it that the round stands at a list that there is: at the first
// at its begin, at the next one when a branch went in between.
func (w *walk) listing(ctx context.Context) error {
	if w.branches == nil {
		places, err := w.register(ctx)
		if err != nil {
			return err
		}
		for _, p := range places {
			if p.Kind == place.Branch {
				w.branches = append(w.branches, p.Name)
			}
		}
		slices.Sort(w.branches)
	}
	i, found := slices.BinarySearch(w.branches, w.at.Branch)
	switch {
	case i == len(w.branches):
		w.on(bulletin.PartOver)
	case !found:
		first, _ := w.days()
		w.at.Branch, w.at.Day, w.at.After = w.branches[i], first.String(), ""
	}
	return nil
}

// again goes through the pages of the opening.
func (w *walk) again(ctx context.Context) ([]ledger.Receiver, error) {
	last, err := strconv.Atoi("0" + w.at.After)
	if err != nil {
		return nil, errs.Wrap(err, "read where a round stands")
	}
	pages, err := w.Store.Pages(ctx, bulletin.RoundID(w.at.Bulletin, bulletin.Opened), last, 1)
	if err != nil {
		return nil, errs.Wrap(err, "read whom the opening named")
	}
	if len(pages) == 0 {
		w.on(bulletin.PartOver)
		return nil, nil
	}
	w.at.After = strconv.Itoa(pages[0].Page)
	return pages[0].To, nil
}
