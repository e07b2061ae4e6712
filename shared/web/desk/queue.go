package desk

import (
	"cmp"
	"context"
	"encoding/base64"
	"encoding/json"
	"maps"
	"slices"

	"golang.org/x/sync/errgroup"

	"huiyin/shared/errs"
	"huiyin/shared/ticket"
)

// Pages asks for a page of a list.
type Pages struct {
	Cursor string `query:"cursor" maxLength:"8000" doc:"next of the page before."`
	Limit  int    `query:"limit" minimum:"1" maximum:"100" default:"50" doc:"How many at most; a page may be shorter and still have a next one."`
}

type listInput struct {
	Scope string `query:"scope" enum:"mine,team,all,handed_over" default:"mine" doc:"mine: the caller's own; team: one team's; all: every team's; handed_over: of every team, what a department, a branch or a partner has."`
	Team  string `query:"team" maxLength:"40" doc:"With team: whose list; the caller's own team when left out."`
	Pages
}

// TicketList is a page of tickets.
type TicketList struct {
	Tickets []TicketRecord `json:"tickets"`
	Next    string         `json:"next,omitempty" doc:"The cursor of the next page; none on the last."`
}

type listOutput struct{ Body TicketList }

// list shows what is open by due time. The store keeps one list a team, so the
// list of several is merged here.
func (d *Desk) list(ctx context.Context, in *listInput) (*listOutput, error) {
	teams, err := d.teamsOf(ctx, in)
	if err != nil {
		return nil, err
	}
	q := queue{handed: in.Scope == "handed_over", limit: in.Limit}
	if in.Scope == "mine" {
		q.owner = sender(ctx).member.ID
	}
	if q.at, err = startOf(teams, in.Cursor); err != nil {
		return nil, err
	}
	if err := q.read(ctx, d.Tickets.Store); err != nil {
		return nil, err
	}
	return &listOutput{Body: TicketList{Tickets: records(q.tickets), Next: q.cursor()}}, nil
}

// teamsOf are the teams whose lists are asked for. An agent's own tickets may
// stand in any of them.
func (d *Desk) teamsOf(ctx context.Context, in *listInput) ([]string, error) {
	roster, err := d.Roster.Now(ctx)
	if err != nil {
		return nil, err
	}
	all := d.allTeams(roster)
	if in.Scope != "team" {
		return all, nil
	}
	one := cmp.Or(in.Team, sender(ctx).member.Team)
	if !slices.Contains(all, one) {
		var f errs.Fields
		f.Add("team", "desk.no_team")
		return nil, f.Err()
	}
	return []string{one}, nil
}

// queue is the reading of one page out of the lists of several teams.
type queue struct {
	owner  string
	handed bool
	limit  int
	// at is where each team's list goes on: the store's own cursor, which is
	// sealed for that list. A team whose list is at its end is not in it.
	at      map[string]string
	tickets []ticket.Ticket
}

// startOf reads the cursor: JSON of what is in queue.at. What a client writes
// into it gives no more than a client may ask for anyway: teams are checked
// here, positions by the store.
func startOf(teams []string, cursor string) (map[string]string, error) {
	at := map[string]string{}
	if cursor == "" {
		for _, t := range teams {
			at[t] = ""
		}
		return at, nil
	}
	raw, err := base64.RawURLEncoding.Strict().DecodeString(cursor)
	if err == nil {
		err = json.Unmarshal(raw, &at)
	}
	for team := range at {
		if !slices.Contains(teams, team) {
			at = nil
		}
	}
	if err != nil || len(at) == 0 {
		var f errs.Fields
		f.Add("cursor", "store.cursor")
		return nil, f.Err()
	}
	return at, nil
}

func (q *queue) cursor() string {
	if len(q.at) == 0 {
		return ""
	}
	raw, _ := json.Marshal(q.at) // texts only: can't fail
	return base64.RawURLEncoding.EncodeToString(raw)
}

// read takes the earliest tickets of all lists. A list out of which some of a
// page's tickets are taken is read again for just so many, because only the
// store can say where it goes on behind them; what that second read gave is
// what is shown, so nothing is lost or shown twice when the list has changed
// in between.
func (q *queue) read(ctx context.Context, store ticket.Store) error {
	wanted := map[string]int{}
	for team := range q.at {
		wanted[team] = q.limit
	}
	pages, err := q.pages(ctx, store, wanted)
	if err != nil {
		return err
	}
	again := map[string]int{}
	for team, taken := range q.earliest(pages) {
		switch page := pages[team]; taken {
		case len(page.Tickets):
			q.take(team, page)
		case 0:
		default:
			again[team] = taken
		}
	}
	if pages, err = q.pages(ctx, store, again); err != nil {
		return err
	}
	for team, page := range pages {
		q.take(team, page)
	}
	slices.SortFunc(q.tickets, byDue)
	return nil
}

// take shows a page and moves on behind it.
func (q *queue) take(team string, page ticket.Page) {
	q.tickets = append(q.tickets, page.Tickets...)
	if q.at[team] = page.Next; page.Next == "" {
		delete(q.at, team)
	}
}

// pages reads the next page of each team's list, side by side.
func (q *queue) pages(ctx context.Context, store ticket.Store, wanted map[string]int) (map[string]ticket.Page, error) {
	teams := slices.Sorted(maps.Keys(wanted))
	read := make([]ticket.Page, len(teams))
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(8) // a company has a handful of teams
	for i, team := range teams {
		group.Go(func() (err error) {
			read[i], err = store.Queue(ctx, ticket.Query{Team: team, Owner: q.owner, Handed: q.handed, Cursor: q.at[team], Limit: wanted[team]})
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	pages := map[string]ticket.Page{}
	for i, team := range teams {
		pages[team] = read[i]
	}
	return pages, nil
}

// earliest tells how many tickets of each page belong to the earliest of all,
// at most limit. Behind the end of a page that has a next one there may be
// tickets that are due before those of another team: what is later than the
// end of any such page waits. (A page without tickets has no end to tell of.)
func (q *queue) earliest(pages map[string]ticket.Page) map[string]int {
	var all []ticket.Ticket
	var ends []ticket.Ticket
	of := map[string]string{}
	for team, page := range pages {
		for _, t := range page.Tickets {
			of[t.Number] = team
		}
		all = append(all, page.Tickets...)
		if n := len(page.Tickets); n > 0 && page.Next != "" {
			ends = append(ends, page.Tickets[n-1])
		}
	}
	slices.SortFunc(all, byDue)
	taken := map[string]int{}
	for team := range pages {
		taken[team] = 0
	}
	for i, t := range all {
		if i == q.limit || slices.ContainsFunc(ends, func(end ticket.Ticket) bool { return byDue(t, end) > 0 }) {
			break
		}
		taken[of[t.Number]]++
	}
	return taken
}

// byDue orders as the store's lists do.
func byDue(a, b ticket.Ticket) int {
	return cmp.Or(a.ShownDue().Compare(b.ShownDue()), cmp.Compare(a.Number, b.Number))
}
