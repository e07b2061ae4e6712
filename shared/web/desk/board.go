package desk

import (
	"cmp"
	"context"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"huiyin/shared/errs"
	"huiyin/shared/id"
	"huiyin/shared/staff"
	"huiyin/shared/ticket"
	"huiyin/shared/web"
	"huiyin/shared/worklist"
)

// Board is who has how much, and who is there.
type Board struct {
	At    time.Time   `json:"at"`
	Teams []BoardTeam `json:"teams" doc:"By rank; last what belongs to nobody's team: people without one who have tickets."`
	More  bool        `json:"more,omitempty" doc:"A team has more than 2,000 open tickets: every count is at least so much."`
}

// BoardLoad is how much there is.
type BoardLoad struct {
	Open          int `json:"open"`
	Breached      int `json:"breached"`
	DueWithinHour int `json:"dueWithinHour"`
	Waiting       int `json:"waiting"`
	FollowUp      int `json:"followUp" doc:"Answered, with a step still to take; not among open."`
}

// BoardTeam is a team with its people.
type BoardTeam struct {
	ID         string        `json:"id,omitempty"`
	Name       string        `json:"name,omitempty"`
	OpenNow    bool          `json:"openNow" doc:"Its hours are open."`
	Load       BoardLoad     `json:"load" doc:"Of the team's list, whoever has the tickets."`
	Unassigned int           `json:"unassigned"`
	Members    []BoardMember `json:"members" doc:"By badge; who left only while he has tickets."`
}

// BoardMember is a person of a team.
type BoardMember struct {
	ID      string    `json:"id"`
	Badge   string    `json:"badge"`
	Name    string    `json:"name"`
	Role    string    `json:"role" enum:"agent,supervisor,manager,admin"`
	Left    bool      `json:"left,omitempty"`
	OnDuty  bool      `json:"onDuty"`
	Absence *Absence  `json:"absence,omitempty"`
	Load    BoardLoad `json:"load" doc:"Of whatever team's list."`
}

type boardOutput struct{ Body Board }

func (d *Desk) board(ctx context.Context, _ *struct{}) (*boardOutput, error) {
	roster, err := d.Roster.Now(ctx)
	if err != nil {
		return nil, err
	}
	there, err := d.onDuty(roster)
	if err != nil {
		return nil, err
	}
	now := d.Now()
	open, err := d.Lists.Open(ctx, now, d.allTeams(roster))
	if err != nil {
		return nil, err
	}
	counted := worklist.BoardOf(open.Lines, now)
	out := &boardOutput{Body: Board{At: now.UTC(), More: open.More}}
	for _, team := range append(d.ranked(roster), staff.Team{}) {
		row := BoardTeam{ID: team.ID, Name: team.Name, Load: boardLoad(counted.Teams[team.ID]), Unassigned: counted.Teams[team.ID].Unassigned,
			Members: d.boardMembers(sender(ctx), roster, team.ID, counted, there)}
		if team.Calendar != "" {
			if row.OpenNow, err = d.Rules.Open(team.Calendar, now); err != nil && !errs.Is(err, errs.NotFound) {
				return nil, err
			}
		}
		if team.ID != "" || len(row.Members) > 0 {
			out.Body.Teams = append(out.Body.Teams, row)
		}
	}
	return out, nil
}

// ranked are the teams by rank; that of DefaultTeam is one of them though nobody
// has set it up.
func (d *Desk) ranked(roster staff.Roster) []staff.Team {
	all := slices.Clone(roster.Teams)
	if _, ok := roster.Team(d.DefaultTeam); !ok {
		all = append(all, staff.Team{ID: d.DefaultTeam, Name: d.DefaultTeam})
	}
	slices.SortFunc(all, func(a, b staff.Team) int { return cmp.Or(cmp.Compare(a.Rank, b.Rank), cmp.Compare(a.ID, b.ID)) })
	return all
}

func (d *Desk) boardMembers(viewer actor, roster staff.Roster, team string, counted worklist.Board, there map[string]bool) []BoardMember {
	list := []BoardMember{}
	for _, m := range roster.Members {
		load := counted.Owners[m.ID]
		if m.Team != team || load.Open == 0 && (m.Left || team == "") {
			continue
		}
		shown := d.colleague(viewer, m, there)
		list = append(list, BoardMember{ID: m.ID, Badge: m.Badge, Name: m.Name, Role: m.Role, Left: m.Left, OnDuty: shown.OnDuty, Absence: shown.Absence,
			Load: boardLoad(load)})
	}
	slices.SortFunc(list, func(a, b BoardMember) int { return cmp.Or(cmp.Compare(a.Badge, b.Badge), cmp.Compare(a.ID, b.ID)) })
	return list
}

func boardLoad(l worklist.Load) BoardLoad {
	return BoardLoad{Open: l.Open, Breached: l.Late, DueWithinHour: l.DueSoon, Waiting: l.Waiting, FollowUp: l.FollowUp}
}

// Handout says which tickets go to whom.
type Handout struct {
	Numbers []string `json:"numbers" minItems:"1" maxItems:"50" nullable:"false" doc:"As people read or type them."`
	Assignment
}

// HandedOut tells of every ticket how it ended.
type HandedOut struct {
	Done    int             `json:"done" doc:"How many are where they were to go, those that were there before included."`
	Results []HandoutResult `json:"results" doc:"In the order of the request, each ticket once."`
}

// HandoutResult is how it ended for one ticket.
type HandoutResult struct {
	Number string `json:"number"`
	Shown  string `json:"shown"`
	Done   bool   `json:"done"`
	Code   string `json:"code,omitempty" doc:"Why not."`
	Detail string `json:"detail,omitempty" doc:"Why not, in the caller's language."`
}

type handoutInput struct{ Body Handout }

type handoutOutput struct{ Body HandedOut }

// handOut gives many tickets to one person or team. Each is an assignment of
// its own, so what is in one's way does not keep the others, and the same again
// changes nothing.
func (d *Desk) handOut(ctx context.Context, in *handoutInput) (*handoutOutput, error) {
	to, err := d.assignee(ctx, in.Body.Assignment)
	if err != nil {
		return nil, err
	}
	now, by := d.Now(), sender(ctx).onTicket()
	out := &handoutOutput{Body: HandedOut{Results: []HandoutResult{}}}
	for _, typed := range in.Body.Numbers {
		number, ok := id.ParseNumber(typed)
		if !ok {
			number = typed
		}
		if !slices.ContainsFunc(out.Body.Results, func(r HandoutResult) bool { return r.Number == number }) {
			out.Body.Results = append(out.Body.Results, HandoutResult{Number: number, Shown: id.Show(number)})
		}
	}
	var group errgroup.Group
	group.SetLimit(8)
	for i := range out.Body.Results {
		group.Go(func() error {
			r := &out.Body.Results[i]
			err := d.give(ctx, now, by, r.Number, to)
			if r.Done = err == nil; !r.Done {
				problem := web.NewProblem(err, web.Lang(ctx))
				r.Code, r.Detail = problem.Code, problem.Detail
			}
			return nil
		})
	}
	_ = group.Wait() // each result has its own error
	for _, r := range out.Body.Results {
		if r.Done {
			out.Body.Done++
		}
	}
	return out, nil
}

func (d *Desk) give(ctx context.Context, now time.Time, by ticket.Actor, number string, to ticket.Assignee) error {
	if _, ok := id.ParseNumber(number); !ok {
		return noTicket()
	}
	_, err := d.Tickets.Assign(ctx, now, by, number, 0, to)
	return lost(err)
}
