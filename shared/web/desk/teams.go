package desk

import (
	"cmp"
	"context"
	"slices"
	"time"

	"huiyin/shared/errs"
	"huiyin/shared/staff"
)

// Away says that somebody is not there.
type Away struct {
	Reason string    `json:"reason" enum:"break,meeting,training,leave,sick,other" doc:"A word of a list, so that no illness stands in a record."`
	Until  time.Time `json:"until,omitzero" doc:"None: until switched back; at most a year."`
}

type leaveInput struct {
	Person
	Match
	Body Away
}

func (d *Desk) leave(ctx context.Context, in *leaveInput) (*staffOutput, error) {
	roster, m, err := d.mayMove(ctx, in.ID, in.Match)
	if err != nil {
		return nil, err
	}
	if m.ID == sender(ctx).member.ID {
		if err := d.OnCall.MayLeave(ctx, roster, d.Rules, m, in.Body.Until, d.Now()); err != nil {
			return nil, err
		}
	}
	m, err = d.Staff.Leave(ctx, in.ID, in.Body.Reason, in.Body.Until, sender(ctx).by(), d.Now())
	return d.member(ctx, 200, m, err)
}

type backInput struct {
	Person
	Match
}

func (d *Desk) back(ctx context.Context, in *backInput) (*staffOutput, error) {
	if _, _, err := d.mayMove(ctx, in.ID, in.Match); err != nil {
		return nil, err
	}
	m, err := d.Staff.Return(ctx, in.ID, sender(ctx).by(), d.Now())
	return d.member(ctx, 200, m, err)
}

// mayMove tells whether the caller may turn somebody's absence switch: the own,
// as a supervisor that of the own team, as an admin anybody's.
func (d *Desk) mayMove(ctx context.Context, id string, match Match) (staff.Roster, staff.Member, error) {
	who := sender(ctx)
	roster, err := d.Staff.Roster(ctx)
	if err != nil {
		return roster, staff.Member{}, err
	}
	m, ok := roster.Member(id)
	if !ok {
		return roster, m, errs.New(errs.NotFound, "staff.not_found")
	}
	ownTeam := who.may(Supervisor) && m.Team != "" && m.Team == who.member.Team
	if m.ID != who.member.ID && !ownTeam && !who.may(Admin) {
		return roster, m, errs.New(errs.Forbidden, "desk.not_yours")
	}
	return roster, m, match.allows(m.Version)
}

type teamsOutput struct {
	Body struct {
		Teams []Team `json:"teams" doc:"By rank."`
	}
}

func (d *Desk) teams(ctx context.Context, _ *struct{}) (*teamsOutput, error) {
	roster, err := d.Staff.Roster(ctx)
	out := &teamsOutput{}
	out.Body.Teams = teams(roster)
	return out, err
}

// teams are shown in the order in which they are asked.
func teams(roster staff.Roster) []Team {
	list := make([]Team, 0, len(roster.Teams))
	for _, t := range roster.Teams {
		list = append(list, team(t))
	}
	slices.SortFunc(list, func(a, b Team) int { return cmp.Or(cmp.Compare(a.Rank, b.Rank), cmp.Compare(a.ID, b.ID)) })
	return list
}

func team(t staff.Team) Team {
	shown := Team{ID: t.ID, Version: t.Version, Name: t.Name, Calendar: t.Calendar, Rank: t.Rank, Takes: []TeamTake{}}
	for _, m := range t.Takes {
		shown.Takes = append(shown.Takes, TeamTake(m))
	}
	return shown
}

// TeamInput is what an admin writes down about a team.
type TeamInput struct {
	Name     string     `json:"name" minLength:"1" maxLength:"40"`
	Calendar string     `json:"calendar" minLength:"1" maxLength:"64" doc:"Id of its hours."`
	Rank     int        `json:"rank,omitempty" minimum:"0" maximum:"1000"`
	Takes    []TeamTake `json:"takes,omitempty" maxItems:"50"`
}

type saveTeamInput struct {
	ID string `path:"id" maxLength:"40" doc:"Of the admin's choice: lower-case letters, digits and hyphens."`
	Match
	Body TeamInput
}

type teamOutput struct {
	ETag string `header:"ETag"`
	Body Team
}

func (d *Desk) saveTeam(ctx context.Context, in *saveTeamInput) (*teamOutput, error) {
	version, err := in.whole()
	if err != nil {
		return nil, err
	}
	t := staff.Team{ID: in.ID, Version: version, Name: in.Body.Name, Calendar: in.Body.Calendar, Rank: in.Body.Rank}
	for _, m := range in.Body.Takes {
		t.Takes = append(t.Takes, staff.Match(m))
	}
	if t, err = d.Staff.SaveTeam(ctx, t, d.Rules, sender(ctx).by(), d.Now()); err != nil {
		return nil, err
	}
	d.Roster.Forget()
	return &teamOutput{ETag: etag(t.Version), Body: team(t)}, nil
}
